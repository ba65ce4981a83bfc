"""The map of a territory and its neighbours as one SVG picture, for paper and slides."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from dashboard.charts.outlines import Box, outline_box
from dashboard.charts.spine import FONT
from dashboard.core.files import FICTITIOUS
from dashboard.core.formatting import MISSING

INK, LINE, PAPER_GREY, MISSING_FILL = "#1b1f24", "#5f6873", "#f1f2f4", "#ececec"
WIDTH, HEIGHT = 320.0, 200.0
MARGIN = 1.14
LETTER = 0.5
# Of the legend under the map.
TITLE_HEIGHT, LINE_HEIGHT = 26.0, 14.5
# Territories that are named; where more are framed, they have their codes.
FEW = 10
# Where the label of a territory may stand, in sizes of a letter, the nearest first.
MOVES = sorted(
    ((dx / 4, dy / 4) for dx in range(-8, 9) for dy in range(-5, 6)),
    key=lambda move: (move[0] ** 2 / 2 + move[1] ** 2, move),
)
# Sizes that names are tried at, where they would cover one another.
SHRINKS = (1.0, 0.85, 0.7)


@dataclass(frozen=True)
class Lettering:
    """Sizes of the letters of a map, in its own units: names, legend; ``brief`` for a short legend.

    A short legend holds the classes of the map only, in one column less its title and notes.
    """

    name: float = 10.5
    many: float = 9.0
    legend: float = 10.0
    brief: bool = False


USUAL = Lettering()
LARGE = Lettering(name=17.0, many=15.0, legend=17.0, brief=True)


@dataclass(frozen=True)
class PaperLayer:
    """Situations by département: a legend of colours in words, then who has which, by id.

    ``classes`` pairs the colour and the words of each, the most pressing first; ``ranks`` gives
    that of each territory known, ``labels`` what is written under its name; ``estimated`` are
    hatched; ``notes`` are the lines under the legend.
    """

    title: str
    classes: tuple[tuple[str, str], ...]
    ranks: Mapping[str, int]
    labels: Mapping[str, str]
    estimated: Collection[str]
    notes: tuple[str, ...] = ()

    def color(self, territory_id: str) -> str:
        """Colour of a territory; a grey of its own when nothing is known."""
        rank = self.ranks.get(territory_id)
        return MISSING_FILL if rank is None else self.classes[rank][0]


def plot_paper_map(
    geometry: Mapping[str, Any],
    layer: PaperLayer,
    framed: Collection[str],
    own: Collection[str],
    lettering: Lettering = USUAL,
    *,
    demo: bool = False,
    legend: bool = True,
) -> str:
    """Draw a map framed on some départements.

    Parameters
    ----------
    geometry : document of the outlines, as the build writes it
    layer : what colours them
    framed : départements to show whole, named with their value
    own : those of the territory, with a thick outline
    lettering : sizes of the letters
    demo : writes « DONNÉES FICTIVES » across
    legend : draws the colours and their words under the map

    Returns
    -------
    one SVG element as text, its own texts as text
    """
    shape = geometry["levels"]["departement"]
    known = [item for item in shape["ids"] if item in framed]
    view = _view(geometry, shape, known)
    unit = view[2] / WIDTH
    root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "font-family": FONT})
    marks = _marks(layer, known, brief=lettering.brief)
    legend_height = _legend_height(layer, marks, lettering) if legend else 0.0
    root.set("viewBox", f"0 0 {WIDTH:g} {HEIGHT + legend_height:g}")
    root.set("width", f"{WIDTH:g}")
    root.set("height", f"{HEIGHT + legend_height:g}")
    defs = ET.SubElement(root, "defs")
    _hatch(defs, "est-map", 5 * unit)
    _hatch(defs, "est", 5)
    window = ET.SubElement(root, "svg", {"width": f"{WIDTH:g}", "height": f"{HEIGHT:g}"})
    window.set("viewBox", " ".join(f"{item:.1f}" for item in view))
    _draw_territories(window, shape, layer, view, known, own, unit)
    _draw_names(root, shape, layer, view, known, own, geometry["frames"], lettering)
    frame = {"x": "0.5", "y": "0.5", "width": f"{WIDTH - 1:g}", "height": f"{HEIGHT - 1:g}"}
    ET.SubElement(root, "rect", frame | {"fill": "none", "stroke": LINE, "stroke-width": "0.7"})
    if legend:
        _draw_legend(root, layer, marks, HEIGHT + 14, lettering)
    if demo:
        mark = _text(root, WIDTH / 2, HEIGHT / 2, FICTITIOUS, 34, anchor="middle", bold=True)
        mark.set("fill", "#b3402a")
        mark.set("fill-opacity", "0.4")
        mark.set("transform", f"rotate(-16 {WIDTH / 2:g} {HEIGHT / 2:g})")
    return ET.tostring(root, encoding="unicode")


def _draw_territories(
    window: ET.Element,
    shape: Mapping[str, Any],
    layer: PaperLayer,
    view: Box,
    known: Sequence[str],
    own: Collection[str],
    unit: float,
) -> None:
    last = []
    for territory_id, path in zip(shape["ids"], shape["d"], strict=True):
        if not _meets(outline_box(path), view):
            continue
        inside = territory_id in known
        fill = layer.color(territory_id) if inside else PAPER_GREY
        style = {"d": path, "stroke": "#ffffff" if inside else "#c4c9d0"}
        ET.SubElement(window, "path", style | {"fill": fill, "stroke-width": f"{unit:.2f}"})
        if inside and territory_id in layer.estimated:
            ET.SubElement(window, "path", {"d": path, "fill": "url(#est-map)"})
        last.append((territory_id in own, inside, path))
    for is_own, inside, path in sorted(last, key=lambda item: item[:2]):
        if inside:
            width = (2.6 if is_own else 0.8) * unit
            outline = {"d": path, "fill": "none", "stroke": INK if is_own else LINE}
            ET.SubElement(window, "path", outline | {"stroke-width": f"{width:.2f}"})


def _draw_names(
    root: ET.Element,
    shape: Mapping[str, Any],
    layer: PaperLayer,
    view: Box,
    known: Sequence[str],
    own: Collection[str],
    frames: Sequence[Mapping[str, Any]],
    lettering: Lettering,
) -> None:
    """Name and situation at the place of each; codes alone where names would be far from it."""
    scale, in_frame = WIDTH / view[2], any(_same(frame["box"], view) for frame in frames)
    points: dict[str, tuple[float, float]] = {}
    # The territory itself has the place it wants; the others make room.
    for territory_id in sorted(known, key=lambda item: item not in own):
        index = shape["ids"].index(territory_id)
        place = shape["inset"].get(territory_id) if in_frame else None
        x, y = place or shape["label"][index]
        x, y = (x - view[0]) * scale, (y - view[1]) * scale
        if 8 < x < WIDTH - 8 and 8 < y < HEIGHT - 8:
            points[territory_id] = (x, y)
    places = {item: shape["ids"].index(item) for item in points}
    named: Labels = {
        item: (shape["names"][place], layer.labels.get(item, MISSING))
        for item, place in places.items()
    }
    coded: Labels = {item: (shape["codes"][place],) for item, place in places.items()}
    tries = [(named, lettering.name * share) for share in SHRINKS] if len(known) <= FEW else []
    for labels, size in (*tries, (coded, lettering.many)):
        boxes, shared = _places(labels, points, size)
        if shared <= len(boxes) * size / 4:
            break
    for territory_id, (left, top, width, _) in boxes.items():
        for rank, words in enumerate(labels[territory_id]):
            baseline = top + size * (0.85 + rank)
            node = _text(
                root, left + width / 2, baseline, words, size, anchor="middle", bold=rank == 0
            )
            halo = {"stroke": "#ffffff", "stroke-width": f"{size / 4:g}"}
            node.attrib.update(halo | {"stroke-linejoin": "round", "paint-order": "stroke"})


Labels = dict[str, tuple[str, ...]]


def _places(
    labels: Labels,
    points: Mapping[str, tuple[float, float]],
    size: float,
) -> tuple[dict[str, Box], float]:
    """Box of each label around its point, then the surface that labels share."""
    taken: list[Box] = []
    boxes, shared = {}, 0.0
    for territory_id, lines in labels.items():
        box, over = _free_box(lines, *points[territory_id], size, taken)
        boxes[territory_id], shared = box, shared + over
        taken += _line_boxes(lines, box, size)
    return boxes, shared


def _free_box(
    lines: Sequence[str], x: float, y: float, size: float, taken: Sequence[Box]
) -> tuple[Box, float]:
    """Box of lines around a point, moved as little as keeps it off the others; what it covers."""
    width = max(len(words) for words in lines) * size * LETTER + 2
    height = (len(lines) + 0.1) * size
    boxes = [
        (
            min(max(x + dx * size - width / 2, 1), WIDTH - width - 1),
            min(max(y + dy * size - height / 2, 1), HEIGHT - height - 1),
            width,
            height,
        )
        for dx, dy in MOVES
    ]
    covers = [
        sum(_overlap(own, other) for own in _line_boxes(lines, box, size) for other in taken)
        for box in boxes
    ]
    least = covers.index(min(covers))
    return boxes[least], covers[least]


def _line_boxes(lines: Sequence[str], box: Box, size: float) -> list[Box]:
    """Box of each line, centred in that of all: a short line leaves room beside it."""
    left, top, width, _ = box
    widths = [len(words) * size * LETTER for words in lines]
    return [
        (left + (width - own) / 2, top + rank * size, own, size) for rank, own in enumerate(widths)
    ]


def _overlap(first: Box, second: Box) -> float:
    width = min(first[0] + first[2], second[0] + second[2]) - max(first[0], second[0])
    height = min(first[1] + first[3], second[1] + second[3]) - max(first[1], second[1])
    return max(width, 0.0) * max(height, 0.0)


Marks = list[tuple[str, str]]


def _marks(layer: PaperLayer, known: Sequence[str], *, brief: bool) -> Marks:
    """Colour and words of each mark of the legend: the classes, then what any map has."""
    others = [("url(#est)", "estimation"), (MISSING_FILL, MISSING), ("none", "le territoire")]
    if not brief:
        return [*layer.classes, *others]
    ranks = {layer.ranks[item] for item in known if item in layer.ranks}
    used = [mark for rank, mark in enumerate(layer.classes) if rank in ranks]
    is_missing = any(item not in layer.ranks for item in known)
    return [*used, *([(MISSING_FILL, MISSING)] if is_missing else [])]


def _row_height(lettering: Lettering) -> float:
    return LINE_HEIGHT * lettering.legend / 10


def _legend_height(layer: PaperLayer, marks: Marks, lettering: Lettering) -> float:
    if lettering.brief:
        return 8 + _row_height(lettering) * len(marks)
    return TITLE_HEIGHT + LINE_HEIGHT * (_rows(marks) + len(layer.notes))


def _rows(marks: Marks) -> int:
    """Lines of the legend in two columns."""
    return (len(marks) + 1) // 2


def _draw_legend(
    root: ET.Element, layer: PaperLayer, marks: Marks, top: float, lettering: Lettering
) -> None:
    """Title, classes in two columns, notes; the classes alone, one a line, when it is short."""
    size, height = lettering.legend, _row_height(lettering)
    if lettering.brief:
        rows, y = len(marks), top - 6
    else:
        _text(root, 0, top + 2, layer.title, 10.5, bold=True)
        rows, y = _rows(marks), top + 9
    for place, (fill, words) in enumerate(marks):
        x, line = (place // rows) * WIDTH / 2, y + (place % rows) * height
        _swatch(root, x, line, 2 * size, "#ffffff", size * 1.1)
        _swatch(root, x, line, 2 * size, fill, size * 1.1, bold=fill == "none")
        _text(root, x + 2.4 * size, line + size * 0.95, words, size)
    if not lettering.brief:
        for rank, note in enumerate(layer.notes):
            _text(root, 0, y + (rows + rank) * LINE_HEIGHT + 9, note, 10)


def _swatch(
    root: ET.Element,
    x: float,
    y: float,
    width: float,
    fill: str,
    height: float,
    *,
    bold: bool = False,
) -> None:
    box = {"x": f"{x:g}", "y": f"{y:g}", "width": f"{width:g}", "height": f"{height:g}"}
    ET.SubElement(root, "rect", box | {"fill": fill, **_edge(bold=bold)})


def _edge(*, bold: bool) -> dict[str, str]:
    return {"stroke": INK if bold else LINE, "stroke-width": "1.8" if bold else "0.6"}


def _hatch(defs: ET.Element, name: str, size: float) -> None:
    """A dark and a light line side by side: one of them shows on any fill, and in grey print."""
    pattern = ET.SubElement(
        defs,
        "pattern",
        {
            "id": name,
            "width": f"{size:.2f}",
            "height": f"{size:.2f}",
            "patternUnits": "userSpaceOnUse",
            "patternTransform": "rotate(45)",
        },
    )
    for share, color, opacity in ((0.2, "#111111", "0.5"), (0.36, "#ffffff", "0.6")):
        line = {"d": f"M{share * size:.2f} 0V{size:.2f}", "stroke": color, "fill": "none"}
        width = f"{size * 0.14:.2f}"
        ET.SubElement(pattern, "path", line | {"stroke-opacity": opacity, "stroke-width": width})


def _text(
    parent: ET.Element,
    x: float,
    y: float,
    words: str,
    size: float,
    *,
    anchor: str = "start",
    bold: bool = False,
) -> ET.Element:
    node = ET.SubElement(parent, "text", {"x": f"{x:.1f}", "y": f"{y:.1f}", "fill": INK})
    node.set("font-size", f"{size:g}")
    node.set("text-anchor", anchor)
    if bold:
        node.set("font-weight", "600")
    node.text = words
    return node


def _view(geometry: Mapping[str, Any], shape: Mapping[str, Any], known: Sequence[str]) -> Box:
    """What the window shows: all that is framed, with a margin, in the shape of the picture."""
    copies = shape["inset"]
    if known and all(item in copies for item in known):
        left, top, width, height = next(
            frame["box"] for frame in geometry["frames"] if _holds(frame["box"], copies[known[0]])
        )
        return _in_shape(left, top, left + width, top + height, 1.0)
    boxes = [
        (*shape["label"][index], *shape["label"][index])
        if item in copies
        else outline_box(shape["d"][index])
        for index, item in enumerate(shape["ids"])
        if item in known
    ]
    return _in_shape(
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
        MARGIN,
    )


def _in_shape(left: float, top: float, right: float, bottom: float, margin: float) -> Box:
    width = margin * max(right - left, (bottom - top) * WIDTH / HEIGHT)
    height = width * HEIGHT / WIDTH
    return ((left + right - width) / 2, (top + bottom - height) / 2, width, height)


def _same(frame: Sequence[float], view: Box) -> bool:
    """Whether a view shows an enlargement rather than the country."""
    return _holds(frame, (view[0] + view[2] / 2, view[1] + view[3] / 2)) and (
        view[2] < 2 * frame[2]
    )


def _holds(box: Sequence[float], point: Sequence[float]) -> bool:
    return box[0] <= point[0] <= box[0] + box[2] and box[1] <= point[1] <= box[1] + box[3]


def _meets(box: Box, view: Box) -> bool:
    return (
        box[0] <= view[0] + view[2]
        and box[2] >= view[0]
        and box[1] <= view[1] + view[3]
        and box[3] >= view[1]
    )
