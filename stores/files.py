"""Builds, imports and official files in folders: the store of one laptop, or of one server.

Builds: ``<build_id>.duckdb`` and its record ``<build_id>.json``, ``current.json`` (the pointer),
``geometry/``. Imports: ``manifest.json`` and its earlier versions, ``files/*.parquet``,
``journal.jsonl``, and the queue of those who want to write.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import stat
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import TypeAdapter, ValidationError

from stores import (
    BUILD_ID,
    OFFICIAL_NAME,
    OFFICIAL_STATE,
    WAIT_SECONDS,
    BuildFile,
    BusyStoreError,
    Damage,
    DamagedBuildError,
    DamagedPointerError,
    lines_in_progress,
    official_name,
    reserved_path,
)

POINTER = "current.json"
DATABASE = ".duckdb"
RECORD = ".json"
BUILDING = ".building"
LOCK = ".lock"
NEW = ".new"
GEOMETRY = "geometry"
MANIFEST = "manifest.json"
JOURNAL = "journal.jsonl"
PUBLISHED = "published.json.gz"
FILES = "files"
ROWS = ".parquet"
QUEUE = ".queue"
RAW = "raw"
REFRESH_LOCK = ".verrou"
REFRESHING_FR = "Une autre actualisation est en cours."
EARLIER_KEPT = 3
PIECE_BYTES = 1 << 20
POLL_SECONDS = 0.1
# A record is a few hundred bytes: anything else that bears its name is not read.
RECORD_BYTES_MAX = 65_536
UNREADABLE = "illisible"
FIRST_YEAR, LAST_YEAR = 2000, 2999
# Where DuckDB writes that a file is one of its own.
MAGIC = (8, b"DUCK")
OUTLINE_NAME = re.compile(r"[a-z-]+-([0-9a-f]{12})\.json")
_RECORD = TypeAdapter(BuildFile)


@dataclass(frozen=True)
class FilesOfficial:
    """What came of the official sources in a folder; what begins with a point is none of it."""

    folder: Path

    def names(self, folder: str = "") -> tuple[str, ...]:
        """Files of the folder, by their path in it."""
        paths = (self.folder / folder).rglob("*")
        names = (path.relative_to(self.folder).as_posix() for path in paths if path.is_file())
        return tuple(sorted(n for n in names if OFFICIAL_NAME.fullmatch(n) and not n.endswith(NEW)))

    def digest(self, name: str) -> str:
        """Taken once as long as the file keeps its size and its date."""
        path = self.folder / official_name(name)
        try:
            status = path.stat()
            if not stat.S_ISREG(status.st_mode):
                return ""
            return _digest(str(path), status.st_ino, status.st_size, status.st_mtime_ns)
        except OSError:
            return ""

    def read(self, name: str) -> bytes | None:
        """Content of a file."""
        return _content(self.folder / official_name(name))

    def content(self, name: str) -> Iterator[bytes]:
        """Content of a file, a megabyte at a time."""
        path = self.path(name)
        if path is not None:
            yield from pieces_of(path)

    def path(self, name: str) -> Path | None:
        """The file itself."""
        path = self.folder / official_name(name)
        return path if path.is_file() else None

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """Replace a file in one step, once it is on the disk."""
        _replace(self.folder / official_name(name), pieces)

    def state(self) -> bytes | None:
        """Content of ``etat.json``."""
        return self.read(OFFICIAL_STATE)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Lock a file of the folder."""
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.folder / REFRESH_LOCK, timeout=0)
        try:
            lock.acquire()
        except Timeout as error:
            raise BusyStoreError(REFRESHING_FR) from error
        try:
            yield
        finally:
            lock.release()


