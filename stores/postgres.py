"""Builds, imports and official files in a PostgreSQL database, which several servers share.

Each server keeps, in its own folder of builds, verified copies of those it serves: what
:class:`stores.files.FilesStore` reads, and what is served when the database does not answer.
"""

from __future__ import annotations

import logging
import threading
import time
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from stores import (
    OFFICIAL_STATE,
    WAIT_SECONDS,
    BuildFile,
    BusyStoreError,
    Damage,
    DamagedBuildError,
    DamagedPointerError,
    Place,
    StoreError,
    UnreachableStoreError,
    lines_in_progress,
    official_name,
)
from stores.database import Connection, Database
from stores.files import (
    EARLIER_KEPT,
    REFRESHING_FR,
    ROWS,
    FilesOfficial,
    FilesStore,
    describe_build,
    file_digest,
    is_json,
    is_record,
    pieces_of,
    write_pieces,
)
from stores.watching import Index, Watcher

SCHEMA = "observatoire"
DEMO_SCHEMA = "observatoire_demo"
COPIES_KEPT = 3
# The parts of a build: its database, and its lines that stand for persons.
DATA, LINES = "data", "lines"
POLL_SECONDS = 0.2
# After it did not answer, a command does not try again at each question it asks.
SILENT_SECONDS = 2.0
# Under this number, in the advisory locks of the queue, a ticket is being taken.
COUNTER = 0
UNCERTAIN_FR = (
    "la base de données a cessé de répondre au moment de publier : dès qu’elle répond, vérifier "
    "l’historique des imports avant de recommencer"
)
UNMOVED_FR = (
    "les imports de ce serveur ne sont pas encore dans la base de données, rien n’a été modifié. "
    "Que faire : lancer d’abord « python -m etl store migrate --to base », ou « store restore » "
    "depuis une sauvegarde de la base"
)

logger = logging.getLogger(__name__)


