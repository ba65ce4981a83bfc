"""Year of training and level of stage: the selectors of the page « Stages »."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard.core.formatting import typography
from dashboard.themes.stages import LEVEL_NAMES, year_label
from dashboard.ui import state
from dashboard.views.stages.page import (
    STAGE_LEVEL,
    STAGE_YEAR,
    change_stage_level,
    change_stage_year,
)
from dashboard.views.stages.view import StageView
from dashboard.views.stages.words import UNIT


def show_stage_selectors(years: tuple[int, ...], view: StageView) -> None:
    """Two selectors side by side, and the unit of the page."""
    left, right = st.columns(2)
    state.seed(STAGE_YEAR, str(view.year))
    left.selectbox(
        "Année de formation",
        [str(year) for year in reversed(years)],
        format_func=lambda year: f"Année {year_label(int(year))} (novembre à octobre)",
        label_visibility="collapsed",
        filter_mode=None,
        key=STAGE_YEAR,
        on_change=change_stage_year,
    )
    state.seed(STAGE_LEVEL, view.level_id)
    right.selectbox(
        "Niveau de stage",
        list(LEVEL_NAMES),
        format_func=LEVEL_NAMES.__getitem__,
        label_visibility="collapsed",
        filter_mode=None,
        key=STAGE_LEVEL,
        on_change=change_stage_level,
    )
    st.html(f'<p class="note" style="margin:0">{escape(typography(UNIT))}</p>')
