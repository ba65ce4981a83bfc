"""What « Et sans eux ? » draws and gives as a file, from the published figures."""

from __future__ import annotations

import pytest

from dashboard.core.selection import default_selection
from dashboard.queries.cache import served_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.ui.territory_map import layer_payload
from dashboard.views.fidelisation.page import RetentionPage
from dashboard.views.fidelisation.removal.inputs import compute, load_inputs, origin_of
from dashboard.views.fidelisation.removal.maps import LOSS_HEADER, loss_row, removal_layers
from dashboard.views.fidelisation.removal.scenario import zone_losses
from dashboard.views.fidelisation.removal.sources import RemovalSources, removal_sources
from dashboard.views.fidelisation.removal.table import CSV_HEADER, csv_row, removal_csv
from dashboard.views.fidelisation.view import RetentionView, options_of


@pytest.fixture
def limoges(served_warehouse):
    """Page, figures and scenario of one subdivision."""
    build = served_build(demo=False)
    catalog = fetch_catalog(build)
    selection = default_selection(catalog).with_value("territory_id", "SUB-039")
    page = RetentionPage(build, catalog, selection, RetentionView(), options_of(catalog, ()))
    inputs = load_inputs(page)
    return page, inputs, compute(page, inputs, origin_of(page))


def test_figures_are_in_the_order_of_the_cells_they_are_spread_over(limoges):
    page, inputs, _ = limoges
    assert inputs.densities.ids == page.catalog.cells.departement_ids


def test_the_two_maps_share_their_classes_and_hatch_what_is_estimated_only(limoges):
    page, inputs, scenario = limoges
    sources = removal_sources(page, inputs, scenario)
    before, after = removal_layers(page, scenario, inputs.density.period, sources)
    assert (before.breaks, before.colors) == (after.breaks, after.colors)
    assert scenario.threshold in before.breaks
    assert set(before.status) == {"observed"}
    hatched = [one.territory_id for one in scenario.touched]
    ids = page.catalog.level_ids["departement"]
    shown = [item for item, status in zip(ids, after.status, strict=True) if status == "estimated"]
    assert shown == sorted(hatched)
    unchanged = [index for index, item in enumerate(ids) if item not in hatched]
    assert all(before.values[index] == after.values[index] for index in unchanged)
    assert all(layer_payload(layer)["sources"] for layer in (before, after))


def test_each_map_gives_the_file_of_every_departement_under_a_plain_name(limoges):
    page, inputs, scenario = limoges
    sources = removal_sources(page, inputs, scenario)
    layers = removal_layers(page, scenario, inputs.density.period, sources)
    built = page.catalog.build.built_on_iso
    assert [layer.name for layer in layers] == [
        f"carte_{name}_sans-internes_limoges-subdivision_10-promotions_2024_{built}"
        for name in ("densite-avant", "densite-sans-eux")
    ]
    files = {layer.csv() for layer in layers}
    assert files == {removal_csv(page.catalog, scenario, sources)}
    assert len(files.pop().splitlines()) == 102


def test_a_line_of_the_map_of_losses_carries_its_interval_status_and_sources(limoges):
    page, inputs, _ = limoges
    losses = zone_losses(page.catalog.cells, inputs.densities, inputs.national, 5)
    (own,) = (one for one in losses if one.subdivision_id == "SUB-039")
    line = dict(zip(LOSS_HEADER, loss_row(page, own, "Insee", "p. 3"), strict=True))
    low, value, high = (
        float(line[name].replace(",", "."))
        for name in ("perte_borne_basse", "perte", "perte_borne_haute")
    )
    # Filled posts are known: the high bound may be the value itself.
    assert low < value <= high
    assert (line["promotions"], line["statut"]) == ("10\u00a0promotions", "estimé")
    assert (line["source"], line["emplacement"]) == ("Insee", "p. 3")


def test_a_departement_that_falls_is_marked_in_its_note(limoges):
    page, inputs, scenario = limoges
    _, after = removal_layers(page, scenario, inputs.density.period, RemovalSources("", "", {}, ()))
    creuse = page.catalog.level_ids["departement"].index("DEP-23")
    assert after.note[creuse].startswith("▼ passe sous le seuil ; 16 MG en moins (est., ")


def test_a_line_of_the_file_carries_bounds_sources_and_method(limoges):
    page, inputs, scenario = limoges
    sources = removal_sources(page, inputs, scenario)
    lines = {
        one.territory_id: dict(
            zip(CSV_HEADER, csv_row(page.catalog, scenario, one, sources), strict=True)
        )
        for one in scenario.departements
    }
    assert len(lines) == 101
    creuse, rhone = lines["DEP-23"], lines["DEP-69"]
    assert creuse["constat"] == "passe sous le seuil"
    assert creuse["statut"] == "estimé"
    assert creuse["methode"] == "sans-eux-v1"
    assert "Silhol" in creuse["source"]
    low, value, high = (
        float(creuse[f"densite_{end}"].replace(",", "."))
        for end in ("borne_basse", "sans_eux", "borne_haute")
    )
    assert low <= value < high < 65
    assert (rhone["statut"], rhone["methode"]) == ("observé", "")
    assert "Silhol" not in rhone["source"]
    assert "departement=23" in creuse["emplacement"]
    assert inputs.effect.locator in creuse["emplacement"]
    assert "departement=69" in rhone["emplacement"]
    assert inputs.effect.locator not in rhone["emplacement"]
    assert rhone["densite_publiee"] == rhone["densite_sans_eux"]
