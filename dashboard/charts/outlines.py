"""Outlines of territories, as the build writes them, read as points."""

from __future__ import annotations

import re

STEP = re.compile(r"[MlzZL]|-?\d+(?:\.\d+)?")
Box = tuple[float, float, float, float]
Ring = list[tuple[float, float]]


def outline_rings(path: str) -> list[Ring]:
    """Closed lines of an outline made of M (absolute) and l (relative) steps."""
    rings: list[Ring] = []
    x, y, command = 0.0, 0.0, "M"
    numbers = iter(STEP.findall(path))
    for token in numbers:
        if token.isalpha():
            command = token
            continue
        dx, dy = float(token), float(next(numbers))
        # Numbers that follow the first point of an M are steps, as in the outlines of the build.
        x, y = (dx, dy) if command in "ML" else (x + dx, y + dy)
        if command == "M":
            rings.append([])
            command = "l"
        rings[-1].append((x, y))
    return rings


def outline_box(path: str) -> Box:
    """(left, top, right, bottom) of an outline."""
    xs, ys = zip(*(point for ring in outline_rings(path) for point in ring), strict=True)
    return (min(xs), min(ys), max(xs), max(ys))
