"""Which imported counts are withheld, kind by kind: the relations that would give them back."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import numpy as np
import pandas as pd

from models.deduction import Relation
from models.suppression import suppress
from models.territories import NATION, Cells

UNKNOWN = object()
TerritorySums = Sequence[tuple[str, Sequence[str]]]


def territory_parts(cells: Cells) -> dict[str, tuple[str, ...]]:
    """Départements of the nation, of each région and of each subdivision made of whole ones."""
    departement = np.array(cells.departement_ids)[cells.departement]
    parts = {NATION: cells.departement_ids}
    levels = ((cells.region_ids, cells.region), (cells.subdivision_ids, cells.subdivision))
    for ids, index in levels:
        for rank, territory_id in enumerate(ids):
            inside = index == rank
            if (cells.weight[inside] == 1).all() or ids is cells.region_ids:
                parts[territory_id] = tuple(sorted(set(departement[inside])))
    return parts


def territory_sums(cells: Cells) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Territories that others of one level make up exactly, and these others.

    Sums of départements come first. A subdivision that holds a piece of a département is the sum
    of none, but takes part in that of the nation.
    """
    levels = (
        (cells.departement_ids, cells.departement),
        (cells.region_ids, cells.region),
        (cells.subdivision_ids, cells.subdivision),
    )
    inside = {
        territory_id: frozenset(np.flatnonzero(index == rank).tolist())
        for ids, index in levels
        for rank, territory_id in enumerate(ids)
    }
    inside[NATION] = frozenset(range(len(cells.weight)))
    sums = []
    for ids, _ in levels:
        for parent in (NATION, *cells.region_ids, *cells.subdivision_ids):
            children = tuple(name for name in ids if inside[name] <= inside[parent])
            is_whole = frozenset().union(*(inside[name] for name in children)) == inside[parent]
            if is_whole and parent not in children:
                sums.append((parent, children))
    return tuple(sums)


def settled(counts: Mapping[str, float], sums: TerritorySums) -> dict[str, float]:
    """Counts in which a territory that all its parts contradict takes their sum."""
    values = dict(counts)
    seen = set()
    for parent, children in sums:
        if parent in values and parent not in seen and all(child in values for child in children):
            values[parent] = sum(values[child] for child in children)
            seen.add(parent)
    return values


def with_sums(counts: Mapping[str, int], parts: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Add the territories whose départements are all known, unless they are known themselves."""
    sums = {
        parent: sum(counts[child] for child in children)
        for parent, children in parts.items()
        if parent not in counts and all(child in counts for child in children)
    }
    return dict(counts) | sums


class CountTable:
    """Counts of one table, the sums that link them, and which of them are withheld.

    Cells are named by any hashable; a sum is kept only where it holds exactly, since a total
    that differs from its parts gives none of them back.
    """

    def __init__(self, threshold: int) -> None:
        self.threshold = threshold
        self.names: list[Hashable] = []
        self.values: list[int] = []
        self.relations: list[Relation] = []
        self.fixed: set[int] = set()
        self._position: dict[Hashable, int] = {}

    def add(self, name: Hashable, value: int, *, is_published: bool = False) -> None:
        """Add a count; ``is_published`` when it is known elsewhere and cannot be withheld."""
        self._position[name] = len(self.names)
        if is_published:
            self.fixed.add(len(self.names))
        self.names.append(name)
        self.values.append(value)

    def __contains__(self, name: Hashable) -> bool:
        """Say whether a count has this name."""
        return name in self._position

    def add_sum(self, parent: Hashable, children: Sequence[Hashable]) -> bool:
        """Say that a count is the sum of others, where all are there and it is true."""
        if parent not in self or not children or not all(child in self for child in children):
            return False
        where = [self._position[child] for child in children]
        is_true = sum(self.values[index] for index in where) == self.values[self._position[parent]]
        if is_true:
            self.relations.append(Relation(self._position[parent], tuple(where)))
        return is_true

    def add_territory_sums(self, sums: TerritorySums, name_of: Mapping[str, Hashable]) -> None:
        """Say which territories are the sums of others.

        A sum of subdivisions is left out when its terms are sums of départements already: it
        says nothing more, and costs much to protect.
        """
        summed: set[str] = set()
        for parent, children in sums:
            if parent not in name_of:
                continue
            if {parent, *children} <= summed and not children[0].startswith("REG-"):
                continue
            names = [name_of.get(child, UNKNOWN) for child in children]
            if self.add_sum(name_of[parent], names) and children[0].startswith("DEP-"):
                summed.add(parent)

    def withheld(self) -> set[Hashable]:
        """Names of the counts that are not published."""
        if not self.names:
            return set()
        mask = suppress(np.array(self.values), self.relations, self.threshold, fixed=self.fixed)
        return {name for name, hidden in zip(self.names, mask, strict=True) if hidden}


def whole(value: object) -> int | None:
    """Return a count as a whole number, None when it is missing."""
    return None if pd.isna(value) else int(value)  # type: ignore[call-overload]
