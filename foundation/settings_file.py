"""``reglages.toml``, the choices of one installation: found and read in one way by all."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

from foundation.faults import fault_message, quoted

ROOT = Path(__file__).resolve().parent.parent
SETTINGS_FILE = "reglages.toml"
EXAMPLE_FILE = "reglages.exemple.toml"
VARIABLE = "MSU_SETTINGS"
# Another name would be a misspelling, and « [acess] » must not mean « everything is allowed ».
SECTIONS = (
    "acces",
    "connecteurs",
    "depots",
    "fichiers",
    "limites",
    "secret",
    "sessions",
    "site",
    "stockage",
)


class SettingsError(Exception):
    """The settings file is not what it should be.

    Parameters
    ----------
    file : str
        Name of the file, without its folder: the message is shown to visitors.
    entry, field : str
        Account and field at fault; empty when the whole file is.
    seen, expected, remedy : str
        What was read, what was expected, what to do next, in French.
    """

    def __init__(
        self, file: str, entry: str, field: str, seen: str, expected: str, remedy: str
    ) -> None:
        self.seen = seen
        self.expected = expected
        self.remedy = remedy
        place = (f"Fichier {file}", entry, f"champ « {field} »" if field else "")
        super().__init__(fault_message(place, seen, expected, remedy))


def settings_path() -> Path:
    """The file that ``MSU_SETTINGS`` names, ``reglages.toml`` at the root by default."""
    return Path(os.environ.get(VARIABLE) or ROOT / SETTINGS_FILE)


def read_settings(path: Path) -> dict[str, object]:
    """Sections of the file; none when there is no file.

    Raises
    ------
    SettingsError
        When the file cannot be read, is not TOML, or has a section that is not one of ours.
    """
    try:
        # Notepad puts a mark at the head of its UTF-8 files, which TOML does not know.
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        remedy = "vérifier ses droits."
        raise _refused(path, "fichier illisible", "un fichier lisible", remedy) from error
    except UnicodeDecodeError as error:
        raise _refused(path, "texte illisible", "de l’UTF-8", "réenregistrer en UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"\(at (?:line (\d+)|end)", str(error))
        line = f"ligne {where[1]}" if where and where[1] else "la fin du fichier"
        remedy = f"vérifier les guillemets et les crochets ; modèle : {EXAMPLE_FILE}."
        raise _refused(path, f"TOML illisible, {line}", "du TOML", remedy) from error
    unknown = sorted(document.keys() - set(SECTIONS))
    if unknown:
        expected = " ou ".join(f"[{name}]" for name in SECTIONS)
        seen = f"section {quoted(unknown[0])}"
        raise _refused(path, seen, expected, "corriger le nom de la section.")
    return document


def _refused(path: Path, seen: str, expected: str, remedy: str) -> SettingsError:
    return SettingsError(path.name, "", "", seen, expected, remedy)
