"""Ground of the pydeck maps: areas as GeoJSON and limits, in the coordinates of the drawing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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
Side = tuple[tuple[int, ...], tuple[int, ...]]


def build_areas(document: dict[str, Any]) -> dict[str, Any]:
    """Return the areas that are filled, without the limits inside them, and the names of insets.

    Parameters
    ----------
    document : what ``build_map_geometry`` returns

    Returns
    -------
    GeoJSON FeatureCollection. Coordinates are those of the document: integers, y downwards.
    The property ``k`` of a feature says what it is; ``n`` is the name of an inset, ``a``
    where the name is anchored.
    """
    areas = [
        _feature(kind, "MultiPolygon", _merged(polygons))
        for kind, polygons in _departements(document).items()
    ]
    names = [_name(frame) for frame in document["frames"]]
    return {"type": "FeatureCollection", "features": [*areas, *names]}


def build_limits(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every limit drawn, once: two départements that touch share theirs.

    Parameters
    ----------
    document : what ``build_map_geometry`` returns

    Returns
    -------
    Sides with their start ``s``, their end ``e`` and their kind ``k``: border of a subdivision
    (never a coast), other limit of a département, the same in an inset, frame of an inset.
    Straight sides, and not lines of many points: a browser without a graphics card draws them
    three times as fast.
    """
    rings = {
        kind: [ring for polygon in polygons for ring in polygon]
        for kind, polygons in _departements(document).items()
    }
    subdivisions = [ring for d in document["levels"]["subdivision"]["d"] for ring in _rings(d)]
    borders = {side for side, times in _sides(subdivisions).items() if times > 1}
    limits = {kind: [side for side in _sides(rings[kind]) if side not in borders] for kind in rings}
    frames = _sides(ring for frame in document["frames"] for ring in _rings(frame["d"]))
    drawn = {**limits, SUBDIVISION: sorted(borders), FRAME: list(frames)}
    return [
        {"s": start, "e": end, "k": kind} for kind, sides in drawn.items() for start, end in sides
    ]


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


def _departements(document: dict[str, Any]) -> dict[str, list[list[Ring]]]:
    """Polygons of the départements: at their place, or in an inset."""
    polygons: dict[str, list[list[Ring]]] = {DEPARTEMENT: [], INSET: []}
    for d in document["levels"]["departement"]["d"]:
        for polygon in _polygons(d):
            is_framed = _is_framed(polygon[0], document["frames"])
            polygons[INSET if is_framed else DEPARTEMENT].append(polygon)
    return polygons


def _merged(polygons: Sequence[Sequence[Ring]]) -> list[list[Ring]]:
    """Return the areas that polygons cover, without the sides that two of them share."""
    shapes = [shapely.Polygon(outer, holes) for outer, *holes in polygons]
    areas = shapely.get_parts(shapely.coverage_union_all(shapes))
    return [
        [
            shapely.get_coordinates(ring).astype(int).tolist()
            for ring in (area.exterior, *area.interiors)
        ]
        for area in areas
    ]


def _sides(rings: Iterable[Ring]) -> Counter[Side]:
    """Sides of rings, whichever way they run, and how many rings have each."""
    return Counter(
        (min(a, b), max(a, b))
        for ring in rings
        for a, b in pairwise(tuple(point) for point in ring)
    )


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
