"""A large workbook, row by row: a sheet is never whole in memory.

calamine holds a whole sheet: 330 MB for 200 000 rows of 23 columns, and the sheets of DREES are
larger. Here the XML of the sheet is read as it is decompressed; only its shared texts are kept, and
the rows that have no text of those that are looked for are passed over unread.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from xml.parsers import expat

from etl.connectors.faults import ShapeError

Cell = str | float | None
Row = list[Cell]

PIECE = 1 << 18
# A sheet that is larger once decompressed is no file of a source.
LARGEST_BYTES = 6_000_000_000
SHARED = "xl/sharedStrings.xml"
LETTERS = re.compile(r"[A-Z]+")
TEXTS = frozenset({"s", "str", "inlineStr"})

# Rows that are always read: the header is among them.
FIRST_ROWS = 60
LAST_ROW = 1_048_576
EMPTY: Row = []
ROW_END = b"</row>"
# Without an end in so much, the rows of a sheet are not written as we know them: all are read.
LONGEST_ROW = 8 * PIECE
# A cell whose text is in the sheet itself, which no index tells.
OWN_TEXTS = (b'"inlineStr"', b'"str"')


class Workbook:
    """The sheets of an open workbook, by name."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        if sum(entry.file_size for entry in archive.infolist()) > LARGEST_BYTES:
            raise ShapeError("le classeur est démesuré une fois décompressé")
        self._parts = _sheet_parts(archive)
        self._shared: list[str] | None = None

    @property
    def sheets(self) -> tuple[str, ...]:
        """Names of the sheets, in order."""
        return tuple(self._parts)

    def rows(self, sheet: str, needed: Callable[[str], bool] | None = None) -> Iterator[Row]:
        """Rows of a sheet from the first, cells from column A; numbers as float, absent as None.

        With ``needed``, the rows after the first ones that have no such text may be empty: they are
        not looked into, which is most of the time of a large sheet.
        """
        if self._shared is None:
            self._shared = _shared_texts(self._archive)
        reader = _SheetReader(self._shared)
        with self._archive.open(self._parts[sheet]) as file:
            pieces: Iterator[bytes] = iter(lambda: file.read(PIECE), b"")
            if needed is not None:
                indexes = [index for index, text in enumerate(self._shared) if needed(text)]
                pieces = _needed_pieces(pieces, indexes)
            yield from reader.read(pieces)


