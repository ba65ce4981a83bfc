"""Withhold small counts, and as many others as it takes that no sum gives them back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from models.secrecy.deduction import BoolArray, Moves, Need, Relation, Sums, proven_ranges
from models.territories.apportionment import FloatArray, IntArray

LARGEST_COUNT = 2**31


def suppress(
    values: FloatArray | IntArray,
    relations: Sequence[Relation],
    threshold: int = 5,
    *,
    fixed: Collection[int] = (),
    unknown: Collection[int] = (),
    hidden: Collection[int] = (),
    most: FloatArray | None = None,
    least: FloatArray | None = None,
) -> BoolArray:
    """Choose the cells to withhold so that no small count can be found out.

    A cell under ``threshold``, 0 included, is withheld unless it is fixed; it is primary. Others
    are withheld with it until a reader who knows every published cell, every relation and the
    threshold, but not which withheld cells are primary, can neither compute a withheld cell nor
    exclude that a primary one is as low as ``least``, nor that it reaches ``threshold - 1``.

    The smallest published child of a sum is withheld first (equal values: in the order of the
    cells), the total itself when no child is left. In the end no cell of ``threshold`` or more
    could be published again without telling too much; this is not sought in the rare table
    where loops of sums put full protection out of reach.

    Parameters
    ----------
    values : (n,) whole numbers from 0
    relations : sums that hold exactly between the values
    threshold : smallest count that is published, at least 1
    fixed : cells published anyway, however small
    unknown : cells that nobody publishes, and that need no protection: what a total counts beside
        its known parts. Their values need not be the true ones, any that the relations allow do.
    hidden : cells withheld already, however large, and to be protected like the others
    most : (n,) highest value that a reader knows possible for each cell; none unless given
    least : (n,) lowest value that a reader knows possible for each cell, such as 1 where every 0
        is published; 0 unless given

    Returns
    -------
    (n,) bool, True for a withheld cell, never an unknown one. Where fixed cells alone, or the
    sums themselves, tell more than that (a fixed total of 3; a cell that equals a fixed one),
    what they tell remains known: the range left is the one that withholding every other cell
    would leave.

    Raises
    ------
    ValueError
        When a value is not a whole number from 0, a relation is false, has no child or names a
        cell twice, a cell does not exist, is both fixed and unknown, or the threshold is under 1.
    """
    counts = _checked_counts(values, threshold)
    _check_relations(counts, relations)
    for what, cells in (("fixed", fixed), ("unknown", unknown), ("hidden", hidden)):
        if not set(cells) <= set(range(len(counts))):
            raise ValueError(f"{what} names a cell that is not among the {len(counts)} values")
    if set(fixed) & set(unknown):
        raise ValueError("a cell cannot be both fixed and unknown")
    if set(hidden) & (set(fixed) | set(unknown)):
        raise ValueError("a hidden cell cannot be fixed or unknown")
    if most is not None and (np.asarray(most) < counts).any():
        raise ValueError("a value is above what a reader knows possible")
    if least is not None and (np.asarray(least) > counts).any():
        raise ValueError("a value is below what a reader knows possible")
    published_anyway, never_told = _mask(len(counts), fixed), _mask(len(counts), unknown)
    primary = (counts < threshold) & ~published_anyway & ~never_told
    already = primary | _mask(len(counts), hidden)
    if not already.any():
        return already
    sums = Sums.from_relations(len(counts), relations)
    low, high = sums.outer_ranges(counts, ~published_anyway, most, least)
    need = Need(
        floor=np.where(primary, np.maximum(low, 0), counts),
        ceiling=np.where(primary, np.minimum(high, threshold - 1), counts),
        settled=(low == high) | never_told,
    )
    audit = _Audit(sums, counts, need, most, least)
    kept = already | never_told
    # Withholding a settled cell, as fixed ones are, hides nothing: the others give it anyway.
    return _lightened(audit, _protected(audit, kept, ~need.settled), kept) & ~never_told


def deducible(
    values: FloatArray | IntArray,
    relations: Sequence[Relation],
    withheld: BoolArray,
    *,
    unknown: Collection[int] = (),
    most: FloatArray | None = None,
    least: FloatArray | None = None,
) -> BoolArray:
    """Say which withheld cells a reader computes exactly from the others.

    Parameters
    ----------
    values : (n,) whole numbers from 0
    relations : sums that hold exactly between the values
    withheld : (n,) cells that are not published, those of ``unknown`` apart
    unknown : cells that nobody publishes
    most : (n,) highest value that a reader knows possible for each cell; none unless given
    least : (n,) lowest value that a reader knows possible for each cell; 0 unless given

    Returns
    -------
    (n,) bool, True for a withheld cell that has one possible value; never an unknown one.
    """
    counts = np.asarray(values, dtype=np.float64)
    never_told = _mask(len(counts), unknown)
    need = Need(floor=counts, ceiling=counts, settled=never_told)
    audit = _Audit(Sums.from_relations(len(counts), relations), counts, need, most, least)
    return audit.exposed(withheld | never_told) & ~never_told


def complete_relations(ids: Sequence[str], parts: Mapping[str, Sequence[str]]) -> list[Relation]:
    """List the sums of ``parts`` whose total and parts are all present in ``ids``.

    Parameters
    ----------
    ids : names of the cells, in order, each once
    parts : parts of each total, by name

    Returns
    -------
    One relation per total, in the order of ``parts``; none for a total without parts.
    """
    position = {name: index for index, name in enumerate(ids)}
    return [
        Relation(position[total], tuple(position[part] for part in members))
        for total, members in parts.items()
        if members and total in position and all(part in position for part in members)
    ]


@dataclass(frozen=True)
class _Audit:
    """A table, and what its readers must not be able to exclude.

    ``solved`` keeps the answers for groups of cells already met, and ``moves`` what proved them:
    most stay as they are from one step to the next.
    """

    sums: Sums
    values: FloatArray
    need: Need
    most: FloatArray | None = None
    least: FloatArray | None = None
    solved: dict[bytes, BoolArray] = field(default_factory=dict)
    moves: Moves = field(default_factory=Moves)

    def exposed(self, withheld: BoolArray) -> BoolArray:
        """(n,) withheld cells about which the published ones tell too much."""
        ranges = self.sums.outer_ranges(self.values, withheld, self.most, self.least)
        exposed = withheld & ~self.need.is_met(*ranges)
        for group in self.sums.groups(withheld, with_loop=True):
            if not exposed[group].any():
                exposed[group] = self._proven_exposed(group, ranges)
        return exposed

    def _proven_exposed(self, group: IntArray, ranges: tuple[FloatArray, FloatArray]) -> BoolArray:
        # All around a group is published: its cells alone say what can be deduced.
        key = group.tobytes()
        if key not in self.solved:
            proven = proven_ranges(self.sums, self.values, group, ranges, self.need, self.moves)
            self.solved[key] = ~self.need.is_met(*proven)[group]
        return self.solved[key]

    def next_cell(
        self, withheld: BoolArray, exposed: BoolArray, group: IntArray, hideable: BoolArray
    ) -> int | None:
        """Cell to withhold next for the sake of a group of linked cells, None if none can be.

        Sums where an exposed cell is the only one withheld come first, then the other sums of
        exposed cells, then those of the rest of the group.
        """
        sums = self.sums
        count = np.bincount(sums.relation, withheld[sums.cell], len(sums.parent))
        touched = sums.having(_mask(sums.size, group.tolist()))
        near = touched & sums.having(exposed)
        for choice in (near & (count == 1), near, touched):
            cell = self._smallest(choice, hideable & ~withheld)
            if cell is not None:
                return cell
        return None

    def _smallest(self, choice: BoolArray, free: BoolArray) -> int | None:
        """Among the free cells of the chosen sums: a child, in most of them, the smallest."""
        sums = self.sums
        open_pairs = choice[sums.relation] & free[sums.cell]
        cells = np.unique(sums.cell[open_pairs])
        if not len(cells):
            return None
        is_child = np.isin(cells, sums.cell[open_pairs & (sums.sign > 0)])
        shared = np.bincount(sums.cell[open_pairs], minlength=sums.size)[cells]
        return int(cells[np.lexsort((cells, self.values[cells], -shared, ~is_child))[0]])


def _protected(audit: _Audit, kept: BoolArray, hideable: BoolArray) -> BoolArray:
    """Withhold, beside those ``kept`` back, one more cell per exposed group while there is one."""
    withheld = kept.copy()
    while True:
        exposed = audit.exposed(withheld)
        added = [
            audit.next_cell(withheld, exposed, group, hideable)
            for group in audit.sums.groups(withheld, having=exposed)
        ]
        chosen = [cell for cell in added if cell is not None]
        if not chosen:
            return withheld
        withheld[chosen] = True


def _lightened(audit: _Audit, withheld: BoolArray, kept: BoolArray) -> BoolArray:
    """Publish again, the largest first, the cells that none of those ``kept`` back needs."""
    if audit.exposed(withheld).any():
        return withheld
    cells = np.flatnonzero(withheld & ~kept)
    for cell in cells[np.argsort(-audit.values[cells], kind="stable")]:
        if withheld[cell]:
            withheld = _without(cell, audit, withheld, kept)
    return withheld


def _without(cell: int, audit: _Audit, withheld: BoolArray, kept: BoolArray) -> BoolArray:
    """Publish a cell and those it then gives away, unless one of them is to be kept back."""
    lighter = withheld.copy()
    lighter[cell] = False
    while (exposed := audit.exposed(lighter)).any():
        if (exposed & kept).any():
            return withheld
        lighter &= ~exposed
    return lighter


def _mask(size: int, cells: Collection[int]) -> BoolArray:
    mask = np.zeros(size, dtype=np.bool_)
    mask[list(cells)] = True
    return mask


def _checked_counts(values: FloatArray | IntArray, threshold: int) -> FloatArray:
    counts = np.asarray(values, dtype=np.float64)
    if threshold < 1:
        raise ValueError(f"threshold must be at least 1, got {threshold}")
    if counts.ndim != 1 or not ((counts >= 0) & (counts <= LARGEST_COUNT)).all():
        raise ValueError(f"values must be a list of numbers from 0 to {LARGEST_COUNT}")
    if (counts != np.rint(counts)).any():
        raise ValueError("values must be whole numbers")
    return counts


def _check_relations(counts: FloatArray, relations: Sequence[Relation]) -> None:
    for relation in relations:
        cells = (relation.parent, *relation.children)
        if not relation.children or len(set(cells)) < len(cells):
            raise ValueError(f"{relation} must have children, and name each cell once")
        if min(cells) < 0 or max(cells) >= len(counts):
            raise ValueError(f"{relation} names a cell that is not among the {len(counts)} values")
        total = counts[list(relation.children)].sum()
        if total != counts[relation.parent]:
            raise ValueError(
                f"{relation} does not hold: {counts[relation.parent]:g} is not {total:g}"
            )
