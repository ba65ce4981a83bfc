"""Page « Fiche territoire »: one territory on one page, ready for its meeting."""

from __future__ import annotations

import streamlit as st

from dashboard.core.formatting import typography
from dashboard.profile.build import build_profile
from dashboard.queries.desk import Desk
from dashboard.ui import state
from dashboard.ui.shell import show_year_note
from dashboard.views.fiche.cards import show_fiche_cards
from dashboard.views.fiche.meeting import show_meeting_form
from dashboard.views.fiche.sections import FichePage, show_profile_map, show_sections
from dashboard.views.fiche.spine import show_spine


def render() -> None:
    """Draw the profile of the territory selected, or ask for one."""
    desk = state.desk()

    if desk.territory.level == "national":
        _ask_for_a_territory(desk)
        return
    profile = build_profile(desk)
    st.title(profile.headline, anchor=False)
    show_year_note(desk.catalog, desk.selection.year)
    show_fiche_cards(desk.catalog, desk.selection, profile)
    st.markdown("\n".join(f"- {text}" for text in profile.sentences))
    st.header("Chaque indicateur face à la France", anchor=False)
    show_spine(profile)
    show_sections(FichePage(desk.build, desk.catalog, desk.selection, profile))
    show_meeting_form(desk)


def _ask_for_a_territory(desk: Desk) -> None:
    st.title("Fiche territoire : quel territoire\u00a0?", anchor=False)
    st.markdown(
        typography(
            "Choisir une région, un département ou une subdivision d’internat dans le champ "
            "« Territoire », ou un département sur la carte."
        )
    )
    show_profile_map(desk)


if __name__ == "__main__":
    render()
