"""The fiche and the documents of a meeting once the official series were refreshed."""

from __future__ import annotations

import io

import openpyxl
import pytest
from pptx import Presentation

from dashboard.briefs.content import figure_cards, retention_table
from dashboard.briefs.findings import retention_finding
from dashboard.briefs.formats import build_csv
from dashboard.briefs.one_page import build_one_page
from dashboard.briefs.pdf import build_pdf
from dashboard.briefs.pptx import build_pptx
from dashboard.briefs.xlsx import build_xlsx
from dashboard.core.catalog import FIRST_INSTALLATIONS, STAYED_RATE
from dashboard.profile.official import TITLE
from dashboard.queries.cache import served_build
from dashboard.queries.catalog import fetch_catalog
from tests.support.briefs import brief_of, pages_of, plain, text_of

pytestmark = pytest.mark.usefixtures("served_refreshed")
PLACES = ("DEP-12", "DEP-976", "REG-53")


@pytest.mark.parametrize("territory_id", PLACES)
def test_the_key_figure_is_official_with_its_scope_and_the_survey_stands_beside(territory_id):
    profile = brief_of(territory_id).profile
    figure = profile.figure("fidelisation")
    assert figure.indicator_id == STAYED_RATE
    assert figure.value.status == "observed"
    assert figure.value.low is not None
    assert figure.nation.value is not None
    assert len(figure.trend) == 3
    assert "périmètre : région de diplôme" in plain(figure.context)
    if profile.surveys and territory_id.startswith("DEP"):
        assert "à côté, sans s’y comparer, enquête" in plain(figure.context)


def test_a_departement_says_that_the_rate_is_that_of_its_region():
    profile = brief_of("DEP-12").profile
    assert profile.figure("fidelisation").value.note == "valeur de la région Occitanie"
    assert profile.figure("fidelisation").rank.endswith(" / 18 régions")
    assert plain(retention_finding(profile)).startswith("Région de diplôme (Occitanie) : ")
    assert "région Occitanie" in plain(" ".join(profile.sentences))
    first = profile.retention[0]
    assert first.title == TITLE
    assert [plain(row[5]).split(" (")[0] for row in first.rows[:2]]
    assert "ni celle de l’internat" in plain(first.note)


@pytest.mark.parametrize("territory_id", PLACES)
def test_every_document_has_the_official_series_with_their_caveat(territory_id):
    brief = brief_of(territory_id)
    catalog = fetch_catalog(served_build())
    table = retention_table(brief.profile)
    assert plain(table["rows"][0][0]).startswith("Exercent dans leur région de diplôme")
    assert "ne se compare pas aux enquêtes" in plain(table["note"])
    pdf = text_of(build_pdf(brief))
    assert "Exercent dans leur région de diplôme" in pdf
    assert "ne se compare pas aux enquêtes" in pdf
    deck = Presentation(io.BytesIO(build_pptx(brief)))
    titles = [plain(item.shapes.title.text_frame.text) for item in deck.slides]
    assert plain(retention_finding(brief.profile)) in titles
    book = openpyxl.load_workbook(io.BytesIO(build_xlsx(brief, catalog)))
    cells = [plain(str(cell.value)) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any("feuille « Effectifs par lieu diplôme »" in cell for cell in cells)
    lines = build_csv(brief).decode("utf-8-sig")
    assert catalog.indicators[FIRST_INSTALLATIONS].label_fr in lines


@pytest.mark.parametrize("territory_id", PLACES)
def test_the_documents_keep_their_pages(territory_id):
    brief = brief_of(territory_id)
    assert len(pages_of(build_pdf(brief))) == 2
    assert len(pages_of(build_one_page(brief))) == 1


def test_the_cards_cite_the_official_source():
    profile = brief_of("REG-53").profile
    (card,) = [item for item in figure_cards(profile) if item["label"].startswith("Exercent")]
    cited = {item.number: item.source.source_id for item in profile.sources}
    assert cited[card["number"]] == "DREES-MEDECINS-RPPS"


def test_no_question_asks_for_what_is_published_now():
    questions = {item.question_id: item for item in brief_of("DEP-12").profile.questions}
    assert "installations" not in questions
    assert "premières installations en libéral en 2024 (CNAM)" in plain(questions["arrets"].why)
