"""Totals known with some of their parts only: what is left is a count too, which nobody gives."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np
from scipy import sparse
from scipy.optimize import LinearConstraint, milp

from models.apportionment import IntArray
from models.deduction import Relation
from models.territories import Cells, Place


class PartialSum(NamedTuple):
    """A total, its largest known parts, and whether they make it up."""

    total: str
    parts: tuple[Place, ...]
    is_whole: bool


def largest_parts(cells: Cells, names: Collection[str]) -> list[PartialSum]:
    """Write each territory with the largest others that it contains, no two of which overlap.

    A département that overlaps a subdivision is the sum of its cells, which stand for it
    elsewhere.

    Parameters
    ----------
    names : territories whose counts are known

    Returns
    -------
    One sum per territory that contains another, and per département that overlaps one.
    """
    pieces = _pieces_of_overlapping(cells, names)
    kept = {*names, *(piece for members in pieces.values() for piece in members)} - pieces.keys()
    places = [rank for rank, place in enumerate(cells.places) if place in kept]
    if not places:
        return []
    # No two of these overlap: the first one around a part is what it is directly inside.
    around = cells.around[np.ix_(places, places)]
    outer = np.where(around.any(axis=1), around.argmax(axis=1), -1)
    sums = [PartialSum(name, members, is_whole=True) for name, members in pieces.items()]
    for rank in np.unique(outer[outer >= 0]).tolist():
        inside = [places[part] for part in np.flatnonzero(outer == rank)]
        total = cells.places[places[rank]]
        is_whole = cells.place_sizes[inside].sum() == cells.place_sizes[places[rank]]
        sums.append(PartialSum(total, tuple(cells.places[part] for part in inside), is_whole))
    return sums


def _pieces_of_overlapping(
    cells: Cells, names: Collection[str]
) -> dict[str, tuple[tuple[str, int], ...]]:
    """Départements known beside a subdivision that holds a piece of them, and their pieces."""
    found = {}
    for rank in np.flatnonzero(np.bincount(cells.departement) > 1).tolist():
        name, inside = cells.departement_ids[rank], np.flatnonzero(cells.departement == rank)
        around = {cells.subdivision_ids[cells.subdivision[cell]] for cell in inside}
        if name in names and not around.isdisjoint(names):
            found[name] = tuple((name, cell) for cell in inside.tolist())
    return found


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
