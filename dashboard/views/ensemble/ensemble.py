"""Page « Vue d’ensemble »: which territories lack MSU, how sure it is, then the nation."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import LATER_TARGETS, SITUATION
from dashboard.queries.desk import Desk
from dashboard.queries.series import fetch_national_series
from dashboard.ui import state
from dashboard.ui.cards import show_definition_links
from dashboard.ui.key_figures import show_key_figures
from dashboard.ui.maps import map_layer, show_map
from dashboard.ui.msu_answer import (
    show_msu_answer,
    show_scope_table,
    show_share_lines,
)
from dashboard.ui.national_series import COUNTS
from dashboard.ui.sections import Section, show_section
from dashboard.ui.shell import show_year_note
from dashboard.views.ensemble import words
from dashboard.views.ensemble.jobs import show_jobs
from dashboard.views.ensemble.named import show_first_calls, show_named
from dashboard.views.ensemble.trend import SURVEY, show_trend

MAP = "ensemble.carte"
WIDTHS = (3, 2)


def render() -> None:
    """Draw the page for the current selection."""
    desk = state.desk()
    year = _counted_year(desk)
    counted = desk.at(desk.selection.in_year(year))
    show_msu_answer(desk if desk.situation else counted)
    show_year_note(desk.catalog, desk.selection.year)
    show_jobs(counted)
    left, right = st.columns(WIDTHS, gap="medium")
    with left:
        show_map(
            counted,
            [map_layer(counted, SITUATION)],
            MAP,
            focus=counted.scope_ids(counted.selection.level) if _is_held(counted) else (),
        )
    with right:
        if _is_held(counted):
            show_scope_table(counted)
        elif desk.territory.level == "departement":
            show_share_lines(desk if desk.situation else counted)
        else:
            show_first_calls(counted)
            show_named(counted)
    if desk.is_expert:
        show_key_figures(desk)
        st.markdown("\n".join(f"- {text}" for text in _situation(counted)))
        show_definition_links(desk.catalog, desk.selection, (COUNTS, SURVEY, SITUATION))
    if desk.is_expert or desk.territory.level == "national":
        show_trend(desk)
    else:
        # The country comes after my territory.
        show_section(NATION, desk)


NATION = Section[Desk]("ensemble.nation", words.NATION_SECTION, show_trend)


def _is_held(desk: Desk) -> bool:
    """Whether the territory holds départements, and is not the nation."""
    return desk.territory.level in ("region", "subdivision")


def _counted_year(desk: Desk) -> int:
    """The year selected, or the last one counted nationally."""
    years = desk.catalog.national_years
    return desk.selection.year if desk.selection.year in years else years[-1]


def _situation(desk: Desk) -> tuple[str, ...]:
    """Sentences of the year, with the targets that are higher than the one selected."""
    later = [
        (item, desk.situations(target=item))
        for item in desk.catalog.named_targets.values()
        if item.target_id in LATER_TARGETS and item.value_msu > desk.target.value_msu
    ]
    return words.sentences(
        fetch_national_series(desk.build, COUNTS), desk.target, desk.selection.year, later
    )


if __name__ == "__main__":
    render()
