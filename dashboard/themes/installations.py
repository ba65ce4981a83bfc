"""Imported installations and departures, year by year: what is known, withheld or absent. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.core.formatting import MISSING, interval, number, period, plural, typography
from models.retention.departures import Departures

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


NET, ESTIMATE = "rpps_all_modes", "rpps_and_liberal"
FIRST_INSTALLATIONS = "liberal_first_installations"
FIELDS: dict[str, str] = {
    "local_file": "fichier local",
    NET: "RPPS, tous modes d’exercice",
    ESTIMATE: "solde RPPS (tous modes) et départs estimés (libéraux)",
    FIRST_INSTALLATIONS: "premières installations libérales (CNAM)",
    "liberal_cessations": "cessations libérales, hors déménagements (CNAM)",
    "liberal_cessations_one_year_on": "cessations libérales, un an de recul (CNAM)",
}


def row_of(found: Installations, field_id: str) -> Movement | None:
    """Latest row of a field, None when the territory has none."""
    rows = found.of_field(field_id)
    return rows[-1] if rows else None


def per_year(value: float | None, row: Movement) -> float | None:
    """A count of a period as a yearly mean."""
    return None if value is None else value / row.duration_ans


def decimals_of(value: float | None) -> int:
    """Small means keep a decimal: 1,4 departures a year are not 1."""
    return 1 if value is not None and abs(value) < 10 else 0


def figure_words(value: float | None, low: float | None, high: float | None) -> str:
    """« 20 (de 16 à 25) »; « n. d. » when unknown."""
    decimals = decimals_of(value)
    bounds = interval(low, high, decimals)
    return number(value, decimals) + (f" (de {bounds})" if bounds else "")


def net_sentence(label: str, net: Movement | None, change_pct: float | None) -> str:
    """Net change of a territory between two dates."""
    if net is None or net.net_n is None:
        return typography(f"{label} : solde des généralistes n. d.")
    first, last = net.period.split("/")
    decimals = 1 if net.net_n % 1 else 0
    count = f"{number(net.net_n, decimals, signed=True)} "
    noun = "généraliste" if abs(net.net_n) < 2 else "généralistes"
    share = "" if change_pct is None else f" ({number(change_pct, 1, signed=True)} % de l’effectif)"
    mark = ", est." if net.status == "estimated" else ""
    return typography(
        f"{label} : **{count}{noun}** du 1er janvier {first} au 1er janvier {last}{share}{mark}, "
        "tous modes d’exercice (RPPS)."
    )


def estimate_sentence(estimate: Movement | None) -> str:
    """Entries and exits per year, as orders of magnitude."""
    if estimate is None or estimate.entries_n is None:
        return typography(
            "Entrées et départs estimés : n. d. La baisse dépasse les départs que le taux "
            "national de cessation explique."
        )
    entries, exits = side_words(estimate)
    return typography(
        f"Ordre de grandeur par an (est.) : entrées **{entries}**, départs **{exits}**."
    )


def side_words(row: Movement) -> tuple[str, str]:
    """Entries and exits per year with their intervals."""
    entries = (row.entries_n, row.entries_low_n, row.entries_high_n)
    exits = (row.exits_n, row.exits_low_n, row.exits_high_n)
    first, second = (
        figure_words(*(per_year(end, row) for end in ends)) for ends in (entries, exits)
    )
    return first, second


def local_sentence(label: str, years: Sequence[LocalYear]) -> str:
    """What the imported files count, no more than they publish."""
    entries, exits = total_of(years, ENTRIES), total_of(years, EXITS)
    span = str(years[0].year)
    if len(years) > 1:
        span = f"{span} à {years[-1].year}"
    text = (
        f"{label}, fichiers importés, {span} : "
        f"{_total(entries, 'installation')}, {_total(exits, 'départ')}"
    )
    if entries.is_whole and exits.is_whole:
        text += f" ; solde {number(entries.count - exits.count, signed=True)}"
    return typography(f"{text}.")


def _total(total: Total, noun: str) -> str:
    gaps = []
    if total.withheld:
        gaps.append(plural(total.withheld, "année masquée", "années masquées"))
    if total.absent:
        gaps.append(plural(total.absent, "année absente", "années absentes"))
    if gaps and not total.count:
        return f"{noun}s n. d. ({', '.join(gaps)})"
    start = "au moins " if gaps else ""
    return f"{start}{plural(total.count, noun)}" + (f" ({', '.join(gaps)})" if gaps else "")


def validation_sentence(nation: Installations) -> str:
    """The estimate of the nation beside the liberal installations that are published."""
    estimate, published = row_of(nation, ESTIMATE), row_of(nation, FIRST_INSTALLATIONS)
    if estimate is None or published is None or None in (estimate.entries_n, published.entries_n):
        return ""
    mean = estimate.entries_n / estimate.duration_ans  # type: ignore[operator]
    gap = mean - published.entries_n  # type: ignore[operator]
    words, _ = side_words(estimate)
    share = 100 * gap / published.entries_n  # type: ignore[operator]
    return typography(
        f"Épreuve par la somme nationale : {words} entrées estimées par an "
        f"({period(estimate.period)}), pour {number(published.entries_n)} premières installations "
        f"libérales publiées en {published.period}, soit {number(gap, signed=True)} "
        f"({number(share, signed=True)} %). "
    )


def departures_sentence(
    label: str, older: float, gps: float | None, found: Sequence[Departures]
) -> str:
    """How many of those aged 60 or more may leave, as a range."""
    of_all = "" if gps is None else f" sur {number(gps)}"
    ranges = " ; ".join(
        f"de **{number(item.low)} à {number(item.high)}** départs en {item.years} ans "
        f"(central : {number(item.value)})"
        for item in found
    )
    count = plural(round(older), "généraliste libéral", "généralistes libéraux")
    return typography(
        f"{label} : {count} de 60 ans et plus{of_all} au 31 décembre 2019. "
        f"Attendus à partir de cette date (est.) : {ranges}."
    )


@dataclass(frozen=True)
class Movement:
    """One row of ``pub.installation``: counts of the whole period, None when not published."""

    year: int
    period: str
    duration_ans: int
    age_class: str
    field_id: str
    entries_n: float | None
    entries_low_n: float | None
    entries_high_n: float | None
    exits_n: float | None
    exits_low_n: float | None
    exits_high_n: float | None
    net_n: float | None
    status: str
    source_id: str
    locator: str
    method_id: str | None
    note_fr: str | None


@dataclass(frozen=True)
class Installations:
    """Rows of a territory, and its withheld cells: (year, age class, measure)."""

    movements: tuple[Movement, ...]
    withheld: frozenset[tuple[int, str, str]]

    def of_field(self, field_id: str) -> tuple[Movement, ...]:
        """Rows that count the same thing, oldest first."""
        return tuple(row for row in self.movements if row.field_id == field_id)
