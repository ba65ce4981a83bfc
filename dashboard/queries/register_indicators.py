"""Both sides of the indicators of a register, counted over its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from dashboard.queries.registers import EntryFilter, lines_where
from models.registers.register import Register, RegisterCount


@dataclass(frozen=True)
class IndicatorValue:
    """Both sides of an indicator of a register; ``denominator`` None for a mere count."""

    indicator_id: str
    numerator: float
    denominator: float | None


def fetch_indicator_values(
    cursor: duckdb.DuckDBPyConnection, register: Register, territory_id: str
) -> tuple[IndicatorValue, ...]:
    """Both sides of each indicator of a register, over the lines of a territory.

    The two sums of a ratio are over the same lines, those where both fields are told. A sum that
    no line tells is not 0: the indicator is left out.
    """
    if not register.indicators:
        return ()
    where, parameters = lines_where(register.register_id, EntryFilter(territory_id))
    sides = [
        (side, other.sums if other else None)
        for item in register.indicators
        for side, other in ((item.numerator, item.denominator), (item.denominator, item.numerator))
        if side is not None
    ]
    names = sorted({name for side, _ in sides for name in (*side.where, side.sums) if name})
    columns = [
        _counted(register, names, side, beside, rank, parameters)
        for rank, (side, beside) in enumerate(sides)
    ]
    # The fields are read once for all: each reading of the JSON costs as much as all of them.
    found = cursor.execute(
        f"SELECT {', '.join(columns)} FROM (SELECT quantity,"  # noqa: S608
        f" json_extract_string(fields_json, $paths) AS told FROM pub.register_entry WHERE {where})",
        parameters | {"paths": [f"$.{name}" for name in names]},
    ).fetchall()[0]
    values = iter(found)
    read = []
    for item in register.indicators:
        numerator = next(values)
        denominator = float(next(values) or 0) if item.denominator is not None else None
        if numerator is not None or item.denominator is not None or not item.numerator.sums:
            read.append(IndicatorValue(item.indicator_id, float(numerator or 0), denominator))
    return tuple(read)


def _counted(
    register: Register,
    names: Sequence[str],
    count: RegisterCount,
    beside: str | None,
    rank: int,
    parameters: dict[str, Any],
) -> str:
    """Number of lines, or sum of a field, under the conditions of one side of an indicator.

    ``beside`` is the field that the other side sums: a line must tell both. ``told`` holds the
    fields of a line, in the order of ``names``.
    """

    def told(name: str) -> str:
        return f"told[{names.index(name) + 1}]"

    conditions = ["true"]
    for place, (name, values) in enumerate(count.where.items()):
        parameters[f"v{rank}_{place}"] = list(values)
        is_list = register.by_id[name].type == "list"
        test = f"list_has_any(string_split({told(name)}, ';'), $v{rank}_{place})"
        conditions.append(
            test if is_list else f"coalesce(list_contains($v{rank}_{place}, {told(name)}), false)"
        )
    value = "coalesce(quantity, 1.0)"
    if count.sums:
        value = f"CAST({told(count.sums)} AS DOUBLE)"
    if count.sums and beside:
        conditions.append(f"{told(beside)} IS NOT NULL")
    return f"sum({value}) FILTER ({' AND '.join(conditions)})"
