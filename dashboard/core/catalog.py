"""Territories, indicators, targets and sources of a build, and which territory holds which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np

from dashboard.core.text import plain
from models.territories.cells import NATION, Cells

Level = Literal["national", "region", "departement", "subdivision"]
MAP_LEVELS: tuple[Level, ...] = ("departement", "region", "subdivision")
LEVEL_LABELS: dict[str, str] = {
    "national": "France",
    "region": "Régions",
    "departement": "Départements",
    "subdivision": "Subdivisions d’internat",
}
SITUATION = "situation_msu"
GAP = "gap_msu"
COVERAGE = "couverture_pct"
MSU = "msu"
NET_CHANGE = "evolution_mg_rpps_pct"
# Official series by région of diploma: a département shows the rate of its région.
STAYED_RATE = "exercent_region_de_diplome_pct"
TRAINED_HERE_RATE = "generalistes_diplomes_dans_la_region_pct"
DIPLOMA_RATES = (STAYED_RATE, TRAINED_HERE_RATE)
# Official counts of a year by département.
FIRST_INSTALLATIONS = "mg_primo_installations_hors_mep"
UNDERSERVED_INSTALLATIONS = "mg_installations_zones_sous_denses"
# What a map shows as circles, whose area is a number.
COUNTS_OF_A_YEAR = (FIRST_INSTALLATIONS, UNDERSERVED_INSTALLATIONS)
# What the maps offer as soon as a refresh has brought it.
OFFICIAL_SERIES = (*DIPLOMA_RATES, *COUNTS_OF_A_YEAR)
# What a target and a key decide.
SHORTFALL_INDICATORS = (SITUATION, GAP, COVERAGE)
# What a share of a target says something of, in MSU or in %.
SITUATED_INDICATORS = (MSU, *SHORTFALL_INDICATORS)
YEARLY_INDICATORS = (*SHORTFALL_INDICATORS, MSU, "msu_pour_100k", "msu_pour_100_mg_liberaux")
STATUS_LABELS: dict[str, str] = {
    "observed": "observé",
    "imported": "importé",
    "estimated": "estimé",
    "demo": "fictif",
}

FREE_TARGET = "libre"
NEED_TARGET = "besoin-stages"
GOVERNMENT_TARGET = "gouvernement-2026"
# What is asked for now: beside any target, and beside that of 2018, which the nation has passed.
LATER_TARGETS = (GOVERNMENT_TARGET, NEED_TARGET)


@dataclass(frozen=True)
class Noun:
    """Noun of the territories of a level, to count them in French."""

    one: str
    many: str
    feminine: bool

    @property
    def no_one(self) -> str:
        """« aucun département », « aucune région »."""
        return f"{'aucune' if self.feminine else 'aucun'} {self.one}"


LEVEL_NOUNS: dict[str, Noun] = {
    "region": Noun("région", "régions", feminine=True),
    "departement": Noun("département", "départements", feminine=False),
    "subdivision": Noun("subdivision", "subdivisions", feminine=True),
}


@dataclass(frozen=True)
class Territory:
    """One territory; ``article_tncc`` is the article of its name, as the COG codes it."""

    territory_id: str
    level: Level
    code: str
    name_fr: str
    region_id: str | None
    population_hab: int
    article_tncc: int | None = None

    @cached_property
    def label(self) -> str:
        """Name as selectors and titles show it."""
        if self.level == "departement":
            return f"{self.name_fr} ({self.code})"
        if self.level == "region":
            return f"{self.name_fr} (région)"
        if self.level == "subdivision":
            return f"{self.name_fr} (subdivision)"
        return "France entière"


@dataclass(frozen=True)
class Indicator:
    """Definition of an indicator, as published."""

    indicator_id: str
    label_fr: str
    short_fr: str
    definition_fr: str
    unit_fr: str
    decimals: int
    direction: str
    additive: bool
    theme: str
    caveat_fr: str | None
    on_map: bool


@dataclass(frozen=True)
class Target:
    """A national target, as published, or a free value of the user's (``source_id`` None)."""

    target_id: str
    label_fr: str
    value_msu: int
    horizon: str
    scope_fr: str
    source_id: str | None
    note_fr: str | None