@dataclass(frozen=True)
class FilesStore:
    """The store of an installation in its folders."""

    warehouse: Path
    local: Path
    raw: Path | None = None

    @property
    def official(self) -> FilesOfficial:
        """A folder of its own, beside the imports unless it is told."""
        return FilesOfficial(self.raw or self.local.parent / RAW)

    def watch(self) -> None:
        """Nothing to follow: the folders are read each time."""

    # --- builds: what a reader needs

    def anomalies(self) -> tuple[Damage, ...]:
        """Nothing is wrong with folders that the pointer does not say."""
        return ()

    def pointer(self) -> BuildFile | None:
        """The build that ``current.json`` names; its record says more when the pointer does not."""
        try:
            named = _read_record(self.warehouse / POINTER)
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise DamagedPointerError("le pointeur de l’entrepôt est endommagé") from error
        recorded = self._recorded(named.file)
        if recorded.digest == UNREADABLE:
            return named
        expected = named if named.digest else BuildFile(named.build_id, named.file)
        if not recorded.digest:
            return expected
        is_told_apart = named.digest and named != recorded
        if is_told_apart or named.build_id != recorded.build_id:
            raise DamagedPointerError("le pointeur de l’entrepôt contredit la construction nommée")
        return recorded

    def builds(self) -> tuple[BuildFile, ...]:
        """The databases of the folder, newest first."""
        names = [path.name for path in self.warehouse.glob(f"*{DATABASE}")]
        builds = [self._recorded(name) for name in names if _build_id(name)]
        return tuple(sorted(builds, key=lambda one: (one.number, one.build_id), reverse=True))

    def local_path(self, build: BuildFile) -> Path:
        """The database itself, verified."""
        path = self.warehouse / build.file
        _verify(path, build.digest, "son fichier")
        if build.lines:
            _verify(reserved_path(path), build.lines, "le fichier de ses lignes réservées")
        return path

    def recheck(self) -> None:
        """Take every digest again."""
        _digest.cache_clear()

    def content(self, build: BuildFile) -> Iterator[bytes]:
        """The database itself, a megabyte at a time."""
        yield from pieces_of(self.warehouse / build.file)

    def lines_content(self, build: BuildFile) -> Iterator[bytes]:
        """The file beside the database, a megabyte at a time."""
        yield from pieces_of(reserved_path(self.warehouse / build.file))

    def outline(self, name: str) -> Path | None:
        """A file whose name holds its digest, when it is the right one."""
        match = OUTLINE_NAME.fullmatch(name)
        path = self.warehouse / GEOMETRY / name
        try:
            status = path.lstat()
            if match is None or not stat.S_ISREG(status.st_mode):
                return None
            digest = _digest(str(path), status.st_ino, status.st_size, status.st_mtime_ns)
        except OSError:
            return None
        return path if digest.startswith(match[1]) else None

    # --- builds: what the ETL writes

    @contextmanager
    def building(self, build_id: str) -> Iterator[Path]:
        """A file beside the databases, with a lock of its own."""
        self.warehouse.mkdir(parents=True, exist_ok=True)
        # A build verifies what it stands on, whatever this process has verified before.
        self.recheck()
        path = self.warehouse / f"{build_id}{BUILDING}"
        lock = path.with_name(f"{path.name}{LOCK}")
        try:
            with FileLock(lock):
                yield path
        finally:
            beside = [path.with_name(f"{path.name}{suffix}") for suffix in (".wal", ".tmp")]
            _delete([path, *beside, lines_in_progress(path), lock])

    def publish(
        self,
        building: Path,
        build_id: str,
        outlines: Collection[str],
        commit: Callable[[], None] = lambda: None,
    ) -> BuildFile:
        """Rename the file, then swap the pointer in one atomic step.

        A process that dies before the last rename leaves the previous pointer, and so the previous
        build, untouched.
        """
        build = describe_build(building, build_id, outlines, self._last_number() + 1)
        final = self.warehouse / build.file
        record = final.with_suffix(RECORD)
        pointer = self.warehouse / POINTER
        swap = pointer.with_name(f"{POINTER}{NEW}")
        try:
            # All that needs room first, so that a full disk changes nothing.
            _write(swap, _record_content(build))
            _make_way(pointer)
            self.adopt(building, build)
            commit()
            swap.replace(pointer)
        except BaseException:
            if not _is_named(pointer, final.name):
                _delete([swap, record, final, reserved_path(final)])
            raise
        _sync_folder(self.warehouse)
        return build

    def adopt(self, building: Path, build: BuildFile) -> None:
        """Write the record of a file, then rename it, its lines that stand for persons first."""
        if not is_record(build):
            raise DamagedBuildError("son nom n’est pas celui d’une construction")
        final = self.warehouse / build.file
        _replace(final.with_suffix(RECORD), _record_content(build))
        if build.lines:
            reserved_path(final).parent.mkdir(exist_ok=True)
            lines_in_progress(building).replace(reserved_path(final))
            _sync_folder(reserved_path(final).parent)
        building.replace(final)
        if lines_in_progress(building).exists():
            reserved_path(final).parent.mkdir(exist_ok=True)
            lines_in_progress(building).replace(reserved_path(final))
        _sync_folder(self.warehouse)

    def serve(self, build: BuildFile) -> None:
        """Swap the pointer in one atomic step."""
        _replace(self.warehouse / POINTER, _record_content(build))

    def prune(self, kept: int) -> list[str]:
        """Delete builds beyond the newest ones kept, and leftovers of interrupted builds.

        A build in progress in another process is no leftover. A build still open elsewhere is left
        for the next time when the system refuses to delete it, as Windows does.
        """
        try:
            served = self.pointer()
        except DamagedPointerError:
            # Which build matters is not known.
            return []
        builds = self.builds()
        sound = [build for build in builds if self._is_sound(build)]
        stay = {build.file for build in [*sound[:kept], *filter(None, [served])]}
        old = [self.warehouse / build.file for build in builds if build.file not in stay]
        removed = _delete(old)
        removed += _delete(sorted(self._leftovers()))
        lines = reserved_path(self.warehouse / POINTER).parent.glob("*")
        _delete(path for path in lines if not (self.warehouse / path.name).exists())
        return removed + self._prune_outlines()

    def write_outline(self, name: str, content: bytes) -> None:
        """Write a file whose name holds its digest, unless it is there and whole."""
        if OUTLINE_NAME.fullmatch(name) is None:
            raise DamagedBuildError("le nom d’un tracé n’en est pas un")
        if self.outline(name) is None:
            _replace(self.warehouse / GEOMETRY / name, content)

    # --- what the ETL imports

    def manifest(self) -> bytes | None:
        """Content of ``manifest.json``."""
        return _content(self.local / MANIFEST)

    def earlier_manifests(self) -> tuple[bytes, ...]:
        """Content of ``manifest.json.1`` and of those before it."""
        paths = (self.local / f"{MANIFEST}.{rank}" for rank in range(1, EARLIER_KEPT + 1))
        return tuple(content for path in paths if (content := _content(path)) is not None)

    def write_manifest(self, content: bytes) -> None:
        """Replace the manifest in one atomic step, and keep the present one beside it."""
        present = self.manifest()
        if present is not None and present != content and is_json(present):
            earlier = self.earlier_manifests()[: EARLIER_KEPT - 1]
            for rank, one in reversed(list(enumerate((present, *earlier), start=1))):
                _replace(self.local / f"{MANIFEST}.{rank}", one)
        _replace(self.local / MANIFEST, content)

    def published_facts(self) -> bytes | None:
        """Content of ``published.json.gz``."""
        return _content(self.local / PUBLISHED)

    def write_published_facts(self, content: bytes) -> None:
        """Replace ``published.json.gz``."""
        _replace(self.local / PUBLISHED, content)

    def rows(self, import_id: str) -> bytes | None:
        """Content of the Parquet file of an import."""
        return _content(self._rows_path(import_id))

    def row_ids(self) -> tuple[str, ...]:
        """Names of the Parquet files."""
        return tuple(sorted(path.stem for path in (self.local / FILES).glob(f"*{ROWS}")))

    def write_rows(self, import_id: str, content: bytes) -> None:
        """Write the Parquet file of an import."""
        _replace(self._rows_path(import_id), content)

    def keep_rows(self, import_ids: Collection[str]) -> list[str]:
        """Delete every other file of the folder, and what interrupted writings left."""
        wanted = {f"{import_id}{ROWS}" for import_id in import_ids}
        strays = [path for path in (self.local / FILES).glob("*") if path.name not in wanted]
        return _delete(sorted([*strays, *self.local.glob(f"*{NEW}")]))

    def journal(self) -> tuple[str, ...]:
        """Lines of ``journal.jsonl``, perhaps cut short by a power failure."""
        content = _content(self.local / JOURNAL) or b""
        # A line may be cut short inside a character.
        return tuple(content.decode("utf-8", errors="replace").split("\n"))

    def append_journal(self, line: str) -> None:
        """Append a line, flushed to the disk."""
        self.local.mkdir(parents=True, exist_ok=True)
        path = self.local / JOURNAL
        _make_way(path)
        with path.open("ab+") as file:
            end = file.tell()
            # A line cut short by a power failure must not swallow this one.
            text = f"{line}\n" if not end or _ends_a_line(path) else f"\n{line}\n"
            try:
                file.write(text.encode())
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                # No half line of something that is not done.
                with suppress(OSError):
                    os.truncate(path, end)
                raise

    @contextmanager
    def exclusive(
        self,
        on_wait: Callable[[int], None] = lambda place: None,
        wait_seconds: float = WAIT_SECONDS,
    ) -> Iterator[None]:
        """Take a ticket, wait until those before have let go, then hold the folder."""
        self.local.mkdir(parents=True, exist_ok=True)
        queue = _Queue(self.local / QUEUE)
        deadline = time.monotonic() + wait_seconds
        with queue.ticket() as ticket:
            told = 0
            while True:
                place = queue.place(ticket)
                if place == 0:
                    break
                if place != told:
                    on_wait(place)
                    told = place
                if time.monotonic() >= deadline:
                    raise BusyStoreError("Un autre import est en cours.")
                time.sleep(POLL_SECONDS)
            yield

    def _rows_path(self, import_id: str) -> Path:
        return self.local / FILES / f"{import_id}{ROWS}"

    def _recorded(self, file: str) -> BuildFile:
        """What the record of a database says of it; little when it has none."""
        path = self.warehouse / file
        try:
            record = _read_record(path.with_suffix(RECORD))
        except FileNotFoundError:
            return BuildFile(path.stem, file)
        except (OSError, ValueError):
            return BuildFile(path.stem, file, UNREADABLE)
        return record if record.file == file else BuildFile(path.stem, file, UNREADABLE)

    def _last_number(self) -> int:
        """Number of the last publication, as far as what is readable says."""
        builds = list(self.builds())
        with suppress(DamagedPointerError):
            builds += filter(None, [self.pointer()])
        return max((build.number for build in builds), default=0)

    def _is_sound(self, build: BuildFile) -> bool:
        try:
            self.local_path(build)
        except DamagedBuildError:
            return False
        return True

    def _leftovers(self) -> Iterator[Path]:
        """What interrupted builds left behind, unless another process is building."""
        in_progress = False
        for path in self.warehouse.glob(f"*{BUILDING}*"):
            if _is_being_built(path):
                in_progress = True
            else:
                yield path
        if in_progress:
            return
        yield from self.warehouse.glob(f"*{NEW}")
        yield from self.warehouse.glob(f"*{DATABASE}.wal")
        for record in self.warehouse.glob(f"*{RECORD}"):
            if record.name != POINTER and not os.path.lexists(record.with_suffix(DATABASE)):
                yield record

    def _prune_outlines(self) -> list[str]:
        """Delete the outlines that no build names, unless another process is drawing some."""
        if any(self.warehouse.glob(f"*{BUILDING}*")):
            return []
        builds = self.builds()
        if not all(build.number for build in builds):
            # What a build of an older version names is not known.
            return []
        named = {name for build in builds for name in build.outlines}
        files = (self.warehouse / GEOMETRY).glob("*")
        return _delete(sorted(path for path in files if path.name not in named))


