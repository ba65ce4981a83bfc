"""GPs by région of diploma and of practice, as several pages and the documents tell it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from dashboard.core.catalog import STAYED_RATE, TRAINED_HERE_RATE, Catalog
from dashboard.core.formatting import interval, number, plural, quantity, typography
from dashboard.core.values import Value
from models.territories.cells import NATION
from models.uncertainty import wilson

Way = Literal["up", "down", "unclear"]
Bounds = tuple[float | None, float | None]
WAYS: dict[Way, str] = {
    "up": "en hausse",
    "down": "en baisse",
    "unclear": "sans évolution nette",
}
# Places of diploma that are no région of the matrix.
OTHER_ORIGINS: dict[str, str] = {
    "ETR": "Étranger",
    "ANT": "Antilles-Guyane",
    "INC": "Lieu de diplôme inconnu",
}
SCOPE = "région de diplôme"
CAVEATS: tuple[str, ...] = (
    "La région de diplôme n’est ni celle du lieu de stage, ni celle de l’internat.",
    "Généralistes de tous âges et de tous modes d’exercice au 1er janvier : un état, non une "
    "promotion suivie. Il ne se compare pas aux enquêtes d’anciens internes.",
    "Les diplômés à l’étranger ne sont d’aucune région de diplôme ; ils comptent parmi ceux qui "
    "exercent, dont les diplômés sur place sont une part.",
    "Une région peu peuplée ou sans faculté a un petit dénominateur, donc un intervalle large.",
)


@dataclass(frozen=True, kw_only=True)
class DiplomaRate(Value):
    """One rate of a région and a year, in %, with its Wilson interval.

    ``part_n`` are the GPs who took their diploma in the région and practise there, ``whole_n``
    those it is the rate of; None where the source does not publish them.
    """

    territory_id: str
    indicator_id: str
    part_n: int | None
    whole_n: int | None

    @property
    def year(self) -> int:
        """Year of the 1 January."""
        return int(self.period[:4])

    @property
    def rate_text(self) -> str:
        """« 55 % (53 à 58) »; the rate alone without interval."""
        bounds = interval(self.low, self.high)
        return f"{quantity(self.value, '%')} ({bounds})" if bounds else quantity(self.value, "%")

    @property
    def counts_text(self) -> str:
        """« 935 sur 1 689 »; « n. d. »."""
        if self.part_n is None or self.whole_n is None:
            return number(None)
        return f"{number(self.part_n)} sur {number(self.whole_n)}"


@dataclass(frozen=True)
class DiplomaFlow:
    """GPs of a place of diploma who practise in a région on a 1 January."""

    origin_id: str
    destination_id: str
    year: int
    doctors_n: int
    status: str
    source_id: str
    locator: str


@dataclass(frozen=True)
class GpCount:
    """GPs of a territory by age class and mode of practice, in a year."""

    territory_id: str
    year: int
    age_class: str
    mode_id: str
    doctors_n: int
    status: str
    source_id: str
    locator: str


@dataclass(frozen=True)
class Trend:
    """A rate or a count in its first year and in its last one, and which way it goes.

    ``way`` is up or down only when the intervals of the two leave no doubt.
    """

    first: Value
    last: Value
    way: Way

    @property
    def change(self) -> float:
        """Last value less the first."""
        return self.last.value - self.first.value


@dataclass(frozen=True)
class OlderShare:
    """Share of the GPs aged 60 or more in a year, in %, with its Wilson interval."""

    year: int
    older_n: int
    doctors_n: int
    value: float
    low: float
    high: float


def rates_of_indicator(
    rates: Iterable[DiplomaRate], indicator_id: str, territory_id: str
) -> tuple[DiplomaRate, ...]:
    """Rates of one territory by year, oldest first."""
    wanted = (indicator_id, territory_id)
    some = [item for item in rates if (item.indicator_id, item.territory_id) == wanted]
    return tuple(sorted(some, key=lambda item: item.year))


def latest_rate(
    rates: Iterable[DiplomaRate], indicator_id: str, territory_id: str | None
) -> DiplomaRate | None:
    """Rate of the last year of a territory; None where none is published."""
    return next(reversed(rates_of_indicator(rates, indicator_id, territory_id or "")), None)


def rate_trend(rates: Sequence[DiplomaRate]) -> Trend | None:
    """Way of a rate from its first year to its last one; None with fewer than two years.

    Two Wilson intervals that do not overlap: the same doctors are counted on both sides, so that
    this errs on the side of « sans évolution nette ».
    """
    if len(rates) < 2:
        return None
    first, last = rates[0], rates[-1]
    return Trend(first, last, _way((first.low, first.high), (last.low, last.high)))


def _way(first: Bounds, last: Bounds) -> Way:
    """Way from one interval to another: none while they overlap, or when one is not published."""
    (first_low, first_high), (last_low, last_high) = first, last
    if first_low is None or first_high is None or last_low is None or last_high is None:
        return "unclear"
    if last_low > first_high:
        return "up"
    return "down" if last_high < first_low else "unclear"


def count_trend(counts: Sequence[Value]) -> Trend | None:
    """Way of a yearly count from its first year to its last one; None with fewer than two years.

    Of two numbers drawn by chance around the same mean, each doctor is of the second year one time
    in two: the way is told when the Wilson interval of that share leaves one half out.
    """
    if len(counts) < 2:
        return None
    first, last = counts[0], counts[-1]
    _, low, high = wilson(np.array([last.value]), np.array([first.value + last.value]))
    if low[0] > 50:
        return Trend(first, last, "up")
    return Trend(first, last, "down" if high[0] < 50 else "unclear")


def trend_text(trend: Trend | None) -> str:
    """« en hausse : +4 points depuis 2012 »; « n. d. » with one year only."""
    if trend is None:
        return number(None)
    points = round(trend.change)
    noun = "point" if abs(points) < 2 else "points"
    change = f"{number(points, signed=True)} {noun}"
    return typography(f"{WAYS[trend.way]} ({change} depuis {trend.first.period[:4]})")


def short_trend(trend: Trend | None) -> str:
    """« +4 pt, en hausse »; « n. d. » with one year only."""
    if trend is None:
        return number(None)
    return typography(f"{number(round(trend.change), signed=True)} pt, {WAYS[trend.way]}")


def count_trend_text(trend: Trend | None) -> str:
    """« en hausse (de 12 à 24 depuis 2014) »; « n. d. » with one year only."""
    if trend is None:
        return number(None)
    ends = f"de {number(trend.first.value)} à {number(trend.last.value)}"
    return typography(f"{WAYS[trend.way]} ({ends} depuis {trend.first.period[:4]})")


def stayed_sentence(name: str, rate: DiplomaRate) -> str:
    """« Bretagne : sur 1 689 généralistes qui y ont été diplômés, 935 y exercent, soit 55 % … »."""
    text = (
        f"{name} : {rate.rate_text} des généralistes qui y ont été diplômés y exercent au "
        f"1er janvier {rate.year}"
    )
    return typography(f"{text} ({rate.counts_text})" if rate.whole_n is not None else text)


def trained_here_sentence(name: str, rate: DiplomaRate) -> str:
    """The mirror rate: who, among those who practise there, was trained there."""
    text = (
        f"{name} : {rate.rate_text} des généralistes qui y exercent y ont été diplômés, au "
        f"1er janvier {rate.year}"
    )
    return typography(f"{text} ({rate.counts_text})" if rate.whole_n is not None else text)


def national_sentence(rate: DiplomaRate) -> str:
    """The rate of all régions together."""
    return typography(
        f"{rate.rate_text} des généralistes diplômés en France exercent dans leur région de "
        f"diplôme au 1er janvier {rate.year}"
    )


def survey_beside(rate_text: str, label: str) -> str:
    """A rate of a survey beside the official one, with the word that keeps them apart."""
    return typography(f"À côté, sans s’y comparer, l’enquête : {label}, {rate_text}.")


def origin_name(catalog: Catalog, origin_id: str) -> str:
    """Name of a place of diploma, région or not."""
    if origin_id in OTHER_ORIGINS:
        return OTHER_ORIGINS[origin_id]
    return catalog.territories[origin_id].name_fr


def rank_text(rates: Iterable[DiplomaRate], rate: DiplomaRate) -> str:
    """« 4e sur 18 régions »: how a région keeps those it trains, among those published."""
    same = (rate.indicator_id, rate.period)
    others = [
        item.value
        for item in rates
        if (item.indicator_id, item.period) == same and item.territory_id != NATION
    ]
    place = 1 + sum(value > rate.value for value in others)
    return typography(f"{'1re' if place == 1 else f'{place}e'} sur {plural(len(others), 'région')}")


def older_shares(counts: Iterable[GpCount], source_id: str) -> tuple[OlderShare, ...]:
    """Share of those aged 60 or more by year, of one source, all its modes; oldest first.

    Years whose classes do not stop at 60, or whose total is unknown, have none.
    """
    by_year: dict[int, dict[str, int]] = {}
    for item in counts:
        if item.source_id == source_id and item.mode_id == mode_of_all(source_id):
            by_year.setdefault(item.year, {})[item.age_class] = item.doctors_n
    shares = []
    for year, ages in sorted(by_year.items()):
        total = ages.get(ALL_AGES)
        older = [count for age, count in ages.items() if age != ALL_AGES and first_age(age) >= 60]
        if not total or not older or any(_straddles(age) for age in ages if age != ALL_AGES):
            continue
        value, low, high = wilson(np.array([float(sum(older))]), np.array([float(total)]))
        shares.append(
            OlderShare(year, sum(older), total, float(value[0]), float(low[0]), float(high[0]))
        )
    return tuple(shares)


ALL_AGES = "ensemble"
RPPS, LIBERAL = "DREES-MEDECINS-RPPS", "AMELI-EFFECTIFS-AGES"


def older_way(shares: Sequence[OlderShare]) -> Way:
    """Way of the share from its first year to its last one: intervals that do not overlap."""
    first, last = shares[0], shares[-1]
    return _way((first.low, first.high), (last.low, last.high))


def mode_of_all(source_id: str) -> str:
    """Mode that stands for everyone a source counts: the CNAM counts liberal GPs only."""
    return "liberal" if source_id == LIBERAL else ALL_AGES


def first_age(age_class: str) -> int:
    """Lower bound of an age class: 60 for « 60-64 » and « 60+ »."""
    return int(age_class.rstrip("+").partition("-")[0])


def age_label(age_class: str) -> str:
    """« moins de 40 ans », « 40 à 59 ans », « 60 ans et plus »."""
    if age_class.endswith("+"):
        return typography(f"{age_class[:-1]} ans et plus")
    first, _, last = age_class.partition("-")
    if first == "0":
        return typography(f"moins de {int(last) + 1} ans")
    return typography(f"{first} à {last} ans")


def _straddles(age_class: str) -> bool:
    """Whether a class holds ages on both sides of 60."""
    last = age_class.partition("-")[2]
    return bool(last) and first_age(age_class) < 60 <= int(last)


def flows_of(
    flows: Iterable[DiplomaFlow], region_id: str, year: int
) -> tuple[tuple[DiplomaFlow, ...], tuple[DiplomaFlow, ...]]:
    """Where those trained in a région practise, then where those who practise there come from.

    Both largest first, the région itself included.
    """
    of_year = [item for item in flows if item.year == year]
    out = [item for item in of_year if item.origin_id == region_id]
    into = [item for item in of_year if item.destination_id == region_id]
    return _largest_first(out), _largest_first(into)


def _largest_first(flows: Iterable[DiplomaFlow]) -> tuple[DiplomaFlow, ...]:
    ordered = sorted(flows, key=lambda f: (-f.doctors_n, f.origin_id, f.destination_id))
    return tuple(ordered)


def years_of(flows: Iterable[DiplomaFlow]) -> tuple[int, ...]:
    """Years of the matrix, latest first."""
    return tuple(sorted({item.year for item in flows}, reverse=True))


RATE_NAMES: dict[str, str] = {
    STAYED_RATE: "Diplômés ici qui exercent ici",
    TRAINED_HERE_RATE: "Exercent ici, diplômés ici",
}
