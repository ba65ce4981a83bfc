"""The crossed map: its scatter plot is its legend, and each answers to the other."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect

from browser.test_files import SVG
from browser.test_pages import overflowing
from browser.visitor import LAPTOP, PHONE

pytestmark = pytest.mark.browser

# The page has another map before this one.
CROSSING = ".st-key-fidelisation-carte"
PANEL = 1
MEASURED = ".st-key-fidelisation-mesuree"
PLOT = f"{CROSSING} svg.tm-legend-box"
MAX_BYTES = 15_000


def mark(page):
    """The dot in light, with its intervals."""
    return page.locator(f"{PLOT} .tm-mark")


def test_hovering_a_departement_gives_both_values_and_lights_its_dot(site):
    page = site.open("fidelisation")
    site.territory("Aveyron (12)", PANEL).hover()
    tip = page.locator(f"{CROSSING} .tm-tip")
    expect(tip).to_be_visible()
    text = tip.inner_text()
    assert "estimé" in text
    assert "observé" in text
    assert text.count("Source") == 2
    assert "Faciliter l’installation" in text
    assert "au moins 8 chances sur 10" in text
    expect(mark(page)).to_have_count(1)
    expect(mark(page)).to_contain_text("Aveyron")
    page.mouse.move(5, 5)
    expect(mark(page)).to_have_count(0)


def test_a_dot_outlines_its_territory_and_a_click_selects_it(site):
    page = site.open("fidelisation", avec="evolution_mg_rpps_pct")
    rank = page.locator(f"{CROSSING} path.tm-t").evaluate_all(
        "nodes => nodes.findIndex(node => node.ariaLabel.startsWith('Essonne'))"
    )
    dot = page.locator(f'{PLOT} .tm-dot[data-dot="{rank}"]')
    dot.hover()
    outline = site.territory("Essonne (91)", PANEL).get_attribute("d")
    expect(page.locator(f"{CROSSING} path.tm-hover")).to_have_attribute("d", outline)
    expect(page.locator(f"{CROSSING} .tm-tip")).to_contain_text("Essonne (91)")
    dot.click()
    site.expect_parameter("territoire", "DEP-91")
    expect(site.territory("Essonne (91)", PANEL)).to_have_attribute("aria-pressed", "true")
    page.mouse.move(5, 5)
    expect(mark(page)).to_contain_text("Essonne")


def test_a_cell_of_the_plot_leaves_its_own_territories_in_light(site):
    page = site.open("fidelisation")
    cell = page.locator(f"{PLOT} g.tm-class").first
    held = int(page.locator(f'{PLOT} .tm-dot[data-class="0"]').count())
    cell.hover(position={"x": 6, "y": 60})
    expect(page.locator(f"{CROSSING} path.tm-t.tm-dim")).to_have_count(101 - held)
    assert 0 < held < 101


def test_the_crossed_map_is_saved_with_its_plot_and_both_sources(site, warehouse, tmp_path):
    page = site.open("fidelisation", territoire="12")
    with page.expect_download() as started:
        page.locator(CROSSING).get_by_role("button", name="en SVG").click()
    saved = tmp_path / started.value.suggested_filename
    started.value.save_as(saved)
    assert saved.name.startswith(
        "carte-croisee_situation-face-a-sa-part-de-la-cible_evolution-des-generalistes-2022-2026"
    )
    root = ElementTree.parse(saved).getroot()
    text = " ".join(node.text or "" for node in root.iter(f"{SVG}text"))
    for expected in (
        "CNGE",
        "DREES",
        "msu-v2",
        "Former et garder (3)",
        "Situation face à sa part de la cible (chances sur 100) →",
        "Aveyron",
        "indécis",
        warehouse.report.build_id,
    ):
        assert expected in text, expected
    dots = [node for node in root.iter(f"{SVG}g") if "tm-dot" in node.get("class", "")]
    assert len(dots) == 101
    assert "var(--" not in saved.read_text(encoding="utf-8")


def test_the_map_of_those_who_were_asked_lies_within_the_first_screen_of_a_laptop(site):
    page = site.open("fidelisation")
    box = page.locator(f"{MEASURED} svg.tm-map").bounding_box()
    assert box["width"] > 300
    assert box["y"] + box["height"] < LAPTOP["height"]


def test_those_nobody_asked_are_not_measured_and_the_tip_says_whom_to_ask(site):
    page = site.open("fidelisation")
    site.territory("Lyon").hover()
    tip = page.locator(f"{MEASURED} .tm-tip")
    expect(tip).to_contain_text("non mesuré")
    expect(tip).to_contain_text("à demander")
    site.territory("Toulouse").hover()
    expect(tip).to_contain_text("317")
    expect(tip).to_contain_text("75 à 85")


def test_another_indicator_costs_little_and_never_the_geometry(site):
    page = site.open("fidelisation")
    received: list[int] = []
    asked: list[str] = []
    site.page.on("request", lambda request: asked.append(request.url))
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    client.on(
        "Network.webSocketFrameReceived",
        # Frames come in base64.
        lambda event: received.append(len(event["response"]["payloadData"]) * 3 // 4),
    )
    title = page.locator(f"{CROSSING} .tm-title").inner_text()
    site.choose("Indicateur en abscisse", "sous-dense")
    site.expect_parameter("croiser", "part_population_zip_zac_pct")
    expect(page.locator(f"{CROSSING} .tm-title")).not_to_have_text(title)
    assert not [url for url in asked if "/static/geo/" in url]
    # The largest message is the map; the others are selectors, cards and text.
    assert 0 < max(received) <= MAX_BYTES


def test_on_a_phone_the_plot_goes_under_the_map_and_nothing_overflows(visit):
    site = visit(PHONE)
    page = site.open("fidelisation", territoire="12")
    above, below = (page.locator(part).bounding_box() for part in (f"{CROSSING} svg.tm-map", PLOT))
    assert below["y"] >= above["y"] + above["height"]
    assert below["width"] > 320
    page.locator("summary", has_text="Les quatre groupes").click()
    site.settle()
    expect(page.locator(".table table").first).to_be_visible()
    assert overflowing(page) == []
    expect(page.get_by_text(re.compile("restent indécis"))).to_be_visible()
