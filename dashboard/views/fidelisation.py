"""Page « Fidélisation »: do those trained here settle here, and where MSU are missing too."""

from __future__ import annotations

import streamlit as st

from dashboard import state
from dashboard.components.crossing_map import show_crossing
from dashboard.components.retention_context import RetentionPage
from dashboard.components.retention_sections import show_sections
from dashboard.components.shell import show_problems
from dashboard.queries import cached
from dashboard.retention_view import options_of


def render() -> None:
    """Draw the page for the current selection and view."""
    page, problems = _context()
    show_problems(problems)
    st.title("Fidélisation et installations", anchor=False)
    show_crossing(page)
    show_sections(page)


def _context() -> tuple[RetentionPage, tuple[str, ...]]:
    """What the page is drawn from, and what was wrong in its address."""
    build = state.served()
    catalog = cached.load_catalog(build)
    options = options_of(catalog, cached.load_cohorts(build))
    view, problems = state.begin_retention(options)
    selection = state.current(catalog)
    page = RetentionPage(build, catalog, selection, options.resolved(view), options)
    return page, problems


if __name__ == "__main__":
    render()
