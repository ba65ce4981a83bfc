"""Pure geometry: from GeoJSON layers to the compact SVG document the browser fetches once.

The functions read no file and know nothing of Streamlit. They take the layers of
``data/reference/geometry`` as GeoDataFrames with the columns ``code``, ``nom`` (and ``region``
for départements) and return plain Python objects.

Source of the layers: IGN ADMIN EXPRESS COG, simplified (Licence Ouverte 2.0).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

LAMBERT_93 = "EPSG:2154"
VIEW_WIDTH = 2000
VIEW_MARGIN = 12

PETITE_COURONNE = ("75", "92", "93", "94")
MAX_EXAMPLES = 5
FRAME_TOLERANCE_M = 500
# The overseas insets come stacked edge to edge. The upper rows move north so that each name fits
# under its frame; the other frames have free room on their right.
FRAME_SHIFT_M = {"971": 52_000, "972": 52_000, "973": 26_000, "974": 26_000}
NAME_SIDE = {"976": "right-bottom", "PC": "right-top"}


class _Screen:
    """Affine map from Lambert-93 metres to integer SVG units, y downwards."""

    def __init__(self, bounds: tuple[float, float, float, float]) -> None:
        left, bottom, right, top = bounds
        self.scale = (VIEW_WIDTH - 2 * VIEW_MARGIN) / (right - left)
        self.left, self.top = left, top
        self.height = int(np.ceil((top - bottom) * self.scale)) + 2 * VIEW_MARGIN

    def points(self, coordinates: np.ndarray) -> np.ndarray:
        """Return integer SVG points; rounding is absolute, so shared borders stay shared."""
        x = (coordinates[:, 0] - self.left) * self.scale + VIEW_MARGIN
        y = (self.top - coordinates[:, 1]) * self.scale + VIEW_MARGIN
        return np.rint(np.column_stack([x, y])).astype(int)

    def label(self, point: shapely.Point) -> list[int]:
        """Return one point as ``[x, y]``."""
        return [int(v) for v in self.points(np.array([[point.x, point.y]]))[0]]


def _number_pair(x: int, y: int) -> str:
    """Join two numbers with the fewest characters SVG allows (the minus sign separates)."""
    return f"{x}{y}" if y < 0 else f"{x} {y}"


def _without_repeats(points: np.ndarray) -> np.ndarray:
    """Drop consecutive duplicates and the closing point of a ring."""
    keep = np.ones(len(points), dtype=bool)
    keep[1:] = np.any(points[1:] != points[:-1], axis=1)
    points = points[keep]
    if len(points) > 1 and (points[0] == points[-1]).all():
        points = points[:-1]
    return points


def _commands(points: np.ndarray, closed: bool) -> str:
    """Return « m x y l dx dy … » with an absolute start, so that paths can be concatenated."""
    steps = np.diff(points, axis=0)
    first = f"M{_number_pair(*points[0])}"
    tokens = [_number_pair(*step) for step in steps]
    body = "".join(
        token if i == 0 or token.startswith("-") else f" {token}" for i, token in enumerate(tokens)
    )
    return f"{first}l{body}{'z' if closed else ''}"


def _polygons(geometry: BaseGeometry) -> list[shapely.Polygon]:
    return [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]


def _path(geometry: BaseGeometry, screen: _Screen) -> str:
    """Return the path data of a polygon or multipolygon, exteriors and holes."""
    pieces = []
    for polygon in _polygons(geometry):
        for ring in (polygon.exterior, *polygon.interiors):
            points = _without_repeats(screen.points(shapely.get_coordinates(ring)))
            if len(points) >= 3:
                pieces.append(_commands(points, closed=True))
    return "".join(pieces)


def _line_path(geometry: BaseGeometry, screen: _Screen) -> str:
    """Return the path data of a set of lines, merged end to end where they meet."""
    merged = shapely.line_merge(geometry)
    pieces = []
    for line in shapely.get_parts(merged):
        points = screen.points(shapely.get_coordinates(line))
        closed = len(points) > 2 and bool((points[0] == points[-1]).all())
        points = _without_repeats(points)
        if len(points) >= 2:
            pieces.append(_commands(points, closed=closed))
    return "".join(pieces)


def _spread_insets(layer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the layer with the overseas insets moved to leave room for their names."""
    shapes = [
        affinity.translate(shape, yoff=FRAME_SHIFT_M.get(code, 0))
        for code, shape in zip(layer["code"], layer.geometry, strict=True)
    ]
    return layer.assign(geometry=gpd.GeoSeries(shapes, index=layer.index, crs=layer.crs))


def _box(geometry: BaseGeometry, screen: _Screen) -> list[int]:
    """Return the bounding box of a shape as ``[x, y, width, height]``."""
    left, bottom, right, top = geometry.bounds
    (x, y), (far_x, far_y) = screen.points(np.array([[left, top], [right, bottom]])).tolist()
    return [x, y, far_x - x, far_y - y]


