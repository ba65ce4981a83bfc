"""``python -m tests.validation``: print the left-out table and the simulated worlds."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from etl.transform.msu_scores import score_table
from models.msu.worlds import WORLDS, calibrate
from tests.support.msu import Published, read_published

WORLDS_OF_EACH = 200
TARGETS = (10_000, 15_000)
YEAR = 2024


def main() -> int:
    """Print the tables as Markdown."""
    parser = argparse.ArgumentParser(prog="python -m tests.validation", description=__doc__)
    parser.add_argument("--worlds", type=int, default=WORLDS_OF_EACH, help="of each kind")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        published = read_published(Path(folder))
    for line in (*left_out_lines(published), "", *world_lines(published, options.worlds)):
        sys.stdout.write(f"{line}\n")
    return 0


def left_out_lines(published: Published) -> Iterator[str]:
    """Left-out table, line by line."""
    table = score_table(
        published.facts, published.evidence, published.v1, published.v1_points, published.since
    ).sort_values(["scored_on", "method_id", "fitted_on", "left_out"])
    yield "| scored on | method | fitted on | left out | log-RMSE | log score | CRPS | inside |"
    yield "|---|---|---|---|---|---|---|---|"
    for row in table.itertuples():
        yield (
            f"| {row.scored_on} ({row.counts}) | {row.method_id} | {row.fitted_on} "
            f"| {row.left_out} | {row.log_rmse:.3f} | {row.log_score:.3f} | {row.crps:.3f} "
            f"| {row.inside_50} {row.inside_80} {row.inside_95} |"
        )


def world_lines(published: Published, worlds: int) -> Iterator[str]:
    """Simulated worlds, line by line."""
    shares = [published.share(target)[published.departements] for target in TARGETS]
    yield "| world | interns | σ subdivision | σ département | years | in 50/80/95 % | below when p ≥ 0.8 | above when p ≤ 0.2 |"  # noqa: E501
    yield "|---|---|---|---|---|---|---|---|"
    for world in WORLDS:
        found = calibrate(
            published.posterior, world, shares, time=published.national[YEAR][0], worlds=worlds
        )
        inside = " / ".join(f"{100 * part:.1f}" for part in found.coverage)
        yield (
            f"| {world.name} | {world.blend} | {world.sigma_subdivision} "
            f"| {world.sigma_departement} | {world.memory:.0f} | {inside} "
            f"| {100 * found.right_below / found.named_below:.0f} % "
            f"| {100 * found.right_above / found.named_above:.0f} % |"
        )


if __name__ == "__main__":
    sys.exit(main())
