"""The map of initiatives: each counted once, no disc over another, nothing from outside."""

from __future__ import annotations

import itertools
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.deck import Ground
from dashboard.core.files import FICTITIOUS
from dashboard.views.initiatives.figures import (
    APART,
    DISCS,
    DOT,
    DOT_SPACING,
    DOTS,
    STEP_STYLES,
    Dot,
    Group,
    Place,
    clustered,
    dot_points,
    name_labels,
    plot_discs,
    plot_dots,
    radius,
    spread,
    step_style,
)

GROUND = Ground("/areas.json", "/limits.json")
PARIS = Place((1092, 411), 2, ("Paris (75)",), "DEP-75", "REG-11")
HAUTS_DE_SEINE = Place((1084, 422), 3, ("Hauts-de-Seine (92)",), "DEP-92", "REG-11")
OISE = Place((1090, 415), 1, ("Oise (60)",), "DEP-60", "REG-32")
AVEYRON = Place((1130, 1320), 1, ("Aveyron (12)",), "DEP-12", "REG-76")
places = st.builds(
    Place,
    point=st.tuples(st.integers(0, 2000), st.integers(0, 1690)),
    entries_n=st.integers(1, 60_000),
    names=st.just(("x",)),
    territory_id=st.uuids().map(str),
    region_id=st.sampled_from(["REG-11", "REG-76"]),
)


def layers(deck) -> dict[str, dict]:
    return {layer["id"]: layer for layer in json.loads(deck.to_json())["layers"]}


@given(st.lists(places, max_size=40), st.sampled_from([-2.0, -0.7, 1.0]))
def test_clusters_keep_every_initiative_and_do_not_overlap(apart, zoom):
    shown = clustered(apart, zoom)
    assert sum(place.entries_n for place in shown) == sum(place.entries_n for place in apart)
    assert sum(len(place.names) for place in shown) == len(apart)
    most = max((place.entries_n for place in apart), default=1)
    for one, other in itertools.combinations(shown, 2):
        reach = radius(one.entries_n, most) + radius(other.entries_n, most) + APART
        assert math.dist(one.point, other.point) * 2**zoom >= reach


def test_neighbours_that_would_overlap_are_one_disc_that_opens_their_region():
    (disc,) = clustered([PARIS, HAUTS_DE_SEINE], -2.0)
    assert (disc.entries_n, disc.territory_id, disc.region_id) == (5, "", "REG-11")
    assert disc.text == "Hauts-de-Seine (92), Paris (75)\n5 initiatives"


def test_a_cluster_of_two_regions_opens_none():
    (disc,) = clustered([PARIS, OISE], -2.0)
    assert (disc.territory_id, disc.region_id) == ("", "")


def test_places_far_enough_apart_stay_themselves():
    assert set(clustered([PARIS, AVEYRON], -2.0)) == {PARIS, AVEYRON}


def test_the_area_of_a_disc_follows_its_number_which_fits_inside():
    assert radius(40, 40) == pytest.approx(2 * radius(10, 40), abs=0.1)
    assert radius(12_345, 12_345) > radius(7, 12_345)
    # Six digits and a space, about seven pixels each.
    assert 2 * radius(12_345, 1_000_000) >= 6 * 7


@given(st.integers(2, 150))
def test_points_of_one_place_do_not_touch(count):
    points = spread((100, 100), count, DOT_SPACING)
    nearest = min(math.dist(a, b) for a, b in itertools.combinations(points, 2))
    assert nearest > 2 * DOT


@pytest.mark.parametrize("gap", [0, 1, 14])
def test_points_of_places_that_stand_close_do_not_touch_either(gap):
    groups = [
        Group(name, (1092 + rank * gap, 411), tuple(Dot(f"{name}{i}~S", "", "") for i in range(9)))
        for rank, name in enumerate(("Paris", "Hauts-de-Seine", "Val-de-Marne"))
    ]
    scale = 2.0
    points = dot_points(groups, scale)
    assert len(points) == 27
    nearest = min(math.dist(a, b) for a, b in itertools.combinations(points, 2))
    assert nearest * scale > 2 * DOT - 1


def test_a_name_that_would_hide_a_point_or_another_name_is_left_out():
    far, near, empty = (
        Group("Aveyron", (1130, 1320), (Dot("A~S", "", ""),)),
        Group("Tarn", (1130, 1340), (Dot("B~S", "", ""),)),
        Group("Lot", (900, 1100), ()),
    )
    shown = name_labels([far, near, empty], [(1130, 1320), (1130, 1340)], 1.0)
    assert [row["label"] for row in shown] == ["Tarn", "Lot"]
    crowded = name_labels([empty, Group("Gers", (902, 1102), ())], [], 1.0)
    assert [row["label"] for row in crowded] == ["Lot"]


def test_one_point_alone_is_at_its_place():
    assert spread((7, 9), 1, DOT_SPACING) == [(7, 9)]


def test_discs_carry_their_number_their_territory_and_their_words():
    shown = layers(plot_discs(GROUND, [AVEYRON, PARIS], is_demo=False))
    assert shown["aires-avec-encarts"]["data"] == GROUND.areas_url
    assert shown["limites-avec-encarts"]["data"] == GROUND.limits_url
    row = next(row for row in shown[DISCS]["data"] if row["id"] == "DEP-12")
    assert (row["label"], row["text"]) == ("1", "Aveyron (12)\n1 initiative")
    assert [item["id"] for item in shown["effectifs"]["data"]] == [
        item["id"] for item in shown[DISCS]["data"]
    ]
    assert "fictif" not in shown


def test_points_tell_their_step_by_their_colours_and_their_address():
    dots = (Dot("A~S", "en_place", "A"), Dot("B~S", "projet", "B"), Dot("C~S", "", "C"))
    group = Group("Aveyron", AVEYRON.point, dots)
    shown = layers(plot_dots(GROUND, [group], [AVEYRON.point], [PARIS], [], is_demo=True))
    rows = shown[DOTS]["data"]
    assert [row["id"] for row in rows] == ["A~S", "B~S", "C~S"]
    assert len({tuple(row["f"]) for row in rows}) == 3
    assert shown["noms"]["data"][0]["label"] == "Aveyron"
    assert shown["fictif"]["data"][0]["label"] == FICTITIOUS


def test_without_a_disc_no_layer_of_numbers_is_sent():
    shown = layers(plot_dots(GROUND, [], [AVEYRON.point], [], [], is_demo=False))
    assert DISCS not in shown
    assert "effectifs" not in shown


def test_the_steps_stay_apart_in_grey_print():
    def grey(color: str) -> float:
        red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    tones = sorted(grey(style.fill) for style in STEP_STYLES.values())
    assert all(b - a > 50 for a, b in itertools.pairwise(tones))
    assert step_style(None) == step_style("inconnu")
