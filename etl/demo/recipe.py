"""Recipes of fictitious lines, and the draws that the recipes and the sequels share."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import yaml

RECIPES = "demo/registres.yml"
# The day the set is drawn as of: dates after it are to come.
TODAY = datetime.date(2026, 11, 15)
EMPTY = "vide"

Cell = str | int | float | datetime.date | None
Line = dict[str, Cell]


@dataclass(frozen=True)
class Recipe:
    """How the lines of one register are drawn: see the head of the file of recipes."""

    prefix: str
    per: str
    lines: float = 1.0
    course: Mapping[str, int] = field(default_factory=dict)
    lost: Mapping[str, float] = field(default_factory=dict)
    starts: Sequence[tuple[datetime.date, datetime.date, float]] = ()
    choices: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    numbers: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    lists: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    titles_by: str = ""
    titles: Mapping[str, Sequence[str]] = field(default_factory=dict)
    indicators: Sequence[tuple[str, str, int, int]] = ()
    subjects: Sequence[tuple[str, str, str, str]] = ()
    given: Sequence[Mapping[str, Cell]] = ()


def load_recipes(data: Path) -> dict[str, Recipe]:
    """Read the recipes of ``data/demo/registres.yml``, by register."""
    raw: dict[str, Any] = yaml.safe_load((data / RECIPES).read_text(encoding="utf-8"))
    return {register_id: Recipe(**values) for register_id, values in raw.items()}


@dataclass(frozen=True)
class Spot:
    """A territory as a file writes it, its name, its faculty, its size, and a turn of its lines."""

    territory: str
    name: str
    faculty: str = ""
    size: float = 0.0
    near: tuple[str, ...] = ()
    turn: int = 0


def pick(draw: np.random.Generator, chances: Mapping[str, float]) -> str | None:
    """One of several values by their chances; None for the empty one."""
    weights = np.array([*chances.values()], dtype="float64")
    value = [*chances][draw.choice(len(weights), p=weights / weights.sum())]
    return None if value == EMPTY else value


def days_between(
    draw: np.random.Generator, first: datetime.date, last: datetime.date
) -> datetime.date:
    """A day between two, both included; the first when the last is before it."""
    return first + datetime.timedelta(int(draw.integers(max((last - first).days, 0) + 1)))
