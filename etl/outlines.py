"""Outlines under the flows: the map document as GeoJSON, in the coordinates of the drawing."""

from __future__ import annotations

import re
from collections import Counter
from itertools import accumulate, pairwise
from typing import Any

import shapely

NUMBERS = re.compile(r"-?\d+")
DEPARTEMENT, SUBDIVISION, FRAME = "departement", "subdivision", "cadre"

Ring = list[list[int]]


def build_outlines(document: dict[str, Any]) -> dict[str, Any]:
    """Return the outlines of départements, the borders of subdivisions, the frames of the insets.

    Parameters
    ----------
    document : what ``build_map_geometry`` returns

    Returns
    -------
    GeoJSON FeatureCollection. Coordinates are those of the document: integers, y downwards.
    Each feature has one property, ``k``: what it outlines.
    """
    levels = document["levels"]
    # Each ring is a polygon of its own: a hole is filled by the neighbour that lies in it.
    fills = [
        _feature(DEPARTEMENT, "MultiPolygon", [[ring] for ring in _rings(d)])
        for d in levels["departement"]["d"]
    ]
    rings = [ring for d in levels["subdivision"]["d"] for ring in _rings(d)]
    borders = [_feature(SUBDIVISION, "MultiLineString", _shared(rings))]
    frames = [
        _feature(FRAME, "MultiLineString", _rings(frame["d"])) for frame in document["frames"]
    ]
    return {"type": "FeatureCollection", "features": [*fills, *borders, *frames]}


def map_points(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a point inside each territory: ``territory_id``, ``x``, ``y``."""
    return [
        {"territory_id": territory_id, "x": x, "y": y}
        for level in document["levels"].values()
        for territory_id, (x, y) in zip(level["ids"], level["label"], strict=True)
    ]


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


def _feature(kind: str, shape: str, coordinates: list[Any]) -> dict[str, Any]:
    geometry = {"type": shape, "coordinates": coordinates}
    return {"type": "Feature", "properties": {"k": kind}, "geometry": geometry}


def _rings(path: str) -> list[Ring]:
    """Read « M x y l dx dy … z » paths: each is closed by its first point."""
    rings = []
    for piece in path.split("M")[1:]:
        numbers = [int(text) for text in NUMBERS.findall(piece)]
        xs, ys = accumulate(numbers[::2]), accumulate(numbers[1::2])
        points = [list(point) for point in zip(xs, ys, strict=True)]
        rings.append([*points, points[0]])
    return rings
