"""Counts known for some territories, set in the cells so that every level still sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.territories.apportionment import FloatArray


@dataclass(frozen=True)
class KnownCount:
    """A quantity known for a set of cells (indices), between ``low`` and ``high``."""

    cells: tuple[int, ...]
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Settled:
    """Cells once the known counts are set.

    values : (m,) ``covered`` cells hold what is known, the others 0
    covered : (m,) True where a count says something
    low, high : (t,) bounds of the sums of the covered cells, by territory
    complete : (t,) True where every cell is covered
    exact : (t,) True where, besides, nothing was shared nor deduced
    """

    values: FloatArray
    covered: np.ndarray
    low: FloatArray
    high: FloatArray
    complete: np.ndarray
    exact: np.ndarray


def settle(
    known: Sequence[KnownCount],
    weights: FloatArray,
    spread: tuple[float, float],
    membership: FloatArray,
) -> Settled:
    """Set the known counts: narrow ones win, the rest of a wide one is shared by ``weights``.

    Counts that have bounds come after those that are certain, however narrow they are.

    Parameters
    ----------
    known : counts, in any order
    weights : (m,) by which a count is shared between its cells
    spread : parts by which such a share may be too high, and too low
    membership : (t, m) matrix of 0 and 1
    """
    values = np.zeros(len(weights))
    covered = np.zeros(len(weights), dtype=bool)
    deviation = np.zeros((2, len(membership)))
    inexact = np.zeros(len(membership), dtype=bool)
    for count in sorted(known, key=lambda item: (item.low < item.high, len(item.cells))):
        cells = np.asarray(count.cells)
        open_cells = cells[~covered[cells]]
        if len(open_cells) == 0:
            continue
        left = max(count.value - float(values[cells].sum()), 0.0)
        values[open_cells] = left * _shares(weights[open_cells])
        covered[open_cells] = True
        inside = membership[:, open_cells] > 0
        whole = np.asarray(inside.all(axis=1))
        partial = np.asarray(inside.any(axis=1)) & ~whole
        own = np.array([min(count.value - count.low, left), count.high - count.value])
        deviation += np.outer(own, whole)
        deviation += np.outer(spread, (inside @ values[open_cells]) * partial)
        inexact |= partial | (whole & bool(own.any()))
    total = membership @ values
    complete = membership @ ~covered == 0
    return Settled(
        values=values,
        covered=covered,
        low=np.maximum(total - deviation[0], 0.0),
        high=total + deviation[1],
        complete=complete,
        exact=complete & ~inexact,
    )


def left_over(
    values: FloatArray,
    free: np.ndarray,
    unsure: np.ndarray,
    deviations: tuple[FloatArray, FloatArray],
    membership: FloatArray,
) -> tuple[FloatArray, FloatArray]:
    """Sum of the free cells of each territory, and how far it may be from the truth.

    A territory of which nothing is taken away has its own error. Elsewhere the error of what is
    unsure is at most that of its cells, and at most that of the whole plus that of the cells taken
    away: the lesser of the two bounds it.

    Parameters
    ----------
    values : (m,) cells
    free, unsure : (m,) True for the cells to sum, and for those of them that are estimated
    deviations : (t, m) and (t,) deviations of the cells, as parts of each territory, and of the
        territories, on one side
    membership : (t, m) matrix of 0 and 1

    Returns
    -------
    (t,) sums and (t,) deviations
    """
    of_cell, of_territory = deviations
    inside = membership * of_cell
    of_cells = inside @ unsure
    of_whole = of_territory + inside @ ~unsure
    is_whole = membership @ ~unsure == 0
    deviation = np.where(is_whole, of_territory, np.minimum(of_cells, of_whole))
    return membership @ (values * free), deviation


def _shares(weights: FloatArray) -> FloatArray:
    total = weights.sum()
    return weights / total if total > 0 else np.full(len(weights), 1 / len(weights))
