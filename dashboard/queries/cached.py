"""Where what is read is cached: here, and in :mod:`dashboard.queries.cached_registers`.

Every entry is keyed by the build it was read from.
The values cached are immutable and shared between sessions, so the standard library's cache is
enough: a hit costs a microsecond, where Streamlit's costs a millisecond to hash the arguments.
"""

from __future__ import annotations

import gc
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np

from dashboard.core.catalog import SHORTFALL_INDICATORS
from dashboard.core.values import SeriesPoint, Value
from dashboard.queries import catalog as articles
from dashboard.queries import catalog as catalog_queries
from dashboard.queries import (
    flows,
    geometry,
    installations,
    levels,
    method,
    removal,
    retention,
    series,
    stages,
)
from dashboard.queries import retention as cohorts
from dashboard.queries import stages as blank_zones
from dashboard.queries.connection import NoWarehouseError, ServedBuild, open_build
from dashboard.queries.kinds import KindSpec, data_folder, fetch_kinds
from dashboard.themes.flows import FlowPeriod, FlowTotal, PublishedFlow
from dashboard.themes.installations import Installations
from dashboard.themes.removal import ImportedCohort, Interns
from dashboard.themes.retention import CohortRate, PublishedPoint
from dashboard.themes.stages import compute
from models.comparison.similarity import POPULATION, Peer, similar, similarity_criteria

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.core.catalog import Catalog, Target
    from dashboard.core.values import LevelValues
    from dashboard.themes.stages import Balance, StageModel
    from models.msu.blank_zones import Known

BUILDS_OPEN = 3
ENTRIES = 1024


@lru_cache(maxsize=BUILDS_OPEN)
def _connection(build: ServedBuild) -> duckdb.DuckDBPyConnection:
    return open_build(build.path)


def cursor_of(build: ServedBuild) -> duckdb.DuckDBPyConnection:
    """A cursor of its own on a build, which is opened once per process."""
    return _connection(build).cursor()


@lru_cache(maxsize=BUILDS_OPEN)
def load_catalog(build: ServedBuild) -> Catalog:
    """Catalog of the build, read once per process.

    Raises
    ------
    NoWarehouseError
        When the build was published by an older version, whose tables are not those of today.
    """
    try:
        catalog = catalog_queries.fetch_catalog(cursor_of(build))
    except (duckdb.BinderException, duckdb.CatalogException) as error:
        raise NoWarehouseError(build.path) from error
    # Everything loaded so far lives as long as the process: taking it out of the collector's
    # sight makes each later collection, hence each click, much shorter.
    gc.collect()
    gc.freeze()
    return catalog


@lru_cache(maxsize=ENTRIES)
def load_level(
    build: ServedBuild, indicator_id: str, level: str, year: int, target: Target, key_id: str
) -> LevelValues:
    """One indicator for every territory of a level."""
    return levels.fetch_level(
        cursor_of(build),
        load_catalog(build),
        indicator_id,
        level,
        year=year,
        target=target,
        key_id=key_id,
    )


@lru_cache(maxsize=ENTRIES)
def load_shares(build: ServedBuild, target: Target, key_id: str) -> dict[str, int]:
    """Share of a target, in MSU, for each territory of every level."""
    return load_catalog(build).shares(target, key_id)


@lru_cache(maxsize=ENTRIES)
def load_shortfall_values(
    build: ServedBuild, indicator_id: str, level: str, target: Target, key_id: str
) -> tuple[float, ...]:
    """Values of a shortfall indicator over all years: its classes are locked on them."""
    return tuple(
        value
        for year in load_catalog(build).years
        for value in load_level(build, indicator_id, level, year, target, key_id).values
        if value is not None
    )


@lru_cache(maxsize=ENTRIES)
def load_all_values(build: ServedBuild, indicator_id: str, level: str) -> tuple[float, ...]:
    """Values of a published indicator over all its periods, at one level."""
    return levels.fetch_all_values(cursor_of(build), indicator_id, level)


