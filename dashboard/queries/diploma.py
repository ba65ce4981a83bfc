"""Official series of a refresh: GPs by région of diploma, by age; first installations by year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dashboard.core.catalog import DIPLOMA_RATES
from dashboard.queries.cache import Cursor, per_build
from dashboard.queries.rows import named_rows, value_of
from dashboard.themes.diploma import DiplomaFlow, DiplomaRate, GpCount
from models.territories.cells import NATION
from models.uncertainty import whole_of

RATES = """
    SELECT territory_id, indicator_id, period, value, low, high, observation.status,
        observation.source_id, observation.locator, method_id, note_fr, count_n
    FROM pub.observation
    LEFT JOIN pub.diploma_flow AS own
        ON own.origin_id = territory_id AND own.destination_id = territory_id
        AND own.year = period_year AND own.source_id = observation.source_id
    WHERE indicator_id IN (SELECT unnest($indicator_ids)) AND period_year IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY territory_id, indicator_id, period_year
        ORDER BY observation.status <> 'observed', observation.source_id
    ) = 1
    ORDER BY indicator_id, territory_id, period_year
"""
FLOWS = """
    SELECT origin_id, destination_id, year, count_n, status, source_id, locator
    FROM pub.diploma_flow ORDER BY year, origin_id, destination_id
"""
GP_COUNTS = """
    SELECT territory_id, year, age_class, mode_id, count_n, status, source_id, locator
    FROM pub.gp_count WHERE territory_id = $territory_id
    ORDER BY source_id, year, age_class, mode_id
"""


@per_build
def fetch_diploma_rates(cursor: Cursor) -> tuple[DiplomaRate, ...]:
    """Rates by région of diploma, of every year; empty before a refresh.

    What the rate was taken of follows from it and from the GPs counted.
    """
    rows = named_rows(cursor, RATES, {"indicator_ids": list(DIPLOMA_RATES)})
    rates = [
        DiplomaRate(
            **value_of(row).parts,
            territory_id=row["territory_id"],
            indicator_id=row["indicator_id"],
            part_n=row["count_n"],
            whole_n=_whole(row["count_n"], row["value"]),
        )
        for row in rows
    ]
    return tuple(_counted(rate, rates) if rate.territory_id == NATION else rate for rate in rates)


def _counted(nation: DiplomaRate, rates: Iterable[DiplomaRate]) -> DiplomaRate:
    """The rate of the nation with what it is the rate of: the régions together."""
    same = (nation.indicator_id, nation.period)
    regions = [item for item in rates if (item.indicator_id, item.period) == same]
    return replace(
        nation,
        part_n=sum(item.part_n or 0 for item in regions),
        whole_n=sum(item.whole_n or 0 for item in regions),
    )


def _whole(part_n: int | None, rate_pct: float) -> int | None:
    return whole_of(part_n, rate_pct) if part_n and rate_pct else None


@per_build
def fetch_diploma_flows(cursor: Cursor) -> tuple[DiplomaFlow, ...]:
    """GPs by place of diploma and région of practice, of every year; empty before a refresh."""
    return tuple(DiplomaFlow(*row) for row in cursor.execute(FLOWS).fetchall())


@per_build
def fetch_gp_counts(cursor: Cursor, territory_id: str) -> tuple[GpCount, ...]:
    """GPs of a territory by age, mode and year; empty before a refresh."""
    rows = cursor.execute(GP_COUNTS, {"territory_id": territory_id}).fetchall()
    return tuple(GpCount(*row) for row in rows)
