"""Whether the cells of a column are what a like header would make of them.

A header that is only like that of a column is proposed when its values fit: dates are dates, counts
are numbers, territories are places. An identifier is no quantity, whatever its name is like.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence

from etl.declared.columns import Column
from etl.reading.text import cell_text, plain

# « N° MSU » is like « nb MSU »: it tells lines apart and counts nothing.
IDENTIFIER = re.compile(
    r"\b(?:n|no|num|numero|numeros|code|codes|id|identifiant|identifiants|matricule|rang|reference"
    r"|ref|repere|finess|siren|siret)\b"
)
DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?!\d)|\d{1,2}[/.-]\d{1,2}[/.-]\d{2}|[a-zéû]{3,}\.?[ -]\d{2}\b"
    r"|\d{5}(?:\.\d+)?",
    re.IGNORECASE,
)
NUMBER = re.compile(r"[<>≤≥~+−-]?\s*\d[\d\s.,'’]*(?:\s*[*(\[%].*)?")
# « nd », « ns », « - », « x »: what stands for a number that is not there.
MARK_LENGTH = 5
DATES = ("period", "day", "published_period", "semester", "year")
NUMBERS = ("integer", "decimal")


def names_identifier(header: str) -> bool:
    """Whether a header announces what tells lines apart rather than a quantity."""
    return IDENTIFIER.search(plain(header)) is not None


def fits(column: Column, values: Sequence[object], is_place: Callable[[str], bool]) -> bool:
    """Whether at least half of the cells of a column may be what ``column`` holds."""
    filled = [value for value in values if cell_text(value)]
    likely = [value for value in filled if _is_likely(column, value, is_place)]
    return 2 * len(likely) >= len(filled)


def _is_likely(column: Column, value: object, is_place: Callable[[str], bool]) -> bool:
    text = cell_text(value)
    is_day = isinstance(value, datetime.date)
    if column.type in DATES:
        return is_day or DATE.search(text) is not None
    if column.type in NUMBERS:
        return not is_day and (NUMBER.fullmatch(text) is not None or len(text) <= MARK_LENGTH)
    if column.type == "territory":
        return is_place(text) or text[:1].isdigit()
    return True