@dataclass(frozen=True)
class Key:
    """An apportionment key, as published."""

    key_id: str
    label_fr: str
    definition_fr: str
    caveat_fr: str | None


@dataclass(frozen=True)
class Source:
    """A source, as published."""

    source_id: str
    title: str
    publisher: str
    deposit: str | None
    url: str | None
    licence: str
    published: str | None
    kind: str

    @property
    def citation(self) -> str:
        """Short citation: publisher, title, and the re-deposit that was read for want of it."""
        return f"{self.publisher}, « {self.title} »{self._read_in}"

    @property
    def credit(self) -> str:
        """Its publisher, and the re-deposit that was read for want of it."""
        return f"{self.publisher}{self._read_in}"

    @property
    def _read_in(self) -> str:
        if not self.deposit:
            return ""
        # « owner/project, path @commit ; … »: the page of sources has it whole.
        places = (part.split(",")[0].strip() for part in self.deposit.split(" ; "))
        return f" (relu chez un tiers : {', '.join(dict.fromkeys(places))})"


@dataclass(frozen=True)
class BuildInfo:
    """The build being served."""

    build_id: str
    built_on_fr: str
    built_on_iso: str
    data_version: str
    geometry_file: str
    is_demo: bool
    secrecy_threshold: int
    areas_file: str
    limits_file: str
    observed_pct: float
    imported_pct: float


@dataclass(frozen=True)
class NationalGap:
    """Local counts of a year that cannot be reconciled with the national count, in MSU."""

    national_msu: int
    known_msu: int
    reason_fr: str


