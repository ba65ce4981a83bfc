"""Territories side by side: dots with their intervals, and a cloud of two indicators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts.palette import CNGE, DGOS, NEUTRAL, TARGET
from dashboard.views.comparer.labels import place_labels

ROW_HEIGHT, FRAME_HEIGHT = 24, 84
CLOUD_HEIGHT = 470
# Colour of each tone; the symbol says over, under or undetermined in grey print too.
COLORS = {"better": CNGE, "worse": DGOS, "apart": TARGET}
SYMBOLS = {"over": "triangle-up", "under": "triangle-down"}


@dataclass(frozen=True)
class Interval:
    """One territory of the dot plot, a missing value keeping its line."""

    label: str
    value: float | None
    low: float | None
    high: float | None
    tone: str
    verdict: str | None
    is_estimate: bool
    is_focus: bool
    hover: str


@dataclass(frozen=True)
class Line:
    """A reference: its value, its interval when it is estimated, and how it is named."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Point:
    """One territory of the cloud."""

    label: str
    code: str
    x: float
    y: float
    is_estimate: bool
    is_compared: bool
    is_focus: bool
    hover: str


@dataclass(frozen=True)
class Axis:
    """Name of an indicator with its unit, and its reference."""

    title: str
    reference: Line | None


def plot_intervals(rows: Sequence[Interval], unit: str, reference: Line | None) -> dict[str, Any]:
    """One line per territory in the order given: value, interval, place beside the reference.

    Returns
    -------
    Plotly figure as a plain dict; hollow marks are estimates, triangles differ from the reference
    """
    places = list(range(len(rows) - 1, -1, -1))
    return {
        "data": [
            _marks([row for row in rows if row.low is not None], rows, bars=True),
            _marks([row for row in rows if row.low is None], rows, bars=False),
        ],
        "layout": {
            "height": ROW_HEIGHT * len(rows) + FRAME_HEIGHT,
            "margin": {"l": 10, "r": 16, "t": 26, "b": 42},
            "separators": ",\u202f",
            "showlegend": False,
            "hovermode": "closest",
            "xaxis": {
                "title": {"text": unit},
                "tickfont": {"color": NEUTRAL},
                "zeroline": False,
                "fixedrange": True,
            },
            "yaxis": {
                "tickvals": places,
                "ticktext": [_tick(row) for row in rows],
                "range": [-0.7, len(rows) - 0.3],
                "automargin": True,
                "showgrid": False,
                "fixedrange": True,
            },
            "shapes": _reference_shapes(reference, "x"),
            "annotations": _reference_name(reference, "x"),
        },
    }


def _tick(row: Interval) -> str:
    name = f"{row.label} : n.\u00a0d." if row.value is None else row.label
    return f"<b>{name}</b>" if row.is_focus else name


def _marks(shown: Sequence[Interval], rows: Sequence[Interval], *, bars: bool) -> dict[str, Any]:
    """Marks of some rows at their places; without ``bars``, nothing looks like an interval."""
    colors = [COLORS.get(row.tone, NEUTRAL) for row in shown]
    marks = {
        "type": "scatter",
        "mode": "markers",
        "x": [row.value for row in shown],
        "y": [len(rows) - 1 - rows.index(row) for row in shown],
        "text": [row.hover for row in shown],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "size": [13 if row.is_focus else 10 for row in shown],
            "symbol": [_symbol(row.verdict, is_estimate=row.is_estimate) for row in shown],
            "color": colors,
            "opacity": 1,
            "line": {"width": 2, "color": colors},
        },
    }
    bar = {
        "type": "data",
        "symmetric": False,
        "array": [_distance(row.value, row.high) for row in shown],
        "arrayminus": [_distance(row.low, row.value) for row in shown],
        "color": NEUTRAL,
        "thickness": 1.5,
        "width": 4,
    }
    return marks | ({"error_x": bar} if bars else {})


def _symbol(verdict: str | None, *, is_estimate: bool) -> str:
    symbol = SYMBOLS.get(verdict or "", "circle")
    return f"{symbol}-open" if is_estimate else symbol


def _distance(low: float | None, high: float | None) -> float | None:
    return None if low is None or high is None else high - low


