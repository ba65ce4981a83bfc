"""Selectors of a register and of a part of the page."""

from __future__ import annotations

import streamlit as st

from dashboard.core.formatting import number
from dashboard.ui import state
from dashboard.ui.fields import choose
from dashboard.views.suivi import words
from dashboard.views.suivi.page import (
    ELIGIBILITY,
    FIRST,
    RegisterPage,
    change_from_widget,
    widget_key,
)
from dashboard.views.suivi.view import SECTIONS, sections_of

SELECTOR_WIDTH = 460


def show_register_selector(page: RegisterPage) -> None:
    """Registers, those that have lines in the territory first; for an expert the others too."""
    filled = [item for item in page.registers if page.lines_n(item)]
    empty = [item for item in page.registers if not page.lines_n(item)]
    if not page.is_expert:
        empty = [item for item in empty if item in (FIRST, ELIGIBILITY, page.view.register_id)]
    choose(
        widget_key("register_id"),
        "Registre",
        (*filled, *empty),
        page.view.register_id,
        lambda item: _label(page, item),
        on_change=change_from_widget,
        args=("register_id",),
        width=SELECTOR_WIDTH,
    )


def show_section_selector(page: RegisterPage) -> None:
    """Parts of the page that the register has: one is shown at a time."""
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


def _label(page: RegisterPage, register_id: str) -> str:
    """« Agréments de MSU · 42 lignes »."""
    lines_n = page.lines_n(register_id)
    if register_id == ELIGIBILITY:
        return f"{page.registers[register_id].label_fr} · {words.SELF_TEST}"
    size = f"{number(lines_n)} {'ligne' if lines_n == 1 else 'lignes'}" if lines_n else "vide"
    return f"{page.registers[register_id].label_fr} · {size}"
