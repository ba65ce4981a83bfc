"""One indicator for the territories compared, with the verdict of each value."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.core.catalog import STATUS_LABELS, Indicator
from dashboard.core.values import LevelValues, Measure
from dashboard.themes.situation import BELOW, Situation, Situations
from models.comparison.spine import Bounds, Direction, Verdict, against, bounds_of, is_better

# The mark gives the place of a value beside the reference, the word gives the judgement.
MARKS: dict[Verdict, str] = {"over": "▲", "under": "▼", "undetermined": "≈"}
PLACES: dict[Verdict, str] = {
    "over": "au-dessus",
    "under": "au-dessous",
    "undetermined": "non départagé",
}


@dataclass(frozen=True, kw_only=True)
class Reference(Measure):
    """What one indicator is compared to; ``low`` and ``high`` when it is estimated."""

    value: float
    label: str


@dataclass(frozen=True, kw_only=True)
class ComparedValue(Measure):
    """One value beside its reference; ``verdict`` is None when either is unknown.

    ``situation`` is that of the territory; ``is_against_share`` when it makes the verdict.
    """

    territory_id: str
    verdict: Verdict | None
    better: bool | None
    situation: Situation | None = None
    is_against_share: bool = False

    @property
    def place(self) -> str:
        """« au-dessus », « non départagé », or empty; against a share, its situation."""
        if self.verdict is None:
            return ""
        if self.is_against_share and self.situation:
            return self.situation.words
        return PLACES[self.verdict]

    @property
    def judgement(self) -> str:
        """« mieux », « moins bien », or empty without a judgement."""
        return "" if self.better is None else ("mieux" if self.better else "moins bien")

    @property
    def words(self) -> str:
        """« au-dessus, mieux », « non départagé », or empty without a verdict."""
        return ", ".join(text for text in (self.place, self.judgement, self.short_reserve) if text)

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

    def holder_of(self, territory_id: str) -> str:
        """What holds a territory and has the value that it shows; empty when it has its own."""
        return self.level_values.holders.get(territory_id, "")

    @property
    def value_count(self) -> int:
        """How many territories have a value."""
        return sum(value.value is not None for value in self.values)

    @property
    def bounds(self) -> tuple[Bounds | None, ...]:
        """Bounds of each value, as printed: noise must not separate equal sums."""
        exact = (_bounds(value) for value in self.values)
        decimals = self.indicator.decimals
        return tuple(None if bounds is None else rounded(bounds, decimals) for bounds in exact)


@dataclass(frozen=True)
class Placed:
    """Where one territory is behind the reference, by observed indicators that are judged.

    ``behind`` are their ids, of ``judged_n``; ``further`` how many others are so for more.
    """

    behind: tuple[str, ...]
    judged_n: int
    further: int


def judged(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Observed indicators that have a good side: what may be counted for and against."""
    return tuple(
        item
        for item in columns
        if item.indicator.direction != "none"
        and any(value.better is not None for value in item.values)
        and not any(value.is_estimate for value in item.values)
    )


def behind(columns: Sequence[Column]) -> dict[str, tuple[str, ...]]:
    """Judged indicators for which each territory is worse than the reference."""
    some = judged(columns)
    ids = [value.territory_id for value in columns[0].values] if columns else []
    return {
        item: tuple(
            column.indicator.indicator_id
            for column in some
            if column.value_of(item).better is False
        )
        for item in ids
    }


def most_behind_first(columns: Sequence[Column], focus_id: str | None) -> tuple[int, ...]:
    """Ranks of the territories compared: the focus, then those behind for the most."""
    ids = list(behind(columns).items())
    order = sorted(range(len(ids)), key=lambda rank: (ids[rank][0] != focus_id, -len(ids[rank][1])))
    return tuple(order)


def placed_among(columns: Sequence[Column], territory_id: str) -> Placed:
    """Where a territory is behind the reference, and how many others are so for more."""
    by_id = behind(columns)
    own = by_id[territory_id]
    further = sum(len(item) > len(own) for item in by_id.values())
    return Placed(own, judged_n(columns, territory_id), further)


def judged_n(columns: Sequence[Column], territory_id: str) -> int:
    """For how many of the judged indicators one territory has a value that may be judged.

    One that its source warns about is not.
    """
    values = (item.value_of(territory_id) for item in judged(columns))
    return sum(item.better is not None or item.verdict == "undetermined" for item in values)


def _bounds(measure: Measure) -> Bounds | None:
    return bounds_of(*measure.ends, is_estimate=measure.is_estimate)


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
    around = _bounds(reference)
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
    situations: Situations | None = None,
    *,
    is_against_share: bool = False,
) -> Column:
    """Values of some territories of a level beside one reference, in the order given.

    ``situations`` are those of the level and year; they make the verdicts where the reference is
    the share of the target, so that no other word is said of it.
    """
    place = {territory_id: index for index, territory_id in enumerate(level_values.ids)}
    by_id = situations.by_id if situations else {}
    values = (_value(indicator, level_values, reference, place[item]) for item in ids)
    situated = [replace(item, situation=by_id.get(item.territory_id)) for item in values]
    if is_against_share:
        situated = [_against_share(item, indicator) for item in situated]
    return Column(indicator, level_values, reference, tuple(situated))


def _against_share(value: ComparedValue, indicator: Indicator) -> ComparedValue:
    """A value whose verdict is that of its situation: named on a side, or not told apart."""
    situation = value.situation
    if situation is None:
        return value
    verdict: Verdict = "undetermined"
    if situation.is_decided:
        verdict = "under" if situation.verdict_id in BELOW else "over"
    better = is_better(verdict, indicator.direction)  # type: ignore[arg-type]
    return replace(value, verdict=verdict, better=better, is_against_share=True)


def _value(
    indicator: Indicator, values: LevelValues, reference: Reference | None, index: int
) -> ComparedValue:
    measure = values.measure(index)
    verdict = verdict_of(_bounds(measure), reference, indicator.decimals)
    direction: Direction = indicator.direction  # type: ignore[assignment]
    # A value that its source warns about, or that a larger territory has, is placed, not judged.
    is_unjudged = measure.reserve or values.ids[index] in values.holders
    return ComparedValue(
        **measure.parts,
        territory_id=values.ids[index],
        verdict=verdict,
        better=None if is_unjudged else is_better(verdict, direction),
    )
