"""The DuckDB file of a build: opened, filled, closed, read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from etl.errors import (
    DamagedStoreError,
    EtlError,
    HeldStoreError,
    NoBuildError,
    OtherVersionError,
    UnwrittenError,
)
from etl.settings import Settings
from stores import (
    BuildFile,
    NothingServedError,
    Served,
    Store,
    find_served,
    lines_in_progress,
    raise_if_held,
)

if TYPE_CHECKING:
    import pandas as pd

SQL = Path(__file__).resolve().parent / "sql"
# What DuckDB raises when the disk refuses what it writes, and then when it is used again.
WRITE_FAULTS = (duckdb.IOException, duckdb.FatalException)
FULL_WORDS = ("No space left", "File too large", "Disk quota", "Could not write")
RESERVED = "reserved"


def new_build_id(data_version: str) -> str:
    """Identify a build by its UTC time and the data it read."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}"[:-3] + f"-{data_version[:6]}"


@contextmanager
def new_warehouse(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a new database file for writing; it is whole on the disk when the context ends."""
    with closing(duckdb.connect(str(path))) as connection:
        connection.execute("SET enable_progress_bar = false")
        yield connection
        connection.checkpoint()
    # What DuckDB could not write as it closed is still in its log.
    if path.with_name(f"{path.name}.wal").exists():
        raise UnwrittenError
    with path.open("rb+") as file:
        os.fsync(file.fileno())


@contextmanager
def faults_of_writing() -> Iterator[None]:
    """Say in French that the disk refused what was written, whoever met it.

    Raises
    ------
    UnwrittenError
        A full disk, a limit, a fault of the disk.
    """
    try:
        yield
    except OSError as error:
        unwritten = UnwrittenError.of(error)
        if unwritten is None:
            raise
        raise unwritten from error
    except duckdb.Error as error:
        is_full = any(words in str(error) for words in FULL_WORDS)
        if not is_full and not isinstance(error, WRITE_FAULTS):
            raise
        raise UnwrittenError(is_full=is_full) from error


def run_sql(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    words: Mapping[str, str] | None = None,
    **parameters: Any,
) -> pd.DataFrame:
    """Run ``etl/sql/<name>.sql`` with bound parameters and return its rows, if any.

    ``words`` replace those in braces: columns of a file, which cannot be bound.
    """
    statement = (SQL / f"{name}.sql").read_text(encoding="utf-8")
    if words is not None:
        statement = statement.format(**words)
    result = connection.execute(statement, parameters or None)
    if result.description:
        return result.df()
    import pandas as pd

    return pd.DataFrame()


def run_row(connection: duckdb.DuckDBPyConnection, name: str) -> dict[str, Any]:
    """The one row of ``etl/sql/<name>.sql``, by column, without any frame."""
    result = connection.execute((SQL / f"{name}.sql").read_text(encoding="utf-8"))
    row = result.fetchone() or ()
    return dict(zip((column[0] for column in result.description), row, strict=True))


def count_rows(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Row count of each published table."""
    frame = run_sql(connection, "row_counts")
    return dict(zip(frame["table_name"], frame["row_count"].astype(int), strict=True))


def append(connection: duckdb.DuckDBPyConnection, table: str, frame: pd.DataFrame) -> None:
    """Append a frame to a published table, matching columns by name; an empty one adds nothing."""
    if frame.empty:
        return
    connection.register("frame_to_append", frame)
    connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM frame_to_append")  # noqa: S608
    connection.unregister("frame_to_append")


def current_build(settings: Settings) -> Path:
    """Return the sound database file being served.

    Raises
    ------
    NoBuildError
        When nothing has been published yet, or nothing published is sound.
    """
    return served_file(settings).path


def served_file(settings: Settings) -> Served:
    """Return the sound build being served, and what was passed over to serve it.

    Raises
    ------
    NoBuildError
        When nothing has been published yet, or nothing published is sound.
    """
    try:
        return find_served(settings.store, reading_fault_fr)
    except NothingServedError as error:
        problems = [damage.message_fr for damage in error.damages]
        raise NoBuildError(settings.warehouse, problems) from error


@contextmanager
def read_served(settings: Settings) -> Iterator[tuple[Served, duckdb.DuckDBPyConnection]]:
    """Open the build being served, with what was passed over to serve it.

    Raises
    ------
    NoBuildError
        When nothing can be served.
    HeldStoreError
        When another program holds the newest one, and the one before is of another version.
    OtherVersionError
        When its tables are not those of this version.
    DamagedStoreError
        When they can no longer be read.
    """
    served = served_file(settings)
    try:
        with read_warehouse(served.path) as connection:
            yield served, connection
    except (duckdb.BinderException, duckdb.CatalogException) as error:
        refuse_held(served)
        raise OtherVersionError(served.build.name_fr) from error
    except duckdb.Error as error:
        raise DamagedStoreError(
            [f"la construction {served.build.name_fr} ne peut pas être lue"]
        ) from error


def refuse_held(served: Served) -> None:
    """Raise HeldStoreError when a build was passed over because another program holds it."""
    held = next((damage for damage in served.damages if damage.build and damage.is_passing), None)
    if held is not None:
        raise HeldStoreError(held.message_fr)


@contextmanager
def reserved_lines(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Open the file of the lines that stand for persons, and give the schema of its tables.

    It is beside that of the build in progress: such lines are never in the published file, which
    is handed out whole, not even as deleted rows.
    """
    (building,) = connection.execute(
        "SELECT path FROM duckdb_databases() WHERE database_name = current_database()"
    ).fetchall()[0]
    path = lines_in_progress(Path(building))
    path.unlink(missing_ok=True)
    quoted = str(path).replace("'", "''")
    connection.execute(f"ATTACH '{quoted}' AS {RESERVED}")
    try:
        connection.execute(f"CREATE SCHEMA {RESERVED}.pub")
        for table in ("register_entry", "register_word"):
            connection.execute(f"CREATE TABLE {RESERVED}.pub.{table} AS FROM pub.{table} LIMIT 0")
        yield f"{RESERVED}.pub"
        connection.execute(f"CHECKPOINT {RESERVED}")
    finally:
        connection.execute(f"DETACH {RESERVED}")


def index_lines(connection: duckdb.DuckDBPyConnection, lines: pd.DataFrame, schema: str) -> None:
    """Write the words of some lines in the table of words of a schema."""
    statement = (SQL / "register_words.sql").read_text(encoding="utf-8")
    connection.register("lines_to_index", lines)
    connection.execute(statement.replace("pub.register_word", f"{schema}.register_word"))
    connection.unregister("lines_to_index")


def named_build(kept: Store, name: str) -> BuildFile:
    """The build of this identifier, or the only one whose identifier begins so.

    Raises
    ------
    EtlError
        When there is none or more than one.
    """
    builds = kept.builds()
    found = [build for build in builds if build.build_id.startswith(name)]
    if len(found) == 1:
        return found[0]
    why = "plusieurs constructions commencent ainsi" if found else "construction inconnue"
    known = ", ".join(build.build_id for build in builds)
    raise EtlError(f"« {name} » : {why}. Constructions gardées : {known}.")


def reading_fault_fr(build: BuildFile, path: Path) -> str:
    """Why DuckDB cannot read the file of a build, or empty; raise HeldBuildError for a held one."""
    try:
        with read_warehouse(path) as connection:
            run_row(connection, "outlines")
    except (duckdb.BinderException, duckdb.CatalogException):
        return "elle est d’une autre version de l’observatoire"
    except duckdb.Error as error:
        raise_if_held(str(error))
        return "DuckDB ne peut pas lire son fichier"
    return ""


def outlines(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """Files of outlines that a build names."""
    return tuple(run_sql(connection, "outlines").iloc[0])


@contextmanager
def read_warehouse(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a published build read-only."""
    connection = duckdb.connect(str(path), read_only=True)
    try:
        yield connection
    finally:
        connection.close()
