"""Parts of the spine chart: texts, bars, and marks told apart by shape as well as by colour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from xml.etree import ElementTree as ET

from dashboard.profile.model import ProfileValue, SpineLine
from models.comparison import Spine

INK = "#1d2733"
# Readable on a light and on a dark page.
MUTED = "#737b88"
FAINT = "#c3c8d0"
BAR, MIDDLE = "#cfd4dc", "#98a1ae"
BETTER, WORSE, NEUTRAL = "#1f6fb2", "#c2560c", "#5c6470"
PAPER_WHITE = "#ffffff"
Mark = Literal["better", "worse", "undetermined", "none"]


def mark_of(item: SpineLine) -> Mark:
    """Which mark a row bears; no judgement where no direction is better."""
    if item.direction == "none":
        return "none"
    if item.better is None:
        return "undetermined"
    return "better" if item.better else "worse"


def place(spine: Spine, value: float, left: float, right: float) -> float:
    """Abscissa of a value between two ends, the nation at the centre."""
    return (left + right) / 2 + spine.position(value) * (right - left) / 2


def text(
    parent: ET.Element,
    x: float,
    y: float,
    words: str,
    size: float,
    *,
    anchor: str = "start",
    bold: bool = False,
    fill: str = "",
) -> ET.Element:
    """Write one line of text."""
    node = ET.SubElement(parent, "text", {"x": _short(x), "y": _short(y)})
    node.set("font-size", _short(size))
    if anchor != "start":
        node.set("text-anchor", anchor)
    if bold:
        node.set("font-weight", "600")
    if fill:
        node.set("fill", fill)
    node.text = words
    return node


def line(
    parent: ET.Element, x1: float, y1: float, x2: float, y2: float, stroke: str, width: float
) -> ET.Element:
    """Draw a straight line."""
    ends = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
    node = ET.SubElement(parent, "line", {key: _short(value) for key, value in ends.items()})
    node.set("stroke", stroke)
    node.set("stroke-width", _short(width))
    return node


def draw_bar(
    parent: ET.Element, item: SpineLine, left: float, right: float, y: float, *, thickness: float
) -> None:
    """Worst to best, the middle half darker, the nation at the centre, the tick of the région."""
    spine = item.spine
    assert spine is not None  # noqa: S101
    ends = (spine.worst, spine.best)
    _bar(parent, "range", [place(spine, v, left, right) for v in ends], y, thickness, BAR)
    quartiles = (spine.middle_low, spine.middle_high)
    _bar(parent, "middle", [place(spine, v, left, right) for v in quartiles], y, thickness, MIDDLE)
    centre = (left + right) / 2
    nation = line(parent, centre, y - thickness, centre, y + thickness, "currentColor", 1.6)
    nation.set("class", "nation")
    if item.region and item.region.value is not None:
        at, half = place(spine, item.region.value, left, right), thickness * 0.85
        tick = line(parent, at, y - half, at, y + half, "currentColor", 1.6)
        tick.set("class", "region")
        tick.set("stroke-dasharray", "2 1.5")


def draw_mark(
    parent: ET.Element, item: SpineLine, left: float, right: float, y: float, *, size: float
) -> None:
    """Interval, then the mark of the territory: hollow when it is an estimate."""
    spine, value, mark = item.spine, item.value, mark_of(item)
    assert spine is not None  # noqa: S101
    assert value.value is not None  # noqa: S101
    if value.low is not None and value.high is not None:
        low, high = sorted(place(spine, end, left, right) for end in (value.low, value.high))
        span = line(parent, low, y, high, y, MARKS[mark].color, 2)
        span.set("class", "interval")
        for end, side in ((left, -1), (right, 1)):
            if end in (low, high) and _is_outside(spine, value, side):
                _draw_arrow(parent, end, y, side, MARKS[mark].color)
    shape = MARKS[mark].draw(
        parent,
        place(spine, value.value, left, right),
        y,
        size,
        hollow=value.is_estimate or mark == "none",
    )
    shape.set("class", f"mark {mark}")


def _is_outside(spine: Spine, value: ProfileValue, side: int) -> bool:
    """Whether a bound lies farther than the line goes, on one side."""
    bounds = [end for end in (value.low, value.high) if end is not None]
    reach = max(abs(spine.best - spine.nation), abs(spine.worst - spine.nation))
    sign = -1 if spine.direction == "down" else 1
    return any(side * sign * (end - spine.nation) > reach for end in bounds)


def _draw_arrow(parent: ET.Element, x: float, y: float, side: int, color: str) -> None:
    path = _polygon((x + side * 6, y), (x - side, y - 4), (x - side, y + 4))
    ET.SubElement(parent, "path", {"d": path, "fill": color, "class": "beyond"})


def _bar(
    parent: ET.Element, name: str, ends: list[float], y: float, thickness: float, fill: str
) -> None:
    low, high = sorted(ends)
    ET.SubElement(
        parent,
        "rect",
        {
            "class": name,
            "x": _short(low),
            "y": _short(y - thickness / 2),
            "width": _short(max(high - low, 1)),
            "height": _short(thickness),
            "fill": fill,
        },
    )


@dataclass(frozen=True)
class Shape:
    """A mark: its words in the legend, its colour, its outline around a centre."""

    label: str
    color: str
    path: Callable[[float, float, float], str]

    def draw(
        self, parent: ET.Element, x: float, y: float, size: float, *, hollow: bool
    ) -> ET.Element:
        """Draw the mark, white inside when hollow."""
        node = ET.SubElement(parent, "path", {"d": self.path(x, y, size)})
        node.set("fill", PAPER_WHITE if hollow else self.color)
        node.set("stroke", self.color)
        node.set("stroke-width", "2")
        node.set("stroke-linejoin", "round")
        node.set("data-x", _short(x))
        return node


def _upward(x: float, y: float, r: float) -> str:
    return _polygon((x, y - r), (x + r, y + r * 0.8), (x - r, y + r * 0.8))


def _downward(x: float, y: float, r: float) -> str:
    return _polygon((x, y + r), (x + r, y - r * 0.8), (x - r, y - r * 0.8))


def _round(x: float, y: float, r: float) -> str:
    start, end = f"{_short(x - r)} {_short(y)}", f"{_short(x + r)} {_short(y)}"
    arc = f"A{_short(r)} {_short(r)} 0 1 1"
    return f"M{start}{arc} {end}{arc} {start}Z"


def _square(x: float, y: float, r: float) -> str:
    half = r * 0.85
    return _polygon(
        (x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)
    )


def _polygon(*points: tuple[float, float]) -> str:
    return f"M{'L'.join(f'{_short(x)} {_short(y)}' for x, y in points)}Z"


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


MARKS: dict[Mark, Shape] = {
    "better": Shape("mieux que la France", BETTER, _upward),
    "worse": Shape("moins bien que la France", WORSE, _downward),
    "undetermined": Shape("indéterminé, ou égal à la France", NEUTRAL, _round),
    "none": Shape("sans sens préféré", NEUTRAL, _square),
}
