"""The ARS's path: order my eight départements for November 2027, and take it away in Excel."""

from __future__ import annotations

import io

import openpyxl
import pytest
from playwright.sync_api import expect

from browser.test_pages import overflowing
from browser.visitor import PHONE

pytestmark = pytest.mark.browser

REGION = "Bourgogne-Franche-Comté"
ROWS = "Départements dans la région Bourgogne-Franche-Comté, novembre 2027"
BOUND = 5


def test_eight_departements_are_ordered_and_taken_away_in_at_most_five_gestures(site):
    gestures = []
    page = site.open("ensemble", mode="essentiel")

    page.get_by_role("link", name="Placer les docteurs juniors").click()
    gestures.append("menu")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Choisissez votre région")

    page.get_by_role("combobox", name="Ma région").click()
    gestures.append("list of the régions")
    page.get_by_role("option", name=REGION).click()
    gestures.append("my région")
    title = page.get_by_role("heading", level=1)
    expect(title).to_contain_text("Pour novembre 2027")
    expect(title).to_contain_text("d’abord l’Yonne, la Nièvre")
    table = page.get_by_role("region", name=ROWS)
    expect(table.locator("tbody tr")).to_have_count(8)
    site.settle()

    with page.expect_download() as begun:
        page.get_by_role("button", name="Emporter en Excel").click()
    gestures.append("file")

    assert len(gestures) <= BOUND
    path = begun.value.path()
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    assert book.active.title == "Ordre"
    assert "Yonne" in book.active["A1"].value
    shown = table.locator("tbody th").all_inner_texts()
    filed = [str(row[0]) for row in book.active.iter_rows(8, 15, 1, 1, values_only=True)]
    assert [name.rpartition(" (")[0] for name in filed] == shown


def test_the_link_sent_shows_the_same_weights_and_the_same_order(site, visit):
    page = site.open("placer", territoire="REG-27")
    page.locator("summary", has_text="Changer les poids").click()
    site.choose("60 ans et + (plus haut, plus tôt)", "^3$")
    site.expect_parameter("poids_age", "3")
    table = page.get_by_role("region", name=ROWS)
    expect(page.get_by_text("Poids modifiés")).to_be_visible()

    other = visit()
    other.page.goto(page.url)
    other.settle()
    theirs = other.page.get_by_role("region", name=ROWS)
    expect(theirs).to_be_visible()
    assert theirs.inner_text() == table.inner_text()


def test_the_page_stays_within_the_width_of_a_telephone(visit):
    site = visit(PHONE)
    page = site.open("placer", territoire="REG-27", mode="essentiel")
    expect(page.get_by_role("region", name=ROWS)).to_be_visible()
    assert overflowing(page) == []
