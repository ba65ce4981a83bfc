"""A list of doctors, as a council keeps it: what it lacks to be counted, and what else it says.

The line gives the doctor, and the same lines are the agréments with their due dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from etl.declared.columns import Column
from etl.declared.kinds import Kind
from etl.reading.book import Sheet
from etl.reading.layout import Table
from etl.reading.personal import identity, is_of_persons
from etl.reading.sorting import Line
from etl.reading.text import cell_text, plain, undecimal
from etl.rows import cells
from etl.rows.cells import CellError
from etl.rows.convert import LINES
from etl.rows.places import Places
from foundation.answers import Dropped
from foundation.choices import CountBy

AGREEMENTS = "agrements"
LOCAL_ID = "local_id"
RANK_FR = "rang de la ligne : les médecins sont distingués autrement"
TITLES = frozenset({"dr", "docteur", "docteure", "pr", "professeur", "m", "mme", "monsieur"})
# A number as a spreadsheet cuts it: that of a hundred thousand doctors.
CUT_NUMBER = re.compile(r"\d(?:[.,]\d+)?e\+?\d+", re.IGNORECASE)
# Digits of a number, and the letters of a département of Corse.
OF_A_NUMBER = re.compile(r"\d|(?<=2)[ab]", re.IGNORECASE)
ALONE = "ligne {}"
# A doctor is the same whoever the intern is.
OF_AN_INTERN = re.compile(r"\b(?:internes?|externes?|etudiante?s?)\b")
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
    return [i for i, what in enumerate(_identities(table)) if count_by and what == count_by]


def _identities(table: Table) -> list[str]:
    """What each column tells of a doctor: a number, a name (« Médecin » that holds names) or ''."""
    return [
        ""
        if OF_AN_INTERN.search(plain(name))
        else identity(name) or ("name" if i in table.personal and is_of_persons(name) else "")
        for i, name in enumerate(table.names)
    ]


def counted_by(table: Table) -> CountBy:
    """What tells the doctors of a list apart at best: their number, their name, else the line."""
    headers = set(_identities(table))
    return "number" if "number" in headers else "name" if "name" in headers else "line"


def identified(line: Line, table: Table, by: Sequence[CountBy]) -> Line:
    """A line of a list with what tells its doctor apart, which is counted and never stored.

    What is blank on the line gives way to the next of ``by``, then to the line itself.
    """
    row = table.sheet.cells[line.number - 1]
    for what in by:
        cells_of = (row[i] for i in identity_columns(table, what) if i < len(row))
        if text := _folded(" ".join(map(cell_text, cells_of)), what):
            return replace(line, cells=line.cells | {"local_id": text})
    return replace(line, cells=line.cells | {"local_id": ALONE.format(line.number)})


def _folded(text: str, what: CountBy) -> str:
    """What tells a doctor apart however it is written: « MARTIN Paul », « Dr Paul Martin »."""
    if what == "number":
        return _digits(undecimal(text))
    return " ".join(sorted(word for word in plain(text).split() if word not in TITLES))


def _digits(text: str) -> str:
    """The number of a doctor; '' for what numbers nobody: « 0 », « en attente (2026) »."""
    digits = "".join(OF_A_NUMBER.findall(text)).upper()
    letters = sum(map(str.isalpha, text))
    is_number = len(set(digits)) > 1 and letters < len(digits) and not CUT_NUMBER.fullmatch(text)
    return digits if is_number else ""


def is_rank(table: Table) -> bool:
    """Whether a column that only passes for a reference stands beside what tells doctors apart.

    « N° » is the rank of a line more often than the reference of a doctor.
    """
    held = next((match for match in table.matches if match.column_id == LOCAL_ID), None)
    is_sure = held is None or held.how in ("exact", "choisi")
    return not is_sure and counted_by(table) != "line"


def without_rank(table: Table) -> Table:
    """The table without the column that passes for a reference."""
    ranks = [match for match in table.matches if match.column_id == LOCAL_ID]
    return replace(
        table,
        matches=tuple(match for match in table.matches if match not in ranks),
        dropped=(*table.dropped, *(Dropped(match.header, RANK_FR, False) for match in ranks)),
    )


def namesakes(records: Sequence[tuple[Line, Mapping[str, object]]]) -> list[tuple[int, ...]]:
    """Lines of one name and one département: a line twice, or two doctors.

    A full name may have a line for each stage; a family name alone is that of several doctors.
    """
    seen: dict[tuple[object, ...], dict[int, None]] = {}
    for line, record in records:
        name = str(record[LOCAL_ID])
        if any(map(str.isdigit, name)):
            continue
        stage = record["stage_type"] if " " in name else ""
        key = (name, record["territory_id"], stage)
        seen.setdefault(key, {})[line.number] = None
    return [tuple(numbers) for numbers in seen.values() if len(numbers) > 1]


def unidentified(records: Sequence[tuple[Line, Mapping[str, object]]]) -> tuple[int, ...]:
    """Lines of which nothing tells the doctor apart: each is counted for one."""
    return tuple(
        dict.fromkeys(
            line.number for line, record in records if record[LOCAL_ID] == ALONE.format(line.number)
        )
    )


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
