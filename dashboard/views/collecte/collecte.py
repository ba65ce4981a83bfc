"""Page « Collecte »: what is decided now, what each answer would decide, and how to ask for it."""

from __future__ import annotations

import streamlit as st

from dashboard.core.formatting import typography
from dashboard.core.registry import COLLECTE
from dashboard.ui.fragment import show_page
from dashboard.ui.sections import Section, show_sections
from dashboard.ui.shell import show_problems
from dashboard.views.collecte import words
from dashboard.views.collecte.first import show_first
from dashboard.views.collecte.here import show_here
from dashboard.views.collecte.page import CampaignPage, load_page
from dashboard.views.collecte.post import show_post
from dashboard.views.collecte.progress import show_progress, show_regions
from dashboard.views.collecte.requests import show_requests

SECTIONS: tuple[Section[CampaignPage], ...] = (
    Section("collecte.ordre.ouvert", words.FIRST_TITLE, show_first, is_open=True),
    Section("collecte.ici.ouvert", words.HERE_TITLE, show_here),
    Section("collecte.courrier.ouvert", words.POST_TITLE, show_post, is_open=True),
    Section("collecte.demandes.ouvert", words.REQUESTS_TITLE, show_requests),
    Section("collecte.regions.ouvert", words.REGIONS_TITLE, show_regions),
)


def render() -> None:
    """Show how far the campaign is for the target of the selection, and how to go on."""
    show_page(_show, COLLECTE)


def _show() -> None:
    page, problems = load_page()
    show_problems(problems)
    outlook = page.outlook
    if outlook is None:
        st.title(typography(words.TITLE_WITHOUT), anchor=False)
        st.info(typography(words.NOT_PUBLISHED))
    else:
        title = words.title(outlook, page.steps(page.view.way))
        st.title(typography(title), anchor=False)
        key = page.catalog.keys[page.selection.key_id]
        st.markdown(typography(words.definition(page.year, page.target, key)))
    show_progress(page)
    show_sections(page, SECTIONS)


if __name__ == "__main__":
    render()
