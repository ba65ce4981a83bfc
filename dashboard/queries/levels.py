"""One indicator for every territory of a level: what a map, a table or a ranking shows."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from dashboard.core.catalog import (
    COVERAGE,
    GAP,
    SHORTFALL_INDICATORS,
    YEARLY_INDICATORS,
    Catalog,
    Target,
)
from dashboard.core.values import LevelValues, Value
from dashboard.queries.cache import (
    Cursor,
    ServedBuild,
    cursor_of,
    kept_per_build,
    per_build,
)
from dashboard.queries.catalog import fetch_catalog
from models.comparison.similarity import POPULATION, Peer, similar, similarity_criteria
from models.msu.shortfall import Shortfall, shortfall

CLASS_NOTES = {
    "manque": "en manque : tout l’intervalle est sous la part de la cible",
    "indetermine": "indéterminé : l’intervalle contient la part de la cible",
    "atteint": "part atteinte : tout l’intervalle est au-dessus",
}

# A territory may have several periods or sources for one indicator: the latest period is kept,
# then the surest source.
LATEST = """
    SELECT territory_id, value, low, high, status, source_id, locator, method_id, note_fr, period
    FROM pub.observation JOIN pub.territory USING (territory_id)
    WHERE indicator_id = $indicator_id AND level = $level
        AND ($period IS NULL OR period = $period)
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
    WHERE indicator_id = 'msu' AND ($year IS NULL OR period_year = $year)
    ORDER BY period_year
"""

Row = tuple
Rows = dict[str, Row]
NO_HOLDERS: Mapping[str, str] = {}


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

    Yearly indicators (MSU and what follows from them) are those of ``year``; the others those
    of their latest period. An indicator that only exists by subdivision shows, by département,
    the value of the subdivision that holds most of it, and says so.
    """
    if indicator_id in SHORTFALL_INDICATORS:
        return _shortfall_level(cursor, catalog, indicator_id, level, year, target, key_id)
    period = str(year) if indicator_id in YEARLY_INDICATORS else None
    return read_published_level(cursor, catalog, indicator_id, level, period)


def read_published_level(
    cursor: Cursor,
    catalog: Catalog,
    indicator_id: str,
    level: str,
    period: str | None,
) -> LevelValues:
    """Values of a published indicator at one period; of the latest one when it is None."""
    rows = _latest(cursor, indicator_id, level, period)
    if rows or level != "departement":
        return level_values(catalog, indicator_id, level, rows)
    by_subdivision = _latest(cursor, indicator_id, "subdivision", period)
    rows, holders = inherited_rows(catalog, by_subdivision)
    return level_values(catalog, indicator_id, level, rows, holders)


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
    rows = _year_rows(cursor, year)
    if territory_id not in rows:
        return None
    result = _compare(catalog, rows, target, key_id)
    index = list(rows).index(territory_id)
    value, low, high = _columns(result, indicator_id)
    row = rows[territory_id]
    estimated = row[4] == "estimated"
    return Value(
        indicator_id=indicator_id,
        period=str(year),
        value=float(value[index]),
        low=_plain(low[index]) if estimated else None,
        high=_plain(high[index]) if estimated else None,
        status=row[4],
        source_id=row[5],
        locator=row[6],
        method_id=row[7],
        note_fr=CLASS_NOTES[result.class_id[index]] if estimated else None,
    )


def _latest(cursor: Cursor, indicator_id: str, level: str, period: str | None) -> Rows:
    parameters = {"indicator_id": indicator_id, "level": level, "period": period}
    return {row[0]: row for row in cursor.execute(LATEST, parameters).fetchall()}


def inherited_rows(catalog: Catalog, by_subdivision: Rows) -> tuple[Rows, dict[str, str]]:
    """Rows of départements, each that of the subdivision that holds most of it; and which one."""
    main = {item: catalog.dominant_subdivision(item) for item in catalog.level_ids["departement"]}
    holders = {item: holder for item, holder in main.items() if holder in by_subdivision}
    return {item: by_subdivision[holder] for item, holder in holders.items()}, holders


def _inherited_note(catalog: Catalog, departement_id: str, holders: Mapping[str, str]) -> str:
    if departement_id not in holders:
        return ""
    name = catalog.territories[holders[departement_id]].name_fr
    most = ", qui en couvre la plus grande part" if catalog.is_shared(departement_id) else ""
    return f"valeur de la subdivision de {name}{most}"


