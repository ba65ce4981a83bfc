"""Horizontal bars around 0, each with its value in its label: readable on a phone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts.palette import NEUTRAL
from dashboard.core.formatting import number
from models.comparison.readable import nice

BAR_HEIGHT, FRAME_HEIGHT = 46, 66
HATCH = "/"
TICKS = 3


@dataclass(frozen=True)
class Bar:
    """One bar; ``value`` None is drawn as nothing, its label says « n. d. ».

    ``low`` and ``high`` bound the value on the axis, negative on the left like it.
    """

    label: str
    words: str
    value: float | None
    color: str
    low: float | None = None
    high: float | None = None
    is_estimated: bool = False


def plot_bars(bars: Sequence[Bar], title: str) -> dict[str, Any]:
    """Bars from top to bottom; estimates are hatched, with their interval as a thin line.

    Parameters
    ----------
    bars : at least one
    title : of the axis, with its unit

    Returns
    -------
    Plotly figure as a plain dict
    """
    rows = list(range(len(bars)))
    ticks = axis_ticks([end for bar in bars for end in (bar.value, bar.low, bar.high)])
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "y": rows,
                "x": [bar.value for bar in bars],
                "width": 0.55,
                "marker": {
                    "color": [bar.color for bar in bars],
                    "line": {"color": [bar.color for bar in bars], "width": 1.5},
                    "pattern": {
                        "shape": [HATCH if bar.is_estimated else "" for bar in bars],
                        "fillmode": "replace",
                        "size": 7,
                        "solidity": 0.3,
                    },
                },
                "error_x": {
                    "type": "data",
                    "symmetric": False,
                    "array": [_reach(bar.high, bar.value) for bar in bars],
                    "arrayminus": [_reach(bar.value, bar.low) for bar in bars],
                    "color": NEUTRAL,
                    "thickness": 1.5,
                    "width": 5,
                },
                "hovertext": [f"{bar.label} : {bar.words}" for bar in bars],
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        ],
        "layout": {
            "height": FRAME_HEIGHT + BAR_HEIGHT * len(bars),
            "margin": {"l": 10, "r": 20, "t": 6, "b": 50},
            "showlegend": False,
            "xaxis": {
                "title": {"text": title, "font": {"size": 12}},
                "tickvals": ticks,
                "ticktext": [tick_text(value) for value in ticks],
                "tickangle": 0,
                "tickfont": {"color": NEUTRAL},
                "zeroline": True,
                "zerolinewidth": 1.5,
                "fixedrange": True,
            },
            "yaxis": {
                "tickvals": rows,
                "ticktext": [f"{bar.label}<br><b>{bar.words}</b>" for bar in bars],
                "range": [len(bars) - 0.5, -0.5],
                "automargin": True,
                "fixedrange": True,
            },
        },
    }


def axis_ticks(values: Sequence[float | None], *, are_whole: bool = False) -> list[float]:
    """A few readable values, 0 among them, far enough apart for a phone."""
    known = [value for value in values if value is not None]
    low, high = min(0.0, *known, 0.0), max(0.0, *known, 0.0)
    step = nice((high - low) / TICKS) or 1.0
    step = math.ceil(step) if are_whole else step
    return [step * rank for rank in range(-int(-low // step), int(high // step) + 1)]


def tick_text(value: float) -> str:
    """A tick without its sign: the side of 0 says it."""
    return number(abs(value), 1 if value % 1 else 0)


def _reach(far: float | None, near: float | None) -> float:
    return 0.0 if far is None or near is None else max(0.0, far - near)
