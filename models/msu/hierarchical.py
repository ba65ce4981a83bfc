"""``msu-v2``: the MSU of each cell as a hierarchical model of every published or imported count.

The share of a cell in the national count is a weight (interns and GPs) times two errors, one
common to its subdivision and one proper to its département, which last over the years. Counts
inform the errors, hence neighbours and other years. Everything the weights and the errors depend
on is drawn from a grid, in proportion to what the evidence says of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr, logsumexp

from models.msu.country import Country
from models.msu.design import Design, linearise
from models.msu.estimate import LocalCount, reconcile
from models.msu.evidence import Evidence, LowerBound
from models.msu.grid import Grid, Nodes
from models.territories.apportionment import FloatArray

METHOD_ID = "msu-v2"
DRAWS = 4000
SEED = 20_241_001
# Numbers of a batch of matrices worked on at once: it bounds the memory.
BATCH = 4_000_000
# Pieces of evidence that a first sort of the nodes reads, and the log of the odds it drops at.
FIRST_SAMPLE = 50
OUT_OF_THE_QUESTION = 30.0
CORNER = 1e12


@dataclass(frozen=True)
class Posterior:
    """Nodes of the grid with the weights (n,) that the evidence gives them, summing to 1.

    ``log_evidence`` is the log density of all the evidence, by which two designs compare.
    """

    country: Country
    grid: Grid
    design: Design
    bounds: tuple[LowerBound, ...]
    nodes: Nodes
    weights: FloatArray
    log_evidence: float


def fit(
    country: Country,
    evidence: Sequence[Evidence],
    bounds: Sequence[LowerBound] = (),
    grid: Grid | None = None,
) -> Posterior:
    """Weigh every node of the grid by what the evidence says of it.

    Parameters
    ----------
    country : facts the weights are made of
    evidence : counts and shares, in any order; a count that must not be published is left out
    bounds : lower bounds, which weigh on the draws
    grid : values to average over
    """
    grid = grid or Grid()
    lines = linearise(country, grid, evidence)
    nodes = _likely_nodes(lines, grid.nodes(len(country.gp_keys)))
    log_weight = nodes.log_prior + log_likelihood(lines, nodes)
    total = float(logsumexp(log_weight))
    weights = np.exp(log_weight - total)
    return Posterior(country, grid, lines, tuple(bounds), nodes, weights, total)


def _likely_nodes(lines: Design, nodes: Nodes) -> Nodes:
    """Drop the nodes that a sample of the evidence, then a larger one, makes out of the question.

    With hundreds of imported counts the whole grid would cost a minute, and few nodes remain.
    """
    size = len(lines.values)
    sample = FIRST_SAMPLE
    while sample < size:
        rows = np.unique(np.linspace(0, size - 1, sample).astype(np.intp))
        log_weight = nodes.log_prior + log_likelihood(lines.some(rows), nodes)
        nodes = nodes.take(np.flatnonzero(log_weight > log_weight.max() - OUT_OF_THE_QUESTION))
        sample *= 2
    return nodes


def log_likelihood(lines: Design, nodes: Nodes, values: FloatArray | None = None) -> FloatArray:
    """Log density of the evidence at each node, (n,).

    With ``values`` (worlds, p), that of each of these sets of values instead: (n, worlds).
    """
    size = len(lines.values)
    sets = np.atleast_2d(lines.values if values is None else values)
    found = np.zeros((nodes.count, len(sets)))
    side = size + len(sets)
    step = max(BATCH // side**2, 1)
    for start in range(0, nodes.count, step):
        some = nodes.take(np.arange(start, min(start + step, nodes.count)))
        # With the residuals as more rows, one Cholesky factor holds all that the density asks:
        # its last rows are the residuals made white. The corner only has to be large.
        bordered = np.zeros((some.count, side, side))
        bordered[:, :size, :size] = lines.covariances(some) + lines.noise
        bordered[:, size:, :size] = sets - lines.means(some)[:, None, :]
        bordered[:, range(size, side), range(size, side)] = CORNER
        root = np.linalg.cholesky(bordered)
        log_det = np.log(np.diagonal(root, axis1=1, axis2=2)[:, :size]).sum(axis=1)
        white = (root[:, size:, :size] ** 2).sum(axis=2)
        found[start : start + some.count] = -0.5 * white - log_det[:, None]
    found -= 0.5 * size * np.log(2 * np.pi)
    return found[:, 0] if values is None else found


def chance_above(posterior: Posterior, bound: LowerBound) -> float:
    """Probability that the MSU a lower bound is of reach it, before it is read."""
    draws = draw_cells(posterior, bound.time, posterior.country.national(bound.time))
    return float((draws[:, list(bound.cells)].sum(axis=1) >= bound.value).mean())


def draw_cells(
    posterior: Posterior,
    time: float,
    total: float,
    known: Sequence[LocalCount] = (),
    *,
    draws: int = DRAWS,
    seed: int = SEED,
) -> FloatArray:
    """Draw plausible MSU of the cells at a date, each draw summing to the national count.

    The same seed gives the same errors at every date: two years differ by what is known of them.

    Parameters
    ----------
    posterior : result of :func:`fit`
    time : date in years, that of the national count
    total : national count
    known : counts of that very year, which hold exactly in every draw

    Returns
    -------
    (draws, m) float64
    """
    generator = np.random.default_rng(seed)
    chosen = _systematic(posterior.weights, draws, generator)
    nodes = posterior.nodes.take(chosen)
    error = _cell_errors(posterior, nodes, time, generator)
    weights = posterior.country.weights(time, posterior.grid.blends)[nodes.recipe] * np.exp(error)
    weights /= weights.sum(axis=1, keepdims=True)
    if posterior.bounds:
        likely = _above_bounds(posterior, nodes, time, weights)
        weights = weights[_systematic(likely, draws, generator)]
    return reconcile(total, weights, known)


def _cell_errors(
    posterior: Posterior, nodes: Nodes, time: float, generator: np.random.Generator
) -> FloatArray:
    """Errors of the cells at a date given the evidence, one draw for each node, (n, m).

    Matheron's rule: draw errors and evidence from the prior, then correct the errors by what the
    true evidence differs from the one drawn.
    """
    country, lines = posterior.country, posterior.design
    subdivision_error = generator.standard_normal((nodes.count, lines.on_subdivision.shape[2]))
    departement_error = generator.standard_normal((nodes.count, lines.on_departement.shape[2]))
    evidence_error = generator.standard_normal((nodes.count, len(lines.values)))
    subdivision_error *= nodes.sigma_subdivision[:, None]
    departement_error *= nodes.sigma_departement[:, None]
    if len(lines.values):
        fading = np.exp(-np.abs(lines.times - time) / nodes.memory[:, None])
        signal = np.empty_like(evidence_error)
        for recipe in np.unique(nodes.recipe):
            mine = nodes.recipe == recipe
            signal[mine] = (
                subdivision_error[mine] @ lines.on_subdivision[recipe].T
                + departement_error[mine] @ lines.on_departement[recipe].T
            )
        residual = lines.values - lines.means(nodes) - signal * fading
        correction = _corrections(lines, nodes, fading, residual, evidence_error) * fading
        for recipe in np.unique(nodes.recipe):
            mine = nodes.recipe == recipe
            subdivision_error[mine] += nodes.sigma_subdivision[mine, None] ** 2 * (
                correction[mine] @ lines.on_subdivision[recipe]
            )
            departement_error[mine] += nodes.sigma_departement[mine, None] ** 2 * (
                correction[mine] @ lines.on_departement[recipe]
            )
    return subdivision_error[:, country.subdivision] + departement_error[:, country.departement]


def _corrections(
    lines: Design,
    nodes: Nodes,
    fading: FloatArray,
    residual: FloatArray,
    evidence_error: FloatArray,
) -> FloatArray:
    """K⁻¹ (residual − simulated error) of each draw, (n, p).

    The simulated error is what the errors of the date leave unsaid of the evidence: its own
    error, and what the years in between add. Draws of one node come one after the other.
    """
    found = np.empty_like(residual)
    starts = np.flatnonzero(np.diff(nodes.rank, prepend=-1))
    for start, stop in zip(starts, [*starts[1:], nodes.count], strict=True):
        node = nodes.take(np.array([start]))
        together, now = lines.covariances(node)[0], lines.simultaneous(node)[0]
        now = now * np.outer(fading[start], fading[start])
        root = np.linalg.cholesky(together - now + lines.noise)
        gap = residual[start:stop] - evidence_error[start:stop] @ root.T
        found[start:stop] = np.linalg.solve(together + lines.noise, gap.T).T
    return found


def _above_bounds(
    posterior: Posterior, nodes: Nodes, time: float, shares: FloatArray
) -> FloatArray:
    """Weight of each draw by the lower bounds, (n,), summing to 1.

    A bound of another date bears on the share of that date, which the years since blur.
    """
    # In logarithms: the weights of a bound far above every draw would all be 0, hence no number.
    log_likely = np.zeros(len(shares))
    for bound in posterior.bounds:
        national = posterior.country.national(bound.time)
        spread = np.hypot(nodes.sigma_subdivision, nodes.sigma_departement)
        blur = spread**2 * (1 - np.exp(-2 * abs(bound.time - time) / nodes.memory))
        log_ratio = np.log(shares[:, list(bound.cells)].sum(axis=1) * national / bound.value)
        log_likely += log_ndtr(log_ratio / np.sqrt(bound.error**2 + blur))
    return np.exp(log_likely - logsumexp(log_likely))


def _systematic(
    weights: FloatArray, draws: int, generator: np.random.Generator
) -> NDArray[np.intp]:
    """Indices drawn in proportion to weights, each as near its expected number as can be."""
    positions = (np.arange(draws) + generator.random()) / draws
    return np.minimum(np.searchsorted(np.cumsum(weights), positions), len(weights) - 1)
