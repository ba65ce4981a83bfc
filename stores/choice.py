"""Which store an installation has: its folders, from the environment and the settings file."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from foundation.faults import quoted
from foundation.settings_file import SettingsError, read_settings
from stores import Place, Store
from stores.files import FilesStore

ROOT = Path(__file__).resolve().parent.parent
SECTION = "stockage"
URL = "url"


def warehouse_folder() -> Path:
    """Folder of the warehouse; ``MSU_WAREHOUSE`` names another one."""
    return Path(os.environ.get("MSU_WAREHOUSE") or ROOT / "data" / "warehouse")


def local_folder() -> Path:
    """Folder of the imports; ``MSU_LOCAL`` names another one."""
    return Path(os.environ.get("MSU_LOCAL") or ROOT / "data" / "local")


def demo_place(place: Place) -> Place:
    """Where the demonstration of an installation is: inside its warehouse."""
    folder = place.warehouse / "demo"
    return Place(folder, folder / "local", place.url, is_demo=True)


def storage_url(choices: Path) -> str:
    """``[stockage] url`` of the settings file; empty when the folders are the store.

    Raises
    ------
    SettingsError
        When the file cannot be read, or the address is no text.
    """
    section = read_settings(choices).get(SECTION, {})
    url = section.get(URL, "") if isinstance(section, dict) else section
    if not isinstance(url, str):
        raise SettingsError(
            choices.name,
            "",
            f"[{SECTION}] {URL}",
            quoted(url),
            "l’adresse d’une base, entre guillemets",
            "corriger le fichier de réglages.",
        )
    return url


@lru_cache(maxsize=16)
def store_of(place: Place) -> Store:
    """The store of a place, the same each time: its folders, as long as no other is written."""
    return FilesStore(place.warehouse, place.local)
