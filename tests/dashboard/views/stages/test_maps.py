"""Maps of the page « Stages »: an estimate is hatched, a count is a circle."""

from __future__ import annotations

import pytest

from dashboard.core.values import Measure
from dashboard.queries.catalog import read_catalog
from dashboard.queries.stages import fetch_model
from dashboard.themes.stages import UNKNOWN, Balance, Fact, compute_balances
from dashboard.ui.territory_map import layer_payload
from dashboard.views.stages.maps import stage_layers
from dashboard.views.stages.view import StageView


@pytest.fixture
def catalog(connection):
    return read_catalog(connection)


@pytest.mark.parametrize("level", ["departement", "region", "subdivision"])
def test_the_maps_hatch_what_is_estimated_and_show_counts_as_circles(connection, catalog, level):
    model = fetch_model.read(connection)
    ids = catalog.level_ids[level]
    balances = compute_balances(model, ids, (2027,), model.reference)
    view = StageView(2027, "N1")
    chances, missing = stage_layers(catalog, view, [balances[(item, 2027, "N1")] for item in ids])
    assert set(layer_payload(chances)["st"]) == {"3"}
    assert len(chances.names) == 5
    assert all("chances sur 10" in note for note in chances.note)
    assert missing.kind == "circles"
    assert all(value is None or value >= 0 for value in missing.values)
    assert "2026-2027" in missing.subtitle


@pytest.mark.parametrize(("status", "code"), [("imported", "2"), ("demo", "4")])
def test_imported_and_fictitious_places_are_not_hatched_as_estimates(catalog, status, code):
    offer, gap = Measure(100, 90, 110), Measure(-2.5, -3, -2)
    fact = Fact(status, None, "offered", None, None)
    balance = Balance("DEP-12", 2026, "N1", Measure(102.5, 102, 103), offer, gap, UNKNOWN, fact)
    layers = stage_layers(catalog, StageView(2026, "N1"), [balance])
    for layer in layers:
        assert layer_payload(layer)["st"] == code
    assert layers[0].names[layers[0].values[0]] == "offre connue, insuffisante"
