"""« Initiatives » in a browser: search as one types, a map one can click, an address to send."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from itertools import count

import pytest
from playwright.sync_api import TimeoutError, expect

from browser.test_pages import overflowing
from browser.visitor import LAPTOP, PHONE
from tests.support.patience import PATIENCE_SECONDS

pytestmark = pytest.mark.browser

# How long a pointer and a click are given before the next try; the second doubles each time.
TOOLTIP_MS, FIRST_ANSWER_MS = 500, 4_000
# A selector around the page, as the server names it.
SIDEBAR_WIDGET = b"vue.mode"
PARTS = (
    "Ce qu’ont tenté",
    "Partenaires des initiatives",
    "Avant et après",
    "Sources du recensement",
)


def click_map(site, x: float, y: float, expected: re.Pattern[str]) -> None:
    """Click at a share of the width and of the height of the map, until the address follows.

    The outlines come after the page, and a click on a map that is being drawn is lost: as a
    reader does, it waits for the words under the pointer, and clicks again when nothing follows.
    """
    # The map being replaced stays beside the new one for a moment.
    chart = site.page.get_by_test_id("stDeckGlJsonChart").last
    expect(chart.locator("canvas").first).to_be_visible()
    tooltip = site.page.locator(".deck-tooltip")
    deadline, answer_ms = time.monotonic() + PATIENCE_SECONDS, FIRST_ANSWER_MS
    for step in count():
        if time.monotonic() > deadline:
            break
        box = chart.bounding_box()
        if box is None:
            # The page is drawn again: the map is not there for a moment.
            expect(chart).to_be_visible()
            continue
        at = (box["x"] + x * box["width"] + step % 2, box["y"] + y * box["height"])
        site.page.mouse.move(*at)
        with suppress(TimeoutError):
            tooltip.wait_for(timeout=TOOLTIP_MS)
            site.page.mouse.click(*at)
            answer_ms, given_ms = 2 * answer_ms, answer_ms
            site.page.wait_for_url(expected, timeout=given_ms)
            return
    expect(site.page).to_have_url(expected)


def test_the_list_follows_what_is_typed_and_the_address_shows_it_to_someone_else(site, visit):
    page = site.open("initiatives", territoire="REG-53")
    page.get_by_role("searchbox", name="Rechercher").press_sequentially("hebergement")
    site.expect_parameter("recherche", "hebergement")
    expect(page.locator(".initiative h3").first).to_have_text(
        "Hébergement des stagiaires en Bretagne"
    )
    site.choose("Statut", "En projet")
    site.expect_parameter("statut", "projet")
    other = visit()
    other.page.goto(page.url)
    other.settle()
    assert other.address == site.address
    for part in ("h1", ".initiative h3"):
        assert other.page.locator(part).all_text_contents() == (
            page.locator(part).all_text_contents()
        )


@pytest.mark.parametrize(
    ("name", "label", "option", "written"),
    [
        ("initiatives", "Thème", "Guichet unique", ("theme", "guichet_unique")),
        ("suivi", "Registre", "Aides", ("registre", "aides")),
    ],
)
def test_a_filter_draws_the_page_again_without_what_is_around_it(
    visit, name, label, option, written
):
    site = visit()
    received: list[bytes] = []
    site.page.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda data: received.append(bytes(data))),
    )
    site.open(name)
    assert any(SIDEBAR_WIDGET in data for data in received)
    received.clear()
    site.choose(label, option)
    site.expect_parameter(*written)
    assert received
    assert not any(SIDEBAR_WIDGET in data for data in received)


def test_a_disc_opens_its_departement_and_a_point_its_initiative(site):
    page = site.open("initiatives")
    # Lot-et-Garonne, on the map of the whole country.
    click_map(site, 0.4405, 0.692, re.compile(r"[?&]territoire=DEP-47(&|$)"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("6 initiatives recensées")
    # The page is drawn again alone, but what is around it follows another territory.
    expect(page.get_by_role("combobox", name="Mon territoire")).to_have_value("Lot-et-Garonne (47)")
    click_map(site, 0.505, 0.469, re.compile("initiative=INI-"))
    whole = page.locator(".initiative.whole")
    expect(whole).to_contain_text("Lot-et-Garonne")
    page.get_by_role("button", name="Fermer").click()
    expect(whole).to_have_count(0)


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_the_map_stands_in_the_first_screen_and_every_part_within_its_width(visit, size):
    site = visit(size)
    page = site.open("initiatives", territoire="REG-53")
    box = page.get_by_test_id("stDeckGlJsonChart").bounding_box()
    # On a phone the answer and the filters fill the first screen.
    assert size == PHONE or box["y"] + box["height"] <= size["height"]
    for title in PARTS:
        page.locator("summary", has_text=title).first.click()
        site.settle()
    expect(page.locator(".table.partners")).to_be_visible()
    assert overflowing(page) == []
