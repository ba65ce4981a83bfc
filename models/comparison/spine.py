"""A value beside a reference, and its place among others: no more than intervals allow."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

Verdict = Literal["over", "under", "undetermined"]
Direction = Literal["up", "down", "none"]


def against(
    value: float | None,
    low: float | None,
    high: float | None,
    reference: float | None,
    reference_low: float | None = None,
    reference_high: float | None = None,
) -> Verdict | None:
    """Whether a value is over or under a reference; undetermined when their intervals meet.

    What has no interval is its own: a count that equals the reference is neither over nor
    under. None when the value or the reference is unknown.
    """
    if value is None or reference is None or math.isnan(value) or math.isnan(reference):
        return None
    lowest = value if low is None else low
    highest = value if high is None else high
    if lowest > (reference if reference_high is None else reference_high):
        return "over"
    under = highest < (reference if reference_low is None else reference_low)
    return "under" if under else "undetermined"


def is_better(verdict: Verdict | None, direction: Direction) -> bool | None:
    """Whether a verdict is good news; None when it says nothing, or no direction is good."""
    if verdict not in ("over", "under") or direction == "none":
        return None
    return (verdict == "over") == (direction == "up")


@dataclass(frozen=True)
class Spine:
    """Where a territory stands: worst to best, the middle half, the nation at the centre.

    Bounds are values in the unit of the indicator; ``position`` turns one into a place on the
    line, from -1 (worst side) to 1 (best side), 0 being the nation.
    """

    worst: float
    best: float
    middle_low: float
    middle_high: float
    nation: float
    direction: Direction

    def position(self, value: float) -> float:
        """Place of a value, better to the right; lower to the left when no direction is good.

        The same scale on both sides, so that two distances to the nation can be compared.
        """
        reach = max(abs(self.best - self.nation), abs(self.worst - self.nation))
        if reach == 0:
            return 0.0
        sign = -1.0 if self.direction == "down" else 1.0
        return float(np.clip(sign * (value - self.nation) / reach, -1.0, 1.0))


def spine_of(
    values: Sequence[float | None], nation: float | None, direction: Direction
) -> Spine | None:
    """Spine of an indicator over the territories of a level.

    Parameters
    ----------
    values : of every territory of the level, None when missing
    nation : national value, in the same unit
    direction : which way is better

    Returns
    -------
    Spine, the middle half lying between the quartiles (linear interpolation); None when fewer
    than four territories or no nation are known: there is then no middle half to show
    """
    known = np.array([value for value in values if value is not None and not math.isnan(value)])
    if nation is None or math.isnan(nation) or len(known) < 4:
        return None
    low, high = float(known.min()), float(known.max())
    first, third = (float(item) for item in np.quantile(known, [0.25, 0.75]))
    worst, best = (high, low) if direction == "down" else (low, high)
    return Spine(worst, best, first, third, float(nation), direction)


Bounds = tuple[float, float]


@dataclass(frozen=True)
class RankRange:
    """Best and worst rank a value may have among ``total``, 1 being the first."""

    best: int
    worst: int
    total: int


def rank_ranges(
    bounds: Sequence[Bounds | None], *, ascending: bool = False
) -> tuple[RankRange | None, ...]:
    """Ranks that intervals allow: those surely before count before, those surely after, after.

    Parameters
    ----------
    bounds : (low, high) of each value, equal for a value known exactly, infinite for an estimate
        without interval; None when the value is missing
    ascending : whether the lowest value is the first

    Returns
    -------
    One range per value, None when it is missing. Equal exact values share their ranks.
    """
    known = [item for item in bounds if item is not None]
    return tuple(None if item is None else _range(item, known, ascending) for item in bounds)


def _range(own: Bounds, known: Sequence[Bounds], ascending: bool) -> RankRange:
    above = sum(low > own[1] for low, _ in known)
    below = sum(high < own[0] for _, high in known)
    before, after = (below, above) if ascending else (above, below)
    return RankRange(before + 1, len(known) - after, len(known))


def bounds_of(
    value: float | None, low: float | None, high: float | None, *, is_estimate: bool
) -> Bounds | None:
    """Bounds a value is known within: its interval, itself, or anything for a bare estimate."""
    if value is None or math.isnan(value):
        return None
    if low is None or high is None:
        return (-math.inf, math.inf) if is_estimate else (value, value)
    return low, high
