"""Territories similar to another, with their closest and farthest traits."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st

from dashboard.core.catalog import Catalog, Territory
from dashboard.core.formatting import number, plural, typography
from dashboard.core.names import name_of
from dashboard.core.registry import FICHE
from dashboard.core.selection import Selection, changed_parameters
from dashboard.ui.tables import Cell, Link, show_table
from models.comparison.similarity import CRITERIA, FAR, POPULATION, Peer, Trait

HEADER = ("Territoire", "Distance", "Critères", "Ce qui les rapproche", "Ce qui les éloigne")

SIMILARITY = (
    "Cinq critères de même poids, chacun ramené à sa dispersion entre territoires du même niveau : "
    "population (en logarithme), densité de généralistes libéraux, part des généralistes libéraux "
    "de 60 ans et plus, part de la population en zone sous-dense (ZIP ou ZAC), internes pour "
    "100 000 habitants. La distance est l’écart moyen (quadratique) en écarts types : 0 pour deux "
    "territoires identiques. {interns}Ces critères décrivent le contexte ; ils ne contiennent ni "
    "les MSU ni la fidélisation."
)
INTERNS_OF_SUBDIVISION = (
    "Les internes sont ceux de la subdivision : ils comptent dans la distance, non comme raison. "
)


def show_similar_table(
    catalog: Catalog, selection: Selection, territory: Territory, peers: Sequence[Peer]
) -> None:
    """Show how similarity is measured, then the territories, the most similar first."""
    interns = INTERNS_OF_SUBDIVISION if territory.level == "departement" else ""
    st.markdown(typography(SIMILARITY.format(interns=interns)))
    note = likeness_note(peers)
    if note:
        st.info(note)
    show_table(
        f"Du plus proche au plus éloigné {name_of(territory).of}",
        HEADER,
        [_row(catalog, selection, peer) for peer in peers],
    )


def profile_link(catalog: Catalog, selection: Selection, territory_id: str) -> Link:
    """Name of a territory, as a link to its profile."""
    there = selection.with_value("territory_id", territory_id)
    parameters = urlencode(changed_parameters(there, catalog))
    return Link(catalog.territories[territory_id].name_fr, f"{FICHE}?{parameters}")


def _row(catalog: Catalog, selection: Selection, peer: Peer) -> list[Cell]:
    return [
        profile_link(catalog, selection, peer.territory_id),
        number(peer.distance, 2),
        f"{len(peer.traits)} sur {len(CRITERIA)}",
        _trait(catalog, peer.closest),
        _trait(catalog, peer.farthest),
    ]


def _trait(catalog: Catalog, trait: Trait) -> str:
    """« Densité libérale : 81,9 ici, 78,2 là-bas »."""
    label, decimals = "Population", 0
    if trait.criterion_id != POPULATION:
        indicator = catalog.indicators[trait.criterion_id]
        label, decimals = indicator.short_fr, indicator.decimals
    here, there = number(trait.own, decimals), number(trait.other, decimals)
    return f"{label} : {here} ici, {there} là-bas"


def likeness_note(peers: Sequence[Peer]) -> str:
    """Warn when the nearest territories are far, and when some lack a criterion."""
    far = sum(peer.distance > FAR for peer in peers)
    notes = []
    if far:
        subject = (
            "Tous sont" if far == len(peers) else plural(far, "territoire est", "territoires sont")
        )
        notes.append(
            f"{subject} à plus d’un écart type en moyenne : parmi les plus proches, sans être "
            "semblables."
        )
    if any(peer.missing for peer in peers):
        notes.append(
            "Un critère manque à certains (zonage de La Réunion et de Mayotte, internes des "
            "régions sans subdivision propre) : la comparaison porte alors sur les autres, dont "
            "le nombre est indiqué."
        )
    return typography(" ".join(notes))
