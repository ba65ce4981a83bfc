"""Which store an installation has: its folders, from the environment and the settings file."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from foundation.settings_file import SettingsError, read_settings
from stores import Place, Store
from stores.files import FilesStore

ROOT = Path(__file__).resolve().parent.parent
SECTION = "stockage"
URL = "url"
SCHEMES = ("postgresql://", "postgres://")
VARIABLE = "MSU_STORAGE_URL"
VARIABLE_OF_FILE = "MSU_STORAGE_URL_FILE"


def warehouse_folder() -> Path:
    """Folder of the warehouse; ``MSU_WAREHOUSE`` names another one."""
    return Path(os.environ.get("MSU_WAREHOUSE") or ROOT / "data" / "warehouse")


def local_folder() -> Path:
    """Folder of the imports; ``MSU_LOCAL`` names another one."""
    return Path(os.environ.get("MSU_LOCAL") or ROOT / "data" / "local")


def raw_folder() -> Path:
    """Folder of what came of the official sources; ``MSU_RAW`` names another one."""
    data = Path(os.environ.get("MSU_DATA") or ROOT / "data")
    return Path(os.environ.get("MSU_RAW") or data / "raw")


def demo_place(place: Place) -> Place:
    """Where the demonstration of an installation is: inside its warehouse."""
    folder = place.warehouse / "demo"
    return Place(folder, folder / "local", place.url, is_demo=True)


def storage_url(choices: Path) -> str:
    """Address of the database; empty when the folders are the store.

    ``MSU_STORAGE_URL`` says it, or the file that ``MSU_STORAGE_URL_FILE`` names (a secret of a
    container), or else ``[stockage] url`` of the settings file.

    Raises
    ------
    SettingsError
        When the file cannot be read, or the address is not that of a PostgreSQL database. The
        address is not quoted: it may hold a password.
    """
    said = os.environ.get(VARIABLE)
    if said:
        return _address(said, VARIABLE, VARIABLE)
    named = os.environ.get(VARIABLE_OF_FILE)
    if named:
        try:
            return _address(
                Path(named).read_text(encoding="utf-8").strip(), named, VARIABLE_OF_FILE
            )
        except (OSError, UnicodeDecodeError) as error:
            raise _refused(Path(named).name, VARIABLE_OF_FILE, "fichier illisible") from error
    section = read_settings(choices).get(SECTION, {})
    url = section.get(URL, "") if isinstance(section, dict) else section
    return _address(url, choices.name, f"[{SECTION}] {URL}") if url else ""


def _address(url: object, file: str, field: str) -> str:
    if not isinstance(url, str) or not url.startswith(SCHEMES):
        raise _refused(Path(file).name, field, "une autre valeur, qui n’est pas montrée")
    return url


def _refused(file: str, field: str, seen: str) -> SettingsError:
    expected = "l’adresse d’une base, « postgresql://compte@machine/base »"
    return SettingsError(file, "", field, seen, expected, "corriger l’adresse.")


@lru_cache(maxsize=16)
def store_of(place: Place) -> Store:
    """The store of a place, the same each time: its folders, or a database when it has one."""
    if not place.url:
        return FilesStore(place.warehouse, place.local, place.raw)
    # Its driver takes a tenth of a second to load: one laptop never needs it.
    from stores.postgres import PostgresStore

    return PostgresStore(place)
