"""Self-test of a candidate MSU: conditions, their sources, and those still to be met."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.core.catalog import STATUS_LABELS, Catalog
from dashboard.core.formatting import harmless, typography
from dashboard.queries.desk import Desk
from dashboard.queries.registers import fetch_entries
from dashboard.themes.registers import EntryFilter
from dashboard.ui import state
from dashboard.ui.fields import Bounds, type_number
from dashboard.ui.tables import Cell, show_table, source_cell
from dashboard.views.suivi import words
from dashboard.views.suivi.page import ELIGIBILITY
from models.msu.eligibility import Condition, Finding, applying, findings
from models.registers.register import RegisterEntry
from models.territories.cells import NATION

CONDITIONS_MAX = 200
YEARS_MAX = 60
COLUMNS = 2
ANSWERS = {True: "Oui", False: "Non"}


def show_eligibility(desk: Desk) -> None:
    """Ask the questions, then give the verdict, with the source of each condition."""
    territory_id = desk.territory.territory_id
    applicable = EntryFilter(territory_id, with_wider=True)
    entries = fetch_entries(desk.build, ELIGIBILITY, applicable, CONDITIONS_MAX)
    declared = [condition_of(item) for item in sorted(entries, key=lambda item: item.entry_id)]
    inside = () if territory_id == NATION else desk.catalog.cells.departements_inside(territory_id)
    st.markdown(typography(words.INTRODUCTION))
    cycle = st.segmented_control(
        words.CYCLES_QUESTION,
        list(words.CYCLES),
        format_func=words.CYCLES.__getitem__,
        default=next(iter(words.CYCLES)),
        required=True,
        key="eligibilite.cycle",
    )
    conditions = applying(declared, str(cycle), inside)
    if not conditions:
        st.info(typography(words.NO_CONDITION))
        return
    results = _ask(conditions)
    verdict = harmless(words.verdict_sentence(results, str(cycle)))
    st.markdown(f"**{verdict}** {words.validity_sentence(conditions)}")
    _show_table(desk.catalog, conditions, results, desk.territory.label)
    st.caption(typography(words.LOCAL_RULE))


def _ask(conditions: Sequence[Condition]) -> tuple[Finding, ...]:
    """Ask the questions, in two columns, and judge the answers."""
    years: float | None = None
    answers: dict[str, bool | None] = {}
    columns = st.columns(COLUMNS)
    if any(item.kind == "minimum" for item in conditions):
        key = "eligibilite.annees"
        bounds = Bounds(0, YEARS_MAX)
        years = type_number(
            words.YEARS_QUESTION,
            key,
            bounds,
            bounds.read(str(state.widget_value(key, ""))),
            placeholder="nombre d’années",
            place=columns[0],
        )
    questions = [item for item in conditions if item.kind == "oui_non"]
    for rank, item in enumerate(questions, start=1):
        answers[item.condition_id] = columns[rank % COLUMNS].segmented_control(
            harmless(typography(item.question_fr)),
            list(ANSWERS),
            format_func=ANSWERS.__getitem__,
            key=f"eligibilite.{item.condition_id}",
        )
    return findings(conditions, years, answers)


def _show_table(
    catalog: Catalog, conditions: Sequence[Condition], results: Sequence[Finding], place: str
) -> None:
    states = {
        item.condition_id: words.STATES[result.state]
        for result in results
        for item in result.conditions
    }
    show_table(
        f"Conditions pour devenir MSU, {place}",
        words.CONDITIONS_HEADER,
        [_row(catalog, item, states.get(item.condition_id, "")) for item in conditions],
    )


def _row(catalog: Catalog, item: Condition, state: str) -> list[Cell]:
    return [
        item.title_fr,
        state or words.duration_words(item),
        "exigée par un texte" if item.is_binding else "usage variable",
        " ".join(text for text in (item.remedy_fr, item.note_fr) if text),
        source_cell(catalog.sources[item.source_id]),
        item.locator if item.status == "observed" else f"{item.locator} ({_status(item)})",
    ]


def _status(item: Condition) -> str:
    return STATUS_LABELS[item.status]


def condition_of(entry: RegisterEntry) -> Condition:
    """Condition of a line of the register of conditions."""
    fields = entry.fields
    return Condition(
        condition_id=entry.entry_id,
        subject=str(fields["subject"]),
        title_fr=entry.title_fr,
        question_fr=str(fields.get("question_fr", entry.title_fr)),
        cycle=str(fields["cycle"]),
        kind=str(fields["kind"]),
        is_binding=fields["force"] == "texte",
        source_id=entry.source_id,
        locator=entry.locator,
        status=entry.status,
        years_min=_years(entry, "years_min"),
        years_max=_years(entry, "years_max"),
        remedy_fr=str(fields.get("remedy_fr", "")),
        note_fr=str(fields.get("note_fr", "")),
        departement_ids=entry.departement_ids,
    )


def _years(entry: RegisterEntry, name: str) -> float | None:
    value = entry.fields.get(name)
    return None if value is None else float(value)
