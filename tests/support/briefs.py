"""Briefs of the real figures, and what a test reads back of a PDF."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pypdfium2

from dashboard.briefs.brief import Brief, BriefOptions, make_brief
from dashboard.core.selection import default_selection
from dashboard.queries.cache import served_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.desk import Desk

DAY = date(2026, 11, 25)
ARTEFACTS = Path(__file__).resolve().parent.parent / "artefacts"
SITE = "https://observatoire.example"
HOSTILE = (
    '#import "/etc/passwd": * _gras_ $x$ \\ `code` <b>&amp;</b> =1+1 {{x}} "] ) }'
    " \u202eenvers\u202c \x00\x07\x1b[31m 😀👩\u200d👩\u200d👧 مرحبا بكم שלום 中文 "
    "a\u0301\u0302\u0303\u0304\u0305 "
)


def brief_of(territory_id: str, *, demo: bool = False, year: int = 0, **options) -> Brief:
    """Brief of a territory, in the first view or another year, on a day that does not change."""
    build = served_build(demo=demo)
    catalog = fetch_catalog(build)
    selection = replace(default_selection(catalog), territory_id=territory_id)
    selection = selection.in_year(year or selection.year)
    return make_brief(Desk(build, catalog, selection), BriefOptions(site=SITE, **options), DAY)


def text_of(pdf: bytes) -> str:
    """Text of a PDF, every space the same."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return plain(" ".join(page.extract_text() for page in reader.pages))


def plain(text: str) -> str:
    """Text whose spaces are all the same, without those that are not seen."""
    return re.sub(r"\s+", " ", text.replace("\u200b", "")).strip()


def fonts_of(pdf: bytes) -> Iterator[pypdf.generic.DictionaryObject]:
    """Descriptor of every font a PDF uses, in its pages and in its pictures."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    for number in range(1, reader.trailer["/Size"]):
        item = reader.get_object(number)
        if isinstance(item, dict) and item.get("/Type") == "/FontDescriptor":
            yield item


def pages_of(pdf: bytes) -> pypdfium2.PdfDocument:
    """The PDF, open for rendering and for the places of its texts."""
    return pypdfium2.PdfDocument(pdf)


def boxes(page: pypdfium2.PdfPage) -> list[tuple[float, float, float, float]]:
    """(left, bottom, right, top) of every letter of a page that is seen, in points."""
    text = page.get_textpage()
    found = [text.get_charbox(index) for index in range(text.count_chars())]
    return [box for box in found if box[2] > box[0]]