class PostgresOfficial:
    """What came of the official sources in the tables of a store, copied where it is read.

    Parameters
    ----------
    store : whose connections are used, so that a build is published with what it read
    copies : the files of this machine
    """

    def __init__(self, store: PostgresStore, copies: FilesOfficial) -> None:
        self._store = store
        self._copies = copies

    def names(self, folder: str = "") -> tuple[str, ...]:
        """Names of the table."""
        with self._store.session() as connection:
            rows = connection.execute("SELECT name FROM official_file ORDER BY name").fetchall()
        names = (str(name) for (name,) in rows)
        return tuple(sorted(name for name in names if not folder or name.startswith(f"{folder}/")))

    def digest(self, name: str) -> str:
        """Digest in the table."""
        query = "SELECT sha256 FROM official_file WHERE name = %s"
        with self._store.session() as connection:
            row = connection.execute(query, [official_name(name)]).fetchone()
        return str(row[0]) if row else ""

    def read(self, name: str) -> bytes | None:
        """Pieces of the table, joined."""
        return b"".join(self.content(name)) if self.digest(name) else None

    def content(self, name: str) -> Iterator[bytes]:
        """Pieces of the table, in the order of their ranks."""
        with self._store.session() as connection:
            yield from _official_pieces(connection, official_name(name))

    def path(self, name: str) -> Path | None:
        """The copy of this machine, brought from the database unless it is there and sound."""
        digest = self.digest(name)
        if not digest:
            return None
        if self._copies.digest(name) != digest:
            self._copies.write(name, self.content(name))
        return self._copies.path(name) if self._copies.digest(name) == digest else None

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write the copy of this machine, then the table, in one transaction."""
        self._copies.write(name, pieces)
        with self._store.transaction() as connection:
            connection.execute("DELETE FROM official_file WHERE name = %s", [name])
            connection.execute(
                "INSERT INTO official_file VALUES (%s, %s)", [name, self._copies.digest(name)]
            )
            for rank, piece in enumerate(self._copies.content(name)):
                connection.execute(
                    "INSERT INTO official_piece VALUES (%s, %s, %b)", [name, rank, piece]
                )
            if name == OFFICIAL_STATE:
                # The pages of every server read it from their memory: they are told, as of a build.
                connection.execute("SELECT pg_notify(current_schema(), %s)", [name])

    def state(self) -> bytes | None:
        """What the thread that watches last knew, or what the table says."""
        return self._store.official_state()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """An advisory lock of the database, let go when the process dies, in any way."""
        with self._store.own_connection() as connection:
            row = connection.execute(
                "SELECT pg_try_advisory_lock(hashtext(current_schema() || ' refresh'))"
            ).fetchone()
            if row != (True,):
                raise BusyStoreError(REFRESHING_FR)
            yield


class PostgresStore:
    """The store of an installation in a schema of a database, copied where it is served."""

    def __init__(self, place: Place) -> None:
        self._database = Database(place.url, DEMO_SCHEMA if place.is_demo else SCHEMA)
        self._copies = FilesStore(place.warehouse, place.local, place.raw)
        self.official = PostgresOfficial(self, self._copies.official)
        self._held = _Held()
        self._starting = threading.Lock()
        self._watcher: Watcher | None = None
        self._silent_until = 0.0

    def watch(self) -> None:
        """Follow the notifications of the database in a thread."""
        if self._watcher is not None:
            return
        with self._starting:
            if self._watcher is None:
                last = self._last_known()
                watcher = Watcher(self._database, _read_index, self._bring, self._settle, last)
                watcher.start()
                self._watcher = watcher

    def close(self) -> None:
        """Stop following what is published."""
        if self._watcher is not None:
            self._watcher.stop()

    # --- builds: what a reader needs

    def anomalies(self) -> tuple[Damage, ...]:
        """That the database does not answer, or that its last build could not be copied."""
        return self._index().anomalies

    def pointer(self) -> BuildFile | None:
        """The build that the table names; the last one known while the database is silent."""
        return self._index().pointer

    def builds(self) -> tuple[BuildFile, ...]:
        """The builds of the table; the copies of this machine while the database is silent."""
        return self._index().builds

    def local_path(self, build: BuildFile) -> Path:
        """The copy of a build, brought from the database when it is not there or not sound.

        A process that watches lets its thread bring it: a page waits for no network.
        """
        try:
            return self._copies.local_path(build)
        except DamagedBuildError:
            if self._watcher is not None:
                self._watcher.wake()
                raise
        try:
            with self.session(0) as connection:
                self._bring(connection, build)
        except UnreachableStoreError as error:
            raise DamagedBuildError("sa copie n’est pas sur cette machine") from error
        return self._copies.local_path(build)

    def recheck(self) -> None:
        """Take every digest of the copies again."""
        self._copies.recheck()
        if self._watcher is not None:
            self._watcher.wake()

    def content(self, build: BuildFile) -> Iterator[bytes]:
        """The pieces of a build, in the order of their ranks."""
        with self.session() as connection:
            yield from _pieces(connection, build)

    def lines_content(self, build: BuildFile) -> Iterator[bytes]:
        """The pieces of its lines that stand for persons."""
        with self.session() as connection:
            yield from _pieces(connection, build, LINES)

    def outline(self, name: str) -> Path | None:
        """The copy of a file of outlines; only those that a build names are brought."""
        path = self._copies.outline(name)
        if path is not None:
            return path
        if self._watcher is not None:
            if any(name in build.outlines for build in self._watcher.index.builds):
                self._watcher.wake()
            return None
        with suppress(UnreachableStoreError), self.session(0) as connection:
            self._bring_outline(connection, name)
        return self._copies.outline(name)

    # --- builds: what the ETL writes

    @contextmanager
    def building(self, build_id: str) -> Iterator[Path]:
        """A file among the copies of this machine."""
        with self._copies.building(build_id) as path:
            yield path

    def publish(
        self,
        building: Path,
        build_id: str,
        outlines: Collection[str],
        commit: Callable[[], None] = lambda: None,
    ) -> BuildFile:
        """Write the build, its outlines, what ``commit`` writes and the pointer at once.

        It is done on the connection that holds the imports: when that one was cut, another import
        may have begun, and nothing is published.
        """
        build = describe_build(building, build_id, outlines)
        is_whole = False
        try:
            with self.transaction() as connection:
                build = self._insert(connection, building, build)
                commit()
                _point_to(connection, build)
                is_whole = True
        except UnreachableStoreError as error:
            # The line may have been cut after the database had taken it all.
            if is_whole and not self._is_named(build):
                raise StoreError(UNCERTAIN_FR) from error
            if not is_whole:
                raise
        try:
            self._copies.adopt(building, build)
            self._copies.serve(build)
        except OSError as error:
            # It is published: this machine will bring it as the others do.
            logger.warning("PostgreSQL: %s", error)
        return build

    def adopt(self, building: Path, build: BuildFile) -> None:
        """Write the build and its outlines; the next publication has a higher number."""
        with self.transaction() as connection:
            _forget_build(connection, build)
            self._insert(connection, building, build)
        self._copies.adopt(building, build)

    def serve(self, build: BuildFile) -> None:
        """Change the pointer, here and on every server."""
        with self.transaction() as connection:
            _point_to(connection, build)
        self._copies.serve(build)

    def prune(self, kept: int) -> list[str]:
        """Delete old builds and the outlines that none names, then the old copies."""
        with self.transaction() as connection:
            removed = connection.execute(
                "DELETE FROM build WHERE build_id NOT IN"
                " (SELECT build_id FROM build ORDER BY number DESC, build_id DESC LIMIT %s)"
                " AND build_id NOT IN (SELECT build_id FROM pointer) RETURNING file",
                [kept],
            ).fetchall()
            removed += connection.execute(
                "DELETE FROM outline WHERE name NOT IN"
                " (SELECT unnest(outlines) FROM build) RETURNING name"
            ).fetchall()
        names = [str(name) for (name,) in removed]
        return list(dict.fromkeys([*names, *self._copies.prune(kept)]))

    def write_outline(self, name: str, content: bytes) -> None:
        """Write it among the copies; it is given to the database with the build that names it."""
        self._copies.write_outline(name, content)

    # --- what the ETL imports

    def manifest(self) -> bytes | None:
        """The newest version."""
        return next(iter(self._manifests()), None)

    def earlier_manifests(self) -> tuple[bytes, ...]:
        """The versions before the newest."""
        return self._manifests()[1:]

    def write_manifest(self, content: bytes) -> None:
        """Add a version, and forget the oldest; one that is damaged is not kept."""
        with self.transaction() as connection:
            present = self.manifest()
            if present == content:
                return
            if present is not None and not is_json(present):
                connection.execute(
                    "DELETE FROM manifest WHERE version = (SELECT max(version) FROM manifest)"
                )
            connection.execute("INSERT INTO manifest (content) VALUES (%b)", [content])
            connection.execute(
                "DELETE FROM manifest WHERE version NOT IN"
                " (SELECT version FROM manifest ORDER BY version DESC LIMIT %s)",
                [EARLIER_KEPT + 1],
            )

    def published_facts(self) -> bytes | None:
        """What earlier builds told of imported counts."""
        with self.session() as connection:
            query = "SELECT content FROM published_facts"
            row = connection.execute(query, binary=True).fetchone()
        return _bytes(row[0]) if row else None

    def write_published_facts(self, content: bytes) -> None:
        """Replace it, with the build being published."""
        with self.transaction() as connection:
            connection.execute(
                "INSERT INTO published_facts (content) VALUES (%b)"
                " ON CONFLICT (is_only) DO UPDATE SET content = excluded.content",
                [content],
            )

    def rows(self, import_id: str) -> bytes | None:
        """Content of the rows of an import."""
        with self.session() as connection:
            query = "SELECT content FROM import_rows WHERE import_id = %s"
            row = connection.execute(query, [import_id], binary=True).fetchone()
        return _bytes(row[0]) if row else None

    def row_ids(self) -> tuple[str, ...]:
        """Identifiers of the table of rows."""
        with self.session() as connection:
            rows = connection.execute("SELECT import_id FROM import_rows").fetchall()
        return tuple(sorted(str(name) for (name,) in rows))

    def write_rows(self, import_id: str, content: bytes) -> None:
        """Write the rows of an import in one statement."""
        with self.session() as connection:
            connection.execute(
                "INSERT INTO import_rows VALUES (%s, %b)"
                " ON CONFLICT (import_id) DO UPDATE SET content = excluded.content",
                [import_id, content],
            )

    def keep_rows(self, import_ids: Collection[str]) -> list[str]:
        """Delete every other line of the table of rows."""
        with self.session() as connection:
            query = "DELETE FROM import_rows WHERE import_id <> ALL(%s) RETURNING import_id"
            rows = connection.execute(query, [list(import_ids)]).fetchall()
        return sorted(f"{name}{ROWS}" for (name,) in rows)

    def journal(self) -> tuple[str, ...]:
        """Lines of the table, in the order in which they were written."""
        with self.session() as connection:
            rows = connection.execute("SELECT line FROM journal ORDER BY rank").fetchall()
        return tuple(str(line) for (line,) in rows)

    def append_journal(self, line: str) -> None:
        """Add a line to the table."""
        with self.session() as connection:
            connection.execute("INSERT INTO journal (line) VALUES (%s)", [line])

    @contextmanager
    def exclusive(
        self,
        on_wait: Callable[[int], None] = lambda place: None,
        wait_seconds: float = WAIT_SECONDS,
    ) -> Iterator[None]:
        """Take a ticket, wait until those before have let go, then hold the imports.

        A ticket is an advisory lock: the database lets it go when the process dies, in any way.

        Raises
        ------
        StoreError
            When this machine has imports that the database was never given: they would be lost.
        """
        deadline = time.monotonic() + wait_seconds
        with self._database.connection() as connection:
            queue = _Queue(connection, self._database.schema)
            ticket = queue.take()
            told = 0
            while place := queue.place(ticket):
                if place != told:
                    on_wait(place)
                    told = place
                if time.monotonic() >= deadline:
                    raise BusyStoreError("Un autre import est en cours.")
                time.sleep(POLL_SECONDS)
            with self._held.holding(connection):
                if self._copies.manifest() is not None and self.manifest() is None:
                    raise StoreError(UNMOVED_FR)
                yield

    # --- how

    @contextmanager
    def session(self, patience_seconds: float | None = None) -> Iterator[Connection]:
        """The connection that holds the imports, or else one of its own."""
        held = self._held.connection
        if held is not None:
            with self._database.faults_in_french():
                yield held
        elif patience_seconds is None:
            with self._database.connection() as connection:
                yield connection
        else:
            with self._database.connection(patience_seconds) as connection:
                yield connection

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A session whose statements are done together or not at all, whoever makes them."""
        with (
            self.session() as connection,
            self._held.holding(connection),
            connection.transaction(),
        ):
            yield connection

    @contextmanager
    def own_connection(self) -> Iterator[Connection]:
        """A connection for one holder only, which lasts as long as what it holds."""
        with self._database.connection() as connection:
            yield connection

    def official_state(self) -> bytes | None:
        """The state of the official sources, from the index."""
        return self._index().official_state

    def _index(self) -> Index:
        if self._watcher is not None:
            return self._watcher.index
        if time.monotonic() < self._silent_until:
            return self._silent()
        try:
            with self.session(0) as connection:
                return _read_index(connection)
        except UnreachableStoreError:
            self._silent_until = time.monotonic() + SILENT_SECONDS
            return self._silent()

    def _silent(self) -> Index:
        silent = Damage(None, str(UnreachableStoreError()), is_passing=True)
        return replace(self._last_known(), anomalies=(silent,))

    def _last_known(self) -> Index:
        """What the copies of this machine say."""
        pointer = None
        with suppress(DamagedPointerError):
            pointer = self._copies.pointer()
        return Index(pointer, self._copies.builds(), official_state=self._copies.official.state())

    def _bring(self, connection: Connection, build: BuildFile) -> None:
        """Copy a build and its outlines, verified, unless sound copies are there."""
        for name in build.outlines:
            if self._copies.outline(name) is None:
                self._bring_outline(connection, name)
        with suppress(DamagedBuildError):
            self._copies.local_path(build)
            return
        with self._copies.building(build.build_id) as path:
            with suppress(DamagedBuildError):
                # Another process of this machine has just brought it.
                self._copies.local_path(build)
                return
            write_pieces(path, _pieces(connection, build))
            if file_digest(path) != build.digest:
                raise DamagedBuildError("son fichier n’est plus celui qui a été publié")
            if build.lines:
                lines = lines_in_progress(path)
                write_pieces(lines, _pieces(connection, build, LINES))
                if file_digest(lines) != build.lines:
                    raise DamagedBuildError("le fichier de ses lignes réservées est endommagé")
            self._copies.adopt(path, build)

    def _bring_outline(self, connection: Connection, name: str) -> None:
        query = "SELECT content FROM outline WHERE name = %s"
        row = connection.execute(query, [name], binary=True).fetchone()
        if row:
            self._copies.write_outline(name, _bytes(row[0]))

    def _settle(self, build: BuildFile) -> None:
        """Name a build among the copies, and forget the oldest ones."""
        with suppress(DamagedPointerError):
            if self._copies.pointer() == build:
                return
        self._copies.serve(build)
        self._copies.prune(COPIES_KEPT)

    def _insert(self, connection: Connection, building: Path, build: BuildFile) -> BuildFile:
        """Write a build and its outlines; numbered when it is published here."""
        # One publication at a time: a build that is seen later has a higher number.
        connection.execute("LOCK TABLE build IN SHARE ROW EXCLUSIVE MODE")
        if build.number:
            connection.execute(
                "SELECT setval('build_number', greatest(%s,"
                " (SELECT last_value FROM build_number)))",
                [build.number],
            )
        else:
            row = connection.execute("SELECT nextval('build_number')").fetchone()
            build = replace(build, number=int(str(row[0])) if row else 0)
        connection.execute(
            "INSERT INTO build VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            [
                build.build_id,
                build.file,
                build.digest,
                build.size,
                build.built_at,
                build.number,
                list(build.outlines),
                build.lines,
            ],
        )
        parts = {DATA: building} | ({LINES: lines_in_progress(building)} if build.lines else {})
        for part, content in parts.items():
            for rank, piece in enumerate(pieces_of(content)):
                connection.execute(
                    "INSERT INTO build_piece VALUES (%s, %s, %s, %b)",
                    [build.build_id, part, rank, piece],
                )
        for name in build.outlines:
            path = self._copies.outline(name)
            if path is None:
                raise DamagedBuildError(f"le tracé {name} est absent ou endommagé")
            connection.execute(
                "INSERT INTO outline VALUES (%s, %b)"
                " ON CONFLICT (name) DO UPDATE SET content = excluded.content",
                [name, path.read_bytes()],
            )
        return build

    def _is_named(self, build: BuildFile) -> bool:
        with suppress(StoreError), self._database.connection() as connection:
            return _read_index(connection).pointer == build
        return False

    def _manifests(self) -> tuple[bytes, ...]:
        with self.session() as connection:
            query = "SELECT content FROM manifest ORDER BY version DESC"
            rows = connection.execute(query, binary=True).fetchall()
        return tuple(_bytes(content) for (content,) in rows)


