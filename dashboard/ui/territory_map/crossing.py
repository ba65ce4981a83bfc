"""What the map of two indicators needs beside its two layers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

CLASSES = 9
QUADRANTS = 4
NONE = "-"


@dataclass(frozen=True)
class PlotAxis:
    """One axis of the scatter plot, in the unit of its layer.

    ``limits`` are those of the middle class, ``frame`` the ends of the axis; a value outside is
    drawn at the edge. ``more_is_better`` tells which side of the reference is favourable;
    ``reference_span`` is the interval of a reference that is estimated.
    """

    reference: float
    reference_label: str
    limits: tuple[float, float]
    frame: tuple[float, float]
    more_is_better: bool
    reference_span: tuple[float, float] | None = None


@dataclass(frozen=True)
class MapCrossing:
    """Class (0 to 8, as ``models.crossing.cross``) and quadrant (0 to 3) of each territory.

    The sequences are aligned with those of the layers; -1 is missing. ``colors`` go with the
    classes and ``names`` with the quadrants.
    """

    title: str
    subtitle: str
    across: PlotAxis
    upwards: PlotAxis
    classes: Sequence[int]
    quadrants: Sequence[int]
    is_decided: Sequence[bool]
    colors: tuple[str, ...]
    names: tuple[str, ...]


def crossing_payload(crossing: MapCrossing, size: int) -> dict[str, Any]:
    """Return the compact JSON form of a crossing of ``size`` territories.

    Returns
    -------
    dict
        Short keys read by ``crossing.js``: ``cls``, ``q`` and ``sure`` hold one character per
        territory, ``x`` and ``y`` the axes.

    Raises
    ------
    ValueError
        When lengths, ranks, colours, names or the order of an axis are wrong.
    """
    for name, ranks, count in (
        ("classes", crossing.classes, CLASSES),
        ("quadrants", crossing.quadrants, QUADRANTS),
        ("is_decided", crossing.is_decided, 2),
    ):
        if len(ranks) != size:
            raise ValueError(f"crossing: {len(ranks)} {name} for {size} values")
        if not all(-1 <= rank < count for rank in ranks):
            raise ValueError(f"crossing: {name} must be under {count}, got {sorted(set(ranks))}")
    if (len(crossing.colors), len(crossing.names)) != (CLASSES, QUADRANTS):
        raise ValueError(f"crossing: {CLASSES} colours and {QUADRANTS} names expected")
    return {
        "title": crossing.title,
        "subtitle": crossing.subtitle,
        "x": _axis(crossing.across),
        "y": _axis(crossing.upwards),
        "cls": _digits(crossing.classes),
        "q": _digits(crossing.quadrants),
        "sure": _digits(crossing.is_decided),
        "colors": list(crossing.colors),
        "names": list(crossing.names),
    }


def _digits(ranks: Sequence[int]) -> str:
    return "".join(NONE if rank < 0 else str(int(rank)) for rank in ranks)


def _axis(axis: PlotAxis) -> dict[str, Any]:
    ends = (axis.frame[0], axis.limits[0], axis.reference, axis.limits[1], axis.frame[1])
    if list(ends) != sorted(set(ends)):
        raise ValueError(f"crossing: frame, limits and reference must ascend, got {ends}")
    span = {} if axis.reference_span is None else {"span": list(axis.reference_span)}
    return {
        **span,
        "ref": axis.reference,
        "label": axis.reference_label,
        "lim": list(axis.limits),
        "frame": [round(end, 3) for end in axis.frame],
        "up": axis.more_is_better,
    }
