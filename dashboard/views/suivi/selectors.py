"""Which register, and which part of the page."""

from __future__ import annotations

import streamlit as st

from dashboard.core.formatting import number
from dashboard.ui import state
from dashboard.views.suivi.page import FollowUpPage, change_from_widget, widget_key
from dashboard.views.suivi.view import SECTIONS, sections_of

SELECTOR_WIDTH = 460


def show_register_selector(page: FollowUpPage) -> None:
    """Registers, those that have lines in the territory first."""
    filled = [item for item in page.registers if page.lines_n(item)]
    empty = [item for item in page.registers if not page.lines_n(item)]
    key = widget_key("register_id")
    state.seed(key, page.view.register_id)
    st.selectbox(
        "Registre",
        (*filled, *empty),
        format_func=lambda item: _label(page, item),
        filter_mode=None,
        key=key,
        on_change=change_from_widget,
        args=("register_id",),
        width=SELECTOR_WIDTH,
    )


def show_section_selector(page: FollowUpPage) -> None:
    """Parts that the register has: one is drawn at a time."""
    key = widget_key("section")
    state.seed(key, page.view.section)
    st.segmented_control(
        "Partie de la page",
        sections_of(page.register),
        format_func=SECTIONS.__getitem__,
        label_visibility="collapsed",
        required=True,
        wrap=True,
        key=key,
        on_change=change_from_widget,
        args=("section",),
    )


def _label(page: FollowUpPage, register_id: str) -> str:
    """« Agréments de MSU · 42 lignes »."""
    lines_n = page.lines_n(register_id)
    told = f"{number(lines_n)} {'ligne' if lines_n == 1 else 'lignes'}" if lines_n else "vide"
    return f"{page.registers[register_id].label_fr} · {told}"
