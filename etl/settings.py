"""Where things are read and written, and the choices of one installation."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path

from etl.errors import DataError
from foundation.settings_file import SettingsError, read_settings, settings_path
from stores import Place, Store
from stores.choice import demo_place, local_folder, storage_url, store_of, warehouse_folder

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_THRESHOLD = 5
MAX_THRESHOLD = 11


def _folder(variable: str, default: Path) -> Path:
    """Folder named by an environment variable, the default when it is unset or empty."""
    return Path(os.environ.get(variable) or default)


def _data() -> Path:
    return _folder("MSU_DATA", ROOT / "data")


@dataclass(frozen=True)
class Settings:
    """Folders of one installation, and its settings file.

    ``MSU_DATA``, ``MSU_WAREHOUSE``, ``MSU_LOCAL`` and ``MSU_SETTINGS`` move them for a process.
    """

    data: Path = field(default_factory=_data)
    warehouse: Path = field(default_factory=warehouse_folder)
    local: Path = field(default_factory=local_folder)
    choices: Path = field(default_factory=settings_path)
    builds_kept: int = 3
    is_demo: bool = False

    @property
    def store(self) -> Store:
        """Where the builds and the imports of the installation are kept.

        Raises
        ------
        DataError
            When the settings file cannot be read.
        """
        try:
            url = storage_url(self.choices)
        except SettingsError as error:
            raise _in_data(error, self.choices) from error
        return store_of(Place(self.warehouse, self.local, url, is_demo=self.is_demo))

    def for_demo(self) -> Settings:
        """The same installation for the demonstration set: its own warehouse and imports."""
        place = demo_place(Place(self.warehouse, self.local))
        return replace(self, warehouse=place.warehouse, local=place.local, is_demo=True)

    def secrecy_threshold(self) -> int:
        """Counts under this number are not published; 5 unless ``[secret] seuil`` says more.

        Raises
        ------
        DataError
            When the settings file cannot be read, or the threshold is not between 5 and 11.
        """
        try:
            section = read_settings(self.choices).get("secret", {})
        except SettingsError as error:
            raise _in_data(error, self.choices) from error
        value = section.get("seuil", DEFAULT_THRESHOLD) if isinstance(section, dict) else section
        if type(value) is not int or not DEFAULT_THRESHOLD <= value <= MAX_THRESHOLD:
            expected = f"un nombre entier de {DEFAULT_THRESHOLD} à {MAX_THRESHOLD}"
            raise DataError(
                self.choices.name,
                0,
                "[secret] seuil",
                str(value),
                expected,
                "Corriger le fichier de réglages.",
            )
        return value


def _in_data(error: SettingsError, choices: Path) -> DataError:
    return DataError(choices.name, 0, "", error.seen, error.expected, error.remedy)
