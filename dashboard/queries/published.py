"""Published rows as the API gives them: each value with its source, place, period and status.

Names of columns come from the declaration of the routes, values are always bound.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from dashboard.queries.cache import Cursor
from foundation.formulas import FORMULA_PATTERN

# Rows of each route, of which the columns are then chosen by name.
STATEMENTS = {
    "territories": "FROM pub.territory",
    "indicators": "FROM pub.indicator",
    "sources": "FROM pub.source",
    "targets": "FROM pub.target",
    "keys": "FROM pub.allocation_key",
    "observations": """
        FROM pub.observation
        JOIN pub.territory USING (territory_id)
        JOIN pub.indicator USING (indicator_id)
    """,
    "gaps": """
        SELECT msu_gap.*, msu_status AS status, level, code, name_fr, region_id,
            target.label_fr AS target_fr, target.source_id AS target_source_id,
            allocation_key.label_fr AS key_fr, allocation_key.caveat_fr AS key_caveat_fr,
            counted.source_id, locator, confidence, method_id
        FROM pub.msu_gap
        JOIN pub.territory USING (territory_id)
        JOIN pub.target USING (target_id)
        JOIN pub.allocation_key USING (key_id)
        LEFT JOIN (
            FROM pub.observation WHERE indicator_id = 'msu'
            QUALIFY row_number() OVER (
                PARTITION BY territory_id, period ORDER BY confidence LIKE 'derived%', source_id
            ) = 1
        ) AS counted USING (territory_id, period)
    """,
    "retention": "FROM pub.retention JOIN pub.territory USING (territory_id)",
    "retention-surveys": """
        SELECT *, place_territory_id AS territory_id, 'observed' AS status
        FROM pub.retention_survey
    """,
    "installations": "FROM pub.installation JOIN pub.territory USING (territory_id)",
    "diploma-flows": "FROM pub.diploma_flow",
    "gp-counts": "FROM pub.gp_count JOIN pub.territory USING (territory_id)",
    "vintages": "FROM pub.vintage",
    "unpublished": "FROM pub.unpublished",
}
# The source of a row, for who reads one file only.
CITED = """
    SELECT source_id, publisher || ', « ' || title || ' »' AS source_fr, url AS source_url, licence
    FROM pub.source
"""
# One value by territory and indicator, that of the latest period that can be dated.
LATEST = """
    AND period_year IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY territory_id, indicator_id
        ORDER BY period_year DESC, period DESC, confidence LIKE 'derived%', source_id
    ) = 1
"""
# A spreadsheet would run a text that begins so.
INERT = (
    f"CASE WHEN regexp_matches({{0}}, '{FORMULA_PATTERN}')"
    " THEN '''' || {0} ELSE {0} END AS {0}"
)


@dataclass(frozen=True)
class Asked:
    """Rows that are asked for.

    ``columns`` are those of the answer, in order; ``filters`` the values accepted by column;
    ``order`` tells the rows apart; ``limit`` and ``offset`` count rows.
    """

    name: str
    columns: tuple[str, ...]
    order: tuple[str, ...]
    filters: Mapping[str, tuple[str | int, ...]] = field(default_factory=dict)
    latest: bool = False
    limit: int = 1_000
    offset: int = 0


def count_rows(cursor: Cursor, asked: Asked) -> int:
    """How many rows there are, on all pages."""
    statement, values = _statement(asked)
    row = cursor.execute(f"SELECT count(*) FROM ({statement})", values).fetchone()  # noqa: S608
    return int(row[0]) if row else 0


def json_rows(cursor: Cursor, asked: Asked) -> list[str]:
    """Rows of a page, each a JSON object written by the database."""
    statement, values = _page(asked)
    rows = cursor.execute(
        f"SELECT to_json(row_of_page)::VARCHAR FROM ({statement}) AS row_of_page",  # noqa: S608
        values,
    )
    return [text for (text,) in rows.fetchall()]


def table_rows(
    cursor: Cursor, asked: Asked, texts: Sequence[str], constants: Mapping[str, Any]
) -> pa.Table:
    """Rows of a page as a table, with columns whose value is the same on every row.

    ``texts`` are the columns whose formulas are made inert: none for a format that runs none.
    """
    statement, values = _page(asked)
    inert = ", ".join(INERT.format(name) for name in texts)
    replaced = f"* REPLACE ({inert})" if inert else "*"
    constant = ", ".join(f"$constant_{name} AS {name}" for name in constants)
    rows = cursor.sql(
        f"SELECT {replaced}, {constant} FROM ({statement})",  # noqa: S608
        params=values | {f"constant_{name}": value for name, value in constants.items()},
    )
    return rows.to_arrow_table()


def _page(asked: Asked) -> tuple[str, dict[str, Any]]:
    statement, values = _statement(asked)
    order = ", ".join(asked.order)
    paged = f"SELECT * FROM ({statement}) ORDER BY {order} LIMIT $page_rows OFFSET $rows_before"  # noqa: S608
    return paged, values | {"page_rows": asked.limit, "rows_before": asked.offset}


def _statement(asked: Asked) -> tuple[str, dict[str, Any]]:
    conditions, values = ["true"], {}
    for rank, (column, accepted) in enumerate(asked.filters.items()):
        conditions.append(f"{column} IN (SELECT unnest($filter_{rank}))")
        values[f"filter_{rank}"] = list(accepted)
    rows = STATEMENTS[asked.name]
    if "source_fr" in asked.columns:
        rows = f"FROM ({rows}) LEFT JOIN ({CITED}) USING (source_id)"
    chosen = f"SELECT {', '.join(asked.columns)} FROM ({rows}) WHERE {' AND '.join(conditions)}"  # noqa: S608
    return chosen + (LATEST if asked.latest else ""), values
