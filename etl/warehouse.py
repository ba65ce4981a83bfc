"""The DuckDB file of a build: opened, filled, published by an atomic pointer swap, pruned."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
from filelock import FileLock, Timeout

from etl.errors import NoBuildError
from etl.settings import Settings

SQL = Path(__file__).resolve().parent / "sql"
BUILDING = ".building"
LOCK = ".lock"


def new_build_id(data_version: str) -> str:
    """Identify a build by its UTC time and the data it read."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}"[:-3] + f"-{data_version[:6]}"


@contextmanager
def new_warehouse(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a new database file for writing, and close it whatever happens.

    A lock held meanwhile tells other processes that the file is no leftover.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = path.with_name(f"{path.name}{LOCK}")
    try:
        with FileLock(lock), closing(duckdb.connect(str(path))) as connection:
            connection.execute("SET enable_progress_bar = false")
            yield connection
    finally:
        lock.unlink(missing_ok=True)


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


def publish(settings: Settings, building: Path, build_id: str) -> Path:
    """Serve a finished build: rename its file, then swap the pointer in one atomic step.

    A process that dies before the last rename leaves the previous pointer, and so the previous
    build, untouched.
    """
    final = settings.warehouse / f"{build_id}.duckdb"
    building.replace(final)
    pointer = settings.pointer.with_suffix(".json.new")
    with pointer.open("w", encoding="utf-8") as file:
        json.dump({"build_id": build_id, "file": final.name}, file)
        file.flush()
        os.fsync(file.fileno())
    pointer.replace(settings.pointer)
    return final


def current_build(settings: Settings) -> Path:
    """Return the database file being served.

    Raises
    ------
    NoBuildError
        When nothing has been published yet, or the pointer names no readable build.
    """
    try:
        pointer = json.loads(settings.pointer.read_text(encoding="utf-8"))
        served = settings.warehouse / str(pointer["file"])
    except (FileNotFoundError, ValueError, KeyError, TypeError) as error:
        raise NoBuildError(settings.warehouse) from error
    if not served.is_file():
        raise NoBuildError(settings.warehouse)
    return served


def prune(settings: Settings) -> list[str]:
    """Delete builds beyond the newest ones kept, and leftovers of interrupted builds.

    A build in progress in another process is no leftover. A build still open elsewhere is left
    for the next time when the system refuses to delete it, as Windows does.
    """
    served = current_build(settings)
    builds = sorted(settings.warehouse.glob("*.duckdb"), reverse=True)
    kept = {served, *builds[: settings.builds_kept]}
    leftovers = [
        path for path in settings.warehouse.glob(f"*{BUILDING}*") if not _is_being_built(path)
    ]
    return _delete([build for build in builds if build not in kept] + sorted(leftovers))


def prune_geometry(settings: Settings) -> list[str]:
    """Delete the outlines that no build names any more, unless another process is drawing some."""
    if any(settings.warehouse.glob(f"*{BUILDING}*")):
        return []
    try:
        named = {name for path in settings.warehouse.glob("*.duckdb") for name in _outlines(path)}
    except duckdb.Error:
        # What a build of an older version names is not known.
        return []
    return _delete(path for path in sorted(settings.geometry.glob("*")) if path.name not in named)


def _outlines(path: Path) -> tuple[str, ...]:
    """Files of outlines that a build names."""
    with read_warehouse(path) as connection:
        return tuple(run_sql(connection, "outlines").iloc[0])


def _delete(paths: Iterable[Path]) -> list[str]:
    """Delete files and return the names of those that the system let go."""
    removed = []
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except PermissionError:
            continue
        removed.append(path.name)
    return removed


def _is_being_built(path: Path) -> bool:
    """Whether another process holds the lock of the build that a file belongs to."""
    build_id = path.name.partition(BUILDING)[0]
    lock = path.with_name(f"{build_id}{BUILDING}{LOCK}")
    if not lock.exists():
        return False
    try:
        with FileLock(lock, timeout=0):
            return False
    except Timeout:
        return True


@contextmanager
def read_warehouse(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a published build read-only."""
    connection = duckdb.connect(str(path), read_only=True)
    try:
        yield connection
    finally:
        connection.close()
