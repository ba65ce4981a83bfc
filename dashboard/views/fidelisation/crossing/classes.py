"""Shortage crossed with retention: from two indicators to classes and groups. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from dashboard.core.catalog import Indicator
from dashboard.core.values import LevelValues, Measure, among
from models.retention import crossing as model
from models.retention.crossing import Axis, Measured, Quadrants

# Statuses of a value that counts as its own interval: it was counted, not computed.
EXACT = {"observed", "imported", "demo"}


@dataclass(frozen=True, kw_only=True)
class AxisReference(Measure):
    """Value that an indicator compares with; an estimated one has an interval."""

    value: float
    label_fr: str


@dataclass(frozen=True)
class CrossingSide:
    """One indicator of the crossing: its values at a level, and the reference they compare with.

    ``spread`` are the values that lock the classes, unless ``band`` does; ``ends`` are those of the
    axis where its values have bounds of their own. Values, intervals and
    reference are rounded to the decimals published, so that anyone finds the same groups from the
    page. ``p_unfavourable`` are the chances of the unfavourable side, where a law gives them.
    """

    indicator: Indicator
    values: LevelValues
    reference: AxisReference
    spread: tuple[float, ...]
    subtitle_fr: str
    p_unfavourable: tuple[float | None, ...] = ()
    band: float | None = None
    ends: tuple[float, float] | None = None

    @property
    def axis(self) -> Axis:
        """Reference and middle class."""
        return Axis(
            reference=self.reference.value,
            band=self.band or model.near_band(self.spread, self.reference.value),
            more_is_better=self.indicator.direction != "down",
            reference_low=self.reference.low,
            reference_high=self.reference.high,
        )

    @property
    def frame(self) -> tuple[float, float]:
        """Ends of the axis of the scatter plot."""
        if self.ends is not None:
            return self.ends
        return model.frame([value for value in self.values.values if value is not None], self.axis)

    @property
    def measured(self) -> Measured:
        """Values as the model reads them."""
        return Measured(
            value=_floats(self.values.values),
            low=_floats(self.values.low),
            high=_floats(self.values.high),
            is_exact=np.array([status in EXACT for status in self.values.status]),
            p_unfavourable=_floats(self.p_unfavourable) if self.p_unfavourable else None,
        )


@dataclass(frozen=True)
class Crossing:
    """Two indicators crossed at one level, aligned with the ids of their values."""

    across: CrossingSide
    upwards: CrossingSide
    classes: tuple[int, ...]
    quadrants: Quadrants

    @property
    def ids(self) -> tuple[str, ...]:
        """Territories of the level."""
        return self.across.values.ids

    def members(self, quadrant: int) -> tuple[int, ...]:
        """Ranks of the territories decided in a quadrant: the members of its group."""
        inside = self.quadrants.quadrant == quadrant
        return tuple(np.flatnonzero(inside & self.quadrants.is_decided).tolist())

    @property
    def undecided(self) -> tuple[int, ...]:
        """Ranks of the territories that have both values and no group."""
        known = self.quadrants.quadrant != model.MISSING
        return tuple(np.flatnonzero(known & ~self.quadrants.is_decided).tolist())

    @property
    def classed_n(self) -> int:
        """Number of territories that have both values."""
        return int((self.quadrants.quadrant != model.MISSING).sum())

    @property
    def is_counted(self) -> bool:
        """Whether no interval and no estimate is behind any quadrant."""
        sides = (self.across.measured, self.upwards.measured)
        is_classed = self.quadrants.quadrant != model.MISSING
        return all(
            bool((side.is_exact & np.isnan(side.low) & np.isnan(side.high))[is_classed].all())
            for side in sides
        )

    @property
    def decided_n(self) -> int:
        """Number of territories that have a group."""
        return int(self.quadrants.is_decided.sum())


def side_of(
    indicator: Indicator,
    values: LevelValues,
    reference: AxisReference,
    spread: Sequence[float],
    subtitle_fr: str,
) -> CrossingSide:
    """One side of a crossing, rounded to the decimals of its indicator."""
    decimals = indicator.decimals
    return CrossingSide(
        indicator=indicator,
        values=replace(
            values,
            values=_rounded(values.values, decimals),
            low=_rounded(values.low, decimals),
            high=_rounded(values.high, decimals),
        ),
        reference=replace(
            reference,
            value=round(reference.value, decimals),
            low=_round(reference.low, decimals),
            high=_round(reference.high, decimals),
        ),
        spread=tuple(spread),
        subtitle_fr=subtitle_fr,
    )


def cross_sides(across: CrossingSide, upwards: CrossingSide) -> Crossing:
    """Cross two indicators of the same level."""
    x, y = across.axis, upwards.axis
    across_values, upwards_values = across.measured, upwards.measured
    return Crossing(
        across=across,
        upwards=upwards,
        classes=tuple(model.cross(across_values.value, upwards_values.value, x, y).tolist()),
        quadrants=model.quadrants(across_values, upwards_values, x, y),
    )


def among_ids(crossing: Crossing, ids: Sequence[str]) -> Crossing:
    """The same crossing, for some territories of its level: its references do not change."""
    return cross_sides(_side_among(crossing.across, ids), _side_among(crossing.upwards, ids))


def _side_among(side: CrossingSide, ids: Sequence[str]) -> CrossingSide:
    places = [side.values.ids.index(item) for item in ids]
    chances = side.p_unfavourable
    return replace(
        side,
        values=among(side.values, ids),
        p_unfavourable=tuple(chances[place] for place in places) if chances else (),
    )


def _floats(values: Sequence[float | None]) -> np.ndarray:
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def _rounded(values: Sequence[float | None], decimals: int) -> tuple[float | None, ...]:
    return tuple(_round(value, decimals) for value in values)


def _round(value: float | None, decimals: int) -> float | None:
    return None if value is None else round(value, decimals)
