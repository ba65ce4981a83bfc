"""The desk: a build, its catalog and a selection, which pages and profiles read from."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.core.catalog import (
    DIPLOMA_RATES,
    SHORTFALL_INDICATORS,
    Catalog,
    Target,
    Territory,
)
from dashboard.core.selection import Selection
from dashboard.core.values import LevelValues
from dashboard.queries.cache import ServedBuild
from dashboard.queries.levels import fetch_all_values, fetch_level, fetch_shortfall_values
from dashboard.queries.situations import fetch_situations
from dashboard.themes.situation import Situation, Situations


@dataclass(frozen=True)
class Desk:
    """A build, its catalog and a selection."""

    build: ServedBuild
    catalog: Catalog
    selection: Selection

    @property
    def territory(self) -> Territory:
        """Territory selected."""
        return self.catalog.territories[self.selection.territory_id]

    @property
    def target(self) -> Target:
        """Target in force."""
        return self.selection.target(self.catalog)

    @property
    def is_expert(self) -> bool:
        """Whether what only an expert chooses is shown."""
        return self.selection.is_expert

    @property
    def scope(self) -> tuple[str, ...]:
        """Départements looked at together: see ``Catalog.scope``."""
        return self.catalog.departements_in(self.scope_territory.territory_id)

    @property
    def scope_territory(self) -> Territory:
        """Territory that holds the départements looked at together."""
        return self.catalog.territories[self.catalog.scope(self.selection.territory_id)]

    def scope_ids(self, level: str) -> tuple[str, ...]:
        """Territories of a level in the scope: itself for the scope of its own level."""
        scope = self.scope_territory
        if scope.level == level:
            return (scope.territory_id,)
        if level == "departement":
            return self.scope
        if level == "subdivision":
            return self.catalog.subdivisions_in(scope.territory_id)
        return self.catalog.level_ids[level] if scope.level == "national" else ()

    def at(self, selection: Selection) -> Desk:
        """Return the same build with another selection."""
        return Desk(self.build, self.catalog, selection)

    def values(self, indicator_id: str, level: str = "") -> LevelValues:
        """One indicator at one level, that of the selection by default."""
        return fetch_level(
            self.build,
            indicator_id,
            level or self.selection.level,
            self.selection.year,
            self.target,
            self.selection.key_id,
        )

    def situations(self, level: str = "", target: Target | None = None) -> Situations:
        """Where the territories of a level stand; level and target of the view by default."""
        return fetch_situations(
            self.build,
            level or self.selection.level,
            self.selection.year,
            target or self.target,
            self.selection.key_id,
        )

    @property
    def situation(self) -> Situation | None:
        """Where the territory selected stands; None when it has no MSU that year."""
        return self.situations(self.territory.level).by_id.get(self.territory.territory_id)

    @property
    def neighbour_situations(self) -> tuple[Situation, ...]:
        """Where the territories across a border of the one selected stand."""
        by_id = self.situations(self.territory.level).by_id
        neighbours = self.catalog.neighbours_of(self.territory.territory_id)
        return tuple(by_id[item] for item in neighbours if item in by_id)

    def spread(self, indicator_id: str) -> tuple[float, ...]:
        """Values over all years, on which classes are locked; of what holds them without."""
        level, key_id = self.selection.level, self.selection.key_id
        if indicator_id in SHORTFALL_INDICATORS:
            return fetch_shortfall_values(self.build, indicator_id, level, self.target, key_id)
        spread = fetch_all_values(self.build, indicator_id, level)
        holders = "region" if indicator_id in DIPLOMA_RATES else "subdivision"
        return spread or fetch_all_values(self.build, indicator_id, holders)
