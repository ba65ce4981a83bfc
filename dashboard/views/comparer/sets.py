"""Which territories are compared: a région, a subdivision, neighbours, look-alikes, a group."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dashboard.core.catalog import LEVEL_NOUNS, Catalog
from dashboard.core.text import plain
from dashboard.views.comparer import words
from dashboard.views.comparer.view import GROUP_SIZES, OWN_GROUP, REGIONS, CompareView
from models.comparison.similarity import FAR, Peer

Peers = Mapping[str, tuple[Peer, ...]]
# All the départements would make a table that nobody reads: the map shows them, and the nation
# is compared by its régions.
SMALL_LEVELS = ("region", "subdivision")


@dataclass(frozen=True)
class ComparedSet:
    """Territories compared, the focus first then by name, and the name of their set.

    ``focus_id`` is the territory of the level that the visitor selected; ``peers`` give the
    reasons of similar territories. ``level`` is that of the territories compared.
    """

    set_id: str
    label: str
    ids: tuple[str, ...]
    focus_id: str | None
    peers: tuple[Peer, ...] = ()
    level: str = "departement"


def in_region(catalog: Catalog, region_id: str | None, level: str) -> tuple[str, ...]:
    """Départements of a région, or subdivisions that reach into it."""
    if region_id is None:
        return ()
    inside = {"departement": catalog.departements_in, "subdivision": catalog.subdivisions_in}
    return inside[level](region_id) if level in inside else ()


def in_subdivision(catalog: Catalog, territory_id: str, level: str) -> tuple[str, ...]:
    """Départements that lie, even in part, in the subdivision of the territory selected."""
    holder = catalog.counterpart(territory_id, "subdivision")
    return catalog.departements_in(holder) if holder and level == "departement" else ()


def first_members(catalog: Catalog, territory_id: str, level: str) -> tuple[str, ...]:
    """Group to start from: the territory with those of its région, else the most populated."""
    around = in_region(catalog, catalog.region_of(territory_id), level)
    focus = catalog.counterpart(territory_id, level)
    if len(around) < GROUP_SIZES[0]:
        population = catalog.territories
        around = tuple(
            sorted(catalog.level_ids[level], key=lambda item: -population[item].population_hab)
        )
    first = (focus,) if focus else ()
    return tuple(dict.fromkeys((*first, *around)))[: GROUP_SIZES[1]]


def available_sets(catalog: Catalog, territory_id: str, level: str) -> tuple[str, ...]:
    """Sets of at least two territories, in the order of the selector; a group always is."""
    focus = catalog.counterpart(territory_id, level)
    possible = {
        "region": len(in_region(catalog, catalog.region_of(territory_id), level)) > 1,
        REGIONS: catalog.territories[territory_id].level == "national" and level == "departement",
        "subdivision": len(in_subdivision(catalog, territory_id, level)) > 1,
        "voisins": bool(focus and catalog.neighbours_of(focus)),
        "semblables": focus is not None,
        "tous": level in SMALL_LEVELS,
        OWN_GROUP: True,
    }
    return tuple(name for name, is_possible in possible.items() if is_possible)


def group_in_force(view: CompareView, catalog: Catalog, level: str) -> tuple[str, ...]:
    """Members of the group when they are of the level; none otherwise."""
    return tuple(item for item in view.members if catalog.territories[item].level == level)


def compared_set(
    catalog: Catalog,
    territory_id: str,
    level: str,
    view: CompareView,
    similar: Callable[[], Peers],
) -> ComparedSet:
    """Set of the view, or the first one possible for the territory and the level.

    ``similar`` is called for similar territories only: it takes long the first time.
    """
    available = available_sets(catalog, territory_id, level)
    set_id = view.set_id if view.set_id in available else available[0]
    level = "region" if set_id == REGIONS else level
    focus = catalog.counterpart(territory_id, level)
    peers = similar()[focus] if set_id == "semblables" and focus else ()
    region = catalog.region_of(territory_id)
    holder = catalog.counterpart(territory_id, "subdivision")
    ids: Sequence[str] = {
        "region": lambda: in_region(catalog, region, level),
        "subdivision": lambda: in_subdivision(catalog, territory_id, level),
        "voisins": lambda: (str(focus), *catalog.neighbours_of(str(focus))),
        "semblables": lambda: (str(focus), *(peer.territory_id for peer in peers)),
        REGIONS: lambda: catalog.level_ids[level],
        "tous": lambda: catalog.level_ids[level],
        OWN_GROUP: lambda: (
            group_in_force(view, catalog, level) or first_members(catalog, territory_id, level)
        ),
    }[set_id]()
    ordered = sorted(
        ids, key=lambda item: (item != focus, plain(catalog.territories[item].name_fr))
    )
    parent = {"region": region, "subdivision": holder}.get(set_id)
    if parent:
        name = catalog.territories[parent].name_fr
        label = name if set_id == "region" else f"Subdivision {name}"
    elif set_id == OWN_GROUP:
        # Shown escaped: it comes from an address.
        name = view.name if group_in_force(view, catalog, level) else ""
        label = name or words.group_label(len(ids))
    else:
        label = _label(catalog, set_id, len(ids), focus, peers)
    focused = focus if focus in ids else None
    return ComparedSet(set_id, label, tuple(ordered), focused, peers, level)


def _label(
    catalog: Catalog, set_id: str, count: int, focus: str | None, peers: Sequence[Peer]
) -> str:
    """Name of a set: France, or what surrounds the focus and how much of it."""
    if set_id in ("tous", REGIONS):
        return "France"
    territory = catalog.territories[str(focus)]
    others, noun = count - 1, LEVEL_NOUNS[territory.level]
    if set_id == "voisins":
        return words.neighbours_label(territory.label, others, noun)
    if peers and all(peer.distance > FAR for peer in peers):
        # Nothing is alike: the title must not say so.
        return words.nearest_label(territory.label, others, noun)
    return words.similar_label(territory.label, others, noun)
