"""The parts of the page « Comparer » that are drawn when opened only."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.views.comparer.cloud import show_cloud
from dashboard.views.comparer.compare_peers import show_peers
from dashboard.views.comparer.dots import show_dots
from dashboard.views.comparer.page import ComparePage
from dashboard.views.comparer.selectors import choose_field
from dashboard.views.comparer.view import SORTS
from dashboard.views.comparer.years import show_years

# In the order of the page: key of the part, its title, what draws it.
SECTIONS: tuple[tuple[str, str, Callable[[ComparePage], None]], ...] = (
    ("points", "Points, intervalles et rangs possibles", show_dots),
    ("annees", "D’année en année", show_years),
    ("nuage", "Deux indicateurs croisés", show_cloud),
    ("pairs", "Qui sont ces territoires, et pourquoi eux", show_peers),
)


def show_sections(page: ComparePage) -> None:
    """The indicator looked at, then the parts that show it, closed at first."""
    left, right = st.columns([3, 1])
    with left:
        choose_field(
            "detail_id",
            "Indicateur détaillé",
            page.options.indicator_ids,
            page.view.detail_id,
            lambda item: page.catalog.indicators[item].label_fr,
        )
    with right:
        choose_field("sort", "Ordre", tuple(SORTS), page.view.sort, SORTS.__getitem__)
    for name, title, draw in SECTIONS:
        section = st.expander(title, key=f"comparer.{name}.ouvert", on_change="rerun")
        if section.open:
            with section:
                draw(page)
