"""Page « Fidélisation »: do those trained here settle here, and where MSU are missing too."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard.core.catalog import APPARENT_RETENTION
from dashboard.core.registry import FIDELISATION
from dashboard.queries.retention import fetch_cohorts
from dashboard.themes.retention import CohortRate, finding
from dashboard.ui import state
from dashboard.ui.key_figures import territory_values
from dashboard.ui.shell import show_problems
from dashboard.views.fidelisation.cohorts import rate_in_view, show_cohort_selectors
from dashboard.views.fidelisation.crossing.section import show_crossing
from dashboard.views.fidelisation.page import RetentionPage, begin_retention
from dashboard.views.fidelisation.retention_cards import show_retention_cards
from dashboard.views.fidelisation.retention_sections import show_sections
from dashboard.views.fidelisation.view import options_of


def render() -> None:
    """Draw the page for the current selection and view."""
    page, problems = _context()
    show_problems(problems)
    rate = rate_in_view(page)
    st.title(_finding(page, rate), anchor=False)
    show_retention_cards(page, rate)
    # Beside the map when it shows rates; under it otherwise, where the parts read them.
    if page.crosses_rates:
        show_cohort_selectors(page)
    _show_crossing(page, problems)
    if not page.crosses_rates:
        show_cohort_selectors(page)
    show_sections(page)


@st.fragment
def _show_crossing(page: RetentionPage, problems: tuple[str, ...]) -> None:
    """Draw the crossing; run again alone when its own selectors change, the page being drawn."""
    view, told = begin_retention(page.options)
    crossed = replace(page, view=page.options.resolved(view))
    is_all_drawn = (
        told == problems
        and crossed.crosses_rates == page.crosses_rates
        and state.current(page.catalog) == page.selection
    )
    if not is_all_drawn:
        st.rerun()
    show_crossing(crossed)
    state.write_address(page.catalog, FIDELISATION)


def _finding(page: RetentionPage, rate: CohortRate | None) -> str:
    values = territory_values(page, (APPARENT_RETENTION,))
    of_territory = rate is not None and rate.territory_id == page.territory.territory_id
    holder = "" if of_territory else page.holder_name
    return finding(page.territory.label, rate, values.get(APPARENT_RETENTION), holder)


def _context() -> tuple[RetentionPage, tuple[str, ...]]:
    """What the page is drawn from, and what was wrong in its address."""
    desk = state.desk()

    options = options_of(desk.catalog, fetch_cohorts(desk.build))
    view, problems = begin_retention(options)

    page = RetentionPage(desk.build, desk.catalog, desk.selection, options.resolved(view), options)
    return page, problems


if __name__ == "__main__":
    render()
