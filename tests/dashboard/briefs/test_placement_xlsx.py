"""The workbook of « Placer les docteurs juniors »: what opens, what is inside."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest

from dashboard.briefs.placement_xlsx import placement_xlsx
from dashboard.core.selection import default_selection
from dashboard.profile.placement import read_placement
from dashboard.queries.cache import served_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.desk import Desk
from dashboard.themes.placement import CRITERIA, answer
from tests.dashboard.conftest import plain

HEADER_LINE = 7


@pytest.fixture
def made(served_warehouse):
    build = served_build()
    catalog = fetch_catalog(build)
    selection = replace(default_selection(catalog), territory_id="REG-27")
    weights = {item.criterion_id: item.weight for item in CRITERIA} | {"age": 1.5}
    placement = read_placement(Desk(build, catalog, selection), 2027, weights)
    book = openpyxl.load_workbook(io.BytesIO(placement_xlsx(placement, catalog)))
    return placement, book


def texts(sheet) -> str:
    return plain(
        " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    )


def test_it_opens_on_the_order_with_its_answer_and_its_reservations(made):
    placement, book = made
    assert book.sheetnames == ["Ordre", "Lisez-moi", "Stabilité", "Valeurs", "Sources"]
    assert book.active.title == "Ordre"
    sheet = book["Ordre"]
    assert sheet["A1"].value == answer(placement)
    shown = texts(sheet)
    for text in ("160 docteurs juniors", "il ne décide pas", "datent de fin 2019", "hypothèse"):
        assert text in shown


def test_its_table_has_typed_numbers_under_french_headers(made):
    sheet = made[1]["Ordre"]
    header = [plain(cell.value) for cell in sheet[HEADER_LINE] if cell.value]
    rows = {
        row[0]: dict(zip(header, row, strict=False))
        for row in sheet.iter_rows(min_row=8, max_row=15, values_only=True)
    }
    assert len(rows) == 8
    nievre = rows["Nièvre (58)"]
    assert nievre["Groupe"] == "1er groupe"
    assert nievre["Rangs dans 8 réglages sur 10"] == "1 à 3"
    assert nievre["Docteurs juniors, novembre 2027 (estimé)"] == 9
    assert nievre["APL (consultations par an et par habitant, 2024)"] == pytest.approx(2.68)
    assert nievre["Évolution APL (%, 2015 à 2023)"] < 0
    assert nievre["MSU : compté ou estimé"] == "estimé"
    assert (
        nievre["MSU, borne basse à 80 %"] < nievre["MSU 2024"] < nievre["MSU, borne haute à 80 %"]
    )
    chances = [name for name in header if name.startswith("Probabilité d’être sous sa part")]
    assert len(chances) == 2
    assert all(0 < nievre[name] < 1 for name in chances)
    total = sum(row["Docteurs juniors, novembre 2027 (estimé)"] for row in rows.values())
    assert total == 160


def test_the_readable_sheet_prints_on_the_width_of_one_page_with_its_header_in_sight(made):
    sheet = made[1]["Ordre"]
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.freeze_panes == "B8"
    assert sheet.auto_filter.ref.startswith("A7:")


def test_the_read_me_says_the_weights_and_the_rule(made):
    shown = texts(made[1]["Lisez-moi"])
    assert "Poids : 60 ans et + 1,5." in shown
    assert "1 000 réglages" in shown
    assert "à égalité" in shown


def test_stability_holds_each_key_each_criterion_and_each_pair(made):
    rows = list(made[1]["Stabilité"].iter_rows(values_only=True))
    names = [plain(row[0]) for row in rows]
    assert sum(name.startswith("Rang sans") for name in names) == 5
    assert sum(name.startswith("Rang avec la clé") for name in names) == 4
    assert sum(name.endswith("devant…") for name in names) == 8


def test_every_value_is_there_with_its_source(made):
    rows = list(made[1]["Valeurs"].iter_rows(min_row=2, values_only=True))
    # Four Novembers, the MSU, four published criteria and the departures.
    assert len(rows) == 8 * 10
    assert all(row[9] for row in rows)
    assert {row[8] for row in rows} == {"observé", "estimé"}
    apl = next(row for row in rows if row[0] == "Nièvre" and row[1].startswith("Accessibilité"))
    assert apl[3] == pytest.approx(2.68)
    assert apl[2] == "2024"
    assert texts(made[1]["Sources"]).count("DREES") >= 2


def test_a_missing_value_is_n_d_and_never_zero(served_warehouse):
    build = served_build()
    catalog = fetch_catalog(build)
    selection = replace(default_selection(catalog), territory_id="DEP-976")
    weights = {item.criterion_id: item.weight for item in CRITERIA}
    placement = read_placement(Desk(build, catalog, selection), 2027, weights)
    book = openpyxl.load_workbook(io.BytesIO(placement_xlsx(placement, catalog)))
    sheet = book["Ordre"]
    row = dict(
        zip(
            [cell.value for cell in sheet[HEADER_LINE]],
            [cell.value for cell in sheet[8]],
            strict=True,
        )
    )
    missing = [value for name, value in row.items() if name and name.startswith(("ZIP", "APL"))]
    assert missing == ["n. d.", "n. d."]


def test_a_demonstration_says_that_it_is_fictitious(served_demonstration):
    build = served_build(demo=True)
    catalog = fetch_catalog(build)
    selection = replace(default_selection(catalog), territory_id="REG-27")
    weights = {item.criterion_id: item.weight for item in CRITERIA}
    placement = read_placement(Desk(build, catalog, selection), 2027, weights)
    book = openpyxl.load_workbook(io.BytesIO(placement_xlsx(placement, catalog)))
    assert "DONNÉES FICTIVES" in texts(book["Ordre"])
    assert "DONNÉES FICTIVES" in texts(book["Lisez-moi"])
