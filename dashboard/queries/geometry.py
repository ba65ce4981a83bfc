"""The outlines of the map, as the build prepared them for the browser."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from dashboard.queries.cache import ServedBuild, kept_per_build, warehouse_folders
from dashboard.queries.catalog import fetch_catalog

# Address under which the server gives the files of the folder below.
GEOMETRY_PATH = "/app/static/geo/"
# The folder of the outlines, beside the builds that they were drawn with.
FOLDER = "geometry"
FILE_NAME = re.compile(r"[a-z-]+-[0-9a-f]{12}\.json")


def find_outlines(file_name: str) -> Path | None:
    """File of outlines of this name, of the builds or of the demonstration; None when absent."""
    if not FILE_NAME.fullmatch(file_name):
        return None
    paths = (folder / FOLDER / file_name for folder in warehouse_folders())
    return next((path for path in paths if path.is_file()), None)


@kept_per_build
def fetch_geometry(build: ServedBuild) -> dict[str, Any] | None:
    """Outlines of every level, frames of the enlargements; None when their file is not there."""
    path = Path(build.path).parent / FOLDER / fetch_catalog(build).build.geometry_file
    if not path.is_file():
        return None
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document
