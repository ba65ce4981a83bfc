"""GPs who enter and leave a territory, deduced from the net change of their number.

``flux-v1``: entries and exits of a period. Entries count every doctor, wherever trained: divided
by interns, they would not be a retention rate (decision 006).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.territories.apportionment import FloatArray
from models.uncertainty import interval

METHOD_ID = "flux-v1"
DRAWS = 4000
SEED = 20_181_232


@dataclass(frozen=True)
class EntryAssumptions:
    """Ranges of what the published figures leave open.

    cessation_rate, cessation_rate_margin : share of GPs aged 60+ who stop each year, ± margin
    years : length of the net-change period
    """

    cessation_rate: float
    cessation_rate_margin: float
    years: int


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
    drawn = _entries_per_year(net_change, gps_60_plus, assumptions, draws, seed)
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


def _entries_per_year(
    net_change: FloatArray,
    gps_60_plus: FloatArray,
    assumptions: EntryAssumptions,
    draws: int,
    seed: int,
) -> FloatArray:
    """Draws of the entries per year, (draws, n)."""
    generator = np.random.default_rng(seed)
    margin = assumptions.cessation_rate_margin
    rates = assumptions.cessation_rate + generator.uniform(-margin, margin, size=(draws, 1))
    expected = np.maximum(net_change + assumptions.years * rates * gps_60_plus, 0.0)
    return generator.poisson(expected) / assumptions.years
