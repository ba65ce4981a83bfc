"""What is checked before a file is opened: its size, its nature, what a workbook unfolds to."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath

from etl.reading.preview import RefusedFileError
from etl.reading.text import cut
from foundation.answers import Problem

FILE_MAX = 50 * 1024**2
UNFOLDED_MAX = 500 * 1024**2
RATIO_MAX = 200
RATIO_FLOOR = 50 * 1024**2
ROWS_MAX = 500_000
COLUMNS_MAX = 200
SHEETS_MAX = 50
# A workbook is laid out in memory as a full rectangle, empty cells included.
RECTANGLE_MAX = 10_000_000
CHUNK = 1024**2
TEXT_SUFFIXES = (".csv", ".txt", ".tsv")
WORKBOOK_SUFFIX = ".xlsx"
SAVE_AS = "dans le tableur, choisir « Enregistrer sous… », puis le format .xlsx ou CSV UTF-8."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SIGNATURES = (
    (b"PK\x03\x04", "un classeur ou une archive"),
    (b"PK\x05\x06", "une archive vide"),
    (OLE, "un document Office ancien ou protégé"),
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
UTF_16 = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
CELL = re.compile(rb"\sr=[\"']([A-Z]{0,3})(\d{1,7})[\"']")


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
        size = path.stat().st_size
        if size > FILE_MAX:
            raise refused(
                file,
                f"un fichier d’au plus {FILE_MAX // 1024**2} Mo",
                "retirer les feuilles et les colonnes inutiles, ou découper le fichier.",
                value=f"{size / 1024**2:.0f} Mo",
            )
        data = path.read_bytes()
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


def is_workbook(file: str) -> bool:
    """Whether the extension is that of a workbook."""
    return PurePath(file).suffix.lower() == WORKBOOK_SUFFIX


def _check_nature(data: bytes, file: str) -> None:
    suffix = PurePath(file).suffix.lower()
    if suffix not in (*TEXT_SUFFIXES, WORKBOOK_SUFFIX):
        raise refused(file, "un fichier .csv ou .xlsx", SAVE_AS, value=suffix or "sans extension")
    if data.startswith(OLE) and ENCRYPTED in data:
        raise refused(
            file,
            "un classeur sans mot de passe",
            "dans le tableur, retirer le mot de passe, puis enregistrer de nouveau en .xlsx.",
            value="classeur protégé par un mot de passe",
        )
    nature = _nature(data)
    wanted = "un classeur ou une archive" if suffix == WORKBOOK_SUFFIX else "du texte"
    if nature != wanted:
        raise refused(
            file,
            f"un fichier {suffix} dont le contenu est bien {_article(suffix)}",
            f"ne pas renommer le fichier ; {SAVE_AS}",
            value=f"le contenu est {nature}",
        )


def _article(suffix: str) -> str:
    return "un classeur Excel" if suffix == WORKBOOK_SUFFIX else "du texte"


def _nature(data: bytes) -> str:
    for signature, name in SIGNATURES:
        if data.startswith(signature):
            return name
    start = data[:CHUNK]
    if MARKUP.match(start.removeprefix(b"\xef\xbb\xbf")):
        return "une page web ou du XML"
    if b"\x00" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "binaire"
    return "du texte"


def check_archive(archive: zipfile.ZipFile, file: str) -> None:
    """Refuse a workbook that would unfold to more than memory should hold.

    Sizes are those the archive declares; every part is read within them, so that none lies.

    Raises
    ------
    RefusedFileError
        When it is a bomb, or a sheet spans too many rows, columns or cells.
    zipfile.BadZipFile
        When a part is not what the archive declares, or is written in UTF-16.
    """
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    # The reader would open other formats too, whose repeated cells cannot be bounded.
    if "xl/workbook.xml" not in names or names & {"content.xml", "mimetype", "xl/workbook.bin"}:
        raise refused(
            file,
            "un fichier .xlsx dont le contenu est bien un classeur Excel",
            SAVE_AS,
            value="le contenu est une archive d’un autre format",
        )
    unfolded = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    bomb = unfolded > RATIO_FLOOR and unfolded / packed > RATIO_MAX
    if unfolded > UNFOLDED_MAX or bomb:
        raise _too_big(file, f"{unfolded / 1024**2:.0f} Mo une fois décompressé")
    if any(entry.flag_bits & 1 for entry in entries):
        raise refused(
            file,
            "un classeur sans mot de passe",
            "retirer le mot de passe, puis enregistrer de nouveau en .xlsx.",
            value="archive chiffrée",
        )
    cells = 0
    for entry in entries:
        rows, columns = _span(archive, entry)
        cells += rows * columns
        check_span(file, "", rows, columns)
    if cells > RECTANGLE_MAX:
        raise _too_big(file, f"{_thousands(cells)} cellules, vides comprises")


def check_span(file: str, sheet: str, rows: int, columns: int) -> None:
    """Refuse a sheet of more than 500 000 rows or 200 columns."""
    for seen, most, what in ((rows, ROWS_MAX + 1, "lignes"), (columns, COLUMNS_MAX, "colonnes")):
        if seen > most:
            raise refused(
                file,
                f"au plus {_thousands(min(most, ROWS_MAX))} {what}",
                f"supprimer les {what} inutiles, même vides en apparence, ou découper le fichier.",
                value=f"{_thousands(seen)} {what}",
                sheet=sheet,
            )


def _too_big(file: str, seen: str) -> RefusedFileError:
    return refused(
        file,
        f"un classeur d’au plus {UNFOLDED_MAX // 1024**2} Mo une fois décompressé "
        f"et de {_thousands(RECTANGLE_MAX)} cellules",
        "copier les seules données utiles dans un nouveau classeur, puis l’enregistrer en .xlsx.",
        value=seen,
    )


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")


def _span(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> tuple[int, int]:
    """Last row and column that a sheet addresses, 0 for another part; it is read whole."""
    rows = columns = 0
    tail = b""
    sheet = False
    with archive.open(entry) as part:
        while chunk := part.read(CHUNK):
            if not tail and chunk.startswith(UTF_16):
                raise zipfile.BadZipFile("addresses in UTF-16 cannot be checked")
            # The folder of a part says nothing: a workbook may keep its sheets anywhere.
            sheet = sheet or b"sheetData" in tail + chunk
            addresses = set(CELL.findall(tail + chunk)) if sheet else set()
            rows = max([rows, *(int(row) for _, row in addresses)])
            columns = max([columns, *(rank(letters) for letters, _ in addresses)])
            tail = chunk[-32:]
    return rows, columns


NO_VALUE = "#SANS VALEUR"
# Every part is bounded and stops at the next tag: no content makes the search long.
FORMULA_CELL = re.compile(
    rb"<c\s([^<>]{0,300})>(<f\b[^<>]{0,300}(?:/>|>[^<]{0,9000}</f>))?"
    rb"(?:<v>([^<]{0,300})</v>|<v\s?/>)?</c>"
)
TYPE = re.compile(rb"\bt=[\"'](\w+)[\"']")
MAY_FAIL = re.compile(rb"<f\b|\bt=[\"']e[\"']")
ADDRESS = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
SHEET = re.compile(r"<sheet\s[^>]*>")
RELATION = re.compile(r"<Relationship\s[^>]*>")

Address = tuple[int, int]


def cells_without_value(archive: zipfile.ZipFile) -> dict[str, dict[Address, str]]:
    """What the spreadsheet shows in cells that hold no value (« #N/A »), by sheet.

    Addresses are (row, column), from 0. A formula that was never computed shows « #SANS VALEUR ».
    """
    by_sheet = {}
    for name, part in _parts(archive).items():
        content = archive.read(part)
        if MAY_FAIL.search(content):
            by_sheet[name] = dict(_without_value(content))
    return by_sheet


def _without_value(content: bytes) -> Iterator[tuple[Address, str]]:
    for cell in FORMULA_CELL.finditer(content):
        attributes, formula, value = cell.groups()
        named = TYPE.search(attributes)
        kind = named[1] if named else b""
        place = ADDRESS.search(attributes)
        if place is None:
            continue
        address = int(place[2]) - 1, rank(place[1]) - 1
        if kind == b"e":
            yield address, html.unescape((value or b"").decode("utf-8", "replace")) or NO_VALUE
        elif formula and not value and kind != b"str":
            yield address, NO_VALUE


def rank(letters: bytes) -> int:
    """Rank of a column, from 1: A is 1, AA is 27."""
    total = 0
    for letter in letters:
        total = total * 26 + letter - 64
    return total


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part of the archive that holds each sheet, by name of the sheet."""
    relations = _text(archive, "xl/_rels/workbook.xml.rels")
    targets = {
        _attribute(tag, "Id"): _attribute(tag, "Target") for tag in RELATION.findall(relations)
    }
    sheets = {
        html.unescape(_attribute(tag, "name")): targets.get(_attribute(tag, "r:id"), "")
        for tag in SHEET.findall(_text(archive, "xl/workbook.xml"))
    }
    parts = {
        name: target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        for name, target in sheets.items()
    }
    present = set(archive.namelist())
    return {name: part for name, part in parts.items() if part in present}


def _text(archive: zipfile.ZipFile, part: str) -> str:
    try:
        return archive.read(part).decode("utf-8", "replace")
    except KeyError:
        return ""


def _attribute(tag: str, name: str) -> str:
    match = re.search(rf"\s{name}=[\"']([^\"']*)[\"']", tag)
    return match[1] if match else ""
