"""Where things are read and written, and the choices of one installation."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path

from etl.errors import DataError

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_THRESHOLD = 5
MAX_THRESHOLD = 11


def _folder(variable: str, default: Path) -> Path:
    """Folder named by an environment variable, the default when it is unset or empty."""
    return Path(os.environ.get(variable) or default)


def _data() -> Path:
    return _folder("MSU_DATA", ROOT / "data")


def _warehouse() -> Path:
    return _folder("MSU_WAREHOUSE", ROOT / "data" / "warehouse")


def _geometry() -> Path:
    return _folder("MSU_GEOMETRY", ROOT / "dashboard" / "static" / "geo")


def _local() -> Path:
    return _folder("MSU_LOCAL", ROOT / "data" / "local")


def _choices() -> Path:
    return _folder("MSU_SETTINGS", ROOT / "reglages.toml")


@dataclass(frozen=True)
class Settings:
    """Folders of one installation, and its settings file.

    ``MSU_DATA``, ``MSU_WAREHOUSE``, ``MSU_GEOMETRY``, ``MSU_LOCAL`` and ``MSU_SETTINGS`` move
    them for a process.
    """

    data: Path = field(default_factory=_data)
    warehouse: Path = field(default_factory=_warehouse)
    geometry: Path = field(default_factory=_geometry)
    local: Path = field(default_factory=_local)
    choices: Path = field(default_factory=_choices)
    builds_kept: int = 3
    is_demo: bool = False

    @property
    def pointer(self) -> Path:
        """The file that names the build being served."""
        return self.warehouse / "current.json"

    def for_demo(self) -> Settings:
        """The same installation for the demonstration set: its own warehouse and imports."""
        folder = self.warehouse / "demo"
        return replace(self, warehouse=folder, local=folder / "local", is_demo=True)

    def secrecy_threshold(self) -> int:
        """Counts under this number are not published; 5 unless ``[secret] seuil`` says more.

        Raises
        ------
        DataError
            When the settings file cannot be read, or the threshold is not between 5 and 11.
        """
        try:
            document = tomllib.loads(self.choices.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return DEFAULT_THRESHOLD
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise self._refused("", str(error), "un fichier TOML en UTF-8") from error
        section = document.get("secret", {})
        value = section.get("seuil", DEFAULT_THRESHOLD) if isinstance(section, dict) else section
        if type(value) is not int or not DEFAULT_THRESHOLD <= value <= MAX_THRESHOLD:
            expected = f"un nombre entier de {DEFAULT_THRESHOLD} à {MAX_THRESHOLD}"
            raise self._refused("[secret] seuil", str(value), expected)
        return value

    def _refused(self, column: str, value: str, expected: str) -> DataError:
        return DataError(
            self.choices.name, 0, column, value, expected, "Corriger le fichier de réglages."
        )
