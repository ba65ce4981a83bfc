"""Page « Données et méthode »: every indicator, every source, and what is not published."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.views.donnees import words
from dashboard.views.donnees.definition import show_definition
from dashboard.views.donnees.methods import show_estimation, show_retention
from dashboard.views.donnees.page import MethodPage, load_page
from dashboard.views.donnees.tables import (
    show_glossary,
    show_indicators,
    show_sources,
    show_targets,
    show_unpublished,
)

TABS: dict[str, Callable[[MethodPage], None]] = {
    words.INDICATORS: show_indicators,
    words.SOURCES: show_sources,
    words.ESTIMATION: show_estimation,
    words.RETENTION: show_retention,
    words.TARGETS: show_targets,
    words.UNPUBLISHED: show_unpublished,
    words.GLOSSARY: show_glossary,
}


def render() -> None:
    """Draw the page, the definition asked for in the address first."""
    page = load_page()
    st.title(words.TITLE, anchor=False)
    st.markdown(words.INTRODUCTION)
    show_definition(page)
    # Built when opened only.
    tabs = st.tabs(list(TABS), key="donnees.onglets", on_change="rerun")
    for tab, show in zip(tabs, TABS.values(), strict=True):
        if tab.open:
            with tab:
                show(page)


if __name__ == "__main__":
    render()
