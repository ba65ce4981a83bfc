"""Texts of users and of names: compared without accents, cleaned, kept inert."""

from __future__ import annotations

import re
import unicodedata

BREAKS = {"Cc", "Zl", "Zp"}
UNSEEN = {"Cf", "Cs"}
# Without them, some scripts and most emoji of people fall apart.
JOINERS = {"\u200c", "\u200d"}


def plain(text: str) -> str:
    """Text without accents, case, hyphens, apostrophes or useless space, for searching."""
    decomposed = unicodedata.normalize("NFKD", text)
    letters = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
    return " ".join(re.sub(r"(?<=\w)[-'’](?=\w)", " ", letters).split())


def clean_name(text: str) -> str:
    """Name of a group on one line, without characters that change direction or are not seen."""
    spaced = "".join(" " if unicodedata.category(c) in BREAKS else c for c in text)
    kept = "".join(c for c in spaced if unicodedata.category(c) not in UNSEEN or c in JOINERS)
    return " ".join(kept.split())
