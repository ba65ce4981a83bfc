"""Who the territories compared are, and why they are there."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from dashboard.compare_sets import focus_of
from dashboard.compare_summary import likeness_note
from dashboard.components.compare_context import ComparePage
from dashboard.components.html_table import Cell, Link, show_table
from dashboard.formatting import number, quantity, typography
from dashboard.registry import PAGES
from dashboard.selection import changed_parameters
from dashboard.text.comparer import INTERNS_OF_SUBDIVISION, SIMILARITY
from models.similarity import CRITERIA, POPULATION, Peer, Trait

MAP_PAGE = next(spec.url_path for spec in PAGES if spec.file == "carte")


def show_peers(page: ComparePage) -> None:
    """Each territory with the reason it is there, and the way to its map."""
    if page.compared.peers:
        _show_similar(page)
        return
    rows: list[list[Cell]] = [
        [
            territory_link(page, item),
            number(page.territory(item).population_hab),
            _region(page, item),
            _reason(page, item),
        ]
        for item in page.compared.ids
    ]
    show_table("Territoires comparés", ("Territoire", "Population", "Région", "Pourquoi"), rows)


def territory_link(page: ComparePage, territory_id: str) -> Link:
    """Name of a territory, leading to its map."""
    there = page.selection.with_value("territory_id", territory_id)
    parameters = urlencode(changed_parameters(there, page.catalog))
    return Link(page.name(territory_id), f"{MAP_PAGE}?{parameters}")


def _region(page: ComparePage, territory_id: str) -> str:
    region = page.territory(territory_id).region_id
    return page.territory(region).name_fr if region else ""


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
    holder = focus_of(page.catalog, page.selection.territory_id, "subdivision")
    return f"en partie dans la subdivision ({quantity(100 * links[str(holder)], '%')})"


def _show_similar(page: ComparePage) -> None:
    interns = INTERNS_OF_SUBDIVISION if page.level == "departement" else ""
    st.markdown(typography(SIMILARITY.format(interns=interns)))
    note = likeness_note(page.compared.peers)
    if note:
        st.info(note)
    rows: list[list[Cell]] = [_similar_row(page, peer) for peer in page.compared.peers]
    show_table(
        f"Du plus proche au plus éloigné de {page.name(str(page.compared.focus_id))}",
        ("Territoire", "Distance", "Critères", "Ce qui les rapproche", "Ce qui les éloigne"),
        rows,
    )


def _similar_row(page: ComparePage, peer: Peer) -> list[Cell]:
    return [
        territory_link(page, peer.territory_id),
        number(peer.distance, 2),
        f"{len(peer.traits)} sur {len(CRITERIA)}",
        _trait(page, peer.closest),
        _trait(page, peer.farthest),
    ]


def _trait(page: ComparePage, trait: Trait) -> str:
    """« Densité libérale : 81,9 ici, 78,2 là-bas »."""
    label, decimals = "Population", 0
    if trait.criterion_id != POPULATION:
        indicator = page.catalog.indicators[trait.criterion_id]
        label, decimals = indicator.short_fr, indicator.decimals
    own, other = number(trait.own, decimals), number(trait.other, decimals)
    return f"{label} : {own} ici, {other} là-bas"
