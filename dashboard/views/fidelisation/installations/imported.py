"""Imported installations and departures by year: published, withheld or absent. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.core.formatting import MISSING, number
from dashboard.themes.installations import AGES, ALL_AGES, NO_AGE, Installations, Movement

ENTRIES, EXITS = "entries_n", "exits_n"
LOCAL = "local_file"
WITHHELD = "masqué"


@dataclass(frozen=True)
class YearCount:
    """Entries or exits of one year; ``ages`` are the classes that are published."""

    total: int | None
    ages: tuple[tuple[str, int], ...]
    is_withheld: bool
    has_ages: bool

    @property
    def at_least(self) -> int | None:
        """Sum of the published ages, when the total is not published."""
        return sum(count for _, count in self.ages) if self.total is None and self.ages else None

    @property
    def without_age(self) -> int:
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
    """One year; ``net`` needs both totals. ``source_ids`` is empty for a gap."""

    year: int
    entries: YearCount
    exits: YearCount
    net: int | None
    source_ids: tuple[str, ...]
    status: str | None

    def count(self, measure: str) -> YearCount:
        """Entries or exits."""
        return self.entries if measure == ENTRIES else self.exits


@dataclass(frozen=True)
class TotalOverYears:
    """Sum over the years published, and how many are withheld or absent."""

    count: int
    withheld: int
    absent: int

    @property
    def is_whole(self) -> bool:
        """Whether every year is published."""
        return not (self.withheld or self.absent)


def local_years(installations: Installations) -> tuple[LocalYear, ...]:
    """Every year from the first to the last imported, the gaps included; empty without import."""
    withheld = installations.withheld
    rows = {(row.year, row.age_class): row for row in installations.of_field(LOCAL)}
    years = {year for year, _ in rows} | {year for year, _, _ in withheld}
    if not years:
        return ()
    return tuple(_year(rows, withheld, year) for year in range(min(years), max(years) + 1))


def _year(
    rows: dict[tuple[int, str], Movement], withheld: frozenset[tuple[int, str, str]], year: int
) -> LocalYear:
    rows_of_year = [row for (row_year, _), row in rows.items() if row_year == year]
    entries, exits = (_year_count(rows, withheld, year, measure) for measure in (ENTRIES, EXITS))
    is_whole = entries.total is not None and exits.total is not None
    return LocalYear(
        year=year,
        entries=entries,
        exits=exits,
        net=entries.total - exits.total if is_whole else None,  # type: ignore[operator]
        source_ids=tuple(dict.fromkeys(row.source_id for row in rows_of_year)),
        status=rows_of_year[0].status if rows_of_year else None,
    )


def _year_count(
    rows: dict[tuple[int, str], Movement],
    withheld: frozenset[tuple[int, str, str]],
    year: int,
    measure: str,
) -> YearCount:
    counts = {age: _count(rows.get((year, age)), measure) for age in (ALL_AGES, *AGES)}
    total = counts.pop(ALL_AGES)
    ages = tuple((age, count) for age, count in counts.items() if count is not None)
    hidden = {age for cell_year, age, cell in withheld if (cell_year, cell) == (year, measure)}
    is_withheld = ALL_AGES in hidden
    if total is None and not is_withheld and len(ages) == len(AGES):
        total = sum(count for _, count in ages)
    # Ages that exceed their total count something else than it does.
    if total is not None and sum(count for _, count in ages) > total:
        ages, hidden = (), set()
    return YearCount(total, ages, is_withheld, has_ages=bool(ages or hidden - {ALL_AGES}))


def _count(row: Movement | None, measure: str) -> int | None:
    value = None if row is None else getattr(row, measure)
    return None if value is None else int(value)


def total_of(years: Sequence[LocalYear], measure: str) -> TotalOverYears:
    """Sum of the totals published; those withheld or absent are counted, not guessed."""
    counts = [year.count(measure) for year in years]
    missing = [count for count in counts if count.total is None]
    withheld = sum(count.is_withheld for count in missing)
    published = sum(count.total for count in counts if count.total is not None)
    return TotalOverYears(published, withheld, len(missing) - withheld)


@dataclass(frozen=True)
class AgePart:
    """Part of an age class in the entries or exits of the years whose total is published."""

    label: str
    count: int
    share_pct: float | None
    is_at_least: bool


def age_structure(years: Sequence[LocalYear], measure: str) -> tuple[AgePart, ...]:
    """Ages over the years whose total is published and whose file has ages; empty without any.

    A class withheld some year is at least what is published of it; what is withheld of all
    classes is the last part, exact.
    """
    counts = [year.count(measure) for year in years]
    counts = [count for count in counts if count.total is not None and count.has_ages]
    if not any(count.ages for count in counts):
        return ()
    whole = sum(count.total or 0 for count in counts)
    parts = []
    for age, label in AGES.items():
        of_age = [dict(count.ages).get(age) for count in counts]
        published = sum(item for item in of_age if item is not None)
        is_at_least = any(
            item is None and count.without_age for item, count in zip(of_age, counts, strict=True)
        )
        parts.append(AgePart(label, published, _share(published, whole), is_at_least))
    without_age = sum(count.without_age for count in counts)
    return (*parts, AgePart(NO_AGE, without_age, _share(without_age, whole), is_at_least=False))


def _share(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None
