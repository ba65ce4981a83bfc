"""The law of the MSU that the call for counts reads, put into a warehouse of the tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import numpy as np

from etl.settings import Settings
from etl.warehouse import current_build
from tests.support.importing import serve_again
from tests.support.msu import Published, read_published


def log_law(published: Published) -> list[tuple[int, str, float, list[float]]]:
    """Rows of the law: rank, territory, mean and covariances of the logarithm of its MSU."""
    year, cells = published.year(2024), published.build.cells
    names = [*cells.departement_ids, *cells.subdivision_ids]
    first = published.departements.start
    logs = np.log(np.maximum(year.draws[:, first : first + len(names)], 0.5))
    mean, covariance = logs.mean(axis=0), np.cov(logs, rowvar=False)
    return [
        (rank, name, float(mean[rank]), covariance[rank].tolist())
        for rank, name in enumerate(names)
    ]


def write_law(path: Path, rows: list[tuple[int, str, float, list[float]]]) -> None:
    """Publish a law in a database file."""
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "CREATE TABLE pub.msu_log_belief"
            " (rank INTEGER, unit_id VARCHAR, mean_log DOUBLE, covariance DOUBLE[])"
        )
        connection.executemany("INSERT INTO pub.msu_log_belief VALUES (?, ?, ?, ?)", rows)


def serve_with_law(settings: Settings, folder: Path) -> Path:
    """Serve a copy of a published warehouse that has a law; return its folder."""
    warehouse = serve_again(settings, folder / "warehouse")
    build = current_build(settings)
    # Its own file: the other one is shared.
    copied = warehouse / build.name
    copied.unlink()
    shutil.copy(build, copied)
    write_law(copied, log_law(read_published(folder / "msu")))
    return warehouse
