"""What the page « Suivi » counts of lines: their origins, their partners, their answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from dashboard.queries.registers import EntryFilter, inside_of, lines_where
from models.territories.cells import NATION

MAPS_MAX = 30


@dataclass(frozen=True)
class LineOrigin:
    """Lines of one source, all of one status."""

    status: str
    source_id: str
    lines_n: int


@dataclass(frozen=True)
class Answer:
    """Step of the one line a territory has under a title, with its status and source."""

    step: str
    status: str
    source_id: str
    locator: str


@dataclass(frozen=True)
class StepMap:
    """Lines of one title and year, one per territory of a level: what each answered."""

    title_fr: str
    year: int | None
    level: str
    answers: Mapping[str, Answer]


def fetch_origins(
    cursor: duckdb.DuckDBPyConnection, territory_id: str
) -> dict[str, tuple[LineOrigin, ...]]:
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


def fetch_partner_families(cursor: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Label of each family of partners, in their own order."""
    rows = cursor.execute(
        "SELECT family_id, label_fr FROM pub.partner_family ORDER BY position"
    ).fetchall()
    return dict(rows)


def fetch_naming_n(
    cursor: duckdb.DuckDBPyConnection, register_id: str, territory_id: str
) -> tuple[int, int]:
    """How many lines of a territory there are, and how many name a partner."""
    where, parameters = lines_where(register_id, EntryFilter(territory_id))
    row = cursor.execute(
        "SELECT count(*), count(*) FILTER (len(partners) > 0) FROM pub.register_entry"  # noqa: S608
        f" WHERE {where}",
        parameters,
    ).fetchall()[0]
    return int(row[0]), int(row[1])


def fetch_step_maps(cursor: duckdb.DuckDBPyConnection, register_id: str) -> tuple[StepMap, ...]:
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
