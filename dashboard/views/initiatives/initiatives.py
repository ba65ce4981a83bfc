"""Page « Initiatives »: what others tried, here and in territories like this one."""

from __future__ import annotations

import streamlit as st

from dashboard.core.formatting import typography
from dashboard.core.registry import INITIATIVES
from dashboard.ui.fragment import show_page
from dashboard.ui.sections import Section, show_sections
from dashboard.ui.shell import show_problems
from dashboard.views.initiatives import words
from dashboard.views.initiatives.census import show_census
from dashboard.views.initiatives.filters import show_filters
from dashboard.views.initiatives.list import show_list, show_opened_initiative
from dashboard.views.initiatives.map import show_initiative_map
from dashboard.views.initiatives.measures import show_measures
from dashboard.views.initiatives.page import InitiativePage, initiative_key, initiative_page
from dashboard.views.initiatives.partners import show_partners
from dashboard.views.initiatives.peers import show_peers

SECTIONS: tuple[Section[InitiativePage], ...] = (
    Section(initiative_key("semblables.ouvert"), words.PEERS_SECTION, show_peers),
    Section(initiative_key("partenaires.ouvert"), words.PARTNERS_SECTION, show_partners),
    Section(initiative_key("chiffres.ouvert"), words.MEASURES_SECTION, show_measures),
    Section(initiative_key("recensement.ouvert"), words.CENSUS_SECTION, show_census),
)


def render() -> None:
    """Draw the page for the current selection and view."""
    show_page(_draw, INITIATIVES)


def _draw() -> None:
    page, problems = initiative_page()
    show_problems(problems)
    if page is None or not page.counts.total_n:
        st.title(words.NO_REGISTER_TITLE, anchor=False)
        st.info(typography(words.NOTHING_PUBLISHED))
        return
    title = words.headline(page.counts, page.territory, has_filter=page.view.has_filter)
    st.title(title, anchor=False)
    show_filters(page)
    with st.container():
        # Empty most often; the map after it keeps its place, hence its drawing.
        show_opened_initiative(page)
    place_of_map = st.container()
    show_list(page)
    show_sections(page, SECTIONS)
    # The map takes the longest to draw: the list comes first.
    with place_of_map:
        show_initiative_map(page)


if __name__ == "__main__":
    render()
