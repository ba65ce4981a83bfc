"""A workbook is inflated once, within limits: what the reader opens is what was checked."""

from __future__ import annotations

import io
import re
import zipfile
from array import array
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from xml.parsers import expat

from etl.reading.safety import (
    COLUMNS_MAX,
    ROWS_MAX,
    SAVE_AS,
    UNFOLDED_MAX,
    check_cells,
    check_span,
    refused,
    suffix_of,
    thousands,
    too_big,
)

RATIO_MAX = 200
RATIO_FLOOR = 50 * 1024**2
PARTS_MAX = 2_000
CHUNK = 1024**2
UTF_16 = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
UTF_8_MARK = b"\xef\xbb\xbf"
STYLES = "xl/styles.xml"
STYLE_TAGS = frozenset({"numFmt", "cellXfs", "cellStyleXfs", "cellStyles", "dxfs", "xf"})
# Formats of a percentage that need no code, and what a code only writes beside the number.
PERCENTS = frozenset({"9", "10"})
QUOTED = re.compile(r'"[^"]*"|\\.')
ADDRESS = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")
NO_VALUE = "#SANS VALEUR"
SHOWN_MAX = 300
# The part that each format needs; a file that also holds that of another could be read as it.
MAIN_PARTS = {
    ".xlsx": "xl/workbook.xml",
    ".xlsm": "xl/workbook.xml",
    ".xlsb": "xl/workbook.bin",
    ".ods": "content.xml",
}
# Binary parts of a workbook that hold its cells; its macros are none of them.
BINARY = re.compile(r"xl/(?:workbook|sharedStrings|styles|worksheets/sheet\d+)\.bin")
ODS_MIME = b"application/vnd.oasis.opendocument.spreadsheet"
# Parts that hold no cell: a fault in one of them prevents no reading.
BESIDE = re.compile(
    r"(?:docProps|customXml|xl/(?:drawings|media|embeddings|charts|diagrams|printerSettings"
    r"|comments|threadedComments|persons|externalLinks|theme))[/\d.]|.*\.vml"
)

HOLDS_VALUE = frozenset({"value-type", "formula", "value", "string-value"})

Address = tuple[int, int]
Faults = Mapping[Address, str]
Percents = Mapping[int, "array[int]"]


@dataclass(frozen=True)
class Archive:
    """A workbook packed again from the parts that were checked, and what they say of its sheets.

    ``faults`` holds, by name of the sheet, what the spreadsheet shows in cells without value
    (« #N/A »), by (row, column) from 0; a formula that was never computed shows « #SANS VALEUR ».
    ``is_1904`` says that its days are counted from 1904. ``hidden`` holds, by name of the sheet,
    the lines that the spreadsheet hides or filters out, from 1, ``hidden_columns`` the columns,
    from 0. ``percents`` holds, by name of the sheet then by column from 0, the rows whose number is
    shown as a percentage: « 48 % » is stored as 0.48.
    """

    data: bytes
    faults: Mapping[str, Faults]
    is_1904: bool
    hidden: Mapping[str, frozenset[int]] = field(default_factory=dict)
    hidden_columns: Mapping[str, frozenset[int]] = field(default_factory=dict)
    percents: Mapping[str, Percents] = field(default_factory=dict)


