"""Page « Comparer »: territories side by side, each value beside a reference."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import LEVEL_NOUNS
from dashboard.core.formatting import harmless
from dashboard.core.names import name_of
from dashboard.core.registry import CARTE, FICHE, PLACER
from dashboard.themes.situation import errors_sentence
from dashboard.ui.answer import show_answer
from dashboard.ui.sections import Section, show_sections
from dashboard.ui.shell import show_problems, show_year_note
from dashboard.views.comparer import words
from dashboard.views.comparer.cloud import show_cloud
from dashboard.views.comparer.columns import Column, behind, judged, placed_among
from dashboard.views.comparer.dots import show_dots
from dashboard.views.comparer.page import ComparePage, load_page, table_columns
from dashboard.views.comparer.peers import show_peers
from dashboard.views.comparer.selectors import show_compare_selectors, show_detail_selectors
from dashboard.views.comparer.table import show_compare_table
from dashboard.views.comparer.years import show_years

SECTIONS = (
    Section("comparer.points.ouvert", words.DOTS, show_dots),
    Section("comparer.annees.ouvert", words.YEARS, show_years),
    Section("comparer.nuage.ouvert", words.CLOUD, show_cloud),
    Section("comparer.pairs.ouvert", words.PEERS, show_peers),
)


def render() -> None:
    """Draw the page for the current selection and view."""
    page, problems = load_page()
    show_problems(problems)
    columns = table_columns(page)
    _show_answer(page, columns)
    show_year_note(page.catalog, page.selection.year)
    show_compare_selectors(page)
    if page.is_expert:
        _show_findings(page, columns)
    show_compare_table(page, columns)
    if page.is_expert:
        show_detail_selectors(page)
        show_sections(page, SECTIONS)


def _show_answer(page: ComparePage, columns: tuple[Column, ...]) -> None:
    """Who is behind the nation, by what is observed; then the MSU, whose estimates rank nobody."""
    situations = page.situations().among(page.compared.ids)
    msu = words.situation_of_set(situations, page.target, page.selection.year)
    focus = page.compared.focus_id
    names = words.behind_names(placed_among(columns, focus)) if focus else ""
    sure = f"{names} {words.SURE}".strip()
    step = (CARTE, words.SEE_MAP)
    if page.territory.level == "region":
        step = (PLACER, words.PLACE_JUNIORS)
    elif page.territory.level == "departement":
        step = (FICHE, words.OPEN_PROFILE)
    show_answer(_answer(page, columns), sure, msu, step)


def _answer(page: ComparePage, columns: tuple[Column, ...]) -> str:
    compared, noun = page.compared, LEVEL_NOUNS[page.level]
    focus = page.catalog.territories.get(compared.focus_id or "")
    if focus and not page.is_named_group:
        of = f" {page.region_words}" if compared.set_id == "region" else words.AMONG_COMPARED
        return words.own_answer(name_of(focus), placed_among(columns, focus.territory_id), noun, of)
    label = harmless(page.view.name) if page.is_named_group else compared.label
    by_id = behind(columns)
    most = max(map(len, by_id.values()), default=0)
    first = [
        page.catalog.territories[key].name_fr for key, item in by_id.items() if len(item) == most
    ]
    return words.set_answer(label, first, most, len(judged(columns)), noun)


def _show_findings(page: ComparePage, columns: tuple[Column, ...]) -> None:
    focus = page.compared.focus_id
    named = page.situations().among(page.compared.ids)
    findings = (
        errors_sentence(named),
        words.focus_finding(columns, focus, page.catalog.territories[focus].label) if focus else "",
        words.set_finding(columns),
        words.estimates_finding(columns),
    )
    with st.container(key="comparer-constats"):
        st.markdown("\n".join(f"- {text}" for text in findings if text))


if __name__ == "__main__":
    render()
