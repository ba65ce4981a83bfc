"""Outlines: the document the browser fetches, the neighbours, the checks."""

from __future__ import annotations

import json
import re

import geopandas as gpd
import pytest
import shapely

from etl.geo.drawing import build_map_geometry, check_geometry, neighbour_pairs
from tests.support.paths import DATA

FOLDER = DATA / "reference" / "geometry"
TOKEN = re.compile(r"([Mlz])|(-?\d+)")


@pytest.fixture(scope="module")
def true_departements() -> gpd.GeoDataFrame:
    return gpd.read_file(FOLDER / "departements.geojson")


@pytest.fixture(scope="module")
def document() -> dict:
    departements = gpd.read_file(FOLDER / "departements_carto.geojson")
    # One subdivision per région, but for Auvergne-Rhône-Alpes cut in two.
    subdivision_of = {
        code: "SUB-101" if code in ("03", "15", "43", "63") else f"SUB-0{region}"
        for code, region in zip(departements["code"], departements["region"], strict=True)
    }
    return build_map_geometry(
        departements,
        gpd.read_file(FOLDER / "regions_carto.geojson"),
        gpd.read_file(FOLDER / "encarts_cadres.geojson"),
        subdivision_of,
        {"SUB-101": "Clermont-Ferrand", "DEP-01": "Ain"},
        {"DEP-01": ["Bourg-en-Bresse"]},
    )


def rings(d: str) -> list[list[tuple[int, int]]]:
    """Decode path data into absolute points."""
    result, numbers = [], []
    for command, number in TOKEN.findall(d):
        if number:
            numbers.append(int(number))
        elif command == "M":
            numbers = []
        elif command == "z":
            pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
            points = [pairs[0]]
            for dx, dy in pairs[1:]:
                points.append((points[-1][0] + dx, points[-1][1] + dy))
            result.append(points)
    return result


def segments(d: str) -> set[frozenset]:
    return {
        frozenset(pair) for ring in rings(d) for pair in zip(ring, ring[1:] + ring[:1], strict=True)
    }


def shape(d: str) -> shapely.Geometry:
    return shapely.union_all([shapely.make_valid(shapely.Polygon(ring)) for ring in rings(d)])


def test_the_document_is_small_enough_to_be_fetched_once(document):
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    assert len(text.encode()) < 140_000


def test_each_level_has_parallel_lists_sorted_by_code(document):
    for level, size in (("departement", 101), ("region", 18), ("subdivision", 19)):
        content = document["levels"][level]
        assert [len(content[key]) for key in ("ids", "codes", "names", "d", "label")] == [size] * 5
        assert content["codes"] == sorted(content["codes"])


def test_ids_are_prefixed_so_that_codes_do_not_collide(document):
    levels = document["levels"]
    assert "DEP-2A" in levels["departement"]["ids"]
    assert "REG-84" in levels["region"]["ids"]
    assert "SUB-101" in levels["subdivision"]["ids"]
    assert not set(levels["departement"]["ids"]) & set(levels["region"]["ids"])


def test_given_names_win_and_others_fall_back_on_the_layer(document):
    levels = document["levels"]
    names = dict(zip(levels["departement"]["ids"], levels["departement"]["names"], strict=True))
    assert names["DEP-01"] == "Ain"
    assert names["DEP-974"] == "La Réunion"
    position = levels["subdivision"]["ids"].index("SUB-101")
    assert levels["subdivision"]["names"][position] == "Clermont-Ferrand"


def test_every_path_holds_only_integers_and_stays_in_the_view_box(document):
    x0, y0, width, height = document["viewBox"]
    for level in document["levels"].values():
        for d in level["d"]:
            assert re.fullmatch(r"(M-?\d+[ -]\d+l[-\d ]+z)+", d), d[:60]
            for x, y in (point for ring in rings(d) for point in ring):
                assert x0 <= x <= x0 + width
                assert y0 <= y <= y0 + height


