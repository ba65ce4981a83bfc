"""Figures that « Et sans eux ? » removes: interns by subdivision, imported cohorts of one place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dashboard.queries.cache import Cursor, per_build
from dashboard.themes.removal import ImportedCohort, Interns
from models.retention.removal import FIRST_COHORT, LATEST_COHORT, CohortFlows

INTERNS = """
    SELECT territory_id, sum(interns_n), sum(interns_low_n), sum(interns_high_n),
        list_sort(list(DISTINCT source_id))
    FROM pub.intern_cohort JOIN pub.territory USING (territory_id)
    WHERE level IN ('national', 'subdivision') AND cohort BETWEEN $first AND $latest
    GROUP BY territory_id
"""
FLOWS = """
    SELECT cohort, delay_years, destination_id, count_n, status, source_id, locator
    FROM pub.flow WHERE origin_id = $origin_id AND destination_id LIKE 'DEP-%'
    ORDER BY cohort, delay_years, destination_id
"""
WITHHELD_FLOWS = """
    SELECT CAST(period AS INTEGER), delay_years, destination_id FROM pub.withheld_cell
    WHERE territory_id = $origin_id AND kind_id = 'flux' AND measure_id = 'settled_n'
        AND destination_id LIKE 'DEP-%'
"""
# Outside the « stage » scope, those of the région include those of the département.
TOTALS = """
    SELECT cohort, delay_years,
        coalesce(settled_departement_n, 0) + settled_region_n + settled_elsewhere_n
    FROM pub.cohort WHERE territory_id = $origin_id AND scope = 'subdivision'
"""
STAGES = """
    SELECT cohort, delay_years, settled_departement_n, settled_region_n, settled_elsewhere_n,
        status, source_id, locator
    FROM pub.cohort WHERE territory_id = $origin_id AND scope = 'stage'
    ORDER BY cohort, delay_years
"""


class FlowRow(NamedTuple):
    """Columns of ``FLOWS``, in order."""

    cohort: int
    delay_years: int
    destination_id: str
    count_n: int
    status: str
    source_id: str
    locator: str


class StageRow(NamedTuple):
    """Columns of ``STAGES``, in order."""

    cohort: int
    delay_years: int
    departement_n: int | None
    region_n: int | None
    elsewhere_n: int | None
    status: str
    source_id: str
    locator: str


@per_build
def fetch_interns(cursor: Cursor) -> Interns:
    """Interns of the cohorts that stand for a year of training, CESP included."""
    rows = cursor.execute(INTERNS, {"first": FIRST_COHORT, "latest": LATEST_COHORT}).fetchall()
    counts = {territory_id: (n, low, high) for territory_id, n, low, high, _ in rows}
    source_ids = dict.fromkeys(source_id for *_, ids in rows for source_id in ids)
    return Interns(counts, tuple(source_ids))


@per_build
def fetch_flows(cursor: Cursor, origin_id: str) -> tuple[ImportedCohort, ...]:
    """Flows from one place to the départements, by cohort and delay, oldest first."""
    parameters = {"origin_id": origin_id}
    by_cohort: dict[tuple[int, int], list[FlowRow]] = {}
    for row in (FlowRow(*row) for row in cursor.execute(FLOWS, parameters).fetchall()):
        by_cohort.setdefault((row.cohort, row.delay_years), []).append(row)
    withheld: dict[tuple[int, int], set[str]] = {}
    for cohort, delay, place in cursor.execute(WITHHELD_FLOWS, parameters).fetchall():
        withheld.setdefault((cohort, delay), set()).add(place)
    totals = {
        (cohort, delay): total
        for cohort, delay, total in cursor.execute(TOTALS, parameters).fetchall()
    }
    return tuple(
        ImportedCohort(
            cohort,
            delay,
            CohortFlows(
                {row.destination_id: row.count_n for row in rows},
                frozenset(withheld.get((cohort, delay), ())),
                totals.get((cohort, delay)),
            ),
            rows[0].status,
            rows[0].source_id,
            _lines([row.locator for row in rows]),
        )
        for (cohort, delay), rows in by_cohort.items()
    )


@per_build
def fetch_stage_cohorts(cursor: Cursor, departement_id: str) -> tuple[ImportedCohort, ...]:
    """Those who did their stage in a département, as flows to it; the others apart."""
    rows = cursor.execute(STAGES, {"origin_id": departement_id}).fetchall()
    return tuple(_stage_cohort(departement_id, StageRow(*row)) for row in rows)


def _stage_cohort(departement_id: str, row: StageRow) -> ImportedCohort:
    inside = row.departement_n
    return ImportedCohort(
        row.cohort,
        row.delay_years,
        CohortFlows(
            {} if inside is None else {departement_id: inside},
            frozenset({departement_id} if inside is None else ()),
            None,
        ),
        row.status,
        row.source_id,
        row.locator,
        row.region_n,
        row.elsewhere_n,
    )


def _lines(locators: Sequence[str]) -> str:
    """Locator of several lines: the first, and how many."""
    return locators[0] if len(locators) == 1 else f"{locators[0]} et {len(locators) - 1} autres"
