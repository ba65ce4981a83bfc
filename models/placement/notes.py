"""Notes: where a value stands among those of a reference, from 0 to 100, 100 being first.

A note does not depend on the other territories compared: adding or removing one changes nothing
for the others. It does not depend on the unit either, and an extreme value weighs no more than
the first place.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from models.territories.apportionment import FloatArray

# A territory whose value is missing stands here in the order shown: in the middle.
MIDDLE = 50.0


def note(values: FloatArray, reference: FloatArray, *, high_first: bool) -> FloatArray:
    """Part of the reference, in %, that comes after each value; equal values count for half.

    Parameters
    ----------
    values : any shape, nan where unknown
    reference : (m,) values of the whole country, nan where unknown
    high_first : whether the highest value is the first

    Returns
    -------
    array of the shape of ``values``, between 0 and 100; nan where the value is unknown, or the
    reference is empty
    """
    known = np.sort(reference[np.isfinite(reference)])
    if len(known) == 0:
        return np.full(np.shape(values), np.nan)
    below = np.searchsorted(known, values, side="left")
    up_to = np.searchsorted(known, values, side="right")
    part = 100 * (below + up_to) / (2 * len(known))
    return np.where(np.isfinite(values), part if high_first else 100 - part, np.nan)


def joint_draws(
    percentiles: FloatArray, correlation: FloatArray, draws: int, seed: int
) -> FloatArray:
    """Plausible values of some territories, drawn together: (draws, n).

    Each has its own law, and their ranks are those of a Gaussian vector.

    Parameters
    ----------
    percentiles : (99, n) law of each territory, the same number 99 times where it is counted
    correlation : (n, n) of the logarithms of the values
    draws, seed : number of draws, and the seed that gives the same ones each time
    """
    size = percentiles.shape[1]
    # The nearest correlation that can be drawn from, whatever rounding did to it.
    values, vectors = np.linalg.eigh((correlation + correlation.T) / 2)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    normal = np.random.default_rng(seed).standard_normal((draws, size)) @ root.T
    spread = np.sqrt(np.maximum((root**2).sum(axis=1), 1e-12))
    rank = np.clip(100 * ndtr(normal / spread) - 1, 0, 98)
    low = np.minimum(rank.astype(np.int64), 97)
    part = rank - low
    column = np.arange(size)
    return (1 - part) * percentiles[low, column] + part * percentiles[low + 1, column]
