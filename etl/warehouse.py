"""The DuckDB file of a build: opened, filled, closed, read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from etl.errors import NoBuildError, UnwrittenError
from etl.settings import Settings
from stores import NothingServedError, find_served

SQL = Path(__file__).resolve().parent / "sql"
# What DuckDB raises when the disk refuses what it writes, and then when it is used again.
WRITE_FAULTS = (duckdb.IOException, duckdb.FatalException)


def new_build_id(data_version: str) -> str:
    """Identify a build by its UTC time and the data it read."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}"[:-3] + f"-{data_version[:6]}"


@contextmanager
def new_warehouse(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a new database file for writing; it is whole on the disk when the context ends.

    Raises
    ------
    UnwrittenError
        When the file could not be written to its end: a full disk, a limit, a fault of the disk.
    """
    try:
        with closing(duckdb.connect(str(path))) as connection:
            connection.execute("SET enable_progress_bar = false")
            yield connection
            connection.checkpoint()
        # What DuckDB could not write as it closed is still in its log.
        if path.with_name(f"{path.name}.wal").exists():
            raise UnwrittenError("")
        with path.open("rb+") as file:
            os.fsync(file.fileno())
    except (*WRITE_FAULTS, OSError) as error:
        raise UnwrittenError(str(error)) from error


def run_sql(connection: duckdb.DuckDBPyConnection, name: str, **parameters: Any) -> pd.DataFrame:
    """Run ``etl/sql/<name>.sql`` with bound parameters and return its rows, if any."""
    statement = (SQL / f"{name}.sql").read_text(encoding="utf-8")
    result = connection.execute(statement, parameters or None)
    return result.df() if result.description else pd.DataFrame()


def count_rows(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Row count of each published table."""
    frame = run_sql(connection, "row_counts")
    return dict(zip(frame["table_name"], frame["row_count"].astype(int), strict=True))


def append(connection: duckdb.DuckDBPyConnection, table: str, frame: pd.DataFrame) -> None:
    """Append a frame to a published table, matching columns by name; an empty one adds nothing."""
    if frame.empty:
        return
    connection.register("frame_to_append", frame)
    connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM frame_to_append")  # noqa: S608
    connection.unregister("frame_to_append")


def current_build(settings: Settings) -> Path:
    """Return the sound database file being served.

    Raises
    ------
    NoBuildError
        When nothing has been published yet, or nothing published is sound.
    """
    try:
        return find_served(settings.store).path
    except NothingServedError as error:
        raise NoBuildError(settings.warehouse) from error


def outlines(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """Files of outlines that a build names."""
    return tuple(run_sql(connection, "outlines").iloc[0])


@contextmanager
def read_warehouse(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a published build read-only."""
    connection = duckdb.connect(str(path), read_only=True)
    try:
        yield connection
    finally:
        connection.close()
