"""What every pydeck map of ours is made of: our own outlines, no tile, no request outside."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import pydeck
from pydeck.bindings.json_tools import default_serialize

from dashboard.charts.marks import COLOR, OPACITY
from dashboard.charts.outlines import Ring
from dashboard.core.files import FICTITIOUS

# The whole drawing, names of insets included: left, top, right, bottom.
DRAWING = (0, 0, 2000, 1690)
INSETS_RIGHT, INSETS_TOP = 515, 690
IS_THIN = "(k == 'departement' || k == 'encart')"
IS_INSET = "(k == 'encart' || k == 'cadre')"
MARGIN = 130
CLOSEST_ZOOM = -0.7
GREY, INK, PAPER, OWN = (115, 123, 136), (27, 31, 39), (255, 255, 255), (47, 109, 179)
FILL = [*GREY, 40]
TOOLTIP = {
    "fontSize": "12px",
    "padding": "4px 8px",
    "maxWidth": "170px",
    "lineHeight": "1.3",
    "color": "#ffffff",
}
TEXT = {
    "character_set": "'auto'",
    "font_family": "'Source Sans, sans-serif'",
    "get_text": "label",
    "get_position": "at",
}

Point = tuple[int, int]


class Ground(NamedTuple):
    """Addresses of the areas, as GeoJSON, and of the limits drawn on them."""

    areas_url: str
    limits_url: str


class CompactDeck(pydeck.Deck):
    """A deck whose JSON has no blanks: pydeck's own is five times as long, and slower to write."""

    def to_json(self) -> str:
        """JSON that the browser draws."""
        return json.dumps(self, default=default_serialize, separators=(",", ":"))


def plot_deck(
    layers: Sequence[pydeck.Layer], centre: Point, zoom: float, *, is_demo: bool
) -> CompactDeck:
    """A flat map of these layers, with « DONNÉES FICTIVES » across that of the demonstration.

    Each object of a layer that can be pointed at says its own ``text``.
    """
    return CompactDeck(
        layers=[*layers, *([_fictitious(centre)] if is_demo else [])],
        views=[pydeck.View(type="OrthographicView", controller={"scrollZoom": False})],
        initial_view_state=pydeck.ViewState(target=[*centre, 0], zoom=zoom),
        map_provider=None,
        tooltip={"text": "{text}", "style": TOOLTIP},
    )


def frame(
    points: Sequence[Point],
    size: tuple[int, int],
    *,
    margin: int = MARGIN,
    closest: float = CLOSEST_ZOOM,
) -> tuple[Point, float]:
    """Centre and zoom that show these points in (width, height) pixels; without any, everything."""
    left, top, right, bottom = DRAWING
    if points:
        xs, ys = zip(*points, strict=True)
        left, right = min(xs) - margin, max(xs) + margin
        top, bottom = min(ys) - margin, max(ys) + margin
    scale = min(size[0] / (right - left), size[1] / (bottom - top))
    centre = ((left + right) // 2, (top + bottom) // 2)
    return centre, min(closest, round(math.log2(scale), 2))


def is_in_inset(point: Point) -> bool:
    """Whether a place is overseas; the petite couronne has its true place too."""
    return point[0] < INSETS_RIGHT and point[1] > INSETS_TOP


def plot_ground(ground: Ground, *, with_insets: bool) -> list[pydeck.Layer]:
    """Areas, then their limits: each kind of line has one style, whoever shares it."""
    nothing = [*GREY, 0]
    hidden = "" if with_insets else f"{IS_INSET} ? {nothing} : "
    # A browser keeps the colours of a layer that keeps its name.
    name = "avec" if with_insets else "sans"
    areas = pydeck.Layer(
        "GeoJsonLayer",
        ground.areas_url,
        id=f"aires-{name}-encarts",
        stroked=False,
        get_fill_color=f"properties.k == 'encart' ? {nothing} : {FILL}" if hidden else FILL,
        point_type="'text'",
        get_text="properties.n",
        get_text_anchor="properties.a",
        get_text_size=11 if with_insets else 0,
        get_text_color=[*GREY, 255],
        text_character_set="'auto'",
        text_font_family=TEXT["font_family"],
    )
    limits = pydeck.Layer(
        "LineLayer",
        ground.limits_url,
        id=f"limites-{name}-encarts",
        get_source_position="s",
        get_target_position="e",
        get_color=f"{hidden}{IS_THIN} ? {[*GREY, 150]} : {[*GREY, 255]}",
        get_width=f"{IS_THIN} ? 0.7 : 1.3",
        width_units="'pixels'",
    )
    return [areas, limits]


def own_outline(rings: Sequence[Ring]) -> pydeck.Layer:
    """Territory shown: a light fill and a dark line, which grey print keeps."""
    return pydeck.Layer(
        "PolygonLayer",
        [{"ring": ring} for ring in rings],
        id="contour",
        get_polygon="ring",
        get_fill_color=[*OWN, 36],
        get_line_color=[*OWN, 255],
        get_line_width=2,
        line_width_units="'pixels'",
        stroked=True,
        filled=True,
    )


def labels(name: str, rows: list[dict[str, Any]], size: int) -> pydeck.Layer:
    """Texts on paper, a little above their point."""
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


def place_label(point: Point, name: str) -> pydeck.Layer:
    """Name of the territory shown, under its point."""
    layer = labels("territoire", [{"at": point, "label": name}], 14)
    layer.get_pixel_offset = [0, 16]
    layer.font_weight = 700
    return layer


def rgb(color: str) -> tuple[int, ...]:
    """Red, green and blue of « #rrggbb »."""
    return tuple(int(color[start : start + 2], 16) for start in (1, 3, 5))


def _fictitious(centre: Point) -> pydeck.Layer:
    return pydeck.Layer(
        "TextLayer",
        [{"at": centre, "label": FICTITIOUS}],
        id="fictif",
        get_size=28,
        get_angle=20,
        get_color=[*rgb(COLOR), round(255 * OPACITY)],
        **TEXT,
    )
