"""Slides, workbook and tables of a brief: they open, and say the same as the PDF and the page."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import openpyxl
import pyarrow.parquet as pq
import pytest
from pptx import Presentation

from dashboard.briefs import xlsx
from dashboard.briefs.brief import FORMATS, LETTERS
from dashboard.briefs.content import bounded, likely
from dashboard.briefs.formats import BOUNDS, build_archive, build_csv, build_document, build_parquet
from dashboard.briefs.pdf import build_pdf
from dashboard.briefs.pptx import build_pptx
from dashboard.briefs.xlsx import build_xlsx
from dashboard.queries.cache import served_build
from dashboard.queries.catalog import fetch_catalog
from tests.support.briefs import HOSTILE, brief_of, plain, text_of

pytestmark = pytest.mark.usefixtures("served_warehouse")

HEIGHT_IN, WIDTH_IN = 7.5, 13.333


@pytest.fixture
def catalog(served_warehouse):
    return fetch_catalog(served_build())


def slides_of(brief) -> Presentation:
    return Presentation(io.BytesIO(build_pptx(brief)))


def texts(slide) -> list[str]:
    found = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    for shape in slide.shapes:
        if shape.has_table:
            found += [cell.text for row in shape.table.rows for cell in row.cells]
    return found


def all_text(deck) -> str:
    return plain(" ".join(text for slide in deck.slides for text in texts(slide)))


def sheet_rows(brief, catalog, name="Données") -> list[dict]:
    book = openpyxl.load_workbook(io.BytesIO(build_xlsx(brief, catalog)))
    header, *rows = book[name].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


class TestTheSameFiguresEverywhere:
    """One model: each figure is read back from every document."""

    @pytest.mark.parametrize("territory_id", ["DEP-01", "DEP-12", "DEP-2A", "DEP-75", "DEP-976"])
    def test_key_figures_stages_and_indicators(self, catalog, territory_id):
        brief = brief_of(territory_id)
        pdf, slides = text_of(build_pdf(brief)), all_text(slides_of(brief))
        rows = sheet_rows(brief, catalog)
        table = list(
            csv.DictReader(io.StringIO(build_csv(brief).decode("utf-8-sig")), delimiter=";")
        )
        columns = pq.read_table(io.BytesIO(build_parquet(brief))).to_pylist()
        assert len(rows) == len(table) == len(columns) == len(brief.rows)
        # The situation is shown in words.
        figures = {id(figure.value) for figure in brief.profile.key_figures if not figure.words}
        shown = set(figures)
        shown |= {id(line.value) for line in brief.profile.spine}
        shown |= {id(stage.balance) for stage in brief.profile.stages}
        seen = 0
        for row, cells, line, record in zip(brief.rows, rows, table, columns, strict=True):
            value = row.value
            if id(value) in shown:
                seen += 1
                assert plain(value.marked_text) in pdf, row
                is_figure = id(value) in figures
                bounds = value.likely_text if is_figure and value.likely_text else ""
                assert plain(bounds or value.interval_text) in pdf, row
                assert any(plain(text(value)) in slides for text in (likely, bounded)), row
            number = None if value.value is None else round(value.value, value.decimals)
            assert cells["Valeur"] == ("n. d." if number is None else number)
            assert record["valeur"] == number
            assert line["valeur"].lstrip("'") == (
                "n. d."
                if number is None
                else f"{number + 0.0:.{value.decimals}f}".replace(".", ",")
            )
            assert record["borne_basse"] == (
                None if value.low is None else round(value.low, value.decimals)
            )
            assert cells["Situation face à sa part"] in (None, row.verdict)
            assert line["situation"] == record["situation"] == row.verdict
            assert cells["Probabilité d’être sous sa part"] == record["probabilite_sous_part"]
            bounds = tuple(record[name] for name in BOUNDS)
            assert bounds == row.bounds == tuple(cells[name] for name in xlsx.BOUNDS)
            assert cells["Statut"] == value.status_text == line["statut"]
            assert cells["Unité"] == plain(value.unit) or plain(cells["Unité"]) == plain(value.unit)
        assert seen == 4 + len(brief.profile.spine) + len(brief.profile.stages)

    def test_the_shares_of_each_target_in_pdf_and_slides(self):
        brief = brief_of("DEP-12")
        pdf, slides = text_of(build_pdf(brief)), slides_of(brief)
        chosen = [s for s in brief.profile.targets if s.key.key_id == brief.profile.key.key_id]
        charts = [sh.chart for sl in slides.slides for sh in sl.shapes if sh.has_chart]
        parts = next(chart for chart in charts if chart.plots[0].series[0].name.startswith("Part"))
        assert list(parts.plots[0].series[0].values) == [share.share_msu for share in chosen]
        for share in chosen:
            gap = share.gap
            line = (
                f"{share.target.label_fr} {share.share_msu} {share.situation.short} "
                f"{gap.likely_text} {gap.interval_text}"
            )
            assert "".join(line.split()) in "".join(pdf.split())


class TestSlides:
    """They open again, can be edited and are described."""

    @pytest.mark.parametrize("territory_id", ["DEP-12", "DEP-976", "REG-84", "SUB-040"])
    def test_slides_with_charts_that_can_be_edited(self, territory_id):
        deck = slides_of(brief_of(territory_id))
        assert 9 <= len(deck.slides) <= 12
        charts = [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart]
        assert len(charts) >= 3
        for shape in charts:
            assert shape.chart.part.chart_workbook.xlsx_part.blob[:2] == b"PK"

    def test_everything_stands_in_the_slide_and_is_described(self):
        for slide in slides_of(brief_of("DEP-12", title=HOSTILE, note=HOSTILE * 20)).slides:
            assert slide.shapes.title.text_frame.text
            for shape in slide.shapes:
                box = (shape.left, shape.top, shape.left + shape.width, shape.top + shape.height)
                inches = [edge / 914_400 for edge in box]
                assert min(inches[:2]) >= 0
                assert inches[2] <= WIDTH_IN
                assert inches[3] <= HEIGHT_IN
                if shape.has_chart or shape.has_table or shape.shape_type == 13:
                    assert len(shape._element.xpath(".//p:cNvPr")[0].get("descr")) > 10

    def test_each_has_its_notes_with_sources_and_its_foot(self):
        brief = brief_of("DEP-12")
        for slide in slides_of(brief).slides:
            notes = slide.notes_slide.notes_text_frame.text
            assert "Sources :" in notes
            assert re.search(r"\n\[\d+\] ", notes)
            assert brief.build_text in notes
            assert any(brief.build_text in text for text in texts(slide))

    def test_a_note_too_long_for_the_cover_is_whole_in_its_comments(self):
        brief = brief_of("DEP-12", note="mot " * 400)
        cover = slides_of(brief).slides[0]
        assert "note entière dans les commentaires" in " ".join(texts(cover))
        assert brief.note in cover.notes_slide.notes_text_frame.text


class TestWorkbook:
    """Numbers are numbers, texts are texts."""

    def test_sheets_headers_and_filters(self, catalog):
        book = openpyxl.load_workbook(io.BytesIO(build_xlsx(brief_of("DEP-12"), catalog)))
        names = ["Lisez-moi", "Synthèse", "Données", "Définitions", "Sources", "Initiatives"]
        assert book.sheetnames == names
        assert book.active.title == "Lisez-moi"
        for sheet in book:
            if sheet.title == "Synthèse":
                continue
            assert sheet.freeze_panes == "A2"
            assert sheet.auto_filter.ref

    def test_the_sheet_to_be_read_has_the_answer_then_short_tables(self, catalog):
        brief = brief_of("DEP-23")
        book = openpyxl.load_workbook(io.BytesIO(build_xlsx(brief, catalog)))
        sheet = book["Synthèse"]
        first = [plain(str(cell.value)) for cell in sheet["A"] if cell.value]
        assert first[1] == plain(brief.answer)
        assert "Cinq chiffres" in first
        assert "Demandes à faire" in first
        assert sheet.max_row < 90
        assert sheet.max_column <= 8
        cells = [plain(str(cell.value)) for row in sheet.iter_rows() for cell in row if cell.value]
        assert any("ni mieux ni moins bien (au-dessus, réserve :" in text for text in cells)
        assert not [text for text in cells if text.endswith("(MSU)") and text.startswith("MSU")]

    def test_cells_are_typed_in_the_format_of_their_indicator(self, catalog):
        book = openpyxl.load_workbook(io.BytesIO(build_xlsx(brief_of("DEP-12"), catalog)))
        sheet = book["Données"]
        cells = {row[2].value: row[4] for row in sheet.iter_rows(min_row=2)}
        assert cells["Densité de généralistes libéraux"].data_type == "n"
        assert cells["Densité de généralistes libéraux"].number_format == "#,##0.0"
        assert cells["MSU manquants"].number_format == '#,##0" manquants";#,##0" au-dessus";0'
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)

    def test_no_text_of_the_reader_is_a_formula(self, catalog):
        brief = brief_of("DEP-12", title="=1+1", note="@SUM(A1)\n+cmd|' /C calc'!A0")
        book = openpyxl.load_workbook(io.BytesIO(build_xlsx(brief, catalog)))
        kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
        assert "f" not in kinds
        assert "=1+1" in [row["Détail"] for row in sheet_rows(brief, catalog, "Lisez-moi")]

    def test_definitions_and_sources_are_those_of_the_values(self, catalog):
        brief = brief_of("DEP-12")
        defined = {row["Indicateur"] for row in sheet_rows(brief, catalog, "Définitions")}
        assert {
            "Densité de généralistes libéraux",
            "Évolution des généralistes 2022-2026 (RPPS)",
        } <= defined
        numbers = [row["N°"] for row in sheet_rows(brief, catalog, "Sources")]
        assert numbers == [str(item.number) for item in brief.profile.sources]


def test_the_demonstration_says_so_in_every_document(served_demonstration, catalog):
    brief = brief_of("DEP-12", demo=True)
    for slide in slides_of(brief).slides:
        assert sum("FICTIVES" in text for text in texts(slide)) >= 2
        assert "FICTIVES" in slide.notes_slide.notes_text_frame.text
    assert {row["Avertissement"] for row in sheet_rows(brief, catalog)} == {"DONNÉES FICTIVES"}
    lines = build_csv(brief).decode("utf-8-sig").splitlines()
    assert all(line.startswith("DONNÉES FICTIVES;") for line in lines[1:])
    table = pq.read_table(io.BytesIO(build_parquet(brief)))
    assert set(table["avertissement"].to_pylist()) == {"DONNÉES FICTIVES"}
    assert "FICTIVES" in brief.picture


def test_the_archive_holds_every_format_under_its_name(catalog):
    brief = brief_of("DEP-12")
    with zipfile.ZipFile(io.BytesIO(build_archive(brief, catalog))) as archive:
        documents = [brief.file_name(item) for item in FORMATS if item not in LETTERS]
        letters = [name for item in brief.letters for name in item.files]
        assert archive.namelist() == [*documents, *(f"lettres/{name}" for name in letters)]
        assert archive.testzip() is None


def test_an_unknown_format_is_refused(catalog):
    with pytest.raises(KeyError):
        build_document(brief_of("DEP-12"), catalog, "doc")
