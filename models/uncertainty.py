"""Intervals: of simulated draws, and of the share of a small number (Wilson)."""

from __future__ import annotations

import numpy as np
from scipy.stats import binomtest

from models.territories.apportionment import FloatArray

METHOD_ID = "wilson-v1"
INTERVAL_LEVEL = 0.95


def wilson(
    settled: FloatArray, trained: FloatArray, level: float = INTERVAL_LEVEL
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Rate and Wilson interval of those settled among those trained, in %.

    Parameters
    ----------
    settled, trained : (n,) whole numbers, NaN when unknown; 0 <= settled <= trained
    level : level of the interval, between 0 and 1

    Returns
    -------
    (rate, low, high), (n,) each; NaN where a count is unknown or nobody was trained

    Raises
    ------
    ValueError
        When more settled than were trained.
    """
    rate, low, high = (np.full(len(trained), np.nan) for _ in range(3))
    known = np.isfinite(settled) & (trained > 0)
    if (settled[known] > trained[known]).any():
        raise ValueError("more settled than trained")
    pairs = np.column_stack([settled[known], trained[known]]).astype(np.int64)
    unique, position = np.unique(pairs, axis=0, return_inverse=True)
    bounds = [
        binomtest(int(one), int(all_)).proportion_ci(level, method="wilson")
        for one, all_ in unique.tolist()
    ]
    if bounds:
        found = 100 * np.array(bounds)[position.ravel()]
        rate[known] = 100 * pairs[:, 0] / pairs[:, 1]
        low[known], high[known] = found[:, 0], found[:, 1]
    return rate, low, high


def whole_of(part: float, rate_pct: float) -> int:
    """How many a rate, in %, was taken of, when ``part`` is how many it counts; both not 0."""
    return round(100 * part / rate_pct)


def interval(draws: FloatArray, *, level: float = INTERVAL_LEVEL) -> tuple[FloatArray, FloatArray]:
    """Central interval of each column of ``draws`` (draws, n): (low, high), both (n,)."""
    tail = (1 - level) / 2
    low, high = np.quantile(draws, [tail, 1 - tail], axis=0)
    return low, high