@dataclass(frozen=True)
class _Queue:
    """Those who want to write, in the order of their tickets: files that each holds locked."""

    folder: Path

    @contextmanager
    def ticket(self) -> Iterator[Path]:
        """Take the next number, held until the context ends."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._counter():
            last = max((int(path.name) for path in self._tickets()), default=0)
            ticket = self.folder / f"{last + 1:09d}"
            held = FileLock(ticket)
            held.acquire()
        try:
            yield ticket
        finally:
            with self._counter():
                held.release()
                ticket.unlink(missing_ok=True)

    def place(self, ticket: Path) -> int:
        """How many hold a ticket taken before this one; those of dead processes are swept."""
        with self._counter():
            before = [path for path in self._tickets() if path.name < ticket.name]
            return sum(_is_held(path) for path in before)

    def _counter(self) -> FileLock:
        return FileLock(self.folder / LOCK)

    def _tickets(self) -> list[Path]:
        return [path for path in self.folder.iterdir() if path.name.isdecimal()]


def _is_held(path: Path) -> bool:
    """Whether a process holds the lock of a file, which is deleted otherwise."""
    try:
        with FileLock(path, timeout=0):
            pass
    except Timeout:
        return True
    path.unlink(missing_ok=True)
    return False


def _is_being_built(path: Path) -> bool:
    """Whether another process holds the lock of the build that a file belongs to."""
    build_id = path.name.partition(BUILDING)[0]
    lock = path.with_name(f"{build_id}{BUILDING}{LOCK}")
    return lock.exists() and _is_held(lock)


def _build_id(file: str) -> str:
    """Identifier of the build that a database holds; empty for a name of another kind."""
    stem = file.removesuffix(DATABASE)
    return stem if stem != file and BUILD_ID.fullmatch(stem) else ""


def _read_record(path: Path) -> BuildFile:
    """A pointer or the record of a build; ValueError or OSError when it is none."""
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode) or status.st_size > RECORD_BYTES_MAX:
        raise ValueError
    try:
        record = _RECORD.validate_json(path.read_bytes(), strict=True)
    except ValidationError as error:
        raise ValueError from error
    if not is_record(record):
        raise ValueError
    return record


def is_record(record: BuildFile) -> bool:
    """Whether a build has the names and the date of one: none leads out of the folders."""
    has_names = bool(_build_id(record.file) and BUILD_ID.fullmatch(record.build_id))
    return has_names and (not record.built_at or _is_moment(record.built_at))


def _record_content(build: BuildFile) -> bytes:
    return json.dumps(asdict(build)).encode()


def _is_moment(text: str) -> bool:
    """Whether a text is a moment that can be told in words."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return False
    return moment.tzinfo is not None and FIRST_YEAR <= moment.year <= LAST_YEAR


