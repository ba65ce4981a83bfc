"""The first minute of the Ordre: « où en est la Lozère, que faire ? », in one gesture."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from browser.visitor import LAPTOP, PHONE

pytestmark = pytest.mark.browser


def is_on_screen(item: Locator) -> bool:
    box = item.bounding_box()
    return bool(box) and box["y"] >= 0 and box["y"] + box["height"] <= LAPTOP["height"]


def test_one_click_on_the_map_answers_on_one_screen(site):
    page = site.open("carte", mode="essentiel")
    site.territory("Lozère (48)").click()
    site.expect_parameter("territoire", "DEP-48")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("La Lozère"))
    step = page.get_by_text("Demander le comptage : Montpellier-Nîmes")
    for item in (
        page.get_by_role("heading", level=1),
        step,
        page.locator(".tm-map"),
        page.locator(".tm-legend-box"),
        page.locator("dl.lines"),
        page.locator("img.picture"),
    ):
        expect(item).to_be_visible()
        assert is_on_screen(item), item
    # What hovers over the map is gone, the territory has its name on it.
    expect(page.locator(".tm-tip")).to_be_hidden()
    expect(page.locator(".tm-names text")).to_have_text("Lozère")
    step.click()
    expect(page).to_have_url(re.compile("/collecte"))


def test_the_territory_is_asked_once_and_remembered(visit):
    site = visit()
    site.open("ensemble", mode="essentiel")
    site.search("bfc")
    site.expect_parameter("territoire", "REG-27")
    again = site.context.new_page()
    again.goto(f"{site.base}/carte")
    expect(again.get_by_role("heading", level=1)).to_have_text(
        re.compile("Bourgogne-Franche-Comté")
    )
    expect(again.locator(".tm-names text").first).to_be_visible()
    again.close()


def test_a_phone_has_the_answer_before_the_map(visit):
    site = visit(PHONE)
    page = site.open("carte", territoire="48", mode="essentiel")
    title = page.get_by_role("heading", level=1).bounding_box()
    assert title["y"] + title["height"] < PHONE["height"] / 2
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")


def test_the_file_of_a_meeting_takes_two_gestures_from_any_page(visit):
    site = visit()
    page = site.open("suivi", mode="essentiel")
    site.search("creuse")
    site.expect_parameter("territoire", "DEP-23")
    with page.expect_download() as downloaded:
        page.get_by_role("button", name="Dossier, 1 page").click()
    assert downloaded.value.suggested_filename.endswith(".pdf")
    assert downloaded.value.path().read_bytes().startswith(b"%PDF")
