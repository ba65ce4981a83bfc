"""Stage places of one semester, from the agrément to the intern: four bars per level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts.palette import NEUTRAL, SEQUENTIAL_UP
from dashboard.core.formatting import number

# From the palest to the darkest, as places go from permitted to taken.
STEPS = ("Agréées", "Ouvertes", "Financées", "Pourvues")
COLORS = SEQUENTIAL_UP[1:]
GROUP_HEIGHT, FRAME_HEIGHT = 96, 90


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
            "height": FRAME_HEIGHT + GROUP_HEIGHT * len(levels),
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
