"""What depends on the moment of a record, replaced by fixed words."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

TODAY = "<today>"
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
# In this order: the time of the build is known by the day before it.
PATTERNS = (
    # Streamlit's identifiers hold a digest of the page's path, then the key of the widget.
    (re.compile(r"\$\$ID-[0-9a-f]{32}-"), ""),
    # An event of a calendar, whose digest holds the moment of the import it comes from.
    (re.compile(r"(DTSTAMP:[^\r\n]*\r?\n)UID:[0-9a-f-]{36}"), r"\1UID:<event>"),
    # A file that a button gives.
    (re.compile(r"/media/[0-9a-f]+"), "/media/<file>"),
    # Builds and imports are named by the moment they were made.
    (re.compile(r"(?:\d{8}|<today>)T\d{6,9}Z?"), "<moment>"),
    # The build and the version of the data once a file is imported.
    (re.compile(r"<moment>-[0-9a-f]{6}\b"), "<build>"),
    (re.compile(r"(données )[0-9a-f]{10}\b"), r"\1<version>"),
    (
        re.compile(r"(<today>(?:T|\s(?:à\s)?))\d{1,2}(?::|\s?h\s?)\d{2}(:\d{2})?(\.\d+)?"),
        r"\1<time>",
    ),
)


def words_of(day: date) -> tuple[str, ...]:
    """A day as the pages and the files write it."""
    month = MONTHS[day.month - 1]
    rank = "1er" if day.day == 1 else str(day.day)
    return (
        day.isoformat(),
        f"{day:%d/%m/%Y}",
        f"{day:%Y%m%d}",
        f"{rank} {month} {day.year}",
        f"{rank}\u00a0{month}\u00a0{day.year}",
    )


class Neutral:
    """Replaces folders, versions, this day, and every identifier made of a moment.

    ``fixed`` gives the words of each text to replace, whole.
    """

    def __init__(self, fixed: Mapping[str, str], days: Collection[date]) -> None:
        self._words = {**fixed, **{text: TODAY for day in days for text in words_of(day)}}
        named = "|".join(map(re.escape, sorted(fixed, key=len, reverse=True)))
        dated = "|".join(re.escape(text) for day in days for text in words_of(day))
        # The 9 of a month is not the end of its 19.
        self._pattern = re.compile(rf"{named}|(?<![0-9a-z])(?:{dated})(?![0-9])")

    def __call__(self, text: str) -> str:
        text = self._pattern.sub(lambda match: self._words[match.group()], text)
        for pattern, words in PATTERNS:
            text = pattern.sub(words, text)
        return text


def folder_words(folders: Mapping[str, Path]) -> dict[str, str]:
    """Words of each folder, by the path a text may quote."""
    return {str(path): f"<{name}>" for name, path in folders.items()}
