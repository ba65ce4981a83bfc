"""MSU and stage places known of each département, from any source but the estimate."""

from __future__ import annotations

import duckdb

from models.msu.blank_zones import Count, Known, Places

PARTIAL = "msu_local_partiel"
# The latest count that is not an estimate; a full one before a partial one.
COUNTS = """
    SELECT territory_id, value, period, status, source_id, locator, indicator_id
    FROM pub.observation JOIN pub.territory USING (territory_id)
    WHERE level = 'departement' AND status <> 'estimated'
        AND indicator_id IN ('msu', 'msu_local', $partial)
    QUALIFY row_number() OVER (
        PARTITION BY territory_id
        ORDER BY indicator_id = $partial, period_year DESC, period DESC, indicator_id, source_id
    ) = 1
"""
WITHHELD = """
    SELECT DISTINCT territory_id FROM pub.withheld_cell
    WHERE kind_id = 'msu' AND measure_id = 'total_msu'
"""
# A level that is withheld leaves its places out of the sum.
PLACES = """
    SELECT territory_id, semester, sum(places_n), any_value(status), min(source_id),
        EXISTS (
            FROM pub.withheld_cell AS hidden
            WHERE hidden.kind_id = 'stages' AND hidden.measure_id = 'offered_n'
                AND hidden.territory_id = stage_place.territory_id
                AND hidden.period = stage_place.semester
        )
    FROM pub.stage_place WHERE measure_id = 'offered_n'
    GROUP BY territory_id, semester
    QUALIFY row_number() OVER (PARTITION BY territory_id ORDER BY semester DESC) = 1
"""


def fetch_known(cursor: duckdb.DuckDBPyConnection) -> dict[str, Known]:
    """Latest MSU and stage places known of each département; those of which nothing is, absent."""
    counts = {
        row[0]: Count(row[1], row[2], row[3], row[4], row[5], row[6] == PARTIAL)
        for row in cursor.execute(COUNTS, {"partial": PARTIAL}).fetchall()
    }
    withheld = {row[0] for row in cursor.execute(WITHHELD).fetchall()}
    places = {row[0]: Places(*row[1:]) for row in cursor.execute(PLACES).fetchall()}
    return {
        item: Known(counts.get(item), item in withheld, places.get(item))
        for item in {*counts, *withheld, *places}
    }
