"""Page « Comparer »: territories side by side, each value beside a reference."""

from __future__ import annotations

import streamlit as st

from dashboard.core.formatting import harmless
from dashboard.themes.situation import errors_sentence
from dashboard.ui.sections import Section, show_sections
from dashboard.ui.shell import show_problems, show_year_note
from dashboard.views.comparer import words
from dashboard.views.comparer.cloud import show_cloud
from dashboard.views.comparer.columns import Column
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
    st.title(_title(page), anchor=False)
    show_year_note(page.catalog, page.selection.year)
    show_compare_selectors(page)
    _show_findings(page, columns)
    show_compare_table(page, columns)
    show_detail_selectors(page)
    show_sections(page, SECTIONS)


def _title(page: ComparePage) -> str:
    label = harmless(page.view.name) if page.is_named_group else page.compared.label
    situations = page.situations().among(page.compared.ids)
    return words.page_title(label, situations, page.target, page.selection.year)


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
