"""The spine chart: where a territory stands on each indicator, drawn once for screen and paper.

One row per indicator: the value, that of the nation, then a line from the worst to the best
territory, better to the right, the nation fixed at the centre and the middle half darker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from xml.etree import ElementTree as ET

from dashboard.charts.spine_parts import (
    FAINT,
    INK,
    MARKS,
    MUTED,
    draw_bar,
    draw_mark,
    line,
    mark_of,
    text,
)
from dashboard.core.files import FICTITIOUS
from dashboard.core.formatting import NO_BREAK_SPACE, number, typography
from dashboard.profile.model import SpineLine

FONT = "'Source Sans', 'Source Sans Pro', Arial, Helvetica, sans-serif"
PADDING = 8.0
LINE = 1.25


@dataclass(frozen=True)
class Layout:
    """Places in user units: columns end at ``value`` and ``nation``, the bar lies between two.

    ``stacked`` puts the texts above the bar; ``size`` is that of a label, ``small`` of a detail.
    """

    width: float
    size: float
    small: float
    label: float
    value: float
    nation: float
    bar: tuple[float, float]
    stacked: bool = False


# A desk, a sheet of paper 180 mm wide (8 to 9 points), a telephone.
WIDE = Layout(980, 14, 11.5, 360, 446, 520, (600, 910))
PAPER = Layout(680, 11.5, 10.5, 242, 298, 346, (402, 628))
# A sheet where the page holds other things too: wide labels, hence low rows.
BRIEF = Layout(820, 12, 11, 372, 442, 494, (556, 758))
NARROW = Layout(340, 14, 11.5, 340, 0, 0, (14, 326), stacked=True)


def plot_spine(
    lines: Sequence[SpineLine],
    *,
    title: str,
    layout: Layout = WIDE,
    ink: str | None = INK,
    demo: bool = False,
) -> str:
    """Draw the spine of a territory.

    Parameters
    ----------
    lines : rows, from top to bottom
    title : name of the picture, read aloud
    layout : WIDE, PAPER or NARROW
    ink : colour of the text; None takes that of the page around
    demo : writes « DONNÉES FICTIVES » across

    Returns
    -------
    one SVG element as text, its own texts as text
    """
    svg = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img"})
    svg.set("font-family", FONT)
    svg.set("fill", "currentColor")
    if ink:
        svg.set("color", ink)
    ET.SubElement(svg, "title").text = title
    ET.SubElement(svg, "desc").text = _description(lines)
    top = 0.0 if layout.stacked else _draw_header(svg, layout)
    for item in lines:
        draw_row = _draw_stacked_row if layout.stacked else _draw_row
        bottom = draw_row(svg, layout, item, top)
        line(svg, (0, bottom, layout.width, bottom), 0.8, share=FAINT)
        top = bottom
    height = _draw_legend(svg, layout, lines, top)
    if demo:
        _draw_demo_mark(svg, layout, top)
    svg.set("viewBox", f"0 0 {layout.width:g} {height:g}")
    svg.set("width", f"{layout.width:g}")
    svg.set("height", f"{height:g}")
    return ET.tostring(svg, encoding="unicode")


def _description(lines: Sequence[SpineLine]) -> str:
    return " ; ".join(
        f"{item.label} : {item.value.marked_text}, France {item.nation.text}, "
        f"{item.reserved_verdict}"
        for item in lines
    )


def _draw_header(svg: ET.Element, layout: Layout) -> float:
    size, y = layout.small, layout.small + 2
    left, right = layout.bar
    centre = (left + right) / 2
    for x, anchor, words in (
        (0.0, "start", "Indicateur, unité, sens"),
        (layout.value, "end", "Ici"),
        (layout.nation, "end", "France"),
        (centre, "middle", "France"),
        (left - 8, "start", "← moins favorable"),
        (right + 8, "end", "plus favorable →"),
    ):
        text(svg, x, y, words, size, anchor=anchor, share=MUTED)
    bottom = y + 6
    line(svg, (0, bottom, layout.width, bottom), 1, share=MUTED)
    return bottom


def _draw_row(svg: ET.Element, layout: Layout, item: SpineLine, top: float) -> float:
    labels = _wrapped(item.label, layout.label, layout.size)
    details = _wrapped(_detail(item), layout.label, layout.small)
    y = top + PADDING + layout.size * 0.85
    y = _draw_lines(svg, 0, y, labels, layout.size)
    bottom = _draw_lines(svg, 0, y, details, layout.small, share=MUTED)
    bottom = bottom - layout.small * 0.85 + PADDING - 2
    middle = (top + bottom) / 2
    two = bool(item.value.interval_text)
    first = middle + layout.size * (-0.1 if two else 0.35)
    text(svg, layout.value, first, item.value.marked_text, layout.size, anchor="end", bold=True)
    if two:
        below = first + layout.small * LINE
        text(svg, layout.value, below, item.value.interval_text, layout.small, anchor="end")
    at = middle + layout.size * 0.35
    text(svg, layout.nation, at, item.nation.text, layout.size, anchor="end")
    if not _draw_spine(svg, layout, item, middle):
        _draw_why(svg, layout, item, middle)
    return bottom


def _draw_stacked_row(svg: ET.Element, layout: Layout, item: SpineLine, top: float) -> float:
    y = top + PADDING + layout.size * 0.85
    y = _draw_lines(svg, 0, y, _wrapped(item.label, layout.width, layout.size), layout.size)
    details = _wrapped(_detail(item), layout.width, layout.small)
    y = _draw_lines(svg, 0, y, details, layout.small, share=MUTED) + 5
    bounds = f" ({item.value.interval_text})" if item.value.interval_text else ""
    text(svg, 0, y, f"{item.value.marked_text}{bounds}", layout.size, bold=True)
    text(svg, layout.width, y, f"France {item.nation.text}", layout.size, anchor="end")
    middle = y + layout.size + 4
    if _draw_spine(svg, layout, item, middle):
        return middle + layout.small + PADDING + 10
    _draw_why(svg, layout, item, middle)
    return middle + layout.small + PADDING


def _draw_spine(svg: ET.Element, layout: Layout, item: SpineLine, y: float) -> bool:
    """Draw the bar and the mark of a row; False when there is nothing to place."""
    spine = item.spine
    if spine is None or item.value.value is None:
        return False
    left, right = layout.bar
    group = ET.SubElement(svg, "g", {"data-indicator": item.indicator_id})
    draw_bar(group, item, left, right, y, thickness=layout.size * 0.8)
    draw_mark(group, item, left, right, y, size=layout.size * 0.52)
    ends = (number(spine.worst, item.value.decimals), number(spine.best, item.value.decimals))
    if layout.stacked:
        below = y + layout.small + 10
        text(group, left, below, ends[0], layout.small, share=MUTED)
        text(group, right, below, ends[1], layout.small, anchor="end", share=MUTED)
    else:
        at = y + layout.small * 0.35
        text(group, left - 11, at, ends[0], layout.small, anchor="end", share=MUTED)
        text(group, right + 11, at, ends[1], layout.small, share=MUTED)
    return True


def _draw_why(svg: ET.Element, layout: Layout, item: SpineLine, y: float) -> None:
    left, right = layout.bar
    if item.value.value is not None:
        why = "pas de comparaison possible"
    else:
        why = f"non publié ; à demander : {item.value.ask}" if item.value.ask else "non publié"
    found = _wrapped(why, right - left + 50, layout.small)
    start = y - (len(found) - 1) * layout.small * LINE / 2 + layout.small * 0.35
    _draw_lines(svg, left - 8, start, found, layout.small, share=MUTED)


def _draw_legend(svg: ET.Element, layout: Layout, lines: Sequence[SpineLine], top: float) -> float:
    """Marks that the chart uses, then how to read the bar; return the height of the picture."""
    size, x, y = layout.small, 0.0, top + layout.small + PADDING
    used = {mark_of(item) for item in lines if item.spine and item.value.value is not None}
    for mark in (item for item in MARKS if item in used):
        words = typography(MARKS[mark].label)
        width = 20 + len(words) * size * 0.52
        if x + width > layout.width:
            x, y = 0.0, y + size * 1.5
        MARKS[mark].draw(svg, x + 7, y - size * 0.35, size * 0.5, hollow=mark == "none")
        text(svg, x + 17, y, words, size)
        x += width + 14
    has_region = any(item.region and item.region.value is not None for item in lines)
    reading = (
        "Symbole vide et trait fin : estimation et son intervalle. Barre : du territoire le moins "
        "favorable au plus favorable (ni bien ni mal en soi : du plus faible au plus élevé), "
        "moitié centrale plus foncée. Flèche : l’intervalle sort de la barre. Trait vertical "
        f"plein : France{' ; pointillé : région' if has_region else ''}."
    )
    y = _draw_lines(
        svg, 0, y + size * 1.6, _wrapped(reading, layout.width, size), size, share=MUTED
    )
    return round(y - size * 0.4)


def _draw_demo_mark(svg: ET.Element, layout: Layout, height: float) -> None:
    size = min(46.0, layout.width / 11)
    x, y = layout.width / 2, height / 2
    mark = text(svg, x, y, FICTITIOUS, size, anchor="middle", bold=True)
    mark.set("fill", "#b3402a")
    mark.set("fill-opacity", "0.38")
    mark.set("transform", f"rotate(-16 {x:g} {y:g})")


def _detail(item: SpineLine) -> str:
    direction = item.direction_text.replace(" ", NO_BREAK_SPACE)
    parts = [item.value.unit, item.value.period_text, direction]
    if item.holder:
        parts.append(item.holder)
    if item.value.short_reserve:
        parts.append(f"réserve : {item.value.short_reserve}")
    return typography(" · ".join(part for part in parts if part))


def _wrapped(words: str, width: float, size: float) -> list[str]:
    """Cut a text in lines that fit a width, from the usual width of a letter."""
    return wrap(words, max(12, int(width / (size * 0.49))), break_long_words=False)


def _draw_lines(
    svg: ET.Element, x: float, y: float, found: Sequence[str], size: float, *, share: float = 1.0
) -> float:
    """Write lines under one another; return where the next one would stand."""
    for words in found:
        text(svg, x, y, words, size, share=share)
        y += size * LINE
    return y
