"""Simulated worlds, where the truth is known: whether ``msu-v2`` is as sure as it should be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import logsumexp

from models.msu.country import Country
from models.msu.decision import DECIDED, DECIDED_ABOVE, LEVELS, p_below
from models.msu.evidence import Evidence, error_covariance
from models.msu.hierarchical import Posterior, draw_cells, log_likelihood
from models.territories.apportionment import FloatArray, IntArray

# Worlds weighed together: the grid is factored once for all of them.
TOGETHER = 20


@dataclass(frozen=True)
class World:
    """How the true MSU come about: the values that the model averages over."""

    name: str
    blend: float
    key: int
    sigma_subdivision: float
    sigma_departement: float
    memory: float


WORLDS = (
    World("A", 0.75, 0, 0.30, 0.20, 30.0),
    World("B", 0.25, 1, 0.20, 0.10, 60.0),
    World("C", 0.75, 0, 0.30, 0.45, 30.0),
    World("D", 0.50, 2, 0.40, 0.20, 10.0),
)


@dataclass(frozen=True)
class Calibration:
    """What came out of simulated worlds.

    coverage : share of the départements inside their 50, 80 and 95 % intervals
    named_below, right_below : départements given 0.8 or more, and those of them truly below
    named_above, right_above : the same of those given 0.2 or less
    """

    worlds: int
    coverage: tuple[float, ...]
    named_below: int
    right_below: int
    named_above: int
    right_above: int


def simulate(
    country: Country, evidence: Sequence[Evidence], world: World, time: float, seed: int
) -> tuple[FloatArray, FloatArray]:
    """Draw one world: the MSU of the cells at a date, and the evidence it would have given.

    Returns
    -------
    (m,) true MSU of the cells, and (p,) log values of the evidence
    """
    generator = np.random.default_rng(seed)
    times = np.array([*(item.time for item in evidence), time])
    dates, at = np.unique(times, return_inverse=True)
    lasting = np.exp(-np.abs(dates[:, None] - dates[None, :]) / world.memory)
    path = np.linalg.cholesky(lasting + 1e-9 * np.eye(len(dates)))
    wide = path @ generator.standard_normal((len(dates), int(country.subdivision.max()) + 1))
    narrow = path @ generator.standard_normal((len(dates), int(country.departement.max()) + 1))
    cells = np.array(
        [
            country.national(date)
            * _shares(
                country.weights(date, (world.blend,))[world.key]
                * np.exp(
                    world.sigma_subdivision * wide[rank, country.subdivision]
                    + world.sigma_departement * narrow[rank, country.departement]
                )
            )
            for rank, date in enumerate(dates)
        ]
    )
    exact = [
        np.log(cells[rank, list(item.cells)].sum())
        - (np.log(cells[rank, list(item.of_cells)].sum()) if item.of_cells else 0.0)
        for item, rank in zip(evidence, at, strict=False)
    ]
    error = generator.multivariate_normal(np.zeros(len(evidence)), error_covariance(evidence))
    return cells[at[-1]], np.array(exact) + error


def calibrate(
    posterior: Posterior,
    world: World,
    shares: Sequence[IntArray],
    *,
    time: float,
    worlds: int,
    draws: int = 1000,
    seed: int = 1,
) -> Calibration:
    """Simulate worlds, estimate each as the real one, and compare with its truth.

    Parameters
    ----------
    posterior : fitted on the real evidence
    shares : (départements,) whole shares of some targets, to be below or not
    time : date of the estimate
    """
    country = posterior.country
    simulated = [
        simulate(country, posterior.design.evidence, world, time, seed * 100_000 + rank)
        for rank in range(worlds)
    ]
    tally = _Tally()
    for start in range(0, worlds, TOGETHER):
        some = simulated[start : start + TOGETHER]
        values = np.array([value for _, value in some])
        log_weight = posterior.nodes.log_prior[:, None] + log_likelihood(
            posterior.design, posterior.nodes, values
        )
        weights = np.exp(log_weight - logsumexp(log_weight, axis=0))
        for rank, (truth, value) in enumerate(some):
            there = replace(
                posterior,
                design=replace(posterior.design, values=value),
                weights=weights[:, rank],
                bounds=(),
            )
            drawn = draw_cells(there, time, truth.sum(), draws=draws, seed=seed + start + rank)
            tally.add(_departements(country, drawn), _departements(country, truth), shares)
    return tally.calibration(worlds)


class _Tally:
    """Counts of what was inside, named and right."""

    def __init__(self) -> None:
        self.inside: list[FloatArray] = []
        self.named = np.zeros(4, dtype=np.int64)

    def add(self, draws: FloatArray, truth: FloatArray, shares: Sequence[IntArray]) -> None:
        """Compare one world with its truth."""
        rank = (draws < truth).mean(axis=0)
        self.inside.append(np.array([(np.abs(rank - 0.5) <= level / 2).mean() for level in LEVELS]))
        for share in shares:
            chance, below = p_below(draws, share), truth < share - 0.5
            named_below, named_above = chance >= DECIDED, chance <= DECIDED_ABOVE
            self.named += [
                named_below.sum(),
                (named_below & below).sum(),
                named_above.sum(),
                (named_above & ~below).sum(),
            ]

    def calibration(self, worlds: int) -> Calibration:
        """Sum up."""
        coverage = np.mean(self.inside, axis=0)
        return Calibration(worlds, tuple(coverage.tolist()), *(int(n) for n in self.named))


def _departements(country: Country, cells: FloatArray) -> FloatArray:
    return cells @ np.eye(int(country.departement.max()) + 1)[country.departement]


def _shares(weights: FloatArray) -> FloatArray:
    return weights / weights.sum()
