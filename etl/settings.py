"""Where things are read and written."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def _folder(variable: str, default: Path) -> Path:
    """Folder named by an environment variable, the default when it is unset or empty."""
    return Path(os.environ.get(variable) or default)


def _data() -> Path:
    return _folder("MSU_DATA", ROOT / "data")


def _warehouse() -> Path:
    return _folder("MSU_WAREHOUSE", ROOT / "data" / "warehouse")


def _geometry() -> Path:
    return _folder("MSU_GEOMETRY", ROOT / "dashboard" / "static" / "geo")


@dataclass(frozen=True)
class Settings:
    """Folders of one installation.

    ``MSU_DATA``, ``MSU_WAREHOUSE`` and ``MSU_GEOMETRY`` move them for a process.
    """

    data: Path = field(default_factory=_data)
    warehouse: Path = field(default_factory=_warehouse)
    geometry: Path = field(default_factory=_geometry)
    builds_kept: int = 3

    @property
    def pointer(self) -> Path:
        """The file that names the build being served."""
        return self.warehouse / "current.json"
