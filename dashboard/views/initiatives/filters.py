"""Search and filters of the page « Initiatives », each choice with its number of initiatives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from dashboard.core.formatting import number, typography
from dashboard.ui import state
from dashboard.ui.fields import choose
from dashboard.views.initiatives import words
from dashboard.views.initiatives.page import (
    InitiativePage,
    change_filter,
    change_view,
    initiative_key,
)
from dashboard.views.initiatives.view import TEXT_CHARACTERS, InitiativeView, clean_text


def show_filters(page: InitiativePage) -> None:
    """Show search, theme, step, partner and year in one row, the switch and the reset under it.

    The theme alone is there for those who are no expert.
    """
    # A link may hold the others: they must be seen to be taken off.
    others = replace(page.view, theme="")
    if not page.is_expert and not others.has_filter:
        _show_theme(page)
        return
    columns = st.columns([1.5, 1.8, 1.15, 1.3, 1.2], gap="small")
    facets, view = page.facets, page.view
    with columns[0]:
        _show_search(page)
    with columns[1]:
        _show_theme(page)
    with columns[2]:
        steps = page.register.step_labels
        _choose_filter("step", "Statut", "Tous les statuts", steps, facets.by_step, view.step)
    with columns[3]:
        labels, counts = page.families, facets.by_family
        _choose_filter("family", "Partenaire", "Tous les partenaires", labels, counts, view.family)
    with columns[4]:
        years = {str(year): count for year, count in facets.by_year.items()}
        labels = {year: year for year in sorted(years, reverse=True)}
        _choose_filter("year", "Année", "Toutes les années", labels, years, view.year)
    if page.view.text and not page.choice.terms:
        st.caption(typography(words.COMMON_WORDS))
    # There even when empty: the map after it keeps its place when a filter is chosen, else the
    # browser would draw it again.
    with st.container(horizontal=True, vertical_alignment="center", key="initiatives-choix"):
        if not page.is_nation:
            _show_switch(page)
        if page.view.has_filter:
            st.button(
                words.CLEAR_FILTERS,
                key=initiative_key("effacer"),
                icon=":material/filter_alt_off:",
                on_click=change_view,
                args=(InitiativeView.without_filters,),
            )


def _show_theme(page: InitiativePage) -> None:
    counts, value = page.facets.by_theme, page.view.theme
    _choose_filter("theme", "Thème", "Tous les thèmes", page.themes, counts, value)


def _show_search(page: InitiativePage) -> None:
    key = initiative_key("text")
    # What is being typed ends with a space that the address does not keep.
    if clean_text(state.widget_value(key, "")) != page.view.text:
        state.seed(key, page.view.text)
    st.text_input(
        words.SEARCH_LABEL,
        key=key,
        type="search",
        live="300ms",
        max_chars=TEXT_CHARACTERS,
        placeholder=typography(words.SEARCH_HELP),
        label_visibility="collapsed",
        icon=":material/search:",
        on_change=change_filter,
        args=("text", clean_text),
    )


def _choose_filter(
    name: str,
    label: str,
    everything: str,
    labels: Mapping[str, str],
    counts: Mapping[str, int],
    value: str,
) -> None:
    """Choose the value of one filter, among those that would leave something and its own."""
    options = ["", *(code for code in labels if counts.get(code) or code == value)]
    if value and value not in options:
        options.append(value)
    choose(
        initiative_key(name),
        label,
        options,
        value,
        lambda code: (
            f"{labels.get(code, code)} ({number(counts.get(code, 0))})" if code else everything
        ),
        on_change=change_filter,
        args=(name,),
        label_visibility="collapsed",
    )


def _show_switch(page: InitiativePage) -> None:
    key = initiative_key("is_wider")
    state.seed(key, page.view.is_wider)
    st.toggle(
        words.WIDER[page.territory.level], key=key, on_change=change_filter, args=("is_wider",)
    )
