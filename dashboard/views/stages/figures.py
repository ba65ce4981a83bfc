"""Charts: need and offer by year, contributions of the levers, shares, places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts.palette import CNGE, DGOS, NEUTRAL, SEQUENTIAL_UP, TARGET
from dashboard.charts.years import year_axis
from dashboard.core.formatting import interval, number, period
from dashboard.core.values import Measure, SeriesPoint
from dashboard.themes.stages import UNIT, UNKNOWN, Balance, year_label

HEIGHT = 230
STEP_YEAR = 2026.5
NEED_COLOR, OFFER_COLOR = DGOS, CNGE
BAND_OPACITY = "33"
ROW_HEIGHT, FRAME_HEIGHT = 34, 90


def plot_years(balances: Sequence[Balance]) -> dict[str, Any]:
    """Need and offer with their bands, oldest year first; dotted where a cohort is interpolated.

    Returns
    -------
    Plotly figure as a plain dict, whose vertical line is November 2026
    """
    years = [balance.year for balance in balances]
    needs = [balance.need for balance in balances]
    offers = [balance.offer for balance in balances]
    dotted = [bool(b.fact and b.fact.cohort_basis == "interpolated") for b in balances]
    return {
        "data": [
            *_bands(years, needs, NEED_COLOR),
            *_bands(years, offers, OFFER_COLOR),
            _line("Besoin", years, needs, NEED_COLOR, dash="dot"),
            _line("Besoin", years, _solid(needs, dotted), NEED_COLOR),
            _line("Offre", years, offers, OFFER_COLOR, symbol="square"),
        ],
        "layout": {
            "height": HEIGHT,
            "margin": {"l": 50, "r": 10, "t": 8, "b": 28},
            "separators": ",\u202f",
            "showlegend": False,
            "hovermode": "closest",
            "xaxis": year_axis(4, tick0=years[-1], range=[years[0] - 0.5, years[-1] + 0.5]),
            "yaxis": {
                "rangemode": "tozero",
                "tickformat": ",d",
                "tickfont": {"color": NEUTRAL},
                "fixedrange": True,
            },
            "shapes": [_step()],
        },
    }


def _solid(figures: Sequence[Measure], dotted: Sequence[bool]) -> list[Measure]:
    """Figures without the interpolated years, which the dotted line under them shows alone."""
    return [
        UNKNOWN if is_dotted else figure for figure, is_dotted in zip(figures, dotted, strict=True)
    ]


def _line(
    name: str,
    years: Sequence[int],
    figures: Sequence[Measure],
    color: str,
    *,
    dash: str = "solid",
    symbol: str = "circle",
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines" if dash == "dot" else "lines+markers",
        "name": name,
        "x": list(years),
        "y": [figure.value for figure in figures],
        "text": [_hover(name, year, item) for year, item in zip(years, figures, strict=True)],
        "hovertemplate": "%{text}<extra></extra>",
        "line": {"color": color, "width": 2, "dash": dash},
        "marker": {"color": color, "size": 5, "symbol": symbol},
    }


def _hover(name: str, year: int, figure: Measure) -> str:
    bounds = interval(figure.low, figure.high)
    return f"{year_label(year)}<br>{name} : {number(figure.value)} {UNIT}<br>bornes {bounds}"


def _bands(years: Sequence[int], figures: Sequence[Measure], color: str) -> list[dict[str, Any]]:
    """One polygon for each run of years whose interval is known: a gap stays a gap."""
    runs: list[list[tuple[int, Measure]]] = [[]]
    for year, figure in zip(years, figures, strict=True):
        if figure.low is None or figure.high is None:
            runs.append([])
        else:
            runs[-1].append((year, figure))
    return [_polygon(run, color) if len(run) > 1 else _bar(run[0], color) for run in runs if run]


def _polygon(run: Sequence[tuple[int, Measure]], color: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [*(year for year, _ in run), *(year for year, _ in reversed(run))],
        "y": [*(figure.high for _, figure in run), *(figure.low for _, figure in reversed(run))],
        "fill": "toself",
        "fillcolor": f"{color}{BAND_OPACITY}",
        "line": {"width": 0},
        "hoverinfo": "skip",
    }


def _bar(point: tuple[int, Measure], color: str) -> dict[str, Any]:
    """Interval of a year that has no neighbour."""
    year, figure = point
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [year, year],
        "y": [figure.low, figure.high],
        "line": {"color": f"{color}{BAND_OPACITY}", "width": 10},
        "hoverinfo": "skip",
    }


def _step() -> dict[str, Any]:
    return {
        "type": "line",
        "yref": "paper",
        "x0": STEP_YEAR,
        "x1": STEP_YEAR,
        "y0": 0,
        "y1": 1,
        "line": {"color": NEUTRAL, "width": 1},
    }


def plot_steps(start: float, levers: Sequence[tuple[str, float]], end: float) -> dict[str, Any]:
    """Waterfall from the balance of reference to that of the levers, in place-semestres.

    Parameters
    ----------
    start, end : balances
    levers : label and contribution of each lever, in the order they are counted
    """
    values = [start, *(value for _, value in levers), end]
    labels = ["Référence", *(label for label, _ in levers), "Vos hypothèses"]
    return {
        "data": [
            {
                "type": "waterfall",
                "orientation": "h",
                "measure": ["absolute", *("relative" for _ in levers), "total"],
                "y": labels,
                "x": values,
                "text": [number(value, signed=True) for value in values],
                "textposition": "outside",
                "cliponaxis": False,
                "hovertemplate": "%{y} : %{text} " + UNIT + "<extra></extra>",
                "increasing": {"marker": {"color": OFFER_COLOR}},
                "decreasing": {"marker": {"color": NEED_COLOR}},
                "totals": {"marker": {"color": NEUTRAL}},
                "connector": {"line": {"color": NEUTRAL, "width": 1}},
            }
        ],
        "layout": {
            "height": FRAME_HEIGHT + ROW_HEIGHT * len(values),
            "margin": {"l": 10, "r": 50, "t": 8, "b": 40},
            "separators": ",\u202f",
            "showlegend": False,
            "xaxis": {
                "title": {"text": f"solde, {UNIT}"},
                "tickformat": ",d",
                "zeroline": True,
                "tickfont": {"color": NEUTRAL},
                "fixedrange": True,
            },
            "yaxis": {"autorange": "reversed", "automargin": True, "fixedrange": True},
        },
    }


OBSERVED_HEIGHT = 280
# Colour and symbol: grey print keeps lines apart too.
STYLES = ((CNGE, "circle"), (NEUTRAL, "x"), (DGOS, "square"), (TARGET, "diamond"))


def plot_shares(series: Mapping[str, Sequence[SeriesPoint]]) -> dict[str, Any]:
    """One line per stage, in % of a cohort, by the year in which the period ends.

    Returns
    -------
    Plotly figure as a plain dict
    """
    return {
        "data": [
            _observed_line(name, points, *STYLES[index % len(STYLES)])
            for index, (name, points) in enumerate(series.items())
        ],
        "layout": {
            "height": OBSERVED_HEIGHT,
            "margin": {"l": 45, "r": 10, "t": 10, "b": 30},
            "separators": ",\u202f",
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


def _observed_line(
    name: str, points: Sequence[SeriesPoint], color: str, symbol: str
) -> dict[str, Any]:
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


# From the palest to the darkest, as places go from permitted to taken.
STEPS = ("Agréées", "Ouvertes", "Financées", "Pourvues")
COLORS = SEQUENTIAL_UP[1:]
GROUP_HEIGHT, PLACES_FRAME_HEIGHT = 96, 90


@dataclass(frozen=True)
class PlaceBars:
    """Places of one level at each of ``STEPS``; None is unknown or withheld, hence no bar."""

    label: str
    places_n: tuple[int | None, int | None, int | None, int | None]


def plot_places(levels: Sequence[PlaceBars]) -> dict[str, Any]:
    """Bars of each level from top to bottom, each with its number.

    Returns
    -------
    Plotly figure as a plain dict
    """
    labels = [level.label for level in levels]
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "name": step,
                "y": labels,
                "x": [level.places_n[rank] for level in levels],
                "text": [number(level.places_n[rank]) for level in levels],
                "textposition": "outside",
                "cliponaxis": False,
                "marker": {"color": COLORS[rank], "line": {"color": NEUTRAL, "width": 0.5}},
                "hovertemplate": f"%{{y}}, {step.lower()} : %{{text}}<extra></extra>",
            }
            for rank, step in enumerate(STEPS)
        ],
        "layout": {
            "height": PLACES_FRAME_HEIGHT + GROUP_HEIGHT * len(levels),
            "margin": {"l": 110, "r": 40, "t": 30, "b": 30},
            "separators": ",\u202f",
            "barmode": "group",
            "bargap": 0.25,
            "legend": {"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0},
            "xaxis": {"rangemode": "tozero", "tickfont": {"color": NEUTRAL}, "fixedrange": True},
            # The first level, and the first step of each, at the top.
            "yaxis": {"autorange": "reversed", "automargin": True, "fixedrange": True},
        },
    }
