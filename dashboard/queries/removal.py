"""What « Et sans eux ? » removes: interns by subdivision, and imported cohorts of one place."""

from __future__ import annotations

from dashboard.queries.cache import (
    Cursor,
    per_build,
)
from dashboard.themes.removal import ImportedCohort, Interns
from models.retention.removal import CohortFlows

# The cohorts of fid-v1: the same interns on the whole page.
FIRST_COHORT, LATEST_COHORT = 2020, 2022
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
# What is withheld is « DEP-12, 5 ans » for a flow, « stage, 5 ans » for a cohort.
WITHHELD = """
    SELECT CAST(period AS INTEGER), CAST(regexp_extract(detail, ', (\\d+) ans', 1) AS INTEGER),
        split_part(detail, ', ', 1)
    FROM pub.withheld_cell
    WHERE territory_id = $origin_id AND kind_id = $kind_id AND measure_id = $measure_id
"""
# Those of the département are told with those of the région outside the « stage » scope.
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


@per_build
def fetch_interns(cursor: Cursor) -> Interns:
    """Interns of the cohorts 2020 to 2022, CESP included."""
    rows = cursor.execute(INTERNS, {"first": FIRST_COHORT, "latest": LATEST_COHORT}).fetchall()
    sources = dict.fromkeys(source for row in rows for source in row[4])
    return Interns({row[0]: row[1:4] for row in rows}, tuple(sources))


@per_build
def fetch_flows(cursor: Cursor, origin_id: str) -> tuple[ImportedCohort, ...]:
    """Flows from one place to the départements, by cohort and delay, oldest first."""
    parameters = {"origin_id": origin_id}
    rows = cursor.execute(FLOWS, parameters).fetchall()
    totals = {row[:2]: row[2] for row in cursor.execute(TOTALS, parameters).fetchall()}
    hidden = _withheld(cursor, origin_id, "flux", "settled_n")
    found = []
    for key in dict.fromkeys(row[:2] for row in rows):
        own = [row for row in rows if row[:2] == key]
        flows = CohortFlows(
            {row[2]: row[3] for row in own},
            frozenset(item for *known, item in hidden if tuple(known) == key),
            totals.get(key),
        )
        cohort, delay, *_, status, source_id, _ = own[0]
        lines = _lines([row[6] for row in own])
        found.append(ImportedCohort(cohort, delay, flows, status, source_id, lines))
    return tuple(found)


@per_build
def fetch_stage_cohorts(cursor: Cursor, departement_id: str) -> tuple[ImportedCohort, ...]:
    """Those who did their stage in a département, as flows to it; the others apart."""
    rows = cursor.execute(STAGES, {"origin_id": departement_id}).fetchall()
    return tuple(
        ImportedCohort(
            cohort,
            delay,
            CohortFlows(
                {} if inside is None else {departement_id: inside},
                frozenset({departement_id} if inside is None else ()),
                None,
            ),
            status,
            source_id,
            locator,
            region,
            elsewhere,
        )
        for cohort, delay, inside, region, elsewhere, status, source_id, locator in rows
    )


def _withheld(
    cursor: Cursor, origin_id: str, kind_id: str, measure_id: str
) -> list[tuple[int, int, str]]:
    parameters = {"origin_id": origin_id, "kind_id": kind_id, "measure_id": measure_id}
    rows = cursor.execute(WITHHELD, parameters).fetchall()
    return [row for row in rows if row[2].startswith("DEP-")]


def _lines(locators: list[str]) -> str:
    """Locator of several lines: the first, and how many."""
    return locators[0] if len(locators) == 1 else f"{locators[0]} et {len(locators) - 1} autres"