@dataclass
class _Part:
    """What one XML part holds, as its elements are met: nothing is trusted but what is read.

    ``rows`` and ``columns`` are the last ones that hold a cell, from 1, addressed or not.
    """

    rows: int = 0
    columns: int = 0
    merged_rows: int = 0
    is_sheet: bool = False
    is_1904: bool = False
    row: int = -1
    column: int = 0
    sheets: dict[str, str] = field(default_factory=dict)
    relations: dict[str, str] = field(default_factory=dict)
    faults: dict[Address, str] = field(default_factory=dict)
    merges: list[tuple[int, int]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    percents: dict[int, array[int]] = field(default_factory=dict)
    formats: dict[str, str] = field(default_factory=dict)
    styles: list[str] = field(default_factory=list)
    tables: dict[str, _Part] = field(default_factory=dict)
    cells_before: int = 0

    @property
    def cells(self) -> int:
        """Cells of the rectangle, and of those of the sheets written before in the same part."""
        return self.cells_before + self.rows * self.columns


class _Reader:
    """Reads one part as its bytes come; the addresses are those of XML, however written."""

    def __init__(self, file: str, percents: frozenset[str] = frozenset()) -> None:
        self.part = _Part()
        self._file = file
        self._percents = percents
        self._is_in_formats = False
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._address: Address = (0, 0)
        self._first_row = 0
        self._is_error = self._is_text = self._has_formula = False
        self._text: list[str] = []

    def feed(self, chunk: bytes, *, is_last: bool = False) -> None:
        """Read some bytes more.

        Raises
        ------
        zipfile.BadZipFile
            When they are no XML, or declare what a workbook never does.
        """
        try:
            self._parser.Parse(chunk, is_last)
        except expat.ExpatError as error:
            raise zipfile.BadZipFile("not XML") from error
        if is_last:
            self._end_cell()

    def _doctype(self, *_: object) -> None:
        raise zipfile.BadZipFile("a document type is declared")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag in ("c", "row"):
            if self.part.is_sheet:
                self._end_cell()
                (self._start_cell if tag == "c" else self._start_row)(attributes)
        elif tag in ("v", "f"):
            self._start_value(tag)
        elif tag == "sheetData":
            self.part.is_sheet = True
        elif tag in ("table", "table-row", "table-cell", "covered-table-cell"):
            self._start_open(tag, attributes)
        elif tag in STYLE_TAGS:
            self._start_style(tag, attributes)
        else:
            self._start_beside(tag, attributes)

    def _start_beside(self, tag: str, attributes: dict[str, str]) -> None:
        """Note what says something of the sheets besides their cells."""
        if tag == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = (_row(attributes.get(name, "1")) for name in ("min", "max"))
            self.part.hidden_columns.update(range(first, min(last, COLUMNS_MAX) + 1))
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif tag == "sheet":
            relation = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            self.part.sheets[attributes.get("name", "")] = relation
        elif tag == "Relationship":
            self.part.relations[attributes.get("Id", "")] = attributes.get("Target", "")
        elif tag == "workbookPr":
            self.part.is_1904 = attributes.get("date1904", "") in ("1", "true")

    def _start_style(self, tag: str, attributes: dict[str, str]) -> None:
        """Note the format of each style of cell, in the order in which cells name them."""
        if tag == "numFmt":
            self.part.formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "xf" and self._is_in_formats:
            self.part.styles.append(attributes.get("numFmtId", ""))
        elif tag != "xf":
            self._is_in_formats = tag == "cellXfs"

    def _note_percent(self, row: int, column: int) -> None:
        self.part.percents.setdefault(column, array("L")).append(row)

    def _start_open(self, tag: str, attributes: dict[str, str]) -> None:
        """Count the rows and columns of an OpenDocument sheet, repeated ones included.

        Empty cells and rows at the end are repeated to the edge of the sheet: only those before
        some content count.
        """
        part = self.part
        if tag == "table":
            part.cells_before = part.cells
            part.rows = part.columns = part.column = 0
            part.row = -1
            # What is said of each sheet stands apart, though all are of one part.
            part.hidden, part.percents = set(), {}
            told = _Part(hidden=part.hidden, percents=part.percents)
            part.tables[_attribute(attributes, "name")] = told
        elif tag == "table-row":
            self._first_row = part.row + 1
            part.row += _repeated(attributes, "number-rows-repeated")
            part.column = 0
            if _attribute(attributes, "visibility") in ("collapse", "filter"):
                part.hidden.update(range(self._first_row + 1, min(part.row, ROWS_MAX) + 2))
        else:
            left = part.column
            part.column += _repeated(attributes, "number-columns-repeated")
            if any(name.rpartition(":")[2] in HOLDS_VALUE for name in attributes):
                self._extend(part.row + 1, part.column)
                if _attribute(attributes, "value-type") == "percentage":
                    for row in range(self._first_row, part.row + 1):
                        for column in range(left, part.column):
                            self._note_percent(row, column)

    def _extend(self, rows: int, columns: int) -> None:
        part = self.part
        if rows > part.rows or columns > part.columns:
            part.rows, part.columns = max(part.rows, rows), max(part.columns, columns)
            if part.rows > ROWS_MAX or part.columns > COLUMNS_MAX:
                check_span(self._file, "", part.rows, part.columns)
            check_cells(self._file, part.cells)

    def _start_row(self, attributes: dict[str, str]) -> None:
        written = attributes.get("r")
        self.part.row = self.part.row + 1 if written is None else _row(written)
        self.part.column = 0
        if attributes.get("hidden") in ("1", "true"):
            self.part.hidden.add(self.part.row + 1)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        part = self.part
        written = attributes.get("r")
        if written is None:
            row, column = max(part.row, 0), part.column
        else:
            row, column = _address(written)
            part.column = column
        part.column += 1
        self._extend(row + 1, column + 1)
        kind = attributes.get("t", "")
        if kind in ("", "n") and attributes.get("s", "") in self._percents:
            self._note_percent(row, column)
        self._address = row, column
        self._is_error, self._is_text, self._has_formula = kind == "e", kind == "str", False

    def _start_value(self, tag: str) -> None:
        self._parser.CharacterDataHandler = None
        if tag == "f":
            self._has_formula = True
        elif self._is_error or self._has_formula:
            self._text = []
            self._parser.CharacterDataHandler = self._text.append

    def _end_cell(self) -> None:
        """Note the cell that ends if it holds no value."""
        if not (self._is_error or self._has_formula):
            return
        shown = "".join(self._text)[:SHOWN_MAX]
        if self._is_error or not (shown or self._is_text):
            self.part.faults[self._address] = shown or NO_VALUE
        self._parser.CharacterDataHandler = None
        self._text = []
        self._is_error = self._has_formula = False

    def _merge(self, ref: str) -> None:
        first, _, last = ref.partition(":")
        top, bottom = _address(first)[0], _address(last or first)[0]
        # Merged cells never overlap: their rows are no more than the cells of the sheet.
        self.part.merged_rows += max(0, min(bottom + 1, self.part.rows) - top)
        check_cells(self._file, self.part.merged_rows)


def checked_archive(data: bytes, file: str) -> Archive:
    """Inflate a workbook part by part, each within limits, and pack again what is XML in it.

    Sizes are those of the bytes read: a part that holds more than it declares is refused. The
    archive is the one written here, so that no two readings of it can differ.

    Raises
    ------
    RefusedFileError
        When it is a bomb, or a sheet spans too many rows, columns or cells.
    zipfile.BadZipFile
        When a part is damaged, or written so that it cannot be checked.
    """
    packed = io.BytesIO()
    parts: dict[str, _Part] = {}
    with (
        zipfile.ZipFile(io.BytesIO(data)) as archive,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copies,
    ):
        entries = archive.infolist()
        _check_entries(entries, file)
        cells = 0
        percents: frozenset[str] = frozenset()
        # Styles come first: cells only name them.
        by_name = {entry.filename: entry for entry in entries}
        for entry in sorted(by_name.values(), key=lambda entry: entry.filename != STYLES):
            part = _copied(archive, entry, copies, file, percents)
            if part is not None and entry.filename == STYLES:
                percents = frozenset(_percent_styles(part))
            if part is not None:
                parts[entry.filename] = part
                cells += part.cells
                check_cells(file, cells)
    sheets = dict(_named(parts)) | parts.get(MAIN_PARTS[".ods"], _Part()).tables
    return Archive(
        packed.getvalue(),
        {name: part.faults for name, part in sheets.items() if part.faults},
        any(part.is_1904 for part in parts.values()),
        {name: frozenset(part.hidden) for name, part in sheets.items() if part.hidden},
        {name: frozenset(part.hidden_columns) for name, part in sheets.items()},
        {name: part.percents for name, part in sheets.items() if part.percents},
    )


def _percent_styles(styles: _Part) -> Iterator[str]:
    """Styles of cells whose number is shown as a percentage."""
    for rank, number_format in enumerate(styles.styles):
        code = QUOTED.sub("", styles.formats.get(number_format, ""))
        if number_format in PERCENTS or "%" in code:
            yield f"{rank}"


def _check_entries(entries: list[zipfile.ZipInfo], file: str) -> None:
    names = {entry.filename for entry in entries}
    suffix = suffix_of(file)
    main = MAIN_PARTS.get(suffix, "")
    if main not in names or names & (set(MAIN_PARTS.values()) - {main}):
        raise refused(
            file,
            f"un fichier {suffix} dont le contenu est bien un classeur",
            SAVE_AS,
            value="le contenu est une archive d’un autre format",
        )
    if len(entries) > PARTS_MAX:
        raise too_big(file, f"{thousands(len(entries))} fichiers dans l’archive")
    unfolded = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    bomb = unfolded > RATIO_FLOOR and unfolded / packed > RATIO_MAX
    if unfolded > UNFOLDED_MAX or bomb:
        raise too_big(file, f"{unfolded / 1024**2:.0f} Mo une fois décompressé")
    if any(entry.flag_bits & 1 for entry in entries):
        raise refused(
            file,
            "un classeur sans mot de passe",
            "retirer le mot de passe, puis enregistrer de nouveau en .xlsx.",
            value="archive chiffrée",
        )


def _copied(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    copies: zipfile.ZipFile,
    file: str,
    percents: frozenset[str],
) -> _Part | None:
    """Content of a part, copied as it is read; None when it is no XML, or holds no cell."""
    chunks = _inflated(archive, entry, file)
    first = next(chunks, b"")
    if _is_kept_as_is(entry.filename, first):
        with copies.open(entry.filename, "w") as target:
            target.write(first)
            target.writelines(chunks)
        return None
    if first.startswith(UTF_16):
        raise zipfile.BadZipFile("addresses in UTF-16 cannot be checked")
    is_xml = first.removeprefix(UTF_8_MARK).lstrip().startswith(b"<")
    if not is_xml or BESIDE.match(entry.filename):
        # Pictures and the like are inflated too: what they declare is checked.
        for _ in chunks:
            pass
        return None
    reader = _Reader(file, percents)
    with copies.open(entry.filename, "w") as target:
        reader.feed(first)
        target.write(first)
        for chunk in chunks:
            reader.feed(chunk)
            target.write(chunk)
        reader.feed(b"", is_last=True)
    return reader.part


def _is_kept_as_is(name: str, content: bytes) -> bool:
    """Whether a part that is no XML is needed to read the cells."""
    return BINARY.fullmatch(name) is not None or (name == "mimetype" and content == ODS_MIME)


def _inflated(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file: str) -> Iterator[bytes]:
    """Bytes of a part, to the last one that its stream holds."""
    whole = copy(entry)
    # zipfile stops at the size declared, other readers at the end of the stream.
    whole.file_size = UNFOLDED_MAX + 1
    size = 0
    with archive.open(whole) as part:
        while chunk := part.read(CHUNK):
            size += len(chunk)
            if size > entry.file_size:
                raise refused(
                    file,
                    "une archive dont chaque partie a la taille annoncée",
                    "ouvrir le fichier dans un tableur, puis l’enregistrer de nouveau en .xlsx.",
                    value=f"une partie annonce {thousands(entry.file_size)} octets "
                    "et dépasse cette taille",
                )
            yield chunk


def _named(parts: Mapping[str, _Part]) -> Iterator[tuple[str, _Part]]:
    """The part of each sheet, by name of the sheet."""
    relations = parts.get("xl/_rels/workbook.xml.rels", _Part()).relations
    for name, relation in parts.get("xl/workbook.xml", _Part()).sheets.items():
        target = relations.get(relation, "")
        place = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if place in parts:
            yield name, parts[place]


def _attribute(attributes: Mapping[str, str], name: str) -> str:
    """An attribute of an OpenDocument element, whatever the prefix of its name; '' without."""
    return next((v for k, v in attributes.items() if k.rpartition(":")[2] == name), "")


def _repeated(attributes: Mapping[str, str], name: str) -> int:
    """How many times an element of an OpenDocument sheet is repeated."""
    text = _attribute(attributes, name) or "1"
    if not (text.isascii() and text.isdecimal() and len(text) < 8):
        raise zipfile.BadZipFile("not a number of repetitions")
    return max(int(text), 1)


def _row(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 8):
        raise zipfile.BadZipFile("not a row")
    return max(int(text) - 1, 0)


def _address(text: str) -> Address:
    """Row and column of a cell, from 0."""
    match = ADDRESS.fullmatch(text.strip())
    if match is None:
        raise zipfile.BadZipFile("not an address")
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return max(int(match[2]) - 1, 0), column - 1