@lru_cache(maxsize=ENTRIES)
def load_territory_shortfall(
    build: ServedBuild,
    indicator_id: str,
    territory_id: str,
    year: int,
    target: Target,
    key_id: str,
) -> Value | None:
    """Shortfall of one territory of any level; None when it has no MSU that year."""
    return levels.fetch_territory_shortfall(
        cursor_of(build),
        load_catalog(build),
        indicator_id,
        territory_id,
        year=year,
        target=target,
        key_id=key_id,
    )


@lru_cache(maxsize=ENTRIES)
def load_national_series(build: ServedBuild, indicator_id: str) -> tuple[SeriesPoint, ...]:
    """Published national values of an indicator."""
    return series.fetch_national_series(cursor_of(build), indicator_id)


@lru_cache(maxsize=ENTRIES)
def load_territory_values(
    build: ServedBuild, territory_id: str, indicator_ids: tuple[str, ...], year: int
) -> dict[str, Value]:
    """Values of one territory, by indicator."""
    return series.fetch_territory_values(cursor_of(build), territory_id, indicator_ids, year)


@lru_cache(maxsize=ENTRIES)
def load_table(build: ServedBuild, name: str) -> pd.DataFrame:
    """One table of the method page; callers read it and never change it."""
    return method.fetch_table(cursor_of(build), name)


@lru_cache(maxsize=BUILDS_OPEN)
def load_kinds(build: ServedBuild) -> dict[str, KindSpec]:
    """Layouts a file to import may have, by identifier; they are part of the data of a build."""
    return fetch_kinds(data_folder())


@lru_cache(maxsize=BUILDS_OPEN)
def load_stage_model(build: ServedBuild) -> StageModel:
    """What the levers of the page « Stages » move."""
    return stages.fetch_model(cursor_of(build))


@lru_cache(maxsize=ENTRIES)
def load_stage_places(build: ServedBuild, territory_id: str) -> tuple[stages.PlaceChain, ...]:
    """Imported stage places of a territory."""
    return stages.fetch_places(cursor_of(build), territory_id)


@lru_cache(maxsize=BUILDS_OPEN)
def load_maquettes(build: ServedBuild) -> pd.DataFrame:
    """Training obligations; callers read them and never change them."""
    return stages.fetch_maquettes(cursor_of(build))


@lru_cache(maxsize=ENTRIES)
def load_theme(build: ServedBuild, theme: str) -> pd.DataFrame:
    """National values of a theme; callers read them and never change them."""
    return stages.fetch_theme(cursor_of(build), theme)


@lru_cache(maxsize=BUILDS_OPEN)
def load_cohorts(build: ServedBuild) -> tuple[tuple[str, int, int], ...]:
    """(scope, cohort, delay in years) of the imported cohorts that have a rate."""
    return retention.fetch_cohorts(cursor_of(build))


@lru_cache(maxsize=ENTRIES)
def load_territory_rates(build: ServedBuild, territory_id: str) -> tuple[CohortRate, ...]:
    """Rates of the cohorts trained in a territory."""
    return cohorts.fetch_territory_rates(cursor_of(build), territory_id)


@lru_cache(maxsize=BUILDS_OPEN)
def load_published_points(build: ServedBuild) -> tuple[PublishedPoint, ...]:
    """Published values about settlement and retention."""
    return cohorts.fetch_published_points(cursor_of(build))


@lru_cache(maxsize=BUILDS_OPEN)
def load_removal_interns(build: ServedBuild) -> Interns:
    """Interns of the cohorts that « Et sans eux ? » counts."""
    return removal.fetch_interns(cursor_of(build))


@lru_cache(maxsize=ENTRIES)
def load_removal_flows(build: ServedBuild, origin_id: str) -> tuple[ImportedCohort, ...]:
    """Imported flows from one place to the départements."""
    return removal.fetch_flows(cursor_of(build), origin_id)


@lru_cache(maxsize=ENTRIES)
def load_removal_stages(build: ServedBuild, departement_id: str) -> tuple[ImportedCohort, ...]:
    """Imported cohorts of those who did their stage in a département."""
    return removal.fetch_stage_cohorts(cursor_of(build), departement_id)


@lru_cache(maxsize=ENTRIES)
def load_settled_level(
    build: ServedBuild, level: str, scope: str, cohort: int, delay_years: int
) -> retention.SettledLevel:
    """Rates of settlement of one cohort for every territory of a level."""
    return retention.fetch_settled_level(
        cursor_of(build), load_catalog(build), level, scope, cohort, delay_years
    )


