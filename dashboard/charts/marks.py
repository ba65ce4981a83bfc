"""What every chart of the demonstration carries, on screen and when it is saved as a picture."""

from __future__ import annotations

from typing import Any

FICTITIOUS = "DONNÉES FICTIVES"


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
        "opacity": 0.35,
        "font": {"size": 34, "color": "#732a12"},
    }
    layout = figure["layout"]
    marked = {**layout, "annotations": [*layout.get("annotations", ()), mark]}
    return {**figure, "layout": marked}
