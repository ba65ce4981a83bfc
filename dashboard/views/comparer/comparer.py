"""Page « Comparer »: territories side by side, each value beside a reference."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import GAP
from dashboard.core.formatting import harmless
from dashboard.queries.levels import fetch_similar
from dashboard.ui import state
from dashboard.ui.shell import show_problems, show_year_note
from dashboard.views.comparer.columns import Column
from dashboard.views.comparer.compare_sections import show_sections
from dashboard.views.comparer.page import ComparePage, begin_compare, table_columns
from dashboard.views.comparer.selectors import show_compare_selectors
from dashboard.views.comparer.sets import compared_set
from dashboard.views.comparer.table import show_compare_table
from dashboard.views.comparer.view import CompareOptions
from dashboard.views.comparer.words import estimates_sentence, finding, focus_sentence, set_sentence


def render() -> None:
    """Draw the page for the current selection and view."""
    page, problems = _context()
    show_problems(problems)
    columns = table_columns(page)
    st.title(_finding(page), anchor=False)
    show_year_note(page.catalog, page.selection.year)
    show_compare_selectors(page)
    _show_sentences(page, columns)
    show_compare_table(page, columns)
    show_sections(page)


def _finding(page: ComparePage) -> str:
    selection = page.selection
    return finding(
        page.compared,
        page.values(GAP),
        selection.target(page.catalog),
        selection.year,
        name=harmless(page.view.name) if page.is_named_group else "",
    )


def _show_sentences(page: ComparePage, columns: tuple[Column, ...]) -> None:
    focus = page.compared.focus_id
    sentences = (
        focus_sentence(columns, focus, page.catalog.territories[focus].label if focus else ""),
        set_sentence(columns),
        estimates_sentence(columns),
    )
    with st.container(key="comparer-constats"):
        st.markdown("\n".join(f"- {text}" for text in sentences if text))


def _context() -> tuple[ComparePage, tuple[str, ...]]:
    """What the page is drawn from, and what was wrong in its address."""
    desk = state.desk()

    options = CompareOptions(desk.catalog)
    view, problems = begin_compare(options)
    compared = compared_set(
        desk.catalog,
        desk.selection.territory_id,
        desk.selection.level,
        view,
        lambda: fetch_similar(desk.build, desk.selection.level),
    )
    return ComparePage(desk.build, desk.catalog, desk.selection, view, options, compared), problems


if __name__ == "__main__":
    render()
