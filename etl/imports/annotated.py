"""The file of a user, given back as a workbook with what to correct marked in place."""

from __future__ import annotations

import datetime
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from etl.reading.preview import Preview
from etl.reading.text import cell_text, plain
from foundation.answers import Problem
from foundation.formulas import FORMULA_STARTS

REMARKS = "Remarques"
REMARK_HEADERS = ("niveau", "ligne", "colonne", "valeur lue", "attendu", "que faire")
DATA_SHEET = "Données"
NOTHING_READ_FR = "Le contenu du fichier n’a pas pu être lu : voir la feuille « Remarques »."
NOTHING_TO_DO_FR = "Rien, si cette ligne n’est pas une donnée."
AUTHOR = "Observatoire des MSU"
REFUSED, DOUBTED, SET_ASIDE = "refusé", "à vérifier", "mis de côté"
FILLS = {
    REFUSED: PatternFill("solid", fgColor="FFB3B3"),
    DOUBTED: PatternFill("solid", fgColor="FFD08A"),
    SET_ASIDE: PatternFill("solid", fgColor="D9D9D9"),
}
BOLD = Font(bold=True)
WRAPPED = Alignment(wrap_text=True, vertical="top")
# A spreadsheet may run a text that begins so.
FORBIDDEN_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
TITLE_MAX = 31
# Each comment is a drawing; past this number, the column of remarks says enough.
COMMENTS_MAX = 1_000
# Where remarks stand: just before the first column of the file.
REMARKS_INDEX = -1
FIRST_EXCEL_YEAR = 1900

HELD = (bool, int, float, datetime.date, datetime.time, datetime.timedelta)


@dataclass(frozen=True)
class _Marks:
    """Remarks on each line, and on each cell by line (from 1) and column (from 0).

    Those that have no column are in the cell of remarks.
    """

    lines: Mapping[int, list[str]]
    levels: Mapping[tuple[int, int], str]
    comments: Mapping[tuple[int, int], str]
    set_aside: frozenset[int]


def write_annotated(preview: Preview, path: Path) -> None:
    """Write the read sheet as a workbook: remarks first, faulty cells coloured and explained.

    Refused cells are red, doubted ones orange, lines set aside grey; a sheet lists every remark.
    Nothing is evaluated: a text that looks like a formula stays a text. The cells of a preview hold
    no personal data.
    """
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(_title(preview.sheet))
    if preview.header_line:
        sheet.freeze_panes = f"B{preview.header_line + 1}"
    sheet.column_dimensions["A"].width = 60
    for row in _annotated_rows(sheet, preview):
        sheet.append(row)
    remarks = workbook.create_sheet(REMARKS)
    for letter, width in zip("ABCDEF", (12, 8, 24, 32, 48, 60), strict=True):
        remarks.column_dimensions[letter].width = width
    for row in _remark_rows(remarks, preview):
        remarks.append(row)
    workbook.save(path)


def _title(sheet: str) -> str:
    title = FORBIDDEN_IN_TITLES.sub(" ", sheet)[:TITLE_MAX].strip("' ")
    return title if title and title != REMARKS else DATA_SHEET


def _annotated_rows(sheet: WriteOnlyWorksheet, preview: Preview) -> Iterator[list[Cell]]:
    if not preview.cells:
        yield [_cell(sheet, NOTHING_READ_FR)]
        return
    marks = _marks(preview)
    width = max(map(len, preview.cells))
    for line, values in enumerate(preview.cells, start=1):
        is_header = line == preview.header_line
        remark = REMARKS if is_header else "\n".join(marks.lines.get(line, ())) or None
        # A short line may lack the very cell that is refused.
        shown_values = (remark, *values, *[None] * (width - len(values)))
        aside = SET_ASIDE if line in marks.set_aside else ""
        row = []
        for index, value in enumerate(shown_values, start=REMARKS_INDEX):
            level = marks.levels.get((line, index), aside)
            cell = _cell(sheet, value, level=level, bold=is_header, wrapped=index == REMARKS_INDEX)
            if text := marks.comments.get((line, index)):
                cell.comment = Comment(text, AUTHOR)
            row.append(cell)
        yield row


