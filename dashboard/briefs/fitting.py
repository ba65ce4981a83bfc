"""Size of a text that holds in its box, even in the widest font of a machine. Pure."""

from __future__ import annotations

from collections.abc import Sequence

# Widths in sizes of a letter, those of DejaVu Sans: without Calibri, LibreOffice takes it.
NARROW, WIDE, USUAL, BOLD = 0.36, 0.93, 0.62, 1.1
NARROW_LETTERS, WIDE_LETTERS = frozenset("ijlI.,;:'’!|()[] \u00a0\u202f"), frozenset("mwMW%@—")
LINE = 1.2
POINTS = 72.0
STEP = 0.5


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a text on one line, in inches."""
    letters = sum(
        NARROW if char in NARROW_LETTERS else WIDE if char in WIDE_LETTERS else USUAL
        for char in text
    )
    return letters * size / POINTS * (BOLD if bold else 1.0)


def lines_of(text: str, size: float, width: float, *, bold: bool = False) -> int:
    """Lines that a text takes in a width in inches; a word longer than a line is cut."""
    count, left = 1, width
    for word in text.split(" "):
        needed = width_of(f"{word} ", size, bold=bold)
        if needed > left and left < width:
            count, left = count + 1, width
        count += int(max(needed - left, 0.0) // width) if needed > width else 0
        left -= min(needed, width)
    return count


def height_of(
    paragraphs: Sequence[str], size: float, width: float, *, bold: bool = False, gap: float = 0.35
) -> float:
    """Height of paragraphs in inches; ``gap`` is what follows each, in sizes of a letter."""
    lines = sum(
        lines_of(line, size, width, bold=bold) for text in paragraphs for line in text.split("\n")
    )
    return (lines * LINE + len(paragraphs) * gap) * size / POINTS


def fitted_size(
    paragraphs: Sequence[str],
    size: float,
    width: float,
    height: float,
    *,
    bold: bool = False,
    smallest: float = 9.0,
) -> float:
    """Largest size up to ``size`` at which paragraphs hold in a box in inches."""
    while size > smallest and height_of(paragraphs, size, width, bold=bold) > height:
        size -= STEP
    return size
