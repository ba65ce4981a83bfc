"""Flows of doctors as ribbons, and as arcs over our own outlines: no request outside. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pydeck

from dashboard.charts.deck import (
    CompactDeck,
    Ground,
    Point,
    frame,
    is_in_inset,
    labels,
    place_label,
    plot_deck,
    plot_ground,
    rgb,
)
from dashboard.charts.palette import CNGE, DGOS, NEUTRAL
from dashboard.core.formatting import number

# Half of the page of a laptop, in pixels; a phone shows the same, smaller.
WIDTH, HEIGHT = 460, 430
OUT_COLOR, IN_COLOR = DGOS, CNGE
NARROWEST, WIDEST = 1.5, 9.0


@dataclass(frozen=True)
class Arc:
    """One flow: start, end, number of doctors, text of the tooltip."""

    start: Point
    end: Point
    doctors_n: int
    text: str


def plot_arcs(
    ground: Ground,
    out: Sequence[Arc],
    into: Sequence[Arc],
    home: tuple[Point, str] | None = None,
    *,
    is_demo: bool,
) -> CompactDeck:
    """Arcs that leave a territory and arcs that come to it, light where they start.

    Parameters
    ----------
    ground : outlines, fetched once by the browser
    out, into : flows; the number is written at the end that is not the territory
    home : point and name of the territory, whose flows fill the map; None for the whole country,
        without numbers
    """
    ends = [end for arc in (*out, *into) for end in (arc.start, arc.end)]
    is_whole = home is None or any(map(is_in_inset, ends))
    centre, zoom = frame([] if is_whole else ends, (WIDTH, HEIGHT))
    most = max((arc.doctors_n for arc in (*out, *into)), default=1)
    layers = [
        *plot_ground(ground, with_insets=is_whole),
        _arcs("partis", out, OUT_COLOR, most),
        _arcs("arrives", into, IN_COLOR, most),
    ]
    if home:
        numbers = _numbers([(arc.end, arc) for arc in out] + [(arc.start, arc) for arc in into])
        layers += [labels("effectifs", numbers, 12), place_label(*home)]
    return plot_deck(layers, centre, zoom, is_demo=is_demo)


def _arcs(name: str, arcs: Sequence[Arc], color: str, most: int) -> pydeck.Layer:
    tint = rgb(color)
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
        get_source_color=[*tint, 90],
        get_target_color=[*tint, 255],
        get_width="w",
        # Lying flat: the arc bends on the drawing instead of rising above it.
        get_tilt=90,
        get_height=0.3,
        pickable=True,
        auto_highlight=True,
    )


def _numbers(ends: Sequence[tuple[Point, Arc]]) -> list[dict[str, Any]]:
    """One number per place: a place that gives and takes shows both."""
    by_point: dict[Point, list[str]] = {}
    for point, arc in ends:
        by_point.setdefault(point, []).append(str(arc.doctors_n))
    return [{"at": point, "label": " / ".join(texts)} for point, texts in by_point.items()]


STAYED, LEFT, CAME, UNKNOWN = "stayed", "left", "came", "unknown"
COLORS = {STAYED: "#4a9a8f", LEFT: DGOS, CAME: CNGE, UNKNOWN: NEUTRAL}
RIBBON_OPACITY = "66"
DARK, LIGHT = "#12161c", "#ffffff"
LEAST_HEIGHT, MOST_HEIGHT, NODE_HEIGHT = 320, 560, 30


@dataclass(frozen=True)
class Ribbon:
    """Doctors from a place of the left column to a place of the right one."""

    source: str
    target: str
    doctors_n: int
    kind: str


def plot_ribbons(ribbons: Sequence[Ribbon], *, on_dark: bool = False) -> dict[str, Any]:
    """Ribbons as wide as their doctors; each place bears how many it has.

    Parameters
    ----------
    ribbons : in the order of their places
    on_dark : whether the page is dark: names lie on the ribbons, and need a halo of its colour

    Returns
    -------
    Plotly figure as a plain dict
    """
    ink, halo = (LIGHT, DARK) if on_dark else (DARK, LIGHT)
    left = _nodes([(ribbon.source, ribbon) for ribbon in ribbons])
    right = _nodes([(ribbon.target, ribbon) for ribbon in ribbons])
    names = [*left, *right]
    totals = [sum(r.doctors_n for r in rows) for rows in (*left.values(), *right.values())]
    position = {("left", name): index for index, name in enumerate(left)}
    position |= {("right", name): len(left) + index for index, name in enumerate(right)}
    return {
        "data": [
            {
                "type": "sankey",
                "arrangement": "snap",
                "valueformat": ",d",
                "textfont": {
                    "color": ink,
                    "size": 12,
                    "shadow": ", ".join([f"0 0 3px {halo}"] * 5),
                },
                "node": {
                    "label": [f"{a} : {number(n)}" for a, n in zip(names, totals, strict=True)],
                    "color": [_color(rows) for rows in (*left.values(), *right.values())],
                    "pad": 10,
                    "thickness": 12,
                    "line": {"width": 0},
                    "hovertemplate": "%{label}<extra></extra>",
                },
                "link": {
                    "source": [position[("left", ribbon.source)] for ribbon in ribbons],
                    "target": [position[("right", ribbon.target)] for ribbon in ribbons],
                    "value": [ribbon.doctors_n for ribbon in ribbons],
                    "color": [COLORS[ribbon.kind] + RIBBON_OPACITY for ribbon in ribbons],
                    "customdata": [
                        f"{ribbon.source} → {ribbon.target} : {number(ribbon.doctors_n)} médecins"
                        for ribbon in ribbons
                    ],
                    "hovertemplate": "%{customdata}<extra></extra>",
                },
            }
        ],
        "layout": {
            "height": min(MOST_HEIGHT, max(LEAST_HEIGHT, NODE_HEIGHT * max(len(left), len(right)))),
            "margin": {"l": 4, "r": 4, "t": 8, "b": 8},
            "separators": ",\u202f",
        },
    }


def _nodes(ends: Sequence[tuple[str, Ribbon]]) -> dict[str, list[Ribbon]]:
    nodes: dict[str, list[Ribbon]] = {}
    for name, ribbon in ends:
        nodes.setdefault(name, []).append(ribbon)
    return nodes


def _color(ribbons: Sequence[Ribbon]) -> str:
    kinds = {ribbon.kind for ribbon in ribbons}
    return COLORS[kinds.pop()] if len(kinds) == 1 else COLORS[STAYED]
