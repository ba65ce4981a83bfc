"""Which build is served, and read-only cursors on it."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parent.parent.parent


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


def served_build(*, demo: bool = False) -> ServedBuild:
    """Read the pointer: a few microseconds, so a new build is picked up at the next click.

    ``demo`` reads that of the demonstration, whose warehouse is a folder of the other.

    Raises
    ------
    NoWarehouseError
        When nothing has been published, or the pointer names no readable build.
    """
    folder = warehouse_folder() / "demo" if demo else warehouse_folder()
    try:
        pointer = json.loads((folder / "current.json").read_text(encoding="utf-8"))
        served = ServedBuild(pointer["build_id"], str(folder / pointer["file"]))
    except (FileNotFoundError, ValueError, KeyError, TypeError) as error:
        raise NoWarehouseError(str(folder)) from error
    if not Path(served.path).is_file():
        raise NoWarehouseError(str(folder))
    return served


def open_build(path: str) -> duckdb.DuckDBPyConnection:
    """Open a build read-only. One thread per query is faster when several users click."""
    connection = duckdb.connect(path, read_only=True)
    connection.execute("SET threads = 1")
    return connection
