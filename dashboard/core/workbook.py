"""Workbooks of a page: a sheet that is read as it is, then its lines, then how to read them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.core.catalog import Catalog
from dashboard.core.files import FICTITIOUS, MISSING_IN_FILES
from dashboard.core.formatting import typography
from dashboard.core.registry import SITE

READ_ME = (
    "observé : publié, avec sa source ; importé : fichier local ; estimé : calcul de "
    "l’Observatoire, avec son intervalle ; fictif : démonstration. « n. d. » : non disponible, "
    "jamais zéro."
)
HEAD_ROWS = 3
LINES_SHEET, READ_SHEET = "Données", "Lisez-moi"


@dataclass(frozen=True)
class Figure:
    """A number of a cell, with its decimals; None is written « n. d. »."""

    value: float | None
    decimals: int = 0


Cell = str | Figure


@dataclass(frozen=True)
class Sheet:
    """The sheet that is read: its finding, its columns with their width in characters, its rows.

    ``notes`` stand under the finding: the scope, the year, what must be known.
    """

    name: str
    finding: str
    header: Sequence[tuple[str, float]]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class LinesTable:
    """The same values one by one, as the CSV file of the page gives them."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]


def build_workbook(catalog: Catalog, sheet: Sheet, lines: LinesTable | None = None) -> bytes:
    """Write the sheet to be read, its lines when there are some, then how to read both.

    Every text is written as text: none can be run as a formula, none becomes a link. A
    demonstration says on each sheet that it is fictitious.
    """
    buffer = io.BytesIO()
    with new_workbook(buffer, title=sheet.finding) as book:
        _write_sheet(book, catalog, sheet)
        if lines is not None:
            _write_lines(book, catalog, lines)
        _write_read_me(book, catalog, sheet)
    return buffer.getvalue()


def new_workbook(buffer: io.BytesIO, *, title: str, **properties: str):  # type: ignore[no-untyped-def]
    """Open a workbook whose texts stay texts: none is run as a formula, none becomes a link."""
    import xlsxwriter

    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": typography(title), "author": SITE} | properties)
    return book


def head_format(book):  # type: ignore[no-untyped-def]
    """Format of the cells of a header."""
    return book.add_format(
        {"bold": True, "bg_color": "#1f5590", "font_color": "#ffffff", "text_wrap": True}
    )


def _write_sheet(book, catalog: Catalog, sheet: Sheet) -> None:  # type: ignore[no-untyped-def]
    page = book.add_worksheet(sheet.name)
    strong = book.add_format({"bold": True, "font_size": 14, "font_color": "#1f5590"})
    note = book.add_format({"italic": True})
    text = book.add_format({"text_wrap": True, "valign": "top", "bottom": 4})
    missing = book.add_format({"align": "right", "italic": True, "valign": "top", "bottom": 4})
    numbers = [
        book.add_format({"num_format": pattern, "valign": "top", "bottom": 4})
        for pattern in ("#,##0", "#,##0.0", "#,##0.00", "#,##0.000")
    ]
    finding = f"{FICTITIOUS} : {sheet.finding}" if catalog.build.is_demo else sheet.finding
    page.write_string(0, 0, typography(finding), strong)
    page.write_string(1, 0, typography(" ".join(sheet.notes)), note)
    head = head_format(book)
    for column, (title, width) in enumerate(sheet.header):
        page.write_string(HEAD_ROWS, column, typography(title), head)
        page.set_column(column, column, width)
    for line, row in enumerate(sheet.rows, start=HEAD_ROWS + 1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                page.write_string(line, column, typography(cell), text)
            elif cell.value is None:
                page.write_string(line, column, MISSING_IN_FILES, missing)
            else:
                rounded = round(cell.value, cell.decimals) + 0.0
                page.write_number(line, column, rounded, numbers[cell.decimals])
    page.freeze_panes(HEAD_ROWS + 1, 1)
    page.autofilter(HEAD_ROWS, 0, HEAD_ROWS + max(len(sheet.rows), 1), len(sheet.header) - 1)
    page.repeat_rows(HEAD_ROWS)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _write_lines(book, catalog: Catalog, lines: LinesTable) -> None:  # type: ignore[no-untyped-def]
    page = book.add_worksheet(LINES_SHEET)
    is_demo = catalog.build.is_demo
    header = ("avertissement", *lines.header) if is_demo else tuple(lines.header)
    head = head_format(book)
    for column, title in enumerate(header):
        page.write_string(0, column, title, head)
    for line, row in enumerate(lines.rows, start=1):
        for column, cell in enumerate((FICTITIOUS, *row) if is_demo else row):
            page.write_string(line, column, cell)
    page.freeze_panes(1, 0)
    page.set_column(0, len(header) - 1, 18)
    page.autofilter(0, 0, max(len(lines.rows), 1), len(header) - 1)


def _write_read_me(book, catalog: Catalog, sheet: Sheet) -> None:  # type: ignore[no-untyped-def]
    page = book.add_worksheet(READ_SHEET)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    head = head_format(book)
    rows = [
        *([("Attention", f"{FICTITIOUS} : à ne pas citer.")] if catalog.build.is_demo else []),
        ("Ce que dit la feuille", sheet.finding),
        *(("À savoir", text) for text in sheet.notes),
        ("Statuts", READ_ME),
        ("Données", f"{SITE}, {catalog.build.built_on_fr}, données {catalog.build.data_version}"),
    ]
    for line, (what, detail) in enumerate(rows):
        page.write_string(line, 0, typography(what), head)
        page.write_string(line, 1, typography(detail), wrapped)
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 110)
