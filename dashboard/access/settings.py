"""Sections ``[acces]`` and ``[site]`` of the settings file: use, accounts, public address.

A file that is not what it should be is refused whole: a misspelling must not open a door.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from foundation.faults import Fault, field_names, first_fault, quoted
from foundation.settings_file import (
    EXAMPLE_FILE,
    VARIABLE,
    SettingsError,
    read_settings,
    settings_path,
)

Role = Literal["lecteur", "contributeur", "administrateur"]
# Printable ASCII, as OpenID Connect has it: letters that only look alike cannot be mistaken.
Identifier = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,255}$")]
DEPARTEMENT = r"DEP-(0[1-9]|1\d|2[1-9AB]|[3-8]\d|9[0-5]|97[1-46])"
TerritoryId = Annotated[
    str, StringConstraints(pattern=rf"^({DEPARTEMENT}|REG-\d{{2}}|SUB-\d{{3}})$")
]
# No « @ »: the label is written in the journal, and an address must never be. It begins like a
# word because it is given to a command line.
Label = Annotated[str, StringConstraints(pattern=r"^[\p{L}\p{N}][^@\p{C}]{1,79}$")]
# An address of this very computer would lead the reader of a document nowhere.
PublicAddress = Annotated[
    str,
    StringConstraints(pattern=r"^https?://[A-Za-z0-9][A-Za-z0-9.-]*\.[A-Za-z]{2,}(:\d+)?(/\S*)?$"),
]
FrameOrigin = Annotated[str, StringConstraints(pattern=r"^https?://[A-Za-z0-9.-]+(:\d+)?$")]
FRAMES_EXPECTED = 'une liste d’origines, comme ["https://intranet.example"]'
ADDRESS_EXPECTED = (
    "l’adresse du site pour ses visiteurs, comme « https://observatoire.example » (ni localhost, "
    "ni numéro)"
)
ADDRESS = re.compile(r"[^@\s|]+@[^@\s|]+")

EXPECTED_FR = {
    "identifiant": "l’adresse ou l’identifiant « sub » du compte, sans espace ni accent",
    "libelle": "le nom de l’organisme, de 2 à 80 caractères, sans « @ »",
    "role": "« lecteur », « contributeur » ou « administrateur »",
    "territoires": "des codes comme « DEP-12 », « REG-76 » ou « SUB-040 »",
    "mode": "« poste » ou « serveur »",
    "lecture": "« publique » ou « restreinte »",
    "comptes": "une suite de tableaux [[acces.comptes]]",
}


class Section(BaseModel):
    """A section of the file: frozen, no unknown field, no silent conversion."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


SectionT = TypeVar("SectionT", bound=Section)


class Account(Section):
    """An account of the identity provider and what it may do."""

    identifier: Identifier = Field(alias="identifiant")
    role: Role
    territories: tuple[TerritoryId, ...] = Field(default=(), alias="territoires", strict=False)
    label_fr: Label = Field(alias="libelle")

    def is_held_by(self, claims: Mapping[str, object]) -> bool:
        """Whether the provider vouches for it: a verified address, or the very ``sub``."""
        if ADDRESS.fullmatch(self.identifier):
            return verified_address(claims) == self.identifier.casefold()
        return claims.get("sub") == self.identifier


class AccessSettings(Section):
    """Section ``[acces]``: alone on a machine, or a server with accounts."""

    mode: Literal["poste", "serveur"]
    reading: Literal["publique", "restreinte"] | None = Field(default=None, alias="lecture")
    accounts: tuple[Account, ...] = Field(default=(), alias="comptes", strict=False)


class SiteSettings(Section):
    """Section ``[site]``: the address that documents and letters print, who may frame the pages.

    ``frames`` are the origins of the sites that may show a page inside one of theirs.
    """

    address: PublicAddress | None = Field(default=None, alias="adresse")
    frames: tuple[FrameOrigin, ...] = Field(default=(), alias="cadres", strict=False)


def public_address() -> str:
    """Address of the site for those who are not on this computer; empty when none is set.

    Raises
    ------
    SettingsError
        As ``read_site``.
    """
    return read_site(settings_path())


def read_site(path: Path) -> str:
    """Address of the section ``[site]`` of the file, without a last slash.

    Raises
    ------
    SettingsError
        When it is not an address that others can open.
    """
    return (_read_site_section(path).address or "").rstrip("/")


def read_frames(path: Path) -> tuple[str, ...]:
    """Origins of the sites that may frame the pages; none unless the file names some.

    Raises
    ------
    SettingsError
        As ``read_site``.
    """
    return _read_site_section(path).frames


def _read_site_section(path: Path) -> SiteSettings:
    expected = {"adresse": ADDRESS_EXPECTED, "cadres": FRAMES_EXPECTED}
    return read_section(path, read_settings(path), "site", SiteSettings, expected)


def read_section(
    path: Path,
    document: Mapping[str, object],
    name: str,
    model: type[SectionT],
    expected_fr: Mapping[str, str],
) -> SectionT:
    """A section of the file as a model; its defaults when the section is absent.

    Parameters
    ----------
    path : Path
        The settings file, for the message.
    document : Mapping[str, object]
        What it holds, as ``read_settings`` gives it.
    name : str
        The section, without brackets.
    model : type[Section]
        What it holds.
    expected_fr : Mapping[str, str]
        By field, what is expected, in French; another field is told by its type.

    Raises
    ------
    SettingsError
        At the first fault.
    """
    section = document.get(name, {})
    try:
        return model.model_validate(section)
    except ValidationError as error:
        fault = first_fault(error)
        is_unknown = fault.kind == "unknown"
        field = str(fault.place[0]) if fault.place else ""
        expected = expected_fr.get(field, fault.expected_fr)
        raise SettingsError(
            path.name,
            f"[{name}]",
            field,
            "champ inconnu" if is_unknown else _shown(fault.value),
            ", ".join(field_names(model)) if is_unknown else expected,
            f"corriger le fichier ; modèle : {EXAMPLE_FILE}.",
        ) from error


