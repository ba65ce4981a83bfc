"""The axis of the charts by year."""

from __future__ import annotations

from typing import Any

from dashboard.charts.palette import NEUTRAL


def year_axis(step: int, **others: Any) -> dict[str, Any]:
    """Axis of whole years with a tick every ``step`` of them; it cannot be dragged.

    ``others`` are what an axis of plotly has besides.
    """
    return {
        "tickformat": "d",
        "dtick": step,
        "tickfont": {"color": NEUTRAL},
        "fixedrange": True,
        **others,
    }
