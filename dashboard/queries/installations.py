"""Installations and departures of one territory, with what is withheld of them."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

MOVEMENTS = """
    SELECT year, period, duration_ans, age_class, field_id, entries_n, entries_low_n,
        entries_high_n, exits_n, exits_low_n, exits_high_n, net_n, status, source_id, locator,
        method_id, note_fr
    FROM pub.installation WHERE territory_id = $territory_id
    ORDER BY field_id, year, age_class, source_id
"""
WITHHELD = """
    SELECT period::INTEGER, detail, measure_id FROM pub.withheld_cell
    WHERE kind_id = 'installations' AND territory_id = $territory_id
"""


@dataclass(frozen=True)
class Movement:
    """One row of ``pub.installation``: counts of the whole period, None when not published."""

    year: int
    period: str
    duration_ans: int
    age_class: str
    field_id: str
    entries_n: float | None
    entries_low_n: float | None
    entries_high_n: float | None
    exits_n: float | None
    exits_low_n: float | None
    exits_high_n: float | None
    net_n: float | None
    status: str
    source_id: str
    locator: str
    method_id: str | None
    note_fr: str | None


@dataclass(frozen=True)
class Installations:
    """Rows of a territory, and its withheld cells: (year, age class, measure)."""

    movements: tuple[Movement, ...]
    withheld: frozenset[tuple[int, str, str]]

    def of_field(self, field_id: str) -> tuple[Movement, ...]:
        """Rows that count the same thing, oldest first."""
        return tuple(row for row in self.movements if row.field_id == field_id)


def fetch_installations(cursor: duckdb.DuckDBPyConnection, territory_id: str) -> Installations:
    """Read everything known of who settled in a territory and who left it."""
    parameters = {"territory_id": territory_id}
    movements = cursor.execute(MOVEMENTS, parameters).fetchall()
    withheld = cursor.execute(WITHHELD, parameters).fetchall()
    return Installations(tuple(Movement(*row) for row in movements), frozenset(withheld))
