"""Each page, at both sizes, in both themes: sound, French, within the screen."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as TooLateError

from browser.visitor import LAPTOP, PHONE
from dashboard.core.registry import PAGES

pytestmark = pytest.mark.browser

ARTEFACTS = Path(__file__).resolve().parent.parent / "artefacts"
OVERFLOWING = """() => [document.documentElement, ...document.querySelectorAll('.stMain')]
    .filter((node) => node.scrollWidth > node.clientWidth)
    .map((node) => `${node.className}: ${node.scrollWidth} > ${node.clientWidth}`)"""
ENGLISH = re.compile(
    r"\b(Running|Loading|Choose|Select|Search|Download|Upload|Drag|per file|Page not found|View"
    r"|more)\b"
)


def overflowing(page: Page) -> list[str]:
    """What is wider than its place; a chart is drawn at its own width, then fitted to its own."""
    with suppress(TooLateError):
        page.wait_for_function(f"() => !({OVERFLOWING})().length")
    found: list[str] = page.evaluate(OVERFLOWING)
    return found


def drawn(page: Page, name: str) -> None:
    """Wait for what a page draws last."""
    if name == "ensemble":
        expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    if name == "donnees":
        expect(page.locator(".table table").first).to_be_visible()


# Colours take no room, and what is drawn in the browser is coloured the same at every width: each
# size and each scheme is read once.
@pytest.mark.parametrize(
    ("size", "scheme"), [(LAPTOP, "light"), (PHONE, "dark")], ids=["laptop", "phone"]
)
def test_every_page_is_sound_named_and_within_the_width_of_the_screen(visit, size, scheme):
    site = visit(size, color_scheme=scheme)
    for spec in PAGES:
        name = spec.slug
        page = site.open(name)
        drawn(page, name)
        assert urlsplit(page.url).path == f"/{spec.url_path}"
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page).to_have_title(re.compile(re.escape(spec.title)))
        expect(page.locator("html")).to_have_attribute("lang", "fr")
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        expect(page.get_by_test_id("stException")).to_have_count(0)
        assert overflowing(page) == []
        assert not ENGLISH.search(page.locator(".stApp").inner_text())
        ARTEFACTS.mkdir(exist_ok=True)
        page.screenshot(path=ARTEFACTS / f"{name}-{size['width']}-{scheme}.png")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_background_follow_the_colour_scheme(visit, scheme):
    site = visit(color_scheme=scheme)
    page = site.open("ensemble")
    colour = page.locator(".stApp").evaluate("node => getComputedStyle(node).backgroundColor")
    luminous = sum(map(int, re.findall(r"\d+", colour)[:3])) > 3 * 128
    assert luminous == (scheme == "light")


def test_maps_and_legends_lie_within_the_first_screen_of_a_laptop(site):
    page = site.open("carte")
    for part in ("svg.tm-map", "svg.tm-legend-box"):
        expect(page.locator(part)).to_have_count(2)
        for box in [item.bounding_box() for item in page.locator(part).all()]:
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= LAPTOP["height"], part
            assert box["width"] > 200


def test_the_menu_and_its_selectors_fit_the_height_of_a_laptop(site):
    page = site.open("carte")
    expect(page.get_by_role("combobox", name="Clé de répartition")).to_be_visible()
    content = page.get_by_test_id("stSidebarContent")
    assert content.evaluate("node => node.scrollHeight <= node.clientHeight")


def test_the_menu_leads_to_every_page_and_keeps_the_view(site):
    page = site.open("ensemble", territoire="12")
    links = page.get_by_test_id("stSidebarNavLink")
    for spec in (*PAGES[1:], PAGES[0]):
        links.filter(has_text=spec.title).click()
        expect(links.and_(page.locator('[aria-current="page"]'))).to_contain_text(spec.title)
        site.expect_parameter("territoire", "DEP-12")
        expect(page.get_by_test_id("stException")).to_have_count(0)


def test_unknown_parameters_are_told_in_french_without_a_trace(site):
    page = site.open("carte", territoire="99", annee="2022", cible="<script>alert(1)</script>")
    alerts = page.get_by_test_id("stAlert")
    expect(alerts).to_have_count(3)
    for word in ("Territoire", "Année", "Cible"):
        expect(alerts.filter(has_text=word).first).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_text("Traceback")).to_have_count(0)
    site.expect_parameter("territoire", "FR")


@pytest.mark.parametrize("name", ["ensemble", "carte"])
def test_the_source_of_a_key_figure_is_two_clicks_away(site, name):
    page = site.open(name)
    card = page.locator(".card").first
    card.locator("summary").click()
    link = card.locator("a[href*='definition=']")
    indicator_id = re.search(r"definition=(\w+)", link.get_attribute("href"))[1]
    link.click()
    site.settle()
    entry = page.locator(f"article#{indicator_id}")
    expect(entry).to_be_visible()
    expect(entry.locator("li").first).to_contain_text("Licence")
    site.expect_parameter("territoire", "FR")


def test_the_curve_has_its_values_in_a_table_and_its_sources(site):
    page = site.open("ensemble")
    drawn(page, "ensemble")
    page.get_by_text("Les valeurs de la courbe").click()
    expect(page.locator(".table table").first).to_be_visible()
    page.get_by_text("Sources de la courbe").click()
    expect(page.locator("details.note a").first).to_be_visible()
