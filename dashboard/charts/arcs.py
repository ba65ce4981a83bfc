"""Flows of doctors as arcs over our own outlines: no tile, no request outside."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pydeck

from dashboard.charts.marks import COLOR, FICTITIOUS, OPACITY
from dashboard.charts.palette import CNGE, DGOS

# What a half of a laptop's page shows, in pixels; a phone shows the same, smaller.
WIDTH, HEIGHT = 460, 430
OUT_COLOR, IN_COLOR = DGOS, CNGE
# The whole drawing, names of insets included: left, top, right, bottom.
DRAWING = (0, 0, 2000, 1690)
INSETS_RIGHT, INSETS_TOP = 515, 690
IS_AREA = "(properties.k == 'departement' || properties.k == 'encart')"
IS_INSET = "(properties.k == 'encart' || properties.k == 'cadre' || properties.k == 'nom')"
MARGIN = 130
CLOSEST_ZOOM = -0.7
NARROWEST, WIDEST = 1.5, 9.0
GREY, INK, PAPER = (115, 123, 136), (27, 31, 39), (255, 255, 255)
TOOLTIP = {"fontSize": "12px", "padding": "4px 8px", "maxWidth": "170px", "lineHeight": "1.3"}
TEXT = {
    "character_set": "'auto'",
    "font_family": "'Source Sans, sans-serif'",
    "get_text": "label",
    "get_position": "at",
}

Point = tuple[int, int]


@dataclass(frozen=True)
class Arc:
    """One flow: where from, where to, how many doctors, what the tooltip says."""

    start: Point
    end: Point
    doctors_n: int
    text: str


class CompactDeck(pydeck.Deck):
    """A deck whose JSON has no blanks: pydeck's own is five times as long."""

    def to_json(self) -> str:
        """JSON that the browser draws."""
        return json.dumps(json.loads(super().to_json()), separators=(",", ":"))


def plot_arcs(
    outlines_url: str,
    out: Sequence[Arc],
    into: Sequence[Arc],
    home: tuple[Point, str] | None = None,
    *,
    is_demo: bool,
) -> CompactDeck:
    """Arcs that leave a territory and arcs that come to it, light where they start.

    Parameters
    ----------
    outlines_url : GeoJSON of the outlines, fetched once by the browser
    out, into : flows; the number is written at the end that is not the territory
    home : point and name of the territory, whose flows fill the map; None for the whole country,
        without numbers
    """
    ends = [end for arc in (*out, *into) for end in (arc.start, arc.end)]
    is_whole = home is None or any(map(_is_in_inset, ends))
    centre, zoom = _frame([] if is_whole else ends)
    most = max((arc.doctors_n for arc in (*out, *into)), default=1)
    layers = [_outlines(outlines_url, with_insets=is_whole), _arcs("partis", out, OUT_COLOR, most)]
    layers.append(_arcs("arrives", into, IN_COLOR, most))
    if home:
        numbers = _numbers([(arc.end, arc) for arc in out] + [(arc.start, arc) for arc in into])
        layers += [_labels("effectifs", numbers, 12), _home(*home)]
    if is_demo:
        layers.append(_fictitious(centre))
    return CompactDeck(
        layers=layers,
        views=[pydeck.View(type="OrthographicView", controller={"scrollZoom": False})],
        initial_view_state=pydeck.ViewState(target=[*centre, 0], zoom=zoom),
        map_provider=None,
        tooltip={"text": "{text}", "style": TOOLTIP},
    )


def _frame(points: Sequence[Point]) -> tuple[Point, float]:
    """Centre and zoom that show these points, or the whole drawing without any."""
    left, top, right, bottom = DRAWING
    if points:
        xs, ys = zip(*points, strict=True)
        left, right = min(xs) - MARGIN, max(xs) + MARGIN
        top, bottom = min(ys) - MARGIN, max(ys) + MARGIN
    scale = min(WIDTH / (right - left), HEIGHT / (bottom - top))
    centre = ((left + right) // 2, (top + bottom) // 2)
    return centre, min(CLOSEST_ZOOM, round(math.log2(scale), 2))


def _is_in_inset(point: Point) -> bool:
    """Whether a place is overseas; the petite couronne has its true place too."""
    return point[0] < INSETS_RIGHT and point[1] > INSETS_TOP


def _outlines(url: str, *, with_insets: bool) -> pydeck.Layer:
    """One style for each kind of line, read from the property that names it."""
    fill, thin, thick = [*GREY, 40], [*GREY, 110], [*GREY, 255]
    nothing = [*GREY, 0]
    hidden = "" if with_insets else f"{IS_INSET} ? {nothing} : "
    return pydeck.Layer(
        "GeoJsonLayer",
        url,
        id="fond",
        get_fill_color=f"{hidden}{IS_AREA} ? {fill} : {nothing}",
        get_line_color=f"{hidden}{IS_AREA} ? {thin} : {thick}",
        get_line_width=f"{IS_AREA} ? 0.6 : 1.3",
        line_width_units="'pixels'",
        point_type="'text'",
        get_text="properties.n",
        get_text_anchor="properties.a",
        get_text_size=11 if with_insets else 0,
        get_text_color=thick,
        text_character_set="'auto'",
        text_font_family=TEXT["font_family"],
    )


def _arcs(name: str, arcs: Sequence[Arc], color: str, most: int) -> pydeck.Layer:
    rgb = _rgb(color)
    spread = WIDEST - NARROWEST
    rows = [
        {
            "s": arc.start,
            "e": arc.end,
            "w": round(NARROWEST + spread * math.sqrt(arc.doctors_n / most), 1),
            "text": arc.text,
        }
        for arc in arcs
    ]
    return pydeck.Layer(
        "ArcLayer",
        rows,
        id=name,
        get_source_position="s",
        get_target_position="e",
        get_source_color=[*rgb, 90],
        get_target_color=[*rgb, 255],
        get_width="w",
        # Lying flat: the arc bends on the drawing instead of rising above it.
        get_tilt=90,
        get_height=0.3,
        pickable=True,
        auto_highlight=True,
    )


def _numbers(ends: Sequence[tuple[Point, Arc]]) -> list[dict[str, Any]]:
    """One number per place: a place that gives and takes shows both."""
    found: dict[Point, list[str]] = {}
    for point, arc in ends:
        found.setdefault(point, []).append(str(arc.doctors_n))
    return [{"at": point, "label": " / ".join(texts)} for point, texts in found.items()]


def _labels(name: str, rows: list[dict[str, Any]], size: int) -> pydeck.Layer:
    return pydeck.Layer(
        "TextLayer",
        rows,
        id=name,
        get_size=size,
        get_color=[*INK, 255],
        background=True,
        get_background_color=[*PAPER, 215],
        background_padding=[3, 1],
        get_pixel_offset=[0, -11],
        **TEXT,
    )


def _home(point: Point, name: str) -> pydeck.Layer:
    layer = _labels("territoire", [{"at": point, "label": name}], 14)
    layer.get_pixel_offset = [0, 16]
    layer.font_weight = 700
    return layer


def _fictitious(centre: Point) -> pydeck.Layer:
    return pydeck.Layer(
        "TextLayer",
        [{"at": centre, "label": FICTITIOUS}],
        id="fictif",
        get_size=28,
        get_angle=20,
        get_color=[*_rgb(COLOR), round(255 * OPACITY)],
        **TEXT,
    )


def _rgb(color: str) -> tuple[int, ...]:
    return tuple(int(color[start : start + 2], 16) for start in (1, 3, 5))
