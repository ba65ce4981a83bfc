"""Points of a national series."""

from __future__ import annotations

from dashboard.core.values import SeriesPoint


def point(period: str, value: float, confidence: str = "high") -> SeriesPoint:
    """A value observed in a source."""
    return SeriesPoint(
        value=value,
        status="observed",
        period=period,
        source_ids=("S",),
        locator="p. 1",
        confidence=confidence,
    )
