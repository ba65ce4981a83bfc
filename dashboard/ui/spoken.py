"""Names and focus for what Streamlit draws without them."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_component = st.components.v2.component(
    "spoken", js=(Path(__file__).parent / "js" / "spoken.js").read_text(encoding="utf-8")
)


def name_control(key: str, selector: str, label: str) -> None:
    """Give a name to the controls of the page that a CSS selector finds.

    Parameters
    ----------
    key : key of the part of the page, without which nothing is named twice
    selector : CSS selector
    label : what a screen reader says
    """
    _show(key, {"selector": selector, "aria-label": label})


def let_scroll(key: str, selector: str, label: str) -> None:
    """Let the keyboard scroll a box that holds nothing to stop at, and name it."""
    box = {"selector": selector, "tabindex": "0", "role": "region", "aria-label": label}
    _show(key, box)


def _show(key: str, part: dict[str, str]) -> None:
    with st.container(key=f"{key}.nom", gap=None):
        _component(key=f"{key}.nommer", data={"parts": [part]})
