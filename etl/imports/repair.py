"""A damaged history of imports, made again from its earlier versions, the journal and the rows."""

from __future__ import annotations

import io
from contextlib import suppress

import pandas as pd
from pydantic import ValidationError

from etl import store
from etl.errors import EtlError
from etl.imports import journal
from etl.settings import Settings
from etl.store import ImportEntry, Manifest
from foundation.answers import JournalLine
from stores import Store

WHO_FR = "Réparation"
UNKNOWN_FILE = "(fichier non retrouvé)"
SET_ASIDE_FR = (
    "« {label} » est mis de côté : ses lignes gardées sont endommagées. Que faire : importer le "
    "fichier de nouveau ({import_id})."
)
THEN_BUILD_FR = "À faire ensuite : « python -m etl build », qui publie les autres imports."


def repair(settings: Settings, *, set_aside: bool = False) -> list[str]:
    """Make the history again when it is damaged; return what was done, in French sentences.

    What an earlier version does not know is taken from the journal, as far as the rows are there.
    ``set_aside`` undoes the imports in force whose rows are damaged: no build can read them, so
    that two of them could never be undone one after the other.

    Raises
    ------
    BusyError
        When an import is running.
    """
    kept = settings.store
    with store.exclusive(kept):
        try:
            store.read_manifest(kept)
            done = []
        except EtlError:
            done = _repair_manifest(kept)
        if set_aside:
            done += _set_aside(kept)
        done += _missing_rows(kept, store.read_manifest(kept))
        return done or ["L’historique des imports est sain."]


def _repair_manifest(kept: Store) -> list[str]:
    base = _newest_earlier(kept)
    manifest, done = base, []
    for line in journal.read_journal(kept):
        manifest, sentence = _replayed(kept, manifest, line)
        done += [sentence] if sentence else []
    store.write_manifest(kept, manifest)
    journal.record(kept, "reparation", WHO_FR, rows_n=len(manifest))
    first = (
        f"L’historique des imports a été rétabli : {len(base)} import(s) d’une version précédente, "
        f"{len(manifest) - len(base)} retrouvé(s) dans le journal."
    )
    return [first, *done]


def _set_aside(kept: Store) -> list[str]:
    """Undo the imports in force whose rows are damaged, a version brought back by it included."""
    before = manifest = store.read_manifest(kept)
    done = []
    while damaged := [entry for entry in store.active(manifest) if _is_damaged(kept, entry)]:
        entry = damaged[0]
        manifest = store.without_import(manifest, entry.import_id)
        journal.record(
            kept,
            "annulation",
            WHO_FR,
            import_id=entry.import_id,
            kind_id=entry.kind_id,
            stores=entry.stores,
            label_fr=entry.label_fr,
        )
        done.append(SET_ASIDE_FR.format(label=entry.label_fr, import_id=entry.import_id))
    if manifest == before:
        return []
    store.write_manifest(kept, manifest)
    return [*done, THEN_BUILD_FR]


def _newest_earlier(kept: Store) -> Manifest:
    for content in kept.earlier_manifests():
        with suppress(ValidationError):
            return store.parse_manifest(content)
    return ()


def _replayed(kept: Store, manifest: Manifest, line: JournalLine) -> tuple[Manifest, str]:
    """The history once a line of the journal is applied to it, when it was not already."""
    known = {entry.import_id: entry for entry in manifest}
    if line.action == "import" and line.import_id not in known:
        entry = _entry(kept, line)
        if entry is None:
            return manifest, f"L’import « {line.import_id} » est au journal, ses lignes manquent."
        return store.with_import(manifest, entry), f"Import retrouvé : « {line.import_id} »."
    is_undone = line.action == "annulation" and line.import_id in known
    if is_undone and known[line.import_id].state == "active":
        undone = store.without_import(manifest, line.import_id)
        return undone, f"Annulation retrouvée : « {line.import_id} »."
    return manifest, ""


def _entry(kept: Store, line: JournalLine) -> ImportEntry | None:
    """Line of the history of an import that the journal tells, from its rows."""
    content = kept.rows(line.import_id)
    if content is None:
        return None
    try:
        rows = pd.read_parquet(io.BytesIO(content))
        territory_ids = tuple(sorted(set(rows["territory_id"].astype(str))))
    except Exception:
        # Whatever a damaged file makes of the reader.
        return None
    return ImportEntry(
        import_id=line.import_id,
        kind_id=line.kind_id,
        stores=line.stores or line.kind_id,
        label_fr=line.label_fr,
        file=UNKNOWN_FILE,
        sha256=line.sha256,
        digest=store.digest_rows(rows),
        rows_n=len(rows),
        territory_ids=territory_ids,
        imported_at=line.at,
        imported_by_fr=line.who_fr,
        state="active",
    )


def _missing_rows(kept: Store, manifest: Manifest) -> list[str]:
    """Imports in force whose rows are damaged: to be undone, then imported again."""
    found = []
    for entry in store.active(manifest):
        try:
            store.read_rows(kept, entry)
        except EtlError as error:
            found.append(str(error))
    return found


def _is_damaged(kept: Store, entry: ImportEntry) -> bool:
    try:
        store.read_rows(kept, entry)
    except EtlError:
        return True
    return False
