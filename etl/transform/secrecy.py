"""Which imported counts are withheld, kind by kind: the relations that would give them back."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from etl.published import Ledger, PastTable
from models.secrecy.deduction import UNLIMITED, BoolArray, Relation
from models.secrecy.partial_sums import completed, largest_parts
from models.secrecy.suppression import deducible, suppress
from models.territories.apportionment import FloatArray, IntArray
from models.territories.cells import NATION, Cells, TerritorySums

UNKNOWN = object()
TellsZero = Callable[[str], bool]


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

    ``tells_zero`` says, by their text, of which counts a 0 is published: nobody stands behind it.
    Those of them that are withheld are then known to be 1 at least.
    """

    def __init__(self, threshold: int, tells_zero: TellsZero = lambda _: False) -> None:
        self.threshold = threshold
        self.tells_zero = tells_zero
        self.told: set[int] = set()
        self.names: list[Hashable] = []
        self.values: list[int] = []
        self.relations: list[Relation] = []
        self.fixed: set[int] = set()
        self.unknown: set[int] = set()
        self.differences: set[int] = set()
        self.comparisons: set[Relation] = set()
        self.most: dict[int, int] = {}
        self._position: dict[Hashable, int] = {}
        self._known_sums: set[tuple[int, frozenset[int]]] = set()

    def add(
        self, name: Hashable, value: int, *, is_published: bool = False, is_told: bool = False
    ) -> None:
        """Add a count; ``is_published`` when it is known elsewhere and cannot be withheld.

        ``is_told`` publishes one that the threshold would withhold.
        """
        self._position[name] = len(self.names)
        if is_told:
            self.told.add(len(self.names))
        if is_published:
            self.fixed.add(len(self.names))
        self.names.append(name)
        self.values.append(value)

    def add_unknown(self, name: Hashable = None) -> Hashable:
        """Add an unpublished count; return its name, that of nothing else unless given."""
        name = (UNKNOWN, len(self.names)) if name is None else name
        self.unknown.add(len(self.names))
        self.add(name, 0)
        return name

    def add_at_most(self, small: Hashable, large: Hashable) -> None:
        """Say that a count is at most another, where both are there and it is true."""
        if small not in self or large not in self:
            return
        part, whole_count = self._position[small], self._position[large]
        if part in self.unknown or whole_count in self.unknown:
            self.add_partial_sum(large, [small])
            self.comparisons.add(self.relations[-1])
            return
        difference = self.values[whole_count] - self.values[part]
        if difference < 0:
            return
        self.differences.add(len(self.names))
        self.add((UNKNOWN, len(self.names)), difference)
        self.relations.append(Relation(whole_count, (part, len(self.names) - 1)))
        self.comparisons.add(self.relations[-1])

    def add_most(self, name: Hashable, most: int) -> None:
        """Say that a reader knows a count to be at most a number, where it is true."""
        position = self._position.get(name)
        if position is not None and most >= self.values[position]:
            self.most[position] = min(most, self.most.get(position, most))

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
        is_open = not self.unknown.isdisjoint((relation.parent, *where))
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

    @property
    def fixed_names(self) -> set[Hashable]:
        """Names of the counts that are known elsewhere."""
        return {self.names[index] for index in self.fixed}

    def withheld(
        self,
        ledger: Ledger | None = None,
        key: str = "",
        identify: Callable[[Any], str] = str,
    ) -> set[Hashable]:
        """Names of the counts that are not published.

        With a ``ledger``, they are protected from who kept the earlier publications too: what
        these told of the table ``key`` is known for good, and what this one tells is added.
        ``identify`` gives a count the same text from one publication to the next.
        """
        if not self.names:
            return set()
        values, relations = completed(np.array(self.values), self.unknown, self.relations)
        most = np.full(len(values), UNLIMITED)
        most[list(self.most)] = list(self.most.values())
        unknown = self.unknown | self.differences
        fixed = self.fixed | self.told
        texts = [
            None if isinstance(name, tuple) and name[0] is UNKNOWN else identify(name)
            for name in self.names
        ]
        is_unknown = np.isin(np.arange(len(values)), list(unknown))
        least = _least(texts, values, is_unknown, self.tells_zero)
        # First by sums alone, which cost little: few counts are withheld for a comparison.
        mask = np.zeros(len(values), dtype=np.bool_)
        sums = [relation for relation in relations if relation not in self.comparisons]
        for known in (sums, relations) if len(sums) < len(relations) else (relations,):
            mask = suppress(
                values,
                known,
                self.threshold,
                fixed=fixed,
                unknown=unknown,
                hidden=np.flatnonzero(mask).tolist(),
                most=most,
                least=least,
            )
        if ledger is not None:
            now = PastTable.of(texts, values, is_unknown, relations, most, ~mask & ~is_unknown)
            rule = (self.threshold, self.tells_zero)
            mask = _protected_from(ledger.past.get(key), now, mask, fixed, *rule)
            ledger.publish(key, now.with_told(~mask & ~is_unknown))
            ledger.deduced[key] = deduced_counts(ledger.present[key], ledger.past.get(key), *rule)
        return {name for name, hidden in zip(self.names, mask, strict=True) if hidden}


