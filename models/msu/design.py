"""Evidence as linear functions of the errors of ``msu-v2``, and what is expected of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from models.msu.country import Country
from models.msu.evidence import Evidence, error_covariance
from models.msu.grid import Grid, Nodes
from models.territories.apportionment import FloatArray, IntArray


@dataclass(frozen=True)
class Design:
    """Evidence seen as linear functions of the errors, for each recipe of weights.

    evidence : pieces of evidence, by name
    on_subdivision : (recipes, p, s) and on_departement : (recipes, p, d) coefficients
    log_weight : (recipes, p) log of the value that weights alone give
    shift_subdivision, shift_departement : (recipes, p) what a unit of variance adds to it, as the
        log of a sum of log-normal weights is not the sum of the logs
    values : (p,) log values of the evidence
    """

    evidence: tuple[Evidence, ...]
    on_subdivision: FloatArray
    on_departement: FloatArray
    log_weight: FloatArray
    shift_subdivision: FloatArray
    shift_departement: FloatArray
    values: FloatArray

    @cached_property
    def times(self) -> FloatArray:
        """Dates of the evidence, (p,)."""
        return np.array([item.time for item in self.evidence], dtype=np.float64)

    @cached_property
    def noise(self) -> FloatArray:
        """Covariance of the errors of the evidence itself, (p, p)."""
        return error_covariance(self.evidence)

    @cached_property
    def kinship(self) -> tuple[FloatArray, FloatArray]:
        """Products of the coefficients, (recipes, p, p): by subdivision, by département."""
        return (
            self.on_subdivision @ self.on_subdivision.swapaxes(1, 2),
            self.on_departement @ self.on_departement.swapaxes(1, 2),
        )

    def means(self, nodes: Nodes) -> FloatArray:
        """Expected value of the evidence before it is read, (n, p)."""
        return (
            self.log_weight[nodes.recipe]
            + nodes.sigma_subdivision[:, None] ** 2 * self.shift_subdivision[nodes.recipe]
            + nodes.sigma_departement[:, None] ** 2 * self.shift_departement[nodes.recipe]
        )

    def simultaneous(self, nodes: Nodes) -> FloatArray:
        """Covariance that evidence of a single date would have, its error apart, (n, p, p)."""
        wide, narrow = self.kinship
        return (
            nodes.sigma_subdivision[:, None, None] ** 2 * wide[nodes.recipe]
            + nodes.sigma_departement[:, None, None] ** 2 * narrow[nodes.recipe]
        )

    def covariances(self, nodes: Nodes) -> FloatArray:
        """Covariance of the evidence, its own error apart, (n, p, p)."""
        gaps = np.abs(self.times[:, None] - self.times[None, :])
        memories, rank = np.unique(nodes.memory, return_inverse=True)
        return self.simultaneous(nodes) * np.exp(-gaps / memories[:, None, None])[rank]

    def some(self, rows: NDArray[np.intp]) -> Design:
        """The same for some pieces of the evidence."""
        return Design(
            tuple(self.evidence[row] for row in rows),
            self.on_subdivision[:, rows],
            self.on_departement[:, rows],
            self.log_weight[:, rows],
            self.shift_subdivision[:, rows],
            self.shift_departement[:, rows],
            self.values[rows],
        )


def linearise(country: Country, grid: Grid, evidence: Sequence[Evidence]) -> Design:
    """Linearise the evidence around errors of zero, for each recipe of weights."""
    ordered = tuple(sorted(evidence, key=lambda item: item.name))
    axes = _indicator(country.subdivision), _indicator(country.departement)
    shape = (len(grid.blends) * len(country.gp_keys), len(ordered))
    log_weight = np.zeros(shape)
    on = [np.zeros((*shape, axis.shape[1])) for axis in axes]
    shifts = [np.zeros(shape) for _ in axes]
    for rank, item in enumerate(ordered):
        weights = country.weights(item.time, grid.blends)
        part, log_part = _inside(weights, item.cells)
        whole, log_whole = _inside(weights, item.of_cells or tuple(range(weights.shape[1])))
        scale = 0.0 if item.of_cells else np.log(country.national(item.time))
        log_weight[:, rank] = scale + log_part - log_whole
        for axis, coefficients, shift in zip(axes, on, shifts, strict=True):
            coefficients[:, rank] = (part - whole) @ axis
            shift[:, rank] = 0.5 * _squares(whole @ axis) - 0.5 * _squares(part @ axis)
    values = np.array([item.log_value for item in ordered], dtype=np.float64)
    return Design(ordered, on[0], on[1], log_weight, shifts[0], shifts[1], values)


def _inside(weights: FloatArray, cells: tuple[int, ...]) -> tuple[FloatArray, FloatArray]:
    """Weights restricted to some cells, each row summing to 1, and the log of what they held."""
    kept = np.zeros_like(weights)
    kept[:, list(cells)] = weights[:, list(cells)]
    total = kept.sum(axis=1, keepdims=True)
    return kept / total, np.log(total[:, 0])


def _squares(values: FloatArray) -> FloatArray:
    return (values**2).sum(axis=1)


def _indicator(index: IntArray) -> FloatArray:
    return np.eye(int(index.max()) + 1)[index]
