"""Counts of the lines of a register that the facets do not give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from dashboard.themes.registers import Answer, EntryFilter, LineOrigin, ScopeCount, StepMap
from models.registers.register import Register, RegisterCount, RegisterEntry
from models.territories.cells import NATION

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


@per_build
def fetch_wide_counts(cursor: Cursor, register_id: str, chosen: EntryFilter) -> dict[str, int]:
    """Lines that no single département holds, by territory, the most numerous first."""
    where, parameters = lines_where(register_id, chosen)
    rows = cursor.execute(
        f"SELECT territory_id, count(*) AS entries_n FROM pub.register_entry"  # noqa: S608
        f" WHERE {where} AND len(departement_ids) <> 1"
        f" GROUP BY territory_id ORDER BY entries_n DESC, territory_id",
        parameters,
    ).fetchall()
    return dict(rows)


@per_build
def fetch_placed(
    cursor: Cursor, register_id: str, chosen: EntryFilter, limit: int
) -> tuple[RegisterEntry, ...]:
    """Lines that a single département holds, the latest first."""
    where, parameters = lines_where(register_id, chosen)
    return entries_where(cursor, f"{where} AND len(departement_ids) = 1", parameters, limit, 0)


@per_build
def fetch_themes(cursor: Cursor, register_id: str, chosen: EntryFilter) -> dict[str, int]:
    """Number of lines of each theme."""
    where, parameters = lines_where(register_id, chosen)
    rows = cursor.execute(
        f"SELECT theme, count(*) FROM pub.register_entry"  # noqa: S608
        f" WHERE {where} AND theme IS NOT NULL GROUP BY theme ORDER BY theme",
        parameters,
    ).fetchall()
    return dict(rows)


@per_build
def fetch_presence(
    cursor: Cursor, register_id: str, chosen: EntryFilter, filled: str = ""
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


@per_build
def fetch_provenance(cursor: Cursor, register_id: str) -> tuple[Provenance, ...]:
    """Where the lines of a register come from, the main source first."""
    rows = cursor.execute(
        "SELECT source_id, status, count(*) AS entries_n FROM pub.register_entry"
        " WHERE register_id = $register GROUP BY source_id, status"
        " ORDER BY entries_n DESC, source_id",
        {"register": register_id},
    ).fetchall()
    return tuple(Provenance(*row) for row in rows)


@per_build
def fetch_filled(
    cursor: Cursor, register_id: str, chosen: EntryFilter, field_id: str
) -> tuple[RegisterEntry, ...]:
    """Lines whose field is filled, the latest first, at most ``MEASURES_MAX``."""
    where, parameters = lines_where(register_id, chosen)
    where += FILLED
    return entries_where(cursor, where, parameters | {"filled": f"$.{field_id}"}, MEASURES_MAX, 0)


MAPS_MAX = 30


@per_build
def fetch_origins(cursor: Cursor, territory_id: str) -> dict[str, tuple[LineOrigin, ...]]:
    """Where the lines of a territory come from, by register, the largest source first."""
    inside = "true" if territory_id == NATION else inside_of(EntryFilter(territory_id))
    rows = cursor.execute(
        f"SELECT register_id, status, source_id, count(*) AS lines_n FROM pub.register_entry"  # noqa: S608
        f" WHERE {inside} GROUP BY ALL ORDER BY register_id, lines_n DESC, source_id",
        {} if territory_id == NATION else {"territory": territory_id},
    ).fetchall()
    found: dict[str, tuple[LineOrigin, ...]] = {}
    for register_id, *origin in rows:
        found[register_id] = (*found.get(register_id, ()), LineOrigin(*origin))
    return found


@per_build
def fetch_partner_families(cursor: Cursor) -> dict[str, str]:
    """Label of each family of partners, in their own order."""
    rows = cursor.execute(
        "SELECT family_id, label_fr FROM pub.partner_family ORDER BY position"
    ).fetchall()
    return dict(rows)


@per_build
def fetch_naming_n(cursor: Cursor, register_id: str, territory_id: str) -> tuple[int, int]:
    """How many lines of a territory there are, and how many name a partner."""
    where, parameters = lines_where(register_id, EntryFilter(territory_id))
    row = cursor.execute(
        "SELECT count(*), count(*) FILTER (len(partners) > 0) FROM pub.register_entry"  # noqa: S608
        f" WHERE {where}",
        parameters,
    ).fetchall()[0]
    return int(row[0]), int(row[1])


@per_build
def fetch_step_maps(cursor: Cursor, register_id: str) -> tuple[StepMap, ...]:
    """Titles that territories of a level share in a year, one line each.

    First those with the most different answers, then the most shared.
    """
    rows = cursor.execute(
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
    ).fetchall()
    found: dict[tuple[str, str, int | None], dict[str, Answer]] = {}
    for title, level, year, territory_id, *answer in rows:
        found.setdefault((title, level, year), {})[territory_id] = Answer(*answer)
    return tuple(
        StepMap(title, year, level, answers) for (title, level, year), answers in found.items()
    )


@dataclass(frozen=True)
class IndicatorValue:
    """Both sides of an indicator of a register; ``denominator`` None for a mere count."""

    indicator_id: str
    numerator: float
    denominator: float | None


def read_indicator_values(
    cursor: Cursor, register: Register, territory_id: str
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


@per_build
def fetch_scope_counts(
    cursor: Cursor, register_id: str, territory_id: str
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


@kept_per_build
def fetch_indicator_values(
    build: ServedBuild, register_id: str, territory_id: str
) -> tuple[IndicatorValue, ...]:
    """Both sides of each indicator of a register, over the lines of a territory."""
    register = fetch_registers(build)[register_id]
    return read_indicator_values(cursor_of(build), register, territory_id)
