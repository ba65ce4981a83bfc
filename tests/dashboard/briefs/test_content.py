"""Initiatives and registers in the documents of a meeting: the same in all, and sourced."""

from __future__ import annotations

import csv
import io
import itertools
import re

import openpyxl
import pytest
from pptx import Presentation

from dashboard.briefs.findings import followed_finding, initiatives_finding
from dashboard.briefs.formats import build_csv
from dashboard.briefs.pdf import build_pdf
from dashboard.briefs.pptx import build_pptx
from dashboard.briefs.xlsx import build_xlsx
from dashboard.queries.cache import served_build
from dashboard.queries.catalog import fetch_catalog
from tests.support.briefs import brief_of, pages_of, plain, text_of

pytestmark = pytest.mark.usefixtures("served_demonstration")


def workbook_of(brief):
    catalog = fetch_catalog(served_build(demo=brief.profile.is_demo))
    return openpyxl.load_workbook(io.BytesIO(build_xlsx(brief, catalog)))


def slide_of(brief, title=""):
    deck = Presentation(io.BytesIO(build_pptx(brief)))
    title = title or initiatives_finding(brief)
    found = [item for item in deck.slides if item.shapes.title.text_frame.text == title]
    return found[0] if found else None


def words(slide) -> str:
    texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    for shape in slide.shapes:
        if shape.has_table:
            texts += [cell.text for row in shape.table.rows for cell in row.cells]
    return plain(" ".join(texts))


@pytest.mark.parametrize("territory_id", ["DEP-12", "DEP-57", "DEP-976", "REG-27"])
def test_every_document_tells_the_same_finding(territory_id):
    brief = brief_of(territory_id)
    finding = plain(brief.profile.initiatives.finding)
    # A line may end at a hyphen.
    assert "".join(finding.split()) in "".join(text_of(build_pdf(brief)).split())
    assert finding in words(slide_of(brief))
    read = [plain(str(row[1].value)) for row in workbook_of(brief)["Lisez-moi"].iter_rows()]
    assert finding in read


def test_each_initiative_is_in_each_document_with_its_source_and_its_reserve():
    brief = brief_of("DEP-15")
    pdf, slide, table = text_of(build_pdf(brief)), words(slide_of(brief)), plain(csv_of(brief))
    rows = [[cell.value for cell in row] for row in workbook_of(brief)["Initiatives"].iter_rows()]
    for item in brief.profile.initiatives.items:
        number = brief.profile.number_of(item.source_id)
        assert re.search(rf"{re.escape(plain(item.title))}.{{0,400}}\[{number}\]", pdf)
        for text in (pdf, slide, table):
            assert plain(item.title) in text
            assert plain(item.reserve) in text
        (row,) = [row for row in rows if plain(row[0]) == plain(item.title)]
        assert row[8] == item.locator


def csv_of(brief) -> str:
    return build_csv(brief).decode("utf-8-sig")


def test_the_lines_of_the_table_add_up_to_the_totals():
    header, *rows = csv.reader(io.StringIO(csv_of(brief_of("REG-27"))), delimiter=";")
    section, label, value = (header.index(name) for name in ("section", "libelle", "valeur"))
    found = [row for row in rows if row[section] == "Initiatives recensées"]
    totals = [row[value] for row in found if row[label] == "Initiatives recensées"]
    each = [row for row in found if row[label] != "Initiatives recensées"]
    assert totals == [str(len(each)), "n. d.", "34"]
    assert {row[value] for row in each} == {"1"}


def test_nothing_recorded_leaves_no_empty_table_and_no_empty_sheet():
    brief = brief_of("DEP-976")
    assert "Initiatives recensées ici" not in text_of(build_pdf(brief))
    assert "Initiatives" not in workbook_of(brief).sheetnames
    assert "Suivi" not in workbook_of(brief).sheetnames


def test_a_part_not_chosen_is_in_no_page_and_in_no_slide():
    brief = brief_of("DEP-57", sections=("stages",))
    assert "Initiatives recensées" not in text_of(build_pdf(brief))
    assert slide_of(brief) is slide_of(brief, followed_finding(brief.profile)) is None


def test_themes_of_similar_territories_are_said_with_their_names():
    brief = brief_of("DEP-57")
    item = brief.elsewhere[0]
    said = f"{item.theme} ({', '.join(item.territories[:3])})"
    assert plain(said) in text_of(build_pdf(brief))


def test_who_came_and_who_left_is_on_paper_where_it_is_known():
    brief = brief_of("DEP-57")
    (line,) = [row for row in brief.profile.installations[0].rows if "départs estimés" in row[0]]
    text = "".join(text_of(build_pdf(brief)).split())
    assert "".join(f"{line[2]} ; {line[3]}".split()) in text


class TestWithTheDemonstration:
    """Every register has lines, most of them of persons."""

    @pytest.mark.parametrize("territory_id", ["DEP-12", "DEP-976", "REG-76"])
    def test_two_pages_hold_the_registers_and_the_action_sheets(self, territory_id):
        brief = brief_of(territory_id, demo=True)
        pdf = build_pdf(brief)
        assert len(pages_of(pdf)) == 2
        text = text_of(pdf)
        assert "Registres suivis ici" in text
        assert brief.profile.registers[0].label in text

    def test_small_numbers_of_persons_are_withheld_in_every_document(self):
        brief = brief_of("DEP-12", demo=True)
        rows = [row for row in brief.rows if row.section == "Registres suivis"]
        hidden = [row for row in rows if row.value.note.startswith(("moins de", "non dit"))]
        assert hidden
        assert all(row.value.value is None for row in hidden)
        sheet = workbook_of(brief)["Suivi"]
        cells = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        assert {row[-1] for row in cells} == {"DONNÉES FICTIVES"}
        assert any("moins de" in row[2] for row in cells)
        notes = slide_of(brief, followed_finding(brief.profile)).notes_slide.notes_text_frame.text
        assert "moins de 5" in plain(notes)

    def test_no_table_of_a_slide_runs_over_another(self):
        brief = brief_of("REG-76", demo=True)
        for title in (initiatives_finding(brief), followed_finding(brief.profile)):
            shapes = sorted(slide_of(brief, title).shapes, key=lambda shape: shape.top)
            tables = [shape for shape in shapes if shape.has_table]
            assert tables
            for one, other in itertools.pairwise(tables):
                assert one.top + one.height < other.top
            assert all(shape.top + shape.height <= 6858000 for shape in shapes)
