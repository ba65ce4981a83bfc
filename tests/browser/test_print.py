"""A page on paper (Ctrl+P): without its menu, and whole."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

# What a sheet of A4 leaves between its margins, in CSS pixels.
PAPER = {"width": 702, "height": 1030}
WIDER = """() => [...document.querySelectorAll(".table table, .card, .tm-legend-box")]
  .concat([...document.querySelectorAll("*")].flatMap(
    (node) => [...(node.shadowRoot?.querySelectorAll(".tm-legend-box, .tm-map") ?? [])]))
  .filter((node) => node.getBoundingClientRect().right > innerWidth + 1)
  .map((node) => node.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("name", ["carte", "fiche"])
def test_a_printed_page_has_no_menu_and_nothing_is_cut_at_its_margin(site, name):
    page = site.open(name, territoire="DEP-12")
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.get_by_role("combobox", name="Mon territoire")).to_be_hidden()
    assert page.evaluate(WIDER) == []
    page.emulate_media(media="screen")
