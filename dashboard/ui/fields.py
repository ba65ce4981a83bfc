"""Selectors of a value of the selection, or of the view of a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

import streamlit as st

from dashboard.core.catalog import Catalog
from dashboard.ui import state

Visibility = Literal["visible", "hidden", "collapsed"]


def choose(
    key: str,
    label: str,
    options: Sequence[str],
    value: str,
    show: Callable[[str], str] = str,
    *,
    on_change: Callable[..., None],
    args: tuple[Any, ...] = (),
    label_visibility: Visibility = "visible",
    width: int | Literal["stretch"] = "stretch",
) -> None:
    """Select one of some options; ``on_change`` takes the new value from the widget."""
    state.seed(key, value)
    st.selectbox(
        label,
        options,
        key=key,
        format_func=show,
        filter_mode=None,
        label_visibility=label_visibility,
        on_change=on_change,
        args=args,
        width=width,
    )


def choose_selection(
    catalog: Catalog,
    name: str,
    label: str,
    options: Sequence[str],
    value: str,
    show: Callable[[str], str],
    *,
    label_visibility: Visibility = "visible",
    width: int | Literal["stretch"] = "stretch",
) -> None:
    """Select the value of one field of the selection."""
    choose(
        state.WIDGET_KEYS[name],
        label,
        options,
        value,
        show,
        on_change=state.change_from_widget,
        args=(catalog, name),
        label_visibility=label_visibility,
        width=width,
    )
