"""From draws to words: probability of being below a share, verdict, errors to expect."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from models.territories.apportionment import FloatArray, IntArray

Verdict = Literal[
    "probably_below",
    "rather_below",
    "undecided",
    "rather_above",
    "probably_above",
    "counted_below",
    "counted_above",
]
# In simulated worlds nine in ten of those given 0.9 are below, or fewer: 0.8 is what is named.
DECIDED, DECIDED_ABOVE = 0.8, 0.2
LEANING, LEANING_ABOVE = 0.6, 0.4
# Levels of the intervals that are published, and that forecasts are judged by.
LEVELS = (0.50, 0.80, 0.95)
DECIDED_VERDICTS: tuple[Verdict, ...] = ("probably_below", "probably_above")
PERCENTILES = np.arange(1, 100)
# A share is apportioned in whole MSU: the rounding may add up to one.
ROUNDING = 1
# Draws of a counted territory differ by binary noise only.
NO_SPREAD = 1e-6


def p_below(draws: FloatArray, share: FloatArray | IntArray) -> FloatArray:
    """Probability that each column of ``draws`` (draws, n) is below a whole share (n,).

    A number of MSU that rounds to the share reaches it.
    """
    return (draws < np.asarray(share) - 0.5).mean(axis=0)


def percentiles(draws: FloatArray) -> FloatArray:
    """The 99 percentiles of each column of ``draws``, (99, n)."""
    return np.quantile(draws, PERCENTILES / 100, axis=0)


def p_below_percentiles(table: FloatArray, share: FloatArray | IntArray) -> FloatArray:
    """Probability of :func:`p_below` read from percentiles, for any share, to 0.005.

    Parameters
    ----------
    table : (99, n) percentiles of each territory
    share : (..., n) whole shares

    Returns
    -------
    Array of the shape of ``share``; NaN for a territory without spread, which is counted
    """
    asked = np.asarray(share, dtype=np.float64) - 0.5
    found = np.full(asked.shape, np.nan)
    for rank in np.flatnonzero(np.ptp(table, axis=0) > NO_SPREAD):
        found[..., rank] = np.interp(
            asked[..., rank], table[:, rank], PERCENTILES / 100, left=0.005, right=0.995
        )
    return found


def p_below_of_law(law: FloatArray, share: FloatArray | IntArray) -> FloatArray:
    """Probability that a territory is below each share (n,), from its 99 percentiles.

    A law without spread is that of a territory left with what the others, all counted, leave it:
    its probability is 0 or 1.
    """
    asked = np.asarray(share, dtype=np.float64)
    if np.ptp(law) <= NO_SPREAD:
        return (law.mean() < asked - 0.5).astype(np.float64)
    return p_below_percentiles(law[:, None], asked[:, None])[:, 0]


def p_lowest_fifth(draws: FloatArray, population: FloatArray) -> FloatArray:
    """Probability that each territory of a level is in its lowest fifth of MSU per inhabitant.

    Parameters
    ----------
    draws : (draws, n) MSU of the territories of one level, drawn together
    population : (n,) inhabitants

    Returns
    -------
    (n,); NaN where a fifth of the level is less than one territory
    """
    size = round(len(population) / 5)
    if size == 0:
        return np.full(len(population), np.nan)
    lowest = np.argpartition(draws / population, size - 1, axis=1)[:, :size]
    return np.bincount(lowest.ravel(), minlength=len(population)) / len(draws)


def verdict(probability: float) -> Verdict:
    """Class of a probability of being below: five classes, alike on both sides."""
    if probability >= DECIDED:
        return "probably_below"
    if probability >= LEANING:
        return "rather_below"
    if probability <= DECIDED_ABOVE:
        return "probably_above"
    return "rather_above" if probability <= LEANING_ABOVE else "undecided"


def counted_verdict(count: float, share: float) -> Verdict:
    """Class of a counted territory: a fact, without probability.

    A share is a whole number of MSU, cut from a target that does not divide: it may be one too
    many. A count one below it reaches it, to the rounding.
    """
    return "counted_below" if share - count > ROUNDING else "counted_above"


def is_within_rounding(count: float, share: float) -> bool:
    """Whether a count is below its share by no more than what rounding may add to the share."""
    return 0 < share - count <= ROUNDING


def decided(probabilities: FloatArray) -> NDArray[np.bool_]:
    """Which territories are named, on one side or the other; NaN never is."""
    return np.array([verdict(p) in DECIDED_VERDICTS for p in probabilities.ravel()]).reshape(
        probabilities.shape
    )


def expected_errors(probabilities: Iterable[float]) -> float:
    """Number of territories that are expected to be named wrongly, among those named."""
    return float(sum(min(p, 1 - p) for p in probabilities if verdict(p) in DECIDED_VERDICTS))
