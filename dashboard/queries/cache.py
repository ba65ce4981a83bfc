"""The served build: its pointer, read-only cursors on it, and what is kept in memory of it.

What is kept is immutable and shared between sessions, so the standard library's cache is enough:
a hit costs a microsecond, where Streamlit's costs a millisecond to hash the arguments.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial, update_wrapper, wraps
from pathlib import Path
from typing import Concatenate, Generic, ParamSpec, TypeVar

import duckdb

Cursor = duckdb.DuckDBPyConnection
P = ParamSpec("P")
T = TypeVar("T")

ROOT = Path(__file__).resolve().parent.parent.parent
BUILDS_OPEN = 3
ENTRIES = 1024


class NoWarehouseError(Exception):
    """No build has been published yet."""


@dataclass(frozen=True)
class ServedBuild:
    """The build named by the pointer file."""

    build_id: str
    path: str


def warehouse_folder() -> Path:
    """Folder of the warehouse; ``MSU_WAREHOUSE`` names another one."""
    return Path(os.environ.get("MSU_WAREHOUSE") or ROOT / "data" / "warehouse")


def warehouse_folders() -> tuple[Path, Path]:
    """Folder of the warehouse, and that of the demonstration, which is inside it."""
    folder = warehouse_folder()
    return folder, folder / "demo"


def served_build(*, demo: bool = False) -> ServedBuild:
    """Read the pointer: a few microseconds, so a new build is picked up at the next click.

    ``demo`` reads that of the demonstration, whose warehouse is a folder of the other.

    Raises
    ------
    NoWarehouseError
        When nothing has been published, or the pointer names no readable build.
    """
    folder = warehouse_folders()[demo]
    try:
        pointer = json.loads((folder / "current.json").read_text(encoding="utf-8"))
        served = ServedBuild(pointer["build_id"], str(folder / pointer["file"]))
    except (FileNotFoundError, ValueError, KeyError, TypeError) as error:
        raise NoWarehouseError(str(folder)) from error
    if not Path(served.path).is_file():
        raise NoWarehouseError(str(folder))
    return served


def open_build(path: str) -> Cursor:
    """Open a build read-only. One thread per query is faster when several users click."""
    connection = duckdb.connect(path, read_only=True)
    connection.execute("SET threads = 1")
    return connection


@lru_cache(maxsize=BUILDS_OPEN)
def _connection(build: ServedBuild) -> Cursor:
    return open_build(build.path)


def cursor_of(build: ServedBuild) -> Cursor:
    """A cursor of its own on a build, which is opened once per process."""
    return _connection(build).cursor()


def kept_per_build(
    compute: Callable[Concatenate[ServedBuild, P], T],
) -> Callable[Concatenate[ServedBuild, P], T]:
    """Keep the results of a function of a build, and forget them with the build.

    The last ``BUILDS_OPEN`` builds are kept, ``ENTRIES`` results of each.
    """

    @lru_cache(maxsize=BUILDS_OPEN)
    def of_build(build: ServedBuild) -> Callable[P, T]:
        return lru_cache(maxsize=ENTRIES)(partial(compute, build))  # type: ignore[return-value]

    @wraps(compute)
    def kept(build: ServedBuild, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return of_build(build)(*args, **kwargs)

    return kept


class PerBuild(Generic[P, T]):
    """A query asked of a build, whose answers are kept; ``read`` asks it of any cursor."""

    def __init__(self, read: Callable[Concatenate[Cursor, P], T]) -> None:
        self.read = read
        self._kept = kept_per_build(self._ask)
        update_wrapper(self, read)

    def _ask(self, build: ServedBuild, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return self.read(cursor_of(build), *args, **kwargs)

    def __call__(self, build: ServedBuild, /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Answer of a build, kept."""
        return self._kept(build, *args, **kwargs)


def per_build(read: Callable[Concatenate[Cursor, P], T]) -> PerBuild[P, T]:
    """Turn a query on a cursor into one on a build, whose answers are kept with the build."""
    return PerBuild(read)
