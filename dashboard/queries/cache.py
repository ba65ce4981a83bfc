"""The served build: its pointer, read-only cursors on it, and what is kept in memory of it.

What is kept is immutable and shared between sessions, so the standard library's cache is enough:
a hit costs a microsecond, where Streamlit's costs a millisecond to hash the arguments.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial, update_wrapper, wraps
from pathlib import Path
from typing import Concatenate, Generic, ParamSpec, TypeVar

import duckdb

from foundation.settings_file import SettingsError, settings_path
from stores import (
    BuildFile,
    Damage,
    NothingServedError,
    Place,
    Store,
    find_served,
    raise_if_held,
    reserved_path,
)
from stores.choice import (
    demo_place,
    local_folder,
    raw_folder,
    storage_url,
    store_of,
    warehouse_folder,
)

Cursor = duckdb.DuckDBPyConnection
P = ParamSpec("P")
T = TypeVar("T")

# Builds kept open, each as seen by those who see the same reserved lines.
BUILDS_OPEN = 8
ENTRIES = 1024


class NoWarehouseError(Exception):
    """No build can be served: none was published, or none is sound."""


@dataclass(frozen=True)
class ServedBuild:
    """The build that a run of the script is made of, as its visitor sees it, from first to last.

    ``version`` changes when the file is put back after it was damaged: nothing that was read of the
    damaged one is kept. ``damages`` are what was passed over to serve it. ``sight`` are the
    territories of which the visitor sees the lines that stand for persons, None for all: they are
    kept apart from what is published.
    """

    build_id: str
    path: str
    version: str = ""
    damages: tuple[Damage, ...] = field(default=(), compare=False)
    sight: frozenset[str] | None = frozenset()

    def shows_lines_of(self, territory_id: str) -> bool:
        """Whether the visitor sees the lines that stand for persons of a territory."""
        return self.sight is None or territory_id in self.sight


def served_stores() -> tuple[Store, Store]:
    """The store of the installation, and that of its demonstration.

    Raises
    ------
    NoWarehouseError
        When the settings file does not say where the builds are.
    """
    try:
        url = storage_url(settings_path())
    except SettingsError as error:
        raise NoWarehouseError(str(error)) from error
    place = Place(warehouse_folder(), local_folder(), url, raw=raw_folder())
    stores = store_of(place), store_of(demo_place(place))
    for store in stores:
        store.watch()
    return stores


def served_build(*, demo: bool = False) -> ServedBuild:
    """Read the pointer: 0.2 ms, so a new build is picked up at the next click.

    The newest sound build is served when the one named is damaged. ``demo`` reads that of the
    demonstration, whose warehouse is a folder of the other.

    Raises
    ------
    NoWarehouseError
        When nothing has been published, or nothing that was is sound.
    """
    store = served_stores()[demo]
    try:
        served = find_served(store, _fault_fr)
        build = _served(served.build, served.path, served.damages)
        # Fictitious lines stand for nobody: whoever looks at the demonstration sees them all.
        return replace(build, sight=None) if demo else build
    except NothingServedError as error:
        raise NoWarehouseError(str(error)) from error
    except OSError as error:
        raise NoWarehouseError("L’entrepôt est hors d’atteinte.") from error


def is_still_sound(build: ServedBuild) -> bool:
    """Whether the file of a build is still the one published, looked at again.

    Asked when reading it has failed: what was kept of it is forgotten.
    """
    try:
        stores = served_stores()
    except NoWarehouseError:
        return False
    for store in stores:
        store.recheck()
    _connection.cache_clear()
    _reading_fault_fr.cache_clear()
    for demo in (False, True):
        with suppress(NoWarehouseError):
            if replace(served_build(demo=demo), sight=build.sight) == build:
                return True
    return False


def _served(build: BuildFile, path: Path, damages: tuple[Damage, ...] = ()) -> ServedBuild:
    status = path.stat()
    version = f"{build.digest[:12]}-{status.st_ino}-{status.st_mtime_ns}"
    return ServedBuild(build.build_id, str(path), version, damages)


def _fault_fr(build: BuildFile, path: Path) -> str:
    """Why DuckDB cannot read the file of a build, or empty; raise HeldBuildError for a held one."""
    try:
        return _reading_fault_fr(_served(build, path))
    except OSError:
        return "son fichier est illisible"


@lru_cache(maxsize=64)
def _reading_fault_fr(build: ServedBuild) -> str:
    try:
        with open_build(build.path) as connection:
            row = connection.execute("SELECT build_id FROM pub.build").fetchone()
    except duckdb.Error as error:
        raise_if_held(str(error))
        return "DuckDB ne peut pas lire son fichier"
    return "" if row == (build.build_id,) else "son fichier est celui d’une autre construction"


def open_build(path: str) -> Cursor:
    """Open a build read-only. One thread per query is faster when several users click."""
    connection = duckdb.connect(path, read_only=True)
    connection.execute("SET threads = 1")
    return connection


def open_sight(build: ServedBuild) -> Cursor:
    """Open a build read-only, with the reserved lines that the visitor sees among the others."""
    published = Path(build.path)
    reserved = reserved_path(published)
    if build.sight == frozenset() or not reserved.is_file():
        return open_build(build.path)
    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    for name, path in (("published", published), ("reserved", reserved)):
        quoted = str(path).replace("'", "''")
        connection.execute(f"ATTACH '{quoted}' AS {name} (READ_ONLY)")
    connection.execute("CREATE SCHEMA pub")
    tables = connection.execute(
        "SELECT table_name FROM duckdb_tables()"
        " WHERE database_name = 'published' AND schema_name = 'pub'"
    ).fetchall()
    for (table,) in tables:
        connection.execute(f"CREATE VIEW pub.{table} AS FROM published.pub.{table}")
    # Territory identifiers come from the settings, checked against those of the build.
    places = "" if build.sight is None else ", ".join(f"'{item}'" for item in sorted(build.sight))
    seen = f" WHERE territory_id IN ({places})" if places else ""
    connection.execute(
        "CREATE OR REPLACE VIEW pub.register_entry AS FROM published.pub.register_entry"
        f" UNION ALL BY NAME FROM reserved.pub.register_entry{seen}"
    )
    connection.execute(
        "CREATE OR REPLACE VIEW pub.register_word AS FROM published.pub.register_word"
        " UNION ALL BY NAME FROM reserved.pub.register_word"
    )
    return connection


@lru_cache(maxsize=BUILDS_OPEN)
def _connection(build: ServedBuild) -> Cursor:
    return open_sight(build)


def cursor_of(build: ServedBuild) -> Cursor:
    """A cursor of its own on a build, which is opened once per process."""
    return _connection(build).cursor()


@lru_cache(maxsize=1)
def shared_objects() -> dict[str, object]:
    """What every session of this process shares, by name, as long as the process lives."""
    return {}


def kept_per_build(
    compute: Callable[Concatenate[ServedBuild, P], T],
) -> Callable[Concatenate[ServedBuild, P], T]:
    """Keep the results of a function of a build, and forget them with the build.

    The last ``BUILDS_OPEN`` builds are kept, ``ENTRIES`` results of each.
    """

    @lru_cache(maxsize=BUILDS_OPEN)
    def of_build(build: ServedBuild) -> Callable[P, T]:
        return lru_cache(maxsize=ENTRIES)(partial(compute, build))  # type: ignore[return-value]

    @wraps(compute)
    def kept(build: ServedBuild, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return of_build(build)(*args, **kwargs)

    return kept


class PerBuild(Generic[P, T]):
    """A query asked of a build, whose answers are kept; ``read`` asks it of any cursor."""

    def __init__(self, read: Callable[Concatenate[Cursor, P], T]) -> None:
        self.read = read
        self._kept = kept_per_build(self._ask)
        update_wrapper(self, read)

    def _ask(self, build: ServedBuild, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return self.read(cursor_of(build), *args, **kwargs)

    def __call__(self, build: ServedBuild, /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Answer of a build, kept."""
        return self._kept(build, *args, **kwargs)


def per_build(read: Callable[Concatenate[Cursor, P], T]) -> PerBuild[P, T]:
    """Turn a query on a cursor into one on a build, whose answers are kept with the build."""
    return PerBuild(read)
