"""The catalog of a build, and the territory a user means."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.catalog import Catalog
from dashboard.core.text import plain
from dashboard.queries.cache import open_build
from dashboard.queries.catalog import read_catalog


@pytest.fixture(scope="module")
def catalog(warehouse) -> Iterator[Catalog]:
    with open_build(str(warehouse.path)) as connection:
        yield read_catalog(connection.cursor())


@pytest.mark.parametrize(
    ("text", "territory_id"),
    [
        ("12", "DEP-12"),
        ("avey", "DEP-12"),
        ("Aveyron", "DEP-12"),
        ("  AVEYRON ", "DEP-12"),
        ("Aveyron (12)", "DEP-12"),
        ("DEP-12", "DEP-12"),
        ("dep-12", "DEP-12"),
        ("herault", "DEP-34"),
        ("1", "DEP-01"),
        ("01", "DEP-01"),
        ("2a", "DEP-2A"),
        ("corse-du-sud", "DEP-2A"),
        ("976", "DEP-976"),
        ("REG-84", "REG-84"),
        ("84", "DEP-84"),
        ("Île-de-France", "REG-11"),
        ("ile-de-france", "REG-11"),
        ("SUB-040", "SUB-040"),
        ("Toulouse", "SUB-040"),
        ("loire", "DEP-42"),
        ("FR", "FR"),
        ("France entière", "FR"),
    ],
)
def test_a_territory_is_found_by_its_code_its_id_or_its_name(catalog, text, territory_id):
    assert catalog.find(text) == territory_id


@pytest.mark.parametrize(
    ("text", "territory_id"),
    [
        ("ile de france", "REG-11"),
        ("corse du sud", "DEP-2A"),
        ("cotes d armor", "DEP-22"),
        ("cotes d'armor", "DEP-22"),
        ("CÔTES-D’ARMOR", "DEP-22"),
    ],
)
def test_hyphens_and_apostrophes_do_not_count(catalog, text, territory_id):
    assert catalog.find(text) == territory_id


@pytest.mark.parametrize(
    "text",
    ["", "   ", "99", "0", "-12", "REG-12", "DEP-999", "Atlantide", "<script>", "🩺", "1" * 5000],
)
def test_an_unknown_territory_is_none(catalog, text):
    assert catalog.find(text) is None


def test_every_territory_is_found_by_its_own_id_and_label(catalog):
    for territory in catalog.territories.values():
        assert catalog.find(territory.territory_id) == territory.territory_id
        assert catalog.find(territory.label) == territory.territory_id


def test_every_departement_is_found_by_its_code_and_its_name(catalog):
    for territory_id in catalog.level_ids["departement"]:
        territory = catalog.territories[territory_id]
        assert catalog.find(territory.code) == territory_id
        assert catalog.find(territory.name_fr) == territory_id


@given(text=st.text(max_size=40))
def test_any_text_gives_a_territory_or_none(catalog, text):
    found = catalog.find(text)
    assert found is None or found in catalog.territories


@given(st.text(max_size=40))
def test_search_text_is_stable(text):
    assert plain(plain(text)) == plain(text)


def test_the_levels_hold_101_departements_18_regions_28_subdivisions(catalog):
    assert {level: len(ids) for level, ids in catalog.level_ids.items()} == {
        "departement": 101,
        "region": 18,
        "subdivision": 28,
    }


def test_ids_of_a_level_are_sorted_as_the_geometry_is(catalog):
    for ids in catalog.level_ids.values():
        assert list(ids) == sorted(ids)


def test_neighbours_are_mutual_and_islands_have_none(catalog):
    for territory_id, neighbours in catalog.neighbours.items():
        for neighbour in neighbours:
            assert territory_id in catalog.neighbours[neighbour]
    assert not catalog.neighbours.get("DEP-974")
    assert "DEP-48" in catalog.neighbours["DEP-12"]


def test_the_parts_of_a_departement_between_subdivisions_sum_to_one(catalog):
    for territory_id in catalog.level_ids["departement"]:
        parts = catalog.subdivisions_of[territory_id]
        assert sum(weight for _, weight in parts) == pytest.approx(1)
        assert catalog.dominant_subdivision(territory_id) in dict(parts)


def test_the_default_target_is_10_000(catalog):
    assert catalog.targets[catalog.default_target].value_msu == 10_000


def test_every_source_cited_by_a_target_is_described(catalog):
    for target in catalog.targets.values():
        assert target.source_id in catalog.sources


def test_the_need_of_the_stages_is_a_target_of_its_own_that_no_source_carries(catalog, warehouse):
    with open_build(str(warehouse.path)) as connection:
        needs = dict(
            connection.execute(
                """
                SELECT level_id, need_place_semestres FROM pub.stage_balance
                WHERE territory_id = 'FR' AND year = 2027
                """
            ).fetchall()
        )
        (rate,) = connection.execute(
            "SELECT value FROM pub.method WHERE parameter_id = 'third_cycle_places'"
        ).fetchone()
    need = catalog.named_targets["besoin-stages"]
    interns = (needs["N1"] + needs["SASPAS"] + needs["SFE"]) / rate
    assert need.value_msu >= interns
    assert need.source_id is None
    assert "2026-2027" in need.label_fr
    assert "besoin-stages" not in catalog.targets
