"""The outlines of the map, as the build prepared them for the browser."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from dashboard.queries.cache import (
    ROOT,
    ServedBuild,
    kept_per_build,
)
from dashboard.queries.catalog import fetch_catalog

# Where the server gives the files of the folder below.
GEOMETRY_PATH = "/app/static/geo/"


def geometry_folder() -> Path:
    """Folder of the outlines; ``MSU_GEOMETRY`` names another one."""
    return Path(os.environ.get("MSU_GEOMETRY") or ROOT / "dashboard" / "static" / "geo")


def read_geometry(file_name: str) -> dict[str, Any] | None:
    """Outlines of every level, frames of the enlargements; None when the file is not there."""
    path = geometry_folder() / file_name
    if not path.is_file():
        return None
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


@kept_per_build
def fetch_geometry(build: ServedBuild) -> dict[str, Any] | None:
    """Outlines of the map of a build; None when their file is not there."""
    return read_geometry(fetch_catalog(build).build.geometry_file)
