"""The PostgreSQL database of an installation: its tables, deadlines, and its faults in French."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_exponential_jitter

from stores import StoreError, UnreachableStoreError

MIGRATIONS = Path(__file__).resolve().parent / "sql"
APPLICATION = "observatoire"
# How long a command tries to connect to a database that starts again.
PATIENCE_SECONDS = 6.0
# No page and no command hangs on a database that says nothing, nor on a network that swallows.
CONNECT_SECONDS = 3
STATEMENT_MS = 20_000
IDLE_SECONDS = 5
SILENT_MS = 6_000
NEWER_FR = (
    "la base de données a été préparée par une version plus récente de l’observatoire : "
    "mettre ce serveur à jour"
)
MISADDRESSED_FR = "l’adresse de la base de données ([stockage] url) n’est pas lisible"
FULL_FR = "la base de données n’a plus de place sur son disque, rien n’a été modifié"
REFUSED_FR = "la base de données a refusé ce qui lui était demandé"

Connection = psycopg.Connection[tuple[object, ...]]
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Database:
    """Where the tables of an installation are: an address, which may hold a password, a schema."""

    url: str = field(repr=False)
    schema: str

    @contextmanager
    def connection(
        self, patience_seconds: float = PATIENCE_SECONDS, *, is_told: bool = True
    ) -> Iterator[Connection]:
        """A connection of its own, whose tables are those of the installation, made at first use.

        Each statement is whole by itself unless a transaction is opened. ``is_told`` writes what
        goes wrong in the log.

        Raises
        ------
        UnreachableStoreError
            When the database does not answer, or no longer.
        StoreError
            When it refuses what it is asked.
        """
        with self.faults_in_french(is_told=is_told), self._open(patience_seconds) as connection:
            yield connection

    @contextmanager
    def faults_in_french(self, *, is_told: bool = True) -> Iterator[None]:
        """Say what the database did without its words: they may quote an address, or a row."""
        try:
            yield
        except psycopg.Error as error:
            if is_told:
                self._log(error)
            raise fault_of(error) from None

    @contextmanager
    def _open(self, patience_seconds: float) -> Iterator[Connection]:
        retrying = Retrying(
            stop=stop_after_delay(patience_seconds),
            wait=wait_exponential_jitter(multiplier=0.1, max=1.0),
            retry=retry_if_exception_type(psycopg.OperationalError),
            reraise=True,
        )
        connection = retrying(self._connect)
        try:
            self._prepare(connection)
            yield connection
        finally:
            connection.close()

    def _connect(self) -> Connection:
        return psycopg.connect(
            self.url,
            autocommit=True,
            connect_timeout=CONNECT_SECONDS,
            application_name=APPLICATION,
            client_encoding="utf8",
            keepalives_idle=IDLE_SECONDS,
            keepalives_interval=2,
            keepalives_count=3,
            tcp_user_timeout=SILENT_MS,
        )

    def _prepare(self, connection: Connection) -> None:
        """Choose the schema and the deadlines; make the tables that are not there yet."""
        connection.execute(
            "SELECT set_config('search_path', quote_ident(%s), false),"
            " set_config('statement_timeout', %s, false), set_config('lock_timeout', %s, false)",
            [self.schema, str(STATEMENT_MS), str(STATEMENT_MS)],
        )
        if _version(connection) != len(_migrations()):
            self._migrate(connection)

    def _migrate(self, connection: Connection) -> None:
        with connection.transaction():
            # Two servers may start at the same time.
            connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [self.schema])
            done = _version(connection)
            migrations = _migrations()
            if done > len(migrations):
                raise StoreError(NEWER_FR)
            if done == 0:
                name = sql.Identifier(self.schema)
                connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(name))
                connection.execute(
                    "CREATE TABLE migration"
                    " (number integer PRIMARY KEY, done_at timestamptz NOT NULL DEFAULT now())"
                )
            for number, path in enumerate(migrations[done:], start=done + 1):
                connection.execute(path.read_bytes())
                connection.execute("INSERT INTO migration (number) VALUES (%s)", [number])

    def _log(self, error: psycopg.Error) -> None:
        """Tell the log what happened, without the password."""
        try:
            password = conninfo_to_dict(self.url).get("password")
        except psycopg.Error:
            logger.warning("PostgreSQL: %s", MISADDRESSED_FR)
            return
        text = str(error).replace(str(password), "…") if password else str(error)
        logger.warning("PostgreSQL: %s %s: %s", type(error).__name__, error.sqlstate or "", text)


def fault_of(error: psycopg.Error) -> StoreError:
    """What an error of the database means for who asked."""
    if isinstance(error, psycopg.errors.DiskFull):
        return StoreError(FULL_FR)
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return UnreachableStoreError()
    if isinstance(error, psycopg.ProgrammingError) and error.sqlstate is None:
        return StoreError(MISADDRESSED_FR)
    return StoreError(f"{REFUSED_FR} ({error.sqlstate or type(error).__name__})")


def _migrations() -> list[Path]:
    return sorted(MIGRATIONS.glob("*.sql"))


def _version(connection: Connection) -> int:
    """How many migrations the schema has had; 0 when it is not there."""
    row = connection.execute("SELECT to_regclass('migration') IS NOT NULL").fetchone()
    if row == (False,):
        return 0
    row = connection.execute("SELECT coalesce(max(number), 0) FROM migration").fetchone()
    return int(str(row[0])) if row else 0
