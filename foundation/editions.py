"""Official editions: which one is due."""

from __future__ import annotations

from datetime import date


def overdue_year(released_on: str, expected_month: int, today: date) -> int | None:
    """Year of the edition that was due and that is not the one published; None when none was.

    Parameters
    ----------
    released_on : day that the publisher gives of the edition published here, ISO, empty if untold
    expected_month : month by the end of which an edition is due each year, 1 to 12
    today : the day it is
    """
    if not released_on:
        return None
    due = today.year if today.month > expected_month else today.year - 1
    return due if date.fromisoformat(released_on[:10]).year < due else None
