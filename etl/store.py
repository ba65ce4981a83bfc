"""``data/local``: the accepted files as Parquet, their manifest, and who may write at a time."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pandas as pd
from filelock import FileLock, Timeout
from pydantic import Field, TypeAdapter, ValidationError

from etl.declared.entries import Entry, Text
from etl.errors import BusyError, DataError, ImportStateError
from foundation.answers import ImportRecord

MANIFEST = "manifest.json"
FILES = "files"
LOCK = ".lock"
WAIT_SECONDS = 60


class ImportEntry(Entry):
    """One import of the history: what was taken, by whom, when, and whether it still counts."""

    import_id: Text
    kind_id: Text
    stores: Text
    label_fr: Text
    file: Text
    sha256: Text
    digest: Text
    rows_n: int
    territory_ids: tuple[str, ...] = Field(strict=False)
    imported_at: Text
    imported_by_fr: Text
    state: Literal["active", "replaced", "undone"]
    replaces: str | None = None

    def record(self) -> ImportRecord:
        """The import as the commands answer it."""
        return ImportRecord(**self.model_dump())

    @property
    def source_id(self) -> str:
        """Identifier of the import as a source of figures."""
        return f"LOCAL-{self.import_id}"


Manifest = tuple[ImportEntry, ...]
_MANIFEST = TypeAdapter(Manifest)


def read_manifest(folder: Path) -> Manifest:
    """Every import ever accepted, oldest first; empty when there is none.

    Raises
    ------
    DataError
        When the manifest was damaged by another hand: nothing is then read nor written.
    """
    path = folder / MANIFEST
    try:
        return _MANIFEST.validate_json(path.read_bytes(), strict=False)
    except FileNotFoundError:
        return ()
    except ValidationError as error:
        raise DataError(
            str(path),
            0,
            "",
            "",
            "le manifeste écrit par le dernier import",
            "Restaurer le fichier depuis une sauvegarde ; les données importées sont intactes.",
        ) from error


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Replace the manifest in one atomic step."""
    document = [entry.model_dump() for entry in manifest]
    text = json.dumps(document, ensure_ascii=False, indent=1)
    _replace(folder / MANIFEST, text.encode())


def active(manifest: Manifest) -> Manifest:
    """The imports that count, oldest first."""
    return tuple(entry for entry in manifest if entry.state == "active")


def find(manifest: Manifest, import_id: str) -> ImportEntry:
    """One import of the history.

    Raises
    ------
    ImportStateError
        When no import has this identifier.
    """
    for entry in manifest:
        if entry.import_id == import_id:
            return entry
    known = ", ".join(entry.import_id for entry in active(manifest)) or "aucun"
    raise ImportStateError(
        f"Import inconnu : « {import_id} ». Imports en vigueur : {known}. "
        "Que faire : reprendre l’identifiant affiché par « python -m etl imports »."
    )


def with_import(manifest: Manifest, entry: ImportEntry) -> Manifest:
    """Add an import; the active one of the same kind and label is replaced, and kept."""
    previous = replaced_by(manifest, entry.stores, entry.label_fr)
    if previous is None:
        return (*manifest, entry)
    return (
        *_with_state(manifest, previous.import_id, "replaced"),
        entry.model_copy(update={"replaces": previous.import_id}),
    )


def without_import(manifest: Manifest, import_id: str) -> Manifest:
    """Undo an active import; the version it had replaced counts again.

    Raises
    ------
    ImportStateError
        When the import is unknown, or no longer counts.
    """
    entry = find(manifest, import_id)
    if entry.state != "active":
        why = "a déjà été annulé" if entry.state == "undone" else "a été remplacé depuis"
        raise ImportStateError(
            f"L’import « {import_id} » {why}. Que faire : annuler la version en vigueur."
        )
    undone = _with_state(manifest, import_id, "undone")
    if entry.replaces is None:
        return undone
    return _with_state(undone, entry.replaces, "active")


def replaced_by(manifest: Manifest, stores: str, label_fr: str) -> ImportEntry | None:
    """The active import that a new one of this kind and label would replace."""
    for entry in active(manifest):
        if (entry.stores, entry.label_fr) == (stores, label_fr):
            return entry
    return None


def write_rows(folder: Path, import_id: str, rows: pd.DataFrame) -> Path:
    """Store normalised rows as Parquet, whole or not at all."""
    path = rows_path(folder, import_id)
    _replace(path, rows.to_parquet(index=False))
    return path


def read_rows(folder: Path, entry: ImportEntry) -> pd.DataFrame:
    """Rows of one import, as they were stored.

    Raises
    ------
    DataError
        When the stored file is missing or is not the one that was accepted.
    """
    path = rows_path(folder, entry.import_id)
    try:
        rows = pd.read_parquet(path)
    except (OSError, ValueError) as error:
        raise _damaged(path) from error
    if digest_rows(rows) != entry.digest:
        raise _damaged(path)
    return rows


def rows_path(folder: Path, import_id: str) -> Path:
    """Where the rows of an import are stored."""
    return folder / FILES / f"{import_id}.parquet"


def remove_strays(folder: Path, manifest: Manifest) -> None:
    """Delete what interrupted imports left behind: files that no manifest names."""
    known = {entry.import_id for entry in manifest}
    for path in (folder / FILES).glob("*"):
        if path.name.removesuffix(".parquet") not in known:
            path.unlink(missing_ok=True)


def digest_rows(rows: pd.DataFrame) -> str:
    """Digest of normalised rows, whatever their order: the same content, the same digest."""
    content = rows.drop(columns="line", errors="ignore").astype("string").fillna("")
    lines = sorted("\x1f".join(row) for row in content.itertuples(index=False, name=None))
    header = "\x1f".join(content.columns)
    return hashlib.sha256("\n".join([header, *lines]).encode()).hexdigest()


@contextmanager
def exclusive(folder: Path, wait_seconds: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold the local files alone; another import waits, then is refused.

    Raises
    ------
    BusyError
        When the files are still held after the wait.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / LOCK, timeout=wait_seconds):
            yield
    except Timeout as error:
        raise BusyError from error


def _with_state(
    manifest: Sequence[ImportEntry], import_id: str, state: Literal["active", "replaced", "undone"]
) -> Manifest:
    return tuple(
        entry.model_copy(update={"state": state}) if entry.import_id == import_id else entry
        for entry in manifest
    )


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.new")
    with partial.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def _damaged(path: Path) -> DataError:
    return DataError(
        str(path),
        0,
        "",
        "",
        "les lignes acceptées à l’import",
        "Annuler cet import (python -m etl undo), puis importer le fichier de nouveau.",
    )