def _inset_labels(
    geometries: Mapping[str, BaseGeometry], screen: _Screen, inset: BaseGeometry | None
) -> dict[str, list[int]]:
    """Return a point in the enlarged copy of each petite couronne département."""
    if inset is None:
        return {}
    points = {}
    for code in PETITE_COURONNE:
        copies = [
            polygon
            for polygon in _polygons(geometries.get(code, shapely.Polygon()))
            if inset.contains(polygon.representative_point())
        ]
        if copies:
            points[f"DEP-{code}"] = screen.label(_true_place(shapely.union_all(copies), None))
    return points


def _true_place(geometry: BaseGeometry, inset: BaseGeometry | None) -> shapely.Point:
    """Return a point inside the largest polygon that is not an enlarged copy."""
    polygons = _polygons(geometry)
    if inset is not None:
        true = [p for p in polygons if not inset.contains(p.representative_point())]
        polygons = true or polygons
    largest = max(polygons, key=lambda polygon: polygon.area)
    return shapely.maximum_inscribed_circle(largest, tolerance=500).interpolate(0)


def _level(
    geometries: Mapping[str, BaseGeometry],
    prefix: str,
    names: Mapping[str, str],
    screen: _Screen,
    inset: BaseGeometry | None,
) -> dict[str, Any]:
    """Return one level of the document: parallel lists sorted by code."""
    ordered = sorted(geometries)
    ids = [f"{prefix}{code}" for code in ordered]
    return {
        "ids": ids,
        "codes": ordered,
        "names": [names.get(identifier, identifier) for identifier in ids],
        "d": [_path(geometries[code], screen) for code in ordered],
        "label": [screen.label(_true_place(geometries[code], inset)) for code in ordered],
    }


def _union_by(
    departements: gpd.GeoDataFrame, group_of: Mapping[str, str]
) -> dict[str, BaseGeometry]:
    """Return the union of the départements of each group; an exact coverage keeps it clean."""
    members: dict[str, list[BaseGeometry]] = {}
    for code, geometry in zip(departements["code"], departements.geometry, strict=True):
        group = group_of.get(code)
        if group is not None:
            members.setdefault(group, []).append(geometry)
    return {group: shapely.coverage_union_all(parts) for group, parts in members.items()}


def _with_copies(
    regions: gpd.GeoDataFrame, departements: gpd.GeoDataFrame, inset: BaseGeometry | None
) -> dict[str, BaseGeometry]:
    """Return région outlines made of their départements, enlarged copies included."""
    group_of = dict(zip(departements["code"], departements["region"], strict=True))
    unions = _union_by(departements, group_of)
    for code, geometry in zip(regions["code"], regions.geometry, strict=True):
        unions.setdefault(code, geometry)
    return {code: unions[code] for code in regions["code"]}


def _region_borders(
    departements: gpd.GeoDataFrame, regions: Mapping[str, BaseGeometry]
) -> BaseGeometry:
    """Return the lines between two régions, each drawn once; coasts stay undrawn."""
    shapes = list(regions.values())
    tree = shapely.STRtree(shapes)
    lines = []
    for first, second in zip(*tree.query(shapes, predicate="intersects"), strict=True):
        if first < second:
            shared = shapely.intersection(shapes[first].boundary, shapes[second].boundary)
            lines += [p for p in shapely.get_parts(shared) if p.geom_type == "LineString"]
    return shapely.MultiLineString(lines)


