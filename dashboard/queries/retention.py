"""Rates of imported cohorts: how many of those trained in a territory settled there."""

from __future__ import annotations

import duckdb

COHORTS = """
    SELECT DISTINCT scope, cohort, delay_years FROM pub.retention
    WHERE rate_pct IS NOT NULL ORDER BY ALL
"""


def fetch_cohorts(cursor: duckdb.DuckDBPyConnection) -> tuple[tuple[str, int, int], ...]:
    """(scope, cohort, delay in years) of the cohorts that have a rate somewhere."""
    return tuple(cursor.execute(COHORTS).fetchall())
