"""Share a whole number between territories so that the parts sum exactly to the whole."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


def largest_remainder(total: int, weights: Sequence[float] | FloatArray) -> IntArray:
    """Share ``total`` in proportion to ``weights``, in whole units that sum exactly to it.

    Each part gets the floor of its quota; the units left go to the largest remainders. Equal
    remainders are served in the order of ``weights``: give them sorted by territory code and
    the result depends on nothing else.

    Parameters
    ----------
    total : int
        Units to share, at least 0.
    weights : (n,) non-negative numbers with a positive sum (any sum when ``total`` is 0)

    Returns
    -------
    (n,) int64, every part at most one unit away from its quota

    Raises
    ------
    ValueError
        When the total is negative, a weight is negative or not finite, or nothing can
        receive a positive total.
    """
    shares = np.asarray(weights, dtype=np.float64)
    if total < 0:
        raise ValueError(f"total to share must be at least 0, got {total}")
    if shares.ndim != 1 or not np.isfinite(shares).all() or (shares < 0).any():
        raise ValueError("weights must be a list of finite, non-negative numbers")
    if total == 0:
        return np.zeros(len(shares), dtype=np.int64)
    weight_sum = float(shares.sum())
    if weight_sum <= 0:
        raise ValueError(f"cannot share {total} units: every weight is 0")
    quotas = total * (shares / weight_sum)
    # 1e-9 absorbs binary noise, so that a quota of exactly 12 is not floored to 11.
    parts = np.floor(quotas + 1e-9).astype(np.int64)
    remainders = np.round(quotas - parts, 9)
    left = total - int(parts.sum())
    parts[np.argsort(-remainders, kind="stable")[:left]] += 1
    return parts


def split_between_cells(
    parts: IntArray, cell_parent: IntArray, cell_weight: FloatArray
) -> IntArray:
    """Split each territory's whole number between its cells, exactly.

    A cell is the piece of a département that belongs to one subdivision d'internat; most
    départements have a single one.

    Parameters
    ----------
    parts : (n,) whole numbers, one per territory
    cell_parent : (m,) index of the territory each cell belongs to
    cell_weight : (m,) weight of the cell in its territory

    Returns
    -------
    (m,) int64; the cells of a territory sum to its part
    """
    cells = np.zeros(len(cell_parent), dtype=np.int64)
    for index, part in enumerate(parts):
        mine = np.flatnonzero(cell_parent == index)
        cells[mine] = largest_remainder(int(part), cell_weight[mine])
    return cells
