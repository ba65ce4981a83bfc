"""Where the names of points go, so that they do not cover each other."""

from __future__ import annotations

from collections.abc import Sequence

# Size of a letter and of a line, as parts of the plot of a laptop; a phone is narrower.
LETTER, LINE, GAP = 0.0085, 0.036, 0.012
Box = tuple[float, float, float, float]
SIDES = (
    ("middle right", 1, 0),
    ("middle left", -1, 0),
    ("top center", 0, 1),
    ("bottom center", 0, -1),
    ("top right", 1, 1),
    ("bottom left", -1, -1),
    ("top left", -1, 1),
    ("bottom right", 1, -1),
)


def place_labels(
    labels: Sequence[tuple[str, str]], places: Sequence[tuple[float, float]]
) -> tuple[list[str], list[str]]:
    """Text and side of each point: its name where there is room, else its shorter label.

    Parameters
    ----------
    labels : (name, shorter label) of each point
    places : (x, y) between 0 and 1

    Returns
    -------
    (texts, sides), sides being those of plotly; the last resort is the shorter label on the right
    """
    taken: list[Box] = [_dot(x, y) for x, y in places]
    texts, sides = [], []
    for index, (label, place) in enumerate(zip(labels, places, strict=True)):
        others = [box for rank, box in enumerate(taken) if rank != index]
        text, side, box = _free(label, place, others)
        taken.append(box)
        texts.append(text)
        sides.append(side)
    return texts, sides


def _free(
    label: tuple[str, str], place: tuple[float, float], taken: Sequence[Box]
) -> tuple[str, str, Box]:
    for text in label:
        for side, right, up in SIDES:
            box = _box(text, place, right, up)
            if box[0] > -0.02 and box[2] < 1.06 and not any(_meet(box, one) for one in taken):
                return text, side, box
    return label[1], SIDES[0][0], _box(label[1], place, 1, 0)


def _dot(x: float, y: float) -> Box:
    return x - GAP / 2, y - GAP, x + GAP / 2, y + GAP


def _box(text: str, place: tuple[float, float], right: int, up: int) -> Box:
    width, (x, y) = LETTER * len(text), place
    left = x + GAP * right + (0 if right > 0 else -width if right < 0 else -width / 2)
    bottom = y + GAP * up + (0 if up > 0 else -LINE if up < 0 else -LINE / 2)
    return left, bottom, left + width, bottom + LINE


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
