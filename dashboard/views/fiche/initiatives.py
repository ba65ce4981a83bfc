"""Section: initiatives recorded here and elsewhere, and the registers of the territory."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import Catalog
from dashboard.core.formatting import typography
from dashboard.core.registry import INITIATIVES, SUIVI, VOS_DONNEES
from dashboard.profile.follow_up import follow_up_table
from dashboard.profile.initiatives import themes_elsewhere
from dashboard.profile.model import Initiatives, RecordedInitiative
from dashboard.ui.links import show_page_link
from dashboard.ui.tables import show_table
from dashboard.views.fiche import words
from dashboard.views.fiche.page import FichePage
from dashboard.views.fiche.tables import show_profile_table

MOST_LISTED = 12


def show_initiatives(page: FichePage) -> None:
    """Initiatives of the territory, themes of similar ones, then its own registers."""
    profile = page.profile
    if profile.initiatives is not None:
        _show_recorded(page.catalog, profile.initiatives)
        _show_elsewhere(page)
        show_page_link(INITIATIVES)
    if profile.registers:
        show_profile_table(follow_up_table(profile.registers, profile.build.secrecy_threshold))
    else:
        st.caption(typography(words.NO_REGISTER))
        show_page_link(VOS_DONNEES)
    if profile.actions:
        show_profile_table(profile.actions)
    show_page_link(SUIVI)


def _show_recorded(catalog: Catalog, initiatives: Initiatives) -> None:
    st.markdown(initiatives.finding)
    if initiatives.items:
        rows = [_row(catalog, item) for item in initiatives.items[:MOST_LISTED]]
        show_table(words.LISTED, words.LISTED_HEADER, rows)
        left_out = len(initiatives.items) - len(rows)
        if left_out:
            st.caption(words.more_in_workbook(left_out))
        show_profile_table(initiatives.themes)
    st.caption(initiatives.note)


def _show_elsewhere(page: FichePage) -> None:
    themes = themes_elsewhere(page)
    if not themes:
        st.caption(typography(words.NOTHING_ELSEWHERE))
        return
    rows = [
        (
            item.theme,
            ", ".join(item.territories),
            f"{item.example.title} ({item.example.place}, {item.example.year})",
            _source(page.catalog, item.example),
        )
        for item in themes
    ]
    show_table(words.ELSEWHERE, words.ELSEWHERE_HEADER, rows)
    st.caption(typography(words.ELSEWHERE_NOTE))


def _row(catalog: Catalog, item: RecordedInitiative) -> tuple[str, ...]:
    title = words.title_with_reserve(item.title, item.reserve)
    return (title, item.place, item.theme, item.year, item.step, _source(catalog, item))


def _source(catalog: Catalog, item: RecordedInitiative) -> str:
    source = catalog.sources.get(item.source_id)
    return f"{source.citation if source else item.source_id}, {item.locator}"
