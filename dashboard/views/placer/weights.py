"""Weights of the criteria."""

from __future__ import annotations

import streamlit as st

from dashboard.core.formatting import typography
from dashboard.themes.placement import CRITERIA, WEIGHTS
from dashboard.ui.fields import choose
from dashboard.views.placer import words
from dashboard.views.placer.page import PlacerPage, change_field, reset_weights

COLUMNS = 4


def weight_key(name: str) -> str:
    """Key of the field of a weight."""
    return f"placer.poids.{name}"


def show_weights(page: PlacerPage) -> None:
    """One selector per criterion with its reason, and the button that puts them back."""
    st.markdown(typography(words.WEIGHTS_INTRO))
    for start in range(0, len(CRITERIA), COLUMNS):
        row = CRITERIA[start : start + COLUMNS]
        for column, item in zip(st.columns(COLUMNS), row, strict=False):
            with column:
                key = weight_key(item.criterion_id)
                choose(
                    key,
                    f"{item.short} ({item.direction})",
                    WEIGHTS,
                    getattr(page.view, item.criterion_id),
                    on_change=change_field,
                    args=(item.criterion_id, key),
                )
                st.caption(typography(item.why))
    if page.view.changed:
        st.button(words.RESET, key="placer.poids.remettre", on_click=reset_weights)
