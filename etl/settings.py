"""Where things are read and written, and the choices of one installation."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from etl.errors import DataError
from foundation.settings_file import SettingsError, read_settings, settings_path
from stores import Official, Place, Store
from stores.choice import (
    demo_place,
    local_folder,
    raw_folder,
    storage_url,
    store_of,
    warehouse_folder,
)

ROOT = Path(__file__).resolve().parent.parent
LOCAL_USER = "Poste local"
DEFAULT_THRESHOLD = 5
MAX_THRESHOLD = 11
MEMORY_MB, MEMORY_RANGE = 500, (200, 16_000)
# A step of the page lasts no more than eleven minutes: a reading bounds itself before.
SECONDS, SECONDS_RANGE = 120, (10, 300)
# How long a site may stay silent.
TIMEOUT_SECONDS, TIMEOUT_RANGE = 30, (1, 600)
CONNECTORS = "connecteurs"


def _folder(variable: str, default: Path) -> Path:
    """Folder named by an environment variable, the default when it is unset or empty."""
    return Path(os.environ.get(variable) or default)


def _data() -> Path:
    return _folder("MSU_DATA", ROOT / "data")


@dataclass(frozen=True)
class Limits:
    """What reading one file may take: memory, in MB, and time of the processor, in seconds."""

    memory_mb: int = MEMORY_MB
    seconds: int = SECONDS


@dataclass(frozen=True)
class ConnectorSettings:
    """How the official sites are reached.

    ``proxy`` is the relay of the network, empty for that of the environment; ``authority`` the file
    of an authority that the network adds; ``mirrors`` the beginnings of addresses and what replaces
    them, ``timeout_seconds`` how long a site may stay silent.
    """

    proxy: str = ""
    authority: Path | None = None
    mirrors: Mapping[str, str] = field(default_factory=dict)
    timeout_seconds: int = TIMEOUT_SECONDS

    def mirrored(self, url: str) -> str:
        """The address to ask in place of another: the longest beginning that is known wins."""
        known = [start for start in self.mirrors if url.startswith(start)]
        start = max(known, key=len, default="")
        return self.mirrors.get(start, "") + url[len(start) :]


@dataclass(frozen=True)
class Settings:
    """Folders of one installation, and its settings file.

    ``raw`` holds the files of the official sources, and what was read of them; ``demo_of`` is the
    installation of a demonstration. ``MSU_DATA``, ``MSU_WAREHOUSE``, ``MSU_LOCAL``, ``MSU_RAW`` and
    ``MSU_SETTINGS`` move them for a process.
    """

    data: Path = field(default_factory=_data)
    warehouse: Path = field(default_factory=warehouse_folder)
    local: Path = field(default_factory=local_folder)
    choices: Path = field(default_factory=settings_path)
    raw: Path = field(default_factory=raw_folder)
    builds_kept: int = 3
    is_demo: bool = False
    demo_of: Settings | None = None

    @property
    def store(self) -> Store:
        """Where the builds and the imports of the installation are kept.

        Raises
        ------
        DataError
            When the settings file cannot be read.
        """
        return store_of(self.place)

    @property
    def place_without_base(self) -> Place:
        """The folders of the installation, whatever its settings say of a database."""
        raw = None if self.is_demo else self.raw
        return Place(self.warehouse, self.local, is_demo=self.is_demo, raw=raw)

    @property
    def place(self) -> Place:
        """Where the installation is: its folders, and its database when it has one.

        Raises
        ------
        DataError
            When the settings file cannot be read.
        """
        try:
            url = storage_url(self.choices)
        except SettingsError as error:
            raise _in_data(error, self.choices) from error
        return replace(self.place_without_base, url=url)

    def for_demo(self) -> Settings:
        """The same installation for the demonstration set: its own warehouse and imports."""
        place = demo_place(Place(self.warehouse, self.local))
        return replace(
            self, warehouse=place.warehouse, local=place.local, is_demo=True, demo_of=self
        )

    @property
    def official(self) -> Official:
        """What came of the official sources: that of the installation, in its demonstration too.

        Raises
        ------
        DataError
            When the settings file cannot be read.
        """
        return (self.demo_of or self).store.official

    def secrecy_threshold(self) -> int:
        """Counts under this number are not published; 5 unless ``[secret] seuil`` says more.

        Raises
        ------
        DataError
            When the settings file cannot be read, or the threshold is not between 5 and 11.
        """
        return self._whole("secret", "seuil", DEFAULT_THRESHOLD, DEFAULT_THRESHOLD, MAX_THRESHOLD)

    def limits(self) -> Limits:
        """What reading one file may take; 500 MB and 120 s unless ``[fichiers]`` says otherwise.

        Raises
        ------
        DataError
            When the settings file cannot be read, or a limit is out of its range.
        """
        return Limits(
            self._whole("fichiers", "memoire_mo", MEMORY_MB, *MEMORY_RANGE),
            self._whole("fichiers", "secondes", SECONDS, *SECONDS_RANGE),
        )

    def connectors(self) -> ConnectorSettings:
        """How the official sites are reached; directly unless ``[connecteurs]`` says otherwise.

        Raises
        ------
        DataError
            When the settings file cannot be read, or a field is not what it should be.
        """
        authority = self._text(CONNECTORS, "autorite")
        mirrors = self._section(CONNECTORS).get("miroirs", {})
        if not isinstance(mirrors, dict) or not all(
            start.startswith("https://") and str(to).startswith(("http://", "https://"))
            for start, to in mirrors.items()
        ):
            raise self._refused(
                CONNECTORS, "miroirs", mirrors, "des adresses, chacune avec celle qui la remplace"
            )
        return ConnectorSettings(
            proxy=self._text(CONNECTORS, "relais", ("http://", "https://")),
            authority=Path(authority) if authority else None,
            mirrors=mirrors,
            timeout_seconds=self._whole(
                CONNECTORS, "delai_secondes", TIMEOUT_SECONDS, *TIMEOUT_RANGE
            ),
        )

    def _sections(self) -> dict[str, object]:
        try:
            return read_settings(self.choices)
        except SettingsError as error:
            raise _in_data(error, self.choices) from error

    def _section(self, section: str) -> dict[str, Any]:
        values = self._sections().get(section, {})
        if not isinstance(values, dict):
            raise self._refused(section, "", values, "une section")
        return values

    def _text(self, section: str, field: str, starts: tuple[str, ...] = ("",)) -> str:
        """A text of the settings file, empty without one, that begins in one of some ways."""
        value = self._section(section).get(field, "")
        if not isinstance(value, str) or (value and not value.startswith(starts)):
            begins = f" qui commence par {' ou '.join(starts)}" if starts[0] else ""
            raise self._refused(section, field, value, f"un texte{begins}")
        return value

    def _whole(self, section: str, field: str, default: int, least: int, most: int) -> int:
        """A whole number of the settings file, between two others."""
        values = self._sections().get(section, {})
        value = values.get(field, default) if isinstance(values, dict) else values
        if type(value) is not int or not least <= value <= most:
            raise self._refused(section, field, value, f"un nombre entier de {least} à {most}")
        return value

    def _refused(self, section: str, field: str, value: object, expected: str) -> DataError:
        return DataError(
            self.choices.name,
            0,
            f"[{section}] {field}".strip(),
            str(value),
            expected,
            "Corriger le fichier de réglages.",
        )


def _in_data(error: SettingsError, choices: Path) -> DataError:
    return DataError(choices.name, 0, "", error.seen, error.expected, error.remedy)
