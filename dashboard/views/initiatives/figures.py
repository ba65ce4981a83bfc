"""Drawing of the map: a disc by département with its number, or one point each seen closer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pydeck

from dashboard.charts.deck import (
    INK,
    PAPER,
    TEXT,
    CompactDeck,
    Ground,
    Point,
    frame,
    is_in_inset,
    labels,
    own_outline,
    plot_deck,
    plot_ground,
    rgb,
)
from dashboard.charts.outlines import Box, Ring
from dashboard.core.formatting import number
from dashboard.views.initiatives.words import place_tooltip

# Size of the map beside its list on a laptop, in pixels; a phone shows it smaller.
WIDTH, HEIGHT = 600, 430
DISCS, DOTS = "departements", "initiatives"
DISC, OTHER_DISC = "#2f6db3", "#7d8590"
SMALLEST, LARGEST, APART = 9.0, 21.0, 1.0
# A lone initiative never makes the largest disc.
FULL_SIZE = 6
DIGIT = 3.6
DOT, DOT_SPACING = 7.5, 11.5
# The angle between two leaves of a sunflower: no two points line up.
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
CLOSE_MARGIN, CLOSE_ZOOM = 16, 2.6
# Steps that move apart the points of départements that stand close; what names need, in pixels.
STEPS_APART = 80
LETTER_WIDTH, NAME_HEIGHT, NAME_BELOW = 6.4, 18, 20


@dataclass(frozen=True)
class Place:
    """A département, or several merged into one disc: point, number of initiatives, identity."""

    point: Point
    entries_n: int
    names: tuple[str, ...]
    territory_id: str
    region_id: str

    @property
    def text(self) -> str:
        """Text of the tooltip."""
        return place_tooltip(self.names, self.entries_n)


@dataclass(frozen=True)
class Dot:
    """One initiative: text of its tooltip, step, address that opens it."""

    address: str
    step: str
    text: str


@dataclass(frozen=True)
class Group:
    """A département and its initiatives, perhaps none."""

    name: str
    point: Point
    dots: tuple[Dot, ...]


@dataclass(frozen=True)
class DotStyle:
    """Colours of a step, apart in grey print too: full, half-tone, hollow."""

    fill: str
    line: str


# Around a full point, so that two that are close, or a dark page, do not hide it.
RING = "#ffffff"
STEP_STYLES: dict[str, DotStyle] = {
    "en_place": DotStyle("#1f5590", RING),
    "experimentation": DotStyle("#e39a45", "#8a4a12"),
    "projet": DotStyle("#ffffff", "#1f5590"),
}
OTHER_STYLE = DotStyle("#b9bec7", "#565d69")


def step_style(step: str | None) -> DotStyle:
    """Colours of a step; neutral ones for a step of another name."""
    return STEP_STYLES.get(step or "", OTHER_STYLE)


def radius(entries_n: int, most: int) -> float:
    """Radius of a disc in pixels: its area follows the number, which must fit inside."""
    room = SMALLEST + DIGIT * (len(number(entries_n)) - 2)
    share = math.sqrt(entries_n / max(most, FULL_SIZE))
    return round(min(max(SMALLEST, room, LARGEST * share), 2 * LARGEST), 1)


def clustered(places: Sequence[Place], zoom: float) -> tuple[Place, ...]:
    """Places, those whose discs would overlap at this zoom merged, until none does.

    A cluster keeps the identity of the région its départements share; none when they share none.
    """
    most = max((place.entries_n for place in places), default=1)
    scale = 2.0**zoom
    waiting = sorted(places, key=lambda place: (-place.entries_n, place.territory_id))
    apart: list[Place] = []
    while waiting:
        place = waiting.pop(0)
        touched = next((other for other in apart if _overlap(place, other, most, scale)), None)
        if touched is None:
            apart.append(place)
        else:
            apart.remove(touched)
            waiting.insert(0, _merged(touched, place))
    return tuple(apart)


def spread(point: Point, count: int, spacing: float) -> list[tuple[float, float]]:
    """Points around a place like the seeds of a sunflower; one alone is at its centre."""
    if count == 1:
        return [point]
    places = []
    for rank in range(count):
        reach, angle = spacing * math.sqrt(rank + 0.5), rank * GOLDEN_ANGLE
        x, y = point[0] + reach * math.cos(angle), point[1] + reach * math.sin(angle)
        places.append((round(x, 1), round(y, 1)))
    return places


def plot_discs(
    ground: Ground,
    places: Sequence[Place],
    around: Sequence[Point] = (),
    outline: Sequence[Ring] = (),
    *,
    is_demo: bool,
) -> CompactDeck:
    """One disc per place, its number on it; discs that would overlap are one.

    Parameters
    ----------
    ground : outlines, fetched once by the browser
    places : départements that have initiatives
    around : points to show closer; none for the whole country
    outline : of the territory seen closer
    """
    centre, zoom, has_insets = _view(around)
    rows = _disc_rows(clustered(places, zoom), DISC)
    layers = [*plot_ground(ground, with_insets=has_insets), own_outline(outline)]
    return plot_deck([*layers, *_discs(rows)], centre, zoom, is_demo=is_demo)


def plot_dots(
    ground: Ground,
    groups: Sequence[Group],
    around: Sequence[Point],
    others: Sequence[Place],
    outline: Sequence[Ring],
    *,
    is_demo: bool,
) -> CompactDeck:
    """One point per initiative, around the centre of its département.

    Parameters
    ----------
    ground : outlines, fetched once by the browser
    groups : départements of the territory, with their initiatives
    around : points to show, at least one
    others : départements around the territory, in grey with their number
    outline : of the territory
    """
    centre, zoom, has_insets = _view(around)
    scale = 2.0**zoom
    dots = [dot for group in groups for dot in group.dots]
    at = dot_points(groups, scale)
    rows = [
        {
            "at": point,
            "id": dot.address,
            "text": dot.text,
            "f": [*rgb(step_style(dot.step).fill), 255],
            "l": [*rgb(step_style(dot.step).line), 255],
        }
        for dot, point in zip(dots, at, strict=True)
    ]
    layers = [
        *plot_ground(ground, with_insets=has_insets),
        own_outline(outline),
        *_discs(_disc_rows(others, OTHER_DISC)),
        *_names(name_labels(groups, at, scale)),
        _dots(rows),
    ]
    return plot_deck(layers, centre, zoom, is_demo=is_demo)


def _view(around: Sequence[Point]) -> tuple[Point, float, bool]:
    """Centre, zoom, and whether the frames of the insets are drawn."""
    centre, zoom = frame(around, (WIDTH, HEIGHT), margin=CLOSE_MARGIN, closest=CLOSE_ZOOM)
    return centre, zoom, not around or any(map(is_in_inset, around))


def _disc_rows(places: Sequence[Place], color: str) -> list[dict[str, Any]]:
    most = max((place.entries_n for place in places), default=1)
    return [
        {
            "at": place.point,
            "label": number(place.entries_n),
            "r": radius(place.entries_n, most),
            "c": [*rgb(color), 255],
            "id": place.territory_id or place.region_id,
            "text": place.text,
        }
        for place in places
    ]


def dot_points(groups: Sequence[Group], scale: float) -> list[tuple[float, float]]:
    """Point of each initiative, group by group; those that would touch are moved apart."""
    spacing = DOT_SPACING / scale
    placed = [point for group in groups for point in spread(group.point, len(group.dots), spacing)]
    if len(placed) < 2:
        return placed
    # A hair apart, so that two points at the same place know which way to part.
    points = np.array(placed) + np.outer(np.arange(len(placed)), [0.01, 0.007])
    least = (2 * DOT + APART) / scale
    for _ in range(STEPS_APART):
        between = points[:, None] - points[None]
        distance = np.hypot(between[..., 0], between[..., 1])
        np.fill_diagonal(distance, np.inf)
        if distance.min() >= least:
            break
        push = np.clip(least - distance, 0, None) / 2 / distance
        points += (push[..., None] * between).sum(axis=1)
    return [(round(float(x), 1), round(float(y), 1)) for x, y in points]


def name_labels(
    groups: Sequence[Group], dots: Sequence[tuple[float, float]], scale: float
) -> list[dict[str, Any]]:
    """Name of each département under its points, unless it would hide another name or a point."""
    rows: list[dict[str, Any]] = []
    taken: list[Box] = []
    rest = list(dots)
    for group in groups:
        points, rest = rest[: len(group.dots)], rest[len(group.dots) :]
        lowest = max((y for _, y in points), default=float(group.point[1]))
        middle = sum(x for x, _ in points) / len(points) if points else float(group.point[0])
        box = _name_box(group.name, middle, lowest, scale)
        if not any(_meet(box, other) for other in taken) and not any(
            _holds(box, dot) for dot in dots
        ):
            taken.append(box)
            rows.append({"at": (round(middle, 1), round(lowest, 1)), "label": group.name})
    return rows


def _name_box(name: str, x: float, y: float, scale: float) -> Box:
    half = (LETTER_WIDTH * len(name) / 2 + 4) / scale
    top = y + (NAME_BELOW - NAME_HEIGHT / 2) / scale
    return (x - half, top, x + half, top + NAME_HEIGHT / scale)


def _meet(box: Box, other: Box) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]


def _holds(box: Box, point: tuple[float, float]) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _names(rows: list[dict[str, Any]]) -> list[pydeck.Layer]:
    """Names, nothing without any, of which deck.gl makes no letters."""
    if not rows:
        return []
    layer = labels("noms", rows, 12)
    layer.get_pixel_offset = [0, NAME_BELOW]
    return [layer]


def _overlap(place: Place, other: Place, most: int, scale: float) -> bool:
    apart = math.dist(place.point, other.point) * scale
    # Most are further than the largest discs reach: no need to work out their radii.
    return apart < 4 * LARGEST + APART and apart < (
        radius(place.entries_n, most) + radius(other.entries_n, most) + APART
    )


def _merged(place: Place, other: Place) -> Place:
    total = place.entries_n + other.entries_n
    x, y = (
        round((a * place.entries_n + b * other.entries_n) / total)
        for a, b in zip(place.point, other.point, strict=True)
    )
    region_id = place.region_id if place.region_id == other.region_id else ""
    return Place((x, y), total, (*place.names, *other.names), "", region_id)


def _discs(rows: list[dict[str, Any]]) -> list[pydeck.Layer]:
    """Discs and their numbers; nothing without rows, of which deck.gl makes no letters."""
    if not rows:
        return []
    discs = pydeck.Layer(
        "ScatterplotLayer",
        rows,
        id=DISCS,
        get_position="at",
        get_radius="r",
        radius_units="'pixels'",
        get_fill_color="c",
        get_line_color=[*PAPER, 255],
        get_line_width=1.5,
        line_width_units="'pixels'",
        stroked=True,
        pickable=True,
        auto_highlight=True,
    )
    numbers = pydeck.Layer(
        "TextLayer",
        rows,
        id="effectifs",
        get_size=12,
        get_color=[*PAPER, 255],
        font_weight=700,
        **TEXT,
    )
    return [discs, numbers]


def _dots(rows: list[dict[str, Any]]) -> pydeck.Layer:
    return pydeck.Layer(
        "ScatterplotLayer",
        rows,
        id=DOTS,
        get_position="at",
        get_radius=DOT,
        radius_units="'pixels'",
        get_fill_color="f",
        get_line_color="l",
        get_line_width=2,
        line_width_units="'pixels'",
        stroked=True,
        pickable=True,
        auto_highlight=True,
        highlight_color=[*INK, 90],
    )
