"""Imported installations and departures, year by year: what is known, withheld or absent. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.core.formatting import MISSING, number
from dashboard.queries.installations import Installations, Movement

ALL_AGES = "ensemble"
AGES: dict[str, str] = {
    "moins_40": "moins de 40 ans",
    "de_40_a_49": "40 à 49 ans",
    "de_50_a_59": "50 à 59 ans",
    "60_plus": "60 ans et plus",
}
UNTOLD_AGE = "âge masqué ou non précisé"
ENTRIES, EXITS = "entries_n", "exits_n"
LOCAL = "local_file"
WITHHELD = "masqué"


@dataclass(frozen=True)
class Side:
    """Entries or exits of one year; ``ages`` are the classes that are published."""

    total: int | None
    ages: tuple[tuple[str, int], ...]
    is_withheld: bool
    has_ages: bool

    @property
    def at_least(self) -> int | None:
        """What the published ages add up to, when the total is not published."""
        return sum(count for _, count in self.ages) if self.total is None and self.ages else None

    @property
    def untold(self) -> int:
        """Part of the total whose age is withheld or not in the file."""
        if self.total is None or not self.has_ages:
            return 0
        return self.total - sum(count for _, count in self.ages)

    @property
    def words(self) -> str:
        """« 16 », « au moins 12 », « masqué » or « n. d. »."""
        if self.total is not None:
            return number(self.total)
        if self.at_least is not None:
            return f"au moins {number(self.at_least)}"
        return WITHHELD if self.is_withheld else MISSING


@dataclass(frozen=True)
class LocalYear:
    """One year; ``net`` is known when both totals are. ``source_ids`` is empty for a gap."""

    year: int
    entries: Side
    exits: Side
    net: int | None
    source_ids: tuple[str, ...]
    status: str | None

    def side(self, measure: str) -> Side:
        """Entries or exits."""
        return self.entries if measure == ENTRIES else self.exits


@dataclass(frozen=True)
class Total:
    """Sum over the years that are known, and how many are withheld or absent."""

    count: int
    withheld: int
    absent: int

    @property
    def is_whole(self) -> bool:
        """Whether every year is known."""
        return not (self.withheld or self.absent)


def local_years(found: Installations) -> tuple[LocalYear, ...]:
    """Every year from the first to the last imported, the gaps included; empty without import."""
    rows = {(row.year, row.age_class): row for row in found.of_field(LOCAL)}
    years = {year for year, _ in rows} | {year for year, _, _ in found.withheld}
    if not years:
        return ()
    return tuple(_year(rows, found.withheld, year) for year in range(min(years), max(years) + 1))


def _year(
    rows: dict[tuple[int, str], Movement], withheld: frozenset[tuple[int, str, str]], year: int
) -> LocalYear:
    own = [row for (one, _), row in rows.items() if one == year]
    entries, exits = (_side(rows, withheld, year, measure) for measure in (ENTRIES, EXITS))
    whole = entries.total is not None and exits.total is not None
    return LocalYear(
        year=year,
        entries=entries,
        exits=exits,
        net=entries.total - exits.total if whole else None,  # type: ignore[operator]
        source_ids=tuple(dict.fromkeys(row.source_id for row in own)),
        status=own[0].status if own else None,
    )


def _side(
    rows: dict[tuple[int, str], Movement],
    withheld: frozenset[tuple[int, str, str]],
    year: int,
    measure: str,
) -> Side:
    found = {age: _count(rows.get((year, age)), measure) for age in (ALL_AGES, *AGES)}
    total = found.pop(ALL_AGES)
    ages = tuple((age, count) for age, count in found.items() if count is not None)
    hidden = {age for one, age, what in withheld if (one, what) == (year, measure)}
    is_withheld = ALL_AGES in hidden
    if total is None and not is_withheld and len(ages) == len(AGES):
        total = sum(count for _, count in ages)
    # Ages that exceed their total count something else than it does.
    if total is not None and sum(count for _, count in ages) > total:
        ages, hidden = (), set()
    return Side(total, ages, is_withheld, has_ages=bool(ages or hidden - {ALL_AGES}))


def _count(row: Movement | None, measure: str) -> int | None:
    value = None if row is None else getattr(row, measure)
    return None if value is None else int(value)


def total_of(years: Sequence[LocalYear], measure: str) -> Total:
    """Sum of the totals published; those withheld or absent are counted, not guessed."""
    sides = [year.side(measure) for year in years]
    missing = [side for side in sides if side.total is None]
    withheld = sum(side.is_withheld for side in missing)
    known = sum(side.total for side in sides if side.total is not None)
    return Total(known, withheld, len(missing) - withheld)


@dataclass(frozen=True)
class AgePart:
    """Part of an age class in the entries or exits of the years whose total is known."""

    label: str
    count: int
    share_pct: float | None
    is_at_least: bool


def age_structure(years: Sequence[LocalYear], measure: str) -> tuple[AgePart, ...]:
    """Ages over the years whose total is published and whose file tells ages; empty without any.

    A class withheld some year is only known to be at least what is published of it; what is
    withheld of all classes is the last part, exact.
    """
    sides = [year.side(measure) for year in years]
    sides = [side for side in sides if side.total is not None and side.has_ages]
    if not sides:
        return ()
    whole = sum(side.total or 0 for side in sides)
    if not any(side.ages for side in sides):
        return ()
    parts = []
    for age, label in AGES.items():
        counts = [dict(side.ages).get(age) for side in sides]
        count = sum(item for item in counts if item is not None)
        is_at_least = any(
            item is None and side.untold for item, side in zip(counts, sides, strict=True)
        )
        parts.append(AgePart(label, count, _share(count, whole), is_at_least))
    untold = sum(side.untold for side in sides)
    return (*parts, AgePart(UNTOLD_AGE, untold, _share(untold, whole), is_at_least=False))


def _share(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None
