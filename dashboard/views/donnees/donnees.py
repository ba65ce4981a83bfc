"""Page « Données et méthode »: every indicator, every source, and what is not published."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.ui.sections import Section, show_sections
from dashboard.views.donnees import words
from dashboard.views.donnees.changes import show_changes
from dashboard.views.donnees.definition import show_definition
from dashboard.views.donnees.methods import show_estimation, show_retention
from dashboard.views.donnees.official import OFFICIAL, show_official, show_overdue
from dashboard.views.donnees.own import show_own_answer, show_own_values
from dashboard.views.donnees.package import show_package
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
    words.OFFICIAL: show_official,
    words.CHANGES: show_changes,
    words.ESTIMATION: show_estimation,
    words.RETENTION: show_retention,
    words.TARGETS: show_targets,
    words.UNPUBLISHED: show_unpublished,
    words.GLOSSARY: show_glossary,
    words.PACKAGE: show_package,
}
UNPUBLISHED = Section[MethodPage]("donnees.non_publie.ouvert", words.UNPUBLISHED, show_unpublished)
PACKAGE = Section[MethodPage]("donnees.paquet.ouvert", words.PACKAGE, show_package)


def render() -> None:
    """Draw the page, the definition asked for in the address first."""
    page = load_page()
    show_own_answer(page)
    show_overdue(page)
    show_definition(page)
    if not page.is_expert:
        show_own_values(page)
        show_sections(page, (OFFICIAL, UNPUBLISHED, PACKAGE))
        return
    st.markdown(words.INTRODUCTION)
    # Built when opened only.
    tabs = st.tabs(list(TABS), key="donnees.onglets", on_change="rerun")
    for tab, show in zip(tabs, TABS.values(), strict=True):
        if tab.open:
            with tab:
                show(page)


if __name__ == "__main__":
    render()
