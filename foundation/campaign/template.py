"""The table that a recipient fills in: the template of MSU counts, with its territories."""

from __future__ import annotations

import io
from datetime import date

from openpyxl import load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from foundation.campaign.recipients import FACULTY, Recipient
from foundation.workbook import workbook_bytes

PLACE, DAY, COMMENT = "territoire", "date", "commentaire"
# The import sets aside a line that says so and has no count.
TO_FILL = "À REMPLIR"
LEFT_BLANK = f"{TO_FILL}, ou laisser vide si le nombre est inconnu"
TEXT_FORMAT = "@"
PLAIN = Font(italic=False, color="000000")
NOTE = Font(italic=True, color="7F7F7F")


def filled_template(template: bytes, recipient: Recipient, counted_on: date) -> bytes:
    """The workbook of the MSU counts, a line for each territory of a recipient, counts empty.

    The same recipient and day give the same bytes.

    Raises
    ------
    ValueError
        When the template has no such columns.
    """
    workbook = load_workbook(io.BytesIO(template))
    sheet = workbook.worksheets[0]
    headers = [str(cell.value) for cell in sheet[1]]
    place, day, comment = (headers.index(name) + 1 for name in (PLACE, DAY, COMMENT))
    for rank, (label, note) in enumerate(_lines(recipient), start=2):
        for column in range(1, len(headers) + 1):
            sheet.cell(rank, column).value = None
            sheet.cell(rank, column).font = PLAIN
        _write(sheet, rank, place, label)
        _write(sheet, rank, day, f"{counted_on:%d/%m/%Y}")
        _write(sheet, rank, comment, note)
        sheet.cell(rank, comment).font = NOTE
    width = max(len(label) for label, _ in _lines(recipient)) + 2
    sheet.column_dimensions[sheet.cell(1, place).column_letter].width = max(16, width)
    return workbook_bytes(workbook)


def _lines(recipient: Recipient) -> list[tuple[str, str]]:
    """Label of each territory asked for, and what its line says."""
    lines = [(label, LEFT_BLANK) for label in recipient.wholes]
    if recipient.kind != FACULTY:
        return lines
    note = f"{LEFT_BLANK} : toute la subdivision"
    if recipient.pieces:
        note += f", avec votre part des départements partagés ({', '.join(recipient.pieces)})"
    return [*lines, (recipient.label, note)]


def _write(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell = sheet.cell(row, column)
    cell.value, cell.number_format = text, TEXT_FORMAT
