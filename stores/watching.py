"""A thread that follows what is published: a page reads what it last knew, in memory."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace

from psycopg import sql

from stores import BuildFile, Damage, DamagedBuildError, StoreError
from stores.database import Connection, Database

# How long the first page waits for the database, before the copies of this machine are served.
FIRST_SECONDS = 8.0
# A notification may be lost with its connection: the tables are read again at this pace.
POLL_SECONDS = 2.0
RETRY_SECONDS = 1.0
# A build that was refused is not brought again at each turn.
REFUSED_SECONDS = 60.0
UNCOPIED_FR = "la copie de la dernière construction n’a pas pu être écrite sur ce serveur"

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Index:
    """What can be served: the pointer, the builds, newest first, what is wrong with the store.

    ``official_state`` is what came of the last look at the official sources.
    """

    pointer: BuildFile | None = None
    builds: tuple[BuildFile, ...] = ()
    anomalies: tuple[Damage, ...] = ()
    official_state: bytes | None = field(default=None, repr=False)


class Watcher:
    """Keeps an index of the store up to date, and a verified copy of the build it names.

    Parameters
    ----------
    database : where the store is
    read : reads the index in the database
    bring : makes the copies of a build, verified; raises DamagedBuildError or OSError
    settle : called once another build is named, when its copies are there
    last : what was known before the database first answers
    """

    def __init__(
        self,
        database: Database,
        read: Callable[[Connection], Index],
        bring: Callable[[Connection, BuildFile], None],
        settle: Callable[[BuildFile], None],
        last: Index,
    ) -> None:
        self.index = last
        self._database = database
        self._read = read
        self._bring = bring
        self._settle = settle
        self._settled: BuildFile | None = None
        self._refused: dict[str, float] = {}
        self._first = threading.Event()
        self._wake = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="observatoire-veille", daemon=True)

    def start(self) -> None:
        """Begin, and wait a moment for the database to answer once."""
        self._thread.start()
        self._first.wait(FIRST_SECONDS)

    def wake(self) -> None:
        """Look again at the copies without waiting."""
        self._refused.clear()
        self._wake.set()

    def stop(self) -> None:
        """End the thread at its next turn."""
        self._stopped.set()
        self._wake.set()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                # What lasts is told once: a database may be away all night.
                with self._database.connection(0, is_told=not self.index.anomalies) as connection:
                    self._follow(connection)
            except StoreError as error:
                self._lose(error)
                self._stopped.wait(RETRY_SECONDS)
            except Exception:
                # A thread that dies would leave a page on old figures without a word.
                logger.exception("PostgreSQL")
                self._lose(StoreError("le suivi des publications s’est interrompu"))
                self._stopped.wait(RETRY_SECONDS)

    def _follow(self, connection: Connection) -> None:
        """Read the index at each notification, and every few seconds, until the line is cut."""
        connection.execute("SELECT set_config('application_name', 'observatoire veille', false)")
        channel = sql.Identifier(self._database.schema)
        connection.execute(sql.SQL("LISTEN {}").format(channel))
        while not self._stopped.is_set():
            self._refresh(connection)
            until = time.monotonic() + POLL_SECONDS
            while not self._wake.is_set() and (left := until - time.monotonic()) > 0:
                # Woken by a page: within a moment.
                if list(connection.notifies(timeout=min(left, 0.25), stop_after=1)):
                    break
            self._wake.clear()

    def _refresh(self, connection: Connection) -> None:
        index = self._read(connection)
        try:
            self._follow_pointer(connection, index)
        except OSError as error:
            logger.warning("PostgreSQL: %s", error)
            anomaly = Damage(None, UNCOPIED_FR, is_passing=True)
            index = replace(index, pointer=self.index.pointer, anomalies=(anomaly,))
        self.index = index
        self._first.set()

    def _follow_pointer(self, connection: Connection, index: Index) -> None:
        """Bring the build that is named; when it is damaged, the newest that is not."""
        builds = [build for build in index.builds if build != index.pointer]
        for build in [*filter(None, [index.pointer]), *builds]:
            with suppress(DamagedBuildError):
                self._bring_once(connection, build)
                if build == index.pointer != self._settled:
                    self._settle(build)
                    self._settled = build
                return

    def _bring_once(self, connection: Connection, build: BuildFile) -> None:
        if time.monotonic() < self._refused.get(build.digest, 0.0):
            raise DamagedBuildError
        try:
            self._bring(connection, build)
        except DamagedBuildError:
            self._refused[build.digest] = time.monotonic() + REFUSED_SECONDS
            raise

    def _lose(self, error: StoreError) -> None:
        self.index = replace(self.index, anomalies=(Damage(None, str(error), is_passing=True),))
        self._first.set()
