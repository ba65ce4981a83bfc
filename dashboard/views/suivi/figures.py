"""Bars of a funnel: lines that reached each step, where they stand, and how long it took."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dashboard.charts.bars import axis_ticks
from dashboard.charts.palette import CNGE, DGOS, NEUTRAL
from dashboard.core.formatting import number, typography
from dashboard.views.suivi.words import days_words, stage_words
from models.registers.follow_up import Funnel, Stage

ROW_HEIGHT, FRAME_HEIGHT = 64, 92
BAR = 0.3
# Light to dark, so that grey print tells them apart; the lost stand at the end.
FURTHER, STANDING, LOST = "#a9c6e6", CNGE, DGOS
PARTS: tuple[tuple[str, str, Callable[[Stage], int]], ...] = (
    ("allés plus loin", FURTHER, lambda stage: stage.further_n),
    ("s’y trouvent", STANDING, lambda stage: stage.standing_n),
    ("perdus ensuite", LOST, lambda stage: stage.lost_n),
)


def plot_funnel(funnel: Funnel, unit_fr: str) -> dict[str, Any]:
    """One bar per step, from top to bottom: gone further, standing there, lost afterwards.

    Parameters
    ----------
    funnel : at least one stage
    unit_fr : what is counted, in the plural

    Returns
    -------
    Plotly figure as a plain dict; each bar has its words above it
    """
    stages = funnel.stages
    rows = list(range(len(stages)))
    # Without any series, plotly draws nothing at all, not even its axes.
    parts = [part for part in PARTS if any(part[2](stage) for stage in stages)] or PARTS
    ticks = axis_ticks([float(stage.reached_n) for stage in stages], are_whole=True)
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "name": name,
                "y": rows,
                "x": [count(stage) for stage in stages],
                "width": BAR,
                "marker": {"color": color, "line": {"color": NEUTRAL, "width": 0.5}},
                "hovertext": [
                    typography(f"{stage.step.label_fr} : {number(count(stage))} {name}")
                    for stage in stages
                ],
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
            for name, color, count in parts
        ],
        "layout": {
            "height": FRAME_HEIGHT + ROW_HEIGHT * len(stages),
            "barmode": "stack",
            "margin": {"l": 14, "r": 16, "t": 6, "b": 76},
            "separators": ",\u202f",
            "showlegend": True,
            "legend": {
                "orientation": "h",
                "traceorder": "normal",
                "x": 0,
                "y": 0,
                "yref": "container",
                "yanchor": "bottom",
            },
            "xaxis": {
                "title": {"text": unit_fr, "standoff": 4, "font": {"size": 12}},
                "tickvals": ticks,
                "ticktext": [number(value) for value in ticks],
                "tickangle": 0,
                "tickfont": {"color": NEUTRAL},
                "rangemode": "tozero",
                "fixedrange": True,
            },
            "yaxis": {
                "range": [len(stages) - 0.5, -0.85],
                "showticklabels": False,
                "showgrid": False,
                "fixedrange": True,
            },
            "annotations": [_words(rank, stage, funnel) for rank, stage in enumerate(stages)],
        },
    }


def _words(rank: int, stage: Stage, funnel: Funnel) -> dict[str, Any]:
    """Words above a bar: its step, its counts, and the time since the step before."""
    lines = [f"<b>{stage.step.label_fr}</b> : {stage_words(stage, funnel)}"]
    if stage.since_previous:
        spent = f"{days_words(stage.since_previous)} après « {stage.previous_fr} »"
        lines.append(f'<span style="font-size:11px">{spent}</span>')
    return {
        "text": typography("<br>".join(lines)),
        "x": 0,
        "y": rank - BAR / 2,
        "xanchor": "left",
        "yanchor": "bottom",
        "align": "left",
        "showarrow": False,
        "font": {"size": 12.5},
    }
