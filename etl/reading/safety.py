"""What is checked before a file is read: its size, its nature, how much a table may hold."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Sequence
from pathlib import Path, PurePath

from etl.reading.preview import RefusedFileError
from etl.reading.text import cut
from foundation.answers import Problem

FILE_MAX = 50 * 1024**2
UNFOLDED_MAX = 500 * 1024**2
ROWS_MAX = 500_000
COLUMNS_MAX = 200
SHEETS_MAX = 50
# A workbook is laid out in memory as a full rectangle, empty cells included.
RECTANGLE_MAX = 10_000_000
CHUNK = 1024**2
TEXT_SUFFIXES = (".csv", ".txt", ".tsv")
# Of the formats of a workbook, the one that is no archive is checked by its size only.
OLE_SUFFIX = ".xls"
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".ods", OLE_SUFFIX)
SAVE_AS = "dans le tableur, choisir « Enregistrer sous… », puis le format .xlsx ou CSV UTF-8."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_FR = "un document Office ancien ou protégé"
SIGNATURES = (
    (b"PK\x03\x04", "un classeur ou une archive"),
    (b"PK\x05\x06", "une archive vide"),
    (OLE, OLE_FR),
    (b"%PDF", "un PDF"),
    (b"\x89PNG", "une image"),
    (b"\xff\xd8\xff", "une image"),
    (b"GIF8", "une image"),
    (b"\x1f\x8b", "une archive compressée"),
    (b"7z\xbc\xaf", "une archive compressée"),
    (b"Rar!", "une archive compressée"),
    (b"{\\rtf", "un document de traitement de texte"),
)
MARKUP = re.compile(rb"^\s*<(!doctype|html|table|\?xml|head|body|meta|script)", re.IGNORECASE)
# 'EncryptedPackage' as OLE writes it: UTF-16, little-endian.
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# The most that a cell of a spreadsheet holds.
CELL_MAX = 32_767
SPECIAL_FR = (
    (stat.S_ISDIR, "un dossier"),
    (stat.S_ISFIFO, "un tube"),
    (stat.S_ISSOCK, "une prise réseau"),
    (stat.S_ISCHR, "un périphérique"),
    (stat.S_ISBLK, "un périphérique"),
)
# A pipe is not waited for, nor a terminal taken; a system without these has neither.
AT_ONCE = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY")
)


def refused(
    file: str,
    expected: str,
    remedy: str,
    *,
    value: str = "",
    sheet: str = "",
    line: int = 0,
    column: str = "",
    sheets: Sequence[str] = (),
) -> RefusedFileError:
    """The refusal of a whole file, for one reason; ``sheets`` are those to choose from."""
    remedy_fr = remedy[:1].upper() + remedy[1:]
    problem = Problem(file, sheet, line, column, cut(value), expected, remedy_fr)
    return RefusedFileError([problem], sheets=sheets)


def read_bytes(path: Path, file: str) -> bytes:
    """Bytes of a file of an accepted nature and size.

    Raises
    ------
    RefusedFileError
        When the file is missing, too big, empty, or not what its extension says.
    """
    try:
        data = _opened(path, file)
    except OSError as error:
        raise refused(
            file, "un fichier présent et lisible", "vérifier le nom et l’emplacement du fichier."
        ) from error
    if not data.strip(b"\x00\t\n\r \xef\xbb\xbf"):
        raise refused(
            file, "un fichier qui contient un tableau", "vérifier que le bon fichier est choisi."
        )
    _check_nature(data, file)
    return data


def _opened(path: Path, file: str) -> bytes:
    """Bytes of a regular file: what the name leads to is judged once open, then read once."""
    with os.fdopen(os.open(path, AT_ONCE), "rb") as opened:
        state = os.fstat(opened.fileno())
        if not stat.S_ISREG(state.st_mode):
            nature = next((name for test, name in SPECIAL_FR if test(state.st_mode)), "autre chose")
            raise refused(
                file,
                "un fichier ordinaire",
                "vérifier le nom et l’emplacement du fichier.",
                value=nature,
            )
        # A file that grows, or hides its size, is read no further.
        data = opened.read(FILE_MAX + 1) if state.st_size <= FILE_MAX else b""
    size = max(state.st_size, len(data))
    if size > FILE_MAX:
        raise refused(
            file,
            f"un fichier d’au plus {FILE_MAX // 1024**2} Mo",
            "retirer les feuilles et les colonnes inutiles, ou découper le fichier.",
            value=f"{size / 1024**2:.0f} Mo",
        )
    return data


def is_workbook(file: str) -> bool:
    """Whether the extension is that of a workbook."""
    return suffix_of(file) in WORKBOOK_SUFFIXES


def suffix_of(file: str) -> str:
    """The extension of a file, in small letters."""
    return PurePath(file).suffix.lower()


def _check_nature(data: bytes, file: str) -> None:
    suffix = suffix_of(file)
    if suffix not in (*TEXT_SUFFIXES, *WORKBOOK_SUFFIXES):
        expected = "un fichier .csv ou .xlsx (ou .xls, .xlsm, .xlsb, .ods)"
        raise refused(file, expected, SAVE_AS, value=suffix or "sans extension")
    if data.startswith(OLE) and ENCRYPTED in data:
        raise refused(
            file,
            "un classeur sans mot de passe",
            "dans le tableur, retirer le mot de passe, puis enregistrer de nouveau en .xlsx.",
            value="classeur protégé par un mot de passe",
        )
    nature = _nature(data)
    wanted = "un classeur ou une archive" if is_workbook(file) else "du texte"
    wanted = OLE_FR if suffix == OLE_SUFFIX else wanted
    if nature != wanted:
        raise refused(
            file,
            f"un fichier {suffix} dont le contenu est bien {_article(suffix)}",
            f"ne pas renommer le fichier ; {SAVE_AS}",
            value=f"le contenu est {nature}",
        )


def _article(suffix: str) -> str:
    return "un classeur" if suffix in WORKBOOK_SUFFIXES else "du texte"


def _nature(data: bytes) -> str:
    for signature, name in SIGNATURES:
        if data.startswith(signature):
            return name
    start = data[:CHUNK]
    if MARKUP.match(start.removeprefix(b"\xef\xbb\xbf")):
        return "une page web ou du XML"
    if b"\x00" in data and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "binaire"
    return "du texte"


def check_span(file: str, sheet: str, rows: int, columns: int) -> None:
    """Refuse a sheet of more than 500 000 rows or 200 columns."""
    for seen, most, what in ((rows, ROWS_MAX + 1, "lignes"), (columns, COLUMNS_MAX, "colonnes")):
        if seen > most:
            raise refused(
                file,
                f"au plus {thousands(min(most, ROWS_MAX))} {what}",
                f"supprimer les {what} inutiles, même vides en apparence, ou découper le fichier.",
                value=f"{thousands(seen)} {what}",
                sheet=sheet,
            )


def check_cells(file: str, cells: int) -> None:
    """Refuse a table laid out in more cells than memory should hold."""
    if cells > RECTANGLE_MAX:
        raise too_big(file, f"{thousands(cells)} cellules, vides comprises")


def check_text(file: str, sheet: str, line: int, length: int) -> None:
    """Refuse a cell longer than a spreadsheet can hold."""
    if length > CELL_MAX:
        raise refused(
            file,
            f"des cellules d’au plus {thousands(CELL_MAX)} caractères",
            "vérifier les guillemets et les séparateurs de cette ligne, ou raccourcir le texte.",
            value=f"une cellule de {thousands(length)} caractères",
            sheet=sheet,
            line=line,
        )


def too_big(file: str, seen: str) -> RefusedFileError:
    """The refusal of a workbook that would unfold to more than memory should hold."""
    return refused(
        file,
        f"un classeur d’au plus {UNFOLDED_MAX // 1024**2} Mo une fois décompressé "
        f"et de {thousands(RECTANGLE_MAX)} cellules",
        "copier les seules données utiles dans un nouveau classeur, puis l’enregistrer en .xlsx.",
        value=seen,
    )


def thousands(number: int) -> str:
    """A whole number with its thousands apart."""
    return f"{number:,}".replace(",", "\u202f")
