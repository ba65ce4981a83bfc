"""Sheets of a workbook: formats of the cells, tables under a fixed header."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from dashboard.core.formatting import typography
from dashboard.core.workbook import head_format
from dashboard.profile.model import ProfileValue

# Height of a line in points; a letter, in the unit of the width of a column; lines of a row.
LINE_HEIGHT, LETTER, MOST_LINES = 15.0, 1.05, 26


class Styles:
    """Formats of the cells of one workbook."""

    def __init__(self, book) -> None:  # type: ignore[no-untyped-def]
        self.head = head_format(book)
        self.title = book.add_format({"bold": True, "font_size": 16, "font_color": "#1f5590"})
        self.answer = book.add_format(
            {"bold": True, "font_size": 13, "text_wrap": True, "valign": "top"}
        )
        self.block = book.add_format({"bold": True, "font_size": 13, "font_color": "#1f5590"})
        self.cell = book.add_format({"text_wrap": True, "valign": "top", "bottom": 4})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        # Of a long sheet: one value, one line of the screen.
        self.top = book.add_format({"valign": "top"})
        self.strong = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.missing = book.add_format({"align": "right", "italic": True, "valign": "top"})
        # The separators are those of the language of the spreadsheet: in French, a space.
        self.numbers = {
            (decimals, signed): book.add_format(
                {"num_format": pattern(decimals, signed=signed), "valign": "top"}
            )
            for decimals in range(4)
            for signed in (False, True)
        }
        self.gap = book.add_format({"num_format": GAP_PATTERN, "valign": "top"})
        self.probability = self.numbers[(2, False)]

    def of(self, value: ProfileValue):  # type: ignore[no-untyped-def]
        """Format of a value: a gap is said with a word, without sign."""
        return self.gap if value.is_gap else self.numbers[(value.decimals, value.signed)]


GAP_PATTERN = '#,##0" manquants";#,##0" au-dessus";0'


def pattern(decimals: int, *, signed: bool) -> str:
    """Number format of some decimals, with its sign when it counts."""
    pattern = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    return f"+{pattern};-{pattern};0" if signed else pattern


def row_height(texts: Sequence[str], widths: Sequence[float], line: float = LINE_HEIGHT) -> float:
    """Height in points of a row whose longest text wraps in its column."""
    lines = (
        sum(ceil(max(len(part), 1) * LETTER / width) for part in text.split("\n"))
        for text, width in zip(texts, widths, strict=False)
    )
    return line * min(max(lines, default=1), MOST_LINES)


def write_table(  # type: ignore[no-untyped-def]
    book,
    styles: Styles,
    name: str,
    header: Sequence[tuple[str, int]],
    rows: Sequence[Sequence[str | float]],
) -> None:
    """Add a sheet that holds one table of texts and numbers."""
    sheet = book.add_worksheet(name)
    write_header(sheet, styles, header)
    widths = [width for _, width in header]
    for line, row in enumerate(rows, start=1):
        sheet.set_row(line, row_height([str(cell) for cell in row], widths))
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(line, column, typography(cell), styles.text)
            else:
                sheet.write_number(line, column, cell, styles.top)
    sheet.autofilter(0, 0, max(len(rows), 1), len(header) - 1)


def write_header(sheet, styles: Styles, header: Sequence[tuple[str, int]]) -> None:  # type: ignore[no-untyped-def]
    """Write the header of a sheet, kept in sight and printed on each page."""
    for column, (title, width) in enumerate(header):
        sheet.write_string(0, column, title, styles.head)
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
