"""Text files: their encoding, their separator, their records and the line each begins at."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from charset_normalizer import from_bytes

from etl.reading.preview import RefusedFileError
from etl.reading.safety import SAVE_AS, check_cells, check_span, check_text, refused, thousands

Cells = tuple[tuple[object, ...], ...]
SEPARATORS = (";", "\t", ",", "|")
SAMPLE = 200
# Longer, a line is a text that was never cut: its cells would not fit in memory.
LINE_MAX = 1_000_000
# What French text holds beyond ASCII: a wrong encoding shows other characters.
FRENCH = frozenset("àâäçéèêëîïôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ’‘“”«»–—…€°²³ºª·•×µ§\u00a0\u202f")
# An accented letter in UTF-8: read in another encoding, it would show two odd characters.
UTF8_LETTER = re.compile(rb"\xc3[\x80-\xbf]|\xe2\x80[\x90-\xaf]")
# « é » and the like, encoded twice.
TWICE = re.compile(
    "Ã[\u00a0-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u02c6\u02dc\u2013-\u203a\u20ac\u2122]|â€"
)
USUAL = frozenset("éèêëàâçùûîïôœ’«»°")
LEGACY = ("cp1252", "cp850", "mac_roman")


def read_text(data: bytes, file: str) -> tuple[Cells, str, str]:
    """Cells of a text file by physical line, its encoding and its separator.

    A record that spans several lines stands on the first one; the others hold no cell.

    Raises
    ------
    RefusedFileError
        When the text cannot be decoded, a quotation mark is left open, or there is too much.
    """
    text, encoding = _decoded(data, file)
    _check_lines(text, file)
    separator = _separator(text)
    lines: list[tuple[object, ...]] = []
    cells = 0
    try:
        for line, record in _records(text, separator, strict=True):
            lines.extend(() for _ in range(line - 1 - len(lines)))
            lines.append(tuple(record))
            cells += len(record)
            check_span(file, "", len(lines), len(record))
            check_text(file, "", line, max(map(len, record)))
            check_cells(file, cells)
    except csv.Error as error:
        if "field limit" in str(error):
            check_text(file, "", len(lines) + 1, csv.field_size_limit() + 1)
        raise refused(
            file,
            "des guillemets ouverts et fermés autour d’une cellule entière",
            "vérifier les guillemets de cette ligne, ou enregistrer le fichier en .xlsx.",
            value="guillemet mal placé",
            line=len(lines) + 1,
        ) from error
    return tuple(lines), encoding, separator


def _check_lines(text: str, file: str) -> None:
    """Refuse a text of too many lines, or with one that was never cut."""
    check_span(file, "", text.count("\n"), 0)
    start = line = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line += 1
        # Old files end their lines with a carriage return alone.
        if end - start > LINE_MAX and len(max(text[start:end].split("\r"), key=len)) > LINE_MAX:
            raise refused(
                file,
                f"des lignes d’au plus {thousands(LINE_MAX)} caractères",
                "vérifier que le fichier est bien un tableau, une ligne par donnée.",
                value=f"une ligne de {thousands(end - start)} caractères",
                line=line,
            )
        start = end + 1


def _decoded(data: bytes, file: str) -> tuple[str, str]:
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return _decoded_once(_strictly(data, encoding, file), encoding)
    try:
        return _decoded_once(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if UTF8_LETTER.search(data):
            raise _undecodable(file, data.count(b"\n", 0, error.start) + 1) from error
        encoding = _legacy(data, file)
        return _strictly(data, encoding, file), encoding


def _decoded_once(text: str, encoding: str) -> tuple[str, str]:
    """A text and its encoding, once what was encoded twice is as it was written.

    « Ã© » is no French: it is « é » in UTF-8, read as Windows-1252 and written in UTF-8 again.
    """
    if not TWICE.search(text):
        return text, encoding
    try:
        once = b"".join(map(_byte, text)).decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return text, encoding
    return once, f"{encoding}, encodé deux fois"


def _byte(character: str) -> bytes:
    """The byte that Windows-1252 shows as a character, undefined ones included."""
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")


def _legacy(data: bytes, file: str) -> str:
    """Encoding of a text that is not Unicode: the one that shows French, else the likeliest.

    Two may show French letters: « é » of a Mac is « Ä » elsewhere. The usual letters tell.
    """
    rare = bytes(byte for byte in data if byte > 127)
    shown = {}
    for encoding in LEGACY:
        try:
            shown[encoding] = rare.decode(encoding)
        except UnicodeDecodeError:
            continue
    french = {name: text for name, text in shown.items() if set(text) <= FRENCH}
    if french:
        return max(french, key=lambda name: sum(c in USUAL for c in french[name]))
    best = from_bytes(data, cp_isolation=list(LEGACY)).best()
    if best is None:
        raise _undecodable(file)
    return best.encoding


def _strictly(data: bytes, encoding: str, file: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1 if encoding == "utf-8-sig" else 0
        raise _undecodable(file, line) from error


def _undecodable(file: str, line: int = 0) -> RefusedFileError:
    return refused(
        file,
        "un texte en UTF-8 ou en Windows-1252",
        SAVE_AS,
        value="caractères illisibles",
        line=line,
    )


def _separator(text: str) -> str:
    """The separator that cuts the most lines into the same number of cells."""
    return max(SEPARATORS, key=lambda separator: _consistency(text, separator))


def _consistency(text: str, separator: str) -> tuple[int, int]:
    widths: Counter[int] = Counter()
    for rank, (_, record) in enumerate(_records(text, separator, strict=False)):
        widths[len(record)] += 1
        if rank > SAMPLE:
            break
    cut = [(count, width) for width, count in widths.items() if width > 1]
    return max(cut, default=(0, 0))


def _records(text: str, separator: str, *, strict: bool) -> Iterator[tuple[int, list[str]]]:
    """Records with the physical line each begins at; a blank line is one empty cell."""
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator, strict=strict, doublequote=True
    )
    line = 1
    try:
        for record in reader:
            yield line, record or [""]
            line = reader.line_num + 1
    except csv.Error:
        if strict:
            raise
