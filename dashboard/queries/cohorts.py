"""What became of those trained in a territory: rates of its cohorts, and what was published."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

TERRITORY = """
    SELECT territory_id, scope, settled_in, cohort, delay_years, trained_n, settled_n,
        not_followed_n, rate_pct, low_pct, high_pct, not_followed_pct, missing, status, source_id,
        locator
    FROM pub.retention WHERE territory_id = $territory_id
    ORDER BY scope, settled_in, cohort DESC, delay_years
"""
# Estimates of the observatory have a method: what is left was published.
PUBLISHED = """
    SELECT territory_id, indicator_id, period, value, source_id, locator, confidence,
        coalesce(note_fr, '')
    FROM pub.observation JOIN pub.indicator USING (indicator_id)
    WHERE theme = 'fidelisation' AND method_id IS NULL AND status = 'observed'
    ORDER BY territory_id <> 'FR', territory_id, period_year DESC, indicator_id
"""


@dataclass(frozen=True)
class CohortRate:
    """Rate of one cohort after one delay; counts and rates in % are None when missing.

    ``missing`` is withheld, unknown or nobody when there is no rate.
    """

    territory_id: str
    scope: str
    settled_in: str
    cohort: int
    delay_years: int
    trained: int | None
    settled: int | None
    not_followed: int | None
    rate: float | None
    low: float | None
    high: float | None
    not_followed_pct: float | None
    missing: str | None
    status: str
    source_id: str
    locator: str


@dataclass(frozen=True)
class PublishedPoint:
    """One published value about settlement, with its place in its source."""

    territory_id: str
    indicator_id: str
    period: str
    value: float
    source_id: str
    locator: str
    confidence: str
    note_fr: str


def fetch_territory_rates(
    cursor: duckdb.DuckDBPyConnection, territory_id: str
) -> tuple[CohortRate, ...]:
    """Rates of the cohorts trained in a territory, latest cohort first."""
    rows = cursor.execute(TERRITORY, {"territory_id": territory_id}).fetchall()
    return tuple(CohortRate(*row) for row in rows)


def fetch_published_points(cursor: duckdb.DuckDBPyConnection) -> tuple[PublishedPoint, ...]:
    """Published values about settlement and retention, France first."""
    return tuple(PublishedPoint(*row) for row in cursor.execute(PUBLISHED).fetchall())
