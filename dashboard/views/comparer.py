"""Page « Comparer »: territories side by side, each value beside a reference."""

from __future__ import annotations

import streamlit as st

from dashboard import state
from dashboard.compare_sets import compared_set
from dashboard.compare_summary import (
    estimates_sentence,
    finding,
    focus_sentence,
    set_sentence,
)
from dashboard.compare_table import Column
from dashboard.compare_view import CompareOptions
from dashboard.components.compare_context import ComparePage, table_columns
from dashboard.components.compare_sections import show_sections
from dashboard.components.compare_selectors import show_compare_selectors
from dashboard.components.compare_table import show_compare_table
from dashboard.components.shell import show_problems, show_year_note
from dashboard.formatting import harmless
from dashboard.model import GAP
from dashboard.queries import cached


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
        focus_sentence(columns, focus, page.territory(focus).label if focus else ""),
        set_sentence(columns),
        estimates_sentence(columns),
    )
    with st.container(key="comparer-constats"):
        st.markdown("\n".join(f"- {text}" for text in sentences if text))


def _context() -> tuple[ComparePage, tuple[str, ...]]:
    """What the page is drawn from, and what was wrong in its address."""
    build = state.served()
    catalog = cached.load_catalog(build)
    selection = state.current(catalog)
    options = CompareOptions(catalog)
    view, problems = state.begin_compare(options)
    compared = compared_set(
        catalog,
        selection.territory_id,
        selection.level,
        view,
        lambda: cached.load_similar(build, selection.level),
    )
    return ComparePage(build, catalog, selection, view, options, compared), problems


if __name__ == "__main__":
    render()
