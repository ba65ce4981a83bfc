"""Rows of a statement, read by the names of its columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.core.values import Value
from dashboard.queries.cache import Cursor


def named_rows(
    cursor: Cursor, statement: str, parameters: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """Rows of a statement, each a value by column."""
    answer = cursor.execute(statement, parameters or {})
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def value_of(row: Mapping[str, Any]) -> Value:
    """Published value of a row of ``pub.observation``."""
    return Value(
        value=row["value"],
        low=row["low"],
        high=row["high"],
        status=row["status"],
        period=row["period"],
        source_ids=(row["source_id"],),
        locator=row["locator"],
        method_id=row["method_id"],
        note=row["note_fr"] or "",
    )
