"""Plotly figure of the page: how far the rank of each département moves. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts.palette import CNGE, DGOS, NEUTRAL, TARGET

ROW_HEIGHT, FRAME_HEIGHT = 30, 66
# One colour per tier, again from the first after the last: neighbours always differ.
COLORS = (DGOS, CNGE, TARGET, NEUTRAL)


@dataclass(frozen=True)
class RankRange:
    """Rank of a département with the weights shown, and its range over the settings."""

    label: str
    rank: float
    low: int
    high: int
    tier: int
    hover: str
    is_focus: bool = False


def plot_ranges(rows: Sequence[RankRange], axis: str) -> dict[str, Any]:
    """One line per département in the order given: range of its ranks, and the rank shown.

    Returns
    -------
    Plotly figure as a plain dict; a line between two tiers
    """
    size = len(rows)
    places = [size - 1 - index for index in range(size)]
    return {
        "data": [
            *(_range(row, place) for row, place in zip(rows, places, strict=True)),
            _points(rows, places),
        ],
        "layout": {
            "height": ROW_HEIGHT * size + FRAME_HEIGHT,
            "margin": {"l": 10, "r": 16, "t": 8, "b": 42},
            "separators": ",\u202f",
            "showlegend": False,
            "hovermode": "closest",
            "xaxis": {
                "title": {"text": axis},
                "range": [0.5, size + 0.5],
                "dtick": 1 if size <= 20 else 5,
                "tickfont": {"color": NEUTRAL},
                "zeroline": False,
                "fixedrange": True,
            },
            "yaxis": {
                "tickvals": places,
                "ticktext": [f"<b>{row.label}</b>" if row.is_focus else row.label for row in rows],
                "range": [-0.7, size - 0.3],
                "automargin": True,
                "showgrid": False,
                "fixedrange": True,
            },
            "shapes": [
                _limit(place + 0.5)
                for place, before, row in zip(places[1:], rows, rows[1:], strict=False)
                if before.tier != row.tier
            ],
        },
    }


def color_of(tier: int) -> str:
    """Colour of a tier."""
    return COLORS[(tier - 1) % len(COLORS)]


def _range(row: RankRange, place: int) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [row.low, row.high],
        "y": [place, place],
        "line": {"color": color_of(row.tier), "width": 6},
        "opacity": 0.45,
        "hoverinfo": "skip",
    }


def _points(rows: Sequence[RankRange], places: Sequence[int]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row.rank for row in rows],
        "y": list(places),
        "text": [row.hover for row in rows],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "size": [14 if row.is_focus else 11 for row in rows],
            "color": [color_of(row.tier) for row in rows],
            "opacity": 1,
        },
    }


def _limit(height: float) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": height,
        "y1": height,
        "line": {"color": NEUTRAL, "width": 1, "dash": "dot"},
    }
