"""Read a file as raw cells, sheet by sheet; nothing is interpreted here."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from etl.reading.archive import Archive, Faults, Percents, checked_archive
from etl.reading.delimited import Cells, read_text
from etl.reading.preview import RefusedFileError
from etl.reading.safety import (
    OLE_SUFFIX,
    SHEETS_MAX,
    check_cells,
    check_text,
    is_workbook,
    read_bytes,
    refused,
    suffix_of,
)

THREE_DECIMALS = re.compile(r"-?\d{1,3}\.\d{3}")
Range = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Sheet:
    """Raw cells of a sheet, its first row being line 1; a text file is one unnamed sheet.

    ``merged`` holds the corners of merged ranges: (first row, first column), (last row, last
    column), from 0. ``is_1904`` says that the days of its workbook are counted from 1904.
    ``hidden_lines`` are those that the spreadsheet hides or filters out, from 1, ``hidden_columns``
    the columns that it hides, from 0.
    """

    name: str
    cells: Cells
    merged: tuple[Range, ...] = ()
    hidden: bool = False
    is_1904: bool = False
    hidden_lines: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Book:
    """A file that could be read: its name, its fingerprint, how it was decoded, its sheets."""

    file: str
    sha256: str
    encoding: str
    separator: str
    sheets: tuple[Sheet, ...]


def read_book(path: Path, file: str) -> Book:
    """Read a text or a workbook known to its user as ``file``.

    Raises
    ------
    RefusedFileError
        When the file is not one that can be read safely.
    """
    data = read_bytes(path, file)
    digest = hashlib.sha256(data).hexdigest()
    if is_workbook(file):
        return Book(file, digest, "", "", _workbook(data, file))
    cells, encoding, separator = read_text(data, file)
    return Book(file, digest, encoding, separator, (Sheet("", cells),))


def _workbook(data: bytes, file: str) -> tuple[Sheet, ...]:
    try:
        is_archive = suffix_of(file) != OLE_SUFFIX
        return _sheets(
            checked_archive(data, file) if is_archive else Archive(data, {}, False), file
        )
    except PasswordError as error:
        raise refused(
            file,
            "un classeur sans mot de passe",
            "retirer le mot de passe, puis enregistrer de nouveau en .xlsx.",
            value="classeur protégé par un mot de passe",
        ) from error
    # What a damaged archive raises has no common base.
    except (CalamineError, zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError) as error:
        raise _damaged(file) from error
    except BaseException as error:
        # A compression zipfile does not know, or the reader's own panic, which is no Exception.
        if isinstance(error, NotImplementedError) or type(error).__name__ == "PanicException":
            raise _damaged(file) from error
        raise


def _sheets(archive: Archive, file: str) -> tuple[Sheet, ...]:
    with CalamineWorkbook.from_filelike(io.BytesIO(archive.data)) as workbook:
        tables = [m for m in workbook.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet]
        if len(tables) > SHEETS_MAX:
            raise refused(
                file,
                f"au plus {SHEETS_MAX} feuilles",
                "ne garder que la feuille utile.",
                value=f"{len(tables)} feuilles",
            )
        return tuple(
            _sheet(
                workbook.get_sheet_by_name(table.name),
                archive,
                file,
                hidden=table.visible != SheetVisibleEnum.Visible,
            )
            for table in tables
        )


def _sheet(sheet: CalamineSheet, archive: Archive, file: str, *, hidden: bool) -> Sheet:
    check_cells(file, sheet.total_height * sheet.total_width)
    cells = _cells(sheet, archive.faults.get(sheet.name, {}), archive.percents.get(sheet.name, {}))
    for line, row in enumerate(cells, start=1):
        longest = max((len(cell) for cell in row if isinstance(cell, str)), default=0)
        check_text(file, sheet.name, line, longest)
    return Sheet(
        sheet.name,
        cells,
        tuple(sheet.merged_cell_ranges or ()),
        hidden,
        archive.is_1904,
        archive.hidden.get(sheet.name, frozenset()),
        archive.hidden_columns.get(sheet.name, frozenset()),
    )


def _damaged(file: str) -> RefusedFileError:
    return refused(
        file,
        "un classeur Excel entier",
        "ouvrir le fichier dans un tableur, vérifier son contenu, puis l’enregistrer en .xlsx.",
        value="classeur endommagé ou incomplet",
    )


def _cells(sheet: CalamineSheet, faults: Faults, percents: Percents) -> Cells:
    """Cells of a sheet, None when empty; a formula without value keeps what it shows.

    So does a percentage: « 48 % » is stored as 0.48.
    """
    rows: list[list[Any]] = (
        sheet.to_python(skip_empty_area=False) if sheet.start is not None else []
    )
    for column, lines in percents.items():
        for line in lines:
            if line < len(rows) and column < len(rows[line]):
                rows[line][column] = _percentage(rows[line][column])
    width = max((len(row) for row in rows), default=0)
    last = max((row for row, _ in faults), default=-1)
    wide = max((column for _, column in faults), default=-1) + 1
    rows.extend([] for _ in range(last + 1 - len(rows)))
    return tuple(
        tuple(
            faults.get((line, column)) if cell == "" else cell
            for column, cell in enumerate(row + [""] * (max(width, wide) - len(row)))
        )
        for line, row in enumerate(rows)
    )


def _percentage(cell: object) -> object:
    """A number shown as a percentage, as the spreadsheet shows it; another cell as it is."""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return cell
    shown = f"{cell * 100:.12g}"
    # Three decimals could be thousands, in a text: those of a number are not.
    return f"{shown}0 %" if THREE_DECIMALS.fullmatch(shown) else f"{shown} %"
