"""``fid-v1``: fidélisation apparente, the proxy shown until real cohorts are known.

GPs entering per year, per 100 interns trained in the territory. It counts every entry, wherever
the doctor was trained: it can exceed 100 and is never called a retention rate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.apportionment import FloatArray
from models.intervals import interval

METHOD_ID = "fid-v1"
DRAWS = 4000
SEED = 20_181_232


@dataclass(frozen=True)
class EntryAssumptions:
    """Ranges of what the published figures leave open.

    cessation_rate, cessation_rate_margin : share of GPs aged 60+ who stop each year, ± margin
    fill_low, fill_high : share of the posts offered that are filled
    years : length of the net-change period
    """

    cessation_rate: float
    cessation_rate_margin: float
    fill_low: float
    fill_high: float
    years: int


@dataclass(frozen=True)
class ApparentRetention:
    """Entries per year and entries per 100 interns, with interval; NaN without interns."""

    entries_per_year: FloatArray
    per_100_interns: FloatArray
    low: FloatArray
    high: FloatArray


def apparent_retention(
    net_change: FloatArray,
    gps_60_plus: FloatArray,
    posts_per_year: FloatArray,
    assumptions: EntryAssumptions,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
) -> ApparentRetention:
    """GPs entering per year for 100 interns trained per year.

    ``entries = net_change / years + cessation_rate * gps_60_plus``, at least 0; the ratio
    divides it by ``posts_per_year``. The interval draws the cessation rate and the fill rate in
    their ranges, common to all territories, and the entries of the period in a Poisson law.

    Parameters
    ----------
    net_change : (n,) change of the number of GPs over the period
    gps_60_plus : (n,) liberal GPs aged 60 or more
    posts_per_year : (n,) intern posts offered per year

    Returns
    -------
    ApparentRetention of (n,) arrays
    """
    entries = _entries(net_change, gps_60_plus, assumptions.cessation_rate, assumptions.years)
    generator = np.random.default_rng(seed)
    margin = assumptions.cessation_rate_margin
    rates = assumptions.cessation_rate + generator.uniform(-margin, margin, size=(draws, 1))
    fill = generator.uniform(assumptions.fill_low, assumptions.fill_high, size=(draws, 1))
    expected = _entries(net_change, gps_60_plus, rates, assumptions.years)
    drawn = generator.poisson(expected * assumptions.years) / assumptions.years
    low, high = interval(_per_100(drawn, posts_per_year * fill))
    return ApparentRetention(
        entries_per_year=entries,
        per_100_interns=_per_100(entries, posts_per_year),
        low=np.minimum(low, _per_100(entries, posts_per_year)),
        high=np.maximum(high, _per_100(entries, posts_per_year)),
    )


def _entries(
    net_change: FloatArray, gps_60_plus: FloatArray, rate: float | FloatArray, years: int
) -> FloatArray:
    return np.maximum(net_change / years + rate * gps_60_plus, 0.0)


def _per_100(entries: FloatArray, interns: FloatArray) -> FloatArray:
    ratio = np.full(np.broadcast_shapes(entries.shape, interns.shape), np.nan)
    np.divide(100.0 * entries, interns, out=ratio, where=interns > 0)
    return ratio
