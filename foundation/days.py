"""The day it is: late, due and to come are judged by it."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def today_in_paris() -> date:
    """Day it is in Paris, by which what is due and what is late is judged."""
    return datetime.now(PARIS).date()
