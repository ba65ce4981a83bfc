"""Moves of an installation between its folders and a database, with its demonstration."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from etl.errors import EtlError
from etl.settings import Settings
from stores import Place, Store
from stores.choice import SCHEMES, store_of
from stores.moving import copy_store

FILES = "files"
BASE = "base"
NO_IMPORTS = "sans-imports"
WHITHER_FR = (
    "Destination inconnue. Que faire : --to files (les dossiers), --to base (celle des réglages) "
    "ou --to postgresql://compte@machine/base."
)
NO_BASE_FR = (
    "Aucune base n’est réglée. Que faire : écrire son adresse dans reglages.toml "
    "([stockage] url), ou la donner par --to."
)
THEN_BASE_FR = "À faire ensuite : [stockage] url dans reglages.toml, sur chaque serveur."
THEN_FILES_FR = "À faire ensuite : retirer [stockage] url de reglages.toml."


def all_stores(settings: Settings) -> dict[str, Store]:
    """The store of the installation, and that of its demonstration."""
    return {"observatoire": settings.store, "demonstration": settings.for_demo().store}


def receiving_stores(settings: Settings) -> dict[str, Store]:
    """The same stores, to receive what is put back."""
    demonstration = settings.for_demo()
    return {
        "observatoire": store_of(_receiving(settings.place)),
        "demonstration": store_of(_receiving(demonstration.place)),
    }


def _receiving(place: Place) -> Place:
    """A database that receives imports: those of the folder of this machine do not matter."""
    return replace(place, local=place.warehouse / NO_IMPORTS) if place.url else place


def migrate(settings: Settings, to: str, on_step: Callable[[str], None]) -> list[str]:
    """Copy everything from the folders to a database, or back; return what was done, in French.

    Nothing is deleted where it came from.

    Raises
    ------
    EtlError
        When the destination is unknown, or none is set.
    StoreError
        When it has other imports, or the copy differs.
    """
    if to not in {FILES, BASE} and not to.startswith(SCHEMES):
        raise EtlError(WHITHER_FR)
    sentences = []
    for one in (settings, settings.for_demo()):
        folders, base = one.place_without_base, one.place
        if to.startswith(SCHEMES):
            base = replace(folders, url=to)
        if not base.url:
            raise EtlError(NO_BASE_FR)
        places: tuple[Place, Place] = (base, folders) if to == FILES else (folders, base)
        source, target = places
        copied = copy_store(store_of(source), store_of(_receiving(target)), on_step)
        name = "Démonstration" if one.is_demo else "Observatoire"
        sentences.append(f"{name} : {copied.sentence_fr}")
    return [*sentences, THEN_FILES_FR if to == FILES else THEN_BASE_FR]
