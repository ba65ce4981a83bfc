"""Leave-one-territory-out validation of ``msu-v1`` on the published local counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from models.territories.apportionment import FloatArray

# A grid of twentieths: the error curve is flat, a finer grid would pretend to a precision
# that eleven territories cannot give.
BLENDS = tuple(round(step / 20, 2) for step in range(21))


@dataclass(frozen=True)
class ErrorModel:
    """Spread of the log errors of the estimate, as measured by the validation.

    ``sigma_subdivision`` is shared by the cells of one subdivision, ``sigma_departement`` is
    proper to each département; ``df`` is the degrees of freedom of the Student law they were
    measured with.
    """

    sigma_subdivision: float
    sigma_departement: float
    df: int


@dataclass(frozen=True)
class LocalPoint:
    """A published local count. ``group`` gathers the points of one place: never split them."""

    point_id: str
    group: str
    observed: float
    wide: bool  # True for a subdivision or wider, False for a département


@dataclass(frozen=True)
class Validation:
    """Outcome of the validation, one entry per point in the order given."""

    blend: float
    rmse_by_blend: FloatArray
    left_out_blend: FloatArray
    estimated: FloatArray
    log_error: FloatArray
    errors: ErrorModel
    log_rmse: float
    median_factor: float


def validate(points: Sequence[LocalPoint], estimate: Callable[[float], FloatArray]) -> Validation:
    """Choose the blend weight and measure the error on places the choice has not seen.

    Points of one place (three counts of Aveyron) share one unit of weight, and are left out
    together: a place never votes for the blend it is judged with.

    Parameters
    ----------
    points : published local counts, at least three places
    estimate : blend -> (n,) estimates of the points, none of the local counts being used

    Returns
    -------
    Validation
        ``log_error`` is ln(observed / estimated). ``errors.sigma_subdivision`` is the log-RMSE
        of the wide points; the proper error of a département completes it to the log-RMSE of
        the département points, and is never under half of it: so few départements cannot
        prove that neighbours err alike.

    Raises
    ------
    ValueError
        With fewer than three places.
    """
    groups = sorted({point.group for point in points})
    if len(groups) < 3:
        raise ValueError(f"validation needs at least 3 places, got {len(groups)}")
    observed = np.array([point.observed for point in points])
    group_of = np.array([groups.index(point.group) for point in points])
    groups_range = range(len(groups))
    weight = 1 / np.bincount(group_of)[group_of]
    log_errors = np.array([np.log(observed / estimate(blend)) for blend in BLENDS])

    by_place = np.array(
        [_weighted_rmse(log_errors[:, group_of == g], weight[group_of == g]) for g in groups_range]
    ).T
    best = choose_blend(by_place)
    left_out = np.array([choose_blend(np.delete(by_place, g, axis=1)) for g in group_of])
    log_error = log_errors[left_out, np.arange(len(points))]

    wide = np.array([point.wide for point in points])
    overall = log_rmse(log_error, [point.group for point in points])
    sigma_wide = _rmse_of(log_error, weight, wide, default=overall)
    sigma_narrow = _rmse_of(log_error, weight, ~wide, default=overall)
    proper = max(sigma_narrow**2 - sigma_wide**2, (sigma_wide / 2) ** 2) ** 0.5
    return Validation(
        blend=BLENDS[best],
        rmse_by_blend=np.sqrt((by_place**2).mean(axis=1)),
        left_out_blend=np.array([BLENDS[index] for index in left_out]),
        estimated=observed / np.exp(log_error),
        log_error=log_error,
        errors=ErrorModel(sigma_wide, proper, df=len(groups) - 1),
        log_rmse=overall,
        median_factor=float(np.exp(np.median(np.abs(log_error)))),
    )


def log_rmse(log_error: FloatArray, groups: Sequence[str]) -> float:
    """Root mean square of log errors, the points of one place sharing one unit of weight."""
    names = sorted(set(groups))
    group_of = np.array([names.index(group) for group in groups])
    weight = 1 / np.bincount(group_of)[group_of]
    return float(_weighted_rmse(log_error[None, :], weight)[0])


def choose_blend(by_place: FloatArray) -> int:
    """Index of the blend in the middle of those that the places cannot tell apart.

    The error hardly depends on the blend, and its minimum moves from end to end when one place
    is removed. So the blends within one standard error of the best are held equal (the usual
    one-standard-error rule), and the middle one is taken rather than an accident of the minimum.

    Parameters
    ----------
    by_place : (blends, places) log-RMSE of each place
    """
    squares = by_place**2
    best = int(np.argmin(squares.mean(axis=1)))
    places = by_place.shape[1]
    standard_error = squares[best].std(ddof=1) / np.sqrt(places)
    equal = np.flatnonzero(squares.mean(axis=1) <= squares[best].mean() + standard_error)
    return int(equal[(len(equal) - 1) // 2])


def _weighted_rmse(log_errors: FloatArray, weight: FloatArray) -> FloatArray:
    return np.sqrt((log_errors**2 * weight).sum(axis=1) / weight.sum())


def _rmse_of(
    log_error: FloatArray, weight: FloatArray, mask: FloatArray, *, default: float
) -> float:
    if not mask.any():
        return default
    return float(_weighted_rmse(log_error[None, mask], weight[mask])[0])
