"""Doctors by territory of training and of practice: totals, flows, points of the map."""

from __future__ import annotations

from typing import NamedTuple

from dashboard.queries.cache import Cursor, per_build
from dashboard.themes.flows import FlowPeriod, FlowTotal, PublishedFlow
from models.retention.flows import Count

# The level of the origins gives its meaning to « trained here ».
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


class TotalRow(NamedTuple):
    """Columns of ``TOTALS``, in order."""

    territory_id: str
    trained_n: int | None
    kept_n: int | None
    kept_at_least: bool
    left_n: int | None
    left_at_least: bool
    not_followed_n: int | None
    from_around_n: int | None
    from_around_at_least: bool
    from_outside_n: int | None
    from_outside_at_least: bool
    flow_settled_n: int | None
    flow_at_least: bool
    withheld_flows_n: int
    excess_n: int | None
    basis: str
    status: str
    source_ids: str
    locator: str


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
    totals = (_total(TotalRow(*row)) for row in rows)
    return {total.territory_id: total for total in totals}


def _total(row: TotalRow) -> FlowTotal:
    return FlowTotal(
        territory_id=row.territory_id,
        trained_n=row.trained_n,
        kept=Count(row.kept_n, row.kept_at_least),
        left=Count(row.left_n, row.left_at_least),
        not_followed_n=row.not_followed_n,
        from_around=Count(row.from_around_n, row.from_around_at_least),
        from_outside=Count(row.from_outside_n, row.from_outside_at_least),
        flow_settled=Count(row.flow_settled_n, row.flow_at_least),
        withheld_flows_n=row.withheld_flows_n,
        excess_n=row.excess_n,
        basis=row.basis,
        status=row.status,
        source_ids=tuple(row.source_ids.split(" ; ")),
        locator=row.locator,
    )


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
