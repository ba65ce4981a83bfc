"""Flows in a browser: arcs over our outlines, a matrix that can be read, nothing from outside."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browser.test_pages import overflowing
from browser.visitor import LAPTOP, PHONE
from dashboard.views.fidelisation.flows.figures import WIDTH

pytestmark = pytest.mark.browser


def opened(site, **parameters: str):
    page = site.open("fidelisation", donnees="demo", **parameters)
    page.locator("summary", has_text="Flux").first.click()
    site.settle()
    return page


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_the_flows_of_a_subdivision_are_drawn_within_the_screen(visit, size):
    site = visit(size)
    with site.page.expect_response(lambda answer: "carte-limites" in answer.url) as fetched:
        page = opened(site, territoire="SUB-015")
    assert fetched.value.ok
    chart = page.get_by_test_id("stDeckGlJsonChart")
    expect(chart.locator("canvas").first).to_be_visible()
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    expect(page.get_by_role("region", name="Médecins par territoire")).to_contain_text("masqué")
    assert overflowing(page) == []
    expect(page.get_by_test_id("stException")).to_have_count(0)
    box = chart.bounding_box()
    assert box["width"] <= size["width"]
    # The drawing is that of a laptop, shown smaller on a phone: nothing is cut on its sides.
    assert chart.locator("canvas").first.evaluate("canvas => canvas.clientWidth") >= WIDTH
    picture = chart.screenshot()
    assert len(picture) > 15_000
