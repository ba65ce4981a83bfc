"""Shortfall against a target share: gap, coverage and what may be said of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.territories.apportionment import FloatArray, IntArray

SHORT = "manque"
UNDETERMINED = "indetermine"
REACHED = "atteint"


@dataclass(frozen=True)
class Shortfall:
    """Gap in MSU (positive = missing) and coverage in %, each with its interval; class."""

    gap_msu: IntArray
    gap_low_msu: IntArray
    gap_high_msu: IntArray
    coverage_pct: FloatArray
    coverage_low_pct: FloatArray
    coverage_high_pct: FloatArray
    class_id: list[str]


def shortfall(
    msu: IntArray, msu_low: IntArray, msu_high: IntArray, target_msu: IntArray
) -> Shortfall:
    """Compare MSU, with their interval, to the target share of each territory.

    The class never says more than the interval: « manque » when even the high bound is under
    the target, « atteint » when even the low bound reaches it, « indetermine » otherwise. A
    count without interval has ``msu_low == msu == msu_high``.

    Parameters
    ----------
    msu, msu_low, msu_high, target_msu : (n,) whole numbers, low <= msu <= high

    Returns
    -------
    Shortfall of (n,) arrays; coverage is NaN where the target share is 0

    Raises
    ------
    ValueError
        When a value lies outside its own interval.
    """
    if (msu_low > msu).any() or (msu > msu_high).any():
        raise ValueError("each MSU value must lie inside its own interval")
    classes = np.where(
        msu_high < target_msu, SHORT, np.where(msu_low >= target_msu, REACHED, UNDETERMINED)
    )
    return Shortfall(
        gap_msu=target_msu - msu,
        gap_low_msu=target_msu - msu_high,
        gap_high_msu=target_msu - msu_low,
        coverage_pct=_coverage(msu, target_msu),
        coverage_low_pct=_coverage(msu_low, target_msu),
        coverage_high_pct=_coverage(msu_high, target_msu),
        class_id=classes.tolist(),
    )


def _coverage(msu: IntArray, target_msu: IntArray) -> FloatArray:
    coverage = np.full(len(msu), np.nan)
    np.divide(100.0 * msu, target_msu, out=coverage, where=target_msu > 0)
    return coverage
