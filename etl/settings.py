"""Where things are read and written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """Folders of one installation; tests point them at a temporary one."""

    data: Path = ROOT / "data"
    warehouse: Path = ROOT / "data" / "warehouse"
    geometry: Path = ROOT / "dashboard" / "static" / "geo"
    builds_kept: int = 3

    @property
    def pointer(self) -> Path:
        """The file that names the build being served."""
        return self.warehouse / "current.json"
