"""How many reached each step of a procedure, where they stand, and how long it took."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dashboard.charts.bars import axis_ticks
from dashboard.charts.palette import CNGE, DGOS, NEUTRAL
from dashboard.core.formatting import number, typography
from models.registers.follow_up import Funnel, Spread, Stage

ROW_HEIGHT, FRAME_HEIGHT = 64, 92
BAR = 0.3
# Light to dark, so that grey print tells them apart; the lost stand at the end.
FURTHER, STANDING, LOST = "#a9c6e6", CNGE, DGOS
PARTS: tuple[tuple[str, str, Callable[[Stage], int]], ...] = (
    ("allés plus loin", FURTHER, lambda stage: stage.further_n),
    ("s’y trouvent", STANDING, lambda stage: stage.standing_n),
    ("perdus ensuite", LOST, lambda stage: stage.lost_n),
)
# With fewer dates, quartiles would be these dates themselves.
FEWEST_FOR_QUARTILES = 4


def plot_funnel(funnel: Funnel, unit_fr: str) -> dict[str, Any]:
    """One bar per step, from top to bottom: gone further, standing there, lost afterwards.

    Parameters
    ----------
    funnel : at least one stage
    unit_fr : what is counted, in the plural

    Returns
    -------
    Plotly figure as a plain dict; what a bar says is written above it
    """
    stages = funnel.stages
    rows = list(range(len(stages)))
    # Without anything to draw, plotly draws nothing at all, not even its axes.
    drawn = [part for part in PARTS if any(part[2](stage) for stage in stages)] or PARTS
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
            for name, color, count in drawn
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


def stage_words(stage: Stage, funnel: Funnel) -> str:
    """« 34, dont 8 y sont et 2 perdus ensuite »."""
    at_least = "au moins " if funnel.is_floor(stage) else ""
    if stage.reached_n and stage.standing_n == stage.reached_n and not stage.step.ends:
        return f"{at_least}{_standing(stage.standing_n)}"
    parts = []
    if stage.standing_n and not stage.step.ends:
        parts.append(_standing(stage.standing_n))
    if stage.lost_n:
        parts.append(f"{number(stage.lost_n)} {'perdu' if stage.lost_n == 1 else 'perdus'} ensuite")
    among = f", dont {' et '.join(parts)}" if parts else ""
    return f"{at_least}{number(stage.reached_n)}{among}"


def _standing(count: int) -> str:
    return f"{number(count)} {'s’y trouve' if count == 1 else 's’y trouvent'}"


def days_words(days: Spread) -> str:
    """« 62 jours (41 à 90) », or how many dates are known when they are few."""
    median = f"{number(days.median_days)} {'jours' if days.median_days >= 2 else 'jour'}"
    if days.known_n < FEWEST_FOR_QUARTILES:
        return f"{median} ({number(days.known_n)} {'datés' if days.known_n > 1 else 'daté'})"
    return f"{median} ({number(days.q1_days)} à {number(days.q3_days)})"


def _words(rank: int, stage: Stage, funnel: Funnel) -> dict[str, Any]:
    """What a bar says, above it: its step, its counts, and the time since the one before."""
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
