"""Which imported counts are withheld, kind by kind: the relations that would give them back."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import numpy as np
import pandas as pd

from models.secrecy.deduction import Relation
from models.secrecy.partial_sums import completed, largest_parts
from models.secrecy.suppression import suppress
from models.territories.cells import NATION, Cells, TerritorySums

UNKNOWN = object()


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
    that differs from its parts gives none of them back. What a total counts beside the parts
    that are there is an unknown count: at least 0, it bounds these parts.
    """

    def __init__(self, threshold: int) -> None:
        self.threshold = threshold
        self.names: list[Hashable] = []
        self.values: list[int] = []
        self.relations: list[Relation] = []
        self.fixed: set[int] = set()
        self.unknown: set[int] = set()
        self._position: dict[Hashable, int] = {}
        self._known_sums: set[tuple[int, frozenset[int]]] = set()

    def add(self, name: Hashable, value: int, *, is_published: bool = False) -> None:
        """Add a count; ``is_published`` when it is known elsewhere and cannot be withheld."""
        self._position[name] = len(self.names)
        if is_published:
            self.fixed.add(len(self.names))
        self.names.append(name)
        self.values.append(value)

    def add_unknown(self) -> Hashable:
        """Add an unpublished count; return its name."""
        name = (UNKNOWN, len(self.names))
        self.unknown.add(len(self.names))
        self.add(name, 0)
        return name

    def __contains__(self, name: Hashable) -> bool:
        """Say whether a count has this name."""
        return name in self._position

    def add_sum(self, parent: Hashable, children: Sequence[Hashable]) -> bool:
        """Say that a count is the sum of others, where all are there and it is true.

        Where some are unknown, it is taken as true until :meth:`withheld` looks for their values.
        """
        if parent not in self or not children or not all(child in self for child in children):
            return False
        where = tuple(self._position[child] for child in children)
        relation = Relation(self._position[parent], where)
        is_open = not self.unknown.isdisjoint(where)
        total = sum(self.values[index] for index in where)
        if not is_open and total != self.values[relation.parent]:
            return False
        if (relation.parent, frozenset(where)) not in self._known_sums:
            self._known_sums.add((relation.parent, frozenset(where)))
            self.relations.append(relation)
        return True

    def add_partial_sum(self, parent: Hashable, children: Sequence[Hashable]) -> None:
        """Say that a count is the sum of others, and of one that nobody gives."""
        if parent in self and children:
            self.add_sum(parent, [*children, self.add_unknown()])

    def add_territory_sums(
        self, cells: Cells, name_of: Mapping[str, Hashable], *, partial: bool = True
    ) -> None:
        """Say which territories are the sums of others, and which others they are made of in part.

        ``partial`` is False where a territory may count less than the sum of its parts.
        """
        summed = self._add_exact_sums(cells.exact_sums, name_of)
        if partial:
            self._add_largest_parts(cells, name_of, summed)

    def _add_exact_sums(self, sums: TerritorySums, name_of: Mapping[str, Hashable]) -> set[str]:
        """Add sums of one level, and return the territories that are sums of départements.

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
        return summed

    def _add_largest_parts(
        self, cells: Cells, name_of: Mapping[str, Hashable], summed: set[str]
    ) -> None:
        """Add sums of several levels and partial ones, but those that départements imply."""
        implied = summed.union(cells.departement_ids)
        unknown: dict[int, Hashable] = {}
        for total, parts, rest in largest_parts(cells, name_of.keys()):
            if total in summed and implied.issuperset(parts):
                continue
            for group in rest:
                if group not in unknown:
                    unknown[group] = self.add_unknown()
            names = [*(name_of[part] for part in parts), *(unknown[group] for group in rest)]
            self.add_sum(name_of[total], names)

    def withheld(self) -> set[Hashable]:
        """Names of the counts that are not published."""
        if not self.names:
            return set()
        values, relations = completed(np.array(self.values), self.unknown, self.relations)
        mask = suppress(values, relations, self.threshold, fixed=self.fixed, unknown=self.unknown)
        return {name for name, hidden in zip(self.names, mask, strict=True) if hidden}


def whole(value: object) -> int | None:
    """Return a count as a whole number, None when it is missing."""
    return None if pd.isna(value) else int(value)  # type: ignore[call-overload]
