"""« Stages » in a browser: a lever moves the page, and the link sent shows the same."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from browser.test_pages import overflowing
from browser.visitor import PHONE

pytestmark = pytest.mark.browser

PARTS = (
    "Leviers",
    "Combien de MSU",
    "Toutes les valeurs",
    "année en année",
    "Places agréées",
    "Stages réalisés",
    "Honoraires",
    "Méthode",
)
SHOWN = ("h1", ".card", ".tm-title", ".tm-subtitle", "svg.tm-legend-box")


def open_part(site, title: str) -> None:
    site.page.locator("summary", has_text=title).first.click()
    site.settle()


def set_lever(site, label: str, value: str) -> None:
    field = site.page.get_by_role("textbox", name=re.compile(label))
    field.fill(value)
    field.press("Enter")


def test_a_link_with_a_level_and_a_lever_shows_the_same_page_to_someone_else(site, visit):
    page = site.open("stages", territoire="REG-76", niveau="region")
    site.choose("Niveau de stage", "^SASPAS")
    site.expect_parameter("stage", "SASPAS")
    open_part(site, "Leviers")
    set_lever(site, "^Taille des promotions", "130")
    site.expect_parameter("promotions", "130")
    expect(page.get_by_role("heading", level=1)).to_contain_text("avec vos hypothèses")
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()

    other = visit()
    other.page.goto(page.url)
    other.settle()
    expect(other.territory("Toulouse")).to_be_visible()
    assert other.address == site.address
    for part in SHOWN:
        mine, theirs = page.locator(part), other.page.locator(part)
        expect(theirs).to_have_count(mine.count())
        assert theirs.all_text_contents() == mine.all_text_contents()


def test_the_back_button_undoes_a_lever(site):
    page = site.open("stages", promotions="120")
    open_part(site, "Leviers")
    set_lever(site, "^Taille des promotions", "140")
    site.expect_parameter("promotions", "140")
    page.go_back()
    site.expect_parameter("promotions", "120")
    expect(page.get_by_text(re.compile(r"Taille des promotions\s:\s120"))).to_be_visible()


def test_a_subdivision_clicked_on_the_map_of_the_departements_is_that_of_the_title(site):
    page = site.open("stages", territoire="12")
    # The map is framed on Occitanie.
    site.territory("Montpellier").click()
    title = page.get_by_role("heading", level=1)
    expect(title).to_contain_text("La subdivision de Montpellier")
    expect(title).to_contain_text("chances sur 10")


def test_every_part_opened_on_a_phone_stays_within_its_width(visit):
    site = visit(PHONE)
    page = site.open("stages", promotions="120", territoire="12")
    for title in PARTS:
        open_part(site, title)
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    assert overflowing(page) == []
    expect(page.get_by_test_id("stException")).to_have_count(0)
