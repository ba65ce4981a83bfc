"""Arithmetic of the estimate of the MSU: the fit, a year of draws, the list of whom to ask."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from models.msu import hierarchical
from models.msu.campaign import belief, log_moments, who_to_ask
from tests.bench.samples import OURS, Samples
from tests.support.msu import read_published

YEAR, TARGET, STEPS = 2024, 10_000, 28


def measure_estimate(rounds: int, samples: Samples, tick: Callable[[], None]) -> None:
    """Seconds of msu-v2 on the committed evidence, and of the greedy list of the campaign."""
    with TemporaryDirectory(prefix="bench-") as folder:
        published = read_published(Path(folder))
    inside = published.departements
    share = published.share(TARGET)[inside]
    candidates = {name: [rank] for rank, name in enumerate(published.build.cells.departement_ids)}
    for _ in range(rounds):
        started = time.perf_counter()
        posterior = hierarchical.fit(published.facts, published.evidence, published.bounds)
        fitted = time.perf_counter()
        year = published.year(YEAR, posterior)
        drawn = time.perf_counter()
        who_to_ask(belief(log_moments(year.draws[:, inside]), share), candidates, STEPS)
        samples.add("estimate_fit", OURS, fitted - started)
        samples.add("estimate_year", OURS, drawn - fitted)
        samples.add("campaign_list", OURS, time.perf_counter() - drawn)
        tick()
