"""Which territories are compared: a région, a subdivision, neighbours, look-alikes, a group."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dashboard.core.catalog import LEVEL_NOUNS, Catalog
from dashboard.core.formatting import number, plural
from dashboard.core.text import plain
from dashboard.views.comparer.view import GROUP_SIZES, OWN_GROUP, CompareView
from models.comparison.similarity import FAR, Peer

Peers = Mapping[str, tuple[Peer, ...]]
# All the départements would make a table that nobody reads: the map shows them.
LEVELS_SHOWN_WHOLE = ("region", "subdivision")


@dataclass(frozen=True)
class ComparedSet:
    """Territories compared, the focus first then by name, and what the page calls them.

    ``focus_id`` is the territory of the level that the visitor looks at; ``peers`` are why the
    similar ones are there.
    """

    set_id: str
    label: str
    ids: tuple[str, ...]
    focus_id: str | None
    peers: tuple[Peer, ...] = ()


def focus_of(catalog: Catalog, territory_id: str, level: str) -> str | None:
    """Territory of a level that stands for the one selected: itself, or what it belongs to."""
    territory = catalog.territories[territory_id]
    if territory.level == level:
        return territory_id
    if level == "region":
        return territory.region_id
    if level == "subdivision" and territory.level == "departement":
        return catalog.dominant_subdivision(territory_id)
    return None


def region_of(catalog: Catalog, territory_id: str) -> str | None:
    """Région of the territory selected; None for the nation and for shared subdivisions."""
    territory = catalog.territories[territory_id]
    return territory_id if territory.level == "region" else territory.region_id


def in_region(catalog: Catalog, region_id: str | None, level: str) -> tuple[str, ...]:
    """Départements of a région, or subdivisions that reach into it."""
    departements = [
        item
        for item in catalog.level_ids["departement"]
        if region_id and catalog.territories[item].region_id == region_id
    ]
    if level == "departement":
        return tuple(departements)
    if level == "subdivision":
        return tuple(
            dict.fromkeys(one for item in departements for one, _ in catalog.subdivisions_of[item])
        )
    return ()


def in_subdivision(catalog: Catalog, territory_id: str, level: str) -> tuple[str, ...]:
    """Départements that lie, even in part, in the subdivision of the territory selected."""
    holder = focus_of(catalog, territory_id, "subdivision")
    if level != "departement" or holder is None:
        return ()
    return tuple(
        item
        for item in catalog.level_ids[level]
        if holder in {one for one, _ in catalog.subdivisions_of[item]}
    )


def bordering(catalog: Catalog, focus_id: str | None) -> tuple[str, ...]:
    """Territories that share a border with one: those of its départements, at other levels."""
    if focus_id is None:
        return ()
    level = catalog.territories[focus_id].level
    if level == "departement":
        return catalog.neighbours.get(focus_id, ())
    own = {item for item in catalog.level_ids["departement"] if focus_id in _parents(catalog, item)}
    touched = {other for item in own for other in catalog.neighbours.get(item, ())}
    around = {parent for item in own | touched for parent in _parents(catalog, item)}
    return tuple(item for item in catalog.level_ids[level] if item in around - {focus_id})


def _parents(catalog: Catalog, departement_id: str) -> set[str]:
    region = catalog.territories[departement_id].region_id
    return {str(region), *(one for one, _ in catalog.subdivisions_of[departement_id])}


def most_populated(catalog: Catalog, level: str) -> tuple[str, ...]:
    """The eight most populated territories of a level: the group offered when none is chosen."""
    by_size = sorted(
        catalog.level_ids[level], key=lambda item: -catalog.territories[item].population_hab
    )
    return tuple(by_size[: GROUP_SIZES[1]])


def available_sets(catalog: Catalog, territory_id: str, level: str) -> tuple[str, ...]:
    """Sets of at least two territories, in the order of the selector; a group always is one."""
    focus = focus_of(catalog, territory_id, level)
    possible = {
        "region": len(in_region(catalog, region_of(catalog, territory_id), level)) > 1,
        "subdivision": len(in_subdivision(catalog, territory_id, level)) > 1,
        "voisins": bool(bordering(catalog, focus)),
        "semblables": focus is not None,
        "tous": level in LEVELS_SHOWN_WHOLE,
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
    """The set asked for, or the first one possible for the territory and the level.

    ``similar`` is called for similar territories only: it is long the first time.
    """
    available = available_sets(catalog, territory_id, level)
    set_id = view.set_id if view.set_id in available else available[0]
    focus = focus_of(catalog, territory_id, level)
    peers = similar()[focus] if set_id == "semblables" and focus else ()
    region, holder = (
        region_of(catalog, territory_id),
        focus_of(catalog, territory_id, "subdivision"),
    )
    ids: Sequence[str] = {
        "region": lambda: in_region(catalog, region, level),
        "subdivision": lambda: in_subdivision(catalog, territory_id, level),
        "voisins": lambda: (str(focus), *bordering(catalog, focus)),
        "semblables": lambda: (str(focus), *(peer.territory_id for peer in peers)),
        "tous": lambda: catalog.level_ids[level],
        OWN_GROUP: lambda: group_in_force(view, catalog, level) or most_populated(catalog, level),
    }[set_id]()
    ordered = sorted(
        ids, key=lambda item: (item != focus, plain(catalog.territories[item].name_fr))
    )
    parent = {"region": region, "subdivision": holder}.get(set_id)
    if parent:
        name = catalog.territories[parent].name_fr
        label = name if set_id == "region" else f"Subdivision {name}"
    else:
        label = _label(catalog, set_id, ordered, focus, peers)
    if set_id == OWN_GROUP and group_in_force(view, catalog, level):
        label = view.name or label  # Shown escaped: it comes from an address.
    return ComparedSet(set_id, label, tuple(ordered), focus if focus in ids else None, peers)


def _label(
    catalog: Catalog,
    set_id: str,
    ids: Sequence[str],
    focus: str | None,
    peers: Sequence[Peer],
) -> str:
    """Name of a set: its parent, what surrounds the focus, or how many it holds."""
    count = len(ids)
    if set_id == "tous":
        return "France"
    if set_id == OWN_GROUP:
        return f"Groupe de {number(count)} territoires"
    noun = LEVEL_NOUNS[catalog.territories[str(focus)].level]
    name = catalog.territories[str(focus)].label
    if set_id == "voisins":
        adjective = plural(count - 1, f"{noun.one} limitrophe", f"{noun.many} limitrophes")
        return f"{name} et {adjective}"
    if peers and all(peer.distance > FAR for peer in peers):
        # Nothing is alike: the title must not say so.
        return f"{name} et les {number(count - 1)} {noun.many} les moins éloignés"
    return f"{name} et {plural(count - 1, f'{noun.one} semblable', f'{noun.many} semblables')}"
