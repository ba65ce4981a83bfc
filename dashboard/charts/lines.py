"""Values by year, each with its interval, beside those of a reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts.palette import NEUTRAL
from dashboard.charts.years import year_axis

HEIGHT = 300
MANY_YEARS = 8


@dataclass(frozen=True)
class YearPoint:
    """One year of a line: value, bounds and tooltip."""

    year: int
    value: float
    low: float | None
    high: float | None
    words: str


@dataclass(frozen=True)
class Line:
    """Points of one name; a line of reference is dashed, without intervals."""

    name: str
    color: str
    symbol: str
    points: Sequence[YearPoint]
    is_reference: bool = False


def plot_lines(lines: Sequence[Line], suffix: str = "\u202f%") -> dict[str, Any]:
    """Lines by year, with intervals as thin strokes.

    Parameters
    ----------
    lines : those without point are left out
    suffix : of the ticks

    Returns
    -------
    Plotly figure as a plain dict; the axis does not start at 0, so that a change can be seen
    """
    return {
        "data": [_trace(line) for line in lines if line.points],
        "layout": {
            "height": HEIGHT,
            "margin": {"l": 50, "r": 10, "t": 10, "b": 30},
            "separators": ",\u202f",
            "showlegend": True,
            "legend": {"orientation": "h", "y": -0.15, "x": 0},
            "xaxis": year_axis(1 if _span(lines) < MANY_YEARS else 2),
            "yaxis": {
                "ticksuffix": suffix,
                "tickfont": {"color": NEUTRAL},
                "fixedrange": True,
                "nticks": 6,
            },
        },
    }


def _span(lines: Sequence[Line]) -> int:
    years = [point.year for line in lines for point in line.points]
    return max(years, default=0) - min(years, default=0)


def _trace(line: Line) -> dict[str, Any]:
    points = sorted(line.points, key=lambda point: point.year)
    trace: dict[str, Any] = {
        "type": "scatter",
        "mode": "lines" if line.is_reference and len(points) > 1 else "lines+markers",
        "name": line.name,
        "x": [point.year for point in points],
        "y": [point.value for point in points],
        "text": [point.words for point in points],
        "hovertemplate": "%{text}<extra></extra>",
        "line": {"color": line.color, "width": 2, "dash": "dot" if line.is_reference else "solid"},
        "marker": {"color": line.color, "size": 7, "symbol": line.symbol},
    }
    if not line.is_reference:
        trace["error_y"] = {
            "type": "data",
            "symmetric": False,
            "array": [_reach(point.high, point.value) for point in points],
            "arrayminus": [_reach(point.value, point.low) for point in points],
            "color": line.color,
            "thickness": 1.2,
            "width": 3,
        }
    return trace


def _reach(far: float | None, near: float | None) -> float:
    return 0.0 if far is None or near is None else max(0.0, far - near)
