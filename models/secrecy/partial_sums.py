"""Totals known with some of their parts only: what is left is a count too, which nobody gives."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np
from scipy import sparse
from scipy.optimize import LinearConstraint, milp

from models.secrecy.deduction import BoolArray, Relation
from models.territories.apportionment import IntArray
from models.territories.cells import Cells


class PartialSum(NamedTuple):
    """A total, its largest known parts, and the groups of cells that none of these holds."""

    total: str
    parts: tuple[str, ...]
    rest: tuple[int, ...]


def largest_parts(cells: Cells, names: Collection[str]) -> list[PartialSum]:
    """Write each territory with the largest others that it contains, no two of which overlap.

    Territories that overlap, neither of them inside the other, are part of none. The cells that
    parts leave are grouped by the territories that hold them: each group counts as a whole.

    Parameters
    ----------
    names : territories whose counts are known

    Returns
    -------
    One sum per territory that contains another or overlaps one; equal numbers in ``rest`` are
    the same group.
    """
    ranks = np.array([r for r, name in enumerate(cells.inner_first) if name in names], np.int64)
    if not len(ranks):
        return []
    around = cells.around[np.ix_(ranks, ranks)]
    is_beside = cells.overlaps[np.ix_(ranks, ranks)] & ~around & ~around.T
    is_crossed = is_beside.sum(axis=1) > 1  # Each one is beside itself.
    direct = _direct_parts(around, is_crossed)
    members = cells.inner_first_members[ranks]
    group = _groups(members)
    sums = []
    for column in np.flatnonzero(around.any(axis=0) | is_crossed).tolist():
        inside = np.flatnonzero(direct[:, column])
        left = members[column] & ~members[inside].any(axis=0)
        parts = tuple(cells.inner_first[rank] for rank in ranks[inside])
        rest = tuple(sorted(set(group[left].tolist())))
        sums.append(PartialSum(cells.inner_first[ranks[column]], parts, rest))
    return sums


def _direct_parts(around: BoolArray, is_crossed: BoolArray) -> BoolArray:
    """(sets, sets) mask: row by row, the sets that contain one with none of the others between.

    Parameters
    ----------
    around : mask, by row, of the sets that contain one; they come after it
    is_crossed : (sets,) those that overlap another, and are part of none
    """
    inside = around & ~is_crossed[:, None]
    # Those that do not overlap are nested: the first around a part is the smallest of them.
    nested = inside & ~is_crossed
    smallest = nested.argmax(axis=1)
    return inside & ~(inside[smallest] & nested.any(axis=1, keepdims=True))


def _groups(members: BoolArray) -> IntArray:
    """(cells,) equal numbers for the cells that the same sets hold; ``members``: (sets, cells)."""
    holders = [column.tobytes() for column in np.packbits(members, axis=0).T]
    number = {held: rank for rank, held in enumerate(dict.fromkeys(holders))}
    return np.array([number[held] for held in holders])


def completed(
    values: IntArray, unknown: Collection[int], relations: Sequence[Relation]
) -> tuple[IntArray, list[Relation]]:
    """Give unknown counts values that make relations true, and leave out those that stay false.

    Parameters
    ----------
    values : (n,) counts; those of unknown cells do not matter
    unknown : cells to give a whole number from 0
    relations : sums that may hold between the counts

    Returns
    -------
    The counts completed, and the relations that hold. The values given miss the relations by the
    least, in sum: only counts that contradict each other leave some of them false.

    Raises
    ------
    RuntimeError
        When the solver finds no values, which such a programme always has.
    """
    column = {cell: rank for rank, cell in enumerate(sorted(unknown))}
    open_sums = [item for item in relations if not column.keys().isdisjoint(_cells(item))]
    if not open_sums:
        return values, list(relations)
    counts = values.copy()
    counts[list(column)] = 0
    entries = [
        (row, column[cell], -1 if cell == item.parent else 1)
        for row, item in enumerate(open_sums)
        for cell in _cells(item)
        if cell in column
    ]
    rows, columns, signs = zip(*entries, strict=True)
    missing = [_excess(counts, item) for item in open_sums]
    above = sparse.eye_array(len(open_sums))
    matrix = sparse.csr_array((signs, (rows, columns)), shape=(len(open_sums), len(column)))
    result = milp(
        np.repeat([0.0, 1.0], [len(column), 2 * len(open_sums)]),
        integrality=1,
        constraints=LinearConstraint(
            sparse.hstack([matrix, above, -above], format="csr"), missing, missing
        ),
    )
    if result.x is None:
        raise RuntimeError(f"no values for the unknown counts: {result.message}")
    counts[list(column)] = np.rint(result.x[: len(column)])
    return counts, [item for item in relations if not _excess(counts, item)]


def _cells(relation: Relation) -> tuple[int, ...]:
    return (relation.parent, *relation.children)


def _excess(counts: IntArray, relation: Relation) -> int:
    """What a total counts beyond its parts."""
    return int(counts[relation.parent] - counts[list(relation.children)].sum())
