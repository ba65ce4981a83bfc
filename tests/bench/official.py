"""The largest official files: our readers beside those of others, each in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

from tests.bench.official_readers import TASKS
from tests.bench.samples import Samples
from tests.support.official_files import GP, Workbook
from tests.support.official_rpps import many_lines
from tests.support.paths import ROOT

# Lines of the extraction, and rows of the largest sheet of the workbook: about 70 MB.
LINES, ROWS = 2_200_000, 700_000
YEARS = range(2012, 2027)
EFFECTIFS = "Effectifs"
SHEET_XML = b'<?xml version="1.0" encoding="UTF-8"?><%s xmlns="%s" xmlns:r="%s">'
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


class DifferentAnswersError(Exception):
    """Two contenders of a task did not give the same answer."""


def measure_official(times: int, samples: Samples, tick: Callable[[], None]) -> None:
    """Seconds and peak memory of each contender, in turn; all must give the same answer."""
    with TemporaryDirectory(prefix="bench-") as name:
        files = {"rpps": Path(name) / "extraction.txt", "drees": Path(name) / "medecins.xlsx"}
        write_extraction(files["rpps"], LINES)
        write_workbook(files["drees"], ROWS)
        for _ in range(times):
            digests: dict[str, set[str]] = {task: set() for task in files}
            for task, contender in TASKS:
                result = _reading(task, contender, files[task])
                samples.add(f"{task}_seconds", contender, result["seconds"])
                samples.add(f"{task}_mb", contender, result["mb"])
                digests[task].add(result["digest"])
                tick()
            differing = [task for task, seen in digests.items() if len(seen) > 1]
            if differing:
                raise DifferentAnswersError(", ".join(differing))


def write_extraction(path: Path, lines_n: int) -> None:
    """Write a large invented extraction of the RPPS."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(f"{line}\n" for line in many_lines(lines_n))


def write_workbook(path: Path, rows_n: int) -> None:
    """Write the invented workbook of DREES, with other specialities up to so many rows.

    The XML is written as it goes: a workbook of this size is not to be held.
    """
    book = Workbook(years=YEARS)
    texts: dict[str, int] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for rank, (title, rows) in enumerate(book.sheets.items(), start=1):
            with archive.open(f"xl/worksheets/sheet{rank}.xml", "w", force_zip64=True) as file:
                file.write(SHEET_XML % (b"worksheet", MAIN, RELATIONS) + b"<sheetData>")
                filled = _filled(rows, rows_n) if title == EFFECTIFS else iter(rows)
                for number, row in enumerate(filled, start=1):
                    file.write(_row_xml(number, row, texts))
                file.write(b"</sheetData></worksheet>")
        _write_index(archive, list(book.sheets), texts)


def _filled(rows: list[list[object]], rows_n: int) -> Iterator[list[object]]:
    """Rows of GPs among those of other specialities, as in the real sheet."""
    header, *gps = rows
    yield header
    others_n = rows_n // len(gps)
    for rank, row in enumerate(gps):
        yield row
        for other in range(others_n):
            label = f"{2 + other % 40}-Spécialité {other % 40}"
            counts = [(rank * 31 + other * 17 + year * 7) % 9_973 for year in YEARS]
            yield [label if cell == GP else cell for cell in row[:8]] + counts


def _row_xml(number: int, row: Sequence[object], texts: dict[str, int]) -> bytes:
    cells = []
    for rank, cell in enumerate(row):
        place = f"{chr(65 + rank)}{number}"
        if isinstance(cell, str):
            index = texts.setdefault(cell, len(texts))
            cells.append(f'<c r="{place}" t="s"><v>{index}</v></c>')
        else:
            cells.append(f'<c r="{place}"><v>{cell}</v></c>')
    return f'<row r="{number}">{"".join(cells)}</row>'.encode()


def _write_index(archive: zipfile.ZipFile, titles: list[str], texts: dict[str, int]) -> None:
    """The parts of a workbook that say where its sheets and texts are."""
    ranks = range(1, len(titles) + 1)
    office = f"{RELATIONS.decode()}/"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    sheets = "".join(
        f'<sheet name="{escape(title)}" sheetId="{rank}" r:id="rId{rank}"/>'
        for rank, title in zip(ranks, titles, strict=True)
    )
    relations = "".join(
        f'<Relationship Id="rId{rank}" Type="{office}worksheet" '
        f'Target="worksheets/sheet{rank}.xml"/>'
        for rank in ranks
    )
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{rank}.xml" ContentType="{kind}worksheet+xml"/>'
        for rank in ranks
    )
    shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    parts = {
        "xl/workbook.xml": (SHEET_XML % (b"workbook", MAIN, RELATIONS)).decode()
        + f"<sheets>{sheets}</sheets></workbook>",
        "xl/sharedStrings.xml": (SHEET_XML % (b"sst", MAIN, RELATIONS)).decode()
        + f"{shared}</sst>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relations}'
        f'<Relationship Id="rId99" Type="{office}sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{office}officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}sheet.main+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}sharedStrings+xml"/>'
        f"{types}</Types>",
    }
    for name, text in parts.items():
        archive.writestr(name, text)


def _reading(task: str, contender: str, path: Path) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.official_readers", task, contender, str(path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return json.loads(done.stdout)
