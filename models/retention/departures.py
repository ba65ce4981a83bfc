"""``departs-v1``: GPs expected to leave within a few years, from those aged 60 or more.

An order of magnitude: one national yearly rate, applied to the stock of one year.
"""

from __future__ import annotations

from dataclasses import dataclass

METHOD_ID = "departs-v1"


@dataclass(frozen=True)
class Departures:
    """Departures within ``years``, in GPs, and as shares of all GPs, in %; None when unknown."""

    years: int
    value: float
    low: float
    high: float
    share_pct: float | None
    share_low_pct: float | None
    share_high_pct: float | None


def departures(
    gps_60_plus: float | None, gps: float | None, rate: float, margin: float, years: int
) -> Departures | None:
    """Departures expected within a number of years; None when those aged 60 or more are unknown.

    Value: the yearly rate on a stock that each departure finds replaced by a GP turning 60,
    ``years * rate * gps_60_plus``. Low bound: only those already 60 leave, at the rate less its
    margin, ``gps_60_plus * (1 - (1 - rate + margin) ** years)``. High bound: the value at the
    rate plus its margin.

    Parameters
    ----------
    gps_60_plus, gps : liberal GPs aged 60 or more, liberal GPs of all ages, the same year
    rate, margin : share of those aged 60 or more who stop each year, ± margin, between 0 and 1
    years : horizon
    """
    if gps_60_plus is None:
        return None
    value = years * rate * gps_60_plus
    low = gps_60_plus * (1 - (1 - rate + margin) ** years)
    high = years * (rate + margin) * gps_60_plus
    share = tuple(100 * item / gps if gps else None for item in (value, low, high))
    return Departures(years, value, low, high, *share)
