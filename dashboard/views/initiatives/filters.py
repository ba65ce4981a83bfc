"""Search and filters of the page « Initiatives », each choice with its number of initiatives."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard.core.formatting import number, typography
from dashboard.ui import state
from dashboard.views.initiatives.page import (
    InitiativePage,
    change_filter,
    change_view,
    initiative_key,
)
from dashboard.views.initiatives.view import TEXT_CHARACTERS, InitiativeView, clean_text
from dashboard.views.initiatives.words import COMMON_WORDS, SEARCH_HELP

WIDER = {
    "region": "Avec celles de la nation ou de plusieurs régions",
    "departement": "Avec celles qui valent pour sa région ou pour la nation",
    "subdivision": "Avec celles qui valent pour sa région ou pour la nation",
}


def show_initiative_filters(page: InitiativePage) -> None:
    """Search, theme, step, partner and year in one row; what applies to all of them under it."""
    columns = st.columns([1.5, 1.8, 1.15, 1.3, 1.2], gap="small")
    facets = page.facets
    with columns[0]:
        _show_search(page)
    with columns[1]:
        _choose("theme", "Thème", "Tous les thèmes", page.themes, facets.by_theme, page.view.theme)
    with columns[2]:
        steps = page.register.step_labels
        _choose("step", "Statut", "Tous les statuts", steps, facets.by_step, page.view.step)
    with columns[3]:
        named, counts = page.families, facets.by_family
        _choose("family", "Partenaire", "Tous les partenaires", named, counts, page.view.family)
    with columns[4]:
        years = {str(year): count for year, count in facets.by_year.items()}
        named = {year: year for year in sorted(years, reverse=True)}
        _choose("year", "Année", "Toutes les années", named, years, page.view.year)
    if page.view.text and not page.chosen.terms:
        st.caption(typography(COMMON_WORDS))
    # There even when empty: the map after it keeps its place, hence its drawing, when a filter is
    # chosen; else the browser would begin it again.
    with st.container(horizontal=True, vertical_alignment="center", key="initiatives-choix"):
        if not page.is_nation:
            _show_switch(page)
        if page.view.has_filter:
            st.button(
                "Effacer les filtres",
                key=initiative_key("effacer"),
                icon=":material/filter_alt_off:",
                on_click=change_view,
                args=(InitiativeView.without_filters,),
            )


def _show_search(page: InitiativePage) -> None:
    key = initiative_key("text")
    # What is being typed ends with a space that the address does not keep.
    if clean_text(state.widget_value(key, "")) != page.view.text:
        state.seed(key, page.view.text)
    st.text_input(
        "Rechercher dans les initiatives",
        key=key,
        type="search",
        live="300ms",
        max_chars=TEXT_CHARACTERS,
        placeholder=typography(SEARCH_HELP),
        label_visibility="collapsed",
        icon=":material/search:",
        on_change=change_filter,
        args=("text", clean_text),
    )


def _choose(
    name: str,
    label: str,
    everything: str,
    named: Mapping[str, str],
    counts: Mapping[str, int],
    chosen: str,
) -> None:
    """One filter: only what would leave something, and what is chosen."""
    options = ["", *(code for code in named if counts.get(code) or code == chosen)]
    if chosen and chosen not in options:
        options.append(chosen)
    key = initiative_key(name)
    state.seed(key, chosen)
    st.selectbox(
        label,
        options,
        key=key,
        format_func=lambda code: (
            f"{named.get(code, code)} ({number(counts.get(code, 0))})" if code else everything
        ),
        filter_mode=None,
        label_visibility="collapsed",
        on_change=change_filter,
        args=(name,),
    )


def _show_switch(page: InitiativePage) -> None:
    key = initiative_key("is_wider")
    state.seed(key, page.view.is_wider)
    st.toggle(WIDER[page.territory.level], key=key, on_change=change_filter, args=("is_wider",))
