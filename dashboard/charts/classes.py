"""Class limits and colours of a map, the same on the page and on paper: no Streamlit."""

from __future__ import annotations

from dashboard.charts.palette import (
    DIVERGING,
    GAIN,
    LOSS,
    SEQUENTIAL_DOWN,
    SEQUENTIAL_UP,
    diverging_breaks,
    ramp,
    sequential_breaks,
)
from dashboard.core.catalog import COUNTS_OF_A_YEAR, COVERAGE, GAP, MSU, NET_CHANGE, Catalog

# Value around which an indicator opposes two situations.
CENTRES = {COVERAGE: 100.0, NET_CHANGE: 0.0, "evolution_apl_mg_pct": 0.0}


def classes_of(
    catalog: Catalog, indicator_id: str, spread: tuple[float, ...]
) -> tuple[tuple[float, ...], tuple[str, ...]]:
    """Class limits and colours of an indicator, from the values they are locked on."""
    if not spread:
        return (), (SEQUENTIAL_UP[2],)
    if indicator_id in CENTRES:
        return diverging_breaks(spread, CENTRES[indicator_id]), DIVERGING[::-1]
    if indicator_id == GAP:
        return (), (LOSS, GAIN)
    if indicator_id in (MSU, *COUNTS_OF_A_YEAR):
        return (), (SEQUENTIAL_UP[-1],)
    breaks = sequential_breaks(spread)
    down = catalog.indicators[indicator_id].direction == "down"
    return breaks, ramp(SEQUENTIAL_DOWN if down else SEQUENTIAL_UP, len(breaks) + 1)
