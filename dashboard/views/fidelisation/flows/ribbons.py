"""Where those trained somewhere settle, as ribbons between two columns (Sankey)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts.palette import CNGE, DGOS, NEUTRAL
from dashboard.core.formatting import number

STAYED, LEFT, CAME, UNKNOWN = "stayed", "left", "came", "unknown"
COLORS = {STAYED: "#4a9a8f", LEFT: DGOS, CAME: CNGE, UNKNOWN: NEUTRAL}
RIBBON_OPACITY = "66"
DARK, LIGHT = "#12161c", "#ffffff"
LEAST_HEIGHT, MOST_HEIGHT, NODE_HEIGHT = 320, 560, 30


@dataclass(frozen=True)
class Ribbon:
    """Doctors from a place of the left column to a place of the right one."""

    source: str
    target: str
    doctors_n: int
    kind: str


def plot_ribbons(ribbons: Sequence[Ribbon], *, on_dark: bool = False) -> dict[str, Any]:
    """Ribbons as wide as their doctors; each place tells how many it has.

    Parameters
    ----------
    ribbons : in the order of their places
    on_dark : whether the page is dark: names lie on the ribbons, and need a halo of its colour

    Returns
    -------
    Plotly figure as a plain dict
    """
    ink, halo = (LIGHT, DARK) if on_dark else (DARK, LIGHT)
    left = _nodes([(ribbon.source, ribbon) for ribbon in ribbons])
    right = _nodes([(ribbon.target, ribbon) for ribbon in ribbons])
    names = [*left, *right]
    totals = [sum(r.doctors_n for r in rows) for rows in (*left.values(), *right.values())]
    position = {("left", name): index for index, name in enumerate(left)}
    position |= {("right", name): len(left) + index for index, name in enumerate(right)}
    return {
        "data": [
            {
                "type": "sankey",
                "arrangement": "snap",
                "valueformat": ",d",
                "textfont": {
                    "color": ink,
                    "size": 12,
                    "shadow": ", ".join([f"0 0 3px {halo}"] * 5),
                },
                "node": {
                    "label": [f"{a} : {number(n)}" for a, n in zip(names, totals, strict=True)],
                    "color": [_color(rows) for rows in (*left.values(), *right.values())],
                    "pad": 10,
                    "thickness": 12,
                    "line": {"width": 0},
                    "hovertemplate": "%{label}<extra></extra>",
                },
                "link": {
                    "source": [position[("left", ribbon.source)] for ribbon in ribbons],
                    "target": [position[("right", ribbon.target)] for ribbon in ribbons],
                    "value": [ribbon.doctors_n for ribbon in ribbons],
                    "color": [COLORS[ribbon.kind] + RIBBON_OPACITY for ribbon in ribbons],
                    "customdata": [
                        f"{ribbon.source} → {ribbon.target} : {number(ribbon.doctors_n)} médecins"
                        for ribbon in ribbons
                    ],
                    "hovertemplate": "%{customdata}<extra></extra>",
                },
            }
        ],
        "layout": {
            "height": min(MOST_HEIGHT, max(LEAST_HEIGHT, NODE_HEIGHT * max(len(left), len(right)))),
            "margin": {"l": 4, "r": 4, "t": 8, "b": 8},
            "separators": ",\u202f",
        },
    }


def _nodes(ends: Sequence[tuple[str, Ribbon]]) -> dict[str, list[Ribbon]]:
    nodes: dict[str, list[Ribbon]] = {}
    for name, ribbon in ends:
        nodes.setdefault(name, []).append(ribbon)
    return nodes


def _color(ribbons: Sequence[Ribbon]) -> str:
    kinds = {ribbon.kind for ribbon in ribbons}
    return COLORS[kinds.pop()] if len(kinds) == 1 else COLORS[STAYED]
