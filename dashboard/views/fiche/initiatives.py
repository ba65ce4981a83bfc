"""What is recorded in a territory and around it, and where its own registers stand."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.core.catalog import Catalog
from dashboard.core.formatting import plural, typography
from dashboard.core.registry import INITIATIVES, SUIVI, VOS_DONNEES
from dashboard.profile.follow_up import follow_up_table
from dashboard.profile.initiatives import ThemeElsewhere
from dashboard.profile.model import Initiatives, Profile, RecordedInitiative
from dashboard.ui.links import show_page_link
from dashboard.ui.tables import show_table
from dashboard.views.fiche.cards import show_profile_table

SHOWN_MAX = 12
LISTED_HEADER = ("Initiative", "Où", "Thème", "Année", "Avancement", "Source")
ELSEWHERE_HEADER = ("Thème", "Territoires semblables", "Exemple", "Source")
ELSEWHERE_NOTE = (
    "Territoires les plus semblables, voir la partie « Territoires semblables ». Un thème absent "
    "d’ici l’est du recensement, pas forcément du terrain."
)
NOTHING_ELSEWHERE = (
    "Aucun autre thème n’est recensé dans les territoires les plus semblables à celui-ci."
)
NO_REGISTER = (
    "Aucun registre local n’a de ligne ici. Que faire : importer le vôtre (agréments, fiches "
    "action, conventions…) à la page « Vos données », qui en donne le modèle."
)


def show_initiatives(
    catalog: Catalog, profile: Profile, elsewhere: Sequence[ThemeElsewhere]
) -> None:
    """Initiatives of the territory, themes of similar ones, then its own registers."""
    if profile.initiatives is not None:
        _show_recorded(catalog, profile.initiatives)
        _show_elsewhere(catalog, elsewhere)
        show_page_link(INITIATIVES)
    if profile.followed:
        show_profile_table(follow_up_table(profile.followed, profile.build.secrecy_threshold))
    else:
        st.caption(typography(NO_REGISTER))
        show_page_link(VOS_DONNEES)
    if profile.actions:
        show_profile_table(profile.actions)
    show_page_link(SUIVI)


def _show_recorded(catalog: Catalog, found: Initiatives) -> None:
    st.markdown(found.finding)
    if found.listed:
        shown = found.listed[:SHOWN_MAX]
        show_table(
            "Initiatives d’ici, puis plus larges",
            LISTED_HEADER,
            [_row(catalog, item) for item in shown],
        )
        left_out = len(found.listed) - len(shown)
        if left_out:
            more = plural(left_out, "autre initiative", "autres initiatives")
            st.caption(typography(f"{more} : voir le classeur Excel."))
        show_profile_table(found.themes)
    st.caption(found.note)


def _show_elsewhere(catalog: Catalog, elsewhere: Sequence[ThemeElsewhere]) -> None:
    if not elsewhere:
        st.caption(typography(NOTHING_ELSEWHERE))
        return
    show_table(
        "Thèmes recensés dans des territoires semblables, et non ici",
        ELSEWHERE_HEADER,
        [
            (
                item.theme,
                ", ".join(item.territories),
                f"{item.example.title} ({item.example.place}, {item.example.year})",
                _source(catalog, item.example),
            )
            for item in elsewhere
        ],
    )
    st.caption(typography(ELSEWHERE_NOTE))


def _row(catalog: Catalog, item: RecordedInitiative) -> tuple[str, ...]:
    title = f"{item.title}. Réserve : {item.reserve}" if item.reserve else item.title
    return (title, item.place, item.theme, item.year, item.step, _source(catalog, item))


def _source(catalog: Catalog, item: RecordedInitiative) -> str:
    source = catalog.sources.get(item.source_id)
    return f"{source.citation if source else item.source_id}, {item.locator}"
