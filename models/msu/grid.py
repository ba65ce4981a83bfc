"""Values that ``msu-v2`` averages over, with their prior."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from models.territories.apportionment import FloatArray


@dataclass(frozen=True)
class Grid:
    """Values the model averages over, and their prior.

    blends : share of interns in the weights between subdivisions, evenly likely
    sigma_subdivision, sigma_departement : standard deviations of the two errors, half-normal
        of scales ``scale_subdivision`` and ``scale_departement``
    memories : years in which the correlation of an error falls to 1/e, evenly likely
    """

    blends: tuple[float, ...] = (0.0, 0.25, 0.5, 0.75, 1.0)
    sigma_subdivision: tuple[float, ...] = (0.05, 0.15, 0.25, 0.32, 0.40, 0.48, 0.58, 0.70, 0.85)
    sigma_departement: tuple[float, ...] = (0.02, 0.08, 0.14, 0.20, 0.27, 0.35, 0.45, 0.60)
    memories: tuple[float, ...] = (8.0, 15.0, 30.0, 60.0)
    scale_subdivision: float = 0.5
    scale_departement: float = 0.3

    def nodes(self, keys: int) -> Nodes:
        """Every combination of the values, with its log prior; ``keys`` are evenly likely."""
        sizes = (
            len(self.blends) * keys,
            len(self.sigma_subdivision),
            len(self.sigma_departement),
            len(self.memories),
        )
        recipe, wide, narrow, memory = (axis.ravel() for axis in np.indices(sizes))
        sigma_u, sigma_v = np.array(self.sigma_subdivision), np.array(self.sigma_departement)
        log_prior = (
            _log_half_normal(sigma_u, self.scale_subdivision)[wide]
            + _log_half_normal(sigma_v, self.scale_departement)[narrow]
        )
        return Nodes(
            rank=np.arange(recipe.size),
            recipe=recipe,
            sigma_subdivision=sigma_u[wide],
            sigma_departement=sigma_v[narrow],
            memory=np.array(self.memories)[memory],
            log_prior=log_prior - logsumexp(log_prior),
        )


@dataclass(frozen=True)
class Nodes:
    """Nodes of the grid, (n,) each.

    ``rank`` is the place in the grid, ``recipe`` the row of :meth:`Country.weights`.
    """

    rank: NDArray[np.intp]
    recipe: NDArray[np.intp]
    sigma_subdivision: FloatArray
    sigma_departement: FloatArray
    memory: FloatArray
    log_prior: FloatArray

    @property
    def count(self) -> int:
        """How many nodes."""
        return len(self.rank)

    def take(self, rows: NDArray[np.intp]) -> Nodes:
        """Keep some nodes, in the order given."""
        return Nodes(**{name: values[rows] for name, values in vars(self).items()})


def _log_half_normal(values: FloatArray, scale: float) -> FloatArray:
    """Log density of a half-normal law, times the width of the grid around each value."""
    return -0.5 * (values / scale) ** 2 + np.log(np.gradient(values))
