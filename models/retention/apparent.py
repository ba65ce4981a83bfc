"""GPs who enter and leave a territory, deduced from the net change of their number.

``flux-v1``: entries and exits of a period. ``fid-v1``: fidélisation apparente, the proxy shown
until real cohorts are known: GPs entering per year, per 100 interns trained in the territory. It
counts every entry, wherever the doctor was trained: it can exceed 100 and is never called a
retention rate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.territories.apportionment import FloatArray
from models.uncertainty import interval

METHOD_ID = "fid-v1"
FLOW_METHOD_ID = "flux-v1"
# The posts of these cohorts stand for the interns trained in a year.
FIRST_COHORT, LATEST_COHORT = 2020, 2022
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
    """Entries per year and entries per 100 interns, with intervals; NaN without interns."""

    entries_per_year: FloatArray
    entries_low: FloatArray
    entries_high: FloatArray
    per_100_interns: FloatArray
    low: FloatArray
    high: FloatArray


@dataclass(frozen=True)
class Flows:
    """Entries and exits of the whole period, with intervals, in GPs.

    ``entries - exits`` is the net change, and so are their low bounds and their high bounds.
    NaN where the loss is larger than the exits that the cessation rate explains.
    """

    entries: FloatArray
    entries_low: FloatArray
    entries_high: FloatArray
    exits: FloatArray
    exits_low: FloatArray
    exits_high: FloatArray


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

    The ratio divides the entries (see :func:`flows`), at least 0, by ``posts_per_year``. Its
    interval also draws the fill rate of the posts in its range.

    Parameters
    ----------
    net_change : (n,) change of the number of GPs over the period
    gps_60_plus : (n,) liberal GPs aged 60 or more
    posts_per_year : (n,) intern posts offered per year

    Returns
    -------
    ApparentRetention of (n,) arrays
    """
    entries, drawn, fill = _entries(net_change, gps_60_plus, assumptions, draws, seed)
    low, high = interval(_per_100(drawn, posts_per_year * fill))
    entries_low, entries_high = interval(drawn)
    return ApparentRetention(
        entries_per_year=entries,
        entries_low=np.minimum(entries_low, entries),
        entries_high=np.maximum(entries_high, entries),
        per_100_interns=_per_100(entries, posts_per_year),
        low=np.minimum(low, _per_100(entries, posts_per_year)),
        high=np.maximum(high, _per_100(entries, posts_per_year)),
    )


def flows(
    net_change: FloatArray,
    gps_60_plus: FloatArray,
    assumptions: EntryAssumptions,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Flows:
    """Entries and exits of the period, from the net change that was observed.

    ``exits = years * cessation_rate * gps_60_plus`` and ``entries = net_change + exits``. The
    interval draws the cessation rate in its range, common to all territories, and the entries of
    the period in a Poisson law; neither entries nor exits go under 0.

    Parameters
    ----------
    net_change : (n,) change of the number of GPs over the period
    gps_60_plus : (n,) liberal GPs aged 60 or more

    Returns
    -------
    Flows of (n,) arrays
    """
    years = assumptions.years
    exits = years * assumptions.cessation_rate * gps_60_plus
    entries = net_change + exits
    _, drawn, _ = _entries(net_change, gps_60_plus, assumptions, draws, seed)
    floor = np.maximum(net_change, 0.0)
    low, high = (np.maximum(bound * years, floor) for bound in interval(drawn))
    low, high = np.minimum(low, entries), np.maximum(high, entries)
    unknown = np.where(entries < 0, np.nan, 0.0)
    return Flows(
        entries=entries + unknown,
        entries_low=low + unknown,
        entries_high=high + unknown,
        exits=exits + unknown,
        exits_low=low - net_change + unknown,
        exits_high=high - net_change + unknown,
    )


def _entries(
    net_change: FloatArray,
    gps_60_plus: FloatArray,
    assumptions: EntryAssumptions,
    draws: int,
    seed: int,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Entries per year (n,), their draws (draws, n) and the fill rates drawn with them."""

    def expected(rate: float | FloatArray) -> FloatArray:
        return np.maximum(net_change / assumptions.years + rate * gps_60_plus, 0.0)

    generator = np.random.default_rng(seed)
    margin = assumptions.cessation_rate_margin
    rates = assumptions.cessation_rate + generator.uniform(-margin, margin, size=(draws, 1))
    fill = generator.uniform(assumptions.fill_low, assumptions.fill_high, size=(draws, 1))
    drawn = generator.poisson(expected(rates) * assumptions.years) / assumptions.years
    return expected(assumptions.cessation_rate), drawn, fill


def _per_100(entries: FloatArray, interns: FloatArray) -> FloatArray:
    ratio = np.full(np.broadcast_shapes(entries.shape, interns.shape), np.nan)
    np.divide(100.0 * entries, interns, out=ratio, where=interns > 0)
    return ratio
