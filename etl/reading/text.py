"""Text of headers and cells: one way to compare it, one way to show it."""

from __future__ import annotations

import datetime
import re
import unicodedata
from functools import lru_cache

NAME_MAX = 120
SHOWN_MAX = 80
# A longer text is prose: it names nothing, and what was made of it is not worth remembering.
NAMED_MAX = 300


def plain(text: str) -> str:
    """Text without accents, case, punctuation or useless space, for comparing; +, < and > stay."""
    return _plain(text) if len(text) <= NAMED_MAX else _folded(text)


@lru_cache(maxsize=16_384)
def _plain(text: str) -> str:
    return _folded(text)


def _folded(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).casefold().replace("œ", "oe").replace("æ", "ae")
    kept = "".join(c for c in letters if not unicodedata.combining(c) and not _format(c))
    return " ".join(re.sub(r"[^\w+<>]|_", " ", kept).split())


def singular(text: str) -> str:
    """A header as it is compared: plain, its words without the mark of the plural."""
    return _singular(text[:NAMED_MAX])


@lru_cache(maxsize=16_384)
def _singular(text: str) -> str:
    return " ".join(
        word[:-1] if len(word) > 3 and word.endswith("s") else word for word in plain(text).split()
    )


def cell_text(value: object) -> str:
    """A cell as one line of text: whole numbers without decimals, dates in ISO form."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    text = str(value)
    if not text.isprintable():
        text = "".join(c for c in text if not _format(c))
    return " ".join(text.split())


def undecimal(text: str) -> str:
    """A code without the decimals that a spreadsheet adds: « 12.0 » is « 12 »."""
    return re.sub(r"^(\d+)[.,]0+$", r"\1", text)


def cut(text: str) -> str:
    """The beginning of a text, as a message shows it."""
    return text if len(text) <= SHOWN_MAX else text[: SHOWN_MAX - 1] + "…"


def file_name(name: str) -> str:
    """The last component of a file name, without control characters, cut to 120 characters.

    A long name keeps its end, where the extension is.
    """
    last = re.split(r"[/\\]", name)[-1]
    clean = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip()
    return clean[-NAME_MAX:] if clean.strip(".") else "fichier"


def _format(character: str) -> bool:
    """Invisible marks (byte order, zero width, direction) and control characters but spaces."""
    return unicodedata.category(character) in ("Cf", "Cc") and not character.isspace()
