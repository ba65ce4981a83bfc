"""Figures of « Comparer »: dots with their intervals, a cloud, panels of years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from dashboard.charts.palette import CNGE, DGOS, NEUTRAL, TARGET
from dashboard.core.formatting import number
from dashboard.core.values import Measure
from dashboard.views.comparer.columns import Reference

ROW_HEIGHT, FRAME_HEIGHT = 24, 84
CLOUD_HEIGHT = 470
# Colour of each tone; the symbol says over, under or undetermined in grey print too.
COLORS = {"better": CNGE, "worse": DGOS, "apart": TARGET}
SYMBOLS = {"over": "triangle-up", "under": "triangle-down"}


@dataclass(frozen=True, kw_only=True)
class Interval(Measure):
    """One territory of the dot plot, a missing value keeping its line."""

    label: str
    tone: str
    verdict: str | None
    is_focus: bool
    hover: str


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
    reference: Reference | None


def reference_line(reference: Reference | None, decimals: int) -> Reference | None:
    """The reference, named with its value."""
    if reference is None:
        return None
    return replace(reference, label=f"{reference.label} : {number(reference.value, decimals)}")


def plot_intervals(
    rows: Sequence[Interval], unit: str, reference: Reference | None
) -> dict[str, Any]:
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


def _marks(some: Sequence[Interval], rows: Sequence[Interval], *, bars: bool) -> dict[str, Any]:
    """Marks of some rows at their places; without ``bars``, nothing looks like an interval."""
    colors = [COLORS.get(row.tone, NEUTRAL) for row in some]
    marks = {
        "type": "scatter",
        "mode": "markers",
        "x": [row.value for row in some],
        "y": [len(rows) - 1 - rows.index(row) for row in some],
        "text": [row.hover for row in some],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "size": [13 if row.is_focus else 10 for row in some],
            "symbol": [_symbol(row.verdict, is_estimate=row.is_estimate) for row in some],
            "color": colors,
            "opacity": 1,
            "line": {"width": 2, "color": colors},
        },
    }
    bar = {
        "type": "data",
        "symmetric": False,
        "array": [_distance(row.value, row.high) for row in some],
        "arrayminus": [_distance(row.low, row.value) for row in some],
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


def _reference_shapes(reference: Reference | None, axis: str) -> list[dict[str, Any]]:
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


def _reference_name(reference: Reference | None, axis: str) -> list[dict[str, Any]]:
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


# Size of a letter and of a line, as parts of the plot of a laptop; a phone is narrower.
LETTER, LINE, GAP = 0.0085, 0.036, 0.012
Box = tuple[float, float, float, float]
SIDES = (
    ("middle right", 1, 0),
    ("middle left", -1, 0),
    ("top center", 0, 1),
    ("bottom center", 0, -1),
    ("top right", 1, 1),
    ("bottom left", -1, -1),
    ("top left", -1, 1),
    ("bottom right", 1, -1),
)


def place_labels(
    labels: Sequence[tuple[str, str]], places: Sequence[tuple[float, float]]
) -> tuple[list[str], list[str]]:
    """Text and side of each point: its name where there is room, else its shorter label.

    Parameters
    ----------
    labels : (name, shorter label) of each point
    places : (x, y) between 0 and 1

    Returns
    -------
    (texts, sides), sides being those of plotly; the last resort is the shorter label on the right
    """
    taken: list[Box] = [_dot(x, y) for x, y in places]
    texts, sides = [], []
    for index, (label, place) in enumerate(zip(labels, places, strict=True)):
        others = [box for rank, box in enumerate(taken) if rank != index]
        text, side, box = _free(label, place, others)
        taken.append(box)
        texts.append(text)
        sides.append(side)
    return texts, sides


def _free(
    label: tuple[str, str], place: tuple[float, float], taken: Sequence[Box]
) -> tuple[str, str, Box]:
    for text in label:
        for side, right, up in SIDES:
            box = _box(text, place, right, up)
            if (
                box[0] > -0.02
                and box[2] < 1.06
                and not any(_overlap(box, other) for other in taken)
            ):
                return text, side, box
    return label[1], SIDES[0][0], _box(label[1], place, 1, 0)


def _dot(x: float, y: float) -> Box:
    return x - GAP / 2, y - GAP, x + GAP / 2, y + GAP


def _box(text: str, place: tuple[float, float], right: int, up: int) -> Box:
    width, (x, y) = LETTER * len(text), place
    left = x + GAP * right + (0 if right > 0 else -width if right < 0 else -width / 2)
    bottom = y + GAP * up + (0 if up > 0 else -LINE if up < 0 else -LINE / 2)
    return left, bottom, left + width, bottom + LINE


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


COLUMNS = 3
YEARS_ROW_HEIGHT, YEARS_FRAME_HEIGHT = 150, 34
# Parts of a row left to its title and to its years, and of a column left between panels.
TITLE_PART, TICKS_PART, GUTTER = 0.24, 0.14, 0.07
LONG_NAME = 17
BAND = "2e"


@dataclass(frozen=True, kw_only=True)
class YearValue(Measure):
    """Value of one year; ``low`` and ``high`` are None without an interval."""

    value: float
    year: int
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
    years = [value.year for panel in panels for value in panel.values] or [0]
    layout: dict[str, Any] = {
        "height": YEARS_ROW_HEIGHT * rows + YEARS_FRAME_HEIGHT,
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


def _line(values: Sequence[YearValue], color: str, status: str | None) -> dict[str, Any]:
    estimates = status == "estimated"
    points = [value if value.status == status else None for value in values]
    return {
        "mode": "lines+markers",
        "x": [value.year for value in values],
        "y": [point.value if point else None for point in points],
        "text": [point.hover if point else "" for point in points],
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
