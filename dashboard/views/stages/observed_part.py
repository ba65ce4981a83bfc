"""Shares of a cohort that did each stage, as published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.charts.palette import CNGE, DGOS, NEUTRAL, TARGET
from dashboard.core.formatting import number, period
from dashboard.queries.series import SeriesPoint

HEIGHT = 280
# Colour and symbol: lines are told apart in grey print too.
STYLES = ((CNGE, "circle"), (NEUTRAL, "x"), (DGOS, "square"), (TARGET, "diamond"))


def plot_shares(series: Mapping[str, Sequence[SeriesPoint]]) -> dict[str, Any]:
    """One line per stage, in % of a cohort, by the year in which the period ends.

    Returns
    -------
    Plotly figure as a plain dict
    """
    return {
        "data": [
            _line(name, points, *STYLES[index % len(STYLES)])
            for index, (name, points) in enumerate(series.items())
        ],
        "layout": {
            "height": HEIGHT,
            "margin": {"l": 45, "r": 10, "t": 10, "b": 30},
            "separators": ",\u202f",
            "legend": {"orientation": "h", "y": -0.15, "x": 0},
            "xaxis": {
                "tickformat": "d",
                "dtick": 1,
                "tickfont": {"color": NEUTRAL},
                "fixedrange": True,
            },
            "yaxis": {
                "range": [0, 100],
                "ticksuffix": "\u202f%",
                "tickfont": {"color": NEUTRAL},
                "fixedrange": True,
            },
        },
    }


def _line(name: str, points: Sequence[SeriesPoint], color: str, symbol: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": [int(point.period.split("/")[-1][:4]) for point in points],
        "y": [point.value for point in points],
        "text": [f"{period(point.period)} : {number(point.value, 1)} %" for point in points],
        "hovertemplate": "%{text}<extra>" + name + "</extra>",
        "line": {"color": color, "width": 2},
        "marker": {"color": color, "size": 8, "symbol": symbol},
    }
