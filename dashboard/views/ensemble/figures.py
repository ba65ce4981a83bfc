"""Plotly figure of the national counts of MSU, with the targets as separate marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.charts.palette import CNGE, DGOS, NEUTRAL, TARGET
from dashboard.core.catalog import Target
from dashboard.core.formatting import number, period
from dashboard.core.values import SeriesPoint
from dashboard.views.ensemble import words

HEIGHT = 380
MONTH_OF = {"2": "04", "3": "07", "4": "10"}


def plot_national_trend(
    firm: Sequence[SeriesPoint],
    derived: Sequence[SeriesPoint],
    other: Sequence[SeriesPoint],
    targets: Sequence[Target],
    selected: Target,
) -> dict[str, Any]:
    """Counts of the CNGE as a line, the DGOS survey as its own mark, targets never joined.

    Parameters
    ----------
    firm : counts published by the CNGE
    derived : years deduced from a published difference
    other : counts of another field (DGOS survey)
    targets : targets whose horizon is dated
    selected : target in force, drawn filled

    Returns
    -------
    Plotly figure as a plain dict: building it costs ten times less than the classes
    """
    dated = [target for target in targets if horizon_date(target.horizon)]
    return {
        "data": [
            _points(firm, words.COUNTS, CNGE, mode="lines+markers", symbol="circle"),
            _points(derived, words.DERIVED, CNGE, symbol="circle-open"),
            _points(other, words.SURVEY, DGOS, symbol="square"),
            _targets(dated, selected),
        ],
        "layout": {
            "height": HEIGHT,
            "margin": {"l": 55, "r": 20, "t": 10, "b": 40},
            "separators": ",\u202f",
            "hovermode": "closest",
            "legend": {"orientation": "h", "y": -0.15, "x": 0},
            "xaxis": {
                "range": ["2009-09-01", "2028-06-01"],
                "tickformat": "%Y",
                "dtick": "M24",
                "tick0": "2010-01-01",
                "tickfont": {"color": NEUTRAL},
                "fixedrange": True,
            },
            "yaxis": {
                "range": [0, 1.08 * _highest(firm, dated, selected)],
                "tickformat": ",d",
                "tickfont": {"color": NEUTRAL},
                "title": {"text": "MSU"},
                "fixedrange": True,
            },
            "shapes": [_reference(selected)],
        },
    }


def _highest(points: Sequence[SeriesPoint], targets: Sequence[Target], selected: Target) -> float:
    heights = [*(point.value for point in points), *(target.value_msu for target in targets)]
    return max(*heights, selected.value_msu)


def horizon_date(horizon: str) -> str | None:
    """Date of a horizon as published: « 2018 », « novembre 2026 »; None when it has none."""
    parts = horizon.split()
    year = parts[-1] if parts else ""
    if not (len(year) == 4 and year.isdecimal()):
        return None
    return f"{year}-11-01" if parts[0] == "novembre" else f"{year}-12-31"


def point_date(text: str) -> str:
    """Date at which a period is drawn: a year without month is drawn at its middle."""
    parts = text.split("-")
    if len(parts) == 1:
        return f"{parts[0]}-07-01"
    if parts[1].startswith("T"):
        return f"{parts[0]}-{MONTH_OF.get(parts[1][1:], '01')}-01"
    return f"{parts[0]}-{parts[1]}-{parts[2] if len(parts) > 2 else '15'}"


def _points(
    points: Sequence[SeriesPoint], name: str, color: str, *, symbol: str, mode: str = "markers"
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": mode,
        "name": name,
        "x": [point_date(point.period) for point in points],
        "y": [point.value for point in points],
        "text": [f"{period(point.period)} : {number(point.value)}" for point in points],
        "hovertemplate": "%{text}<extra>" + name + "</extra>",
        "marker": {
            "color": color,
            "size": 9,
            "symbol": symbol,
            "line": {"width": 1.5, "color": color},
        },
        "line": {"color": color, "width": 2},
    }


def _targets(targets: Sequence[Target], selected: Target) -> dict[str, Any]:
    are_filled = [target.target_id == selected.target_id for target in targets]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": words.TARGETS,
        "x": [horizon_date(target.horizon) for target in targets],
        "y": [target.value_msu for target in targets],
        "text": [number(target.value_msu) for target in targets],
        "textposition": [_label_side(target.horizon) for target in targets],
        "textfont": {"color": TARGET},
        "hovertext": [f"{target.label_fr}<br>{target.scope_fr}" for target in targets],
        "hoverinfo": "text",
        "marker": {
            "color": TARGET,
            "size": [13 if filled else 10 for filled in are_filled],
            "symbol": ["diamond" if filled else "diamond-open" for filled in are_filled],
            "line": {"width": 1.5, "color": TARGET},
        },
    }


def _label_side(horizon: str) -> str:
    """Side of a target where its value does not meet the counts."""
    year = int((horizon_date(horizon) or "0")[:4])
    if year >= 2026:
        return "middle left"
    return "bottom right" if year >= 2019 else "top left"


def _reference(target: Target) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": target.value_msu,
        "y1": target.value_msu,
        "line": {"color": NEUTRAL, "width": 1, "dash": "dot"},
    }
