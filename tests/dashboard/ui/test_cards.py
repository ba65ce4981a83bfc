"""Key figures: value, interval, status and source, every text escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest

from dashboard.core.catalog import STATUS_LABELS, Catalog, Source
from dashboard.core.selection import default_selection, parse_parameters
from dashboard.queries.cache import open_build
from dashboard.queries.catalog import read_catalog
from dashboard.ui.cards import Card, cards_html, definition_link, source_sentence

ATTACK = '<script>alert("x")</script>'


@pytest.fixture(scope="module")
def catalog(warehouse) -> Iterator[Catalog]:
    with open_build(str(warehouse.path)) as connection:
        yield read_catalog(connection.cursor())


@pytest.fixture(scope="module")
def source_id(catalog) -> str:
    return next(key for key, source in catalog.sources.items() if source.url)


def show(catalog: Catalog, card: Card) -> str:
    return cards_html(catalog, default_selection(catalog), [card])


def card(value, indicator_id="msu", *, label="Chiffre", **fields) -> Card:
    return Card(value, label=label, indicator_id=indicator_id, **fields)


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def test_an_estimate_shows_its_interval_and_does_not_look_like_an_observation(catalog, source_id):
    observed = card(120, status="observed", period="2024", source_ids=(source_id,))
    estimate = replace(observed, low=80, high=160, status="estimated")
    assert "intervalle 80 à 160" in text_of(show(catalog, estimate))
    assert STATUS_LABELS["estimated"] in text_of(show(catalog, estimate))
    assert 'class="card estimated"' in show(catalog, estimate)
    assert "intervalle" not in text_of(show(catalog, observed))
    assert "estimated" not in show(catalog, observed)


def test_a_missing_figure_is_n_d_without_a_status(catalog):
    shown = text_of(show(catalog, card(None, "fidelisation_mesuree_pct")))
    assert re.search(r"n\. d\.", shown)
    assert not any(f" {label} " in shown for label in STATUS_LABELS.values())


def test_figures_follow_the_decimals_of_their_indicator(catalog):
    assert "139,1" in show(catalog, card(139.08, "couverture_pct"))
    assert "13\u202f908" in show(catalog, card(13_908.0))


def test_a_value_without_source_has_no_stray_full_stop(catalog):
    assert ". ." not in text_of(show(catalog, card(1, period="2024")))


def test_the_source_is_named_with_its_place_its_date_and_its_definition(catalog, source_id):
    dated = card(1, period="2010-05", source_ids=(source_id,), locator="p. 12")
    html = show(catalog, dated)
    shown = text_of(html)
    source = catalog.sources[source_id]
    assert source.citation in shown
    assert "p. 12" in shown
    assert "mai 2010" in shown
    assert f'href="{source.url}"' in unescape(html)
    assert 'rel="noopener"' in html
    assert "<details><summary>" in html


def test_the_link_to_the_definition_keeps_the_view(catalog):
    selection = default_selection(catalog).with_value("territory_id", "DEP-12")
    link = urlsplit(definition_link(catalog, selection, "gap_msu"))
    parameters = dict(parse_qsl(link.query))
    assert parameters.pop("definition") == "gap_msu"
    assert parse_parameters(parameters, catalog) == (selection, ())


def test_every_text_of_a_card_is_escaped(catalog):
    hostile = Source(ATTACK, ATTACK, ATTACK, None, f"https://x/?{ATTACK}", "", None, "press")
    poisoned = replace(catalog, sources={**catalog.sources, ATTACK: hostile})
    attacked = card(
        1, label=ATTACK, source_ids=(ATTACK, "unknown<b>"), locator=ATTACK, detail=ATTACK
    )
    html = show(poisoned, attacked)
    assert "<script" not in html
    assert "<b>" not in html


def test_every_address_of_a_source_is_of_the_web(catalog):
    for source in catalog.sources.values():
        assert source.url is None or source.url.startswith(("https://", "http://"))


def test_a_source_that_is_not_described_is_named_by_its_id(catalog):
    assert source_sentence(catalog, "INCONNUE") == "INCONNUE"