def _reference_shapes(reference: Line | None, axis: str) -> list[dict[str, Any]]:
    """Line of the reference on one axis, and its interval as a band."""
    if reference is None:
        return []
    other = "y" if axis == "x" else "x"
    across = {f"{other}ref": "paper", f"{other}0": 0, f"{other}1": 1, "layer": "below"}
    line = {
        "type": "line",
        f"{axis}0": reference.value,
        f"{axis}1": reference.value,
        **across,
        "line": {"color": NEUTRAL, "width": 1.5, "dash": "dot"},
    }
    if reference.low is None or reference.high is None:
        return [line]
    band = {
        "type": "rect",
        f"{axis}0": reference.low,
        f"{axis}1": reference.high,
        **across,
        "fillcolor": NEUTRAL,
        "opacity": 0.15,
        "line": {"width": 0},
    }
    return [band, line]


def _reference_name(reference: Line | None, axis: str) -> list[dict[str, Any]]:
    if reference is None:
        return []
    name = {
        "text": reference.label,
        "showarrow": False,
        "font": {"size": 12, "color": NEUTRAL},
    }
    if axis == "x":
        return [{**name, "x": reference.value, "y": 1, "yref": "paper", "yanchor": "bottom"}]
    place = {"y": reference.value, "x": 1, "xref": "paper", "xanchor": "right"}
    return [{**name, **place, "yanchor": "bottom"}]


def plot_cloud(points: Sequence[Point], across: Axis, up: Axis) -> dict[str, Any]:
    """Two indicators over a level, the territories compared named, the references as lines.

    Returns
    -------
    Plotly figure as a plain dict; hollow marks are estimates, on one axis at least
    """
    others = [point for point in points if not point.is_compared]
    compared = [point for point in points if point.is_compared]
    return {
        "data": [_others(others), _compared(compared, points)],
        "layout": {
            "height": CLOUD_HEIGHT,
            "margin": {"l": 10, "r": 14, "t": 24, "b": 10},
            "separators": ",\u202f",
            "showlegend": False,
            "hovermode": "closest",
            "xaxis": _cloud_axis(across.title),
            "yaxis": _cloud_axis(up.title),
            "shapes": [
                *_reference_shapes(across.reference, "x"),
                *_reference_shapes(up.reference, "y"),
            ],
            "annotations": [
                *_reference_name(across.reference, "x"),
                *_reference_name(up.reference, "y"),
            ],
        },
    }


def _cloud_axis(title: str) -> dict[str, Any]:
    return {
        "title": {"text": title},
        "tickfont": {"color": NEUTRAL},
        "zeroline": False,
        "automargin": True,
        "fixedrange": True,
    }


def _cloud_marks(points: Sequence[Point]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": [point.x for point in points],
        "y": [point.y for point in points],
        "hovertext": [point.hover for point in points],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _others(points: Sequence[Point]) -> dict[str, Any]:
    symbols = ["circle-open" if point.is_estimate else "circle" for point in points]
    marker = {"size": 7, "color": NEUTRAL, "opacity": 0.4, "symbol": symbols}
    return {**_cloud_marks(points), "mode": "markers", "marker": marker}


def _compared(points: Sequence[Point], everyone: Sequence[Point]) -> dict[str, Any]:
    spread_x = _spread([point.x for point in everyone])
    spread_y = _spread([point.y for point in everyone])
    texts, sides = place_labels(
        [(point.label, point.code) for point in points],
        [((p.x - spread_x[0]) / spread_x[1], (p.y - spread_y[0]) / spread_y[1]) for p in points],
    )
    base = ["diamond" if point.is_focus else "circle" for point in points]
    return {
        **_cloud_marks(points),
        "mode": "markers+text",
        "text": texts,
        "textposition": sides,
        "textfont": {"size": 12},
        "cliponaxis": False,
        "marker": {
            "size": [14 if point.is_focus else 10 for point in points],
            "color": [DGOS if point.is_focus else CNGE for point in points],
            "symbol": [
                f"{symbol}-open" if point.is_estimate else symbol
                for symbol, point in zip(base, points, strict=True)
            ],
            "line": {"width": 2},
        },
    }


def _spread(values: Sequence[float]) -> tuple[float, float]:
    """Lowest value and extent, never 0."""
    low, high = min(values), max(values)
    return low, (high - low) or 1.0
