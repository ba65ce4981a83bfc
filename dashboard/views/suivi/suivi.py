"""Page « Suivi »: where the registers of a territory stand, what is due and what is late."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import streamlit as st

from dashboard.core.formatting import plural, typography
from dashboard.core.registry import SUIVI
from dashboard.themes.registers import origin_words
from dashboard.ui.fragment import show_page
from dashboard.ui.shell import show_problems
from dashboard.views.suivi import words
from dashboard.views.suivi.cards import show_follow_up_cards
from dashboard.views.suivi.due import show_due_dates
from dashboard.views.suivi.eligibility import REGISTER as ELIGIBILITY
from dashboard.views.suivi.eligibility import show_eligibility
from dashboard.views.suivi.follow_up_empty import show_empty_register
from dashboard.views.suivi.follow_up_selectors import show_register_selector, show_section_selector
from dashboard.views.suivi.funnel import show_funnel
from dashboard.views.suivi.lines import show_lines
from dashboard.views.suivi.map import show_map
from dashboard.views.suivi.page import FollowUpPage, follow_up_page
from dashboard.views.suivi.partners import show_partners
from dashboard.views.suivi.view import DUE, LIST, MAP, PARTNERS, STEPS
from dashboard.views.suivi.words import empty_finding, finding, published_finding

DRAWN: dict[str, Callable[[FollowUpPage], None]] = {
    STEPS: show_funnel,
    DUE: show_due_dates,
    PARTNERS: show_partners,
    MAP: show_map,
    LIST: show_lines,
}


def render() -> None:
    """Draw the register chosen, for the territory of the view."""
    show_page(_draw, SUIVI)


def _draw() -> None:
    page, problems = follow_up_page()
    show_problems(problems)
    if not page.lines_n(page.view.register_id):
        _show_empty(page)
        return
    total = page.weigh(np.ones(len(page.lines.step), dtype=bool))
    open_n = page.weigh(page.lines.ends(None)) if page.register.steps else None
    late_n = page.tally(page.standing.is_late)
    soon_n = page.tally(page.horizons == 1)
    place = page.territory.label
    told = (
        published_finding(page.register, place, total)
        if page.is_published
        else finding(page.register, place, total, open_n, late_n, soon_n)
    )
    st.title(typography(told), anchor=False)
    show_register_selector(page)
    if page.view.register_id == ELIGIBILITY:
        show_eligibility(page.build, page.catalog, page.territory.territory_id)
    show_follow_up_cards(page, total, open_n, late_n)
    show_section_selector(page)
    DRAWN[page.view.section](page)
    _show_notes(page)


def _show_empty(page: FollowUpPage) -> None:
    """What would fill the register; the conditions of the nation still apply everywhere."""
    asks = page.view.register_id == ELIGIBILITY
    label = page.territory.label
    told = f"{page.register.label_fr}, {label}" if asks else empty_finding(page.register, label)
    st.title(typography(told), anchor=False)
    show_register_selector(page)
    if asks:
        show_eligibility(page.build, page.catalog, page.territory.territory_id)
        st.caption(typography(page.register.note_fr or ""))
    else:
        show_empty_register(page)


def _show_notes(page: FollowUpPage) -> None:
    """What the register does not say, and the sources when there are several."""
    if page.is_published:
        st.caption(typography(words.PUBLISHED))
    if page.register.note_fr:
        st.caption(typography(page.register.note_fr))
    if len(page.own_origins) > 1:
        told = origin_words(page.catalog, page.own_origins)
        sources = plural(len(page.own_origins), "source")
        st.caption(typography(words.SEVERAL_ORIGINS.format(sources=sources, origins=told)))


if __name__ == "__main__":
    render()
