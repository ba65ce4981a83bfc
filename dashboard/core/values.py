"""Values of territories, with their interval, status and source; ranks among them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Self, TypeVar

from dashboard.core.catalog import Level
from dashboard.core.formatting import number

Item = TypeVar("Item")
ESTIMATED = "estimated"
PER_TERRITORY = (
    "values",
    "low",
    "high",
    "status",
    "notes",
    "source_ids",
    "locators",
    "method_ids",
)
# How the note of a value begins when it must not be judged, as data/README.md says.
RESERVE = "Réserve : "


def rank_of(
    values: Sequence[float | None], index: int, *, ascending: bool
) -> tuple[int, int, int] | None:
    """Rank of one value among those published: (best, worst) place of its ties, and how many.

    Returns None when the value itself is missing.
    """
    value = values[index]
    if value is None:
        return None
    known = [item for item in values if item is not None]
    before = sum(item < value if ascending else item > value for item in known)
    equal = sum(item == value for item in known)
    return before + 1, before + equal, len(known)


def rank_in_words(values: Sequence[float | None], index: int, *, ascending: bool) -> str:
    """Rank as shown: « 12 / 101 », « 12 à 14 ex æquo / 101 », empty when missing."""
    ranked = rank_of(values, index, ascending=ascending)
    if ranked is None:
        return ""
    best, worst, total = ranked
    place = number(best) if best == worst else f"{number(best)} à {number(worst)} ex æquo"
    return f"{place} / {number(total)}"


@dataclass(frozen=True)
class Measure:
    """A value with everything that must be said of it; ``value`` None is not published.

    ``period`` is written as in the warehouse: ``2024``, ``2022/2026``.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    status: str | None = None
    period: str = ""
    source_ids: tuple[str, ...] = ()
    locator: str = ""
    method_id: str | None = None
    note: str = ""

    @property
    def is_estimate(self) -> bool:
        """Whether the value comes from a method, interval or not: it is then marked everywhere."""
        return self.value is not None and self.status == ESTIMATED

    @property
    def reserve(self) -> str:
        """What its source does not let one conclude: such a value is neither better nor worse.

        « écart probablement en partie administratif : 157 … »; empty without one.
        """
        return self.note.partition(RESERVE)[2]

    @property
    def short_reserve(self) -> str:
        """The reserve up to its reasons: « écart probablement en partie administratif »."""
        return self.reserve.partition(" :")[0].partition("\u00a0:")[0].strip()

    @property
    def source_id(self) -> str:
        """First source; empty without one."""
        return self.source_ids[0] if self.source_ids else ""

    @property
    def ends(self) -> tuple[float | None, float | None, float | None]:
        """Value, low bound and high bound."""
        return self.value, self.low, self.high

    @property
    def parts(self) -> dict[str, Any]:
        """Fields of a measure by name: what a class that adds to it is built with."""
        return {item.name: getattr(self, item.name) for item in fields(Measure)}

    def with_note(self, note: str) -> Self:
        """The same value, with a note before its own."""
        return replace(self, note=" ; ".join(text for text in (note, self.note) if text))


@dataclass(frozen=True, kw_only=True)
class Value(Measure):
    """A published value; ``holder_fr`` says whose, when it is that of a larger territory."""

    value: float
    # A field of its own, or the default of a measure would stand for a status left out.
    status: str = field()
    holder_fr: str = ""


@dataclass(frozen=True)
class LevelValues:
    """One indicator for every territory of one level, aligned with the ids of the level.

    ``period`` is what the title says; a None value is not published. ``source_ids`` and
    ``notes`` are per territory. ``holders`` names, by territory, the larger one whose value it
    shows for want of its own. ``periods`` are per territory, where some values are older than
    ``period``; empty when all are of it.
    """

    indicator_id: str
    level: Level
    period: str
    ids: tuple[str, ...]
    values: tuple[float | None, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    status: tuple[str | None, ...]
    notes: tuple[str | None, ...]
    source_ids: tuple[str | None, ...]
    locators: tuple[str | None, ...]
    method_ids: tuple[str | None, ...]
    holders: Mapping[str, str] = field(default_factory=dict)
    periods: tuple[str, ...] = ()

    @property
    def method_id(self) -> str | None:
        """Method of the values that are computed; None when all are published."""
        return next((method_id for method_id in self.method_ids if method_id), None)

    def measure(self, index: int) -> Measure:
        """Value of the territory at one place of ``ids``."""
        source_id = self.source_ids[index]
        return Measure(
            self.values[index],
            self.low[index],
            self.high[index],
            self.status[index],
            self.period_of(index),
            (source_id,) if source_id else (),
            self.locators[index] or "",
            self.method_ids[index],
            self.notes[index] or "",
        )

    def period_of(self, index: int) -> str:
        """Period of the value at one place of ``ids``."""
        return (self.periods[index] if self.periods else "") or self.period

    def only_of(self, period: str) -> LevelValues:
        """The same values without those of another period."""
        if not self.periods:
            return self
        hidden: Any = {
            name: tuple(
                item if self.period_of(index) == period else None
                for index, item in enumerate(getattr(self, name))
            )
            for name in PER_TERRITORY
        }
        return replace(self, period=period, periods=(), **hidden)

    def measure_of(self, territory_id: str) -> Measure:
        """Value of one territory of the level."""
        return self.measure(self.ids.index(territory_id))


def among(values: LevelValues, ids: Sequence[str]) -> LevelValues:
    """Values of some territories of the level, in the order given."""
    places = [values.ids.index(item) for item in ids]
    return replace(
        values,
        ids=_picked(values.ids, places),
        values=_picked(values.values, places),
        low=_picked(values.low, places),
        high=_picked(values.high, places),
        status=_picked(values.status, places),
        notes=_picked(values.notes, places),
        source_ids=_picked(values.source_ids, places),
        locators=_picked(values.locators, places),
        method_ids=_picked(values.method_ids, places),
        periods=_picked(values.periods, places) if values.periods else (),
    )


@dataclass(frozen=True, kw_only=True)
class SeriesPoint(Value):
    """A dated value of a national series, and the confidence its source deserves."""

    confidence: str


def _picked(items: Sequence[Item], places: Sequence[int]) -> tuple[Item, ...]:
    return tuple(items[place] for place in places)
