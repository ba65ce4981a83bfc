"""Columns of « Comparer » made of a few values, and texts as they are read."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.core.catalog import Indicator
from dashboard.core.values import LevelValues
from dashboard.views.comparer.columns import Column, Reference, column_of

IDS = ("DEP-01", "DEP-02", "DEP-03", "DEP-04")
FRANCE = Reference(value=50.0, label="France")
Bounds = tuple[float | None, ...]


def plain(text: str) -> str:
    """Text with ordinary spaces."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def indicator(name: str = "densite", direction: str = "up") -> Indicator:
    """An indicator in %, with one decimal."""
    return Indicator(name, f"Indicateur {name}", name, "", "%", 1, direction, False, "", None, True)


def level_values(
    values: Sequence[float | None],
    low: Bounds | None = None,
    high: Bounds | None = None,
    status: str | tuple[str, ...] = "observed",
    name: str = "densite",
) -> LevelValues:
    """Values of the first départements; ``status`` is that of all, or of each."""
    missing = (None,) * len(values)
    statuses = status if isinstance(status, tuple) else (status,) * len(values)
    return LevelValues(
        indicator_id=name,
        level="departement",
        period="2024",
        ids=IDS[: len(values)],
        values=tuple(values),
        low=low or missing,
        high=high or missing,
        status=statuses,
        notes=missing,
        source_ids=("S1",) * len(values),
        locators=missing,
        method_ids=missing,
    )


def column(
    values: Sequence[float | None],
    reference: Reference | None = None,
    direction: str = "up",
    *,
    name: str = "densite",
    low: Bounds | None = None,
    high: Bounds | None = None,
    status: str | tuple[str, ...] = "observed",
) -> Column:
    """One indicator for these départements, beside a reference."""
    level = level_values(values, low, high, status, name)
    return column_of(indicator(name, direction), level, reference, level.ids)
