"""Crossing of two indicators: nine classes, and four quadrants with their probability.

Both are anchored at a reference and not at the quantiles of the values: a tercile would call
« shortage » a territory that has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from models.comparison.readable import nice
from models.msu.decision import DECIDED
from models.territories.apportionment import FloatArray, IntArray
from models.uncertainty import INTERVAL_LEVEL

CLASSES = 3
MISSING = -1
# Share of the territories that the middle class holds, about.
NEAR_SHARE = 1 / 3
# Tukey's outer fences: a value further than this many interquartile ranges from the quartiles is
# drawn at the edge.
FENCE = 3.0
MARGIN = 0.04


@dataclass(frozen=True)
class Axis:
    """Three classes of one indicator: under, near and over a reference, in its own unit.

    ``more_is_better`` says which side of the reference is favourable. A reference that is itself
    estimated has an interval, ``reference_low`` to ``reference_high``.
    """

    reference: float
    band: float
    more_is_better: bool
    reference_low: float | None = None
    reference_high: float | None = None

    @property
    def limits(self) -> tuple[float, float]:
        """Limits of the middle class, without the noise of binary fractions."""
        return round(self.reference - self.band, 9), round(self.reference + self.band, 9)


@dataclass(frozen=True)
class Measured:
    """Values of one indicator with their interval, (n,) each, NaN when missing.

    Of a value without interval, ``is_exact`` says whether it counts as its own interval (it was
    observed) or cannot tell anything for sure (an estimate). ``p_unfavourable`` is the
    probability of the unfavourable side where a law gives it, NaN elsewhere; it goes before the
    interval.
    """

    value: FloatArray
    low: FloatArray
    high: FloatArray
    is_exact: NDArray[np.bool_]
    p_unfavourable: FloatArray | None = None


@dataclass(frozen=True)
class Quadrants:
    """Quadrant of each territory, (n,): 2 * (favourable upwards) + (favourable across).

    0 unfavourable on both axes, 1 favourable across only, 2 favourable upwards only, 3 both;
    ``MISSING`` without both values. ``is_decided`` when each axis has at least ``DECIDED`` chances
    of being on its side; ``p_wrong`` are the chances that the quadrant is another one, the two
    axes being taken as independent; NaN when missing.
    """

    quadrant: IntArray
    is_decided: NDArray[np.bool_]
    p_wrong: FloatArray

    @property
    def expected_errors(self) -> float:
        """How many of the decided ones are expected to be in the wrong quadrant."""
        return float(self.p_wrong[self.is_decided].sum())


def near_band(spread: Sequence[float], reference: float) -> float:
    """Half-width of the middle class: a readable number near the first tercile of the distances.

    Parameters
    ----------
    spread : values that lock the class, all years of a level for instance, in any number
    reference : value the class is centred on, in the same unit

    Returns
    -------
    positive number; when a third of the values or more lie on the reference, that of the others,
    and 1 when all of them do
    """
    distances = np.abs(np.asarray(spread, dtype=float) - reference)
    away = distances[distances > 0]
    if not len(away):
        return 1.0
    band = nice(float(np.quantile(distances, NEAR_SHARE)))
    return band or nice(float(np.quantile(away, NEAR_SHARE)))


def classes(values: FloatArray, axis: Axis) -> IntArray:
    """Class of each value: 0 under, 1 near, 2 over; a value on a limit is of the class above.

    Parameters
    ----------
    values : (n,), NaN when missing

    Returns
    -------
    (n,), ``MISSING`` where the value is
    """
    found = np.searchsorted(axis.limits, values, side="right")
    return np.where(np.isnan(values), MISSING, found)


def cross(across: FloatArray, upwards: FloatArray, x: Axis, y: Axis) -> IntArray:
    """Class of each pair: 3 * (class upwards) + (class across), from 0 to 8.

    Parameters
    ----------
    across, upwards : (n,) values of the two indicators, NaN when missing

    Returns
    -------
    (n,), ``MISSING`` when either value is
    """
    column, row = classes(across, x), classes(upwards, y)
    missing = (column == MISSING) | (row == MISSING)
    return np.where(missing, MISSING, CLASSES * row + column)


def quadrants(across: Measured, upwards: Measured, x: Axis, y: Axis) -> Quadrants:
    """Quadrant of each pair and its chances; a value on a reference is favourable."""
    column, p_column = _sides(across, x)
    row, p_row = _sides(upwards, y)
    known = ~(np.isnan(across.value) | np.isnan(upwards.value))
    return Quadrants(
        quadrant=np.where(known, 2 * row + column, MISSING),
        is_decided=known & (p_column >= DECIDED) & (p_row >= DECIDED),
        p_wrong=np.where(known, 1 - p_column * p_row, np.nan),
    )


def _sides(measured: Measured, axis: Axis) -> tuple[NDArray[np.bool_], FloatArray]:
    """Whether each value is on the favourable side, and the probability of the side it is on."""
    sign = 1 if axis.more_is_better else -1
    favourable = sign * (measured.value - axis.reference) >= 0
    chances = _chances(measured, axis)
    if measured.p_unfavourable is None:
        return favourable, chances
    law = measured.p_unfavourable
    told = ~np.isnan(law)
    return (
        np.where(told, law < 0.5, favourable),
        np.where(told, np.maximum(law, 1 - law), chances),
    )


def _chances(measured: Measured, axis: Axis) -> FloatArray:
    """Probability that a value is on its side of the reference, read from its interval.

    A normal law on the side of the reference: the bound there is as far as its level says. An
    observed value without interval is where it is; an estimate without one may be anywhere.
    """
    bottom = axis.reference if axis.reference_low is None else axis.reference_low
    top = axis.reference if axis.reference_high is None else axis.reference_high
    over = measured.value >= axis.reference
    away = np.maximum(np.where(over, measured.value - top, bottom - measured.value), 0.0)
    half = np.where(over, measured.value - measured.low, measured.high - measured.value)
    spread = np.maximum(half, 1e-12) / norm.ppf((1 + INTERVAL_LEVEL) / 2)
    bare = np.isnan(measured.low) | np.isnan(measured.high)
    return np.where(bare, np.where(measured.is_exact, 1.0, 0.5), norm.cdf(away / spread))


def frame(values: Sequence[float], axis: Axis) -> tuple[float, float]:
    """Ends of an axis: the values without the extreme ones, and a part of each of the classes.

    One extreme territory would crush all the others: a value beyond Tukey's outer fences is left
    out of the frame, at the edge of which it is drawn.

    Parameters
    ----------
    values : any number of finite values

    Returns
    -------
    (low, high), low < high; never under 0 when no value is
    """
    low, high = (limit + sign * axis.band for limit, sign in zip(axis.limits, (-1, 1), strict=True))
    if len(values):
        found = np.asarray(values, dtype=float)
        first, third = np.quantile(found, [0.25, 0.75])
        reach = FENCE * (third - first)
        inside = found[(found >= first - reach) & (found <= third + reach)]
        margin = MARGIN * float(inside.max() - inside.min())
        low, high = min(low, float(inside.min()) - margin), max(high, float(inside.max()) + margin)
        if found.min() >= 0 and axis.limits[0] > 0:
            low = max(low, 0.0)
    return low, high
