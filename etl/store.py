"""The imports: their history, their rows as Parquet, and who may write at a time."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from pydantic import Field, TypeAdapter, ValidationError

from etl.declared.entries import Entry, Text
from etl.errors import BusyError, DataError, ImportStateError
from foundation.answers import ImportRecord
from stores import WAIT_SECONDS, BusyStoreError, Store

if TYPE_CHECKING:
    import pandas as pd


class ImportEntry(Entry):
    """One import of the history: what was taken, by whom, when, and whether it still counts.

    ``number`` counts the imports of the installation: the order in which they were accepted, which
    no clock changes. ``stored_sha256`` is the digest of the file of rows, empty before there was
    one; ``digest`` that of the rows themselves.
    """

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
    number: int = 0
    stored_sha256: str = ""

    def record(self) -> ImportRecord:
        """The import as the commands answer it."""
        return ImportRecord(**self.model_dump(exclude={"number", "stored_sha256"}))

    @property
    def source_id(self) -> str:
        """Identifier of the import as a source of figures."""
        return f"LOCAL-{self.import_id}"


Manifest = tuple[ImportEntry, ...]
_MANIFEST = TypeAdapter(Manifest)


def read_manifest(kept: Store) -> Manifest:
    """Every import ever accepted, oldest first; empty when there is none.

    Raises
    ------
    DataError
        When the manifest was damaged by another hand: nothing is then read nor written.
    """
    content = kept.manifest()
    if content is None and not kept.earlier_manifests():
        return ()
    try:
        return parse_manifest(content or b"")
    except ValidationError as error:
        raise DataError(
            "manifest.json",
            0,
            "",
            "",
            "le manifeste écrit par le dernier import",
            "Lancer « python -m etl repair », qui le rétablit depuis sa version précédente, le "
            "journal et les lignes gardées ; les données importées sont intactes.",
        ) from error


def parse_manifest(content: bytes) -> Manifest:
    """A manifest as written, in the order of its numbers; raise ValidationError for anything else.

    The imports of a version that did not number them keep their places.
    """
    manifest = _MANIFEST.validate_json(content, strict=False)
    numbered: list[ImportEntry] = []
    for entry in manifest:
        last = max((one.number for one in numbered), default=0)
        number = entry.number or last + 1
        numbered.append(entry.model_copy(update={"number": number}))
    return tuple(sorted(numbered, key=lambda entry: entry.number))


def write_manifest(kept: Store, manifest: Manifest) -> None:
    """Replace the manifest in one atomic step."""
    document = [entry.model_dump() for entry in manifest]
    kept.write_manifest(json.dumps(document, ensure_ascii=False, indent=1).encode())


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
    number = max((one.number for one in manifest), default=0) + 1
    entry = entry.model_copy(update={"number": number})
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


def write_rows(kept: Store, import_id: str, rows: pd.DataFrame) -> str:
    """Store normalised rows as Parquet, whole or not at all; return the digest of the file."""
    content = rows.to_parquet(index=False)
    kept.write_rows(import_id, content)
    return hashlib.sha256(content).hexdigest()


def with_rows(kept: Store, entry: ImportEntry, rows: pd.DataFrame) -> ImportEntry:
    """Store the rows of an import, whose line of the history then holds the digest of the file."""
    return entry.model_copy(update={"stored_sha256": write_rows(kept, entry.import_id, rows)})


def read_rows(kept: Store, entry: ImportEntry) -> pd.DataFrame:
    """Rows of one import, as they were stored.

    Raises
    ------
    DataError
        When the stored file is missing or is not the one that was accepted.
    """
    content = kept.rows(entry.import_id)
    if content is None:
        raise _damaged(entry)
    if entry.stored_sha256 and hashlib.sha256(content).hexdigest() != entry.stored_sha256:
        raise _damaged(entry)
    # The history is read more often than rows are: it loads no library of tables.
    import pandas as pd

    try:
        rows = pd.read_parquet(io.BytesIO(content))
    except Exception as error:
        # Whatever a damaged file makes of the reader, of a version that took no digest of it.
        raise _damaged(entry) from error
    if digest_rows(rows) != entry.digest:
        raise _damaged(entry)
    return rows


def remove_strays(kept: Store, manifest: Manifest) -> list[str]:
    """Delete what interrupted imports left behind: rows that no manifest names."""
    return kept.keep_rows([entry.import_id for entry in manifest])


def digest_rows(rows: pd.DataFrame) -> str:
    """Digest of normalised rows, whatever their order: the same content, the same digest."""
    content = rows.drop(columns="line", errors="ignore").astype("string").fillna("")
    lines = sorted("\x1f".join(row) for row in content.itertuples(index=False, name=None))
    header = "\x1f".join(content.columns)
    return hashlib.sha256("\n".join([header, *lines]).encode()).hexdigest()


@contextmanager
def exclusive(
    kept: Store,
    on_step: Callable[[str], None] = lambda _: None,
    wait_seconds: float = WAIT_SECONDS,
) -> Iterator[None]:
    """Hold the imports alone, each in its turn; ``on_step`` is told the place in the queue.

    Raises
    ------
    BusyError
        When the imports are still held after the wait.
    """

    def tell(place: int) -> None:
        others = "1 import" if place == 1 else f"{place} imports"
        on_step(f"Attendre son tour : {others} avant le vôtre")

    try:
        with kept.exclusive(tell, wait_seconds):
            yield
    except BusyStoreError as error:
        raise BusyError from error


def _with_state(
    manifest: Sequence[ImportEntry], import_id: str, state: Literal["active", "replaced", "undone"]
) -> Manifest:
    return tuple(
        entry.model_copy(update={"state": state}) if entry.import_id == import_id else entry
        for entry in manifest
    )


def _damaged(entry: ImportEntry) -> DataError:
    return DataError(
        f"{entry.import_id}.parquet",
        0,
        "",
        "",
        "les lignes acceptées à l’import",
        "Remettre ce fichier depuis une sauvegarde, ou lancer « python -m etl repair "
        "--set-aside », qui annule les imports endommagés, puis « python -m etl build », et "
        "importer le fichier de nouveau.",
    )
