"""Counts that a reader can compare: one table, protected together."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence

from etl.build import Build
from etl.transform.secrecy import CountTable, territory_parts, with_sums
from models.territories.cells import NATION

Counts = Mapping[str, int]
# A group of cells that is no territory; a number published elsewhere.
CELLS, BOUND = "cells:", "bound"


class Linked:
    """Counts of several measures by territory that a reader can compare: they are one table.

    A measure that is at most another, or a sum of others, bounds what is withheld of it. ``key``
    names the table from one build to the next. Of the measure ``zeros_of``, a 0 is published.
    """

    def __init__(self, build: Build, key: str, zeros_of: str = "") -> None:
        self.build = build
        self.key = key
        self.given: dict[str, Counts] = {}
        self.known: dict[str, dict[str, int]] = {}
        self.zeros_of = zeros_of
        self.table = CountTable(build.threshold, self._tells_zero)
        self._summed: list[str] = []
        self._pairs: list[tuple[str, str]] = []
        self._bounds: list[tuple[str, Counts]] = []
        self._cells: dict[str, frozenset[int]] = {}
        self._totals: list[tuple[str, Sequence[str]]] = []

    def _tells_zero(self, text: str) -> bool:
        return bool(self.zeros_of) and text.startswith(f"{self.zeros_of}|")

    def add(
        self,
        measure: str,
        counts: Counts,
        fixed: Counts | None = None,
        *,
        sums: bool = True,
        zeros: Collection[str] = (),
    ) -> None:
        """Add the counts of one measure; ``fixed`` are published elsewhere.

        ``sums`` is False where nothing is published of wider territories, and nothing known.
        ``zeros`` are the territories whose 0 says nothing more than a published one.
        """
        published = {name: value for name, value in (fixed or {}).items() if name not in counts}
        parts = territory_parts(self.build.cells) if sums else {}
        known = with_sums({**published, **counts}, parts)
        for territory_id, value in known.items():
            is_published = territory_id in published
            is_told = value == 0 and (measure == self.zeros_of or territory_id in zeros)
            self.table.add(
                (measure, territory_id),
                value,
                is_published=is_published,
                is_told=is_told and not is_published,
            )
        if sums:
            self._summed.append(measure)
        self.given[measure], self.known[measure] = {**published, **counts}, known

    def at_most(self, small: str, large: str) -> None:
        """Say that a measure is at most another, wherever they are known."""
        if small in self.known and large in self.known:
            self._pairs.append((small, large))

    def total(self, total: str, parts: Sequence[str]) -> None:
        """Say that a measure is the sum of others, and at least those that are known."""
        if total in self.known:
            self._totals.append((total, [part for part in parts if part in self.known]))
            self._pairs += [(part, total) for part in parts if part in self.known]

    def most(self, measure: str, bounds: Counts) -> None:
        """Say that a measure is at most numbers published elsewhere, by territory."""
        if measure in self.known:
            self._bounds.append((measure, bounds))

    def published(self, *, sums: bool = True) -> dict[str, tuple[dict[str, int], set[str]]]:
        """By measure, counts by territory that may be published, and those withheld.

        ``sums`` adds the territories whose départements are all counted. A reader can make these
        sums anyway: they are protected even when they are not added.
        """
        self._link()
        withheld = self.table.withheld(self.build.ledger, self.key, "|".join)
        fixed = self.table.fixed_names
        answers = {}
        for measure, known in self.known.items():
            territory_ids = [
                name
                for name in known
                if (measure, name) not in fixed and (sums or name in self.given[measure])
            ]
            answers[measure] = (
                {name: known[name] for name in territory_ids if (measure, name) not in withheld},
                {name for name in territory_ids if (measure, name) in withheld},
            )
        return answers

    def _link(self) -> None:
        """Say what each count is made of, and which counts are at most others.

        Territories are cut into the largest groups of cells that nothing published tells apart:
        a count is the sum of those of its groups, which nobody gives unless they are a territory
        of their own. What earlier publications told apart is, too.
        """
        past = self._past_names()
        groups = self._groups({name for names in past.values() for name in names})
        pieces = {
            measure: self._pieces(measure, groups, past.get(measure, set()))
            for measure in self._summed
        }
        for small, large in self._pairs:
            for part, all_of in zip(pieces.get(small, ()), pieces.get(large, ()), strict=False):
                self.table.add_at_most(part, all_of)
            # A total that contradicts its parts is still a count of its own.
            for name in self.given[small]:
                self.table.add_at_most((small, name), (large, name))
        for total, parts in self._totals:
            self._add_total(total, parts)
        for measure, bounds in self._bounds:
            for name, most in bounds.items():
                self._bound(measure, name, most, pieces.get(measure, []), groups)

    def _add_total(self, total: str, parts: Sequence[str]) -> None:
        for name in self.known[total]:
            inside = [(part, name) for part in parts if name in self.known[part]]
            if not self.table.add_sum((total, name), inside) and len(inside) > 1:
                self.table.add_partial_sum((total, name), inside)

    def _past_names(self) -> dict[str, set[str]]:
        """Territories and groups of cells of earlier publications, by measure."""
        ledger = self.build.ledger
        past = ledger.past.get(self.key) if ledger else None
        names: dict[str, set[str]] = {}
        for text in past.texts if past else ():
            if text is not None:
                measure, _, place = text.rpartition("|")
                names.setdefault(measure, set()).add(place)
        return names

    def _groups(self, past: set[str]) -> list[frozenset[int]]:
        """Groups of cells that known territories, of every measure, tell apart."""
        own = {name for measure in self._summed for name in self.known[measure]}
        within = {cell for name in own - {NATION} for cell in self._members(name)}
        bounded = {
            name
            for _, bounds in self._bounds
            for name in bounds
            if within.issuperset(self._members(name))
        }
        holders: dict[int, list[str]] = {}
        for name in sorted(own | past | bounded):
            for cell in self._members(name):
                holders.setdefault(cell, []).append(name)
        groups: dict[tuple[str, ...], set[int]] = {}
        for cell, held in sorted(holders.items()):
            groups.setdefault(tuple(held), set()).add(cell)
        return [frozenset(cells) for cells in groups.values()]

    def _members(self, name: str) -> frozenset[int]:
        """Cells of a territory, or of a group."""
        if name not in self._cells:
            listed = name.removeprefix(CELLS).split(",") if name.startswith(CELLS) else ()
            members = map(int, listed) if listed else self.build.cells.members([name])
            self._cells[name] = frozenset(members)
        return self._cells[name]

    def _pieces(
        self, measure: str, groups: Sequence[frozenset[int]], past: set[str]
    ) -> list[Hashable]:
        """Name the count of each group, and say which groups every territory is made of."""
        known = self.known[measure]
        whole: dict[frozenset[int], str] = {}
        for name in sorted(known, key=lambda name: (not name.startswith("DEP-"), name)):
            whole.setdefault(self._members(name), name)
        pieces: list[Hashable] = []
        for group in groups:
            name = whole.get(group, CELLS + ",".join(map(str, sorted(group))))
            pieces.append((measure, name))
            if name not in known:
                self.table.add_unknown((measure, name))
        for name in [*known, *sorted(past)]:
            cells = self._members(name)
            inside = [piece for piece, group in zip(pieces, groups, strict=True) if group <= cells]
            if (measure, name) in inside:
                continue
            if (measure, name) not in self.table:
                self.table.add_unknown((measure, name))
            self.table.add_sum((measure, name), inside)
        return pieces

    def _bound(
        self,
        measure: str,
        name: str,
        most: int,
        pieces: Sequence[Hashable],
        groups: Sequence[frozenset[int]],
    ) -> None:
        if name in self.known[measure]:
            self.table.add_most((measure, name), most)
            return
        cells = self._members(name)
        inside = [piece for piece, group in zip(pieces, groups, strict=False) if group <= cells]
        covered = sum(len(group) for group in groups if group <= cells)
        if inside and covered == len(cells):
            bound = (BOUND, measure, name)
            self.table.add(bound, most, is_published=True)
            self.table.add_partial_sum(bound, inside)
