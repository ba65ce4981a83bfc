"""Page « Initiatives »: what others tried, here and in territories like this one."""

from __future__ import annotations

import streamlit as st

from dashboard.core.formatting import typography
from dashboard.core.names import name_of
from dashboard.core.registry import INITIATIVES, VOS_DONNEES
from dashboard.ui.answer import show_answer
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
    _show_answer(page)
    show_filters(page)
    with st.container():
        # Empty most often; the map after it keeps its place, hence its drawing.
        show_opened_initiative(page)
    place_of_map = st.container()
    show_list(page)
    if page.is_expert:
        show_sections(page, SECTIONS)
    # The map takes the longest to draw: the list comes first. That of one place teaches nothing.
    if page.is_expert or page.territory.level != "departement":
        with place_of_map:
            show_initiative_map(page)


def _show_answer(page: InitiativePage) -> None:
    """What is recorded here and around, or what answers the filters; then what it does not say."""
    around = page.around
    found = words.headline(page.counts, page.territory, has_filter=page.view.has_filter)
    if page.view.has_filter or page.is_nation:
        title = f"{found}."
    else:
        region = page.catalog.region_of(page.territory.territory_id)
        title = words.answer(
            name_of(page.territory),
            around,
            has_region=region is not None and region != page.territory.territory_id,
        )
    aside = "" if page.is_expert else words.CARE_ASIDE
    sureness = " ".join(text for text in (words.theme_sentence(around), words.DATED, aside) if text)
    show_answer(title, sureness, "", (VOS_DONNEES, words.ADD_ONE))


if __name__ == "__main__":
    render()
