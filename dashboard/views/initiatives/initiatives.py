"""Page « Initiatives »: what others tried, here and in territories like this one."""

from __future__ import annotations

import streamlit as st

from dashboard.core.formatting import typography
from dashboard.core.registry import INITIATIVES
from dashboard.ui.fragment import show_page
from dashboard.ui.shell import show_problems
from dashboard.views.initiatives.filters import show_initiative_filters
from dashboard.views.initiatives.initiative_sections import show_initiative_sections
from dashboard.views.initiatives.list import show_initiative_list, show_initiative_opened
from dashboard.views.initiatives.map import show_initiative_map
from dashboard.views.initiatives.page import initiative_page
from dashboard.views.initiatives.words import NOTHING_PUBLISHED, finding


def render() -> None:
    """Draw the page for the current selection and view."""
    show_page(_draw, INITIATIVES)


def _draw() -> None:
    page, problems = initiative_page()
    show_problems(problems)
    if page is None or not page.found.total_n:
        st.title("Aucune initiative publiée", anchor=False)
        st.info(typography(NOTHING_PUBLISHED))
        return
    st.title(finding(page.found, page.territory, has_filter=page.view.has_filter), anchor=False)
    show_initiative_filters(page)
    with st.container():
        # Empty most often; the map after it keeps its place, hence its drawing.
        show_initiative_opened(page)
    place_of_map = st.container()
    show_initiative_list(page)
    show_initiative_sections(page)
    # The map takes the longest to draw: what is read comes first.
    with place_of_map:
        show_initiative_map(page)


if __name__ == "__main__":
    render()