@lru_cache(maxsize=ENTRIES)
def load_installations(build: ServedBuild, territory_id: str) -> Installations:
    """Installations and departures of a territory, with what is withheld of them."""
    return installations.fetch_installations(cursor_of(build), territory_id)


@lru_cache(maxsize=BUILDS_OPEN)
def load_flow_periods(build: ServedBuild) -> tuple[FlowPeriod, ...]:
    """Periods of the imported flows."""
    return flows.fetch_flow_periods(cursor_of(build))


@lru_cache(maxsize=ENTRIES)
def load_flow_totals(build: ServedBuild, period: FlowPeriod) -> dict[str, FlowTotal]:
    """Who stayed, left and came, by territory."""
    return flows.fetch_flow_totals(cursor_of(build), period)


@lru_cache(maxsize=ENTRIES)
def load_flows(build: ServedBuild, period: FlowPeriod) -> tuple[PublishedFlow, ...]:
    """Imported flows of a period, withheld ones without their number."""
    return flows.fetch_flows(cursor_of(build), period)


@lru_cache(maxsize=BUILDS_OPEN)
def load_map_points(build: ServedBuild) -> dict[str, tuple[int, int]]:
    """Point of each territory on the map of flows."""
    return flows.fetch_map_points(cursor_of(build))


@lru_cache(maxsize=ENTRIES)
def load_periods(
    build: ServedBuild, indicator_id: str, level: str, target: Target, key_id: str
) -> tuple[LevelValues, ...]:
    """One indicator for every territory of a level, at each of its periods, oldest first."""
    catalog = load_catalog(build)
    if indicator_id in SHORTFALL_INDICATORS:
        return tuple(
            load_level(build, indicator_id, level, year, target, key_id) for year in catalog.years
        )
    return tuple(
        levels.fetch_published_level(cursor_of(build), catalog, indicator_id, level, period)
        for period in levels.fetch_periods(cursor_of(build), indicator_id)
    )


@lru_cache(maxsize=ENTRIES)
def load_similar(build: ServedBuild, level: str) -> dict[str, tuple[Peer, ...]]:
    """Similar territories of each territory of a level, nearest first; long the first time."""
    catalog = load_catalog(build)
    ids = catalog.level_ids[level]
    population = tuple(float(catalog.territories[item].population_hab) for item in ids)
    criteria = similarity_criteria(level)
    columns = [
        population
        if item.criterion_id == POPULATION
        else levels.fetch_published_level(
            cursor_of(build), catalog, item.criterion_id, level, None
        ).values
        for item in criteria
    ]
    return similar(ids, np.array(columns, dtype=float).T, criteria)


@lru_cache(maxsize=BUILDS_OPEN)
def load_articles(build: ServedBuild) -> dict[str, int]:
    """Article of the name of each territory; it is part of the data of a build."""
    return articles.fetch_articles(data_folder())


@lru_cache(maxsize=ENTRIES)
def load_territory_series(
    build: ServedBuild, territory_id: str, indicator_id: str
) -> tuple[Value, ...]:
    """Published values of an indicator for one territory, oldest first."""
    return series.fetch_territory_series(cursor_of(build), territory_id, indicator_id)


@lru_cache(maxsize=ENTRIES)
def load_stage_balances(
    build: ServedBuild, territory_ids: tuple[str, ...], years: tuple[int, ...]
) -> dict[tuple[str, int, str], Balance]:
    """Stage balances of some territories and years at the reference of the levers."""
    model = load_stage_model(build)
    return compute(model, territory_ids, years, model.reference)


@lru_cache(maxsize=BUILDS_OPEN)
def load_geometry(build: ServedBuild) -> dict[str, Any] | None:
    """Outlines of the map of a build; None when their file is not there."""
    return geometry.fetch_geometry(load_catalog(build).build.geometry_file)


@lru_cache(maxsize=BUILDS_OPEN)
def load_known_msu(build: ServedBuild) -> dict[str, Known]:
    """MSU and stage places known of each département, by any source but the estimate."""
    return blank_zones.fetch_known(cursor_of(build))
