"""Moments, as people of metropolitan France read them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from dashboard.core.formatting import NO_BREAK_SPACE, period

PARIS = ZoneInfo("Europe/Paris")


def moment_fr(iso: str) -> str:
    """Write a UTC moment (``2026-11-22T01:31:21Z``) as « 22 novembre 2026 à 2 h 31 », in Paris."""
    moment = datetime.fromisoformat(iso).astimezone(PARIS)
    hour = f"{moment.hour}{NO_BREAK_SPACE}h{NO_BREAK_SPACE}{moment.minute:02d}"
    return f"{period(moment.date().isoformat())} à {hour}"


def today_in_paris() -> date:
    """Day it is in Paris: what is due and what is late are told from it."""
    return datetime.now(PARIS).date()
