"""Interval of a rate that a survey published, from the number of doctors it is the rate of."""

from __future__ import annotations

import numpy as np
from scipy.stats import norm

from models.territories.apportionment import FloatArray
from models.uncertainty import INTERVAL_LEVEL


def survey_interval(
    share_pct: FloatArray, base: FloatArray, level: float = INTERVAL_LEVEL
) -> tuple[FloatArray, FloatArray]:
    """Wilson interval of published shares, in %.

    A survey prints a rounded share, seldom the count behind it: the formula takes the share. It
    holds the chance of the answers only, neither those who did not answer nor what they would
    have said.

    Parameters
    ----------
    share_pct : (n,) shares, between 0 and 100
    base : (n,) numbers of doctors they are shares of; NaN when unknown
    level : level of the interval, between 0 and 1

    Returns
    -------
    (low, high), (n,) each; NaN where the base is unknown

    Raises
    ------
    ValueError
        When a share is not between 0 and 100, or a base not above 0.
    """
    if ((share_pct < 0) | (share_pct > 100)).any() or (base <= 0).any():
        raise ValueError("a share lies between 0 and 100, and its base is above 0")
    share = share_pct / 100
    squared = norm.ppf((1 + level) / 2) ** 2
    middle = (share + squared / (2 * base)) / (1 + squared / base)
    spread = np.sqrt(squared * (share * (1 - share) / base + squared / (4 * base**2)))
    half = spread / (1 + squared / base)
    return 100 * np.maximum(middle - half, 0.0), 100 * np.minimum(middle + half, 1.0)
