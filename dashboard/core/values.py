"""Ranks with ties, missing values left out. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.core.formatting import number


def rank_of(
    values: Sequence[float | None], index: int, *, ascending: bool
) -> tuple[int, int, int] | None:
    """Rank of one value among those published: (best, worst) place of its ties, and how many.

    Returns None when the value itself is missing.
    """
    value = values[index]
    if value is None:
        return None
    known = [item for item in values if item is not None]
    before = sum(item < value if ascending else item > value for item in known)
    equal = sum(item == value for item in known)
    return before + 1, before + equal, len(known)


def rank_in_words(values: Sequence[float | None], index: int, *, ascending: bool) -> str:
    """Rank as shown: « 12 / 101 », « 12 à 14 ex æquo / 101 », empty when missing."""
    ranked = rank_of(values, index, ascending=ascending)
    if ranked is None:
        return ""
    best, worst, total = ranked
    place = number(best) if best == worst else f"{number(best)} à {number(worst)} ex æquo"
    return f"{place} / {number(total)}"
