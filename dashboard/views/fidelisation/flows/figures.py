"""Flows of doctors as arcs over our own outlines: no tile, no request outside."""

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
from dashboard.charts.palette import CNGE, DGOS

# What a half of a laptop's page shows, in pixels; a phone shows the same, smaller.
WIDTH, HEIGHT = 460, 430
OUT_COLOR, IN_COLOR = DGOS, CNGE
NARROWEST, WIDEST = 1.5, 9.0


@dataclass(frozen=True)
class Arc:
    """One flow: where from, where to, how many doctors, what the tooltip says."""

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
    found: dict[Point, list[str]] = {}
    for point, arc in ends:
        found.setdefault(point, []).append(str(arc.doctors_n))
    return [{"at": point, "label": " / ".join(texts)} for point, texts in found.items()]
