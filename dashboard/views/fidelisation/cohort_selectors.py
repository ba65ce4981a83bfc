"""Scope, delay and cohort: the selectors of the imported cohorts."""

from __future__ import annotations

import streamlit as st

from dashboard.ui import state
from dashboard.views.fidelisation.page import RetentionPage
from dashboard.views.fidelisation.view import SCOPES


def show_cohort_selectors(page: RetentionPage) -> None:
    """Three selectors in a row; nothing when no cohort is imported."""
    if not page.options.cohorts:
        return
    view, options = page.view, page.options
    delay = view.delay_years or 0
    scopes, delays = options.scopes, options.delays(view.scope)
    cohorts = options.cohorts_of(view.scope, delay)
    columns = st.columns(3)
    with columns[0]:
        _choose("scope", "Périmètre", list(scopes), view.scope)
    with columns[1]:
        _choose("delay_years", "Délai", [str(item) for item in delays], str(delay))
    with columns[2]:
        _choose("cohort", "Promotion", [str(item) for item in cohorts], str(view.cohort))


NAMES = {
    "scope": lambda item: f"Formés : {SCOPES[item]}",
    "delay_years": lambda item: "1 an après" if item == "1" else f"{item} ans après",
    "cohort": lambda item: f"Promotion sortie en {item}",
}


def _choose(name: str, label: str, options: list[str], chosen: str) -> None:
    key = state.retention_key(name)
    state.seed(key, chosen)
    st.selectbox(
        label,
        options,
        format_func=NAMES[name],
        label_visibility="collapsed",
        filter_mode=None,
        key=key,
        on_change=state.change_retention,
        args=(name, str if name == "scope" else int),
    )
