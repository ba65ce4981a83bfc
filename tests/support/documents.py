"""The text of a document: PDF, presentation, workbook, table."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import openpyxl
import pptx
import pyarrow.parquet as parquet
import pypdf
from pptx.util import Emu


def document_text(name: str, content: bytes) -> str:
    """The text of a document, whose format is that of its name; a text is itself."""
    read = READERS.get(name.rpartition(".")[2])
    return read(content) if read else content.decode("utf-8")


def _pdf_text(content: bytes) -> str:
    reader = pypdf.PdfReader(io.BytesIO(content))
    facts = {key: str(value) for key, value in (reader.metadata or {}).items() if "Date" not in key}
    lines = [f"facts: {facts}", f"outline: {list(_outline(reader.outline))}"]
    for number, page in enumerate(reader.pages, start=1):
        lines += [f"--- page {number}, {page.mediabox.width} x {page.mediabox.height}"]
        lines += [page.extract_text(), *_links(page)]
    return "\n".join(lines)


def _outline(items: list[Any]) -> Iterator[str]:
    for item in items:
        if isinstance(item, list):
            yield from _outline(item)
        else:
            yield str(item.title)


def _links(page: pypdf.PageObject) -> Iterator[str]:
    for reference in page.get("/Annots") or ():
        action = reference.get_object().get("/A")
        if action is not None and "/URI" in action.get_object():
            yield f"link: {action.get_object()['/URI']}"


def _pptx_text(content: bytes) -> str:
    presentation = pptx.Presentation(io.BytesIO(content))
    facts = presentation.core_properties
    lines = [f"facts: {facts.title} | {facts.author} | {facts.subject} | {facts.keywords}"]
    for number, slide in enumerate(presentation.slides, start=1):
        lines.append(f"--- slide {number}")
        for shape in slide.shapes:
            lines += _shape_text(shape)
        if slide.has_notes_slide:
            lines.append(f"notes: {slide.notes_slide.notes_text_frame.text}")
    return "\n".join(lines)


def _shape_text(shape: Any) -> Iterator[str]:
    place = " ".join(
        f"{Emu(length or 0).cm:.1f}"
        for length in (shape.left, shape.top, shape.width, shape.height)
    )
    described = shape._element.xpath(".//p:cNvPr/@descr")
    yield f"[{shape.shape_type}] {shape.name} at {place} {' '.join(described)}".rstrip()
    if shape.has_text_frame:
        yield shape.text_frame.text
        for paragraph in shape.text_frame.paragraphs:
            for run in paragraph.runs:
                if run.hyperlink.address:
                    yield f"link: {run.hyperlink.address}"
    if getattr(shape, "has_table", False):
        yield from (" | ".join(cell.text for cell in row.cells) for row in shape.table.rows)
    if getattr(shape, "has_chart", False):
        for plot in shape.chart.plots:
            yield f"categories: {list(plot.categories)}"
            yield from (f"{series.name}: {list(series.values)}" for series in plot.series)


def _xlsx_text(content: bytes) -> str:
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    lines = [f"facts: {workbook.properties.title} | {workbook.properties.creator}"]
    for sheet in workbook:
        lines.append(f"--- sheet {sheet.title}, frozen at {sheet.freeze_panes}")
        for row in sheet.iter_rows():
            lines.append(_csv_line(["" if cell.value is None else cell.value for cell in row]))
            lines += [f"link: {cell.hyperlink.target}" for cell in row if cell.hyperlink]
    return "\n".join(lines)


def _parquet_text(content: bytes) -> str:
    table = parquet.read_table(io.BytesIO(content))
    rows = (_csv_line(row.values()) for row in table.to_pylist())
    return "\n".join((str(table.schema.remove_metadata()), *rows))


def _zip_text(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(
            f"=== {name}\n{document_text(name, archive.read(name))}" for name in archive.namelist()
        )


def _csv_line(values: Any) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(values)
    return line.getvalue()


READERS: dict[str, Callable[[bytes], str]] = {
    "pdf": _pdf_text,
    "pptx": _pptx_text,
    "xlsx": _xlsx_text,
    "parquet": _parquet_text,
    "zip": _zip_text,
    "png": lambda _: "(picture)",
}
