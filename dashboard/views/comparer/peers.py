"""Who the territories compared are, and why they are there."""

from __future__ import annotations

from dashboard.core.formatting import number
from dashboard.ui.similar import profile_link, show_similar_table
from dashboard.ui.tables import Cell, show_table
from dashboard.views.comparer import words
from dashboard.views.comparer.page import ComparePage


def show_peers(page: ComparePage) -> None:
    """Show each territory with the reason it is there, and the way to its profile."""
    if page.compared.peers:
        focus = page.catalog.territories[str(page.compared.focus_id)]
        show_similar_table(page.catalog, page.selection, focus, page.compared.peers)
        return
    rows: list[list[Cell]] = [
        [
            profile_link(page.catalog, page.selection, item),
            number(page.catalog.territories[item].population_hab),
            _region(page, item),
            _reason(page, item),
        ]
        for item in page.compared.ids
    ]
    show_table(words.PEERS_CAPTION, words.PEERS_HEADER, rows)


def _region(page: ComparePage, territory_id: str) -> str:
    region = page.catalog.territories[territory_id].region_id
    return page.catalog.territories[region].name_fr if region else ""


def _reason(page: ComparePage, territory_id: str) -> str:
    compared, focus = page.compared, page.compared.focus_id
    if territory_id == focus:
        return words.SELECTED_REASON
    if compared.set_id == "voisins":
        return words.border_reason(page.name(str(focus)))
    if compared.set_id == "subdivision":
        weight = dict(page.catalog.subdivisions_of[territory_id])[str(page.subdivision_id)]
        return words.subdivision_reason(weight, is_whole=not page.catalog.is_shared(territory_id))
    if compared.set_id == "region":
        return words.region_reason(compared.label)
    return words.REASONS[compared.set_id]
