"""Ground of the pydeck maps: the same drawing as the map, with a point per territory."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise

import geopandas as gpd
import pytest
import shapely

from etl.geo.drawing import build_map_geometry
from etl.geo.ground import build_areas, build_limits, map_points
from tests.support.paths import DATA

FOLDER = DATA / "reference" / "geometry"


@pytest.fixture(scope="module")
def document() -> dict:
    departements = gpd.read_file(FOLDER / "departements_carto.geojson")
    subdivision_of = {
        code: "SUB-036" if code in ("06", "2A", "2B") else f"SUB-0{region}"
        for code, region in zip(departements["code"], departements["region"], strict=True)
    }
    return build_map_geometry(
        departements,
        gpd.read_file(FOLDER / "regions_carto.geojson"),
        gpd.read_file(FOLDER / "encarts_cadres.geojson"),
        subdivision_of,
        {},
        {},
    )


@pytest.fixture(scope="module")
def areas(document) -> dict:
    return build_areas(document)


@pytest.fixture(scope="module")
def limits(document) -> list[dict]:
    return build_limits(document)


def of_kind(areas: dict, kind: str) -> list[dict]:
    return [one for one in areas["features"] if one["properties"]["k"] == kind]


def shape(areas: dict, kind: str) -> shapely.Geometry:
    return shapely.union_all(
        [shapely.geometry.shape(one["geometry"]) for one in of_kind(areas, kind)]
    )


def side(limit: dict) -> frozenset:
    return frozenset((limit["s"], limit["e"]))


def rings_of(document: dict, level: str) -> list[list[tuple[int, int]]]:
    """Rings of a level, read here by another way than the one tested: « M x y l dx dy … z »."""
    rings = []
    for d in document["levels"][level]["d"]:
        for piece in d.replace("z", "").split("M")[1:]:
            numbers = list(map(int, piece.replace("l", " ").replace("-", " -").split()))
            x, y = 0, 0
            ring = []
            for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
                x, y = x + dx, y + dy
                ring.append((x, y))
            rings.append([*ring, ring[0]])
    return rings


def sides(rings: list) -> Counter:
    return Counter(frozenset(pair) for ring in rings for pair in pairwise(ring))


def test_both_files_are_small_enough_to_be_fetched_once(areas, limits):
    def size(document: object) -> int:
        return len(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode())

    assert size(areas) < 40_000
    # Sent compressed: about a fifth.
    assert size(limits) < 350_000


def test_the_areas_cover_what_the_départements_cover_and_nothing_twice(document, areas):
    drawn = sum(
        shapely.Polygon(outer, holes).area
        for kind in ("departement", "encart")
        for one in of_kind(areas, kind)
        for outer, *holes in one["geometry"]["coordinates"]
    )
    signed = sum(
        a[0] * b[1] - b[0] * a[1]
        for ring in rings_of(document, "departement")
        for a, b in pairwise(ring)
    )
    assert drawn == abs(signed) / 2


def test_no_limit_runs_inside_an_area_of_one_fill(document, areas):
    rings = [
        [tuple(point) for point in ring]
        for kind in ("departement", "encart")
        for one in of_kind(areas, kind)
        for polygon in one["geometry"]["coordinates"]
        for ring in polygon
    ]
    around = sides(rings_of(document, "departement"))
    assert {around[one] for one in sides(rings)} == {1}


def test_overseas_départements_and_enlarged_copies_are_apart(document, areas):
    frames = shapely.union_all([shapely.box(x, y, x + w, y + h) for x, y, w, h in boxes(document)])
    assert shape(areas, "encart").within(frames)
    assert shape(areas, "departement").intersection(frames).area == 0


def boxes(document: dict) -> list[list[int]]:
    return [frame["box"] for frame in document["frames"]]


def test_each_side_of_a_département_is_drawn_once_whoever_shares_it(document, limits):
    drawn = Counter(side(limit) for limit in limits if limit["k"] != "cadre")
    assert set(drawn.values()) == {1}
    assert set(drawn) == set(sides(rings_of(document, "departement")))


def test_borders_run_between_two_départements_and_never_along_the_coast(document, limits):
    around = sides(rings_of(document, "departement"))
    borders = [side(limit) for limit in limits if limit["k"] == "subdivision"]
    assert len(borders) > 1000
    assert {around[border] for border in borders} == {2}


def test_each_inset_has_its_frame_and_its_name(areas, limits):
    names = {one["properties"]["n"] for one in of_kind(areas, "nom")}
    assert {"La Réunion", "Petite couronne"} <= names
    assert len(names) == 6
    assert sum(limit["k"] == "cadre" for limit in limits) == 6 * 4


def test_a_subdivision_is_where_its_inhabitants_are(document):
    parts = {"SUB-036": [("DEP-06", 3.0), ("DEP-83", 1.0)]}
    points = {row["territory_id"]: (row["x"], row["y"]) for row in map_points(document, parts)}
    (x, y), (one, other) = points["SUB-036"], (points["DEP-06"], points["DEP-83"])
    assert (x, y) == (round((3 * one[0] + other[0]) / 4), round((3 * one[1] + other[1]) / 4))
    # The middle of the widest piece would be in Corse.
    label = dict(
        zip(*(document["levels"]["subdivision"][k] for k in ("ids", "label")), strict=True)
    )
    assert label["SUB-036"][0] - x > 100


def test_a_departement_has_the_point_of_its_label(document):
    points = {row["territory_id"]: (row["x"], row["y"]) for row in map_points(document, {})}
    level = document["levels"]["departement"]
    assert len(points) == 101 + 18 + len(document["levels"]["subdivision"]["ids"])
    assert points["DEP-12"] == tuple(level["label"][level["ids"].index("DEP-12")])
