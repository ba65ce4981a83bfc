"""Section: the map, and the neighbours of a département or the départements of a territory."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard.core.catalog import GAP
from dashboard.profile.model import PeerRow
from dashboard.queries.desk import Desk
from dashboard.ui.maps import map_layer, show_map
from dashboard.ui.similar import profile_link
from dashboard.ui.tables import Cell, show_table
from dashboard.views.fiche import words
from dashboard.views.fiche.page import PROFILE_MAP, FichePage, open_from_map


def show_map_and_peers(page: FichePage) -> None:
    """Show the map framed on the territory and its neighbours, then what they have."""
    neighbours = page.catalog.neighbours
    ids = [row.territory_id for row in page.profile.peers.rows if row.territory_id in neighbours]
    show_profile_map(page, tuple(ids) or (page.territory.territory_id,))
    _show_peers(page)


def show_profile_map(desk: Desk, focus: tuple[str, ...] = ()) -> None:
    """Show the indicator of the page « Carte » by département, framed on some of them."""
    departements = desk.at(desk.selection.at_level("departement"))
    show_map(
        desk,
        [map_layer(departements, desk.selection.indicator_id)],
        PROFILE_MAP,
        level="departement",
        focus=focus,
        on_select=lambda: open_from_map(desk.catalog),
    )


def _show_peers(page: FichePage) -> None:
    peers = page.profile.peers
    # What is missing is told with the situation.
    shown = [item for item in peers.indicators if item.indicator_id != GAP]
    header = [*words.PEERS_HEADER, *(item.short_fr for item in shown)]
    rows = [
        [
            _peer_name(page, row),
            *words.peer_situation(row),
            *(
                words.peer_value(row.value(item.indicator_id), page.selection.year)
                for item in shown
            ),
        ]
        for row in peers.rows
    ]
    show_table(peers.title, header, rows)
    if peers.note:
        st.caption(peers.note)


def _peer_name(page: FichePage, row: PeerRow) -> Cell:
    if row.is_self:
        return row.name
    return replace(profile_link(page.catalog, page.selection, row.territory_id), text=row.name)
