"""Central intervals of simulated draws: one level for every estimate of the observatory."""

from __future__ import annotations

import numpy as np

from models.territories.apportionment import FloatArray

INTERVAL_LEVEL = 0.95


def interval(draws: FloatArray, *, level: float = INTERVAL_LEVEL) -> tuple[FloatArray, FloatArray]:
    """Central interval of each column of ``draws`` (draws, n): (low, high), both (n,)."""
    tail = (1 - level) / 2
    low, high = np.quantile(draws, [tail, 1 - tail], axis=0)
    return low, high
