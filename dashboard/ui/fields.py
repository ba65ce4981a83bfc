"""Selectors of the page « Comparer », all alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.ui import state


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
