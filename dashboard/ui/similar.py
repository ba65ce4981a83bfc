"""Territories similar to one, with what brings them together and what keeps them apart."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st

from dashboard.core.catalog import Catalog, Territory
from dashboard.core.formatting import number, typography
from dashboard.core.registry import PROFILE_PAGE
from dashboard.core.selection import Selection, changed_parameters
from dashboard.ui.tables import Cell, Link, show_table
from dashboard.views.comparer.words import INTERNS_OF_SUBDIVISION, SIMILARITY, likeness_note
from models.comparison.similarity import CRITERIA, POPULATION, Peer, Trait

HEADER = ("Territoire", "Distance", "Critères", "Ce qui les rapproche", "Ce qui les éloigne")


def show_similar_table(
    catalog: Catalog, selection: Selection, territory: Territory, peers: Sequence[Peer]
) -> None:
    """How likeness is measured, then the territories, the most similar first."""
    interns = INTERNS_OF_SUBDIVISION if territory.level == "departement" else ""
    st.markdown(typography(SIMILARITY.format(interns=interns)))
    note = likeness_note(peers)
    if note:
        st.info(note)
    show_table(
        f"Du plus proche au plus éloigné de {territory.name_fr}",
        HEADER,
        [_row(catalog, selection, peer) for peer in peers],
    )


def profile_link(catalog: Catalog, selection: Selection, territory_id: str) -> Link:
    """Name of a territory, leading to its profile."""
    there = selection.with_value("territory_id", territory_id)
    parameters = urlencode(changed_parameters(there, catalog))
    return Link(catalog.territories[territory_id].name_fr, f"{PROFILE_PAGE}?{parameters}")


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
    own, other = number(trait.own, decimals), number(trait.other, decimals)
    return f"{label} : {own} ici, {other} là-bas"
