"""Rates of cohorts by year, with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.charts.palette import CNGE, DGOS, NEUTRAL, TARGET
from dashboard.charts.years import year_axis
from dashboard.themes.retention import CohortRate, years_after
from dashboard.views.fidelisation.words import cohort_hover

HEIGHT = 300
# Colour and symbol: delays differ in grey print too.
STYLES = {
    1: (NEUTRAL, "circle-open"),
    2: (NEUTRAL, "x"),
    3: (DGOS, "square"),
    5: (CNGE, "circle"),
    10: (TARGET, "diamond"),
}
# Cohorts of several delays stand side by side, or their intervals would hide each other.
SPREAD = {1: -0.24, 2: -0.12, 3: 0.0, 5: 0.12, 10: 0.24}


def plot_cohorts(rates: Sequence[CohortRate]) -> dict[str, Any]:
    """Rate of each cohort, one series per delay, with Wilson intervals.

    Parameters
    ----------
    rates : of one territory, scope and place; those without a rate leave a gap

    Returns
    -------
    Plotly figure as a plain dict
    """
    published = [rate for rate in rates if rate.value is not None]
    delays = sorted({rate.delay_years for rate in published})
    return {
        "data": [
            _series(delay, [r for r in published if r.delay_years == delay]) for delay in delays
        ],
        "layout": {
            "height": HEIGHT,
            "margin": {"l": 50, "r": 10, "t": 10, "b": 30},
            "separators": ",\u202f",
            "showlegend": True,
            "legend": {"orientation": "h", "y": -0.15, "x": 0},
            "xaxis": year_axis(1),
            "yaxis": {
                "range": [0, 100],
                "ticksuffix": "\u202f%",
                "tickfont": {"color": NEUTRAL},
                "fixedrange": True,
            },
        },
    }


def _series(delay: int, rates: Sequence[CohortRate]) -> dict[str, Any]:
    color, symbol = STYLES[delay]
    ordered = sorted(rates, key=lambda rate: rate.cohort)
    name = years_after(delay)
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [rate.cohort + SPREAD[delay] for rate in ordered],
        "y": [rate.value for rate in ordered],
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [(r.high or 0) - (r.value or 0) for r in ordered],
            "arrayminus": [(r.value or 0) - (r.low or 0) for r in ordered],
            "color": color,
            "thickness": 1.5,
            "width": 3,
        },
        "text": [cohort_hover(rate) for rate in ordered],
        "hovertemplate": "%{text}<extra>" + name + "</extra>",
        "marker": {"color": color, "size": 9, "symbol": symbol},
    }
