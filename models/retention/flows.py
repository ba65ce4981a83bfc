"""Doctors between the territories where they trained and those where they settled."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from models.territories.cells import NATION, Cells

# The cells (département, subdivision) that a territory covers.
Area = frozenset[int]


@dataclass(frozen=True)
class Flow:
    """Doctors trained in a place and settled in another; ``doctors_n`` None when withheld."""

    origin_id: str
    destination_id: str
    doctors_n: int | None


AnyFlow = TypeVar("AnyFlow", bound=Flow)


@dataclass(frozen=True)
class Count:
    """A number of doctors; ``at_least`` when some that belong to it are not known.

    ``n`` is None when nothing is known of it.
    """

    n: int | None
    at_least: bool = False


NOTHING = Count(None)


@dataclass(frozen=True)
class Movements:
    """Doctors who stayed in a territory, left it, or came to it.

    ``from_around`` trained in a larger territory that holds this one, ``from_outside`` in one
    that does not touch it.
    """

    kept: Count
    left: Count
    from_around: Count
    from_outside: Count


@dataclass(frozen=True)
class Places:
    """What territories cover, and the cell that stands for each département."""

    areas: Mapping[str, Area]
    homes: Mapping[str, int]

    @classmethod
    def from_cells(cls, cells: Cells) -> Places:
        """Read the areas from the cells; a département stands in its widest part."""
        areas = {NATION: frozenset(range(len(cells.weight)))}
        for ids, index in (
            (cells.region_ids, cells.region),
            (cells.departement_ids, cells.departement),
            (cells.subdivision_ids, cells.subdivision),
        ):
            for rank, territory_id in enumerate(ids):
                areas[territory_id] = frozenset(np.flatnonzero(index == rank).tolist())
        homes = {
            name: max(sorted(areas[name]), key=lambda cell: float(cells.weight[cell]))
            for name in cells.departement_ids
        }
        return cls(areas, homes)

    def landing(self, flow: Flow) -> Area:
        """Cells where the doctors of a flow are counted.

        A département on several subdivisions is one place: those trained in a subdivision that
        covers it, even in part, stayed there; others came to the subdivision that covers most
        of it. So nobody stays in one and comes to the other.
        """
        area = self.areas[flow.destination_id]
        if flow.destination_id not in self.homes or len(area) == 1:
            return area
        return area & self.areas[flow.origin_id] or frozenset({self.homes[flow.destination_id]})


def movements(
    territory_id: str, flows: Sequence[Flow], origin_ids: Collection[str], places: Places
) -> Movements:
    """Who stayed in a territory, left it and came to it, from flows of one cohort and delay.

    Parameters
    ----------
    territory_id : a territory of any level but the nation
    flows : published and withheld flows, whose origins are all of ``origin_ids``
    origin_ids : every territory of one level: a doctor trained in one of them only
    places : what each territory covers

    Returns
    -------
    Movements. A count is « at least » when a flow that may belong to it is withheld or told with
    others, or when an origin it needs has no flow at all.
    """
    zone = places.areas[territory_id]
    by_origin: dict[str, list[Flow]] = {origin: [] for origin in origin_ids}
    for flow in flows:
        by_origin[flow.origin_id].append(flow)
    inside = [item for item in origin_ids if places.areas[item] <= zone]
    others = [item for item in origin_ids if item not in inside]
    around = [item for item in others if places.areas[item] & zone]
    outside = [item for item in others if not places.areas[item] & zone]

    def settled(origins: Iterable[str], where: Area) -> Count:
        return total(_settled(by_origin[item], where, places) for item in origins)

    return Movements(
        kept=settled(inside, zone),
        left=settled(inside, places.areas[NATION] - zone),
        from_around=settled(around, zone),
        from_outside=settled(outside, zone),
    )


def settled_anywhere(flows: Sequence[Flow], places: Places) -> Count:
    """Doctors of one origin that its flows count, each once."""
    return total([_settled(flows, places.areas[NATION], places)])


def total(counts: Iterable[Count]) -> Count:
    """Sum counts of different doctors; no published one is nothing known, never 0."""
    parts = list(counts)
    found = sum(part.n or 0 for part in parts)
    at_least = any(part.at_least or part.n is None for part in parts)
    return Count(found, at_least) if found else NOTHING


def counted(flows: Iterable[AnyFlow], zone: Area, places: Places) -> list[AnyFlow]:
    """Published flows of one origin to a zone, in which nobody is twice; largest places first.

    A file may tell a région and its départements: the larger territory is counted, and what lies
    inside it is not counted again.
    """
    seen: set[int] = set()
    chosen = []
    for flow in sorted(flows, key=lambda one: (-len(places.landing(one)), one.destination_id)):
        area = places.landing(flow)
        if flow.doctors_n is not None and area <= zone and not area & seen:
            seen |= area
            chosen.append(flow)
    return chosen


def _settled(flows: Sequence[Flow], zone: Area, places: Places) -> Count:
    """Doctors of one origin settled in a zone; at least, when some flow may hold others."""
    if not flows:
        return NOTHING
    chosen = counted(flows, zone, places)
    seen = frozenset().union(*(places.landing(flow) for flow in chosen))
    at_least = any(places.landing(flow) & zone - seen for flow in flows)
    return Count(sum(flow.doctors_n or 0 for flow in chosen), at_least)
