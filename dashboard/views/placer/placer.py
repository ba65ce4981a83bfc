"""Page « Placer les docteurs juniors »: the départements of my région, in an order that holds."""

from __future__ import annotations

import streamlit as st

from dashboard.core.registry import COLLECTE
from dashboard.themes.placement import (
    BY_ID,
    answer,
    entry_label,
    need_sentence,
    sureness,
)
from dashboard.ui.answer import show_answer
from dashboard.ui.fields import choose
from dashboard.ui.sections import Section, show_sections
from dashboard.ui.shell import show_problems, show_year_note
from dashboard.views.placer import words
from dashboard.views.placer.method import show_method
from dashboard.views.placer.nation import show_nation
from dashboard.views.placer.page import PlacerPage, begin, change_field, load_page
from dashboard.views.placer.ranges import show_ranges
from dashboard.views.placer.stability import show_stability
from dashboard.views.placer.table import show_placement_table
from dashboard.views.placer.view import SORTS
from dashboard.views.placer.weights import show_weights
from dashboard.views.placer.workbook import show_workbook

ENTRY_KEY, SORT_KEY = "placer.rentree", "placer.tri"
SECTIONS: tuple[Section[PlacerPage], ...] = (
    Section("placer.poids.ouvert", words.WEIGHTS_TITLE, show_weights),
    Section("placer.stabilite.ouvert", words.STABILITY_TITLE, show_stability),
    Section("placer.methode.ouvert", words.METHOD_TITLE, show_method),
)


def render() -> None:
    """Draw the page for the territory selected."""
    desk, view, problems = begin()
    show_problems(problems)
    if desk.scope_territory.level == "national":
        show_nation(desk, view)
        return
    page = load_page(desk, view)
    placement = page.placement
    show_answer(
        answer(placement),
        sureness(placement),
        need_sentence(placement),
        (COLLECTE, words.STEP),
    )
    show_year_note(page.catalog, page.selection.year)
    _show_selectors(page)
    show_placement_table(page)
    show_ranges(page)
    show_sections(page, SECTIONS)


def _show_selectors(page: PlacerPage) -> None:
    """November, sort, file, and the weights that are not those of the start."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        choose(
            ENTRY_KEY,
            words.ENTRY,
            tuple(str(item) for item in page.placement.entries),
            page.view.entry,
            lambda item: entry_label(int(item)).capitalize(),
            on_change=change_field,
            args=("entry", ENTRY_KEY),
            width=190,
        )
        choose(
            SORT_KEY,
            words.SORT,
            SORTS,
            page.view.sort,
            words.SORTS.__getitem__,
            on_change=change_field,
            args=("sort", SORT_KEY),
            width=270,
        )
        show_workbook(page)
    if page.view.changed:
        st.caption(words.changed([BY_ID[name].short for name in page.view.changed]))


if __name__ == "__main__":
    render()