def verified_address(claims: Mapping[str, object]) -> str:
    """Address that the provider vouches for, in small letters; empty when there is none."""
    address = claims.get("email")
    # Some providers send the word instead of the boolean; others do not send the claim.
    verified = claims.get("email_verified", True) in (True, "true")
    return address.casefold() if verified and isinstance(address, str) and address.isascii() else ""


def configured_access() -> AccessSettings:
    """Settings of the file named by ``MSU_SETTINGS``, ``reglages.toml`` by default.

    Raises
    ------
    SettingsError
        Also when the file that was named does not exist: it was meant to close something.
    """
    path = settings_path()
    if os.environ.get(VARIABLE) and not path.exists():
        raise SettingsError(
            path.name,
            "",
            "",
            "fichier absent",
            "le fichier nommé par MSU_SETTINGS",
            f"le créer d’après {EXAMPLE_FILE}, ou corriger MSU_SETTINGS.",
        )
    return read_access(path)


def read_access(path: Path) -> AccessSettings:
    """Section ``[acces]`` of the file; mode « poste » when the file or the section is absent.

    Raises
    ------
    SettingsError
        At the first fault.
    """
    read_site(path)
    section = read_settings(path).get("acces")
    if section is None:
        return AccessSettings(mode="poste")
    try:
        settings = AccessSettings.model_validate(section)
    except ValidationError as error:
        raise _refused(path, section, first_fault(error)) from error
    _check_reading(path, settings)
    _check_accounts(path, settings.accounts)
    return settings


def _check_reading(path: Path, settings: AccessSettings) -> None:
    if settings.mode == "serveur" and settings.reading is None:
        raise SettingsError(
            path.name,
            "",
            "lecture",
            "champ absent",
            EXPECTED_FR["lecture"],
            "choisir qui lit : tout le monde, ou les comptes déclarés.",
        )
    if settings.mode == "poste" and settings.reading == "restreinte":
        raise SettingsError(
            path.name,
            "",
            "mode",
            "« poste »",
            "« serveur », pour une lecture restreinte",
            "sur un poste, retirer le champ « lecture ».",
        )


def _check_accounts(path: Path, accounts: Sequence[Account]) -> None:
    ranks: dict[str, int] = {}
    for rank, account in enumerate(accounts, start=1):
        entry = _entry_fr(rank, account.label_fr)
        first = ranks.setdefault(account.identifier.casefold(), rank)
        if first != rank:
            raise SettingsError(
                path.name,
                entry,
                "identifiant",
                f"celui du compte n° {first}",
                "un identifiant par compte",
                "n’en garder qu’un.",
            )
        if (account.role == "contributeur") != bool(account.territories):
            raise _territories_fault(path, entry, account)


def _territories_fault(path: Path, entry: str, account: Account) -> SettingsError:
    if account.territories:
        return SettingsError(
            path.name,
            entry,
            "territoires",
            _shown(", ".join(account.territories)),
            "aucun territoire : seul un contributeur en a",
            "retirer les territoires, ou changer le rôle.",
        )
    return SettingsError(
        path.name,
        entry,
        "territoires",
        "vide",
        EXPECTED_FR["territoires"],
        "nommer les territoires de ce contributeur.",
    )


def _refused(path: Path, section: object, fault: Fault) -> SettingsError:
    """A fault of the section as the page says it; an identifier is not shown."""
    place = fault.place
    entry = ""
    if place[:1] == ("comptes",) and len(place) > 1 and isinstance(place[1], int):
        entry = _entry_fr(place[1] + 1, _label_of(section, place[1]))
        place = place[2:]
    field = str(place[0]) if place and "@" not in str(place[0]) else ""
    remedy = f"corriger le fichier ; modèle : {EXAMPLE_FILE}."
    if fault.kind == "unknown":
        expected = ", ".join(field_names(Account if entry else AccessSettings))
        return SettingsError(path.name, entry, field, "champ inconnu", expected, remedy)
    expected = EXPECTED_FR.get(field, "des champs « nom = valeur »")
    seen = "champ absent" if fault.kind == "missing" else _shown(fault.value)
    if field in ("identifiant", "") and fault.kind != "missing":
        seen = "non affichée"
    return SettingsError(path.name, entry, field, seen, expected, remedy)


def _label_of(section: object, rank: int) -> str:
    accounts = section.get("comptes") if isinstance(section, dict) else None
    account = accounts[rank] if isinstance(accounts, list) else None
    label = account.get("libelle") if isinstance(account, dict) else None
    return label if isinstance(label, str) else ""


def _entry_fr(rank: int, label: str) -> str:
    return f"compte n° {rank}" + (f" ({_shown(label)})" if label else "")


def _shown(value: object) -> str:
    """Value as a message shows it, to anyone: an address is not shown."""
    return "non affichée" if "@" in str(value) else quoted(value)
