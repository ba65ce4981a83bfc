"""« Et sans eux ? » in a browser: the threshold moves the list, the link sent shows the same."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browser.test_pages import overflowing
from browser.visitor import PHONE

pytestmark = pytest.mark.browser

TITLE = "Et sans eux"
LIST = "Départements touchés"


def open_part(site, **parameters: str):
    page = site.open("fidelisation", **parameters)
    page.locator("summary", has_text=TITLE).click()
    expect(page.get_by_role("region", name=LIST)).to_be_visible()
    return page


def test_a_new_threshold_changes_the_list_and_the_address_sent(site, visit):
    page = open_part(site, territoire="SUB-032")
    table = page.get_by_role("region", name=LIST)
    expect(table).not_to_contain_text("passe sous le seuil")
    field = page.get_by_role("textbox", name="Seuil")
    field.fill("85")
    field.press("Enter")
    site.expect_parameter("seuil", "85")
    expect(table).to_contain_text("passe sous le seuil")
    # Those asked and the crossing above, then the density with and without them.
    expect(page.locator("figure.tm-panel")).to_have_count(4)

    other = visit()
    other.page.goto(page.url)
    other.settle()
    other.page.locator("summary", has_text=TITLE).click()
    theirs = other.page.get_by_role("region", name=LIST)
    expect(theirs).to_contain_text("passe sous le seuil")
    assert theirs.inner_text() == table.inner_text()


def test_the_part_opened_on_a_phone_stays_within_its_width(visit):
    page = open_part(visit(PHONE), territoire="SUB-039")
    expect(page.locator("path.tm-t").first).to_be_visible()
    assert overflowing(page) == []
    # A closed part cuts what is too wide without a scroll bar.
    for part in page.locator(".table, figure.tm-panel, .stMarkdown").all():
        box = part.bounding_box()
        assert box["x"] + box["width"] <= PHONE["width"]
    expect(page.get_by_test_id("stException")).to_have_count(0)