class _Held(threading.local):
    """The connection on which a thread holds the imports or has opened a transaction."""

    connection: Connection | None = None

    @contextmanager
    def holding(self, connection: Connection) -> Iterator[None]:
        previous, self.connection = self.connection, connection
        try:
            yield
        finally:
            self.connection = previous


class _Queue:
    """Those who want to write, in the order of their tickets, each an advisory lock."""

    def __init__(self, connection: Connection, schema: str) -> None:
        self._connection = connection
        self._key = zlib.crc32(schema.encode())

    def take(self) -> int:
        """Take the next number, held as long as the connection."""
        signed = self._key - (1 << 32) if self._key >= 1 << 31 else self._key
        lock = "SELECT pg_advisory_lock(%s::integer, %s::integer)"
        # A number that is taken is held before the next one is given.
        self._connection.execute(lock, [signed, COUNTER])
        row = self._connection.execute("SELECT nextval('ticket')").fetchone()
        ticket = int(str(row[0])) if row else 0
        self._connection.execute(lock, [signed, ticket])
        unlock = "SELECT pg_advisory_unlock(%s::integer, %s::integer)"
        self._connection.execute(unlock, [signed, COUNTER])
        return ticket

    def place(self, ticket: int) -> int:
        """How many hold a ticket taken before this one."""
        row = self._connection.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            " AND classid::bigint = %s AND objid::bigint > %s AND objid::bigint < %s",
            [self._key, COUNTER, ticket],
        ).fetchone()
        return int(str(row[0])) if row else 0


