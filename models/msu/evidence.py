"""Evidence on the MSU of some cells: a count, a share, a range, a lower bound, with its error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.territories.apportionment import FloatArray

# A faculty and the CNGE do not sum the same doctors: nothing published says by how much. 0.10
# brings the counts left out into their 95 % intervals and leaves the other scores unchanged.
DEFINITION_ERROR = 0.10
# Error common to every count of the press: those that talk of their MSU may be those that have
# many.
PRESS_ERROR = 0.15
# An imported count is a list of names at a date: it errs by what joined and left that month.
IMPORT_ERROR = 0.02
# A share of the GPs given without saying which: liberal or of all modes, at work or registered.
SHARE_ERROR = 0.30
# A lower bound that an answer gives is of a part counted alone, near its date.
BOUND_ERROR = 0.10
# Standard deviation of a uniform law of width 1.
UNIFORM_SD = 12**-0.5


@dataclass(frozen=True)
class Evidence:
    """One figure that says something of the MSU of ``cells`` (indices).

    ``log_value`` is the logarithm of a number of MSU or, where ``of_cells`` are given, of a share
    of the MSU of these. ``error`` and ``definition_error`` are standard deviations of logarithms.
    Evidence of one ``place`` is left out together, and that of one ``cluster`` when neighbours
    must not help either. ``is_sound`` evidence is a count fit to judge an estimate.
    """

    name: str
    place: str
    cluster: str
    cells: tuple[int, ...]
    time: float
    log_value: float
    error: float
    of_cells: tuple[int, ...] = ()
    definition_error: float = DEFINITION_ERROR
    is_press: bool = False
    is_sound: bool = False


@dataclass(frozen=True)
class LowerBound:
    """A part of the MSU of ``cells``, counted alone: they are not fewer, to ``error`` (log)."""

    name: str
    cells: tuple[int, ...]
    time: float
    value: float
    error: float


def range_of(low: float, high: float, error: float = 0.0) -> tuple[float, float]:
    """Log value and error of a count said to lie between ``low`` and ``high``, evenly.

    Raises
    ------
    ValueError
        Unless 0 < low <= high.
    """
    if not 0 < low <= high:
        raise ValueError(f"a range needs 0 < low <= high, got {low} and {high}")
    width = float(np.log(high / low))
    return float(np.log(low * high)) / 2, float(np.hypot(error, width * UNIFORM_SD))


def answer(
    name: str, place: str, cells: tuple[int, ...], time: float, log_value: float, error: float
) -> Evidence:
    """Evidence of an imported answer: it stands alone, and nothing is added to its error."""
    return Evidence(name, place, place, cells, time, log_value, error, definition_error=0.0)


def surprising_bound(bound: LowerBound) -> Evidence:
    """Evidence of a lower bound that hardly any draw reaches: a range from it to twice it.

    Few draws would be left to weigh: what is known of the whole country would rest on them.
    """
    log_value, error = range_of(bound.value, 2 * bound.value, bound.error)
    return answer(bound.name, bound.name, bound.cells, bound.time, log_value, error)


def share_of_gps(share: float, gps: Sequence[float]) -> float:
    """Log of the MSU that a share of the GPs stands for, at the mean of the counts of GPs.

    The mean is geometric: which GPs the share is of is not said, and none is preferred.
    """
    return float(np.log(share) + np.log(np.asarray(gps)).mean())


def students_per_msu(
    ratio: float, national_ratio: float, intern_share: float, national_msu: float
) -> float:
    """Log of the MSU that a ratio of students per MSU stands for, beside the national ratio."""
    return float(np.log(intern_share * national_msu * national_ratio / ratio))


def imported(territory_id: str, cells: tuple[int, ...], time: float, count: int) -> Evidence:
    """Evidence of an imported count.

    A count of 0 has no logarithm: it is held as half an MSU, to a factor of two.
    """
    return answer(
        f"import-{territory_id}-{time:.2f}",
        territory_id,
        cells,
        time,
        float(np.log(max(count, 0.5))),
        IMPORT_ERROR if count else float(np.log(2)),
    )


def error_covariance(evidence: Sequence[Evidence]) -> FloatArray:
    """Covariance of the errors of the evidence itself, (p, p)."""
    own = [item.error**2 + item.definition_error**2 for item in evidence]
    press = np.array([item.is_press for item in evidence], dtype=np.float64) * PRESS_ERROR
    return np.diag(np.array(own, dtype=np.float64)) + np.outer(press, press)