def describe_build(
    building: Path, build_id: str, outlines: Collection[str], number: int = 0
) -> BuildFile:
    """What a finished file must be once it is published, now."""
    lines = lines_in_progress(building)
    return BuildFile(
        build_id,
        f"{build_id}{DATABASE}",
        file_digest(building),
        building.stat().st_size,
        f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        number,
        tuple(sorted(outlines)),
        file_digest(lines) if lines.exists() else "",
    )


def pieces_of(path: Path) -> Iterator[bytes]:
    """Content of a file, a megabyte at a time."""
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            yield piece


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file whole, and have the disk take it."""
    with path.open("wb") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def _verify(path: Path, expected: str, what_fr: str) -> None:
    """Raise DamagedBuildError when a file is not the one whose digest was taken."""
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            raise DamagedBuildError(f"{what_fr} n’en est pas un")
        if expected:
            digest = _digest(str(path), status.st_ino, status.st_size, status.st_mtime_ns)
            is_sound = digest == expected
        else:
            is_sound = _has_magic(path)
    except FileNotFoundError as error:
        raise DamagedBuildError(f"{what_fr} est absent") from error
    except OSError as error:
        raise DamagedBuildError(f"{what_fr} est illisible") from error
    if not is_sound:
        raise DamagedBuildError(f"{what_fr} n’est plus celui qui a été publié")


def _is_named(pointer: Path, file: str) -> bool:
    try:
        return _read_record(pointer).file == file
    except (OSError, ValueError):
        return False


@lru_cache(maxsize=64)
def _digest(path: str, inode: int, size: int, modified_ns: int) -> str:
    """SHA-256 of a file as it stands: taken once as long as it keeps its size and its date."""
    return file_digest(Path(path))


def file_digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _has_magic(path: Path) -> bool:
    offset, magic = MAGIC
    with path.open("rb") as file:
        return file.read(offset + len(magic))[offset:] == magic


def is_json(content: bytes) -> bool:
    """Whether a content can be read as JSON."""
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return False
    return True


def _content(path: Path) -> bytes | None:
    """Content of a file; None when absent, nothing when something else bears its name."""
    try:
        return path.read_bytes() if _is_file(path) else b""
    except FileNotFoundError:
        return None


def _is_file(path: Path) -> bool:
    """Whether a name leads to a file: a pipe or a device would be read for ever.

    Raises
    ------
    FileNotFoundError
        When nothing bears this name.
    """
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError as error:
        if error.errno == errno.ELOOP:
            return False
        raise


def _make_way(path: Path) -> None:
    """Remove what bears the name of a file without being one: it holds nothing of ours.

    A folder that is not empty is left, and refuses the file.
    """
    with suppress(FileNotFoundError):
        if not _is_file(path):
            with suppress(OSError):
                path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()


def _write(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Write a file to the disk, or leave nothing of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # What an interrupted writing left, or a link that would lead elsewhere.
    _delete([path])
    try:
        write_pieces(path, [content] if isinstance(content, bytes) else content)
    except BaseException:
        _delete([path])
        raise


def _replace(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Write a file in one atomic step."""
    partial = path.with_name(f"{path.name}{NEW}")
    _write(partial, content)
    _make_way(path)
    try:
        partial.replace(path)
    except OSError:
        _delete([partial])
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make the names of a folder last through a power failure, where the system can."""
    with suppress(PermissionError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _delete(paths: Iterable[Path]) -> list[str]:
    """Delete files and return the names of those that were there and that the system let go.

    A folder is deleted too when its name is one of ours: what DuckDB spills as it builds.
    """
    removed = []
    for path in paths:
        is_ours = BUILDING in path.name or path.suffix == NEW
        try:
            if is_ours and path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        except OSError:
            continue
        removed.append(path.name)
    return removed


def _ends_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
