"""One small panel per territory: an indicator over the years, all on the same scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts.palette import CNGE, DGOS, NEUTRAL

COLUMNS = 3
ROW_HEIGHT, FRAME_HEIGHT = 150, 34
# Parts of a row left to its title and to its years, and of a column left between panels.
TITLE_PART, TICKS_PART, GUTTER = 0.24, 0.14, 0.07
LONG_NAME = 17
BAND = "2e"


@dataclass(frozen=True)
class YearValue:
    """Value of one year, with its status; ``low`` and ``high`` are None without an interval."""

    year: int
    value: float
    low: float | None
    high: float | None
    status: str
    hover: str


@dataclass(frozen=True)
class Panel:
    """One territory over the years, oldest first."""

    label: str
    values: tuple[YearValue, ...]
    is_focus: bool = False


def plot_panels(panels: Sequence[Panel], reference: Panel | None) -> dict[str, Any]:
    """Small multiples in the order given; an estimate is dashed and hollow, with its band.

    Parameters
    ----------
    panels : territories, each with its years
    reference : the nation or the région, drawn in every panel; None for a count

    Returns
    -------
    Plotly figure as a plain dict
    """
    columns = min(COLUMNS, len(panels))
    rows = -(-len(panels) // columns)
    shown = [value for panel in panels for value in panel.values]
    years = [value.year for value in shown] or [0]
    layout: dict[str, Any] = {
        "height": ROW_HEIGHT * rows + FRAME_HEIGHT,
        "margin": {"l": 42, "r": 10, "t": 6, "b": 24},
        "separators": ",\u202f",
        "showlegend": False,
        "hovermode": "closest",
        "annotations": [],
    }
    data: list[dict[str, Any]] = []
    for index, panel in enumerate(panels):
        name = "" if index == 0 else str(index + 1)
        left, right, bottom, top = _domain(index, rows, columns)
        layout[f"xaxis{name}"] = _x_axis(name, (left, right), (min(years), max(years)))
        layout[f"yaxis{name}"] = _y_axis(name, (bottom, top), labelled=index % columns == 0)
        layout["annotations"].append(_title(panel, left, top))
        data += _traces(panel, reference, name)
    return {"data": data, "layout": layout}


def _domain(index: int, rows: int, columns: int) -> tuple[float, float, float, float]:
    row, column = divmod(index, columns)
    width, height = 1 / columns, 1 / rows
    top = 1 - row * height - height * TITLE_PART
    return (
        column * width + GUTTER / 2,
        (column + 1) * width - GUTTER / 2,
        1 - (row + 1 - TICKS_PART) * height,
        top,
    )


def _x_axis(name: str, domain: tuple[float, float], years: tuple[int, int]) -> dict[str, Any]:
    first, last = years
    return {
        "domain": domain,
        "anchor": f"y{name}",
        "range": [first - 0.8, last + 0.8],
        "tickvals": sorted({first, last}),
        "tickformat": "d",
        "tickfont": {"color": NEUTRAL, "size": 10},
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }


def _y_axis(name: str, domain: tuple[float, float], *, labelled: bool) -> dict[str, Any]:
    axis: dict[str, Any] = {
        "domain": domain,
        "anchor": f"x{name}",
        "nticks": 4,
        "tickfont": {"color": NEUTRAL, "size": 10},
        "showticklabels": labelled,
        "zeroline": True,
        "zerolinecolor": NEUTRAL,
        "fixedrange": True,
    }
    return axis | ({"matches": "y"} if name else {})


def _title(panel: Panel, left: float, top: float) -> dict[str, Any]:
    text = panel.label
    if len(text) > LONG_NAME and "-" in text[6:]:
        cut = text.index("-", 6) + 1
        text = f"{text[:cut]}<br>{text[cut:]}"
    return {
        "text": f"<b>{text}</b>" if panel.is_focus else text,
        "x": left,
        "y": top,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "align": "left",
        "showarrow": False,
        "font": {"size": 11},
    }


def _traces(panel: Panel, reference: Panel | None, name: str) -> list[dict[str, Any]]:
    axes = {"xaxis": f"x{name}", "yaxis": f"y{name}"}
    color = DGOS if panel.is_focus else CNGE
    traces = [
        *([_reference_line(reference)] if reference else []),
        *_bands(panel.values, color),
        # A published count, an imported one and an estimate are not one series: no line joins them.
        *(
            _line(panel.values, color, status)
            for status in dict.fromkeys(value.status for value in panel.values)
        ),
    ]
    return [{"type": "scatter", **trace, **axes} for trace in traces]


def _bands(values: Sequence[YearValue], color: str) -> list[dict[str, Any]]:
    """One polygon for each run of years whose interval is known."""
    runs: list[list[YearValue]] = [[]]
    for value in values:
        if value.low is None or value.high is None:
            runs.append([])
        else:
            runs[-1].append(value)
    return [_band(run, color) for run in runs if run]


def _band(run: Sequence[YearValue], color: str) -> dict[str, Any]:
    return {
        "mode": "lines",
        "x": [*(value.year for value in run), *(value.year for value in reversed(run))],
        "y": [*(value.high for value in run), *(value.low for value in reversed(run))],
        "fill": "toself",
        "fillcolor": f"{color}{BAND}",
        # A year alone has no surface: its interval is a line.
        "line": {"width": 0 if len(run) > 1 else 6, "color": f"{color}{BAND}"},
        "hoverinfo": "skip",
    }


def _line(values: Sequence[YearValue], color: str, status: str) -> dict[str, Any]:
    estimates = status == "estimated"
    shown = [value if value.status == status else None for value in values]
    return {
        "mode": "lines+markers",
        "x": [value.year for value in values],
        "y": [value.value if value else None for value in shown],
        "text": [value.hover if value else "" for value in shown],
        "hovertemplate": "%{text}<extra></extra>",
        "line": {"color": color, "width": 1.5, "dash": "dash" if estimates else "solid"},
        "marker": {
            "color": color,
            "size": 5 if estimates else 7,
            "symbol": "circle-open" if estimates else "circle",
        },
    }


def _reference_line(reference: Panel) -> dict[str, Any]:
    return {
        "mode": "lines",
        "x": [value.year for value in reference.values],
        "y": [value.value for value in reference.values],
        "line": {"color": NEUTRAL, "width": 1, "dash": "dot"},
        "hoverinfo": "skip",
    }
