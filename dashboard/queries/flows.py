"""Doctors by territory of training and of practice: totals, flows, points of the map."""

from __future__ import annotations

from dashboard.queries.cache import (
    Cursor,
    per_build,
)
from dashboard.themes.flows import FlowPeriod, FlowTotal, PublishedFlow
from models.retention.flows import Count

# What an origin is tells what « trained here » means.
ORIGINS = {"subdivision": "SUB", "stage": "DEP", "region_diplome": "REG"}
PERIODS = """
    SELECT DISTINCT left(origin_id, 3), cohort, delay_years FROM pub.flow ORDER BY ALL
"""
TOTALS = """
    SELECT territory_id, trained_n, kept_n, kept_at_least, left_n, left_at_least, not_followed_n,
        from_around_n, from_around_at_least, from_outside_n, from_outside_at_least,
        flow_settled_n, flow_at_least, withheld_flows_n, excess_n, basis, status, source_ids,
        locator
    FROM pub.flow_total
    WHERE scope = $scope AND cohort = $cohort AND delay_years = $delay_years
"""
FLOWS = """
    SELECT origin_id, destination_id, count_n, status, source_id, locator FROM pub.flow
    WHERE left(origin_id, 3) = $level AND cohort = $cohort AND delay_years = $delay_years
    UNION ALL
    SELECT territory_id, destination_id, NULL, NULL, NULL, NULL
    FROM pub.withheld_cell
    WHERE kind_id = 'flux' AND left(territory_id, 3) = $level AND period = $cohort::VARCHAR
        AND delay_years = $delay_years
    ORDER BY 3 DESC NULLS LAST, 1, 2
"""
POINTS = "SELECT territory_id, x, y FROM pub.map_point"


@per_build
def fetch_flow_periods(cursor: Cursor) -> tuple[FlowPeriod, ...]:
    """Periods that have flows, oldest first."""
    scopes = {level: scope for scope, level in ORIGINS.items()}
    rows = cursor.execute(PERIODS).fetchall()
    return tuple(FlowPeriod(scopes[level], cohort, delay) for level, cohort, delay in rows)


@per_build
def fetch_flow_totals(cursor: Cursor, period: FlowPeriod) -> dict[str, FlowTotal]:
    """Totals of a period by territory."""
    rows = cursor.execute(TOTALS, period._asdict()).fetchall()
    return {
        row[0]: FlowTotal(
            row[0],
            row[1],
            Count(row[2], row[3]),
            Count(row[4], row[5]),
            row[6],
            Count(row[7], row[8]),
            Count(row[9], row[10]),
            Count(row[11], row[12]),
            withheld_flows_n=row[13],
            excess_n=row[14],
            basis=row[15],
            status=row[16],
            source_ids=tuple(row[17].split(" ; ")),
            locator=row[18],
        )
        for row in rows
    }


@per_build
def fetch_flows(cursor: Cursor, period: FlowPeriod) -> tuple[PublishedFlow, ...]:
    """Flows of a period, largest first, withheld ones last."""
    parameters = {
        "level": ORIGINS[period.scope],
        "cohort": period.cohort,
        "delay_years": period.delay_years,
    }
    return tuple(PublishedFlow(*row) for row in cursor.execute(FLOWS, parameters).fetchall())


@per_build
def fetch_map_points(cursor: Cursor) -> dict[str, tuple[int, int]]:
    """Point of each territory, in the coordinates of the outlines."""
    return {name: (x, y) for name, x, y in cursor.execute(POINTS).fetchall()}
