"""Official sources: what is published of each, whether it is up to date, which edition is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from foundation.answers import SourceState
from foundation.editions import overdue_year

Standing = Literal["never", "fresh", "failed", "confirm"]


@dataclass(frozen=True)
class OfficialSource:
    """An official source, and the file that is published of it.

    ``expected_month`` is the month by the end of which an edition is due each year. ``file`` is
    empty and ``last_year`` None before it was refreshed; ``released_on`` is the day its publisher
    gives, empty when it gives none, ``fetched_at`` a UTC time, both ISO.
    """

    connector_id: str
    source_id: str
    title: str
    publisher: str
    url: str
    expected_month: int
    file: str = ""
    released_on: str = ""
    fetched_at: str = ""
    last_year: int | None = None

    @property
    def name_fr(self) -> str:
        """Its publisher and its title."""
        return f"{self.publisher}, {self.title}"

    def overdue_year(self, today: date) -> int | None:
        """Year of the edition that was due and is not published here; None when none was."""
        return overdue_year(self.released_on, self.expected_month, today)


def standing(source: OfficialSource, look: SourceState | None) -> Standing:
    """How a source stands: what the last look at it said, else what is published of it."""
    if look is None or look.outcome.state in ("published", "unchanged", "absent"):
        return "fresh" if good_at(source, look) else "never"
    return "confirm" if look.outcome.state == "confirm" else "failed"


def good_at(source: OfficialSource, look: SourceState | None) -> str:
    """When the source was last known to be up to date: a UTC time, ISO, empty when it never was."""
    return max(source.fetched_at, look.good_at if look else "")
