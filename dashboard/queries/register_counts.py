"""Counts of the lines of a register that the facets do not give."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.queries.cache import (
    Cursor,
    ServedBuild,
    cursor_of,
    kept_per_build,
    per_build,
)
from dashboard.queries.registers import (
    INSIDE,
    entries_where,
    fetch_registers,
    inside_of,
    lines_where,
)
from dashboard.queries.rows import named_rows
from dashboard.themes.registers import (
    Answer,
    EntryFilter,
    IndicatorValue,
    LineOrigin,
    Presence,
    ReservedCount,
    ScopeCount,
    StepMap,
)
from models.registers.register import Register, RegisterCount, RegisterEntry
from models.territories.cells import NATION

MEASURES_MAX = 60
FILLED = " AND json_extract_string(fields_json, $filled) IS NOT NULL"


@per_build
def fetch_wide_counts(
    cursor: Cursor, register_id: str, entry_filter: EntryFilter
) -> dict[str, int]:
    """Lines that no single département holds, by territory, the most numerous first."""
    where, parameters = lines_where(register_id, entry_filter)
    rows = cursor.execute(
        f"SELECT territory_id, count(*) AS entries_n FROM pub.register_entry"  # noqa: S608
        f" WHERE {where} AND len(departement_ids) <> 1"
        f" GROUP BY territory_id ORDER BY entries_n DESC, territory_id",
        parameters,
    ).fetchall()
    return dict(rows)


@per_build
def fetch_placed(
    cursor: Cursor, register_id: str, entry_filter: EntryFilter, limit: int
) -> tuple[RegisterEntry, ...]:
    """Lines that a single département holds, the latest first."""
    where, parameters = lines_where(register_id, entry_filter)
    return entries_where(cursor, f"{where} AND len(departement_ids) = 1", parameters, limit, 0)


@per_build
def fetch_themes(cursor: Cursor, register_id: str, entry_filter: EntryFilter) -> dict[str, int]:
    """Number of lines of each theme."""
    where, parameters = lines_where(register_id, entry_filter)
    rows = cursor.execute(
        f"SELECT theme, count(*) FROM pub.register_entry"  # noqa: S608
        f" WHERE {where} AND theme IS NOT NULL GROUP BY theme ORDER BY theme",
        parameters,
    ).fetchall()
    return dict(rows)


@per_build
def fetch_presence(
    cursor: Cursor, register_id: str, entry_filter: EntryFilter, filled: str = ""
) -> Presence:
    """How many lines, perhaps only those that fill a field, name each family of partners."""
    where, parameters = lines_where(register_id, entry_filter)
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


@per_build
def fetch_filled(
    cursor: Cursor, register_id: str, entry_filter: EntryFilter, field_id: str
) -> tuple[RegisterEntry, ...]:
    """Lines whose field is filled, the latest first, at most ``MEASURES_MAX``."""
    where, parameters = lines_where(register_id, entry_filter)
    where += FILLED
    return entries_where(cursor, where, parameters | {"filled": f"$.{field_id}"}, MEASURES_MAX, 0)


@per_build
def fetch_reserved_counts(
    cursor: Cursor, register_id: str, territory_id: str
) -> tuple[ReservedCount, ...]:
    """How many lines that stand for persons a département has, by step, as published."""
    rows = named_rows(
        cursor,
        "SELECT step, entries_n, is_small, status FROM pub.register_count"
        " WHERE register_id = $register AND territory_id = $territory",
        {"register": register_id, "territory": territory_id},
    )
    return tuple(ReservedCount(**row) for row in rows)


@per_build
def fetch_reserved_sources(cursor: Cursor, register_id: str) -> tuple[str, ...]:
    """Imports in force that fill a register."""
    rows = cursor.execute(
        "SELECT source_id FROM pub.local_import WHERE kind_id = $register ORDER BY source_id",
        {"register": register_id},
    ).fetchall()
    return tuple(source_id for (source_id,) in rows)


@per_build
def fetch_reserved_registers(cursor: Cursor) -> frozenset[str]:
    """Registers that an import in force fills."""
    rows = cursor.execute("SELECT DISTINCT kind_id FROM pub.local_import").fetchall()
    return frozenset(kind_id for (kind_id,) in rows)


MAPS_MAX = 30


@per_build
def fetch_origins(cursor: Cursor, territory_id: str) -> dict[str, tuple[LineOrigin, ...]]:
    """Where the lines of a territory come from, by register, the largest source first."""
    inside = "true" if territory_id == NATION else inside_of(EntryFilter(territory_id))
    rows = named_rows(
        cursor,
        f"SELECT register_id, status, source_id, count(*) AS lines_n FROM pub.register_entry"  # noqa: S608
        f" WHERE {inside} GROUP BY ALL ORDER BY register_id, lines_n DESC, source_id",
        {} if territory_id == NATION else {"territory": territory_id},
    )
    origins: dict[str, tuple[LineOrigin, ...]] = {}
    for row in rows:
        register_id = row.pop("register_id")
        origins[register_id] = (*origins.get(register_id, ()), LineOrigin(**row))
    return origins


@per_build
def fetch_partner_families(cursor: Cursor) -> dict[str, str]:
    """Label of each family of partners, in their own order."""
    rows = cursor.execute(
        "SELECT family_id, label_fr FROM pub.partner_family ORDER BY position"
    ).fetchall()
    return dict(rows)


@per_build
def fetch_step_maps(cursor: Cursor, register_id: str) -> tuple[StepMap, ...]:
    """Titles that territories of a level share in a year, one line each.

    First those with the most different answers, then the most shared.
    """
    rows = named_rows(
        cursor,
        "WITH answer AS ("  # noqa: S608
        " SELECT title_fr, level, year, territory_id, step, status, source_id, locator"
        " FROM pub.register_entry JOIN pub.territory USING (territory_id)"
        " WHERE register_id = $register AND step IS NOT NULL AND level <> 'national'),"
        " shared AS (SELECT title_fr, level, year, count(*) AS lines_n"
        ", count(DISTINCT step) AS steps_n FROM answer GROUP BY ALL"
        " HAVING lines_n > 1 AND lines_n = count(DISTINCT territory_id)"
        f" ORDER BY steps_n DESC, lines_n DESC, title_fr, level, year DESC LIMIT {MAPS_MAX})"
        " SELECT answer.* FROM answer JOIN shared ON answer.title_fr = shared.title_fr"
        " AND answer.level = shared.level AND answer.year IS NOT DISTINCT FROM shared.year"
        " ORDER BY steps_n DESC, lines_n DESC, answer.title_fr, answer.level, answer.year DESC,"
        " territory_id",
        {"register": register_id},
    )
    maps: dict[tuple[str, int | None, str], dict[str, Answer]] = {}
    for row in rows:
        answers = maps.setdefault((row["title_fr"], row["year"], row["level"]), {})
        answers[row["territory_id"]] = Answer(
            row["step"], row["status"], row["source_id"], row["locator"]
        )
    return tuple(StepMap(*shared, answers) for shared, answers in maps.items())


def read_indicator_values(
    cursor: Cursor, register: Register, territory_id: str
) -> tuple[IndicatorValue, ...]:
    """Both sides of each indicator of a register, over the lines of a territory.

    The two sums of a ratio are over the same lines, those where both fields are filled. A sum
    that no line fills is not 0: the indicator is left out.
    """
    if not register.indicators:
        return ()
    where, parameters = lines_where(register.register_id, EntryFilter(territory_id))
    sides = [
        (f"{name}_{rank}", side, other.sums if other else None)
        for rank, item in enumerate(register.indicators)
        for name, side, other in (
            (NUMERATOR, item.numerator, item.denominator),
            (DENOMINATOR, item.denominator, item.numerator),
        )
        if side is not None
    ]
    names = sorted({name for _, side, _ in sides for name in (*side.where, side.sums) if name})
    columns = [
        f"{_counted(register, names, side, beside, column, parameters)} AS {column}"
        for column, side, beside in sides
    ]
    # The fields are read once for all: each reading of the JSON costs as much as all of them.
    (sums,) = named_rows(
        cursor,
        f"SELECT {', '.join(columns)} FROM (SELECT quantity, json_extract_string("  # noqa: S608
        f"fields_json, $paths) AS field_values FROM pub.register_entry WHERE {where})",
        parameters | {"paths": [f"$.{name}" for name in names]},
    )
    values = []
    for rank, item in enumerate(register.indicators):
        numerator = sums[f"{NUMERATOR}_{rank}"]
        is_ratio = item.denominator is not None
        denominator = float(sums[f"{DENOMINATOR}_{rank}"] or 0) if is_ratio else None
        if numerator is not None or is_ratio or not item.numerator.sums:
            values.append(IndicatorValue(item.indicator_id, float(numerator or 0), denominator))
    return tuple(values)


NUMERATOR, DENOMINATOR = "numerator", "denominator"


def _counted(
    register: Register,
    names: Sequence[str],
    count: RegisterCount,
    beside: str | None,
    column: str,
    parameters: dict[str, Any],
) -> str:
    """Number of lines, or sum of a field, under the conditions of one side of an indicator.

    ``beside`` is the field that the other side sums: a line must fill both. ``field_values``
    holds the fields of a line, in the order of ``names``.
    """

    def field_value(name: str) -> str:
        return f"field_values[{names.index(name) + 1}]"

    conditions = ["true"]
    for place, (name, values) in enumerate(count.where.items()):
        bound = f"{column}_{place}"
        parameters[bound] = list(values)
        is_list = register.by_id[name].type == "list"
        test = f"list_has_any(string_split({field_value(name)}, ';'), ${bound})"
        conditions.append(
            test if is_list else f"coalesce(list_contains(${bound}, {field_value(name)}), false)"
        )
    value = "coalesce(quantity, 1.0)"
    if count.sums:
        value = f"CAST({field_value(count.sums)} AS DOUBLE)"
    if count.sums and beside:
        conditions.append(f"{field_value(beside)} IS NOT NULL")
    return f"sum({value}) FILTER ({' AND '.join(conditions)})"


@per_build
def fetch_scope_counts(
    cursor: Cursor, register_id: str, territory_id: str
) -> tuple[ScopeCount, ...]:
    """Lines of a register that concern a territory, counted; the largest counts first."""
    rows = named_rows(
        cursor,
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
    )
    return tuple(ScopeCount(**row) for row in rows)


@kept_per_build
def fetch_indicator_values(
    build: ServedBuild, register_id: str, territory_id: str
) -> tuple[IndicatorValue, ...]:
    """Both sides of each indicator of a register, over the lines of a territory."""
    register = fetch_registers(build)[register_id]
    return read_indicator_values(cursor_of(build), register, territory_id)
