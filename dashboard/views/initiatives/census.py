"""Where the initiatives come from, and what their census does not say."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import STATUS_LABELS
from dashboard.core.formatting import number, typography
from dashboard.queries.register_counts import fetch_origins
from dashboard.queries.registers import fetch_entries, fetch_registers
from dashboard.themes.registers import EntryFilter, LineOrigin
from dashboard.ui.tables import Cell, Link, show_table
from dashboard.views.initiatives import words as prose
from dashboard.views.initiatives.page import REGISTER, InitiativePage
from models.registers.register import RegisterEntry
from models.territories.cells import NATION

HEADER = ("Source", "Initiatives", "Statut")
# The register of surveys, where it is published: who was asked, who answered.
SURVEYS, MOST_SURVEYS = "enquetes", 60
ASKED = {"cdom", "crom", "facultes"}
OBSERVED = "observed"
ANSWERS_HEADER = ("Enquête", "Réponses", "Interrogés", "Ce qu’en dit la source", "Source")


def show_initiative_census(page: InitiativePage) -> None:
    """What the register says of itself, its sources, and the départements it is silent about."""
    if page.register.note_fr:
        st.markdown(typography(page.register.note_fr))
    st.markdown(typography(prose.CENSUS))
    origins = fetch_origins(page.build, NATION).get(REGISTER, ())
    _show_answers(page, {item.source_id for item in origins})
    show_table("Sources des initiatives", HEADER, [_row(page, item) for item in origins])
    counts = page.counted(EntryFilter()).by_departement
    silent = [
        page.catalog.territories[item].name_fr
        for item in page.catalog.level_ids["departement"]
        if not counts.get(item)
    ]
    text = prose.SILENT.format(count=number(len(silent)), names=", ".join(silent))
    st.caption(typography(text))


def _show_answers(page: InitiativePage, source_ids: set[str]) -> None:
    """Which councils and faculties answered, as the same sources tell it."""
    if SURVEYS not in fetch_registers(page.build):
        return
    nation = EntryFilter(statuses=(OBSERVED,))
    entries = fetch_entries(page.build, SURVEYS, nation, MOST_SURVEYS)
    rows = [
        _answer_row(page, entry)
        for entry in entries
        if entry.source_id in source_ids and entry.fields.get("asked") in ASKED
    ]
    if rows:
        show_table("Qui a répondu au recensement", ANSWERS_HEADER, rows)


def _answer_row(page: InitiativePage, entry: RegisterEntry) -> list[Cell]:
    source = page.catalog.sources.get(entry.source_id)
    publisher = source.publisher if source else entry.source_id
    return [
        entry.title_fr,
        _told(entry.fields.get("answered_n")),
        _told(entry.fields.get("asked_n")),
        str(entry.fields.get("detail_fr", "")),
        f"{publisher}, {entry.locator}",
    ]


def _told(value: str | float | None) -> str:
    """A number, or that the source does not tell it: 0 is a number."""
    return "non dit" if value is None else number(float(value))


def _row(page: InitiativePage, item: LineOrigin) -> list[Cell]:
    source = page.catalog.sources.get(item.source_id)
    cited: Cell = source.citation if source else item.source_id
    if source and source.url:
        cited = Link(source.citation, source.url, outside=True)
    return [cited, number(item.lines_n), STATUS_LABELS[item.status]]
