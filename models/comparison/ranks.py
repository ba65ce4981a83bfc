"""The ranks a territory may have, when values come with intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

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
