"""Which territory holds which, and which touch, on the real registers."""

from __future__ import annotations

import pytest

from dashboard.core.catalog import Catalog
from dashboard.queries.cache import served_build
from dashboard.queries.catalog import fetch_catalog
from models.territories.cells import NATION


@pytest.fixture
def catalog(served_warehouse) -> Catalog:
    return fetch_catalog(served_build(demo=False))


def test_a_territory_holds_its_departements_and_the_nation_all_of_them(catalog):
    assert catalog.departements_in("DEP-12") == ("DEP-12",)
    assert catalog.departements_in("REG-53") == ("DEP-22", "DEP-29", "DEP-35", "DEP-56")
    assert catalog.departements_in("SUB-042") == ("DEP-974", "DEP-976")
    assert catalog.departements_in(NATION) == catalog.level_ids["departement"]


def test_departements_held_and_holders_are_two_views_of_one_relation(catalog):
    for territory_id in catalog.territories:
        inside = set(catalog.departements_in(territory_id))
        for departement_id in catalog.level_ids["departement"]:
            held = departement_id in inside
            assert catalog.is_inside(departement_id, territory_id) == held
            assert (territory_id in catalog.holders_of(departement_id)) == held


def test_a_subdivision_holds_whole_only_what_it_shares_with_no_other(catalog):
    shared = {item for item in catalog.level_ids["departement"] if catalog.is_shared(item)}
    assert shared
    for territory_id, territory in catalog.territories.items():
        inside = set(catalog.departements_in(territory_id))
        in_part = shared & inside if territory.level == "subdivision" else set()
        assert set(catalog.departements_in(territory_id, whole=True)) == inside - in_part


def test_the_regions_partition_the_departements_and_the_subdivisions_cover_them(catalog):
    regions = [
        item for name in catalog.level_ids["region"] for item in catalog.departements_in(name)
    ]
    assert sorted(regions) == list(catalog.level_ids["departement"])
    assert set(catalog.subdivisions_in(NATION)) == set(catalog.level_ids["subdivision"])
    assert catalog.subdivisions_in("DEP-976") == ("SUB-042",)


def test_a_departement_stands_for_its_region_and_its_main_subdivision(catalog):
    assert catalog.counterpart("DEP-12", "region") == "REG-76"
    assert catalog.counterpart("DEP-12", "subdivision") == "SUB-040"
    assert catalog.counterpart("REG-76", "region") == "REG-76"
    assert catalog.counterpart("REG-76", "departement") is None
    assert catalog.counterpart(NATION, "region") is None


def test_the_region_of_a_territory_is_itself_for_a_region_and_none_across_regions(catalog):
    assert catalog.region_of("DEP-12") == catalog.region_of("REG-76") == "REG-76"
    assert catalog.region_of("SUB-040") == "REG-76"
    assert catalog.region_of("SUB-034") is None
    assert catalog.region_of(NATION) is None


def test_neighbours_of_a_region_touch_one_of_its_departements(catalog):
    assert set(catalog.neighbours_of("REG-53")) == {"REG-28", "REG-52"}
    assert catalog.neighbours_of("REG-04") == catalog.neighbours_of(NATION) == ()
    assert set(catalog.neighbours_of("SUB-029")) == {"SUB-032"}
    assert catalog.neighbours_of("DEP-12") == catalog.neighbours["DEP-12"]
    assert catalog.neighbours_of("DEP-974") == ()
