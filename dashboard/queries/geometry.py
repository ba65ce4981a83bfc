"""The outlines of the map, as the build prepared them for the browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dashboard.queries.cache import ServedBuild, kept_per_build, served_stores
from dashboard.queries.catalog import fetch_catalog

# Address under which the server gives the files of the folder below.
GEOMETRY_PATH = "/app/static/geo/"


def find_outlines(file_name: str) -> Path | None:
    """File of outlines of this name, of the builds or of the demonstration; None when absent."""
    paths = (store.outline(file_name) for store in served_stores())
    return next(filter(None, paths), None)


@kept_per_build
def fetch_geometry(build: ServedBuild) -> dict[str, Any] | None:
    """Outlines of every level, frames of the enlargements; None when their file is not there."""
    path = find_outlines(fetch_catalog(build).build.geometry_file)
    if path is None:
        return None
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document
