"""Page « Vue d’ensemble »: which territories lack MSU, how sure it is, then the nation."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import NEED_TARGET, SITUATION
from dashboard.core.registry import CARTE
from dashboard.queries.desk import Desk
from dashboard.queries.series import fetch_national_series
from dashboard.themes.situation import certainty, headline
from dashboard.ui import state
from dashboard.ui.cards import show_definition_links
from dashboard.ui.key_figures import show_key_figures
from dashboard.ui.links import show_page_link
from dashboard.ui.national_series import COUNTS
from dashboard.ui.shell import show_year_note
from dashboard.views.ensemble import words
from dashboard.views.ensemble.named import show_first_calls, show_named
from dashboard.views.ensemble.trend import SURVEY, show_trend

# What is asked for now, beside a target that the nation has passed.
LATER_TARGETS = ("gouvernement-2026", NEED_TARGET)


def render() -> None:
    """Draw the page for the current selection."""
    desk = state.desk()
    year = _counted_year(desk)
    counted = desk.at(desk.selection.in_year(year))
    situations = counted.situations()
    st.title(headline(situations, desk.target.value_msu, year), anchor=False)
    show_year_note(desk.catalog, desk.selection.year)
    if sureness := certainty(situations):
        st.markdown(sureness)
    # Before the table, which may hold a hundred lines.
    show_first_calls(counted)
    show_named(counted)
    show_page_link(CARTE, words.MAP_LINK)
    show_key_figures(desk)
    st.markdown("\n".join(f"- {text}" for text in _situation(counted)))
    show_definition_links(desk.catalog, desk.selection, (COUNTS, SURVEY, SITUATION))
    show_trend(desk)


def _counted_year(desk: Desk) -> int:
    """The year selected, or the last one counted nationally."""
    years = desk.catalog.national_years
    return desk.selection.year if desk.selection.year in years else years[-1]


def _situation(desk: Desk) -> tuple[str, ...]:
    """Sentences of the year, with the targets that are higher than the one selected."""
    later = [
        (item, desk.at(desk.selection.with_value("target_id", item.target_id)).situations())
        for item in desk.catalog.named_targets.values()
        if item.target_id in LATER_TARGETS and item.value_msu > desk.target.value_msu
    ]
    return words.sentences(
        fetch_national_series(desk.build, COUNTS), desk.target, desk.selection.year, later
    )


if __name__ == "__main__":
    render()
