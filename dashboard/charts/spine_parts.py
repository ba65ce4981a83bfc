"""Parts of the spine chart: texts, bars, and marks told apart by shape as well as by colour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from xml.etree import ElementTree as ET

from dashboard.charts.palette import CNGE, NEUTRAL
from dashboard.profile.model import ProfileValue, SpineLine
from models.comparison.spine import Spine

INK = "#1d2733"
# Shares of the colour of the text, or of a grey: they hold on a light and on a dark page.
MUTED, FAINT = 0.74, 0.25
BAR_GREY, BAR, MIDDLE = "#7d8694", 0.32, 0.75
BETTER, WORSE = CNGE, "#c2560c"
PAPER_WHITE = "#ffffff"
Mark = Literal["better", "worse", "undetermined", "reserved", "none"]


def mark_of(item: SpineLine) -> Mark:
    """Which mark a row bears; no judgement under a reserve, or where no direction is better."""
    if item.direction == "none":
        return "none"
    if item.value.reserve:
        return "reserved"
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
    share: float = 1.0,
) -> ET.Element:
    """Write one line of text; ``share`` of the ink."""
    node = ET.SubElement(parent, "text", {"x": _short(x), "y": _short(y)})
    node.set("font-size", _short(size))
    if anchor != "start":
        node.set("text-anchor", anchor)
    if bold:
        node.set("font-weight", "600")
    if share < 1:
        node.set("fill-opacity", _short(share))
    node.text = words
    return node


def line(
    parent: ET.Element,
    ends: tuple[float, float, float, float],
    width: float,
    stroke: str = "currentColor",
    share: float = 1.0,
) -> ET.Element:
    """Draw a straight line from (x1, y1) to (x2, y2); ``share`` of its colour."""
    names = ("x1", "y1", "x2", "y2")
    places = {name: _short(value) for name, value in zip(names, ends, strict=True)}
    node = ET.SubElement(parent, "line", places)
    node.set("stroke", stroke)
    if share < 1:
        node.set("stroke-opacity", _short(share))
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
    nation = line(parent, (centre, y - thickness, centre, y + thickness), 1.6)
    nation.set("class", "nation")
    if item.region and item.region.value is not None:
        at, half = place(spine, item.region.value, left, right), thickness * 0.85
        tick = line(parent, (at, y - half, at, y + half), 1.6)
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
        span = line(parent, (low, y, high, y), 2, MARKS[mark].color)
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
    parent: ET.Element, name: str, ends: list[float], y: float, thickness: float, share: float
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
            "fill": BAR_GREY,
            "fill-opacity": _short(share),
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


def _diamond(x: float, y: float, r: float) -> str:
    return _polygon((x, y - r), (x + r, y), (x, y + r), (x - r, y))


def _polygon(*points: tuple[float, float]) -> str:
    return f"M{'L'.join(f'{_short(x)} {_short(y)}' for x, y in points)}Z"


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


MARKS: dict[Mark, Shape] = {
    "better": Shape("mieux que la France", BETTER, _upward),
    "worse": Shape("moins bien que la France", WORSE, _downward),
    "undetermined": Shape("non départagé de la France, ou égal", NEUTRAL, _round),
    "reserved": Shape("avec réserve : ni mieux ni moins bien", NEUTRAL, _diamond),
    "none": Shape("ni bien ni mal en soi", NEUTRAL, _square),
}
