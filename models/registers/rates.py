"""Indicators of a register: both sides, and the interval of a share of its lines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.registers.register import RegisterIndicator
from models.uncertainty import wilson


@dataclass(frozen=True)
class Rate:
    """An indicator: a count alone, or what it is out of and its value in its unit.

    ``value`` is None when the denominator is 0; the Wilson interval is that of a share of lines.
    """

    numerator: float
    denominator: float | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None


def indicator_rate(
    indicator: RegisterIndicator, numerator: float, denominator: float | None
) -> Rate:
    """Value of an indicator from its two counts, with a Wilson interval when it is a share.

    Sums of a field, and numerators above their denominator, have a value but no interval.
    """
    if denominator is None or indicator.denominator is None:
        return Rate(numerator)
    if denominator <= 0:
        return Rate(numerator, denominator)
    is_share = indicator.unit_fr == "%"
    value = (100.0 if is_share else 1.0) * numerator / denominator
    counted = not indicator.numerator.sums and not indicator.denominator.sums
    if not (is_share and counted and numerator <= denominator):
        return Rate(numerator, denominator, value)
    _, low, high = wilson(np.array([numerator]), np.array([denominator]))
    return Rate(numerator, denominator, value, float(low[0]), float(high[0]))
