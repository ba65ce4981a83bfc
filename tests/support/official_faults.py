"""What happens to the file of a source between two editions, whatever its format."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from tests.support.official_files import AgeExport, AplBook, Export, Workbook
from tests.support.official_rpps import Extraction

PAGE = b"<!DOCTYPE html><html><body>Service indisponible</body></html>"
TITLE = "Titre ajouté"
# Of the compression: no block begins so.
NO_BLOCK = b"\xff" * 8


def damaged_inside(content: bytes, name: str) -> bytes:
    """A zip one of whose files is no more what was compressed, the rest being whole."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        header = archive.getinfo(name).header_offset
    # Its own header is of 30 bytes, the last four of which are the lengths of what follows.
    start = header + 30 + sum(struct.unpack("<HH", content[header + 26 : header + 30]))
    return content[:start] + NO_BLOCK + content[start + len(NO_BLOCK) :]


class Specimen(Protocol):
    """The file of a source: as it is, and as it may come."""

    def content(self) -> bytes:
        """The file as it is known."""

    def renamed(self) -> bytes:
        """The file when a column that is needed has another name."""

    def wider(self) -> bytes:
        """The file with a column more."""

    def titled(self) -> bytes:
        """The file with a line above its header."""

    def doubled(self) -> bytes:
        """The file with each of its lines twice."""


@dataclass(frozen=True)
class TextSpecimen:
    """A file of delimited text; ``column`` is one that is needed."""

    make: Callable[[], bytes]
    delimiter: str
    column: str

    def content(self) -> bytes:
        """The file as it is known."""
        return self.make()

    def renamed(self) -> bytes:
        """The file when a column that is needed has another name."""
        return self.make().replace(self.column.encode(), b"autre", 1)

    def wider(self) -> bytes:
        """The file with a column more."""
        header, *lines = self.make().decode().splitlines()
        more = [f"{header}{self.delimiter}nouvelle", *(f"{it}{self.delimiter}x" for it in lines)]
        return ("\n".join(more) + "\n").encode()

    def titled(self) -> bytes:
        """The file with a line above its header."""
        return f"{TITLE}\n".encode() + self.make()

    def doubled(self) -> bytes:
        """The file with each of its lines twice."""
        content = self.make()
        return content + content.partition(b"\n")[2]


class Book(Protocol):
    """A workbook that a test may spoil."""

    sheets: dict[str, list[list[object]]]

    def content(self) -> bytes:
        """The file."""


@dataclass(frozen=True)
class BookSpecimen:
    """A workbook; ``column`` is one that is needed in one of its sheets."""

    make: Callable[[], Book]
    sheet: str
    column: str

    def content(self) -> bytes:
        """The file as it is known."""
        return self.make().content()

    def _spoiled(self, spoil: Callable[[list[list[object]], int], None]) -> bytes:
        """The file once its sheet is spoiled, knowing the rank of its header."""
        book = self.make()
        rows = book.sheets[self.sheet]
        spoil(rows, next(rank for rank, row in enumerate(rows) if self.column in row))
        return book.content()

    def renamed(self) -> bytes:
        """The file when a column that is needed has another name."""

        def spoil(rows: list[list[object]], header: int) -> None:
            rows[header][rows[header].index(self.column)] = "autre"

        return self._spoiled(spoil)

    def wider(self) -> bytes:
        """The file with a column more."""
        return self._spoiled(lambda rows, header: rows[header].append("nouvelle"))

    def titled(self) -> bytes:
        """The file with a line above its header."""
        return self._spoiled(lambda rows, _: rows.insert(0, [TITLE]))

    def doubled(self) -> bytes:
        """The file with each of its lines twice."""
        return self._spoiled(lambda rows, header: rows.extend(rows[header + 1 :]))


def _export(column: str) -> TextSpecimen:
    return TextSpecimen(lambda: Export(column).content(), ";", column)


SPECIMENS: dict[str, Specimen] = {
    "drees-medecins": BookSpecimen(Workbook, "Effectifs par lieu diplôme", "region_diplome"),
    "ameli-installations": _export("effectif_primo_installe"),
    "ameli-zones": _export("effectif_medecin_install_zsd"),
    "ameli-ages": TextSpecimen(lambda: AgeExport().content(), ";", "libelle_sexe"),
    "rpps-personnes": TextSpecimen(lambda: Extraction().content(), "|", "Code savoir-faire"),
    "drees-apl": BookSpecimen(AplBook, "APL 2024", "Code commune INSEE"),
}
