"""Page « Suivi »: where the lines of the registers of a territory stand, what is due and late."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import streamlit as st

from dashboard.core.formatting import harmless, plural, typography
from dashboard.core.names import name_of
from dashboard.core.registry import SUIVI, VOS_DONNEES
from dashboard.themes.registers import origin_words
from dashboard.ui.answer import show_answer
from dashboard.ui.fragment import show_page
from dashboard.ui.shell import show_problems
from dashboard.views.suivi import words
from dashboard.views.suivi.cards import show_register_cards
from dashboard.views.suivi.due import show_due_dates
from dashboard.views.suivi.eligibility import show_eligibility
from dashboard.views.suivi.empty import show_empty_register, show_register_templates
from dashboard.views.suivi.funnel import show_funnel
from dashboard.views.suivi.lines import show_lines
from dashboard.views.suivi.map import show_register_map
from dashboard.views.suivi.page import ELIGIBILITY, RegisterPage, load_page
from dashboard.views.suivi.partners import show_partners
from dashboard.views.suivi.reserved import show_reserved
from dashboard.views.suivi.selectors import show_register_selector, show_section_selector
from dashboard.views.suivi.view import DUE, LIST, MAP, PARTNERS, STEPS

SECTIONS: dict[str, Callable[[RegisterPage], None]] = {
    STEPS: show_funnel,
    DUE: show_due_dates,
    PARTNERS: show_partners,
    MAP: show_register_map,
    LIST: show_lines,
}


def render() -> None:
    """Show a register for the territory of the selection."""
    show_page(_show, SUIVI)


def _show() -> None:
    page, problems = load_page()
    show_problems(problems)
    if page.is_reserved:
        show_reserved(page)
        return
    if not page.is_expert:
        _show_essential(page)
        return
    if page.lines_n(page.view.register_id):
        _show_register(page)
    else:
        _show_empty(page)


def _show_essential(page: RegisterPage) -> None:
    """What is followed here, then one register: its due and late lines, or what to import."""
    followed = page.followed
    to_import = "" if followed.lines_n else words.TO_IMPORT
    sureness = " ".join(text for text in (to_import, words.published_sentence(followed)) if text)
    step = (VOS_DONNEES, words.IMPORT_LIST)
    show_answer(words.answer(name_of(page.territory), followed), sureness, "", step)
    show_register_selector(page)
    has_lines = page.lines_n(page.view.register_id)
    if page.view.register_id == ELIGIBILITY:
        show_eligibility(page)
    elif not has_lines:
        show_register_templates(page)
    elif page.is_dated:
        show_due_dates(page)
    else:
        show_lines(page)


def _show_register(page: RegisterPage) -> None:
    """Title, key figures, then the part of the page that is chosen."""
    register, place = page.register, page.territory.label
    total = page.weigh(np.ones(len(page.lines.step), dtype=bool))
    open_n = page.weigh(page.lines.ends(None)) if register.steps else None
    late_n = page.tally(page.standing.is_late)
    soon_n = page.tally(page.horizons == 1)
    title = (
        words.published_title(register, place, total)
        if page.is_published
        else words.page_title(register, place, total, open_n, late_n, soon_n)
    )
    st.title(typography(title), anchor=False)
    show_register_selector(page)
    if page.view.register_id == ELIGIBILITY:
        show_eligibility(page)
    show_register_cards(page, total, open_n, late_n)
    show_section_selector(page)
    SECTIONS[page.view.section](page)
    _show_notes(page)


def _show_empty(page: RegisterPage) -> None:
    """What would fill the register; the conditions of the nation still apply everywhere."""
    register, place = page.register, page.territory.label
    has_conditions = page.view.register_id == ELIGIBILITY
    title = (
        f"{register.label_fr}, {place}" if has_conditions else words.empty_title(register, place)
    )
    st.title(typography(title), anchor=False)
    show_register_selector(page)
    if has_conditions:
        show_eligibility(page)
        st.caption(typography(register.note_fr or ""))
    else:
        show_empty_register(page)


def _show_notes(page: RegisterPage) -> None:
    """What the register does not say, and the sources when there are several."""
    if page.is_published:
        st.caption(typography(words.PUBLISHED))
    if page.register.note_fr:
        st.caption(typography(page.register.note_fr))
    origins = page.register_origins
    if len(origins) > 1:
        text = words.SEVERAL_ORIGINS.format(
            sources=plural(len(origins), "source"),
            origins=harmless(typography(origin_words(page.catalog, origins))),
        )
        st.caption(typography(text))


if __name__ == "__main__":
    render()
