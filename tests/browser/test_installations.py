"""« Installations et départs » in a browser: drawn with fictitious counts, whole on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browser.test_pages import ENGLISH, overflowing
from browser.visitor import PHONE

pytestmark = pytest.mark.browser

TITLE = "Installations et départs"
LAST = "Télécharger installations et départs (CSV)"


def open_part(site):
    site.page.locator("summary", has_text=TITLE).first.click()
    expect(site.page.get_by_role("button", name=LAST)).to_be_visible()
    site.settle()
    return site.page.locator(".st-key-fidelisation-installations-ouvert")


def test_bars_and_circles_of_a_departement_are_drawn_within_a_phone(visit):
    site = visit(PHONE)
    page = site.open("fidelisation", donnees="demo", territoire="DEP-48")
    part = open_part(site)
    charts = part.locator(".js-plotly-plot")
    expect(charts).to_have_count(4)
    expect(charts.first.locator(".bars path")).not_to_have_count(0)
    expect(charts.first.get_by_text("masqué", exact=True)).to_have_count(13)
    expect(charts.first.get_by_text("DONNÉES FICTIVES")).to_be_visible()
    fills = "nodes => [...new Set(nodes.map((node) => node.getAttribute('fill')))].length"
    circles = part.locator(".tm-circles circle")
    expect(circles).to_have_count(101)
    assert circles.evaluate_all(fills) == 2
    assert overflowing(page) == []
    assert not ENGLISH.search(page.locator(".stMain").inner_text())


def test_the_tooltip_of_an_extreme_change_gives_its_reservation_and_a_click_selects_it(visit):
    site = visit()
    site.open("fidelisation")
    part = open_part(site)
    creuse = part.locator('path.tm-t[aria-label^="Creuse (23)"]').first
    creuse.scroll_into_view_if_needed()
    creuse.hover()
    expect(part.locator(".tm-tip")).to_contain_text("probablement en partie administratif")
    creuse.click()
    site.expect_parameter("territoire", "DEP-23")
