"""Lines of a register that concern a territory, by how much of the country each holds for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import duckdb

from dashboard.queries.registers import INSIDE

Scope = Literal["own", "wider", "national"]


@dataclass(frozen=True)
class ScopeCount:
    """Lines of one scope, theme, step, status and source.

    ``own`` lines lie within the territory, ``wider`` ones go beyond it, ``national`` ones are
    tied to no département. Years are those that are said, None when none is.
    """

    scope: Scope
    theme: str | None
    step: str | None
    status: str
    source_id: str
    entries_n: int
    first_year: int | None
    last_year: int | None


def fetch_scope_counts(
    cursor: duckdb.DuckDBPyConnection, register_id: str, territory_id: str
) -> tuple[ScopeCount, ...]:
    """Lines of a register that concern a territory, counted; the largest counts first."""
    rows = cursor.execute(
        f"""
        SELECT CASE
            WHEN territory_id = $territory THEN 'own'
            WHEN len(departement_ids) = 0 THEN 'national'
            WHEN list_has_all({INSIDE}, departement_ids) THEN 'own'
            ELSE 'wider'
        END AS scope, theme, step, status, source_id, count(*) AS entries_n,
            min(year) AS first_year, max(year) AS last_year
        FROM pub.register_entry
        WHERE register_id = $register
            AND (len(departement_ids) = 0 OR list_has_any(departement_ids, {INSIDE}))
        GROUP BY ALL
        ORDER BY entries_n DESC, scope, theme, step, status, source_id
        """,  # noqa: S608
        {"register": register_id, "territory": territory_id},
    ).fetchall()
    return tuple(ScopeCount(*row) for row in rows)