def test_two_neighbours_share_exactly_the_same_segments(document):
    content = document["levels"]["departement"]
    paths = dict(zip(content["codes"], content["d"], strict=True))
    assert len(segments(paths["01"]) & segments(paths["71"])) > 10
    assert len(segments(paths["75"]) & segments(paths["92"])) > 5
    assert not segments(paths["01"]) & segments(paths["29"])


def test_petite_couronne_has_two_places_and_its_label_is_the_true_one(document):
    content = document["levels"]["departement"]
    frame = next(frame for frame in document["frames"] if frame["id"] == "PC")
    x0, y0, width, height = frame["box"]
    inset = shapely.box(x0, y0, x0 + width, y0 + height)
    for code in ("75", "92", "93", "94"):
        position = content["codes"].index(code)
        parts = [shapely.Polygon(ring) for ring in rings(content["d"][position])]
        assert sum(inset.contains(part) for part in parts) == 1
        assert len(parts) == 2
        assert not inset.contains(shapely.Point(content["label"][position]))
        assert inset.contains(shapely.Point(content["inset"][f"DEP-{code}"]))


def test_labels_stand_inside_their_territory(document):
    for level in document["levels"].values():
        for code, d, point in zip(level["codes"], level["d"], level["label"], strict=True):
            assert shape(d).buffer(1).contains(shapely.Point(point)), code


def test_frames_have_four_corners_and_do_not_overlap(document):
    boxes = []
    for frame in document["frames"]:
        assert len(rings(frame["d"])[0]) == 4
        x, y, width, height = frame["box"]
        boxes.append(shapely.box(x, y, x + width, y + height))
    assert shapely.union_all(boxes).area == pytest.approx(sum(box.area for box in boxes))
    assert len(boxes) == 6


def test_overseas_territories_stay_inside_their_frame(document):
    content = document["levels"]["departement"]
    for frame in document["frames"]:
        if frame["id"] == "PC":
            continue
        x, y, width, height = frame["box"]
        outline = shape(content["d"][content["codes"].index(frame["id"])])
        assert shapely.box(x, y, x + width, y + height).contains(outline), frame["id"]


def test_region_borders_are_made_of_departement_segments(document):
    assert document["borders"]["region"].startswith("M")
    assert len(document["borders"]["region"]) < 12_000


def test_neighbours_are_true_ones(true_departements):
    pairs = neighbour_pairs(true_departements)
    assert pairs == sorted(set(pairs))
    assert all(first < second for first, second in pairs)
    assert ("75", "92") in pairs
    assert ("2A", "2B") in pairs
    assert ("07", "26") in pairs
    # Overseas territories have no land border with another département.
    assert not [pair for pair in pairs if {"971", "972", "973", "974", "976"} & set(pair)]
    # An inset must not make neighbours.
    assert ("29", "92") not in pairs
    assert 220 < len(pairs) < 260


def test_a_common_point_is_not_a_border():
    squares = gpd.GeoDataFrame(
        {"code": ["01", "02", "03"]},
        geometry=[shapely.box(0, 0, 1, 1), shapely.box(1, 1, 2, 2), shapely.box(1, 0, 2, 1)],
        crs="EPSG:2154",
    )
    assert neighbour_pairs(squares) == [("01", "03"), ("02", "03")]


def test_the_committed_layer_passes_its_own_check(true_departements):
    assert check_geometry(true_departements, true_departements["code"]) == []


def test_missing_and_unknown_codes_are_named(true_departements):
    expected = [*true_departements["code"].drop(0), "20"]
    errors = check_geometry(true_departements, expected)
    assert len(errors) == 2
    assert "20" in errors[0]
    assert "01" in errors[1]


def test_overlapping_outlines_are_reported():
    layer = gpd.GeoDataFrame(
        {"code": ["01", "02"]},
        geometry=[shapely.box(0, 0, 2, 2), shapely.box(1, 0, 3, 2)],
        crs="EPSG:2154",
    )
    errors = check_geometry(layer, ["01", "02"])
    assert len(errors) == 1
    assert "chevauchent" in errors[0]
    assert "01, 02" in errors[0]
