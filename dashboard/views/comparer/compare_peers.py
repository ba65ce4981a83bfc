"""Who the territories compared are, and why they are there."""

from __future__ import annotations

from dashboard.core.formatting import number, quantity
from dashboard.ui.similar import profile_link, show_similar_table
from dashboard.ui.tables import Cell, show_table
from dashboard.views.comparer.page import ComparePage


def show_peers(page: ComparePage) -> None:
    """Each territory with the reason it is there, and the way to its profile."""
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
    show_table("Territoires comparés", ("Territoire", "Population", "Région", "Pourquoi"), rows)


def _region(page: ComparePage, territory_id: str) -> str:
    region = page.catalog.territories[territory_id].region_id
    return page.catalog.territories[region].name_fr if region else ""


def _reason(page: ComparePage, territory_id: str) -> str:
    compared, focus = page.compared, page.compared.focus_id
    if territory_id == focus:
        return "territoire choisi"
    if compared.set_id == "voisins":
        return f"frontière commune avec {page.name(str(focus))}"
    if compared.set_id == "subdivision":
        return _part(page, territory_id)
    return {
        "region": f"dans la région {compared.label}",
        "tous": "même niveau",
        "groupe": "dans le groupe",
    }[compared.set_id]


def _part(page: ComparePage, territory_id: str) -> str:
    """« en partie (40 %) » for a département that lies on two subdivisions."""
    links = dict(page.catalog.subdivisions_of[territory_id])
    if len(links) == 1:
        return "dans la subdivision"
    holder = page.catalog.counterpart(page.selection.territory_id, "subdivision")
    return f"en partie dans la subdivision ({quantity(100 * links[str(holder)], '%')})"
