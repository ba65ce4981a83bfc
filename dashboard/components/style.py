"""The few rules of style Streamlit's theme does not cover."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

CSS = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")


def apply_style() -> None:
    """Apply the style sheet to the page."""
    st.html(f"<style>{CSS}</style>")
