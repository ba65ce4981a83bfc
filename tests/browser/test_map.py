"""The map: pointer, keyboard, search, two synchronised panels, one geometry."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

# The focused element, inside shadow roots too.
FOCUSED = """() => {
    let node = document.activeElement;
    while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
    return node?.classList.contains('tm-t') ? node.getAttribute('aria-label') : null;
}"""
GEOMETRY_READINGS = """() => performance.getEntriesByType('resource')
    .filter((entry) => entry.name.includes('/static/geo/') && entry.transferSize > 0).length"""
TABS = 60


def focus_map(page: Page) -> str:
    """Press Tab until a territory has the focus; return its label."""
    for _ in range(TABS):
        page.keyboard.press("Tab")
        label = page.evaluate(FOCUSED)
        if label:
            return label
    raise AssertionError(f"no territory is reached by {TABS} Tab")


def test_a_click_on_a_departement_opens_its_panel_and_writes_its_address(site):
    page = site.open("carte")
    site.territory("Aveyron (12)").click()
    site.expect_parameter("territoire", "DEP-12")
    expect(page.get_by_role("heading", name="Aveyron (12)")).to_be_visible()
    expect(page.locator(".card").first).to_contain_text("Aveyron (12)")
    expect(site.territory("Aveyron (12)", panel=1)).to_have_attribute("aria-pressed", "true")


def test_a_second_click_closes_the_panel(site):
    page = site.open("carte", territoire="12")
    expect(page.get_by_role("heading", name="Aveyron (12)")).to_be_visible()
    site.territory("Aveyron (12)").click()
    site.expect_parameter("territoire", "FR")
    expect(page.get_by_role("heading", name="Aveyron (12)")).to_have_count(0)


def test_a_territory_can_be_clicked_again_after_another_was_searched(site):
    site.open("carte")
    site.territory("Aveyron (12)").click()
    site.expect_parameter("territoire", "DEP-12")
    site.search("48")
    site.expect_parameter("territoire", "DEP-48")
    site.territory("Aveyron (12)").click()
    site.expect_parameter("territoire", "DEP-12")


def test_the_keyboard_alone_selects_and_unselects(site):
    page = site.open("carte")
    first = focus_map(page)
    page.keyboard.press("ArrowDown")
    below = page.evaluate(FOCUSED)
    page.keyboard.press("ArrowDown")
    reached = page.evaluate(FOCUSED)
    assert reached
    assert len({first, below, reached}) == 3
    name = reached.split(",")[0]
    code = re.search(r"\((\w+)\)", name)[1]
    page.keyboard.press("Enter")
    site.expect_parameter("territoire", f"DEP-{code}")
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    assert page.evaluate(FOCUSED).startswith(name)
    page.keyboard.press("Escape")
    site.expect_parameter("territoire", "FR")
    expect(page.get_by_role("heading", name=name)).to_have_count(0)


def test_the_tab_key_leaves_the_map(site):
    page = site.open("carte")
    focus_map(page)
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) is None


@pytest.mark.parametrize(
    ("text", "territory_id", "name"),
    [("herault", "DEP-34", "Hérault (34)"), ("12", "DEP-12", "Aveyron (12)")],
)
def test_the_search_finds_a_territory_by_name_or_code(site, text, territory_id, name):
    page = site.open("carte")
    site.search(text)
    site.expect_parameter("territoire", territory_id)
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    field = page.get_by_role("combobox", name="Mon territoire")
    expect(field).to_have_value(name)
    expect(site.territory(name)).to_have_attribute("aria-pressed", "true")


def test_a_search_that_finds_nothing_changes_nothing(site):
    page = site.open("carte", territoire="12")
    field = page.get_by_role("combobox", name="Mon territoire")
    field.click()
    field.press_sequentially("atlantide")
    expect(page.get_by_text("Aucun territoire").first).to_be_visible()
    field.press("Enter")
    field.press("Escape")
    expect(field).to_have_value("Aveyron (12)")
    assert site.address["territoire"] == "DEP-12"


def test_another_target_changes_the_title_and_the_legend(site):
    page = site.open("carte")
    title = page.get_by_role("heading", level=1).inner_text()
    legend = page.locator("svg.tm-legend-box").first
    before = legend.text_content()
    site.choose("Cible nationale", "16.000")
    site.expect_parameter("cible", "smeg-2026")
    expect(page.get_by_role("heading", level=1)).not_to_have_text(title)
    expect(legend).not_to_have_text(before)
    expect(page.locator(".tm-subtitle").first).to_contain_text(re.compile(r"16.000"))


def test_two_maps_are_synchronised_on_hover(site):
    page = site.open("carte")
    site.territory("Aveyron (12)").hover()
    hovered = page.locator("path.tm-hover")
    expect(hovered).to_have_count(2)
    outline = site.territory("Aveyron (12)").get_attribute("d")
    for panel in (0, 1):
        expect(hovered.nth(panel)).to_have_attribute("d", outline)
    tip = page.locator(".tm-tip")
    expect(tip).to_be_visible()
    expect(tip).to_contain_text("Aveyron")
    expect(tip.locator(".tm-tip-block")).to_have_count(2)
    expect(tip).to_contain_text("intervalle")
    expect(tip).to_contain_text("Source")
    page.mouse.move(5, 5)
    expect(tip).to_be_hidden()


def test_zooming_acts_on_both_maps_and_can_be_undone(site):
    page = site.open("carte")
    maps = page.locator("svg.tm-map")
    whole = maps.first.get_attribute("viewBox")
    page.get_by_role("button", name="Agrandir la carte").first.click()
    expect(maps.first).not_to_have_attribute("viewBox", whole)
    zoomed = maps.first.get_attribute("viewBox")
    expect(maps.nth(1)).to_have_attribute("viewBox", zoomed)
    page.get_by_role("button", name="Revenir").first.click()
    expect(maps.nth(1)).not_to_have_attribute("viewBox", zoomed)


def test_estimates_are_hatched_and_said_to_be_estimates(site):
    page = site.open("carte")
    expect(page.locator("path.tm-hatch").first).to_have_attribute("d", re.compile("M"))
    expect(site.territory("Aveyron (12)")).to_have_attribute("aria-label", re.compile("estimé"))
    expect(page.locator("svg.tm-legend-box").first).to_contain_text("estimation")


def test_counts_are_circles_and_not_colours(site):
    page = site.open("carte", indicateur="msu", comparer="aucun")
    expect(page.locator(".tm-circles circle")).to_have_count(101)
    expect(site.territory("Aveyron (12)")).to_have_class(re.compile("tm-plain"))


def test_one_map_alone_can_be_shown(site):
    page = site.open("carte")
    site.choose("Deuxième carte", "Une seule carte")
    site.expect_parameter("comparer", "aucun")
    expect(page.locator("svg.tm-map")).to_have_count(1)


def test_the_geometry_travels_once_whatever_is_changed(visit):
    site = visit(for_the_first_time=True)
    page = site.open("carte")
    asked: list[str] = []
    page.on("request", lambda request: "/static/geo/" in request.url and asked.append(request.url))
    assert page.evaluate(GEOMETRY_READINGS) == 1
    site.choose("Indicateur de la carte", "Couverture")
    site.expect_parameter("indicateur", "couverture_pct")
    site.choose("Niveau", "Régions")
    site.expect_parameter("niveau", "region")
    expect(site.paths).to_have_count(36)
    site.choose("Année", "2019")
    site.expect_parameter("annee", "2019")
    assert asked == []
    assert page.evaluate(GEOMETRY_READINGS) == 1
