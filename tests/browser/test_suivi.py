"""« Suivi » in a browser: every register and each of its parts, within the screen, in French."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser.test_pages import ENGLISH, overflowing
from browser.visitor import LAPTOP, PHONE
from dashboard.views.suivi.view import DUE, LIST, MAP, PARTNERS, SECTIONS, STEPS, sections_of
from etl.declared.registers import load_declarations
from tests.support.paths import DATA

pytestmark = pytest.mark.browser

REGISTERS = {
    item.register_id: item.register()
    for item in load_declarations(DATA)
    # These two have a page or a part of their own.
    if item.register_id not in ("initiatives", "criteres")
}
SELECTORS = {
    STEPS: ".js-plotly-plot .main-svg",
    DUE: "h3:has-text('En retard')",
    PARTNERS: ".table:has-text('Familles de partenaires')",
    MAP: "path.tm-t",
    LIST: ".st-key-suivi-lignes-liste table",
}


def is_sound(page) -> None:
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.locator("[data-testid=stAlertContentError]")).to_have_count(0)
    assert overflowing(page) == []
    assert not ENGLISH.search(page.locator(".stMain").inner_text())


@pytest.mark.parametrize("register_id", REGISTERS)
def test_each_part_of_each_register_is_drawn_within_the_screen(site, register_id):
    page = site.open("suivi", donnees="demo", registre=register_id)
    for section in sections_of(REGISTERS[register_id]):
        page.get_by_role("radio", name=SECTIONS[section], exact=True).click()
        site.settle()
        expect(page.locator(SELECTORS[section]).first).to_be_visible()
        is_sound(page)


def test_a_phone_shows_the_funnel_whole_and_scrolls_the_lines_in_their_table(visit):
    site = visit(PHONE)
    page = site.open("suivi", donnees="demo", registre="agrements")
    box = page.locator(".js-plotly-plot .main-svg").first.bounding_box()
    assert box["x"] + box["width"] <= PHONE["width"]
    page.get_by_role("radio", name="Liste", exact=True).click()
    table = page.locator(".st-key-suivi-lignes-liste .table")
    expect(table).to_be_visible()
    assert table.evaluate("node => node.scrollWidth > node.clientWidth")
    is_sound(page)


def test_due_dates_are_taken_away_as_a_calendar(site):
    page = site.open("suivi", donnees="demo", registre="agrements", partie=DUE, horizon="24")
    with page.expect_download() as asked:
        page.get_by_role("button", name="Agenda (iCalendar)").click()
    path = Path(asked.value.path())
    text = path.read_text(encoding="utf-8")
    assert asked.value.suggested_filename.endswith(".ics")
    assert text.count("BEGIN:VEVENT") == text.count("SUMMARY:DONNÉES FICTIVES") > 10
    with page.expect_download() as asked:
        page.get_by_role("button", name="Ces lignes (CSV)").last.click()
    late = Path(asked.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert late[0].startswith("avertissement;pourquoi;retard_jours;Repère")
    assert all(line.startswith("DONNÉES FICTIVES;") for line in late[1:])
    assert all("à ne pas diffuser" in line for line in late[1:])
    rows = page.locator(".st-key-suivi-lignes-echeances tbody tr").count()
    assert text.count("BEGIN:VEVENT") >= rows


def test_an_empty_register_gives_its_template_and_leads_to_the_import_of_its_kind(visit):
    site = visit(LAPTOP)
    page = site.open("suivi", registre="vivier")
    with page.expect_download() as asked:
        page.get_by_role("button", name="Modèle Excel").click()
    assert asked.value.suggested_filename == "modele_vivier.xlsx"
    page.get_by_role("button", name="Importer un fichier rempli").click()
    expect(page).to_have_url(re.compile("/vos-donnees"))
    expect(page.get_by_role("combobox", name="Type de fichier")).to_have_value(
        "Vivier de candidats"
    )
    is_sound(page)


def test_the_territory_clicked_on_the_map_of_a_survey_becomes_that_of_the_page(site):
    page = site.open("suivi", donnees="demo", registre="enquetes", partie=MAP)
    site.territory("Aveyron (12)").click()
    site.expect_parameter("territoire", "DEP-12")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Aveyron")
    expect(page.locator("svg.tm-legend-box")).to_contain_text("A répondu")
