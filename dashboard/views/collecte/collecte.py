"""Page « Collecte »: what is decided now, what each answer would decide, and how to ask for it."""

from __future__ import annotations

import streamlit as st

from dashboard.core.formatting import typography
from dashboard.core.names import name_of
from dashboard.core.registry import COLLECTE, VOS_DONNEES
from dashboard.themes.campaign import DETAIL, Outlook
from dashboard.ui.answer import show_answer
from dashboard.ui.fragment import show_page
from dashboard.ui.sections import Section, show_sections
from dashboard.ui.shell import show_problems
from dashboard.views.collecte import words
from dashboard.views.collecte.first import show_first, show_order
from dashboard.views.collecte.here import others_moved, show_here
from dashboard.views.collecte.page import CampaignPage, load_page
from dashboard.views.collecte.post import show_letter, show_post
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
        _show_answer(page, outlook)
    if not page.is_expert:
        if page.is_nation:
            show_order(page)
        show_letter(page)
        return
    if outlook is not None:
        key = page.catalog.keys[page.selection.key_id]
        st.markdown(typography(words.definition(page.year, page.target, key)))
    show_progress(page)
    show_sections(page, SECTIONS)


def _show_answer(page: CampaignPage, outlook: Outlook) -> None:
    """What a count of the territory would settle; then where the country stands."""
    nation = f"{words.title(outlook, page.steps(page.view.way))}."
    step = (VOS_DONNEES, words.TYPE_ANSWER)
    if not page.own_recipients:
        show_answer(nation, "", "", step)
        return
    name = name_of(page.territory)
    rows = {row for item in page.own_recipients for row in page.rows(item, DETAIL)}
    situation = page.situation
    # Counted in the latest national year, or since.
    is_since = situation is not None and bool(situation.later or situation.is_counted)
    if is_since or all(outlook.is_counted(outlook.names[row]) for row in rows):
        show_answer(words.counted_answer(name), "", nation, step)
        return
    gains = outlook.gains(tuple(sorted(rows)))
    others, neighbours = others_moved(page, gains)
    today = words.today_here(situation.detail if situation else "")
    told = words.own_answer(name, sum(gains.values()), len(others), neighbours)
    show_answer(told, today, nation, step)


if __name__ == "__main__":
    render()
