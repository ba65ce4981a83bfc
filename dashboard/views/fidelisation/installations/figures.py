"""Imported counts year by year: up the GPs who settle, down those who leave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.charts.bars import axis_ticks, tick_text
from dashboard.charts.palette import GAIN, LOSS, NEUTRAL, SEQUENTIAL_UP
from dashboard.charts.years import year_axis
from dashboard.core.formatting import number
from dashboard.themes.installations import AGES, NO_AGE
from dashboard.views.fidelisation.installations.imported import (
    ENTRIES,
    EXITS,
    WITHHELD,
    LocalYear,
    YearCount,
)

HEIGHT = 320
AGE_COLORS = dict(zip(AGES, SEQUENTIAL_UP[1:], strict=True))
NO_AGE_COLOR = "#c3c9d0"
NET_COLOR = "#ffffff"
MANY_YEARS = 10
WORDS = {ENTRIES: ("Installations", 1), EXITS: ("Départs", -1)}


def plot_movements(years: Sequence[LocalYear]) -> dict[str, Any]:
    """Bars of entries and exits, stacked by age where the file has it, and the net as a mark.

    Parameters
    ----------
    years : every year of the span, the gaps included

    Returns
    -------
    Plotly figure as a plain dict; a withheld total is a word, an absent year is nothing
    """
    ends = [end for year in years for end in (_top(year, ENTRIES), -_top(year, EXITS))]
    ticks = axis_ticks(ends, are_whole=True)
    return {
        "data": [*_bars(years, has_ages=shows_ages(years)), _net(years)],
        "layout": {
            "height": HEIGHT,
            "margin": {"l": 45, "r": 10, "t": 10, "b": 30},
            "barmode": "relative",
            "bargap": 0.35,
            "showlegend": False,
            "hovermode": "closest",
            "annotations": [
                _withheld(year, measure)
                for year in years
                for measure in WORDS
                if year.count(measure).total is None and year.count(measure).is_withheld
            ],
            "xaxis": _axis_of([year.year for year in years]),
            "yaxis": {
                **_axis_of_gps(ticks),
                "zeroline": True,
                "zerolinewidth": 1.5,
                **_empty_range(ticks),
            },
        },
    }


def plot_years(counts: Sequence[tuple[int, float]]) -> dict[str, Any]:
    """Bars of one count by year; a year that is not published has no bar.

    Parameters
    ----------
    counts : (year, number of GPs), at least one

    Returns
    -------
    Plotly figure as a plain dict
    """
    years = [year for year, _ in counts]
    ticks = axis_ticks([value for _, value in counts], are_whole=True)
    return {
        "data": [
            {
                "type": "bar",
                "x": years,
                "y": [value for _, value in counts],
                "marker": {"color": GAIN, "line": {"color": NEUTRAL, "width": 0.7}},
                "text": [number(value) for _, value in counts],
                "textposition": "outside",
                "cliponaxis": False,
                "hovertext": [f"{year} : {number(value)}" for year, value in counts],
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        ],
        "layout": {
            "height": HEIGHT,
            "margin": {"l": 45, "r": 10, "t": 20, "b": 30},
            "bargap": 0.35,
            "showlegend": False,
            "xaxis": _axis_of(years),
            "yaxis": _axis_of_gps(ticks),
        },
    }


def _axis_of(years: Sequence[int]) -> dict[str, Any]:
    step = 1 if years[-1] - years[0] < MANY_YEARS else 2
    return year_axis(step, range=[years[0] - 0.6, years[-1] + 0.6])


def _axis_of_gps(ticks: Sequence[float]) -> dict[str, Any]:
    return {
        "tickvals": ticks,
        "ticktext": [tick_text(value) for value in ticks],
        "tickfont": {"color": NEUTRAL},
        "title": {"text": "généralistes", "font": {"size": 12}},
        "fixedrange": True,
    }


def shows_ages(years: Sequence[LocalYear]) -> bool:
    """Whether some age is published: without any, bars are not cut."""
    return any(year.count(measure).ages for year in years for measure in WORDS)


def _bars(years: Sequence[LocalYear], *, has_ages: bool) -> list[dict[str, Any]]:
    traces = []
    for measure, color in ((ENTRIES, GAIN), (EXITS, LOSS)):
        parts = [(age, AGE_COLORS[age], label) for age, label in AGES.items()] if has_ages else []
        for age, tone, label in parts:
            heights = [dict(year.count(measure).ages).get(age) for year in years]
            traces.append(_trace(years, measure, heights, tone, label))
        rest = [_rest(year.count(measure), has_ages=has_ages) for year in years]
        tone, label = (NO_AGE_COLOR, NO_AGE) if has_ages else (color, "")
        traces.append(_trace(years, measure, rest, tone, label))
    return [trace for trace in traces if any(trace["y"])]


def _rest(count: YearCount, *, has_ages: bool) -> int | None:
    """Part without an age: the whole total where the file has no ages."""
    if count.has_ages and has_ages:
        return count.without_age
    return count.total


def _trace(
    years: Sequence[LocalYear],
    measure: str,
    heights: Sequence[int | None],
    color: str,
    label: str,
) -> dict[str, Any]:
    name, sign = WORDS[measure]
    return {
        "type": "bar",
        "x": [year.year for year in years],
        "y": [None if height is None else sign * height for height in heights],
        "marker": {"color": color, "line": {"color": NEUTRAL, "width": 0.7}},
        "hovertext": [
            _hover(year, name, year.count(measure), label, height)
            for year, height in zip(years, heights, strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _hover(year: LocalYear, name: str, count: YearCount, label: str, height: int | None) -> str:
    part = f"<br>{label} : {number(height)}" if label else ""
    return f"{year.year}, {name.lower()} : {count.words}{part}"


def _net(years: Sequence[LocalYear]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "Solde",
        "x": [year.year for year in years],
        "y": [year.net for year in years],
        "marker": {
            "symbol": "diamond",
            "size": 11,
            "color": NET_COLOR,
            "line": {"color": "#111111", "width": 2},
        },
        "hovertext": [f"{year.year}, solde : {number(year.net, signed=True)}" for year in years],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _withheld(year: LocalYear, measure: str) -> dict[str, Any]:
    _, sign = WORDS[measure]
    return {
        "text": WITHHELD,
        "x": year.year,
        "y": sign * _top(year, measure),
        "yanchor": "bottom" if sign > 0 else "top",
        "yshift": 4 * sign,
        "textangle": -90,
        "showarrow": False,
        "font": {"size": 11, "color": NEUTRAL},
    }


def _top(year: LocalYear, measure: str) -> int:
    count = year.count(measure)
    return count.total if count.total is not None else count.at_least or 0


def _empty_range(ticks: Sequence[float]) -> dict[str, Any]:
    """Room for the words « masqué » when no bar gives the axis its range."""
    return {"range": [-1, 1], "showticklabels": False} if len(ticks) == 1 else {}
