"""Sets of territories compared, on the real registers."""

from __future__ import annotations

import pytest

from dashboard.queries.cache import served_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.views.comparer.sets import (
    available_sets,
    compared_set,
)
from dashboard.views.comparer.view import CompareView
from models.comparison.similarity import Peer, Trait

pytestmark = pytest.mark.usefixtures("served_warehouse")


@pytest.fixture
def catalog():
    return fetch_catalog(served_build(demo=False))


def never():
    raise AssertionError("similar territories were looked for")


def compared(catalog, territory_id, level="departement", similar=never, **view):
    return compared_set(catalog, territory_id, level, CompareView(**view), similar)


def test_a_departement_is_compared_to_its_region_first_itself_on_top(catalog):
    result = compared(catalog, "DEP-12")
    assert (result.set_id, result.label, len(result.ids)) == ("region", "Occitanie", 13)
    assert result.ids[:3] == ("DEP-12", "DEP-09", "DEP-11")
    assert result.focus_id == "DEP-12"


def test_a_region_chosen_shows_its_departements_without_focus(catalog):
    result = compared(catalog, "REG-76")
    assert (len(result.ids), result.focus_id) == (13, None)


@pytest.mark.parametrize(
    ("territory_id", "level", "sets"),
    [
        ("DEP-12", "departement", ("region", "subdivision", "voisins", "semblables", "groupe")),
        # A région of one département is nothing to compare to; nor is an island's border.
        ("DEP-976", "departement", ("subdivision", "semblables", "groupe")),
        ("DEP-2A", "departement", ("region", "subdivision", "voisins", "semblables", "groupe")),
        ("FR", "departement", ("regions", "groupe")),
        ("FR", "region", ("tous", "groupe")),
        ("REG-76", "region", ("voisins", "semblables", "tous", "groupe")),
        ("SUB-040", "subdivision", ("region", "voisins", "semblables", "tous", "groupe")),
        ("SUB-034", "subdivision", ("voisins", "semblables", "tous", "groupe")),
    ],
)
def test_only_sets_of_two_territories_or_more_are_offered(catalog, territory_id, level, sets):
    assert available_sets(catalog, territory_id, level) == sets


def test_a_set_that_does_not_exist_gives_way_to_the_first_that_does(catalog):
    result = compared(catalog, "DEP-976", set_id="voisins")
    assert (result.set_id, set(result.ids)) == ("subdivision", {"DEP-974", "DEP-976"})


def test_similar_territories_come_with_their_peers_and_are_only_then_looked_for(catalog):
    trait = Trait("densite", 1.0, 2.0, 0.1)
    peers = {"DEP-12": (Peer("DEP-46", 0.3, (trait,), ()),)}
    result = compared(catalog, "DEP-12", similar=lambda: peers, set_id="semblables")
    assert result.ids == ("DEP-12", "DEP-46")
    assert result.label.replace("\u00a0", " ") == "Aveyron (12) et 1 département semblable"
    assert result.peers == peers["DEP-12"]


def test_territories_that_are_all_far_are_not_called_similar(catalog):
    trait = Trait("densite", 1.0, 2.0, 2.0)
    far = {"DEP-75": (Peer("DEP-83", 1.1, (trait,), ()), Peer("DEP-92", 1.3, (trait,), ()))}
    result = compared(catalog, "DEP-75", similar=lambda: far, set_id="semblables")
    assert result.label == "Paris (75) et les 2 départements les moins éloignés"


def test_the_country_is_compared_by_its_regions(catalog):
    result = compared(catalog, "FR")
    assert (result.set_id, result.level, result.label) == ("regions", "region", "France")
    assert len(result.ids) == 18


def test_a_group_starts_from_the_region_of_the_territory(catalog):
    result = compared(catalog, "DEP-23", set_id="groupe")
    assert result.ids[0] == "DEP-23"
    regions = {catalog.territories[item].region_id for item in result.ids}
    assert (len(result.ids), regions) == (8, {"REG-75"})
    assert "DEP-59" in compared(catalog, "FR", set_id="groupe").ids


def test_a_group_is_that_of_its_level_and_bears_its_name(catalog):
    group = {"set_id": "groupe", "members": ("DEP-12", "DEP-48"), "name": "Causses"}
    result = compared(catalog, "FR", **group)
    assert (result.label, result.ids, result.focus_id) == ("Causses", ("DEP-12", "DEP-48"), None)
    assert compared(catalog, "DEP-48", **group).ids[0] == "DEP-48"
    elsewhere = compared(catalog, "FR", "region", **group)
    assert (len(elsewhere.ids), elsewhere.label) == (8, "Groupe de 8 territoires")


def test_all_the_territories_of_a_level_are_compared_but_for_the_departements(catalog):
    assert len(compared(catalog, "REG-76", "region", set_id="tous").ids) == 18
    assert compared(catalog, "DEP-12", set_id="tous").set_id == "region"
