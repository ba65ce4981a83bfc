"""A national count shared between cells: their weights, the counts of the year, whole numbers.

The weights blend two keys between subdivisions d'internat (interns in training and GPs), and use
GPs inside one. Local counts of the year replace the estimate, and the rest is shared again so
that the national figure still holds. The unit of work is the *cell*, the piece of a département
that belongs to one subdivision: départements, subdivisions and régions are all sums of whole
cells, so every level sums exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.territories.apportionment import FloatArray, IntArray, largest_remainder


@dataclass(frozen=True)
class LocalCount:
    """A count known for a set of cells: ``value`` MSU in ``cells`` (indices)."""

    cells: tuple[int, ...]
    value: int


def blend_cell_weights(
    gp_cells: FloatArray,
    intern_subdivisions: FloatArray,
    cell_subdivision: IntArray,
    blend: float,
) -> FloatArray:
    """Weight of each cell: interns and GPs between subdivisions, GPs inside a subdivision.

    Parameters
    ----------
    gp_cells : (m,) liberal GPs of each cell
    intern_subdivisions : (s,) interns in training of each subdivision
    cell_subdivision : (m,) index of the subdivision of each cell
    blend : float
        0 = liberal GPs only, 1 = interns only.

    Returns
    -------
    (m,) weights that sum to 1
    """
    if not 0 <= blend <= 1:
        raise ValueError(f"blend must lie between 0 and 1, got {blend}")
    gp_share = gp_cells / gp_cells.sum()
    gp_subdivisions = np.bincount(
        cell_subdivision, weights=gp_share, minlength=len(intern_subdivisions)
    )
    intern_share = intern_subdivisions / intern_subdivisions.sum()
    subdivision_share = blend * intern_share + (1 - blend) * gp_subdivisions
    inside = gp_share / gp_subdivisions[cell_subdivision]
    return inside * subdivision_share[cell_subdivision]


def reconcile(total: float, weights: FloatArray, known: Sequence[LocalCount]) -> FloatArray:
    """Share ``total`` by ``weights`` while honouring the local counts that are known.

    Narrow counts win over wider ones: a département count is set first, and the count of its
    subdivision is then shared between the other cells of that subdivision.

    Parameters
    ----------
    total : float
        National count.
    weights : (..., m) positive weights of the cells; leading axes are draws
    known : local counts, in any order

    Returns
    -------
    (..., m) float64. It sums to ``total``, unless the known counts alone exceed it: they are then
    kept as they are and the other cells get 0.
    """
    values = np.zeros_like(weights)
    free = np.ones(weights.shape[-1], dtype=bool)
    for count in sorted(known, key=lambda item: len(item.cells)):
        cells = np.asarray(count.cells)
        open_cells = cells[free[cells]]
        if len(open_cells) == 0:
            continue
        set_already = values[..., cells[~free[cells]]].sum(axis=-1, keepdims=True)
        left = np.maximum(count.value - set_already, 0.0)
        values[..., open_cells] = left * _normalised(weights[..., open_cells])
        free[open_cells] = False
    left = np.maximum(total - values.sum(axis=-1, keepdims=True), 0.0)
    values[..., free] = left * _normalised(weights[..., free])
    return values


def round_cells(total: int, values: FloatArray, known: Sequence[LocalCount]) -> IntArray:
    """Round cells to whole MSU so that each known count, and the total, hold exactly.

    Parameters
    ----------
    total : int
        National count.
    values : (m,) result of :func:`reconcile`
    known : the same local counts

    Returns
    -------
    (m,) int64
    """
    whole = np.zeros(len(values), dtype=np.int64)
    free = np.ones(len(values), dtype=bool)
    for count in sorted(known, key=lambda item: len(item.cells)):
        cells = np.asarray(count.cells)
        open_cells = cells[free[cells]]
        if len(open_cells) == 0:
            continue
        left = max(count.value - int(whole[cells[~free[cells]]].sum()), 0)
        whole[open_cells] = _share(left, values[open_cells])
        free[open_cells] = False
    left = max(total - int(whole.sum()), 0)
    whole[free] = _share(left, values[free])
    return whole


def _normalised(weights: FloatArray) -> FloatArray:
    return weights / weights.sum(axis=-1, keepdims=True)


def _share(total: int, weights: FloatArray) -> IntArray:
    if total == 0 or len(weights) == 0:
        return np.zeros(len(weights), dtype=np.int64)
    return largest_remainder(total, weights if weights.sum() > 0 else np.ones(len(weights)))
