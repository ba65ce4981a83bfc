"""One indicator for the territories compared, with the verdict of each value."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.core.catalog import STATUS_LABELS, Indicator
from dashboard.core.values import LevelValues
from models.comparison.spine import Bounds, Direction, Verdict, against, bounds_of, is_better

ESTIMATED = "estimated"
# The mark gives the place of a value beside the reference, the word gives the judgement.
MARKS: dict[Verdict, str] = {"over": "▲", "under": "▼", "undetermined": "≈"}
PLACES: dict[Verdict, str] = {
    "over": "au-dessus",
    "under": "au-dessous",
    "undetermined": "indéterminé",
}
DIRECTIONS: dict[str, str] = {
    "up": "plus, c’est mieux",
    "down": "moins, c’est mieux",
    "none": "sans jugement",
}


@dataclass(frozen=True)
class Reference:
    """What one indicator is compared to; ``low`` and ``high`` when it is estimated."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    status: str = "observed"
    source_id: str | None = None


@dataclass(frozen=True)
class ComparedValue:
    """One value beside its reference; ``verdict`` is None when either is unknown."""

    territory_id: str
    value: float | None
    low: float | None
    high: float | None
    status: str | None
    verdict: Verdict | None
    better: bool | None

    @property
    def is_estimate(self) -> bool:
        """Whether the value comes from a method, interval or not."""
        return self.status == ESTIMATED

    @property
    def place(self) -> str:
        """« au-dessus », « indéterminé », or empty without a verdict."""
        return PLACES[self.verdict] if self.verdict else ""

    @property
    def judgement(self) -> str:
        """« mieux », « moins bien », or empty without a judgement."""
        return "" if self.better is None else ("mieux" if self.better else "moins bien")

    @property
    def words(self) -> str:
        """« au-dessus, mieux », « indéterminé », or empty without a verdict."""
        return ", ".join(text for text in (self.place, self.judgement) if text)

    @property
    def mark(self) -> str:
        """« est. », « importé », « fictif », and nothing for what is observed."""
        if self.value is None or self.status in (None, "observed"):
            return ""
        return "est." if self.is_estimate else STATUS_LABELS[str(self.status)]

    @property
    def tone(self) -> str:
        """Meaning of the colour of the value: better, worse, apart, unsure, or nothing."""
        if self.verdict is None:
            return ""
        if self.verdict == "undetermined":
            return "unsure"
        return "apart" if self.better is None else ("better" if self.better else "worse")


@dataclass(frozen=True)
class Column:
    """One indicator for the territories compared, and what it is compared to.

    ``level_values`` are those of the whole level, ``values`` those of the territories compared.
    """

    indicator: Indicator
    level_values: LevelValues
    reference: Reference | None
    values: tuple[ComparedValue, ...]

    def count(self, verdict: Verdict) -> int:
        """How many territories have a verdict."""
        return sum(value.verdict == verdict for value in self.values)

    def value_of(self, territory_id: str) -> ComparedValue:
        """Value of one of the territories compared."""
        return next(value for value in self.values if value.territory_id == territory_id)

    def is_inherited(self, territory_id: str) -> bool:
        """Whether a territory shows the value of its subdivision for want of its own."""
        return territory_id in self.level_values.holders

    @property
    def value_count(self) -> int:
        """How many territories have a value."""
        return sum(value.value is not None for value in self.values)

    @property
    def bounds(self) -> tuple[Bounds | None, ...]:
        """Bounds of each value, as printed: noise must not separate equal sums."""
        return tuple(
            printed_bounds(
                value.value,
                value.low,
                value.high,
                is_estimate=value.is_estimate,
                decimals=self.indicator.decimals,
            )
            for value in self.values
        )


def printed_bounds(
    value: float | None,
    low: float | None,
    high: float | None,
    *,
    is_estimate: bool,
    decimals: int,
) -> Bounds | None:
    """Bounds of a value, at the precision it is shown with."""
    bounds = bounds_of(value, low, high, is_estimate=is_estimate)
    return None if bounds is None else rounded(bounds, decimals)


def rounded(bounds: Bounds, decimals: int) -> Bounds:
    """Both bounds at the precision shown."""
    return round(bounds[0], decimals), round(bounds[1], decimals)


def verdict_of(bounds: Bounds | None, reference: Reference | None, decimals: int) -> Verdict | None:
    """Place of a value beside a reference, as their printed figures allow to say.

    A reference that is an estimate has an interval too: only intervals that do not meet differ.
    An estimate without interval is undetermined.
    """
    if bounds is None or reference is None:
        return None
    around = bounds_of(
        reference.value,
        reference.low,
        reference.high,
        is_estimate=reference.status == ESTIMATED,
    )
    low, high = rounded(bounds, decimals)
    lowest, highest = rounded(around or bounds, decimals)
    middle = low if math.isfinite(low) else highest
    if against(middle, low, high, highest) == "over":
        return "over"
    return "under" if against(middle, low, high, lowest) == "under" else "undetermined"


def column_of(
    indicator: Indicator,
    level_values: LevelValues,
    reference: Reference | None,
    ids: Sequence[str],
) -> Column:
    """Values of some territories of a level beside one reference, in the order given."""
    place = {territory_id: index for index, territory_id in enumerate(level_values.ids)}
    values = tuple(_value(indicator, level_values, reference, place[item]) for item in ids)
    return Column(indicator, level_values, reference, values)


def _value(
    indicator: Indicator, values: LevelValues, reference: Reference | None, index: int
) -> ComparedValue:
    value, low, high = values.values[index], values.low[index], values.high[index]
    status = values.status[index]
    bounds = bounds_of(value, low, high, is_estimate=status == ESTIMATED)
    verdict = verdict_of(bounds, reference, indicator.decimals)
    direction: Direction = indicator.direction  # type: ignore[assignment]
    return ComparedValue(
        territory_id=values.ids[index],
        value=value,
        low=low,
        high=high,
        status=status,
        verdict=verdict,
        better=is_better(verdict, direction),
    )
