"""Totals that a file states, compared to the sums of its lines."""

from __future__ import annotations

from collections.abc import Sequence

from etl.declared.kinds import Kind
from etl.imports.preview import Problem
from etl.imports.reading.sorting import Line
from etl.imports.reading.text import plain, shown
from etl.imports.rows.cells import CellError, integer, is_missing
from etl.imports.rows.convert import LINES, Converter, Record

WHEN = ("period", "semester", "year", "cohort")


def stated_totals(
    totals: Sequence[Line], records: Sequence[Record], converter: Converter
) -> list[Problem]:
    """A warning for each stated total that differs from the sum of the lines it should cover.

    A sub-total covers the lines since the total above, a total all of them; both cover only
    the date they give, if they give one. Files that mix levels, or an age class with all ages,
    have no sum to compare.
    """
    kind = converter.kind
    if kind.kind_id == LINES or not _summable(records, converter):
        return []
    problems = []
    above = 0
    for line in totals:
        partial = _is_partial(line)
        covered = [r for r in records if not partial or above < int(str(r["line"])) < line.number]
        covered = _same_date(line, covered, converter)
        above = line.number
        problems += _differences(line, covered, kind, converter)
    return problems


def _differences(
    line: Line, covered: Sequence[Record], kind: Kind, converter: Converter
) -> list[Problem]:
    problems = []
    for column_id in kind.measures:
        cell = line.cells.get(column_id)
        column = kind.column(column_id)
        if column.type != "integer" or is_missing(cell) or not covered:
            continue
        values = [record[column_id] for record in covered]
        summed = sum(value for value in values if isinstance(value, int))
        try:
            stated = integer(cell)
        except CellError:
            continue
        if stated != summed:
            unknown = sum(value is None for value in values)
            more = f", {unknown} valeur(s) manquante(s)" if unknown else ""
            expected = f"{summed}, la somme des lignes retenues{more}"
            remedy = "vérifier qu’aucune ligne ne manque ; le total n’est pas enregistré."
            problems.append(converter.problem(line, column, expected, remedy))
    return problems


def _is_partial(line: Line) -> bool:
    return any(
        plain(shown(cell)).startswith(("sous total", "s total")) for cell in line.cells.values()
    )


def _same_date(line: Line, records: Sequence[Record], converter: Converter) -> list[Record]:
    for column in converter.kind.columns:
        cell = line.cells.get(column.column_id)
        if column.column_id in WHEN and shown(cell):
            try:
                date = converter.value(column, cell)
            except CellError:
                continue
            records = [record for record in records if record[column.column_id] == date]
    return list(records)


def _summable(records: Sequence[Record], converter: Converter) -> bool:
    levels = {converter.places.level(str(record["territory_id"])) for record in records}
    ages = {record.get("age_class") for record in records}
    return len(levels) == 1 and (len(ages) == 1 or "ensemble" not in ages)
