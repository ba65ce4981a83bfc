"""What every chart of the demonstration carries, on screen and when it is saved as a picture."""

from __future__ import annotations

from typing import Any

from dashboard.core.files import FICTITIOUS

# At least 3:1 once mixed with the light and with the dark background.
COLOR, OPACITY = "#cc5228", 0.8


def with_demo_mark(figure: dict[str, Any]) -> dict[str, Any]:
    """Return a plotly figure (plain dict) with « DONNÉES FICTIVES » across its plot."""
    mark = {
        "text": FICTITIOUS,
        "xref": "paper",
        "yref": "paper",
        "x": 0.5,
        "y": 0.5,
        "showarrow": False,
        "textangle": -20,
        "opacity": OPACITY,
        "font": {"size": 26, "color": COLOR},
    }
    layout = figure["layout"]
    marked = {**layout, "annotations": [*layout.get("annotations", ()), mark]}
    return {**figure, "layout": marked}
