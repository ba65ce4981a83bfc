"""Page « Fiche territoire »: one territory on one page, ready for its meeting."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import Catalog
from dashboard.core.formatting import typography
from dashboard.core.selection import Selection
from dashboard.profile.build import build_profile
from dashboard.queries.cache import ServedBuild
from dashboard.queries.catalog import fetch_catalog
from dashboard.ui import state
from dashboard.ui.shell import show_year_note
from dashboard.views.fiche.cards import show_fiche_cards
from dashboard.views.fiche.meeting import show_meeting_form
from dashboard.views.fiche.sections import FichePage, show_profile_map, show_sections
from dashboard.views.fiche.spine import show_spine


def render() -> None:
    """Draw the profile of the territory selected, or ask for one."""
    build = state.served()
    catalog = fetch_catalog(build)
    selection = state.current(catalog)
    if catalog.territories[selection.territory_id].level == "national":
        _ask_for_a_territory(build, catalog, selection)
        return
    profile = build_profile(build, catalog, selection)
    st.title(profile.headline, anchor=False)
    show_year_note(catalog, selection.year)
    show_fiche_cards(catalog, selection, profile)
    st.markdown("\n".join(f"- {text}" for text in profile.sentences))
    st.header("Chaque indicateur face à la France", anchor=False)
    show_spine(profile)
    show_sections(FichePage(build, catalog, selection, profile))
    show_meeting_form(build, catalog, selection)


def _ask_for_a_territory(build: ServedBuild, catalog: Catalog, selection: Selection) -> None:
    st.title("Fiche territoire : quel territoire\u00a0?", anchor=False)
    st.markdown(
        typography(
            "Choisir une région, un département ou une subdivision d’internat dans le champ "
            "« Territoire », ou un département sur la carte."
        )
    )
    show_profile_map(build, catalog, selection)


if __name__ == "__main__":
    render()