def level_values(
    catalog: Catalog,
    indicator_id: str,
    level: str,
    rows: Rows,
    holders: Mapping[str, str] = NO_HOLDERS,
) -> LevelValues:
    """Align rows (those of ``LATEST``, by territory) with the ids of a level.

    ``holders`` are the subdivisions whose value is that of a département; its note says so.
    """
    ids = catalog.level_ids[level]
    found = [rows.get(territory_id) for territory_id in ids]
    periods = sorted({row[9] for row in found if row})
    notes = [
        " ; ".join(note for note in (_inherited_note(catalog, i, holders), row[8]) if note) or None
        if row
        else None
        for i, row in zip(ids, found, strict=True)
    ]
    return LevelValues(
        indicator_id=indicator_id,
        level=level,  # type: ignore[arg-type]
        period=periods[-1] if periods else "",
        ids=ids,
        values=tuple(_finite(row, 1) for row in found),
        low=tuple(_finite(row, 2) for row in found),
        high=tuple(_finite(row, 3) for row in found),
        status=tuple(row[4] if row else None for row in found),
        notes=tuple(notes),
        source_ids=tuple(row[5] if row else None for row in found),
        locators=tuple(row[6] if row else None for row in found),
        method_ids=tuple(row[7] if row else None for row in found),
        holders=holders,
    )


def _finite(row: Row | None, index: int) -> float | None:
    if row is None or row[index] is None or math.isnan(row[index]):
        return None
    return float(row[index])


def _shortfall_level(
    cursor: Cursor,
    catalog: Catalog,
    indicator_id: str,
    level: str,
    year: int,
    target: Target,
    key_id: str,
) -> LevelValues:
    rows = _year_rows(cursor, year)
    result = _compare(catalog, rows, target, key_id)
    value, low, high = _columns(result, indicator_id)
    compared: Rows = {}
    for index, (territory_id, row) in enumerate(rows.items()):
        estimated = row[4] == "estimated"
        compared[territory_id] = (
            territory_id,
            _plain(value[index]),
            _plain(low[index]) if estimated else None,
            _plain(high[index]) if estimated else None,
            *row[4:8],
            _note(row[8], result.class_id[index] if estimated else None),
            str(year),
        )
    return level_values(catalog, indicator_id, level, compared)


def _note(local: str | None, class_id: str | None) -> str | None:
    """What the interval allows to say, then what is said of the count itself."""
    return " ; ".join(text for text in (CLASS_NOTES.get(class_id or ""), local) if text) or None


def _year_rows(cursor: Cursor, year: int) -> Rows:
    return {row[0]: row for row in cursor.execute(MSU, {"year": year}).fetchall()}


def _compare(catalog: Catalog, rows: Rows, target: Target, key_id: str) -> Shortfall:
    """Compare MSU to a target at every level, in the order of the rows.

    A free value goes the way of the published ones.
    """
    shares = catalog.shares(target, key_id)
    value = np.array([row[1] for row in rows.values()])
    low = np.array([row[1] if row[2] is None else row[2] for row in rows.values()])
    high = np.array([row[1] if row[3] is None else row[3] for row in rows.values()])
    target_msu = np.array([shares[territory_id] for territory_id in rows])
    return shortfall(_whole(value), _whole(low), _whole(high), target_msu)


def _whole(values: np.ndarray) -> np.ndarray:
    return np.rint(values.astype(float)).astype(np.int64)


def _columns(result: Shortfall, indicator_id: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    if indicator_id == GAP:
        return result.gap_msu, result.gap_low_msu, result.gap_high_msu
    assert indicator_id == COVERAGE  # noqa: S101
    return result.coverage_pct, result.coverage_low_pct, result.coverage_high_pct


def _plain(value: np.generic) -> float | None:
    number = float(value)
    return None if math.isnan(number) else number


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
    return read_level(
        cursor_of(build),
        fetch_catalog(build),
        indicator_id,
        level,
        year=year,
        target=target,
        key_id=key_id,
    )


@kept_per_build
def fetch_shortfall_values(
    build: ServedBuild, indicator_id: str, level: str, target: Target, key_id: str
) -> tuple[float, ...]:
    """Values of a shortfall indicator over all years: its classes are locked on them."""
    return tuple(
        value
        for year in fetch_catalog(build).years
        for value in fetch_level(build, indicator_id, level, year, target, key_id).values
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
            fetch_level(build, indicator_id, level, year, target, key_id) for year in catalog.years
        )
    return tuple(
        read_published_level(cursor_of(build), catalog, indicator_id, level, period)
        for period in read_periods(cursor_of(build), indicator_id)
    )


@kept_per_build
def fetch_similar(build: ServedBuild, level: str) -> dict[str, tuple[Peer, ...]]:
    """Similar territories of each territory of a level, nearest first; long the first time."""
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
    return similar(ids, np.array(columns, dtype=float).T, criteria)