def build_map_geometry(
    departements: gpd.GeoDataFrame,
    regions: gpd.GeoDataFrame,
    frames: gpd.GeoDataFrame,
    subdivision_of: Mapping[str, str],
    names: Mapping[str, str],
    other_names: Mapping[str, Sequence[str]],
) -> dict[str, Any]:
    """Return the JSON document that holds every outline of the map.

    Parameters
    ----------
    departements, regions : geopandas.GeoDataFrame
        Carto layers (overseas and petite couronne moved into insets), one row per territory,
        columns ``code``, ``nom``, and ``region`` for départements.
    frames : geopandas.GeoDataFrame
        Frames of the insets, columns ``code`` and ``nom``.
    subdivision_of : Mapping[str, str]
        Subdivision id (``"SUB-017"``) of each département code; the dominant one where a
        département is shared.
    names : Mapping[str, str]
        Display name of each prefixed id (``"DEP-01"``, ``"REG-84"``, ``"SUB-017"``).
    other_names : Mapping[str, Sequence[str]]
        Other names by which the search finds a territory: chief towns, acronyms, former names.

    Returns
    -------
    dict
        ``viewBox``, ``frames``, ``levels`` (``departement``, ``region``, ``subdivision``, each
        with the parallel lists ``ids``, ``codes``, ``names``, ``d``, ``label``), ``borders`` and
        ``other_names``.
        The département level also has ``inset``: a point in the enlarged copy, where there is one.
        Coordinates are integers, about 2000 units wide, y downwards.
    """
    departements, regions, frames = (
        layer.to_crs(LAMBERT_93) for layer in (departements, regions, frames)
    )
    # The sides carry points meant for plotting in degrees; in Lambert-93 they are straight.
    frames = frames.assign(geometry=frames.geometry.simplify(FRAME_TOLERANCE_M))
    departements, frames = _spread_insets(departements), _spread_insets(frames)
    bounds = shapely.total_bounds([*departements.geometry.to_numpy(), *frames.geometry.to_numpy()])
    screen = _Screen(tuple(bounds))
    inset_rows = frames.loc[frames["code"] == "PC"]
    inset = inset_rows.geometry.iloc[0] if len(inset_rows) else None

    by_departement = dict(zip(departements["code"], departements.geometry, strict=True))
    by_region = _with_copies(regions, departements, inset)
    by_subdivision = {
        group.removeprefix("SUB-"): shape
        for group, shape in _union_by(departements, subdivision_of).items()
    }
    fallback = {
        f"DEP-{c}": n for c, n in zip(departements["code"], departements["nom"], strict=True)
    }
    fallback |= {f"REG-{c}": n for c, n in zip(regions["code"], regions["nom"], strict=True)}
    labels = fallback | dict(names)

    departement_level = _level(by_departement, "DEP-", labels, screen, inset)
    departement_level["inset"] = _inset_labels(by_departement, screen, inset)
    return {
        "viewBox": [0, 0, VIEW_WIDTH, screen.height],
        "frames": [
            {
                "id": code,
                "name": name,
                "d": _path(shape, screen),
                "box": _box(shape, screen),
                "side": NAME_SIDE.get(code, "below"),
            }
            for code, name, shape in zip(
                frames["code"], frames["nom"], frames.geometry, strict=True
            )
        ],
        "levels": {
            "departement": departement_level,
            "region": _level(by_region, "REG-", labels, screen, inset),
            "subdivision": _level(by_subdivision, "SUB-", labels, screen, inset),
        },
        "borders": {"region": _line_path(_region_borders(departements, by_region), screen)},
        "other_names": {key: list(texts) for key, texts in sorted(other_names.items())},
    }


def neighbour_pairs(departements: gpd.GeoDataFrame) -> list[tuple[str, str]]:
    """Return the pairs of département codes that share a border, each pair once and sorted.

    Parameters
    ----------
    departements : geopandas.GeoDataFrame
        True geometry (not the carto layer, where insets would invent or hide neighbours).

    Returns
    -------
    list of (str, str)
        Sorted pairs with the lower code first. A mere common point is not a border.
    """
    codes = departements["code"].to_numpy()
    shapes = departements.geometry.to_numpy()
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    ordered = first < second
    first, second = first[ordered], second[ordered]
    shared = shapely.length(shapely.intersection(shapes[first], shapes[second]))
    pairs = zip(codes[first[shared > 0]], codes[second[shared > 0]], strict=True)
    return sorted((min(a, b), max(a, b)) for a, b in pairs)


def _examples(codes: Iterable[str]) -> str:
    ordered = sorted(codes)
    more = f" et {len(ordered) - MAX_EXAMPLES} autres" if len(ordered) > MAX_EXAMPLES else ""
    return ", ".join(ordered[:MAX_EXAMPLES]) + more


def check_geometry(departements: gpd.GeoDataFrame, expected_codes: Iterable[str]) -> list[str]:
    """Return French sentences saying what is wrong with the layer; empty when all is well.

    Parameters
    ----------
    departements : geopandas.GeoDataFrame
        Layer to check.
    expected_codes : Iterable[str]
        Codes of the Code officiel géographique.
    """
    codes, expected = list(departements["code"]), set(expected_codes)
    errors = []
    if missing := expected - set(codes):
        errors.append(
            f"Contours absents pour {len(missing)} département(s) du COG : {_examples(missing)}."
        )
    if unknown := set(codes) - expected:
        errors.append(
            f"Contours de {len(unknown)} code(s) inconnu(s) du COG : {_examples(unknown)}."
        )
    if twice := {code for code in codes if codes.count(code) > 1}:
        errors.append(f"Codes présents plusieurs fois dans les contours : {_examples(twice)}.")
    shapes = departements.geometry.to_numpy()
    invalid = [code for code, ok in zip(codes, shapely.is_valid(shapes), strict=True) if not ok]
    if invalid:
        errors.append(f"Contours invalides (auto-intersection) : {_examples(invalid)}.")
    elif not shapely.coverage_is_valid(shapes):
        edges = shapely.coverage_invalid_edges(shapes)
        faulty = [c for c, e in zip(codes, edges, strict=True) if not shapely.is_empty(e)]
        errors.append(
            "Les contours se chevauchent ou laissent des interstices entre voisins : "
            f"{_examples(faulty)}. Reprendre la couche d’origine dans data/reference/geometry."
        )
    return errors
