"""A list of doctors, as a council keeps it: what it lacks to be counted, and what else it says.

The line gives the doctor, and the same lines are the agréments with their due dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from etl.declared.columns import Column
from etl.declared.kinds import Kind
from etl.reading.book import Sheet
from etl.reading.layout import Table
from etl.reading.personal import identity
from etl.reading.sorting import Line
from etl.reading.text import cell_text, plain
from etl.rows import cells
from etl.rows.cells import CellError
from etl.rows.convert import LINES
from etl.rows.places import Places
from foundation.choices import CountBy

AGREEMENTS = "agrements"
# What separates the stages of a doctor in one cell.
BETWEEN = re.compile(r"\s*(?:\+|/|,|;|&|\bet\b)\s*", re.IGNORECASE)
# Stages of a list, as the register of the agréments names them.
STAGES = {"EXT2C": "EXT2C", "N1": "N1", "SASPAS": "SASPAS", "DJ": "DJ"} | dict.fromkeys(
    ("SF", "SE", "SFE"), "SFE"
)
REGISTER_HEADER = (
    "repere",
    "departement",
    "etape",
    "date_decision",
    "date_echeance",
    "stages",
)
SINCE = frozenset({"agree depuis", "agreee depuis", "agrement depuis", "agree le", "depuis"})


def identity_columns(table: Table, count_by: CountBy) -> list[int]:
    """Indices of the columns that tell the doctors of a list apart; none when each line is one."""
    return [i for i, name in enumerate(table.names) if count_by and identity(name) == count_by]


def counted_by(table: Table) -> CountBy:
    """What tells the doctors of a list apart at best: their number, their name, else the line."""
    headers = {identity(name) for name in table.names}
    return "number" if "number" in headers else "name" if "name" in headers else "line"


def identified(line: Line, table: Table, indices: Sequence[int]) -> Line:
    """A line of a list with what tells its doctor apart, which is counted and never stored."""
    row = table.sheet.cells[line.number - 1]
    text = " ".join(cell_text(row[index]) for index in indices if index < len(row)).strip()
    return replace(line, cells=line.cells | {"local_id": text or f"{line.number}"})


def each_stage(line: Line, column: Column) -> Iterator[Line]:
    """A line for each stage that a cell names: « N1 + SASPAS » is two stages of one doctor.

    A cell that is a stage by itself, or whose parts are not all stages, stays as it is.
    """
    text = cell_text(line.cells.get(column.column_id))
    parts = [part for part in BETWEEN.split(text) if part]
    if len(parts) > 1 and not _is_code(text, column) and all(_is_code(p, column) for p in parts):
        for part in parts:
            yield replace(line, cells=line.cells | {column.column_id: part})
    else:
        yield line


def _is_code(text: str, column: Column) -> bool:
    try:
        cells.code(text, column.codes)
    except CellError:
        return False
    return True


def as_agreements(table: Table, lines: Sequence[Line], kind: Kind, places: Places) -> Sheet:
    """The agréments that the lines of a list are, as a sheet of their register, line for line.

    ``kind`` is that of the list. A doctor is an agrément in force: those that are over show as due
    dates passed. The place of the line in the list is its mark: nobody is named.
    """
    since = _since(table)
    rows: list[tuple[object, ...]] = [()] * max((line.number for line in lines), default=0)
    for line in lines:
        row = table.sheet.cells[line.number - 1]
        started = row[since] if since is not None and since < len(row) else None
        rows[line.number - 1] = (
            f"ligne {line.number}",
            _departement(line.cells.get("territory_id"), places),
            "decision",
            started,
            line.cells.get("date_echeance"),
            " ; ".join(_stages(line, kind.column("stage_type"))),
        )
    rows[table.header_line - 1] = REGISTER_HEADER
    return Sheet(table.sheet.name, tuple(rows))


def _departement(cell: object, places: Places) -> object:
    """Identifier of the département of a line; the cell as it is when it names none."""
    try:
        return places.resolve(cell, ("departement",), postal=True)
    except CellError:
        return cell


def _since(table: Table) -> int | None:
    headers = [plain(name) for name in table.names]
    return next((index for index, header in enumerate(headers) if header in SINCE), None)


def _stages(line: Line, column: Column) -> Iterable[str]:
    codes = []
    for part in each_stage(line, column):
        try:
            codes.append(cells.code(cell_text(part.cells["stage_type"]), column.codes))
        except (CellError, KeyError):
            continue
    return dict.fromkeys(STAGES[code] for code in codes if code in STAGES)


def is_list(kind: Kind) -> bool:
    """Whether a kind is a list whose lines are counted."""
    return kind.kind_id == LINES
