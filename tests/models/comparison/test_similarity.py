"""Similar territories: distances by hand, missing values told, and peers that make sense."""

from __future__ import annotations

import math

import numpy as np
import pytest

from dashboard.queries.cache import served_build
from dashboard.queries.levels import fetch_similar
from models.comparison.similarity import (
    CRITERIA,
    POPULATION,
    Criterion,
    similar,
    similarity_criteria,
)

NAN = math.nan
TWO = (Criterion("a"), Criterion("b"))
IDS = ("W", "X", "Y", "Z")


def nearest(table, criteria=TWO, **options):
    found = similar(IDS[: len(table)], np.array(table, dtype=float), criteria, **options)
    return {own: [peer.territory_id for peer in peers] for own, peers in found.items()}


def test_a_distance_is_the_quadratic_mean_of_the_differences_in_standard_deviations():
    # Both columns have mean 5 and standard deviation 5: every difference is 0 or 2.
    table = np.array([[0, 0], [0, 10], [10, 0], [10, 10]], dtype=float)
    peers = similar(IDS, table, TWO, fewest=1)["W"]
    assert [(peer.territory_id, round(peer.distance, 6)) for peer in peers] == [
        ("X", round(math.sqrt((0 + 4) / 2), 6)),
        ("Y", round(math.sqrt((4 + 0) / 2), 6)),
        ("Z", round(math.sqrt((4 + 4) / 2), 6)),
    ]


def test_reasons_are_told_with_both_values_closest_first():
    table = np.array([[0, 0], [0, 10], [10, 0], [10, 10]], dtype=float)
    peer = similar(IDS, table, TWO, fewest=1)["W"][0]
    assert (peer.closest.criterion_id, peer.closest.own, peer.closest.other) == ("a", 0, 0)
    assert (peer.farthest.criterion_id, peer.farthest.own, peer.farthest.other) == ("b", 0, 10)
    assert peer.farthest.gap == pytest.approx(2)
    other = similar(IDS, table, TWO, fewest=1)["W"][1]
    assert (other.closest.criterion_id, other.farthest.criterion_id) == ("b", "a")


def test_a_missing_value_leaves_the_others_to_compare_on_and_is_named():
    table = [[0, 0, 0], [0, NAN, 0], [10, 10, 10], [10, 10, 0]]
    criteria = (*TWO, Criterion("c"))
    found = similar(IDS, np.array(table, dtype=float), criteria, fewest=2)
    first = found["W"][0]
    assert (first.territory_id, first.missing) == ("X", ("b",))
    assert first.distance == pytest.approx(0, abs=1e-6)
    assert [trait.criterion_id for trait in first.traits] == ["a", "c"]
    # The distance is a mean over what is known: one criterion less does not bring it nearer.
    scaled = {peer.territory_id: peer.distance for peer in found["X"]}
    alone = np.array([[0, 0], [0, 0], [10, 10], [10, 0]], dtype=float)
    without = {peer.territory_id: peer.distance for peer in similar(IDS, alone, TWO, fewest=2)["X"]}
    assert scaled == pytest.approx(without, abs=1e-6)


def test_two_territories_that_share_too_few_criteria_are_not_compared():
    table = [[0, NAN], [NAN, 0], [0, 0], [1, 1]]
    assert "X" not in nearest(table, fewest=1)["W"]
    assert nearest(table, fewest=2) == {"W": [], "X": [], "Y": ["Z"], "Z": ["Y"]}


def test_ties_keep_the_order_and_the_count_is_respected():
    table = [[0, 0], [1, 1], [1, 1], [5, 5]]
    assert nearest(table, fewest=1, count=2)["W"] == ["X", "Y"]


def test_a_ratio_counts_as_a_ratio_on_a_logarithmic_criterion():
    table = [[10, 1], [100, 1], [1000, 1], [190, 1]]
    logs = (Criterion("a", log=True), Criterion("b"))
    # 190 is farther from 100 than 10 in differences of 90, and nearer in ratio.
    assert nearest(table, logs, fewest=1)["X"][0] == "Z"


def test_an_inherited_criterion_counts_in_the_distance_and_gives_no_reason():
    criteria = (Criterion("a"), Criterion("b", inherited=True))
    table = np.array([[0, 0], [3, 0], [10, 10], [10, 0]], dtype=float)
    peer = similar(IDS, table, criteria, fewest=1)["W"][0]
    assert peer.closest.criterion_id == peer.farthest.criterion_id == "a"
    assert len(peer.traits) == 2


def test_interns_are_inherited_by_departement_only():
    inherited = {
        level: [item.criterion_id for item in similarity_criteria(level) if item.inherited]
        for level in ("departement", "region", "subdivision")
    }
    assert inherited == {"departement": ["internes_pour_100k"], "region": [], "subdivision": []}


@pytest.mark.usefixtures("served_warehouse")
class TestOnTheRealFigures:
    """Peers of départements that everyone knows."""

    @pytest.fixture
    def peers(self):
        return fetch_similar(served_build(demo=False), "departement")

    def test_the_aveyron_is_like_the_rural_south_west(self, peers):
        found = [peer.territory_id for peer in peers["DEP-12"]]
        assert {"DEP-46", "DEP-32", "DEP-09"} <= set(found)
        assert "DEP-75" not in found
        assert peers["DEP-12"][0].distance < 0.5

    def test_the_two_corsican_departements_are_the_nearest_to_each_other(self, peers):
        assert peers["DEP-2A"][0].territory_id == "DEP-2B"
        assert peers["DEP-2B"][0].territory_id == "DEP-2A"

    def test_nothing_is_like_paris(self, peers):
        assert all(peer.distance > 1 for peer in peers["DEP-75"])

    def test_the_creuse_is_not_said_to_be_like_the_sarthe_nor_belfort(self, peers):
        assert [peer.territory_id for peer in peers["DEP-23"]] == ["DEP-52", "DEP-61", "DEP-58"]

    def test_only_the_three_nearest_of_what_nothing_looks_like_are_kept(self, peers):
        assert len(peers["DEP-75"]) == 3

    def test_mayotte_is_compared_on_the_criteria_it_has_and_is_nearest_to_guyane(self, peers):
        first = peers["DEP-976"][0]
        assert first.territory_id == "DEP-973"
        assert first.missing == ("part_population_zip_zac_pct",)
        assert len(first.traits) == len(CRITERIA) - 1

    def test_values_told_are_those_published(self, peers):
        trait = next(t for t in peers["DEP-12"][0].traits if t.criterion_id == POPULATION)
        assert trait.own == 279_609

    @pytest.mark.parametrize(("level", "count"), [("region", 18), ("subdivision", 28)])
    def test_every_territory_of_the_other_levels_has_peers(self, level, count):
        found = fetch_similar(served_build(demo=False), level)
        assert len(found) == count
        assert all(1 <= len(peers) <= 7 for peers in found.values())
        assert all(own not in {p.territory_id for p in peers} for own, peers in found.items())
