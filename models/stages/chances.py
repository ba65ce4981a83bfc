"""Probability that the stage places offered do not cover the need of interns and students."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.special import ndtri
from scipy.stats import qmc

from models.stages.balance import INTERNS, KNOWN, SEMESTER_WEEKS, Inputs, Parameters, n1_part, need
from models.stages.maquettes import CYCLE2, LEVELS, THIRD_CYCLE, Maquette, levels_in_force
from models.territories.apportionment import FloatArray

SEED, LOG2_DRAWS = 20_261_129, 11
# Bounds are read as those of a normal law at 95 %.
Z95 = 1.959964
# Four years of stages done say little of the next ones: a rate is never surer than this.
LEAST_LOG_SD = 0.05
RATES = ("third_cycle_places", "sfe_part", "dj_places", "cycle2_places")
TILT = "n1_tilt"
ERRORS = (INTERNS, KNOWN, *THIRD_CYCLE, *RATES, TILT)


def p_short(
    inputs: Inputs,
    law: FloatArray,
    exact: np.ndarray,
    maquettes: Sequence[Maquette],
    parameters: Parameters,
    spread: Mapping[str, tuple[float, float]],
) -> FloatArray:
    """Probability that offer < need: (t, y, levels).

    The MSU are drawn from their law, the places per MSU, the cohorts, the parts of the stages in
    ambulatory care and the imported places from their bounds. Errors of the rates are common to all
    territories; the MSU of the levels of a territory are drawn together. The draws are the same
    points each time: the same levers always give the same probability.

    Parameters
    ----------
    law : (99, t, y, levels without the total) percentiles of ``inputs.msu``
    exact : (t, y, levels) where the offer is known exactly: nan there, as it is a fact
    spread : low and high bounds of the parameters that the user has not set
    """
    ranks, errors = _points()
    value = need(inputs, maquettes, parameters)
    moves = _moves_of_need(inputs, maquettes, parameters, value)
    rates = _rates(inputs, maquettes, parameters, spread, errors)
    in_force = levels_in_force(inputs.years, maquettes)
    result = np.full(value.shape, np.nan)
    for column in range(len(inputs.years)):
        known = _known(inputs, parameters, column, errors[KNOWN])
        msu = parameters.msu * _at_ranks(law[:, :, column], ranks)
        left = known + msu * rates[:, None, column] - value[:, column, :-1]
        for name, (below, above) in moves.items():
            # Each part in ambulatory care moves the need of its own level only.
            levels = slice(None) if name == INTERNS else LEVELS.index(name)
            ends = below[:, column, :-1][:, levels], above[:, column, :-1][:, levels]
            left[..., levels] -= _deviation(errors[name], *ends)
        of_third = left[..., 1:][..., in_force[column, 1:-1]].sum(axis=-1, keepdims=True)
        every = np.concatenate([left, of_third], axis=-1)
        chance = (every < 0).mean(axis=0)
        unknown = np.isnan(every).any(axis=0) | ~in_force[column] | exact[:, column]
        result[:, column] = np.where(unknown, np.nan, chance)
    return result


def _points() -> tuple[FloatArray, dict[str, FloatArray]]:
    """Rank of the MSU in their law, and the normal errors: (n,) each, spread evenly."""
    points = qmc.Sobol(1 + len(ERRORS), rng=np.random.default_rng(SEED)).random_base2(LOG2_DRAWS)
    # A scrambled point may be 0, where a normal error would have no end.
    normal = ndtri(np.clip(points[:, 1:], 1e-6, 1 - 1e-6))
    return points[:, 0], {name: normal[:, rank] for rank, name in enumerate(ERRORS)}


def _at_ranks(law: FloatArray, ranks: FloatArray) -> FloatArray:
    """Law (99, ...) read at ranks (n,) between 0 and 1: (n, ...)."""
    position = np.clip(ranks * (len(law) + 1) - 1, 0, len(law) - 1)
    below = np.minimum(position.astype(np.int64), len(law) - 2)
    part = (position - below).reshape(-1, *[1] * (law.ndim - 1))
    return (1 - part) * law[below] + part * law[below + 1]


def _deviation(error: FloatArray, below: FloatArray, above: FloatArray) -> FloatArray:
    """(n, ...) deviations of a value whose two bounds may be at unlike distances."""
    if not (np.nan_to_num(below).any() or np.nan_to_num(above).any()):
        return np.zeros((1,) * (below.ndim + 1))
    z = (error / Z95).reshape(-1, *[1] * below.ndim)
    return np.where(z < 0, z * below, z * above)


def _known(inputs: Inputs, parameters: Parameters, column: int, error: FloatArray) -> FloatArray:
    """(n, t, levels without the total) places known, in place-semestres."""
    value = inputs.known[:, column]
    low, high = inputs.bounds.get(KNOWN, (inputs.known, inputs.known))
    below, above = value - low[:, column], high[:, column] - value
    known = np.maximum(value + _deviation(error, below, above), 0.0)
    known[..., LEVELS.index(CYCLE2)] *= parameters.cycle2_weeks / SEMESTER_WEEKS
    return known


def _moves_of_need(
    inputs: Inputs, maquettes: Sequence[Maquette], parameters: Parameters, value: FloatArray
) -> dict[str, tuple[FloatArray, FloatArray]]:
    """How far below and above its value each uncertain thing may bring the need."""
    ends: dict[str, list[FloatArray]] = {}
    if INTERNS in inputs.bounds:
        ends[INTERNS] = [
            need(inputs.at_bound(INTERNS, side), maquettes, parameters) for side in (0, 1)
        ]
    for level_id in THIRD_CYCLE:
        ends[level_id] = [
            need(inputs, [item.with_shares(level_id, bound) for item in maquettes], parameters)
            for bound in ("share_low", "share_high")
        ]
    return {name: (value - low, high - value) for name, (low, high) in ends.items()}


def _rates(
    inputs: Inputs,
    maquettes: Sequence[Maquette],
    parameters: Parameters,
    spread: Mapping[str, tuple[float, float]],
    errors: Mapping[str, FloatArray],
) -> FloatArray:
    """Place-semestres that one MSU offers in a year: (n, y, levels without the total)."""
    third, sfe_part, juniors, students = (
        _drawn_rate(getattr(parameters, name), spread.get(name), errors[name]) for name in RATES
    )
    sfe = third * np.minimum(sfe_part, 1.0)
    low, high = spread.get(TILT, (0.0, 0.0))
    tilt = parameters.n1_tilt + errors[TILT] * (high - low) / (2 * Z95)
    n1 = np.clip(n1_part(inputs.years, maquettes) + tilt[:, None], 0.0, 1.0)
    rest = (third - sfe)[:, None]
    of_every_year = (
        each[:, None] + np.zeros_like(n1)
        for each in (students * parameters.cycle2_weeks / SEMESTER_WEEKS, sfe, juniors)
    )
    cycle2, sfe_each, juniors_each = of_every_year
    return np.stack([cycle2, rest * n1, rest * (1 - n1), sfe_each, juniors_each], axis=-1)


def _drawn_rate(value: float, bounds: tuple[float, float] | None, error: FloatArray) -> FloatArray:
    """(n,) a rate: log-normal where it has bounds, as it is where the user has set it."""
    if bounds is None:
        return np.full(len(error), value)
    low, high = bounds
    return value * np.exp(max(np.log(high / low) / (2 * Z95), LEAST_LOG_SD) * error)
