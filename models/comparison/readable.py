"""Readable numbers: what a limit or a step is rounded to."""

from __future__ import annotations

import numpy as np

NICE_STEPS = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 8, 10)


def nice(value: float) -> float:
    """Round a positive limit to a readable number, never to 0."""
    if value <= 0:
        return 0.0
    power = 10.0 ** np.floor(np.log10(value))
    return float(min(NICE_STEPS, key=lambda step: abs(step * power - value)) * power)
