"""What one may come for: a link to the page of each job, for the territory selected."""

from __future__ import annotations

import streamlit as st

from dashboard.core.names import name_of
from dashboard.core.registry import CARTE, COLLECTE, FICHE, STAGES
from dashboard.queries.desk import Desk
from dashboard.ui.links import show_page_link
from dashboard.views.ensemble import words


def show_jobs(desk: Desk) -> None:
    """Show the jobs in one row, which wraps on narrow screens."""
    name = None if desk.territory.level == "national" else name_of(desk.territory)
    with st.container(key="ensemble-usages", horizontal=True):
        show_page_link(CARTE, words.MAP_LINK)
        if name:
            show_page_link(FICHE, words.prepare_meeting(name.of))
        show_page_link(STAGES, words.PLACES_LINK)
        if not name:
            show_page_link(COLLECTE, words.CAMPAIGN_LINK)
