"""The only place where anything is cached; every entry is keyed by the build."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.queries import catalog as catalog_queries
from dashboard.queries import maps, method, series
from dashboard.queries.connection import ServedBuild, open_build

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

    from dashboard.model import Catalog, LevelValues, Target

BUILDS_OPEN = 3
ENTRIES = 512


@st.cache_resource(max_entries=BUILDS_OPEN, show_spinner=False)
def _connection(build_id: str, path: str) -> duckdb.DuckDBPyConnection:
    return open_build(path)


@st.cache_resource(max_entries=BUILDS_OPEN, show_spinner=False)
def _catalog(build_id: str, path: str) -> Catalog:
    catalog = catalog_queries.fetch_catalog(_connection(build_id, path).cursor())
    # Everything loaded so far lives as long as the process: taking it out of the collector's
    # sight makes each later collection, hence each click, much shorter.
    gc.collect()
    gc.freeze()
    return catalog


def load_catalog(build: ServedBuild) -> Catalog:
    """Catalog of the build, read once per process."""
    return _catalog(build.build_id, build.path)


def _cursor(build: ServedBuild) -> duckdb.DuckDBPyConnection:
    return _connection(build.build_id, build.path).cursor()


@st.cache_resource(max_entries=ENTRIES, show_spinner=False)
def _level(
    build_id: str,
    _build: ServedBuild,
    indicator_id: str,
    level: str,
    year: int,
    target: Target,
    key_id: str,
) -> LevelValues:
    return maps.fetch_level(
        _cursor(_build),
        load_catalog(_build),
        indicator_id,
        level,
        year=year,
        target=target,
        key_id=key_id,
    )


def load_level(
    build: ServedBuild, indicator_id: str, level: str, year: int, target: Target, key_id: str
) -> LevelValues:
    """One indicator for every territory of a level (immutable, shared between sessions)."""
    return _level(build.build_id, build, indicator_id, level, year, target, key_id)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False)
def _shares(build_id: str, _build: ServedBuild, target: Target, key_id: str) -> dict[str, int]:
    return load_catalog(_build).shares(target, key_id)


def load_shares(build: ServedBuild, target: Target, key_id: str) -> dict[str, int]:
    """Share of a target, in MSU, for each territory of every level."""
    return _shares(build.build_id, build, target, key_id)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False)
def _bounds(
    build_id: str,
    _build: ServedBuild,
    indicator_id: str,
    level: str,
    target: Target,
    key_id: str,
) -> tuple[float, ...]:
    return tuple(
        maps.fetch_shortfall_bounds(
            _cursor(_build),
            load_catalog(_build),
            indicator_id,
            level,
            target=target,
            key_id=key_id,
        )
    )


def load_shortfall_values(
    build: ServedBuild, indicator_id: str, level: str, target: Target, key_id: str
) -> tuple[float, ...]:
    """Values of a shortfall indicator over all years."""
    return _bounds(build.build_id, build, indicator_id, level, target, key_id)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False)
def _yearly(build_id: str, _build: ServedBuild, indicator_id: str, level: str) -> tuple[float, ...]:
    return maps.fetch_all_values(_cursor(_build), indicator_id, level)


def load_all_values(build: ServedBuild, indicator_id: str, level: str) -> tuple[float, ...]:
    """Values of a published indicator over all its periods, at one level."""
    return _yearly(build.build_id, build, indicator_id, level)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False)
def _series(
    build_id: str, _build: ServedBuild, indicator_id: str
) -> tuple[series.SeriesPoint, ...]:
    return series.fetch_national_series(_cursor(_build), indicator_id)


def load_national_series(build: ServedBuild, indicator_id: str) -> tuple[series.SeriesPoint, ...]:
    """Published national values of an indicator."""
    return _series(build.build_id, build, indicator_id)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False)
def _territory(
    build_id: str,
    _build: ServedBuild,
    territory_id: str,
    indicator_ids: tuple[str, ...],
    year: int,
) -> dict[str, series.Value]:
    return series.fetch_territory_values(_cursor(_build), territory_id, indicator_ids, year)


def load_territory_values(
    build: ServedBuild, territory_id: str, indicator_ids: tuple[str, ...], year: int
) -> dict[str, series.Value]:
    """Values of one territory, by indicator."""
    return _territory(build.build_id, build, territory_id, indicator_ids, year)


@st.cache_data(max_entries=ENTRIES, show_spinner=False)
def _table(build_id: str, _build: ServedBuild, name: str) -> pd.DataFrame:
    return method.fetch_table(_cursor(_build), name)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False)
def _territory_shortfall(
    build_id: str,
    _build: ServedBuild,
    indicator_id: str,
    territory_id: str,
    year: int,
    target: Target,
    key_id: str,
) -> series.Value:
    return maps.fetch_territory_shortfall(
        _cursor(_build),
        load_catalog(_build),
        indicator_id,
        territory_id,
        year=year,
        target=target,
        key_id=key_id,
    )


def load_territory_shortfall(
    build: ServedBuild,
    indicator_id: str,
    territory_id: str,
    year: int,
    target: Target,
    key_id: str,
) -> series.Value:
    """Shortfall of one territory of any level, the nation included."""
    return _territory_shortfall(
        build.build_id, build, indicator_id, territory_id, year, target, key_id
    )


def load_table(build: ServedBuild, name: str) -> pd.DataFrame:
    """One table of the method page."""
    return _table(build.build_id, build, name)
