"""Installations and departures of one territory, and their withheld cells."""

from __future__ import annotations

from dashboard.queries.cache import Cursor, per_build
from dashboard.themes.installations import Installations, Movement

MOVEMENTS = """
    SELECT year, period, duration_ans, age_class, field_id, entries_n, entries_low_n,
        entries_high_n, exits_n, exits_low_n, exits_high_n, net_n, status, source_id, locator,
        method_id, note_fr
    FROM pub.installation WHERE territory_id = $territory_id
    ORDER BY field_id, year, age_class, source_id
"""
WITHHELD = """
    SELECT period::INTEGER, age_class, measure_id FROM pub.withheld_cell
    WHERE kind_id = 'installations' AND territory_id = $territory_id
"""


@per_build
def fetch_installations(cursor: Cursor, territory_id: str) -> Installations:
    """Published counts of the doctors who settled in a territory and who left it."""
    parameters = {"territory_id": territory_id}
    movements = cursor.execute(MOVEMENTS, parameters).fetchall()
    withheld = cursor.execute(WITHHELD, parameters).fetchall()
    return Installations(tuple(Movement(*row) for row in movements), frozenset(withheld))
