"""Cells: the pieces from which every territorial level is an exact sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from models.territories.apportionment import (
    FloatArray,
    IntArray,
    largest_remainder,
    split_between_cells,
)

NATION = "FR"
TerritorySums = Sequence[tuple[str, Sequence[str]]]


@dataclass(frozen=True)
class Cells:
    """The (département, subdivision) pairs of the country and how they add up.

    Cells are ordered by département then subdivision. ``weight`` is the part of the
    département in the cell; the weights of one département sum to 1.
    """

    departement_ids: tuple[str, ...]
    subdivision_ids: tuple[str, ...]
    region_ids: tuple[str, ...]
    departement: IntArray
    subdivision: IntArray
    region: IntArray
    weight: FloatArray

    @classmethod
    def from_links(
        cls, crosswalk: Sequence[tuple[str, str, float]], region_of: dict[str, str]
    ) -> Cells:
        """Build the cells from (departement_id, subdivision_id, weight) and région links."""
        links = sorted(crosswalk)
        departements = tuple(sorted({link[0] for link in links}))
        subdivisions = tuple(sorted({link[1] for link in links}))
        regions = tuple(sorted(set(region_of.values())))
        return cls(
            departement_ids=departements,
            subdivision_ids=subdivisions,
            region_ids=regions,
            departement=np.array([departements.index(link[0]) for link in links]),
            subdivision=np.array([subdivisions.index(link[1]) for link in links]),
            region=np.array([regions.index(region_of[link[0]]) for link in links]),
            weight=np.array([link[2] for link in links], dtype=np.float64),
        )

    @cached_property
    def territory_ids(self) -> tuple[str, ...]:
        """Nation, régions, départements, subdivisions: the order of :meth:`sum_levels`."""
        return (NATION, *self.region_ids, *self.departement_ids, *self.subdivision_ids)

    def part_id(self, rank: int) -> str:
        """Name of a cell: its département, then its subdivision."""
        return (
            f"{self.departement_ids[self.departement[rank]]}/"
            f"{self.subdivision_ids[self.subdivision[rank]]}"
        )

    @cached_property
    def membership(self) -> FloatArray:
        """(territories, cells) matrix of 0 and 1."""
        cells = np.arange(len(self.weight))
        rows = [np.ones((1, len(cells)))]
        for ids, index in (
            (self.region_ids, self.region),
            (self.departement_ids, self.departement),
            (self.subdivision_ids, self.subdivision),
        ):
            block = np.zeros((len(ids), len(cells)))
            block[index, cells] = 1
            rows.append(block)
        return np.vstack(rows)

    @cached_property
    def exact_sums(self) -> TerritorySums:
        """Territories that others of one level make up exactly, and these others.

        Sums of départements come first. A subdivision that holds a piece of a département is the
        sum of none, but takes part in that of the nation.
        """
        levels = (
            (self.departement_ids, self.departement),
            (self.region_ids, self.region),
            (self.subdivision_ids, self.subdivision),
        )
        inside = {
            territory_id: frozenset(np.flatnonzero(index == rank).tolist())
            for ids, index in levels
            for rank, territory_id in enumerate(ids)
        }
        inside[NATION] = frozenset(range(len(self.weight)))
        sums = []
        for ids, _ in levels:
            for parent in (NATION, *self.region_ids, *self.subdivision_ids):
                children = tuple(name for name in ids if inside[name] <= inside[parent])
                is_whole = frozenset().union(*(inside[name] for name in children)) == inside[parent]
                if is_whole and parent not in children:
                    sums.append((parent, children))
        return tuple(sums)

    @cached_property
    def inner_first(self) -> tuple[str, ...]:
        """Territories in such an order that none comes before one it contains."""
        levels = (*self.departement_ids, *self.subdivision_ids, *self.region_ids, NATION)
        size = dict(zip(self.territory_ids, self.membership.sum(axis=1), strict=True))
        return tuple(sorted(levels, key=size.__getitem__))

    @cached_property
    def inner_first_members(self) -> NDArray[np.bool_]:
        """(territories, cells) mask, in the order of :attr:`inner_first`."""
        row = dict(zip(self.territory_ids, self.membership, strict=True))
        return np.array([row[territory_id] for territory_id in self.inner_first]) > 0

    @cached_property
    def overlaps(self) -> NDArray[np.bool_]:
        """(territories, territories) mask of those that share cells; ``inner_first`` order."""
        members = self.inner_first_members.astype(np.float64)
        return members @ members.T > 0

    @cached_property
    def around(self) -> NDArray[np.bool_]:
        """(territories, territories) mask, by row, of the later ones that contain a territory.

        Of two territories made of the same cells, the later one contains the other.
        """
        members = self.inner_first_members.astype(np.float64)
        return np.triu(members @ members.T == members.sum(axis=1)[:, None], k=1)

    def sum_levels(self, cells: FloatArray | IntArray) -> FloatArray:
        """Sum (..., m) cells to (..., n) territories, in the order of ``territory_ids``."""
        return cells @ self.membership.T

    def spread(self, departements: FloatArray) -> FloatArray:
        """Spread (n,) département quantities over the (m,) cells by weight."""
        return departements[self.departement] * self.weight

    def members(self, territory_ids: Sequence[str]) -> tuple[int, ...]:
        """Return the indices of the cells inside any of the given territories."""
        rows = [self.territory_ids.index(territory_id) for territory_id in territory_ids]
        return tuple(np.flatnonzero(self.membership[rows].any(axis=0)).tolist())

    def departements_inside(self, territory_id: str) -> tuple[str, ...]:
        """Départements of a territory, in whole or in part: all of them for the nation."""
        found = {self.departement[cell] for cell in self.members((territory_id,))}
        return tuple(self.departement_ids[rank] for rank in sorted(found))

    def apportion(self, total: int, departement_weights: FloatArray) -> IntArray:
        """Share a target between départements, and sum it exactly to every other level.

        Parameters
        ----------
        total : int
            The national target.
        departement_weights : (n,) key weights in the order of ``departement_ids``

        Returns
        -------
        (territories,) int64 in the order of ``territory_ids``; a département on two
        subdivisions is split in whole units by its documented weight.
        """
        parts = largest_remainder(total, departement_weights)
        cells = split_between_cells(parts, self.departement, self.weight)
        return np.rint(self.sum_levels(cells)).astype(np.int64)
