"""« Fiche territoire » in a browser: the chart that fits, the map framed, nothing overflows."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browser.test_pages import overflowing
from browser.visitor import LAPTOP, PHONE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("size", "layout"), [(LAPTOP, "wide"), (PHONE, "narrow")], ids=["laptop", "phone"]
)
def test_one_drawing_of_the_spine_is_shown_and_the_page_holds_in_the_screen(visit, size, layout):
    site = visit(size, color_scheme="dark")
    page = site.open("fiche", territoire="12")
    expect(page.locator(f".frame .{layout} svg")).to_be_visible()
    expect(page.locator(".frame svg").and_(page.locator(":visible"))).to_have_count(1)
    for part in ("Questions", "Toutes les valeurs", "MSU face", "Places de stage", "Fidélisation"):
        page.locator("summary", has_text=part).first.click()
        site.settle()
    assert overflowing(page) == []


def test_the_map_frames_the_neighbours_and_a_click_opens_another_page(site):
    page = site.open("fiche", territoire="12")
    own, far = site.territory("Aveyron (12)"), site.territory("Finistère (29)")
    expect(own).to_be_visible()
    expect(page.get_by_role("button", name="Revenir à la vue d’ensemble")).to_be_enabled()
    frame, box = page.locator("svg.tm-map").bounding_box(), own.bounding_box()
    assert box["width"] > frame["width"] / 10
    assert far.bounding_box()["x"] < frame["x"]

    site.territory("Lozère (48)").click()
    site.expect_parameter("territoire", "DEP-48")
    expect(page.get_by_role("heading", level=1)).to_contain_text("La Lozère")
    assert site.territory("Lozère (48)").bounding_box()["width"] > frame["width"] / 10


def test_a_territory_drawn_larger_beside_the_country_is_framed_there(site):
    page = site.open("fiche", territoire="75")
    expect(site.territory("Paris (75)")).to_be_visible()
    shown = page.locator("svg.tm-map").bounding_box()
    boxes = [item.bounding_box() for item in page.locator(".tm-frames path").all()]
    large = max(boxes, key=lambda box: box["y"] < shown["y"] + shown["height"] and box["width"])
    assert large["x"] >= shown["x"]
    assert large["x"] + large["width"] <= shown["x"] + shown["width"]
    assert large["width"] > shown["width"] / 3


def test_the_panel_of_the_map_page_leads_here(site):
    page = site.open("carte", territoire="12")
    page.get_by_text("Ouvrir la fiche de ce territoire").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("L’Aveyron")
    site.expect_parameter("territoire", "DEP-12")
