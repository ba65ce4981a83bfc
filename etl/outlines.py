"""Outlines under the flows: the map document as GeoJSON, in the coordinates of the drawing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any

import shapely

NUMBERS = re.compile(r"-?\d+")
DEPARTEMENT, SUBDIVISION, INSET, FRAME, NAME = (
    "departement",
    "subdivision",
    "encart",
    "cadre",
    "nom",
)
GAP = 26
MIDDLE = "middle"

Ring = list[list[int]]


def build_outlines(document: dict[str, Any]) -> dict[str, Any]:
    """Return the outlines of départements, the borders of subdivisions, the insets.

    Parameters
    ----------
    document : what ``build_map_geometry`` returns

    Returns
    -------
    GeoJSON FeatureCollection. Coordinates are those of the document: integers, y downwards.
    The property ``k`` of a feature says what it is; ``n`` is the name of an inset, ``a``
    where the name is anchored.
    """
    levels = document["levels"]
    fills: dict[str, list[list[Ring]]] = {DEPARTEMENT: [], INSET: []}
    for d in levels["departement"]["d"]:
        for polygon in _polygons(d):
            is_framed = _is_framed(polygon[0], document["frames"])
            fills[INSET if is_framed else DEPARTEMENT].append(polygon)
    shapes = [_feature(kind, "MultiPolygon", polygons) for kind, polygons in fills.items()]
    rings = [ring for d in levels["subdivision"]["d"] for ring in _rings(d)]
    borders = [_feature(SUBDIVISION, "MultiLineString", _shared(rings))]
    frames = [
        _feature(FRAME, "MultiLineString", _rings(frame["d"])) for frame in document["frames"]
    ]
    names = [_name(frame) for frame in document["frames"]]
    return {"type": "FeatureCollection", "features": [*shapes, *borders, *frames, *names]}


def map_points(
    document: dict[str, Any],
    parts: Mapping[str, Sequence[tuple[str, float]]],
) -> list[dict[str, Any]]:
    """Return a point for each territory: ``territory_id``, ``x``, ``y``.

    Parameters
    ----------
    document : what ``build_map_geometry`` returns
    parts : départements and inhabitants of each subdivision, those of its main région only

    A subdivision is where its inhabitants are on average: the middle of its outline would be in
    Corse for Nice.
    """
    points = {
        territory_id: (x, y)
        for level in document["levels"].values()
        for territory_id, (x, y) in zip(level["ids"], level["label"], strict=True)
    }
    for subdivision_id, members in parts.items():
        inhabitants = sum(number for _, number in members)
        points[subdivision_id] = tuple(
            round(sum(points[name][axis] * number for name, number in members) / inhabitants)
            for axis in (0, 1)
        )
    return [{"territory_id": name, "x": x, "y": y} for name, (x, y) in sorted(points.items())]


def _shared(rings: list[Ring]) -> list[Ring]:
    """Return the lines that two rings share, each once: borders, without the coasts."""
    sides = Counter(
        (min(a, b), max(a, b))
        for ring in rings
        for a, b in pairwise(tuple(point) for point in ring)
    )
    lines = shapely.MultiLineString([side for side, times in sides.items() if times > 1])
    return [
        [[int(x), int(y)] for x, y in shapely.get_coordinates(line)]
        for line in shapely.get_parts(shapely.line_merge(lines))
    ]


def _is_framed(ring: Ring, frames: Sequence[dict[str, Any]]) -> bool:
    """Say whether a ring lies in an inset."""
    x, y = ring[0]
    return any(
        left <= x <= left + width and top <= y <= top + height
        for left, top, width, height in (frame["box"] for frame in frames)
    )


def _name(frame: dict[str, Any]) -> dict[str, Any]:
    """Name of an inset: under its frame, or on its right where there is room."""
    x, y, width, height = frame["box"]
    if frame["side"] == "below":
        return _feature(
            NAME, "Point", [x + width // 2, y + height + GAP], n=frame["name"], a=MIDDLE
        )
    top = y + GAP if frame["side"] == "right-top" else y + height - GAP
    return _feature(NAME, "Point", [x + width + GAP // 2, top], n=frame["name"], a="start")


def _feature(kind: str, shape: str, coordinates: list[Any], **named: str) -> dict[str, Any]:
    geometry = {"type": shape, "coordinates": coordinates}
    return {"type": "Feature", "properties": {"k": kind, **named}, "geometry": geometry}


def _polygons(path: str) -> list[list[Ring]]:
    """Group rings: a hole follows the outline it lies in, and turns the other way."""
    polygons: list[list[Ring]] = []
    for ring in _rings(path):
        is_hole = polygons and _turns(ring) != _turns(polygons[0][0])
        if is_hole:
            polygons[-1].append(ring)
        else:
            polygons.append([ring])
    return polygons


def _turns(ring: Ring) -> bool:
    """Which way a ring turns."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) > 0


def _rings(path: str) -> list[Ring]:
    """Read « M x y l dx dy … z » paths: each is closed by its first point."""
    rings = []
    for piece in path.split("M")[1:]:
        numbers = [int(text) for text in NUMBERS.findall(piece)]
        xs, ys = accumulate(numbers[::2]), accumulate(numbers[1::2])
        points = [list(point) for point in zip(xs, ys, strict=True)]
        rings.append([*points, points[0]])
    return rings
