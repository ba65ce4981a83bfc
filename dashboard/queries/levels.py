"""One indicator for every territory of a level: what a map, a table or a ranking shows."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from dashboard.core.catalog import (
    COVERAGE,
    DIPLOMA_RATES,
    GAP,
    SHORTFALL_INDICATORS,
    SITUATION,
    YEARLY_INDICATORS,
    Catalog,
    Target,
)
from dashboard.core.names import name_of
from dashboard.core.values import LevelValues, Measure, Value
from dashboard.queries.cache import (
    Cursor,
    ServedBuild,
    cursor_of,
    kept_per_build,
    per_build,
)
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.rows import named_rows, value_of
from dashboard.queries.situations import Law, fetch_laws, situations_of, years_to_show
from dashboard.themes.situation import Situation
from models.comparison.similarity import POPULATION, Peer, alike, similar, similarity_criteria
from models.msu.shortfall import Shortfall, shortfall

# A territory may have several periods or sources for one indicator: the latest period is kept,
# then the surest source.
LATEST = """
    SELECT territory_id, value, low, high, status, source_id, locator, method_id, note_fr, period
    FROM pub.observation JOIN pub.territory USING (territory_id)
    WHERE indicator_id = $indicator_id AND level = $level
        AND ($periods IS NULL OR period IN (SELECT unnest($periods)))
        AND period_year IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY territory_id
        ORDER BY period_year DESC, period DESC, confidence LIKE 'derived%', source_id
    ) = 1
"""
PERIODS = """
    SELECT DISTINCT period FROM pub.observation
    WHERE indicator_id = $indicator_id AND territory_id <> 'FR' AND period_year IS NOT NULL
    ORDER BY period
"""
MSU = """
    SELECT territory_id, value, low, high, status, source_id, locator, method_id, note_fr, period
    FROM pub.observation
    WHERE indicator_id = 'msu' AND period_year IN (SELECT unnest($years))
    QUALIFY row_number() OVER (PARTITION BY territory_id ORDER BY period_year DESC) = 1
    ORDER BY territory_id
