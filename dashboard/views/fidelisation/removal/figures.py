"""Chart of the footprint of a place. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.charts.palette import CNGE, NEUTRAL
from dashboard.core.formatting import number, quantity
from models.retention.removal import Footprint

ROW_HEIGHT, FRAME_HEIGHT = 24, 46
# The mark of the demonstration needs room.
FEWEST_ROWS = 4
# The footprint, and what comes next: more bars would say nothing.
NEXT_SHOWN = 3


def plot_footprint(footprint: Footprint, labels: Sequence[str]) -> dict[str, Any]:
    """One bar per département of the footprint, and lighter the next ones.

    Parameters
    ----------
    footprint : counts, largest first
    labels : name of each of them

    Returns
    -------
    Plotly figure as a plain dict
    """
    rows_n = min(footprint.size + NEXT_SHOWN, len(footprint.counts))
    counts = [count for _, count in footprint.counts[:rows_n]]
    shares = [quantity(share, "%", 1) for share in footprint.cumulative_pct[:rows_n]]
    colors = [CNGE if rank < footprint.size else NEUTRAL for rank in range(rows_n)]
    fills = [CNGE if rank < footprint.size else "rgba(0,0,0,0)" for rank in range(rows_n)]
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "y": list(labels[:rows_n]),
                "x": counts,
                "text": [
                    f"{number(count)} ({share})"
                    for count, share in zip(counts, shares, strict=True)
                ],
                "textposition": "outside",
                "cliponaxis": False,
                "marker": {
                    "color": fills,
                    "line": {"color": colors, "width": 1},
                },
                "hovertemplate": "%{y} : %{text}<extra></extra>",
            }
        ],
        "layout": {
            "height": FRAME_HEIGHT + ROW_HEIGHT * max(rows_n, FEWEST_ROWS),
            "margin": {"l": 10, "r": 70, "t": 6, "b": 34},
            "separators": ",\u202f",
            "showlegend": False,
            "bargap": 0.25,
            "xaxis": {
                "title": {"text": "médecins installés (part cumulée)", "standoff": 4},
                "rangemode": "tozero",
                "tickformat": ",d",
                "tickfont": {"color": NEUTRAL},
                "fixedrange": True,
            },
            "yaxis": {"autorange": "reversed", "automargin": True, "fixedrange": True},
        },
    }
