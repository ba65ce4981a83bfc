"""A list of doctors, as a council keeps it: what it lacks to be counted, and what else it says.

The title gives the date, the line gives the doctor, and the same lines are the agréments with
their due dates. Sheets are completed, line for line: what follows reads them as any sheet.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from etl.declared.columns import Column
from etl.declared.kinds import Kind
from etl.reading.book import Sheet
from etl.reading.layout import Table
from etl.reading.personal import identity
from etl.reading.sorting import Line
from etl.reading.text import cell_text, plain
from etl.rows import cells
from etl.rows.cells import MONTHS, CellError
from etl.rows.convert import LINES
from etl.rows.places import Places

AGREEMENTS = "agrements"
# « au 15 novembre 2026 », « 15/11/2026 », « novembre 2026 », « en 2026 ».
DAY = re.compile(
    rf"\d{{1,2}}(?:er)?\s+(?:{'|'.join(MONTHS)})\.?\s+\d{{4}}|\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{4}}"
    r"|\d{4}-\d{2}-\d{2}",
    re.IGNORECASE,
)
MONTH = re.compile(rf"(?:{'|'.join(MONTHS)})\.?\s+\d{{4}}", re.IGNORECASE)
YEAR = re.compile(r"(?<![\d/.-])(?:19|20)\d{2}(?![\d/.-])")
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


@dataclass(frozen=True)
class ListDate:
    """Date of a file that has no column for it: ISO form, and where it was read.

    ``origin`` is « titre », « nom » (of the file or the sheet) or « demande » (given by its user).
    """

    period: str
    origin: str


def written_date(table: Table, file: str, asked: str, today: datetime.date) -> ListDate | None:
    """Date given by the user, else written above the header, else in a name; None without any.

    Raises
    ------
    CellError
        When the date given by the user is none, or a later one.
    """
    if asked:
        return ListDate(cells.period(asked, today), "demande")
    above = [
        text
        for row in table.sheet.cells[: table.header_line - 1]
        for cell in row
        if (text := cell_text(cell))
    ]
    for origin, texts in (("titre", above), ("nom", [table.sheet.name, file.replace("_", " ")])):
        for pattern in (DAY, MONTH, YEAR):
            for text in texts:
                if found := _date_in(text, pattern, today):
                    return ListDate(found, origin)
    return None


def _date_in(text: str, pattern: re.Pattern[str], today: datetime.date) -> str | None:
    for match in pattern.finditer(_unaccented(text)):
        try:
            return cells.period(match[0], today)
        except CellError:
            continue
    return None


def _unaccented(text: str) -> str:
    return "".join(plain(letter) or letter if letter.isalpha() else letter for letter in text)


def date_column(kind: Kind) -> Column | None:
    """Required column that holds the date of each line; None for a kind that has none."""
    return next((c for c in kind.columns if c.type == "period" and c.required), None)


def dated(table: Table, kind: Kind, date: ListDate) -> Sheet:
    """The sheet with the date of the file on each line."""
    column = date_column(kind)
    assert column is not None  # noqa: S101
    return _with_column(table, column.header_fr, [date.period] * len(table.sheet.cells))


def identified(table: Table, kind: Kind) -> Sheet:
    """The sheet of a list with what tells its doctors apart on each line, which is only counted.

    It is their number, else their name, else the line itself; none of it is ever stored.
    """
    indices = _identity(table)
    texts = [
        " ".join(cell_text(row[index]) for index in indices if index < len(row)).strip()
        for row in table.sheet.cells
    ]
    filled = [text or f"{number}" for number, text in enumerate(texts, start=1)]
    return _with_column(table, kind.column("local_id").header_fr, filled)


def has_identity(table: Table) -> bool:
    """Whether a list says who its doctors are: their number, or their name."""
    return bool(_identity(table))


def _identity(table: Table) -> list[int]:
    headers = [identity(cell_text(cell)) for cell in table.sheet.cells[table.header_line - 1]]
    wanted = "number" if "number" in headers else "name"
    return [index for index, what in enumerate(headers) if what == wanted]


def _with_column(table: Table, header: str, values: Sequence[object]) -> Sheet:
    width = max(len(row) for row in table.sheet.cells)
    rows = []
    for number, row in enumerate(table.sheet.cells, start=1):
        added: object = None
        if number == table.header_line:
            added = header
        elif number > table.header_line and any(map(cell_text, row)):
            added = values[number - 1]
        # A title or a note alone on its line stays alone.
        is_alone = sum(bool(cell_text(cell)) for cell in row) < 2
        padded = (*row, *[None] * (width - len(row)))
        rows.append((*padded, None if is_alone and number != table.header_line else added))
    return replace(table.sheet, cells=tuple(rows))


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
    headers = [plain(cell_text(cell)) for cell in table.sheet.cells[table.header_line - 1]]
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