@contextmanager
def open_workbook(path: Path) -> Iterator[Workbook]:
    """Open a workbook; raise ShapeError when the file is none, or is damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield Workbook(archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        # A way of compressing that Python does not know.
        NotImplementedError,
        KeyError,
        IndexError,
        ValueError,
        EOFError,
        expat.ExpatError,
    ) as error:
        raise ShapeError("le fichier n’est pas un classeur lisible, ou il est incomplet") from error


class _SheetReader:
    """Reads the XML of a sheet as it comes; rows are given by the piece."""

    def __init__(self, shared: list[str]) -> None:
        self._shared = shared
        self._rows: list[Row] = []
        self._row: Row = []
        self._number = 0
        self._column = 0
        self._kind = ""
        self._text: list[str] | None = None
        self._columns: dict[str, int] = {}

    def read(self, pieces: Iterable[bytes]) -> Iterator[Row]:
        parser = _parser()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        for piece in pieces:
            parser.Parse(piece)
            yield from self._rows
            self._rows.clear()
        parser.Parse(b"", True)
        yield from self._rows

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if name == "c":
            self._kind = attributes.get("t", "n")
            place = attributes.get("r")
            self._column = self._index(place) if place else len(self._row)
        elif name in ("v", "t"):
            self._text = []
        elif name == "row":
            number = int(attributes.get("r", self._number + 1))
            if number > LAST_ROW:
                raise ShapeError(f"ligne {number} : une feuille n’en a pas tant")
            # A row that is left out is empty: the rows after it keep their number.
            self._rows.extend([EMPTY] * (number - self._number - 1))
            self._number, self._row = number, []

    def _end(self, tag: str) -> None:
        name = _local(tag)
        if name in ("v", "t"):
            if self._text is not None:
                self._put("".join(self._text))
            self._text = None
        elif name == "row":
            self._rows.append(self._row)

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _put(self, text: str) -> None:
        """Set the value of the cell; a text in several runs is joined."""
        row, column = self._row, self._column
        row.extend([None] * (column + 1 - len(row)))
        if self._kind == "s":
            row[column] = self._shared[int(text)]
        elif self._kind in TEXTS:
            row[column] = f"{row[column] or ''}{text}"
        elif self._kind == "n" and text:
            row[column] = float(text)
        elif self._kind == "b":
            row[column] = text

    def _index(self, place: str) -> int:
        """Column of a cell from its place, « AB12 »: 0 for A."""
        match = LETTERS.match(place)
        letters = match[0] if match else "A"
        index = self._columns.get(letters)
        if index is None:
            index = 0
            for letter in letters:
                index = index * 26 + ord(letter) - 64
            index = self._columns[letters] = index - 1
        return index


def _needed_pieces(pieces: Iterable[bytes], indexes: Sequence[int]) -> Iterator[bytes]:
    """The XML of a sheet without the rows that hold none of some shared texts."""
    marks = (*OWN_TEXTS, *(b"<v>%d</v>" % index for index in indexes))
    rest, seen = b"", 0
    remaining = iter(pieces)
    for piece in remaining:
        if len(rest) > LONGEST_ROW:
            yield rest + piece
            yield from remaining
            return
        *rows, rest = (rest + piece).split(ROW_END)
        kept = [
            row
            for rank, row in enumerate(rows, start=seen)
            if rank < FIRST_ROWS or any(mark in row for mark in marks)
        ]
        seen += len(rows)
        if kept:
            yield b"".join(row + ROW_END for row in kept)
    yield rest


def _local(tag: str) -> str:
    """Name of a tag without the prefix that some writers give all of them."""
    return tag.rpartition(":")[2] if ":" in tag else tag


def _parser() -> expat.XMLParserType:
    """A parser that refuses declared entities: no workbook has any."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise ShapeError("le classeur déclare des entités XML")

    parser.EntityDeclHandler = refuse
    return parser


class _SharedTexts:
    """Reads the texts that the sheets share; a text in several runs is one."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._runs: list[str] = []
        self._in_text = self._in_phonetic = False

    def start(self, tag: str, _: dict[str, str]) -> None:
        name = _local(tag)
        if name == "t":
            self._in_text = not self._in_phonetic
        elif name == "rPh":
            self._in_phonetic = True

    def end(self, tag: str) -> None:
        name = _local(tag)
        if name == "t":
            self._in_text = False
        elif name == "rPh":
            self._in_phonetic = False
        elif name == "si":
            self.texts.append("".join(self._runs))
            self._runs.clear()

    def characters(self, text: str) -> None:
        if self._in_text:
            self._runs.append(text)


def _shared_texts(archive: zipfile.ZipFile) -> list[str]:
    """Texts that the sheets share, in order."""
    if SHARED not in archive.namelist():
        return []
    reader, parser = _SharedTexts(), _parser()
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.characters
    with archive.open(SHARED) as file:
        while piece := file.read(PIECE):
            parser.Parse(piece)
    parser.Parse(b"", True)
    return reader.texts


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """File of each sheet in the archive, by the name of the sheet."""
    targets: dict[str, str] = {}
    names: dict[str, str] = {}

    def relation(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "Relationship":
            target = attributes["Target"]
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            targets[attributes["Id"]] = posixpath.normpath(path)

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "sheet":
            key = next(key for key in attributes if key.rpartition(":")[2] == "id")
            names[attributes["name"]] = attributes[key]

    for part, handler in (
        ("xl/_rels/workbook.xml.rels", relation),
        ("xl/workbook.xml", sheet),
    ):
        parser = _parser()
        parser.StartElementHandler = handler
        parser.Parse(archive.read(part), True)
    return {name: targets[key] for name, key in names.items()}
