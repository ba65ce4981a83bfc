"""Self-test of a candidate MSU: the conditions here, who says so, and what is left to do."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.core.catalog import STATUS_LABELS, Catalog
from dashboard.core.formatting import harmless, typography
from dashboard.queries.cached_registers import load_entries
from dashboard.queries.connection import ServedBuild
from dashboard.queries.registers import EntryFilter
from dashboard.ui.tables import Cell, Link, show_table
from dashboard.views.suivi import eligibilite
from dashboard.views.suivi.eligibility_summary import (
    condition_of,
    plural_years,
    validity_sentence,
    verdict_sentence,
)
from models.msu.eligibility import Condition, Finding, applying, findings
from models.territories.cells import NATION

REGISTER = "criteres"
CONDITIONS_MAX = 200
YEARS_MAX = 60
COLUMNS = 2
ANSWERS = {True: "Oui", False: "Non"}
HEADER = ("Condition", "Constat", "Portée", "À faire sinon, à savoir", "Source", "Où", "Statut")


def show_eligibility(build: ServedBuild, catalog: Catalog, territory_id: str) -> None:
    """Ask the questions, then say what they come to, with the source of each condition."""
    chosen = EntryFilter(territory_id, with_wider=True)
    entries = load_entries(build, REGISTER, chosen, CONDITIONS_MAX)
    declared = [condition_of(item) for item in sorted(entries, key=lambda item: item.entry_id)]
    inside = () if territory_id == NATION else catalog.cells.departements_inside(territory_id)
    st.markdown(typography(eligibilite.INTRODUCTION))
    cycle = st.segmented_control(
        "Stagiaires que vous voulez accueillir",
        list(eligibilite.CYCLES),
        format_func=eligibilite.CYCLES.__getitem__,
        default=next(iter(eligibilite.CYCLES)),
        required=True,
        key="eligibilite.cycle",
    )
    conditions = applying(declared, str(cycle), inside)
    if not conditions:
        st.info(typography(eligibilite.NONE))
        return
    found = _answered(conditions)
    verdict = harmless(verdict_sentence(found, str(cycle)))
    st.markdown(f"**{verdict}** {validity_sentence(conditions)}")
    _show_table(catalog, conditions, found, catalog.territories[territory_id].label)
    st.caption(typography(eligibilite.LOCAL_RULE))


def _answered(conditions: Sequence[Condition]) -> tuple[Finding, ...]:
    """The questions, in two columns, and what their answers come to."""
    asked = [item for item in conditions if item.kind == "oui_non"]
    years: float | None = None
    answers: dict[str, bool | None] = {}
    columns = st.columns(COLUMNS)
    if any(item.kind == "minimum" for item in conditions):
        years = columns[0].number_input(
            eligibilite.YEARS,
            min_value=0,
            max_value=YEARS_MAX,
            value=None,
            placeholder="nombre d’années",
            key="eligibilite.annees",
        )
    for rank, item in enumerate(asked, start=1):
        answers[item.condition_id] = columns[rank % COLUMNS].segmented_control(
            harmless(typography(item.question_fr)),
            list(ANSWERS),
            format_func=ANSWERS.__getitem__,
            key=f"eligibilite.{item.condition_id}",
        )
    return findings(conditions, years, answers)


def _show_table(
    catalog: Catalog, conditions: Sequence[Condition], found: Sequence[Finding], label: str
) -> None:
    state_of = {
        item.condition_id: eligibilite.STATES[one.state] for one in found for item in one.conditions
    }
    show_table(
        f"Conditions pour devenir MSU, {label}",
        HEADER,
        [_row(catalog, item, state_of.get(item.condition_id, "")) for item in conditions],
    )


def _row(catalog: Catalog, item: Condition, state: str) -> list[Cell]:
    source = catalog.sources[item.source_id]
    remedy = " ".join(text for text in (item.remedy_fr, item.note_fr) if text)
    return [
        item.title_fr,
        state or _duration(item),
        "exigée par un texte" if item.is_binding else "usage variable",
        remedy,
        Link(source.citation, source.url, outside=True) if source.url else source.citation,
        item.locator,
        STATUS_LABELS[item.status],
    ]


def _duration(item: Condition) -> str:
    if item.years_max is None:
        return "durée"
    if item.years_min is None:
        return f"au plus {plural_years(item.years_max)}"
    if item.years_min == item.years_max:
        return plural_years(item.years_max)
    return f"de {plural_years(item.years_min).split(' ')[0]} à {plural_years(item.years_max)}"
