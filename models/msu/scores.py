"""Scores of an estimate on counts it has not seen: log score, CRPS, coverage of its intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import stats
from scipy.special import logsumexp, ndtr

from models.msu.decision import LEVELS
from models.msu.evidence import Evidence
from models.msu.hierarchical import Posterior
from models.territories.apportionment import FloatArray

# Points of the law of a forecast, in standard deviations around its mean, where it is read.
STEPS = np.linspace(-8.0, 8.0, 401)
# Nodes that weigh less than this beside the heaviest are left out of a forecast.
NEGLIGIBLE = 1e-6
# Normal laws that stand for a Student law, by the quantiles of its scale.
STUDENT_PARTS = 200


@dataclass(frozen=True)
class Forecast:
    """Law of the logarithm of a count before it is read: a mixture of normal laws.

    weights, means, sds : (n,) each, weights summing to 1
    """

    weights: FloatArray
    means: FloatArray
    sds: FloatArray

    def log_density(self, value: float) -> float:
        """Log density at a value: the log score."""
        part = stats.norm.logpdf(value, self.means, self.sds)
        return float(logsumexp(part, b=self.weights))

    def cumulative(self, values: FloatArray) -> FloatArray:
        """Probability of being at most each value."""
        return ndtr((values[:, None] - self.means) / self.sds) @ self.weights

    @cached_property
    def law(self) -> tuple[FloatArray, FloatArray]:
        """Values around the mean, and the probability of being at most each."""
        mean = float(self.weights @ self.means)
        spread = float(self.weights @ (self.sds**2 + (self.means - mean) ** 2)) ** 0.5
        values = mean + spread * STEPS
        return values, self.cumulative(values)

    def quantiles(self, levels: Sequence[float]) -> FloatArray:
        """Values under which the law has the given probabilities."""
        values, cumulative = self.law
        return np.interp(levels, cumulative, values)

    def crps(self, value: float) -> float:
        """Continuous ranked probability score, in logarithm: 0 is a sure and right forecast."""
        values, cumulative = self.law
        # A step at the value itself: it counts as not reached on its left, as reached on its right.
        split = int(np.searchsorted(values, value))
        at = self.cumulative(np.array([value]))
        left = np.append(cumulative[:split], at) ** 2
        right = (1 - np.append(at, cumulative[split:])) ** 2
        return float(
            np.trapezoid(left, np.append(values[:split], value))
            + np.trapezoid(right, np.append(value, values[split:]))
        )


@dataclass(frozen=True)
class Judged:
    """A count and the forecast made of it without its place."""

    name: str
    place: str
    log_value: float
    forecast: Forecast


@dataclass(frozen=True)
class Scores:
    """Scores of forecasts, each place sharing one unit of weight between its counts.

    ``inside`` are the counts inside the 50, 80 and 95 % intervals, of ``count``.
    """

    count: int
    log_rmse: float
    log_score: float
    crps: float
    inside: tuple[int, ...]


def score(judged: Sequence[Judged]) -> Scores:
    """Score forecasts against what was counted."""
    places = [item.place for item in judged]
    weight = np.array([1 / places.count(place) for place in places])
    weight /= weight.sum()
    middle = np.array([item.forecast.quantiles([0.5])[0] for item in judged])
    values = np.array([item.log_value for item in judged])
    rank = np.array([item.forecast.cumulative(np.array([item.log_value]))[0] for item in judged])
    density = [item.forecast.log_density(item.log_value) for item in judged]
    crps = [item.forecast.crps(item.log_value) for item in judged]
    return Scores(
        count=len(judged),
        log_rmse=float(np.sqrt(weight @ (values - middle) ** 2)),
        log_score=float(weight @ density),
        crps=float(weight @ crps),
        inside=tuple(int((np.abs(rank - 0.5) <= level / 2).sum()) for level in LEVELS),
    )


def leave_out(posterior: Posterior, group_of: Callable[[Evidence], str]) -> list[Judged]:
    """Forecast of each piece of evidence, in the order of its name, made without its group.

    Parameters
    ----------
    posterior : fitted on all the evidence
    group_of : what is left out together: the place of a piece of evidence, or its cluster
    """
    evidence = posterior.design.evidence
    groups = [group_of(item) for item in evidence]
    covariance = posterior.design.covariances(posterior.nodes) + posterior.design.noise
    inverse = np.asarray(np.linalg.inv(covariance), dtype=np.float64)
    residual = posterior.design.values - posterior.design.means(posterior.nodes)
    pulled = (inverse @ residual[..., None])[..., 0]
    judged = {}
    for group in sorted(set(groups)):
        rows = [rank for rank, name in enumerate(groups) if name == group]
        for rank, forecast in _forecasts(posterior, inverse, pulled, rows).items():
            item = evidence[rank]
            judged[rank] = Judged(item.name, item.place, item.log_value, forecast)
    return [judged[rank] for rank in sorted(judged)]


def _forecasts(
    posterior: Posterior, inverse: FloatArray, pulled: FloatArray, rows: list[int]
) -> dict[int, Forecast]:
    """Forecasts of some rows from all the others: the law of a block given the rest.

    It is read from the inverse covariance of the whole, and the nodes are weighed again by what
    the rest alone says of them.
    """
    block = np.linalg.inv(inverse[:, rows][:, :, rows])
    error = (block @ pulled[:, rows, None])[..., 0]
    _, log_det = np.linalg.slogdet(block)
    quadratic = (error * pulled[:, rows]).sum(axis=1)
    own = -0.5 * (quadratic + log_det + len(rows) * np.log(2 * np.pi))
    with np.errstate(divide="ignore"):
        log_weight = np.log(posterior.weights) - own
    kept = log_weight > log_weight.max() + np.log(NEGLIGIBLE)
    weights = np.exp(log_weight[kept] - logsumexp(log_weight[kept]))
    return {
        row: Forecast(
            weights,
            posterior.design.values[row] - error[kept, rank],
            np.sqrt(block[kept, rank, rank]),
        )
        for rank, row in enumerate(rows)
    }


def student_forecast(log_estimate: float, sigma: float, df: int, error: float) -> Forecast:
    """Forecast of ``msu-v1``: a Student law around its estimate, blurred by the count's error."""
    levels = (np.arange(STUDENT_PARTS) + 0.5) / STUDENT_PARTS
    scale = np.sqrt(df / stats.chi2.ppf(levels, df))
    return Forecast(
        np.full(STUDENT_PARTS, 1 / STUDENT_PARTS),
        np.full(STUDENT_PARTS, log_estimate),
        np.hypot(scale * sigma, error),
    )
