"""The sheet of an entry on paper: all of it, tagged, within its margins, whatever was typed."""

from __future__ import annotations

import io
import re
from datetime import date

import pypdf
import pytest

from dashboard.briefs.entry_pdf import build_entry_pdf
from dashboard.queries.cache import served_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.registers import fetch_registers
from dashboard.themes.entry_sheet import EMPTY, entry_sheet
from tests.support.briefs import HOSTILE, boxes, fonts_of, pages_of, plain, text_of
from tests.support.entries import action

DAY = date(2026, 11, 25)
A4 = (595.28, 841.89)
SIDE = 45.0


@pytest.fixture
def catalog(served_warehouse):
    return fetch_catalog(served_build())


@pytest.fixture
def register(served_warehouse):
    return fetch_registers(served_build())["actions"]


def test_the_paper_says_all_of_the_sheet_with_its_origin_and_its_build(catalog, register):
    text = text_of(build_entry_pdf(catalog, register, action(), DAY))
    sheet = entry_sheet(catalog, register, action(), DAY)
    for item in (*sheet.facts, *sheet.texts):
        assert plain(item.label) in text
        for line in item.lines:
            assert plain(line) in text
    bare = [item for item in (*sheet.facts, *sheet.texts) if not item.lines]
    # One more in the table: the indicator has no unit.
    assert text.count(EMPTY) == len(bare) + 1
    assert "Statut : importé. Source : actions.csv, fichier local, ligne 2." in text
    assert catalog.build.build_id in text
    assert "page 1 / 1" in text
    assert "FICTIVES" not in text


def test_the_paper_is_tagged_in_french_with_one_title_and_a_heading_for_each_field(
    catalog, register
):
    reader = pypdf.PdfReader(io.BytesIO(build_entry_pdf(catalog, register, action(), DAY)))
    root = reader.trailer["/Root"]
    assert root["/Lang"].startswith("fr")
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    assert reader.metadata.title == action().title_fr
    roles = re.findall(r"/S ?/(H\d)", "".join(_nodes(root["/StructTreeRoot"])))
    assert roles.count("H1") == 1
    assert roles.count("H2") == 9 + 11 + 1


def _nodes(node) -> list[str]:
    node = node.get_object()
    if not isinstance(node, dict):
        return []
    children = node.get("/K", [])
    children = children if isinstance(children, list) else [children]
    return [f"/S {node.get('/S')}", *(text for child in children for text in _nodes(child))]


def test_long_hostile_texts_run_over_pages_and_never_out_of_the_margins(catalog, register):
    names = ("diagnosis_fr", "stakes_fr", "measures_fr", "pilot_fr", "brakes_fr", "indicator1_fr")
    typed = dict.fromkeys(names, HOSTILE * 12)
    typed |= {"title_fr": HOSTILE * 2, "partners": "m" * 900, "entry_id": "A" * 300}
    pdf = build_entry_pdf(catalog, register, action(typed), DAY)
    document = pages_of(pdf)
    assert len(document) > 1
    for page in document:
        assert page.get_size() == pytest.approx(A4, abs=0.1)
        found = boxes(page)
        assert min(box[0] for box in found) >= SIDE
        assert max(box[2] for box in found) <= A4[0] - SIDE + 1
    assert "root:" not in text_of(pdf)
    assert f"page 1 / {len(document)}" in text_of(pdf)
    for font in fonts_of(pdf):
        assert any(key.startswith("/FontFile") for key in font), font["/FontName"]


@pytest.mark.usefixtures("served_demonstration")
def test_the_demonstration_says_so_on_the_paper():
    build = served_build(demo=True)
    catalog, register = fetch_catalog(build), fetch_registers(build)["actions"]
    pdf = build_entry_pdf(catalog, register, action(status="demo"), DAY)
    assert text_of(pdf).count("FICTIVES") >= 3
