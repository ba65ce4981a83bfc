"""French typography and dates, of what is read on a page, in a letter or in a terminal."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

THIN_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"
# « 9 440 », « 237 214 », but not « 2026 100 ».
THOUSANDS = re.compile(r"(?<![\d,])\d{1,3}(?: \d{3})+(?!\d)")
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def typography(text: str) -> str:
    """Tie punctuation, guillemets and thousands, so that no line cuts them."""
    for mark in ":;?!»":
        text = text.replace(f" {mark}", f"{NO_BREAK_SPACE}{mark}")
    text = THOUSANDS.sub(lambda match: match[0].replace(" ", THIN_SPACE), text)
    return text.replace("« ", f"«{NO_BREAK_SPACE}")


def counted(number: int, one: str, many: str) -> str:
    """A number and what it counts, in the plural from two on, as French does: « 1 ligne lue »."""
    return f"{number:,} {many if abs(number) > 1 else one}".replace(",", THIN_SPACE)


def day_fr(day: date) -> str:
    """A day in full: « 1er janvier 2014 »."""
    return f"{day.day}{'er' if day.day == 1 else ''} {MONTHS[day.month - 1]} {day.year}"


def file_part(text: str) -> str:
    """Text as a part of a file name: no accent, no space, in lower case."""
    decomposed = unicodedata.normalize("NFKD", text)
    letters = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