def _protected_from(
    past: PastTable | None,
    now: PastTable,
    withheld: BoolArray,
    fixed: set[int],
    threshold: int,
    tells_zero: TellsZero = lambda _: False,
) -> BoolArray:
    """Withhold more counts of a table where earlier publications would give some back.

    Parameters
    ----------
    past : what earlier publications said; None when there is none
    now : the table, told as it would be alone
    withheld : (n,) counts of the table that are withheld for its own sake
    fixed : counts of the table that are known elsewhere
    threshold : smallest count that is published
    tells_zero : of which counts, by their text, a 0 is published
    """
    if past is None or past.is_within(now):
        return withheld
    both = past.merged(now)
    is_known = both.was_told | both.mask(fixed)
    own = np.flatnonzero(withheld & ~now.is_unknown)
    hidden = (both.mask(own) | both.is_past_only) & ~is_known & ~both.is_unknown
    mask = suppress(
        both.values,
        both.relations,
        threshold,
        fixed=np.flatnonzero(is_known).tolist(),
        unknown=np.flatnonzero(both.is_unknown).tolist(),
        hidden=np.flatnonzero(hidden).tolist(),
        most=both.most,
        least=_least(both.texts, both.values, both.is_unknown, tells_zero),
    )
    return np.asarray(withheld | ((mask & ~is_known)[both.where] & ~now.is_unknown))


def _least(
    texts: Sequence[str | None],
    values: IntArray,
    is_unknown: BoolArray,
    tells_zero: TellsZero,
) -> FloatArray:
    """(n,) lowest value that a reader knows possible: 1 where a 0 would have been told.

    A 0 that older publications withheld stays possible.
    """
    is_one = np.array([text is not None and tells_zero(text) for text in texts], dtype=np.bool_)
    return np.where(is_one & ~is_unknown & (np.asarray(values) > 0), 1.0, 0.0)


def deduced_counts(
    now: PastTable,
    past: PastTable | None,
    threshold: int,
    tells_zero: TellsZero = lambda _: False,
) -> list[str]:
    """Withheld counts that all the publications together give back, whatever is withheld now.

    A count under the threshold that was told is one.
    """
    if past is None or past.is_within(now):
        return []
    both = past.merged(now)
    is_known = both.was_told | both.mask(np.flatnonzero(now.told))
    withheld = ~is_known & ~both.is_unknown
    unknown = np.flatnonzero(both.is_unknown).tolist()
    least = _least(both.texts, both.values, both.is_unknown, tells_zero)
    mask = deducible(
        both.values, both.relations, withheld, unknown=unknown, most=both.most, least=least
    )
    is_small = (both.values < threshold) & both.was_told
    mask |= both.mask(np.flatnonzero(~now.told & ~now.is_unknown)) & is_small
    return sorted({text for text, found in zip(both.texts, mask, strict=True) if found and text})


def whole(value: object) -> int | None:
    """Return a count as a whole number, None when it is missing."""
    return None if pd.isna(value) else int(value)  # type: ignore[call-overload]
