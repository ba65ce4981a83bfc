"""Slides: each is titled by its finding, and nothing overflows, in LibreOffice where it is."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from pathlib import Path

import pptx
import pypdfium2
import pytest
from pptx.util import Emu

from dashboard.briefs.fitting import fitted_size, height_of, lines_of
from dashboard.briefs.pptx import build_pptx
from tests.support.briefs import brief_of, plain
from tests.support.patience import PATIENCE_SECONDS

TERRITORIES = ("DEP-23", "REG-27", "DEP-976", "SUB-040")
OFFICE = shutil.which("soffice")
# What Impress brings beside the command, which Writer alone has too.
IMPRESS = OFFICE and Path(OFFICE).resolve().parent / "libslideshowlo.so"
NO_OFFICE = "no LibreOffice Impress: « apt-get install libreoffice-impress-nogui »"
FOOT_TOP = 7.02
LABELS = {
    "Cinq chiffres",
    "Chaque indicateur face à la France",
    "Fidélisation et évolution des généralistes",
    "Initiatives recensées",
    "Questions, réserves et sources",
}


def slides_of(territory_id: str, **options):
    return pptx.Presentation(io.BytesIO(build_pptx(brief_of(territory_id, **options)))).slides


@pytest.mark.usefixtures("served_warehouse")
@pytest.mark.parametrize("territory_id", TERRITORIES)
def test_every_title_is_a_finding_and_none_is_said_twice(territory_id):
    titles = [plain(slide.shapes.title.text) for slide in slides_of(territory_id)]
    assert not set(titles) & LABELS
    assert len(set(titles)) == len(titles)
    assert all(len(title) > 15 for title in titles)


@pytest.mark.usefixtures("served_warehouse")
def test_the_reserve_travels_with_its_figure_and_is_never_better():
    slides = list(slides_of("DEP-23"))
    tables = [
        [[plain(cell.text) for cell in row.cells] for row in shape.table.rows]
        for slide in slides
        for shape in slide.shapes
        if shape.has_table
    ]
    rows = [row for table in tables for row in table if "Évolution des généralistes" in row[0]]
    judged = [row for row in rows if any("ni mieux ni moins bien" in cell for cell in row)]
    assert "réserve : écart probablement en partie administratif" in " ".join(judged[0])
    assert not [row for row in rows if any(cell.startswith("mieux") for cell in row)]


@pytest.mark.usefixtures("served_warehouse")
def test_neighbours_are_compared_by_a_rate():
    charts = [
        shape.chart for slide in slides_of("DEP-23") for shape in slide.shapes if shape.has_chart
    ]
    titles = [plain(chart.chart_title.text_frame.text) for chart in charts]
    assert any("MSU pour 100 de leur part" in title for title in titles)
    assert "MSU, 2024" not in titles


@pytest.mark.usefixtures("served_warehouse")
@pytest.mark.parametrize("territory_id", TERRITORIES)
def test_every_text_holds_in_its_box_even_in_a_wide_font(territory_id):
    for slide in slides_of(territory_id, note="Objet de la réunion. " * 30):
        for shape in slide.shapes:
            if not shape.has_text_frame or not shape.text_frame.text:
                continue
            frame = shape.text_frame
            run = next(run for item in frame.paragraphs for run in item.runs)
            texts = [item.text for item in frame.paragraphs]
            width, height = Emu(shape.width).inches, Emu(shape.height).inches
            needed = height_of(texts, run.font.size.pt, width - 0.2, bold=bool(run.font.bold))
            assert needed <= height + 0.25, frame.text[:60]


@pytest.mark.usefixtures("served_warehouse")
@pytest.mark.parametrize("territory_id", ["DEP-23", "REG-27"])
def test_an_office_renders_every_slide_without_overflow(territory_id, tmp_path):
    pages = pypdfium2.PdfDocument(rendered(build_pptx(brief_of(territory_id)), tmp_path))
    for number, page in enumerate(pages, start=1):
        width, height = page.get_size()
        text = page.get_textpage()
        letters = [
            (box, text.get_text_range(index, 1))
            for index in range(text.count_chars())
            if (box := text.get_charbox(index))[2] > box[0]
        ]
        assert min(box[0] for box, _ in letters) >= 0, number
        assert max(box[2] for box, _ in letters) <= width, number
        assert min(box[1] for box, _ in letters) >= 0, number
        # Only the foot and the number of the slide stand under the line of the foot.
        under = "".join(char for box, char in letters if box[1] < height * (1 - FOOT_TOP / 7.5) - 1)
        assert len(under.strip()) <= 170, (number, under)


def rendered(content: bytes, folder: Path) -> Path:
    """The slides as a PDF; a machine without an office skips the test, CI never does."""
    source = folder / "slides.pptx"
    source.write_bytes(content)
    if not IMPRESS or not IMPRESS.exists():
        # The browser is missed in the same way: where it counts, it is installed.
        (pytest.fail if os.environ.get("CI") else pytest.skip)(NO_OFFICE)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        [
            OFFICE,
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            str(source),
        ],
        check=False,
        capture_output=True,
        timeout=PATIENCE_SECONDS,
    )
    pdf = folder / "slides.pdf"
    assert pdf.exists(), "the office made no PDF of the slides"
    return pdf


def test_a_text_too_long_for_its_box_is_written_smaller():
    text = ["Une phrase qui prend de la place. " * 12]
    assert fitted_size(text, 28, 12.0, 0.95, bold=True) < 20
    assert fitted_size(["Court"], 28, 12.0, 0.95, bold=True) == 28


def test_lines_are_counted_with_words_whole():
    assert lines_of("un deux trois", 12, 10) == 1
    assert lines_of("un deux trois", 12, 0.6) == 3
