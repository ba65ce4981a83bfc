"""Maquettes: the stages that each cohort must do, and the year of training they fall in.

An intern of cohort ``c``, who enters in November ``c``, is in training year ``k`` during year
``c + k``, which runs from November ``c + k - 1`` to October ``c + k``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

CYCLE2 = "2C"
TOTAL = "3C"
THIRD_CYCLE = ("N1", "SASPAS", "SFE", "DJ")
LEVELS = (CYCLE2, *THIRD_CYCLE, TOTAL)
# Santé de la femme, santé de l'enfant and the stage that couples them are one level: which of
# the three a place is called depends on the maquette and on the faculty.
LEVEL_OF_STAGE = {"SF": "SFE", "SE": "SFE"}


@dataclass(frozen=True)
class Obligation:
    """Semesters that a maquette asks for at one level, and their part in ambulatory care."""

    level_id: str
    year: int
    semesters: float
    share: float
    share_low: float
    share_high: float


@dataclass(frozen=True)
class Maquette:
    """Obligations of the cohorts that entered from ``first_cohort`` on."""

    first_cohort: int
    obligations: tuple[Obligation, ...]

    def with_shares(self, level_id: str, bound: str) -> Maquette:
        """Take the shares of a level at a bound (``share_low`` or ``share_high``)."""
        changed = tuple(
            replace(item, share=getattr(item, bound)) if item.level_id == level_id else item
            for item in self.obligations
        )
        return replace(self, obligations=changed)


def levels_in_force(years: Sequence[int], maquettes: Sequence[Maquette]) -> np.ndarray:
    """(y, levels) True where some maquette asks for the level; 2C and the total always are."""
    result = np.zeros((len(years), len(LEVELS)), dtype=bool)
    result[:, [0, -1]] = True
    for row, year in enumerate(years):
        for _, _, item in obligations_of(year, maquettes):
            result[row, LEVELS.index(item.level_id)] = True
    return result


def obligations_of(
    year: int, maquettes: Sequence[Maquette]
) -> Iterator[tuple[int, Maquette, Obligation]]:
    """Obligations that fall in a year, each with its cohort and the maquette the cohort follows."""
    for maquette in maquettes:
        for item in maquette.obligations:
            cohort = year - item.year
            followed = [other.first_cohort for other in maquettes if other.first_cohort <= cohort]
            if followed and max(followed) == maquette.first_cohort:
                yield cohort, maquette, item
