"""Registers: their declarations, their lines, and what counts of them need."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from pydantic import TypeAdapter

from dashboard.queries.cache import (
    Cursor,
    ServedBuild,
    cursor_of,
    kept_per_build,
    per_build,
)
from dashboard.queries.rows import named_rows
from dashboard.themes.registers import DateArray, EntryFilter, Facets, RegisterSize, StepDates
from models.registers.follow_up import Lines
from models.registers.register import Register, RegisterEntry
from models.registers.standing import Standing
from models.registers.words import Synonyms, query_terms
from models.territories.cells import NATION

DECLARATION = TypeAdapter(Register)


@per_build
def fetch_registers(cursor: Cursor) -> dict[str, Register]:
    """Every register, by identifier, in their own order."""
    rows = cursor.execute(
        "SELECT register_id, declaration_json FROM pub.register ORDER BY position"
    ).fetchall()
    return {register_id: DECLARATION.validate_json(declared) for register_id, declared in rows}


@per_build
def fetch_register_sizes(cursor: Cursor) -> dict[str, RegisterSize]:
    """Number of lines of every register that has any."""
    rows = named_rows(
        cursor,
        "SELECT register_id, count(*) AS entries_n,"
        " count(*) FILTER (status = 'observed') AS observed_n,"
        " count(*) FILTER (status <> 'observed') AS local_n"
        " FROM pub.register_entry GROUP BY register_id",
    )
    return {row.pop("register_id"): RegisterSize(**row) for row in rows}


@per_build
def fetch_entries(
    cursor: Cursor,
    register_id: str,
    entry_filter: EntryFilter,
    limit: int,
    offset: int = 0,
) -> tuple[RegisterEntry, ...]:
    """Lines that pass a filter: first those whose title answers the search, then the latest."""
    where, parameters = lines_where(register_id, entry_filter)
    nearest = NEAREST if entry_filter.with_wider else ""
    order = f"{best_first(entry_filter.terms)}{nearest}{LATEST}"
    return entries_where(cursor, where, parameters, limit, offset, order)


@per_build
def fetch_entry(
    cursor: Cursor, register_id: str, entry_id: str, source_id: str = ""
) -> RegisterEntry | None:
    """One line, of one source when several have its identifier; None when there is none."""
    where = (
        "register_id = $register AND entry_id = $entry AND ($source = '' OR source_id = $source)"
    )
    named = {"register": register_id, "entry": entry_id, "source": source_id}
    return next(iter(entries_where(cursor, where, named, 1, 0)), None)


def read_due(
    cursor: Cursor,
    register: Register,
    territory_id: str,
    until: datetime.date,
    since: datetime.date = datetime.date.min,
) -> tuple[RegisterEntry, ...]:
    """Lines whose step awaits a date, due between two days, the earliest first.

    Past ones are there unless ``since`` leaves them out.
    """
    entry_filter = EntryFilter(territory_id, steps=register.due_steps)
    where, parameters = lines_where(register.register_id, entry_filter)
    where += f" AND {LAST_DAY_DUE} BETWEEN $since AND $until"
    parameters |= {"since": since, "until": until}
    return entries_where(cursor, where, parameters, LISTED_MAX, 0, "date_due, entry_id")


@per_build
def fetch_facets(cursor: Cursor, register_id: str, entry_filter: EntryFilter) -> Facets:
    """Numbers of lines that pass a filter, by theme, step, partner family, year, département."""

    def counted(value: str, others: EntryFilter, more: str = "") -> dict[Any, int]:
        where, parameters = lines_where(register_id, others)
        rows = cursor.execute(
            f"SELECT value, count(*) FROM (SELECT {value} AS value FROM pub.register_entry"  # noqa: S608
            f" WHERE {where}{more}) WHERE value IS NOT NULL GROUP BY value ORDER BY value",
            parameters,
        ).fetchall()
        return dict(rows)

    nation = replace(entry_filter, territory_id=NATION)
    where, parameters = lines_where(register_id, entry_filter)
    total, wider = cursor.execute(
        f"SELECT count(*), count(*) FILTER (len(departement_ids) <> 1)"  # noqa: S608
        f" FROM pub.register_entry WHERE {where}",
        parameters,
    ).fetchall()[0]
    return Facets(
        total_n=total,
        by_theme=counted("theme", replace(entry_filter, themes=())),
        by_step=counted("step", replace(entry_filter, steps=())),
        by_family=counted("unnest(partner_families)", replace(entry_filter, family="")),
        by_year=counted("year", replace(entry_filter, years=None)),
        by_departement=counted("departement_ids[1]", nation, " AND len(departement_ids) = 1"),
        wider_n=wider,
    )


def read_step_dates(cursor: Cursor, register: Register, territory_id: str) -> StepDates:
    """Steps, quantities and dates of the lines of a territory, as arrays."""
    where, parameters = lines_where(register.register_id, EntryFilter(territory_id))
    steps = [step.step_id for step in register.steps]
    dates = ", ".join(f"step_dates[{rank}] AS d{rank}" for rank in range(1, len(steps) + 1))
    columns = cursor.execute(
        f"SELECT list_position($steps, step) - 1 AS step, coalesce(quantity, 1.0) AS quantity,"  # noqa: S608
        f" try_cast(date_start AS DATE) AS start, {LAST_DAY_DUE} AS due"
        f"{', ' + dates if dates else ''}"
        f" FROM pub.register_entry WHERE {where} ORDER BY {BY_KEY}",
        parameters | {"steps": steps},
    ).fetchnumpy()
    lines_n = len(columns["quantity"])
    by_step = [_days(columns[f"d{rank}"]) for rank in range(1, len(steps) + 1)]
    return StepDates(
        step=np.ma.filled(np.ma.asarray(columns["step"]), -1).astype("int64"),
        quantity=np.asarray(columns["quantity"], dtype="float64"),
        dates=np.stack(by_step, axis=1) if by_step else np.empty((lines_n, 0), "datetime64[D]"),
        start=_days(columns["start"]),
        due=_days(columns["due"]),
    )


@per_build
def fetch_lines_at(
    cursor: Cursor,
    register_id: str,
    territory_id: str,
    ranks: Sequence[int],
) -> tuple[RegisterEntry, ...]:
    """Lines by their ranks in ``fetch_step_dates``, in the order of these ranks."""
    where, parameters = lines_where(register_id, EntryFilter(territory_id))
    rows = named_rows(
        cursor,
        f"WITH line AS (SELECT line_rank, row_number() OVER (ORDER BY {BY_KEY}) - 1 AS place"  # noqa: S608
        f" FROM pub.register_entry WHERE {where}),"
        f" asked AS (SELECT unnest($ranks) AS place, generate_subscripts($ranks, 1) AS position)"
        f" SELECT {', '.join(COLUMNS)} FROM pub.register_entry JOIN line USING (line_rank)"
        f" JOIN asked USING (place) ORDER BY position",
        parameters | {"ranks": list(ranks)},
    )
    return tuple(_entry(row) for row in rows)


LISTED_MAX = 500
# Départements of a territory; a département is its own.
INSIDE = """coalesce((
    SELECT list(child_id) FROM pub.territory_link
    WHERE parent_id = $territory AND kind IN ('region', 'subdivision')
), [$territory])"""
LAST_DAY_DUE = """coalesce(
    try_cast(date_due AS DATE),
    last_day(try_cast(date_due || '-01' AS DATE)),
    try_cast(date_due || '-12-31' AS DATE)
)"""
BY_KEY = "source_id, territory_id, entry_id"
COLUMNS = (
    "register_id", "entry_id", "territory_id", "title_fr", "step", "date_start", "date_due",
    "quantity", "fields_json", "status", "source_id", "locator", "theme", "year", "partners",
    "departement_ids", "partner_families",
)  # fmt: skip
LISTS = ("partners", "departement_ids", "partner_families")
# What a weak source says, or nothing confirms, comes last: its reserve says so.
WEAK = (
    "coalesce(regexp_matches(json_extract_string(fields_json, '$.reserve_fr'), "
    "'^(Source faible|Non vérifié)'), false)"
)
LATEST = f"{WEAK}, year DESC NULLS LAST, date_start DESC NULLS LAST, entry_id"
# Of what concerns a territory: its own first, then its région's, then the nation's.
NEAREST = f"territory_id = '{NATION}', starts_with(territory_id, 'REG-'), "


def entries_where(
    cursor: Cursor,
    where: str,
    parameters: Mapping[str, Any],
    limit: int,
    offset: int,
    order: str = LATEST,
) -> tuple[RegisterEntry, ...]:
    """Lines that pass a condition made of published columns and of bound values."""
    ordered = f"{order}, source_id"
    # Ranks first: whole lines are read for the page only, not for everything that answers.
    listed = (
        f"SELECT line_rank FROM pub.register_entry WHERE {where}"  # noqa: S608
        f" ORDER BY {ordered} LIMIT {int(limit)} OFFSET {int(offset)}"
    )
    rows = named_rows(
        cursor,
        f"SELECT {', '.join(COLUMNS)} FROM pub.register_entry"  # noqa: S608
        f" WHERE line_rank IN ({listed}) ORDER BY {ordered}",
        parameters,
    )
    return tuple(_entry(row) for row in rows)


def _entry(row: Mapping[str, Any]) -> RegisterEntry:
    values: dict[str, Any] = {
        name: tuple(value) if name in LISTS else value for name, value in row.items()
    }
    return RegisterEntry(fields=json.loads(values.pop("fields_json")), **values)


def lines_where(register_id: str, entry_filter: EntryFilter) -> tuple[str, dict[str, Any]]:
    """Condition of a filter, with its bound values."""
    conditions = ["register_id = $register"]
    parameters: dict[str, Any] = {"register": register_id}
    listed: dict[str, tuple[str, Iterable[Any]]] = {
        "theme": ("themes", entry_filter.themes),
        "step": ("steps_in", entry_filter.steps),
        "status": ("statuses", entry_filter.statuses),
    }
    for column, (name, values) in listed.items():
        if values:
            conditions.append(f"list_contains(${name}, {column})")
            parameters[name] = list(values)
    if entry_filter.family:
        conditions.append("list_contains(partner_families, $family)")
        parameters["family"] = entry_filter.family
    if entry_filter.years:
        conditions.append("year BETWEEN $first AND $last")
        parameters["first"], parameters["last"] = entry_filter.years
    conditions += term_conditions(entry_filter.terms)
    parameters |= token_values(entry_filter.terms)
    if entry_filter.territory_id != NATION:
        conditions.append(inside_of(entry_filter))
        parameters["territory"] = entry_filter.territory_id
    return " AND ".join(conditions), parameters


def inside_of(entry_filter: EntryFilter) -> str:
    """Lines of a territory and of what it contains; or all those that concern it."""
    # Most lines have one département, whose test costs a tenth of that of a list.
    single = f"list_contains({INSIDE}, departement_ids[1])"
    if entry_filter.with_wider:
        return (
            f"CASE len(departement_ids) WHEN 0 THEN true WHEN 1 THEN {single}"
            f" ELSE list_has_any(departement_ids, {INSIDE}) END"
        )
    return (
        f"(territory_id = $territory OR CASE len(departement_ids) WHEN 0 THEN false"
        f" WHEN 1 THEN {single} ELSE list_has_all({INSIDE}, departement_ids) END)"
    )


def _days(values: Any) -> DateArray:
    """Days as numpy has them, NaT when unknown."""
    days = np.ma.filled(np.ma.asarray(values), np.datetime64("NaT"))
    return days.astype("datetime64[D]")


Terms = Sequence[frozenset[str]]
# A name and the value bound to it; a beginning of word is bound with what follows all its words.
Bound = tuple[str, str]

GROUP = "="
AFTER_ALL_WORDS = "\U0010ffff"


@per_build
def fetch_synonyms(cursor: Cursor) -> Synonyms:
    """Groups of synonyms that each phrase of a query is widened to."""
    rows = cursor.execute(
        "SELECT stem, list(group_id ORDER BY group_id) FROM pub.search_synonym GROUP BY stem"
    ).fetchall()
    return Synonyms({stem: tuple(group_ids) for stem, group_ids in rows})


def token_values(terms: Terms) -> dict[str, str]:
    """Values bound to the conditions on terms, by name."""
    values = {}
    for rank, tokens in enumerate(terms):
        for name, token in _named(rank, tokens):
            values[name] = token.rstrip()
            if _is_beginning(token):
                values[f"{name}_end"] = token + AFTER_ALL_WORDS
    return values


def term_conditions(terms: Terms) -> list[str]:
    """Conditions on the lines that answer: every term, by any of its tokens."""
    return [_with_any(_named(*term)) for term in enumerate(terms)]


def best_first(terms: Terms) -> str:
    """Beginning of an order of lines: terms found in the title, by the very word above all."""
    hits = []
    for term in enumerate(terms):
        named = list(_named(*term))
        words = [(name, token) for name, token in named if not token.startswith(GROUP)]
        hits += [_with_any(bound, " AND in_title") for bound in (named, words) if bound]
    return " + ".join(f"CAST({hit} AS INTEGER)" for hit in hits) + " DESC, " if hits else ""


def _named(rank: int, tokens: frozenset[str]) -> Iterator[Bound]:
    return ((f"t{rank}_{place}", token) for place, token in enumerate(sorted(tokens)))


def _is_beginning(token: str) -> bool:
    return not token.endswith(" ")


def _with_any(bound: Iterable[Bound], more: str = "") -> str:
    tests = [
        f"word >= ${name} AND word < ${name}_end" if _is_beginning(token) else f"word = ${name}"
        for name, token in bound
    ]
    condition = f"({' OR '.join(tests)}){more}"
    return f"line_rank IN (SELECT line_rank FROM pub.register_word WHERE {condition})"  # noqa: S608


@kept_per_build
def fetch_due(
    build: ServedBuild,
    register_id: str,
    territory_id: str,
    until: datetime.date,
    since: datetime.date = datetime.date.min,
) -> tuple[RegisterEntry, ...]:
    """Lines of a register due between two days, the earliest first."""
    register = fetch_registers(build)[register_id]
    return read_due(cursor_of(build), register, territory_id, until, since)


@kept_per_build
def fetch_step_dates(build: ServedBuild, register_id: str, territory_id: str) -> StepDates:
    """Steps, quantities and dates of the lines of a territory, as arrays."""
    register = fetch_registers(build)[register_id]
    return read_step_dates(cursor_of(build), register, territory_id)


@kept_per_build
def fetch_standing(
    build: ServedBuild, register_id: str, territory_id: str, today: datetime.date
) -> Standing:
    """Where the lines of a territory stand on a day."""
    register = fetch_registers(build)[register_id]
    steps = fetch_step_dates(build, register_id, territory_id)
    lines = Lines(register.steps, steps.step, steps.quantity, steps.dates, steps.due)
    return Standing(register, lines, today)


@kept_per_build
def fetch_terms(build: ServedBuild, text: str) -> tuple[frozenset[str], ...]:
    """Terms of what a user typed, as ``EntryFilter`` takes them; none for no search."""
    return query_terms(text, fetch_synonyms(build))


def fetch_every_entry(
    build: ServedBuild, register_id: str, entry_filter: EntryFilter, count: int
) -> tuple[RegisterEntry, ...]:
    """Every line that passes a filter, for a file: too many to be kept."""
    return fetch_entries.read(cursor_of(build), register_id, entry_filter, count)


def fetch_every_line_at(
    build: ServedBuild, register_id: str, territory_id: str, ranks: tuple[int, ...]
) -> tuple[RegisterEntry, ...]:
    """Lines by their ranks in ``fetch_step_dates``, for a file: too many to be kept."""
    return fetch_lines_at.read(cursor_of(build), register_id, territory_id, ranks)
