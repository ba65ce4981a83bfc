"""Section: sources of the initiatives, councils that answered, départements without any."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import STATUS_LABELS
from dashboard.core.formatting import number, typography
from dashboard.queries.register_counts import fetch_origins
from dashboard.queries.registers import fetch_entries, fetch_registers
from dashboard.themes.registers import EntryFilter, LineOrigin
from dashboard.ui.tables import Cell, show_table, source_cell
from dashboard.views.initiatives import words
from dashboard.views.initiatives.page import REGISTER, InitiativePage
from models.registers.register import RegisterEntry
from models.territories.cells import NATION

# The register of surveys, where it is published: who was asked, who answered.
SURVEYS, MOST_SURVEYS = "enquetes", 60
COUNCILS_AND_FACULTIES = {"cdom", "crom", "facultes"}
OBSERVED = "observed"


def show_census(page: InitiativePage) -> None:
    """Show the note of the register, its sources, and the départements without initiatives."""
    if page.register.note_fr:
        st.markdown(typography(page.register.note_fr))
    st.markdown(typography(words.CENSUS))
    origins = fetch_origins(page.build, NATION).get(REGISTER, ())
    _show_answers(page, {item.source_id for item in origins})
    rows = [_source_row(page, item) for item in origins]
    show_table(words.SOURCES_CAPTION, words.SOURCES_HEADER, rows)
    counts = page.counted(EntryFilter()).by_departement
    silent = [
        page.catalog.territories[item].name_fr
        for item in page.catalog.level_ids["departement"]
        if not counts.get(item)
    ]
    st.caption(words.silent_departements(silent))


def _show_answers(page: InitiativePage, source_ids: set[str]) -> None:
    """Show which councils and faculties answered the surveys of these sources."""
    if SURVEYS not in fetch_registers(page.build):
        return
    nation = EntryFilter(statuses=(OBSERVED,))
    entries = fetch_entries(page.build, SURVEYS, nation, MOST_SURVEYS)
    rows = [
        _answer_row(page, entry)
        for entry in entries
        if entry.source_id in source_ids and entry.fields.get("asked") in COUNCILS_AND_FACULTIES
    ]
    if rows:
        show_table(words.ANSWERS_CAPTION, words.ANSWERS_HEADER, rows)


def _answer_row(page: InitiativePage, entry: RegisterEntry) -> list[Cell]:
    return [
        entry.title_fr,
        _count(entry.fields.get("answered_n")),
        _count(entry.fields.get("asked_n")),
        str(entry.fields.get("detail_fr", "")),
        f"{page.publisher(entry.source_id)}, {entry.locator}",
    ]


def _count(value: str | float | None) -> str:
    """A number, « non dit » when the source gives none: 0 is a number."""
    return words.NOT_SAID if value is None else number(float(value))


def _source_row(page: InitiativePage, item: LineOrigin) -> list[Cell]:
    source = page.catalog.sources.get(item.source_id)
    cited = source_cell(source) if source else item.source_id
    return [cited, number(item.lines_n), STATUS_LABELS[item.status]]
