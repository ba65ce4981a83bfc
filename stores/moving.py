"""What one store keeps, copied whole into another: moves, backups, restorations.

A copy that was interrupted is taken up where it was; it is done when the digests of what was copied
are those of where it came from.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from stores import BuildFile, Official, Store, StoreError, lines_in_progress
from stores.files import LOCK, NEW, PIECE_BYTES, FilesStore, file_digest, is_json, write_pieces

# Whatever a damaged archive makes of its reader: a compression unknown to it is not implemented.
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    ValueError,
    NotImplementedError,
    RecursionError,
)
INVENTORY = "inventaire.json"
FORMAT = 1
OTHER_IMPORTS_FR = (
    "la destination a déjà d’autres imports, rien n’a été copié. Que faire : choisir une "
    "destination vide, ou vider celle-ci après l’avoir sauvegardée"
)
DAMAGED_HISTORY_FR = (
    "l’historique des imports est endommagé, rien n’a été copié. Que faire : lancer d’abord "
    "« python -m etl repair »"
)
DIFFERENT_FR = (
    "la copie n’est pas identique à l’original ({name}). Que faire : recommencer, ce qui est déjà "
    "copié ne le sera pas deux fois"
)
NO_ARCHIVE_FR = (
    "ce fichier n’est pas une sauvegarde de l’observatoire, ou il est endommagé ; rien n’a été "
    "modifié. Que faire : prendre une autre sauvegarde"
)
EXISTS_FR = (
    "ce fichier existe déjà, il n’a pas été remplacé. Que faire : donner un autre nom à la "
    "sauvegarde"
)

OnStep = Callable[[str], None]


@dataclass(frozen=True)
class Copied:
    """What a store has given another: how many of each, and the builds that were not sound."""

    builds_n: int
    imports_n: int
    journal_n: int
    left_out: tuple[BuildFile, ...] = ()
    official_n: int = 0

    @property
    def sentence_fr(self) -> str:
        """What was copied and verified, for whoever asked."""
        text = (
            f"Copié et vérifié : constructions {self.builds_n}, imports {self.imports_n}, lignes "
            f"de journal {self.journal_n}"
        )
        text += f", fichiers officiels {self.official_n}." if self.official_n else "."
        if self.left_out:
            names = ", ".join(build.name_fr for build in self.left_out)
            text += f" Constructions laissées, qui ne sont pas saines : {names}."
        return text


def copy_store(source: Store, target: Store, on_step: OnStep = lambda _: None) -> Copied:
    """Copy everything, the manifest last, then compare the digests.

    Raises
    ------
    StoreError
        When the target has imports that the source does not, or the copy differs.
    """
    with source.exclusive(), target.exclusive():
        on_step("Contrôler l’original")
        versions, journal = _history(source), _lines(source)
        remaining, lines = _missing_versions(versions, target), _missing_lines(journal, target)
        sound = [build for build in source.builds() if is_sound(source, build)]
        for import_id in source.row_ids():
            on_step(f"Copier les lignes de {import_id}")
            rows = source.rows(import_id)
            if rows is not None and target.rows(import_id) != rows:
                target.write_rows(import_id, rows)
        for build in reversed(sound):
            on_step(f"Copier la construction {build.build_id}")
            _copy_build(source, target, build)
        facts = source.published_facts()
        if facts is not None and target.published_facts() != facts:
            target.write_published_facts(facts)
        names = _copy_official(source.official, target.official, on_step)
        for line in lines:
            target.append_journal(line)
        pointer = _pointer(source, sound)
        if pointer is not None and target.pointer() != pointer:
            target.serve(pointer)
        for version in remaining:
            target.write_manifest(version)
        on_step("Comparer les empreintes")
        _compare(inventory(source, sound, pointer), inventory(target, sound, target.pointer()))
        if journal and _lines(target)[-len(journal) :] != journal:
            raise StoreError(DIFFERENT_FR.format(name="journal"))
    left_out = tuple(build for build in source.builds() if build not in sound)
    return Copied(len(sound), len(source.row_ids()), len(journal), left_out, len(names))


def inventory(
    store: Store, builds: Iterable[BuildFile], pointer: BuildFile | None
) -> dict[str, str]:
    """Digest of everything a store keeps, by what it is, for these builds."""
    digests = {"pointeur": pointer.build_id if pointer else ""}
    for build in builds:
        digests[f"construction {build.build_id}"] = content_digest(store.content(build))
        if build.lines:
            digests[f"lignes réservées {build.build_id}"] = content_digest(
                store.lines_content(build)
            )
        for name in build.outlines:
            path = store.outline(name)
            digests[f"tracé {name}"] = file_digest(path) if path else ""
    for import_id in store.row_ids():
        digests[f"lignes {import_id}"] = _digest(store.rows(import_id) or b"")
    for rank, version in enumerate(reversed(_history(store))):
        digests[f"manifeste {rank}"] = _digest(version)
    for name in store.official.names():
        digests[f"fichier officiel {name}"] = content_digest(store.official.content(name))
    digests["publié"] = _digest(store.published_facts() or b"")
    return digests


def content_digest(pieces: Iterable[bytes]) -> str:
    """SHA-256 of what a store keeps of a build; empty when it cannot be read."""
    digest = hashlib.sha256()
    try:
        for piece in pieces:
            digest.update(piece)
    except OSError:
        return ""
    return digest.hexdigest()


def is_sound(store: Store, build: BuildFile) -> bool:
    """Whether a build and its outlines are those that were published."""
    is_whole = bool(build.digest) and content_digest(store.content(build)) == build.digest
    has_lines = not build.lines or content_digest(store.lines_content(build)) == build.lines
    return is_whole and has_lines and all(store.outline(name) for name in build.outlines)


def back_up(stores: Mapping[str, Store], archive: Path, on_step: OnStep = lambda _: None) -> Copied:
    """Write stores in one archive with the digest of each file; only its owner may read it.

    It holds counts that are not published. Returns what was copied of the first store.

    Raises
    ------
    StoreError
        When the archive exists already.
    """
    if archive.exists():
        raise StoreError(EXISTS_FR)
    partial = archive.with_name(f"{archive.name}{NEW}")
    with _scratch(archive.parent, ".sauvegarde-") as folder:
        copied = [
            copy_store(store, _in_folder(folder, name), on_step) for name, store in stores.items()
        ]
        on_step("Écrire la sauvegarde")
        try:
            partial.touch(mode=0o600)
            _pack(folder, partial)
            partial.replace(archive)
        finally:
            partial.unlink(missing_ok=True)
    return copied[0]


def restore(archive: Path, stores: Mapping[str, Store], on_step: OnStep = lambda _: None) -> Copied:
    """Put back what an archive holds, once all its digests were verified.

    Raises
    ------
    StoreError
        When it is no sound archive, or a store has other imports.
    """
    with _scratch(Path(tempfile.gettempdir()), "observatoire-restauration-") as folder:
        on_step("Contrôler la sauvegarde")
        _unpack(archive, folder)
        copied = [
            copy_store(_in_folder(folder, name), store, on_step)
            for name, store in stores.items()
            if (folder / name).is_dir()
        ]
    if not copied:
        raise StoreError(NO_ARCHIVE_FR)
    return copied[0]


@contextmanager
def _scratch(parent: Path, prefix: str) -> Iterator[Path]:
    """A folder for the time of a command; those of commands that were killed are removed first.

    They hold counts that are not published. A command that lives holds the lock of its own.
    """
    for left in parent.glob(f"{prefix}*"):
        if left.is_dir() and not left.is_symlink() and _is_own(left):
            with suppress(OSError, Timeout):
                with FileLock(left / LOCK, timeout=0):
                    pass
                shutil.rmtree(left)
    with tempfile.TemporaryDirectory(dir=parent, prefix=prefix) as scratch:
        folder = Path(scratch) / "contenu"
        with FileLock(Path(scratch) / LOCK):
            folder.mkdir()
            yield folder


def _is_own(path: Path) -> bool:
    """Whether this account made a file: a folder of everybody has those of others."""
    return not hasattr(os, "getuid") or path.stat().st_uid == os.getuid()


def _in_folder(folder: Path, name: str) -> FilesStore:
    return FilesStore(folder / name / "warehouse", folder / name / "local")


def _pack(folder: Path, archive: Path) -> None:
    """Write every file of a folder in an archive, and the inventory of their digests."""
    # Locks and queues, which begin with a point, are of the moment.
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    names = {path: path.relative_to(folder).as_posix() for path in paths}
    names = {path: name for path, name in names.items() if "/." not in name}
    digests = {name: file_digest(path) for path, name in names.items()}
    with (
        archive.open("wb") as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as packed,
    ):
        packed.writestr(INVENTORY, json.dumps({"format": FORMAT, "sha256": digests}, indent=1))
        for path, name in names.items():
            packed.write(path, name)
    with archive.open("rb+") as whole:
        os.fsync(whole.fileno())


def _unpack(archive: Path, folder: Path) -> None:
    """Write in a folder what an archive holds, each file verified."""
    if not stat.S_ISREG(archive.stat().st_mode):
        raise StoreError(NO_ARCHIVE_FR)
    try:
        with zipfile.ZipFile(archive) as packed:
            digests = _inventory_of(packed)
            for name, digest in digests.items():
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                with packed.open(name) as member, path.open("wb") as file:
                    while piece := member.read(PIECE_BYTES):
                        file.write(piece)
                if file_digest(path) != digest:
                    raise StoreError(NO_ARCHIVE_FR)
    except UNREADABLE as error:
        raise StoreError(NO_ARCHIVE_FR) from error


def _inventory_of(packed: zipfile.ZipFile) -> dict[str, str]:
    """Digests by name of an archive; StoreError when a name leads out of its folder."""
    document = json.loads(packed.read(INVENTORY))
    digests = document.get("sha256") if isinstance(document, dict) else None
    if not isinstance(digests, dict) or document.get("format") != FORMAT:
        raise StoreError(NO_ARCHIVE_FR)
    for name in digests:
        parts = Path(name).parts
        if Path(name).is_absolute() or ".." in parts or "\\" in name:
            raise StoreError(NO_ARCHIVE_FR)
    return {str(name): str(digest) for name, digest in digests.items()}


def _copy_build(source: Store, target: Store, build: BuildFile) -> None:
    """Copy a build and its outlines, unless the target has them."""
    for name in build.outlines:
        path = source.outline(name)
        if path is not None:
            target.write_outline(name, path.read_bytes())
    if build in target.builds() and is_sound(target, build):
        return
    with target.building(build.build_id) as path:
        write_pieces(path, source.content(build))
        if build.lines:
            write_pieces(lines_in_progress(path), source.lines_content(build))
        target.adopt(path, build)


def _copy_official(source: Official, target: Official, on_step: OnStep) -> tuple[str, ...]:
    """Copy the official files, the documents that name them last; return their names."""
    names = source.names()
    for name in sorted(names, key=lambda name: ("/" not in name, name)):
        digest = source.digest(name)
        if target.digest(name) != digest:
            on_step(f"Copier {name}")
            target.write(name, source.content(name))
    return names


def _pointer(source: Store, sound: list[BuildFile]) -> BuildFile | None:
    """The build served, or the newest sound one when it is not sound."""
    with suppress(StoreError):
        named = source.pointer()
        if named in sound:
            return named
    return next(iter(sound), None)


def _history(store: Store) -> tuple[bytes, ...]:
    """Versions of the manifest, oldest first."""
    present = store.manifest()
    # A damaged version is of no use to anyone, and no store keeps it in its turn.
    earlier = tuple(filter(is_json, store.earlier_manifests()[::-1]))
    if present is None and not earlier:
        return ()
    if not is_json(present or b""):
        raise StoreError(DAMAGED_HISTORY_FR)
    return (*earlier, present or b"")


def _missing_versions(versions: tuple[bytes, ...], target: Store) -> tuple[bytes, ...]:
    """Versions that the target does not have yet."""
    present = target.manifest()
    if present is None:
        return versions
    if present not in versions:
        if _lines(target):
            # The same imports, moved long ago: their journal, judged apart, begins this one.
            return versions
        raise StoreError(OTHER_IMPORTS_FR)
    last = max(rank for rank, version in enumerate(versions) if version == present)
    return versions[last + 1 :]


def _missing_lines(lines: tuple[str, ...], target: Store) -> tuple[str, ...]:
    """Lines of the journal that the target does not have yet."""
    present = _lines(target)
    copied_n = next(n for n in range(len(lines), -1, -1) if present[-n:] == lines[:n] or n == 0)
    if present and not copied_n and target.manifest() is not None:
        raise StoreError(OTHER_IMPORTS_FR)
    # Before any import, a journal may only tell refusals: it goes on.
    return lines[copied_n:]


def _lines(store: Store) -> tuple[str, ...]:
    return tuple(filter(None, store.journal()))


def _compare(original: dict[str, str], copy: dict[str, str]) -> None:
    for name, digest in original.items():
        if copy.get(name) != digest:
            raise StoreError(DIFFERENT_FR.format(name=name))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
