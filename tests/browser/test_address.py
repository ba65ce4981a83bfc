"""The whole view is in the address: it can be sent to someone, and gone back to."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.support.links import OWN, SHARED

pytestmark = pytest.mark.browser

SAID = ("h1", "h2", "h3", ".card", ".table", ".tm-title", ".tm-subtitle", "svg.tm-legend-box")


# Maps are drawn in the browser, and an initiative has odd letters in its address; what the other
# pages make of theirs is read without a browser, in tests/dashboard/test_links.py.
@pytest.mark.parametrize("name", ["carte", "fidelisation", "initiatives"])
def test_a_page_is_the_same_for_whoever_opens_its_link(site, other_site, name):
    asked = SHARED | OWN.get(name, {})
    mine, theirs = site, other_site
    mine.open(name, **asked)
    assert mine.address == mine.address | asked
    theirs.page.goto(mine.page.url)
    theirs.settle()
    for site in (mine, theirs):
        expect(site.page.get_by_test_id("stAlertContentWarning")).to_have_count(0)
    assert theirs.page.title() == mine.page.title()
    assert theirs.address == mine.address
    for part in SAID:
        expect(theirs.page.locator(part)).to_have_text(mine.page.locator(part).all_text_contents())


def test_a_link_sent_to_someone_else_shows_the_same_view(site, visit):
    page = site.open(
        "carte", cible="cnge-2020", cle="internes", annee="2019", comparer="msu_pour_100k"
    )
    site.choose("Indicateur de la carte", "Couverture")
    site.expect_parameter("indicateur", "couverture_pct")
    site.territory("Aveyron (12)").click()
    site.expect_parameter("territoire", "DEP-12")
    expect(page.get_by_role("heading", name="Aveyron (12)")).to_be_visible()

    other = visit()
    other.page.goto(page.url)
    other.settle()
    expect(other.page.get_by_role("heading", name="Aveyron (12)")).to_be_visible()
    assert other.address == site.address
    assert site.address == {
        "territoire": "DEP-12",
        "niveau": "departement",
        "cible": "cnge-2020",
        "cle": "internes",
        "annee": "2019",
        "indicateur": "couverture_pct",
        "comparer": "msu_pour_100k",
        "mode": "expert",
    }
    for part in ("h1", ".card", ".tm-title", ".tm-subtitle", "svg.tm-legend-box"):
        mine, theirs = page.locator(part), other.page.locator(part)
        expect(theirs).to_have_count(mine.count())
        assert theirs.all_text_contents() == mine.all_text_contents()


def test_a_free_target_travels_in_the_link(site):
    page = site.open("carte", cible="12345")
    expect(page.get_by_label(re.compile("libre"))).to_have_value("12345")
    expect(page.locator(".tm-subtitle").first).to_contain_text(re.compile(r"12.345"))


def test_reloading_keeps_the_view(site):
    page = site.open("carte")
    site.territory("Aveyron (12)").click()
    site.expect_parameter("territoire", "DEP-12")
    page.reload()
    site.settle()
    expect(page.get_by_role("heading", name="Aveyron (12)")).to_be_visible()


def test_after_the_back_button_the_page_shows_what_its_address_says(site):
    page = site.open("carte")
    site.territory("Aveyron (12)").click()
    site.expect_parameter("territoire", "DEP-12")
    page.go_back()
    site.expect_parameter("territoire", "FR")
    expect(page.get_by_role("heading", name="Aveyron (12)")).to_have_count(0)
    field = page.get_by_role("combobox", name="Mon territoire")
    expect(field).to_have_value(re.compile("France"))
    page.go_forward()
    site.expect_parameter("territoire", "DEP-12")
    expect(page.get_by_role("heading", name="Aveyron (12)")).to_be_visible()


def test_the_back_button_returns_to_the_previous_page(site):
    page = site.open("ensemble")
    page.get_by_test_id("stSidebarNavLink").filter(has_text="Carte").click()
    expect(site.paths.first).to_be_visible()
    site.settle()
    site.expect_parameter("territoire", "FR")
    page.go_back()
    expect(page).to_have_url(re.compile(rf"^{re.escape(site.base)}/\?"))
    site.settle()
    expect(page.get_by_role("heading", level=1)).to_contain_text("part de la cible")


def test_a_page_visited_from_the_menu_is_one_press_of_the_back_button(site):
    page = site.open("fiche", territoire="DEP-12")
    before = page.evaluate("history.length")
    # Pages whose address holds more than that of the one before.
    for name, parameter in (("Stages", "stage"), ("Fidélisation", "vue"), ("Comparer", "ensemble")):
        page.get_by_test_id("stSidebarNavLink").filter(has_text=name).click()
        expect(page).to_have_url(re.compile(rf"[?&]{parameter}="))
        site.settle()
    assert page.evaluate("history.length") - before == 3
    for path in ("fidelisation", "stages", "fiche"):
        page.go_back()
        expect(page).to_have_url(re.compile(rf"/{path}\?"))
        site.settle()


def test_a_territory_chosen_in_the_search_outlives_what_is_chosen_next(site):
    """A map that was clicked before does not take the selection back with another click."""
    page = site.open("carte", territoire="DEP-12")
    site.territory("Lozère (48)").click()
    site.expect_parameter("territoire", "DEP-48")
    site.search("cantal")
    site.expect_parameter("territoire", "DEP-15")
    site.choose("Indicateur de la carte", "Couverture")
    site.expect_parameter("indicateur", "couverture_pct")
    assert site.address["territoire"] == "DEP-15"
    expect(page.get_by_role("heading", name="Cantal (15)")).to_be_visible()


def test_going_back_never_shows_a_view_that_nobody_saw(site):
    page = site.open("ensemble", territoire="48")
    for name, path in (("Fiche territoire", "fiche"), ("Comparer", "comparer")):
        page.get_by_test_id("stSidebarNavLink").filter(has_text=name).click()
        # The page before had this territory too: the next click waits for the address of this one.
        expect(page).to_have_url(re.compile(rf"/{path}\?(.*&)?territoire=DEP-48(&|$)"))
        site.settle()
    site.search("cantal")
    site.expect_parameter("territoire", "DEP-15")
    visited = [("comparer", "DEP-48"), ("fiche", "DEP-48"), ("", "DEP-48")]
    for path, territory in visited:
        page.go_back()
        expect(page).to_have_url(re.compile(rf"/{path}\?(.*&)?territoire={territory}(&|$)"))
        site.settle()
