"""What the data tests share: the published tables as frames, and the state of a warehouse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from etl.settings import Settings
from etl.warehouse import read_warehouse
from tests.support.importing import Served, few_draws


@pytest.fixture
def served(installation: Settings) -> Callable[[], Served]:
    """Read what the installation serves, and the names of the files beside it."""

    return partial(Served.read, installation)


@pytest.fixture(name="few_draws")
def _few_draws(warehouse: object) -> Iterator[None]:
    """Draw intervals fifty times rather than thousands: for builds whose figures are not read."""
    with few_draws():
        yield


@pytest.fixture(scope="session")
def read_tables() -> Callable[[Path], dict[str, pd.DataFrame]]:
    """Read every published table of a database, in the order of its columns."""

    def read(path: Path) -> dict[str, pd.DataFrame]:
        with read_warehouse(path) as connection:
            names = connection.sql(
                "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'pub' ORDER BY ALL"
            ).fetchall()
            return {
                name: connection.sql(f"SELECT * FROM pub.{name} ORDER BY ALL").df()
                for (name,) in names
            }

    return read


@pytest.fixture(scope="session")
def tables(warehouse, read_tables):
    """Every table of the build, read-only by agreement: do not change them in place."""
    return read_tables(warehouse.path)


@pytest.fixture(scope="session")
def observation(tables):
    """Every observation, with the level of its territory."""
    levels = tables["territory"].set_index("territory_id")["level"]
    rows = tables["observation"]
    return rows.assign(level=rows["territory_id"].map(levels))
