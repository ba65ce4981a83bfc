"""Who to ask first: what each count of MSU is expected to decide, here and around.

The logarithms of the MSU are taken as Gaussian, with the covariance of the draws. A count then
narrows its own territory and those whose errors go with it, by how much does not depend on what
the count will say; where it will move them is averaged over what it may say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from models.msu.decision import DECIDED_ABOVE
from models.territories.apportionment import FloatArray, IntArray

COUNT_ERROR = 0.02
# Gauss–Hermite points over what a count may say.
_POINTS, _WEIGHTS = np.polynomial.hermite_e.hermegauss(41)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()
# A territory that is counted has no spread left: the least one keeps the divisions finite.
LEAST_SD = 1e-6


@dataclass(frozen=True)
class Prospect:
    """What is expected once counts are known: territories decided, and misclassified in all."""

    decided: float
    misclassified: float


@dataclass(frozen=True)
class Step:
    """One more answer to ask for, and what is expected once all those before are known too."""

    name: str
    after: Prospect


@dataclass(frozen=True)
class LogMoments:
    """Mean (n,) and covariance (n, n) of the logarithms of the MSU of some units."""

    mean: FloatArray
    covariance: FloatArray


@dataclass(frozen=True)
class Belief:
    """Gaussian law of the logarithms of MSU.

    Rows are first the territories to decide, then whatever else may be counted.

    mean, variance_gained : (n,) ``variance_gained`` is what the counts so far will have moved
    covariance : (n, n) what is left once they are known
    threshold : (d,) log under which a territory to decide is below its share
    """

    mean: FloatArray
    covariance: FloatArray
    variance_gained: FloatArray
    threshold: FloatArray


def log_moments(draws: FloatArray) -> LogMoments:
    """Moments of the logarithms of draws (draws, n) of MSU."""
    logs = np.log(np.maximum(draws, 0.5))
    return LogMoments(logs.mean(axis=0), np.atleast_2d(np.cov(logs, rowvar=False)))


def belief(moments: LogMoments, share: FloatArray | IntArray) -> Belief:
    """Belief on the territories to decide, against their shares.

    Parameters
    ----------
    moments : of the territories to decide, then of whatever else may be counted
    share : (d,) shares of the first d units
    """
    return Belief(
        mean=moments.mean,
        covariance=moments.covariance,
        variance_gained=np.zeros(len(moments.mean)),
        threshold=np.log(np.maximum(np.asarray(share) - 0.5, 1e-3)),
    )


def after_counts(before: Belief, rows: Sequence[int]) -> Belief:
    """Belief once the rows are counted, whatever the counts say."""
    covariance, gained = before.covariance, before.variance_gained
    for row in rows:
        pull = covariance[:, row] / np.sqrt(covariance[row, row] + COUNT_ERROR**2)
        covariance = covariance - np.outer(pull, pull)
        gained = gained + pull**2
    return Belief(before.mean, covariance, gained, before.threshold)


def prospect(given: Belief) -> Prospect:
    """Territories expected to be decided and misclassified."""
    size = len(given.threshold)
    left = np.diagonal(given.covariance)[:size]
    decided, wrong = _expected(given, given.variance_gained[:size], left)
    return Prospect(float(decided.sum()), float(wrong.sum()))


def who_to_ask(given: Belief, candidates: Mapping[str, Sequence[int]], steps: int) -> list[Step]:
    """Greedy list: at each step, the answer that leaves the fewest territories misclassified.

    Parameters
    ----------
    given : what is believed now
    candidates : rows that each answer counts: one, or several for a faculty by département
    steps : length of the list

    Returns
    -------
    list of Step, the best first; shorter when there are fewer candidates
    """
    waiting, chosen = dict(candidates), []
    for _ in range(min(steps, len(waiting))):
        wrong = _misclassified_after(given, waiting)
        name = min(wrong, key=lambda item: (wrong[item], item))
        given = after_counts(given, waiting.pop(name))
        chosen.append(Step(name, prospect(given)))
    return chosen


def gain(given: Belief, rows: Sequence[int]) -> FloatArray:
    """Chances of being decided that a count brings to each territory to decide, (d,)."""
    size = len(given.threshold)

    def chances(state: Belief) -> FloatArray:
        left = np.diagonal(state.covariance)[:size]
        return _expected(state, state.variance_gained[:size], left)[0]

    return chances(after_counts(given, rows)) - chances(given)


def _misclassified_after(given: Belief, waiting: Mapping[str, Sequence[int]]) -> dict[str, float]:
    """Expected number misclassified after each answer; single counts are tried together."""
    size = len(given.threshold)
    alone = {name: rows[0] for name, rows in waiting.items() if len(rows) == 1}
    found = {
        name: prospect(after_counts(given, rows)).misclassified
        for name, rows in waiting.items()
        if len(rows) != 1
    }
    if alone:
        rows = list(alone.values())
        variance = np.diagonal(given.covariance)[rows] + COUNT_ERROR**2
        moved = given.covariance[:size, rows].T ** 2 / variance[:, None]
        left = np.diagonal(given.covariance)[:size] - moved
        _, wrong = _expected(given, given.variance_gained[:size] + moved, left)
        found |= dict(zip(alone, wrong.sum(axis=1).tolist(), strict=True))
    return found


def _expected(given: Belief, gained: FloatArray, left: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Chances of being decided, and of being misclassified, (..., d).

    ``gained`` is the variance of where the counts will move the mean, ``left`` what stays.
    """
    size = len(given.threshold)
    distance = given.threshold - given.mean[:size]
    sd = np.maximum(np.sqrt(np.maximum(left, 0)), LEAST_SD)
    moves = np.sqrt(gained)[..., None] * _POINTS
    below = ndtr((distance[..., None] - moves) / sd[..., None])
    wrong = np.minimum(below, 1 - below)
    return (wrong <= DECIDED_ABOVE) @ _WEIGHTS, wrong @ _WEIGHTS
