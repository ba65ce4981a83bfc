"""Values of one territory: its years, its panel, its neighbours; and the national series."""

from __future__ import annotations

from dashboard.core.values import SeriesPoint, Value
from dashboard.queries.cache import (
    Cursor,
    per_build,
)
from dashboard.queries.rows import named_rows, value_of
from models.territories.cells import NATION

TERRITORY = """
    SELECT indicator_id, period, value, low, high, status, source_id, locator, method_id, note_fr
    FROM pub.observation
    WHERE territory_id = $territory_id AND indicator_id IN (SELECT unnest($indicator_ids))
        AND period_year IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY indicator_id
        ORDER BY coalesce(period_year = $year, false) DESC, period_year DESC, period DESC, source_id
    ) = 1
"""
SERIES = """
    SELECT period, value, low, high, status, source_id, locator, method_id, note_fr, confidence
    FROM pub.observation
    WHERE territory_id = $territory_id AND indicator_id = $indicator_id
        AND period_year IS NOT NULL
    ORDER BY period_year, period
"""


@per_build
def fetch_national_series(cursor: Cursor, indicator_id: str) -> tuple[SeriesPoint, ...]:
    """Published national values of an indicator, oldest first."""
    rows = named_rows(cursor, SERIES, {"territory_id": NATION, "indicator_id": indicator_id})
    return tuple(SeriesPoint(**value_of(row).parts, confidence=row["confidence"]) for row in rows)


@per_build
def fetch_territory_values(
    cursor: Cursor, territory_id: str, indicator_ids: tuple[str, ...], year: int
) -> dict[str, Value]:
    """Values of one territory: of ``year`` where there is one, of the latest period elsewhere."""
    rows = named_rows(
        cursor,
        TERRITORY,
        {"territory_id": territory_id, "indicator_ids": list(indicator_ids), "year": year},
    )
    return {row["indicator_id"]: value_of(row) for row in rows}


@per_build
def fetch_territory_series(
    cursor: Cursor, territory_id: str, indicator_id: str
) -> tuple[Value, ...]:
    """Published values of an indicator for one territory, oldest first."""
    parameters = {"territory_id": territory_id, "indicator_id": indicator_id}
    return tuple(value_of(row) for row in named_rows(cursor, SERIES, parameters))
