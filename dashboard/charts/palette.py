"""Colours and class limits of maps and charts.

Every ramp is safe for colour blindness and keeps its order in grey print: lightness falls from
one end to the other, even in the diverging ramp, whose two hues meet at the centre.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.comparison.readable import nice

# Surplus (teal, light) to shortage (brown, dark): dark means that something is missing.
DIVERGING = ("#e6f3f1", "#cbe6e2", "#abd3d1", "#d9923f", "#ad5827", "#6b2710")
SEQUENTIAL_UP = ("#e9eff8", "#bdd2ea", "#84aed7", "#4a83bd", "#1f5590")
SEQUENTIAL_DOWN = ("#f1ebf5", "#d5c3e3", "#b192ca", "#8a5fae", "#5d2f86")

# Situations against a share, from counted below to counted above: lightness rises all along.
SITUATIONS = ("#45160a", "#7d3213", "#c9792f", "#d8c396", "#bfe0dc", "#e3f2f0", "#fafdfc")

# Of a measure that no scale holds: grey, so that it is not read as one of its steps.
OFF_SCALE = "#c4c0ba"

# At least 3:1 on the light and on the dark background.
CNGE = "#3b7cc4"
DGOS = "#c06a34"
TARGET = "#9467c2"
NEUTRAL = "#737b88"
# Gains and losses: lighter and darker, so that grey print tells them apart too.
GAIN = "#3f9d95"
LOSS = "#ad5827"

# Nine colours of two axes: each row goes from no shortage to shortage (grey to orange), and the
# rows from little retention to much (to blue); the pair to act on first is the darkest. The nine
# levels of lightness differ, and the nine colours stay apart for the colour-blind.
BIVARIATE = (
    ("#f2f0ed", "#ffcea3", "#ffa745"),
    ("#77acd0", "#9d8d8d", "#b46539"),
    ("#0068b5", "#4e477a", "#472234"),
)


def bivariate(*, shortage_is_low: bool) -> tuple[str, ...]:
    """Nine colours by class of a crossing: 3 * (class upwards) + (class across).

    ``shortage_is_low`` when what is missing is on the left, as for a coverage.
    """
    return tuple(color for row in BIVARIATE for color in (row[::-1] if shortage_is_low else row))


def quadrant_color(quadrant: int) -> str:
    """Colour of a quadrant of a crossing: 2 * (favourable upwards) + (favourable across)."""
    return BIVARIATE[2 * (quadrant // 2)][0 if quadrant % 2 else 2]


def sequential_breaks(
    values: Sequence[float], classes: int = len(SEQUENTIAL_UP)
) -> tuple[float, ...]:
    """Class limits near the quantiles, on readable numbers, strictly increasing.

    Parameters
    ----------
    values : at least one number
    classes : number of classes

    Returns
    -------
    at most ``classes - 1`` limits; fewer when the values are too alike
    """
    quantiles = np.quantile(np.asarray(values, dtype=float), np.linspace(0, 1, classes + 1)[1:-1])
    spread = float(np.quantile(values, 0.95) - np.quantile(values, 0.05))
    step = _readable_step(spread / (4 * classes))
    rounded = np.round(np.round(quantiles / step) * step, 10)
    return tuple(float(limit) for limit in np.unique(rounded))


def diverging_breaks(values: Sequence[float], centre: float) -> tuple[float, ...]:
    """Five limits symmetric around ``centre``: two readable distances on each side, and it.

    The distances are near the median and the ninth decile of the distances to the centre, so
    that the classes hold comparable numbers of territories.
    """
    distances = np.abs(np.asarray(values, dtype=float) - centre)
    near = nice(float(np.quantile(distances, 0.5))) or 1.0
    far = nice(float(np.quantile(distances, 0.9)))
    if far <= near:
        far = 2 * near
    return (centre - far, centre - near, centre, centre + near, centre + far)


def ramp(colors: Sequence[str], classes: int) -> tuple[str, ...]:
    """Take ``classes`` colours spread over a ramp."""
    if classes >= len(colors):
        return tuple(colors)
    chosen = np.linspace(0, len(colors) - 1, classes).round().astype(int)
    return tuple(colors[index] for index in chosen)


def _readable_step(raw: float) -> float:
    if raw <= 0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(raw))
    return float(next(step for step in (1, 2, 5, 10) if step * power >= raw) * power)