def _read_index(connection: Connection) -> Index:
    """The builds and the pointer of the database, at one instant."""
    rows = connection.execute(
        "SELECT build.*, pointer.build_id IS NOT NULL"
        " FROM build LEFT JOIN pointer USING (build_id)"
        " ORDER BY number DESC, build_id DESC"
    ).fetchall()
    found = [(_build(row), bool(row[-1])) for row in rows]
    # Whoever writes in the database must not choose where this machine writes.
    sound = [(build, is_named) for build, is_named in found if is_record(build)]
    pointer = next((build for build, is_named in sound if is_named), None)
    state = b"".join(_official_pieces(connection, OFFICIAL_STATE)) or None
    return Index(pointer, tuple(build for build, _ in sound), official_state=state)


def _build(row: tuple[object, ...]) -> BuildFile:
    build_id, file, digest, size, built_at, number, outlines, lines, *_ = row
    names = tuple(map(str, outlines)) if isinstance(outlines, list) else ()
    return BuildFile(
        str(build_id),
        str(file),
        str(digest),
        int(str(size)),
        str(built_at),
        int(str(number)),
        names,
        str(lines),
    )


def _pieces(connection: Connection, build: BuildFile, part: str = DATA) -> Iterator[bytes]:
    """Content of a part of a build, a piece at a time."""
    query = "SELECT content FROM build_piece WHERE build_id = %s AND part = %s AND rank = %s"
    rank = 0
    while row := connection.execute(query, [build.build_id, part, rank], binary=True).fetchone():
        yield _bytes(row[0])
        rank += 1


def _official_pieces(connection: Connection, name: str) -> Iterator[bytes]:
    """Content of an official file, a piece at a time."""
    query = "SELECT content FROM official_piece WHERE name = %s AND rank = %s"
    rank = 0
    while row := connection.execute(query, [name, rank], binary=True).fetchone():
        yield _bytes(row[0])
        rank += 1


def _point_to(connection: Connection, build: BuildFile) -> None:
    """Name the build to serve; the database tells every server once all is committed."""
    connection.execute(
        "INSERT INTO pointer (build_id) VALUES (%s)"
        " ON CONFLICT (is_only) DO UPDATE SET build_id = excluded.build_id",
        [build.build_id],
    )


def _forget_build(connection: Connection, build: BuildFile) -> None:
    """Leave the place of a build to a better copy of it, which is served once it is named again."""
    connection.execute("DELETE FROM pointer WHERE build_id = %s", [build.build_id])
    connection.execute("DELETE FROM build WHERE build_id = %s", [build.build_id])


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else bytes(memoryview(value))  # type: ignore[arg-type]
