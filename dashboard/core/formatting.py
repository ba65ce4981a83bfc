"""French numbers, units and periods."""

from __future__ import annotations

import math
import re
import string
from datetime import datetime

from foundation.days import PARIS
from foundation.french import MONTHS, NO_BREAK_SPACE, THIN_SPACE
from foundation.french import typography as typography

TYPED = re.compile(r"[+-]?\d{1,9}(?:[.,]\d{1,9})?", re.ASCII)
ASCII_PUNCTUATION = frozenset(string.punctuation)
WORD_JOINER, ISOLATE, END_OF_ISOLATE = "\u2060", "\u2068", "\u2069"
MISSING = f"n.{NO_BREAK_SPACE}d."


def number(value: float | None, decimals: int = 0, *, signed: bool = False) -> str:
    """Write a number in French: ``12 790``, ``45,3``, ``−12``; « n. d. » when missing."""
    if value is None or math.isnan(value):
        return MISSING
    rounded = round(value, decimals) + 0.0  # + 0.0 turns -0.0 into 0.0
    text = f"{abs(rounded):,.{decimals}f}".replace(",", THIN_SPACE).replace(".", ",")
    if rounded < 0:
        return f"−{text}"
    return f"+{text}" if signed and rounded > 0 else text


def typed_number(text: str) -> float | None:
    """Number that a person types in French: « 0,71 », « 1 234 »; None for anything else."""
    bare = re.sub(r"[\s\u00a0\u202f]", "", text).replace("−", "-")
    return float(bare.replace(",", ".")) if TYPED.fullmatch(bare) else None


def number_to_type(value: float | None, decimals: int = 0) -> str:
    """A number as a person types it: « 0,71 », « 1 », no space between thousands; '' without."""
    if value is None:
        return ""
    text = f"{value:.{decimals}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def quantity(value: float | None, unit: str, decimals: int = 0, *, signed: bool = False) -> str:
    """Write a number with its unit, joined by a no-break space."""
    text = number(value, decimals, signed=signed)
    return text if text == MISSING else f"{text}{NO_BREAK_SPACE}{unit}"


def interval(low: float | None, high: float | None, decimals: int = 0) -> str:
    """Write an interval: ``12 à 48``; empty when there is none."""
    if low is None or high is None or math.isnan(low) or math.isnan(high):
        return ""
    return f"{number(low, decimals)} à {number(high, decimals)}"


def period(text: str) -> str:
    """Write a period in French: ``1er janvier 2014``, ``mai 2010``, ``2022 à 2026``."""
    if "/" in text:
        first, last = text.split("/")
        return f"{first}-{last}" if int(last) == int(first) + 1 else f"{first} à {last}"
    if "-T" in text:
        year, quarter = text.split("-T")
        return f"{quarter}{'er' if quarter == '1' else 'e'} trimestre {year}"
    parts = text.split("-")
    if len(parts) == 2:
        return f"{MONTHS[int(parts[1]) - 1]} {parts[0]}"
    if len(parts) == 3:
        day = int(parts[2])
        return f"{day}{'er' if day == 1 else ''} {MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return text


def period_in(text: str) -> str:
    """Write a period after a verb: ``au 1er janvier 2014``, ``en mai 2010``, ``de 2022 à 2026``."""
    if "/" in text:
        return f"de {period(text)}" if " à " in period(text) else f"en {period(text)}"
    if "-T" in text:
        return f"au {period(text)}"
    return f"au {period(text)}" if text.count("-") == 2 else f"en {period(text)}"


def period_noun(text: str) -> str:
    """Write a period as a noun: ``le 1er janvier 2014``, ``mai 2010``, ``2023``."""
    return f"le {period(text)}" if text.count("-") == 2 else period(text)


def last_year(text: str) -> int:
    """Year in which a period ends: 2026 for ``2022/2026``, ``2026-05`` and ``2026``."""
    return int(text.rpartition("/")[2][:4])


def plural(count: int, one: str, many: str | None = None) -> str:
    """Write a count and its noun; French keeps the singular under 2."""
    noun = one if abs(count) < 2 else (many or f"{one}s")
    return f"{number(count)}{NO_BREAK_SPACE}{noun}"


def harmless(text: str) -> str:
    """Text of a user's, to be shown as it is where Markdown is read: no markup, no link.

    Its own direction ends with it; a word joiner keeps addresses from becoming links.
    """
    shown = "".join(
        f"{WORD_JOINER if c in '.:@' else ''}\\{c}" if c in ASCII_PUNCTUATION else c for c in text
    )
    return f"{ISOLATE}{shown}{END_OF_ISOLATE}" if text else ""


def harmless_lines(text: str) -> str:
    """A message of several lines that quotes what users wrote, each line to be shown as it is."""
    return "  \n".join(harmless(typography(line)) for line in text.splitlines())


def moment_fr(iso: str) -> str:
    """Write a UTC moment (``2026-11-22T01:31:21Z``) as « 22 novembre 2026 à 2 h 31 », in Paris."""
    moment = datetime.fromisoformat(iso).astimezone(PARIS)
    hour = f"{moment.hour}{NO_BREAK_SPACE}h{NO_BREAK_SPACE}{moment.minute:02d}"
    return f"{period(moment.date().isoformat())} à {hour}"
