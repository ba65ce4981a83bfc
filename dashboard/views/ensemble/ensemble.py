"""Page « Vue d’ensemble »: where the country stands, in five sentences and one curve."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import GAP
from dashboard.core.registry import CARTE
from dashboard.queries.desk import Desk
from dashboard.queries.series import fetch_national_series
from dashboard.themes.situation import sentences
from dashboard.ui import state
from dashboard.ui.cards import show_definition_links
from dashboard.ui.key_figures import show_key_figures
from dashboard.ui.links import show_page_link
from dashboard.ui.national_series import COUNTS
from dashboard.ui.shell import show_year_note
from dashboard.views.ensemble import words
from dashboard.views.ensemble.trend import SURVEY, show_trend


def render() -> None:
    """Draw the page for the current selection."""
    desk = state.desk()
    st.title(words.TITLE, anchor=False)
    show_year_note(desk.catalog, desk.selection.year)
    show_key_figures(desk)
    st.markdown("\n".join(f"- {text}" for text in _situation(desk)))
    show_definition_links(desk.catalog, desk.selection, (COUNTS, SURVEY, GAP))
    show_page_link(CARTE, words.MAP_LINK)
    show_trend(desk)


def _situation(desk: Desk) -> tuple[str, ...]:
    """The situation of the year selected, or of the last one counted nationally."""
    years = desk.catalog.national_years
    year = desk.selection.year if desk.selection.year in years else years[-1]
    gaps = desk.at(desk.selection.in_year(year)).values(GAP)
    return sentences(fetch_national_series(desk.build, COUNTS), desk.target, gaps, year)


if __name__ == "__main__":
    render()
