"""Reading the values of one territory beside the nation, its région and the others of its level."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dashboard.core.catalog import (
    DIPLOMA_RATES,
    NET_CHANGE,
    SHORTFALL_INDICATORS,
    SITUATED_INDICATORS,
    YEARLY_INDICATORS,
    Indicator,
)
from dashboard.core.names import name_of
from dashboard.core.values import LevelValues, Measure, Value, rank_in_words
from dashboard.profile.model import ProfileValue, SpineLine
from dashboard.queries.cache import ServedBuild
from dashboard.queries.desk import Desk
from dashboard.queries.levels import fetch_all_values, fetch_territory_shortfall
from dashboard.queries.method import fetch_table
from dashboard.queries.series import fetch_territory_series
from dashboard.themes.situation import Situation
from models.comparison.spine import Direction, Verdict, against, is_better, spine_of
from models.territories.cells import NATION

SIGNED = frozenset({NET_CHANGE, "solde_mg_rpps"})
# Topic of the register of what is not published, by theme of a missing value.
MISSING_TOPICS = {
    "msu": "Effectif de MSU par département",
    "zonage": "Zonage médecin 2026",
    "internes": "Affectation des internes par département",
    "fidelisation": "Fidélisation par région ou faculté d’internat",
    "age": "Généralistes par âge et par département après 2019",
    "solde": "Installations et départs de généralistes",
    "stages": "Offre de stages (niveau 1, SASPAS, femme-enfant, 2e cycle)",
}


@dataclass(frozen=True)
class Topic:
    """A topic on which nothing is published: why, and whom to ask."""

    topic_fr: str
    why_fr: str
    ask_fr: str


def topics(build: ServedBuild) -> dict[str, Topic]:
    """Topics on which nothing is published, by name."""
    table = fetch_table(build, "unpublished")
    columns = (table["topic_fr"], table["why_fr"], table["ask_fr"])
    return {row[0]: Topic(*row) for row in zip(*columns, strict=True)}


def whom_to_ask(build: ServedBuild, theme: str) -> str:
    """Whom to ask for a missing value of a theme; empty when the register does not say."""
    topic = topics(build).get(MISSING_TOPICS.get(theme, ""))
    return topic.ask_fr if topic else ""


@dataclass(frozen=True)
class Reading:
    """A value, its references, and the values of its level: ``values[index]`` is its own.

    ``holder`` is what holds the territory and has the value, as « subdivision de Toulouse ».
    """

    indicator_id: str
    label: str
    direction: Direction
    value: ProfileValue
    nation: ProfileValue
    region: ProfileValue | None
    values: tuple[float | None, ...]
    index: int
    holder: str = ""
    among_estimates: bool = False

    @property
    def rank(self) -> str:
        """« 12 / 101 »; empty without a better side, and where an estimate ranks nobody.

        A count among estimates has no rank either.
        """
        if self.direction == "none" or self.value.is_estimate or self.among_estimates:
            return ""
        return rank_in_words(self.values, self.index, ascending=self.direction == "down")

    @property
    def verdict(self) -> Verdict | None:
        """Against the nation; an estimate that has no interval says nothing of it."""
        here, nation = self.value, self.nation
        verdict = against(here.value, here.low, here.high, nation.value, nation.low, nation.high)
        is_blind = here.is_estimate and here.low is None
        return "undetermined" if verdict and is_blind else verdict

    @property
    def better(self) -> bool | None:
        """Whether the verdict is good news; a value under a reserve is not judged."""
        return None if self.value.reserve else is_better(self.verdict, self.direction)

    def line(self) -> SpineLine:
        """The reading as a row of the spine chart."""
        return SpineLine(
            indicator_id=self.indicator_id,
            label=self.label,
            direction=self.direction,
            value=self.value,
            nation=self.nation,
            region=self.region,
            verdict=self.verdict,
            better=self.better,
            spine=spine_of(self.values, self.nation.value, self.direction),
            rank=self.rank,
            holder=self.holder,
        )


def read(desk: Desk, indicator_id: str) -> Reading:
    """Read one indicator of the territory.

    An indicator published by subdivision only is read, for a département, in the subdivision that
    holds most of it, and placed among the subdivisions; a rate by région of diploma in the région.
    """
    territory_id, level, holder = desk.territory.territory_id, desk.territory.level, ""
    if holder_id := _holder_of(desk, indicator_id):
        territory_id, level = holder_id, desk.catalog.territories[holder_id].level
        holder = name_of(desk.catalog.territories[holder_id]).subject.removeprefix("la ")
    values = desk.values(indicator_id, level)
    index = values.ids.index(territory_id)
    region_id = desk.territory.region_id
    region = desk.values(indicator_id, "region") if region_id else None
    note = f"valeur de la {holder}" if holder else ""
    if level == "subdivision" and holder and desk.catalog.is_shared(desk.territory.territory_id):
        note += ", qui en couvre la plus grande part"
    return Reading(
        indicator_id=indicator_id,
        label=desk.catalog.indicators[indicator_id].label_fr,
        direction=desk.catalog.indicators[indicator_id].direction,  # type: ignore[arg-type]
        value=at(desk, values, index, note),
        nation=_nation(desk, indicator_id, values.period_of(index)),
        region=at(desk, region, region.ids.index(region_id)) if region and region_id else None,
        values=values.values,
        index=index,
        among_estimates="estimated" in values.status,
        holder=holder,
    )


def at(desk: Desk, values: LevelValues, index: int, note: str = "") -> ProfileValue:
    """One value of a level, with ``note`` before its own."""
    indicator = desk.catalog.indicators[values.indicator_id]
    measure = values.measure(index).with_note(note)
    ask = whom_to_ask(desk.build, indicator.theme) if measure.value is None else ""
    value = _profile_value(indicator, measure, ask)
    if indicator.indicator_id not in SITUATED_INDICATORS:
        return value
    return with_situation(value, desk.situations(values.level).by_id.get(values.ids[index]))


def with_situation(value: ProfileValue, situation: Situation | None) -> ProfileValue:
    """MSU, their gap or their coverage with their situation, and its interval at 80 %."""
    if situation is None or value.value is None:
        return value
    low80, high80 = situation.bounds(value.indicator_id) or (None, None)
    return replace(value, situation=situation, low80=low80, high80=high80)


def _profile_value(indicator: Indicator, measure: Measure, ask: str = "") -> ProfileValue:
    return ProfileValue(
        **measure.parts,
        label=indicator.label_fr,
        unit=indicator.unit_fr,
        decimals=indicator.decimals,
        ask=ask,
        signed=indicator.indicator_id in SIGNED,
        indicator_id=indicator.indicator_id,
    )


def _holder_of(desk: Desk, indicator_id: str) -> str | None:
    """What holds the territory and has the value; None where the territory has its own."""
    territory = desk.territory
    if territory.level == "region" or indicator_id in SHORTFALL_INDICATORS:
        return None
    if indicator_id in DIPLOMA_RATES:
        return desk.catalog.region_of(territory.territory_id)
    if territory.level != "departement":
        return None
    if fetch_all_values(desk.build, indicator_id, "departement"):
        return None
    return desk.catalog.dominant_subdivision(territory.territory_id)


def _nation(desk: Desk, indicator_id: str, period: str) -> ProfileValue:
    """National value of the same period; missing rather than that of another.

    MSU may be counted here in a year that has no national count: the last one before is then
    taken, and dated.
    """
    selection = desk.selection
    value: Value | None
    if indicator_id in SHORTFALL_INDICATORS:
        value = fetch_territory_shortfall(
            desk.build,
            indicator_id,
            NATION,
            selection.year,
            selection.target(desk.catalog),
            selection.key_id,
        )
    else:
        series = fetch_territory_series(desk.build, NATION, indicator_id)
        is_yearly = indicator_id in YEARLY_INDICATORS
        value = next(
            (
                item
                for item in reversed(series)
                if item.period == period or (is_yearly and item.period < period)
            ),
            None,
        )
    return _profile_value(desk.catalog.indicators[indicator_id], value or Measure(None))
