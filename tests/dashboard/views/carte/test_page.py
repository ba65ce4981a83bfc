"""« Carte » without a browser: its maps, the territory chosen on them, its keys."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest

from dashboard.core.selection import default_selection
from dashboard.queries.cache import served_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.desk import Desk
from dashboard.ui.level_files import level_workbook

pytestmark = pytest.mark.usefixtures("served_warehouse")


def captions(page) -> list[str]:
    return re.findall("<caption>(.*?)</caption>", page.html)


@pytest.mark.parametrize("level", ["departement", "region", "subdivision"])
def test_the_map_page_counts_the_territories_of_its_level(visit, level):
    nouns = {"departement": "département", "region": "région", "subdivision": "subdivision"}
    shown = visit("carte", niveau=level)
    shown.is_sound()
    assert nouns[level] in shown.title


@pytest.mark.parametrize("level", ["departement", "region", "subdivision"])
def test_every_indicator_can_be_mapped_at_every_level(visit, level):
    shown = visit("carte", niveau=level)
    for indicator_id in shown.test.selectbox(key="carte.indicateur").options:
        shown.test.selectbox(key="carte.indicateur").select(indicator_id).run()
        shown.is_sound()


def test_the_panel_of_a_departement_lists_its_neighbours(visit):
    shown = visit("carte", territoire="12")
    assert "Aveyron (12)" in shown.headings
    tables = re.findall(r"<table>.*?</table>", shown.html, re.S)
    neighbours = next(table for table in tables if "limitrophe" in table)
    assert "Lozère (48)" in neighbours
    assert "Paris" not in neighbours
    links = [item.proto.label for item in shown.test.get("page_link")]
    assert "Ouvrir la fiche de ce territoire" in links


def test_the_value_of_a_subdivision_ranks_no_departement(visit):
    page = visit("carte", territoire="12")
    table = page.html.partition("Indicateurs de Aveyron (12)</caption>")[2].partition("</table>")[0]
    ranks = {}
    for line in re.findall(r"<tr>(.*?)</tr>", table, re.S)[1:]:
        name, *_, rank, _, _, note = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.S)
        ranks[name] = rank, note
    shared = {rank for rank, note in ranks.values() if "subdivision" in note}
    assert shared == {""}
    assert any("/" in rank for rank, _ in ranks.values())


def test_an_island_says_it_has_no_neighbour(visit):
    shown = visit("carte", territoire="974")
    assert any("limitrophe" in item.value for item in shown.test.caption)


def test_the_level_table_has_one_row_per_territory(visit):
    shown = visit("carte", niveau="region")
    # Its expander is closed at first.
    shown.test.session_state["carte.valeurs"] = True
    shown.test.run()
    codes = list(shown.table("Code")["Code"])
    assert len(codes) == 18
    assert "84" in codes


def test_keys_are_compared_for_the_level_then_for_the_territory_chosen(visit):
    page = visit("carte")
    assert "Nombre de départements par situation, selon la clé" in captions(page)
    page = visit("carte", territoire="12")
    page.is_sound()
    assert "Part de la cible et manque de Aveyron (12) selon la clé" in captions(page)
    rows = page.html.partition("selon la clé</caption>")[2].partition("</table>")[0]
    assert rows.count('<th scope="row">') == 4
    assert "8 à 56 au-dessus" in rows.replace("\u202f", " ").replace("\u00a0", " ")
    assert "−" not in rows


def test_the_table_says_the_verdict_its_chances_and_both_intervals(visit):
    shown = visit("carte", indicateur="gap_msu", comparer="msu")
    shown.test.session_state["carte.valeurs"] = True
    shown.test.run()
    shown.is_sound()
    table = shown.table("Situation").set_index("Code")
    aveyron = table.loc["12"]
    assert aveyron["Situation"] == "probablement au-dessus de sa part"
    assert round(aveyron["Chances d’être sous sa part (sur 100)"]) == 3
    assert aveyron["Part de la cible"] == 41
    assert aveyron["Ce qui manquerait, à 80\u00a0%"] == "8 à 56 au-dessus"
    assert "manquant" in aveyron["Ce qui manquerait, à 95\u00a0%"]
    sides = ("basse", "haute")
    ends = [f"MSU, borne {side} à {level}\u00a0%" for level in (80, 95) for side in sides]
    assert list(aveyron[ends]) == [49, 97, 40, 115]
    assert "Manque" not in table


@pytest.mark.parametrize(
    ("territory", "start"),
    [
        ("48", "La Lozère"),
        ("92", "Les Hauts-de-Seine"),
        ("REG-27", "La région Bourgogne-Franche-Comté"),
        ("SUB-028", "La subdivision d’Angers"),
        ("FR", "En 2024, "),
    ],
)
@pytest.mark.parametrize("page", ["carte", "ensemble"])
def test_the_title_answers_for_the_territory(visit, page, territory, start):
    shown = visit(page, territoire=territory, mode="essentiel")
    shown.is_sound()
    assert shown.title.startswith(start)
    assert "cible de 10 000" in shown.title
    said = " ".join(item.value for item in shown.test.markdown)
    assert ("En France" in said) == (territory != "FR")


def test_the_lines_beside_the_map_have_the_three_targets_without_a_minus_sign(visit):
    shown = visit("carte", territoire="48", mode="essentiel")
    lines = plain(re.search('<dl class="lines">.*?</dl>', shown.html, re.S).group())
    for target in ("10 000", "15 000", "10 952"):
        assert f"Face à {target} MSU" in lines
    assert "−" not in lines
    assert "estimé" in lines


def test_the_next_step_of_an_estimated_departement_is_to_ask_its_faculty(visit):
    shown = visit("carte", territoire="48", mode="essentiel")
    links = [item.proto.label for item in shown.test.get("page_link")]
    assert "Demander le comptage : Montpellier-Nîmes" in links


def test_a_region_means_its_departements(visit):
    shown = visit("carte", territoire="REG-27", mode="essentiel")
    table = re.search("<caption>Ses départements.*?</table>", shown.html, re.S).group()
    assert table.count("<tr>") == 1 + 8
    assert "Nièvre" in table
    shown.test.session_state["carte.valeurs"] = True
    shown.test.run()
    assert sorted(shown.table("Code")["Code"]) == ["21", "25", "39", "58", "70", "71", "89", "90"]


def test_the_neighbours_of_a_departement_are_a_small_picture_that_is_also_said(visit):
    shown = visit("carte", territoire="48", mode="essentiel")
    (picture,) = re.findall('<img class="picture"[^>]*>', shown.html)
    for name in ("Lozère", "Cantal", "Haute-Loire", "Ardèche", "Gard", "Aveyron"):
        assert name in picture.partition("alt=")[2]


def test_the_table_rounds_as_the_map_does(visit):
    shown = visit("carte", indicateur="msu")
    shown.test.session_state["carte.valeurs"] = True
    shown.test.run()
    column = shown.table("Situation")["MSU"]
    assert all(value == round(value) for value in column)


def plain(html: str) -> str:
    text = re.sub(r"<[^>]+>", " ", html)
    return re.sub(r"\s+", " ", text)


def test_the_values_of_the_map_are_taken_away_in_a_workbook_of_my_territory(visit):
    shown = visit("carte", territoire="REG-27", mode="essentiel")
    shown.test.session_state["carte.valeurs"] = True
    shown.test.run()
    shown.is_sound()
    labels = [item.proto.label for item in shown.test.get("download_button")]
    assert "Excel" in labels
    build = served_build()
    desk = Desk(build, fetch_catalog(build), default_selection(fetch_catalog(build)))
    desk = desk.at(desk.selection.with_value("territory_id", "REG-27"))
    values = [desk.values(item) for item in ("situation_msu", "msu")]
    book = openpyxl.load_workbook(
        io.BytesIO(level_workbook(desk, values, desk.scope_ids("departement")))
    )
    assert book.sheetnames[0] == "Territoires"
    texts = {str(cell.value) for row in book["Territoires"].iter_rows() for cell in row}
    assert {"Yonne", "Nièvre", "Doubs"} <= texts
    assert "Ain" not in texts
