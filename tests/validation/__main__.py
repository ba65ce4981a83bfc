"""``python -m tests.validation``: compute the left-out scores and the simulated worlds again.

Both tables are written in ``data/evidence``, from which the build publishes them.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import pandas as pd

from etl.extract.evidence import FOLDER, SCORES, WORLDS
from etl.transform.msu_scores import score_table
from models.msu import worlds
from tests.support.msu import Published, read_published
from tests.support.paths import DATA

WORLDS_OF_EACH = 200
TARGETS = (10_000, 15_000)
YEAR = 2024
ORDER = ["scored_on", "method_id", "fitted_on", "left_out"]


def main() -> int:
    """Write both tables, and print them."""
    parser = argparse.ArgumentParser(prog="python -m tests.validation", description=__doc__)
    parser.add_argument("--worlds", type=int, default=WORLDS_OF_EACH, help="of each kind")
    parser.add_argument("--out", type=Path, default=DATA / FOLDER, help="folder to write in")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        published = read_published(Path(folder))
    for name, table in (
        (SCORES, left_out_scores(published)),
        (WORLDS, simulated_worlds(published, options.worlds)),
    ):
        table.to_csv(options.out / name, index=False)
        sys.stdout.write(f"{table.to_string(index=False)}\n\n")
    return 0


def left_out_scores(published: Published) -> pd.DataFrame:
    """Scores on counts left out in turn, to three decimals."""
    table = score_table(
        published.facts, published.evidence, published.v1, published.v1_points, published.since
    )
    return table.sort_values(ORDER).round(3)


def simulated_worlds(published: Published, count: int) -> pd.DataFrame:
    """What ``msu-v2`` gets right in ``count`` worlds of each kind."""
    shares = [published.share(target)[published.departements] for target in TARGETS]
    rows = []
    for world in worlds.WORLDS:
        result = worlds.calibrate(
            published.posterior, world, shares, time=published.national[YEAR][0], worlds=count
        )
        inside = dict(
            zip(("inside_50_pct", "inside_80_pct", "inside_95_pct"), result.coverage, strict=True)
        )
        rows.append(
            {
                "world": world.name,
                "worlds": count,
                "blend": world.blend,
                "sigma_subdivision": world.sigma_subdivision,
                "sigma_departement": world.sigma_departement,
                "memory": world.memory,
                **{name: round(100 * share, 1) for name, share in inside.items()},
                "right_below_pct": round(100 * result.right_below / result.named_below, 1),
                "right_above_pct": round(100 * result.right_above / result.named_above, 1),
            }
        )
    return pd.DataFrame(rows)


if __name__ == "__main__":
    sys.exit(main())