"""

Measures = Mapping[str, Measure]
NO_HOLDERS: Mapping[str, str] = {}
UNPUBLISHED = Measure(None)


def read_level(
    cursor: Cursor,
    catalog: Catalog,
    indicator_id: str,
    level: str,
    *,
    year: int,
    target: Target,
    key_id: str,
) -> LevelValues:
    """Values of one indicator for every territory of a level.

    Yearly indicators (MSU and what follows from them) are those of ``year``, or where nothing
    is counted that year, of the last national count before it; the others those of their latest
    period. An indicator that only exists by subdivision shows, by département,
    the value of the subdivision that holds most of it, and says so; a rate by région of diploma
    is that of the région.
    """
    if indicator_id in SHORTFALL_INDICATORS:
        laws = fetch_laws.read(cursor, year)
        return _shortfall_level(cursor, catalog, laws, indicator_id, level, year, target, key_id)
    periods = None
    if indicator_id in YEARLY_INDICATORS:
        periods = tuple(map(str, years_to_show(cursor, year)))
    return _published_level(cursor, catalog, indicator_id, level, periods)


def read_published_level(
    cursor: Cursor,
    catalog: Catalog,
    indicator_id: str,
    level: str,
    period: str | None,
) -> LevelValues:
    """Values of a published indicator at one period; of the latest one when it is None."""
    periods = None if period is None else (period,)
    return _published_level(cursor, catalog, indicator_id, level, periods)


def _published_level(
    cursor: Cursor,
    catalog: Catalog,
    indicator_id: str,
    level: str,
    periods: tuple[str, ...] | None,
) -> LevelValues:
    measures = _latest(cursor, indicator_id, level, periods)
    if indicator_id in DIPLOMA_RATES and level != "region" and not measures:
        by_region = _latest(cursor, indicator_id, "region", periods)
        measures, holders = values_of_region(catalog, level, by_region)
        return level_values(catalog, indicator_id, level, measures, holders)
    if measures or level != "departement":
        return level_values(catalog, indicator_id, level, measures)
    by_subdivision = _latest(cursor, indicator_id, "subdivision", periods)
    measures, holders = inherited_values(catalog, by_subdivision)
    return level_values(catalog, indicator_id, level, measures, holders)


def read_periods(cursor: Cursor, indicator_id: str) -> tuple[str, ...]:
    """Periods at which an indicator is published for territories, oldest first."""
    return tuple(
        row[0] for row in cursor.execute(PERIODS, {"indicator_id": indicator_id}).fetchall()
    )


def read_territory_shortfall(
    cursor: Cursor,
    catalog: Catalog,
    indicator_id: str,
    territory_id: str,
    *,
    year: int,
    target: Target,
    key_id: str,
) -> Value | None:
    """Shortfall of one territory of any level; None when it has no MSU that year."""
    all_msu = _msu_of_year(cursor, year)
    if territory_id not in all_msu:
        return None
    return _compared(catalog, all_msu, indicator_id, target, key_id)[territory_id]


def _latest(
    cursor: Cursor, indicator_id: str, level: str, periods: tuple[str, ...] | None
) -> Measures:
    parameters = {
        "indicator_id": indicator_id,
        "level": level,
        "periods": None if periods is None else list(periods),
    }
    return {row["territory_id"]: value_of(row) for row in named_rows(cursor, LATEST, parameters)}


def inherited_values(
    catalog: Catalog, by_subdivision: Measures
) -> tuple[Measures, Mapping[str, str]]:
    """Values of départements, each that of the subdivision that holds most of it; which one."""
    main = {item: catalog.dominant_subdivision(item) for item in catalog.level_ids["departement"]}
    holders = {item: holder for item, holder in main.items() if holder in by_subdivision}
    return {item: by_subdivision[holder] for item, holder in holders.items()}, holders


def values_of_region(
    catalog: Catalog, level: str, by_region: Measures
) -> tuple[Measures, Mapping[str, str]]:
    """Values of départements or subdivisions, each that of its région; which one."""
    regions = ((item, catalog.region_of(item)) for item in catalog.level_ids[level])
    holders = {item: region for item, region in regions if region and region in by_region}
    return {item: by_region[region] for item, region in holders.items()}, holders


def _inherited_note(catalog: Catalog, territory_id: str, holders: Mapping[str, str]) -> str:
    if territory_id not in holders:
        return ""
    holder = catalog.territories[holders[territory_id]]
    is_part = holder.level == "subdivision" and catalog.is_shared(territory_id)
    most = ", qui en couvre la plus grande part" if is_part else ""
    return f"valeur de {name_of(holder).subject}{most}"


def level_values(
    catalog: Catalog,
    indicator_id: str,
    level: str,
    measures: Measures,
    holders: Mapping[str, str] = NO_HOLDERS,
) -> LevelValues:
    """Align values, by territory, with the ids of a level.

    ``holders`` are the territories whose value is that of a smaller one; its note says so.
    """
    ids = catalog.level_ids[level]
    aligned = [
        measures.get(item, UNPUBLISHED).with_note(_inherited_note(catalog, item, holders))
        for item in ids
    ]
    period = max((measure.period for measure in aligned), default="")
    is_mixed = indicator_id in YEARLY_INDICATORS and any(
        measure.period not in ("", period) for measure in aligned
    )
    if is_mixed:
        aligned = [measure.with_note(_older_note(measure, period)) for measure in aligned]
    return LevelValues(
        indicator_id=indicator_id,
        level=level,  # type: ignore[arg-type]
        period=period,
        ids=ids,
        values=tuple(_finite(measure.value) for measure in aligned),
        low=tuple(_finite(measure.low) for measure in aligned),
        high=tuple(_finite(measure.high) for measure in aligned),
        status=tuple(measure.status for measure in aligned),
        notes=tuple(measure.note or None for measure in aligned),
        source_ids=tuple(measure.source_id or None for measure in aligned),
        locators=tuple(measure.locator or None for measure in aligned),
        method_ids=tuple(measure.method_id for measure in aligned),
        holders=holders,
        periods=tuple(measure.period for measure in aligned) if is_mixed else (),
    )


def _older_note(measure: Measure, period: str) -> str:
    """Year of a value that is older than the others; empty otherwise."""
    return f"valeur de {measure.period}" if measure.period not in ("", period) else ""


def _finite(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else float(value)


def _shortfall_level(
    cursor: Cursor,
    catalog: Catalog,
    laws: Mapping[str, Law],
    indicator_id: str,
    level: str,
    year: int,
    target: Target,
    key_id: str,
) -> LevelValues:
    """Situation, gap or coverage of a level; each note says how sure it is."""
    msu = _msu_of_year(cursor, year)
    situations = situations_of(catalog, laws, level, target, key_id)
    compared: Measures = (
        {item: _chances(msu[item], situation) for item, situation in situations.by_id.items()}
        if indicator_id == SITUATION
        else _compared(catalog, msu, indicator_id, target, key_id)
    )
    notes = {item: situation.detail for item, situation in situations.by_id.items()}
    return level_values(
        catalog,
        indicator_id,
        level,
        {item: compared[item].with_note(note) for item, note in notes.items()},
    )


def _chances(msu: Value, situation: Situation) -> Measure:
    """Chances in a hundred of being below the share; none where counted, which is a fact."""
    return replace(
        Measure(**msu.parts),
        value=None if situation.p_below is None else 100 * situation.p_below,
        low=None,
        high=None,
    )


def _compared(
    catalog: Catalog, msu: Mapping[str, Value], indicator_id: str, target: Target, key_id: str
) -> dict[str, Value]:
    """Gap or coverage of every territory that has MSU."""
    value, low, high = _columns(_compare(catalog, msu, target, key_id), indicator_id)
    return {
        territory_id: replace(
            item,
            value=float(value[index]),
            low=_finite(low[index]) if item.is_estimate else None,
            high=_finite(high[index]) if item.is_estimate else None,
        )
        for index, (territory_id, item) in enumerate(msu.items())
    }


def _msu_of_year(cursor: Cursor, year: int) -> dict[str, Value]:
    years = {"years": list(years_to_show(cursor, year))}
    return {row["territory_id"]: value_of(row) for row in named_rows(cursor, MSU, years)}


def _compare(catalog: Catalog, msu: Mapping[str, Value], target: Target, key_id: str) -> Shortfall:
    """Compare MSU to a target at every level, in the order of their territories.

    A free value goes the way of the published ones.
    """
    shares = catalog.shares(target, key_id)
    value = np.array([item.value for item in msu.values()])
    low = np.array([item.value if item.low is None else item.low for item in msu.values()])
    high = np.array([item.value if item.high is None else item.high for item in msu.values()])
    target_msu = np.array([shares[territory_id] for territory_id in msu])
    return shortfall(_whole(value), _whole(low), _whole(high), target_msu)


def _whole(values: np.ndarray) -> np.ndarray:
    return np.rint(values.astype(float)).astype(np.int64)


def _columns(result: Shortfall, indicator_id: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    if indicator_id == GAP:
        return result.gap_msu, result.gap_low_msu, result.gap_high_msu
    assert indicator_id == COVERAGE  # noqa: S101
    return result.coverage_pct, result.coverage_low_pct, result.coverage_high_pct


@per_build
def fetch_all_values(cursor: Cursor, indicator_id: str, level: str) -> tuple[float, ...]:
    """Values of a published indicator at one level over all its periods."""
    rows = cursor.execute(
        """
        SELECT value FROM pub.observation JOIN pub.territory USING (territory_id)
        WHERE indicator_id = $indicator_id AND level = $level
        """,
        {"indicator_id": indicator_id, "level": level},
    ).fetchall()
    return tuple(float(row[0]) for row in rows)


@kept_per_build
def fetch_level(
    build: ServedBuild, indicator_id: str, level: str, year: int, target: Target, key_id: str
) -> LevelValues:
    """One indicator for every territory of a level."""
    if indicator_id in SHORTFALL_INDICATORS:
        return _shortfall_level(
            cursor_of(build),
            fetch_catalog(build),
            fetch_laws(build, year),
            indicator_id,
            level,
            year,
            target,
            key_id,
        )
    return read_level(
        cursor_of(build),
        fetch_catalog(build),
        indicator_id,
        level,
        year=year,
        target=target,
        key_id=key_id,
    )


def _level_of_year(
    build: ServedBuild, indicator_id: str, level: str, year: int, target: Target, key_id: str
) -> LevelValues:
    """Values of a year alone, without those of an earlier one."""
    return fetch_level(build, indicator_id, level, year, target, key_id).only_of(str(year))


@kept_per_build
def fetch_shortfall_values(
    build: ServedBuild, indicator_id: str, level: str, target: Target, key_id: str
) -> tuple[float, ...]:
    """Values of a shortfall indicator over all years: its classes are locked on them."""
    return tuple(
        value
        for year in fetch_catalog(build).years
        for value in _level_of_year(build, indicator_id, level, year, target, key_id).values
        if value is not None
    )


@kept_per_build
def fetch_territory_shortfall(
    build: ServedBuild,
    indicator_id: str,
    territory_id: str,
    year: int,
    target: Target,
    key_id: str,
) -> Value | None:
    """Shortfall of one territory of any level; None when it has no MSU that year."""
    return read_territory_shortfall(
        cursor_of(build),
        fetch_catalog(build),
        indicator_id,
        territory_id,
        year=year,
        target=target,
        key_id=key_id,
    )


@kept_per_build
def fetch_periods(
    build: ServedBuild, indicator_id: str, level: str, target: Target, key_id: str
) -> tuple[LevelValues, ...]:
    """One indicator for every territory of a level, at each of its periods, oldest first."""
    catalog = fetch_catalog(build)
    if indicator_id in SHORTFALL_INDICATORS:
        return tuple(
            _level_of_year(build, indicator_id, level, year, target, key_id)
            for year in catalog.years
        )
    return tuple(
        read_published_level(cursor_of(build), catalog, indicator_id, level, period)
        for period in read_periods(cursor_of(build), indicator_id)
    )


@kept_per_build
def fetch_similar(build: ServedBuild, level: str) -> dict[str, tuple[Peer, ...]]:
    """Territories that look like each one of a level, nearest first; long the first time.

    The three nearest of a territory that nothing looks like.
    """
    catalog = fetch_catalog(build)
    ids = catalog.level_ids[level]
    population = tuple(float(catalog.territories[item].population_hab) for item in ids)
    criteria = similarity_criteria(level)
    columns = [
        population
        if item.criterion_id == POPULATION
        else read_published_level(cursor_of(build), catalog, item.criterion_id, level, None).values
        for item in criteria
    ]
    nearest = similar(ids, np.array(columns, dtype=float).T, criteria)
    return {territory_id: alike(peers) for territory_id, peers in nearest.items()}
