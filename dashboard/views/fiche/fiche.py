"""Page « Fiche territoire »: one territory on one page, ready for its meeting."""

from __future__ import annotations

import streamlit as st

from dashboard.core.formatting import typography
from dashboard.core.registry import FICHE
from dashboard.queries.desk import Desk
from dashboard.ui import state
from dashboard.ui.msu_answer import show_msu_answer
from dashboard.ui.sections import Section, show_sections
from dashboard.ui.shell import show_year_note
from dashboard.views.fiche import tables, words
from dashboard.views.fiche.cards import show_fiche_cards
from dashboard.views.fiche.count import show_own_count
from dashboard.views.fiche.initiatives import show_initiatives
from dashboard.views.fiche.map import show_map_and_peers, show_profile_map
from dashboard.views.fiche.meeting import show_meeting_form
from dashboard.views.fiche.page import FichePage, fiche_page
from dashboard.views.fiche.spine import show_spine, show_spine_values
from dashboard.views.fiche.targets import show_targets

ESSENTIAL: tuple[Section[FichePage], ...] = (
    Section("fiche.carte.ouvert", words.MAP_SECTION, show_map_and_peers, is_open=True),
    Section("fiche.questions.ouvert", words.QUESTIONS_SECTION, tables.show_questions),
    Section("fiche.sources.ouvert", words.SOURCES_SECTION, tables.show_sources),
)
EXPERT: tuple[Section[FichePage], ...] = (
    ESSENTIAL[0],
    Section("fiche.semblables.ouvert", words.SIMILAR_SECTION, tables.show_similar),
    ESSENTIAL[1],
    Section("fiche.position.ouvert", words.POSITIONS_SECTION, show_spine_values),
    Section("fiche.cibles.ouvert", words.TARGETS_SECTION, show_targets),
    Section("fiche.stages.ouvert", words.STAGES_SECTION, tables.show_stages),
    Section("fiche.fidelisation.ouvert", words.RETENTION_SECTION, tables.show_retention),
    Section("fiche.initiatives.ouvert", words.INITIATIVES_SECTION, show_initiatives),
    ESSENTIAL[2],
)


def render() -> None:
    """Draw the profile of the territory selected, or ask for one."""
    desk = state.desk()
    if desk.territory.level == "national":
        _ask_for_a_territory(desk)
        return
    page = fiche_page(desk)
    show_msu_answer(desk, FICHE)
    show_meeting_form(desk)
    show_year_note(page.catalog, page.selection.year)
    show_fiche_cards(page)
    show_own_count(page)
    if desk.is_expert:
        st.markdown("\n".join(f"- {text}" for text in page.profile.sentences))
    st.header(words.POSITIONS, anchor=False)
    show_spine(page.profile)
    show_sections(page, EXPERT if desk.is_expert else ESSENTIAL)


def _ask_for_a_territory(desk: Desk) -> None:
    st.title(words.WHICH_TERRITORY, anchor=False)
    st.markdown(typography(words.CHOOSE_TERRITORY))
    show_profile_map(desk)


if __name__ == "__main__":
    render()
