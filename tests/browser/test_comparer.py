"""« Comparer » in a browser: the link sent shows the same, and a group is made by hand."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from browser.test_pages import overflowing
from browser.visitor import PHONE

pytestmark = pytest.mark.browser

PARTS = ("Points, intervalles", "année en année", "Deux indicateurs", "Les territoires comparés")
SHOWN = ("h1", ".compare tbody tr", ".compare tfoot tr", "[data-testid=stMarkdownContainer] li")


def open_part(site, title: str) -> None:
    site.page.locator("summary", has_text=title).first.click()
    site.settle()


def test_a_link_shows_the_same_comparison_to_someone_else(site, visit):
    page = site.open("comparer", territoire="12", ensemble="voisins", detail="msu_pour_100k")
    site.choose("Référence", "Région Occitanie")
    site.expect_parameter("reference", "region")
    site.choose("Territoires comparés", "Territoires semblables")
    site.expect_parameter("ensemble", "semblables")

    other = visit()
    other.page.goto(page.url)
    other.settle()
    assert other.address == site.address
    for part in SHOWN:
        mine, theirs = page.locator(part), other.page.locator(part)
        expect(theirs).to_have_count(mine.count())
        assert theirs.all_text_contents() == mine.all_text_contents()


def test_a_group_is_made_by_hand_and_what_was_removed_does_not_come_back(site):
    page = site.open("comparer", groupe="12,48")
    field = page.get_by_role("combobox", name="Ajouter au groupe")
    for typed, expected in (("herault", "DEP-34"), ("2a", "DEP-2A")):
        field.fill(typed)
        field.press("Enter")
        expect(page).to_have_url(re.compile(rf"groupe=[^&]*{expected}"))
        site.settle()
        expect(field).to_have_value("")
    page.get_by_role("button", name="Hérault (34)").click()
    expect(page).not_to_have_url(re.compile("DEP-34"))
    site.settle()
    name = page.get_by_role("textbox", name="Nom du groupe")
    name.fill("<b>Sud</b> & cie")
    name.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("<b>Sud</b> & cie")
    site.settle()
    assert site.address["groupe"] == "DEP-12,DEP-48,DEP-2A"
    # The same territory can be added again.
    field.fill("34")
    field.press("Enter")
    expect(page).to_have_url(re.compile("groupe=[^&]*DEP-34"))


def test_every_part_opened_on_a_phone_stays_within_its_width(visit):
    site = visit(PHONE)
    page = site.open("comparer", territoire="04", ensemble="semblables", groupe="12,48")
    for title in PARTS:
        open_part(site, title)
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    assert overflowing(page) == []
    long_name = visit(PHONE)
    page = long_name.open("comparer", groupe="12,48", nom="W" * 40)
    assert overflowing(page) == []
