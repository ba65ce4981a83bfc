"""The few rules of style Streamlit's theme does not cover."""

from __future__ import annotations

import streamlit as st

STYLE_SHEET = "/app/static/style.css"


def apply_style() -> None:
    """Apply the style sheet, which the browser fetches once and keeps."""
    st.html(f'<style>@import url("{STYLE_SHEET}");</style>')
