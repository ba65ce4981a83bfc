"""Counts of the lines of a register that the facets do not give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from dashboard.queries.registers import EntryFilter, entries_where, lines_where
from models.registers.register import RegisterEntry

MEASURES_MAX = 60
FILLED = " AND json_extract_string(fields_json, $filled) IS NOT NULL"


@dataclass(frozen=True)
class Presence:
    """Lines that name their partners, among all of them, and how many name each family."""

    entries_n: int
    named_n: int
    by_family: Mapping[str, int]


@dataclass(frozen=True)
class Provenance:
    """Lines that come from one source."""

    source_id: str
    status: str
    entries_n: int


def fetch_wide_counts(
    cursor: duckdb.DuckDBPyConnection, register_id: str, chosen: EntryFilter
) -> dict[str, int]:
    """Lines that no single département holds, by territory, the most numerous first."""
    where, parameters = lines_where(register_id, chosen)
    rows = cursor.execute(
        f"SELECT territory_id, count(*) AS entries_n FROM pub.register_entry"  # noqa: S608
        f" WHERE {where} AND len(departement_ids) <> 1"
        f" GROUP BY territory_id ORDER BY entries_n DESC, territory_id",
        parameters,
    ).fetchall()
    return dict(rows)


def fetch_placed(
    cursor: duckdb.DuckDBPyConnection, register_id: str, chosen: EntryFilter, limit: int
) -> tuple[RegisterEntry, ...]:
    """Lines that a single département holds, the latest first."""
    where, parameters = lines_where(register_id, chosen)
    return entries_where(cursor, f"{where} AND len(departement_ids) = 1", parameters, limit, 0)


def fetch_themes(
    cursor: duckdb.DuckDBPyConnection, register_id: str, chosen: EntryFilter
) -> dict[str, int]:
    """Number of lines of each theme."""
    where, parameters = lines_where(register_id, chosen)
    rows = cursor.execute(
        f"SELECT theme, count(*) FROM pub.register_entry"  # noqa: S608
        f" WHERE {where} AND theme IS NOT NULL GROUP BY theme ORDER BY theme",
        parameters,
    ).fetchall()
    return dict(rows)


def fetch_presence(
    cursor: duckdb.DuckDBPyConnection, register_id: str, chosen: EntryFilter, filled: str = ""
) -> Presence:
    """How many lines, perhaps only those that fill a field, name each family of partners."""
    where, parameters = lines_where(register_id, chosen)
    if filled:
        where += FILLED
        parameters |= {"filled": f"$.{filled}"}
    entries_n, named_n = cursor.execute(
        f"SELECT count(*), count(*) FILTER (len(partners) > 0)"  # noqa: S608
        f" FROM pub.register_entry WHERE {where}",
        parameters,
    ).fetchall()[0]
    rows = cursor.execute(
        f"SELECT family_id, count(*) AS entries_n FROM ("  # noqa: S608
        f"SELECT unnest(partner_families) AS family_id FROM pub.register_entry WHERE {where})"
        f" GROUP BY family_id ORDER BY entries_n DESC, family_id",
        parameters,
    ).fetchall()
    return Presence(entries_n, named_n, dict(rows))


def fetch_provenance(cursor: duckdb.DuckDBPyConnection, register_id: str) -> tuple[Provenance, ...]:
    """Where the lines of a register come from, the main source first."""
    rows = cursor.execute(
        "SELECT source_id, status, count(*) AS entries_n FROM pub.register_entry"
        " WHERE register_id = $register GROUP BY source_id, status"
        " ORDER BY entries_n DESC, source_id",
        {"register": register_id},
    ).fetchall()
    return tuple(Provenance(*row) for row in rows)


def fetch_filled(
    cursor: duckdb.DuckDBPyConnection, register_id: str, chosen: EntryFilter, field_id: str
) -> tuple[RegisterEntry, ...]:
    """Lines whose field is filled, the latest first, at most ``MEASURES_MAX``."""
    where, parameters = lines_where(register_id, chosen)
    where += FILLED
    return entries_where(cursor, where, parameters | {"filled": f"$.{field_id}"}, MEASURES_MAX, 0)