def _marks(preview: Preview) -> _Marks:
    columns = _columns(preview)
    lines: dict[int, list[str]] = defaultdict(list)
    levels: dict[tuple[int, int], str] = {}
    comments: dict[tuple[int, int], str] = {}
    for level, problem in _problems(preview):
        text = _sentence(problem)
        lines[problem.line].append(f"{level} — {text}")
        index = columns.get(plain(problem.column), REMARKS_INDEX)
        place = (problem.line or preview.header_line, index)
        # Refusals come first: a cell refused and doubted stays refused.
        levels.setdefault(place, level)
        if place in comments or len(comments) < COMMENTS_MAX:
            comments[place] = f"{comments.get(place, '')}\n{text}".strip()
    # Said in the other sheet only: a title or a note with a remark beside it would read as data.
    aside = frozenset(line.line for line in preview.set_aside)
    return _Marks(lines, levels, comments, aside)


def _problems(preview: Preview) -> Iterator[tuple[str, Problem]]:
    for level, problems in ((REFUSED, preview.refusals), (DOUBTED, preview.warnings)):
        for problem in problems:
            yield level, problem


def _sentence(problem: Problem) -> str:
    where = f"« {problem.column} » : " if problem.column else ""
    return f"{where}valeur attendue : {problem.expected_fr}. Que faire : {problem.remedy_fr}"


def _columns(preview: Preview) -> dict[str, int]:
    """Index of each column, by the name a problem gives it: its header, or its identifier."""
    by_id = {plain(match.column_id): match.index for match in preview.matches}
    by_header = {plain(header): index for index, header in _headers(preview).items() if header}
    matched = {plain(match.header): match.index for match in preview.matches}
    return by_id | by_header | matched


def _headers(preview: Preview) -> dict[int, str]:
    if not 0 < preview.header_line <= len(preview.cells):
        return {}
    return dict(enumerate(map(cell_text, preview.cells[preview.header_line - 1])))


def _remark_rows(sheet: WriteOnlyWorksheet, preview: Preview) -> Iterator[list[Cell]]:
    yield [_cell(sheet, header, bold=True) for header in REMARK_HEADERS]
    remarks = [
        (level, one.line, one.column, one.value, one.expected_fr, one.remedy_fr)
        for level, one in _problems(preview)
    ]
    remarks += [
        (SET_ASIDE, one.line, "", one.text, one.why_fr, NOTHING_TO_DO_FR)
        for one in preview.set_aside
    ]
    for level, line, *texts in remarks:
        yield [
            _cell(sheet, level, level=level),
            _cell(sheet, line or None),
            *(_cell(sheet, text, wrapped=True) for text in texts),
        ]


def _cell(
    sheet: WriteOnlyWorksheet,
    value: object,
    *,
    level: str = "",
    bold: bool = False,
    wrapped: bool = False,
) -> Cell:
    """A cell that holds a value as it was read; a text that a spreadsheet could run stays text."""
    kept = _writable(value)
    cell = WriteOnlyCell(sheet, value=kept)
    if isinstance(kept, str) and kept.startswith(FORMULA_STARTS):
        cell.data_type = "s"
        # The apostrophe a spreadsheet shows before a text: the text itself does not change.
        cell.quotePrefix = True
    if level:
        cell.fill = FILLS[level]
    if bold:
        cell.font = BOLD
    if wrapped:
        cell.alignment = WRAPPED
    return cell


def _writable(value: object) -> object:
    """A value a workbook can hold: no control character, no endless number, no old date."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, datetime.date) and value.year < FIRST_EXCEL_YEAR:
        return cell_text(value)
    if value is None or isinstance(value, HELD):
        return value
    return ILLEGAL_CHARACTERS_RE.sub("", str(value))
