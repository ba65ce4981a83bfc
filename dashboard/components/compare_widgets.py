"""Selectors and charts of the page « Comparer », all alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from dashboard import state
from dashboard.charts.marks import with_demo_mark
from dashboard.components.compare_context import ComparePage
from dashboard.formatting import typography


def choose_field(
    name: str, label: str, options: Sequence[str], value: str, show: Callable[[str], str]
) -> None:
    """One selector of a field of the view."""
    key = state.compare_key(name)
    state.seed(key, value)
    st.selectbox(
        label,
        options,
        key=key,
        format_func=show,
        filter_mode=None,
        on_change=state.change_compare_field,
        args=(name,),
    )


def show_figure(page: ComparePage, figure: dict[str, Any], key: str, alt: str) -> None:
    """One chart, marked when its figures are fictitious."""
    st.plotly_chart(
        with_demo_mark(figure) if page.catalog.build.is_demo else figure,
        key=f"comparer.{key}",
        config={"displayModeBar": False, "locale": "fr"},
        alt=typography(alt),
    )