@dataclass(frozen=True)
class Catalog:
    """Everything that does not change within a build, read once."""

    build: BuildInfo
    territories: Mapping[str, Territory]
    indicators: Mapping[str, Indicator]
    targets: Mapping[str, Target]
    keys: Mapping[str, Key]
    sources: Mapping[str, Source]
    years: tuple[int, ...]
    national_years: tuple[int, ...]
    national_gaps: Mapping[int, NationalGap]
    default_target: str
    cells: Cells
    key_weights: Mapping[str, tuple[float, ...]]
    neighbours: Mapping[str, tuple[str, ...]]
    subdivisions_of: Mapping[str, tuple[tuple[str, float], ...]]
    other_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    level_ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    need_target: Target | None = None
    counted_years: Mapping[str, int] = field(default_factory=dict)

    def last_year_of(self, territory_id: str) -> int:
        """Year a territory is first shown in: its last local count, else the last national one.

        ``counted_years`` gives the last year an import counts a territory.
        """
        return max(self.national_years[-1], self.counted_years.get(territory_id, 0))

    @property
    def named_targets(self) -> dict[str, Target]:
        """Targets a user can choose by name: the published ones, then the need of the stages."""
        need = self.need_target
        return dict(self.targets) | ({need.target_id: need} if need else {})

    @property
    def map_indicators(self) -> tuple[str, ...]:
        """Indicators offered by the map, in the order of the register."""
        return tuple(key for key, item in self.indicators.items() if item.on_map)

    def dominant_subdivision(self, departement_id: str) -> str:
        """Subdivision that holds the largest part of a département."""
        return max(self.subdivisions_of[departement_id], key=lambda link: link[1])[0]

    def is_shared(self, departement_id: str) -> bool:
        """Whether a département lies on several subdivisions."""
        return len(self.subdivisions_of[departement_id]) > 1

    def region_of(self, territory_id: str) -> str | None:
        """Région of a territory, itself for a région; None for the nation and across régions."""
        territory = self.territories[territory_id]
        return territory_id if territory.level == "region" else territory.region_id

    def counterpart(self, territory_id: str, level: str) -> str | None:
        """Territory of a level that stands for another: itself, or what holds most of it.

        A région of one département is that département.
        """
        territory = self.territories[territory_id]
        if territory.level == level:
            return territory_id
        if level == "departement" and len(inside := self.departements_in(territory_id)) == 1:
            return inside[0]
        if level == "region":
            return territory.region_id
        if level == "subdivision" and territory.level == "departement":
            return self.dominant_subdivision(territory_id)
        return None

    def holders_of(self, departement_id: str) -> tuple[str, ...]:
        """Territories that hold a département or a part of it, itself and the nation included."""
        region = self.territories[departement_id].region_id
        subdivisions = (subdivision for subdivision, _ in self.subdivisions_of[departement_id])
        return (departement_id, *subdivisions, *([region] if region else []), NATION)

    def is_inside(self, departement_id: str, territory_id: str) -> bool:
        """Whether a territory holds a département or a part of it."""
        return territory_id in self.holders_of(departement_id)

    def departements_in(self, territory_id: str, *, whole: bool = False) -> tuple[str, ...]:
        """Départements that a territory holds, by code; ``whole`` leaves out those held in part.

        A département holds itself, the nation holds them all.
        """
        inside = self.cells.departements_inside(territory_id)
        if not whole or self.territories[territory_id].level != "subdivision":
            return inside
        return tuple(item for item in inside if not self.is_shared(item))

    def scope(self, territory_id: str) -> str:
        """Territory whose départements are looked at together with another.

        A région or a subdivision holds its own, a département is seen with those of its région.
        """
        if self.territories[territory_id].level != "departement":
            return territory_id
        return self.region_of(territory_id) or NATION

    def subdivisions_in(self, territory_id: str) -> tuple[str, ...]:
        """Subdivisions that hold a département of a territory, or a part of one, by code."""
        departements = self.departements_in(territory_id)
        reached = {holder for item in departements for holder in self.holders_of(item)}
        return tuple(item for item in self.level_ids["subdivision"] if item in reached)

    def neighbours_of(self, territory_id: str) -> tuple[str, ...]:
        """Territories of the same level across a border, by code; none for the nation.

        Régions and subdivisions are neighbours when a département of one touches or belongs to
        the other.
        """
        level = self.territories[territory_id].level
        if level == "departement":
            return self.neighbours.get(territory_id, ())
        inside = self.departements_in(territory_id)
        beside = {other for item in inside for other in self.neighbours.get(item, ())}
        around = {holder for item in beside.union(inside) for holder in self.holders_of(item)}
        ids = self.level_ids.get(level, ())
        return tuple(item for item in ids if item in around and item != territory_id)

    def shares(self, target: Target, key_id: str) -> dict[str, int]:
        """Share of a target, in MSU, for each territory: published and free targets alike."""
        shares = self.cells.apportion(target.value_msu, np.array(self.key_weights[key_id]))
        return dict(zip(self.cells.territory_ids, shares.tolist(), strict=True))

    def find(self, text: str) -> str | None:
        """Territory meant by a code, an id or (part of) a name; accents and case do not count.

        A département wins over a région of the same code, an exact name over a part of one.
        """
        wanted = plain(text)
        if not wanted:
            return None
        by_level = sorted(self.territories.values(), key=_search_order)
        for matches in (
            lambda item: wanted in {plain(item.territory_id), plain(item.label)},
            lambda item: wanted in {plain(item.code), plain(item.code).lstrip("0")},
            lambda item: wanted == plain(item.name_fr),
            lambda item: wanted in map(plain, self.other_names.get(item.territory_id, ())),
            lambda item: plain(item.name_fr).startswith(wanted),
        ):
            for territory in by_level:
                if matches(territory):
                    return territory.territory_id
        return None


def _search_order(territory: Territory) -> tuple[int, str]:
    rank = {"departement": 0, "region": 1, "subdivision": 2, "national": 3}
    return (rank[territory.level], territory.code)
