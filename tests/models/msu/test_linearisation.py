"""The model reads a log of a sum as a linear function: what that costs is measured here."""

import numpy as np
from scipy.special import logsumexp

from models.msu.decision import p_below

DRAWS = 1500


def paths(posterior, when, generator):
    """Errors of the cells at the dates of the evidence and at ``when``, given the evidence.

    Yields the recipe of weights, the errors (dates, cells) and the rank of the date of each piece
    of evidence, ``when`` being the last.
    """
    lines, country = posterior.design, posterior.country
    dates, at = np.unique([*lines.times, when], return_inverse=True)
    chosen = generator.choice(len(posterior.weights), size=DRAWS, p=posterior.weights)
    for rank in chosen:
        node = posterior.nodes.take(np.array([rank]))
        recipe, memory = node.recipe[0], node.memory[0]
        lasting = np.exp(-np.abs(dates[:, None] - dates) / memory)
        root = np.linalg.cholesky(lasting + 1e-9 * np.eye(len(dates)))
        axes = (
            (node.sigma_subdivision[0], lines.on_subdivision[recipe]),
            (node.sigma_departement[0], lines.on_departement[recipe]),
        )
        drawn = [
            sigma * root @ generator.standard_normal((len(dates), on.shape[1]))
            for sigma, on in axes
        ]
        signal = sum(
            (on * errors[at[:-1]]).sum(axis=1) for (_, on), errors in zip(axes, drawn, strict=True)
        )
        noise = generator.multivariate_normal(np.zeros(len(lines.values)), lines.noise)
        expected = lines.means(node)[0]
        pull = np.linalg.solve(
            lines.covariances(node)[0] + lines.noise, lines.values - expected - signal - noise
        )
        fading = lasting[:, at[:-1]]
        wide, narrow = (
            errors + sigma**2 * (fading * pull) @ on
            for (sigma, on), errors in zip(axes, drawn, strict=True)
        )
        linear = expected + sum(
            (on * errors[at[:-1]]).sum(axis=1)
            for (_, on), errors in zip(axes, (wide, narrow), strict=True)
        )
        yield recipe, wide[:, country.subdivision] + narrow[:, country.departement], at, linear


def test_the_exact_likelihood_moves_no_chance_by_more_than_a_twentieth(published):
    posterior = published.posterior
    lines, country = posterior.design, posterior.country
    when, total = published.national[2024]
    blends = posterior.grid.blends
    weights = {time: country.weights(time, blends) for time in {*lines.times.tolist(), when}}
    precision = np.linalg.inv(lines.noise)
    log_weight, draws = [], []
    for recipe, errors, at, linear in paths(posterior, when, np.random.default_rng(8)):
        exact = np.empty(len(lines.values))
        for rank, item in enumerate(lines.evidence):
            msu = weights[item.time][recipe] * np.exp(errors[at[rank]])
            part = msu[list(item.cells)].sum()
            whole = msu[list(item.of_cells)].sum() if item.of_cells else msu.sum()
            scale = 1 if item.of_cells else country.national(item.time)
            exact[rank] = np.log(scale * part / whole)
        gaps = lines.values - exact, lines.values - linear
        log_weight.append(0.5 * (gaps[1] @ precision @ gaps[1] - gaps[0] @ precision @ gaps[0]))
        msu = weights[when][recipe] * np.exp(errors[at[-1]])
        draws.append(total * msu / msu.sum())
    importance = np.exp(np.array(log_weight) - logsumexp(log_weight))
    assert 1 / (importance**2).sum() > DRAWS / 3
    cells = published.build.cells.sum_levels(np.array(draws))[:, published.departements]
    share = published.share(10_000)[published.departements]
    exactly = importance @ (cells < share - 0.5)
    gap = np.abs(exactly - p_below(cells, share))
    assert gap.max() < 0.06
    assert gap.mean() < 0.015
