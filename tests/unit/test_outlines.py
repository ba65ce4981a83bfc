"""Outlines under the flows: the same drawing as the map, as GeoJSON, with a point per territory."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from etl.geometry import build_map_geometry
from etl.outlines import build_outlines, map_points

FOLDER = Path(__file__).parents[2] / "data" / "reference" / "geometry"


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
    )


@pytest.fixture(scope="module")
def outlines(document) -> dict:
    return build_outlines(document)


def of_kind(outlines: dict, kind: str) -> list[dict]:
    return [one for one in outlines["features"] if one["properties"]["k"] == kind]


def shape(outlines: dict, kind: str) -> shapely.Geometry:
    return shapely.union_all(
        [shapely.make_valid(shapely.geometry.shape(f["geometry"])) for f in of_kind(outlines, kind)]
    )


def test_the_outlines_are_small_enough_to_be_fetched_once(outlines):
    text = json.dumps(outlines, ensure_ascii=False, separators=(",", ":"))
    assert len(text.encode()) < 200_000


def test_every_place_is_drawn_once_so_that_no_enclave_looks_darker(outlines):
    (mainland,) = of_kind(outlines, "departement")
    polygons = [shapely.Polygon(p[0], p[1:]) for p in mainland["geometry"]["coordinates"]]
    drawn = sum(polygon.area for polygon in polygons)
    # Rounded coordinates overlap by slivers; a filled enclave would weigh ten times as much.
    assert drawn == pytest.approx(shapely.union_all(polygons).area, rel=2e-5)
    assert any(len(p) > 1 for p in mainland["geometry"]["coordinates"])


def test_overseas_départements_and_enlarged_copies_are_apart(document, outlines):
    frames = shapely.union_all([shapely.box(x, y, x + w, y + h) for x, y, w, h in boxes(document)])
    assert shape(outlines, "encart").within(frames)
    assert shape(outlines, "departement").intersection(frames).area == 0


def boxes(document: dict) -> list[list[int]]:
    return [frame["box"] for frame in document["frames"]]


def sides(lines: list) -> Counter:
    return Counter(frozenset(map(tuple, pair)) for line in lines for pair in pairwise(line))


def test_borders_run_between_two_départements_and_never_along_the_coast(outlines):
    (borders,) = of_kind(outlines, "subdivision")
    areas = [*of_kind(outlines, "departement"), *of_kind(outlines, "encart")]
    rings = [ring for one in areas for p in one["geometry"]["coordinates"] for ring in p]
    around, drawn = sides(rings), sides(borders["geometry"]["coordinates"])
    assert len(drawn) > 1000
    assert {around[side] for side in drawn} == {2}
    assert set(drawn.values()) == {1}


def test_each_inset_has_its_frame_and_its_name(outlines):
    assert len(of_kind(outlines, "cadre")) == len(of_kind(outlines, "nom")) == 6
    names = {one["properties"]["n"] for one in of_kind(outlines, "nom")}
    assert {"La Réunion", "Petite couronne"} <= names


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
