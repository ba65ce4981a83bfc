"""The warehouses the tests read: built once a run, by the real ETL, from the committed files."""

from __future__ import annotations

import ctypes
import functools
import gc
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import duckdb
import hypothesis
import pytest

from dashboard.queries import cache
from etl.settings import Settings
from etl.warehouse import read_warehouse
from tests.support.importing import serve_again
from tests.support.paths import DATA, ROOT
from tests.support.postgresql import PostgreSQL, running
from tests.support.refreshed import build_refreshed
from tests.support.warehouses import (
    BuiltDemonstration,
    BuiltWarehouse,
    MadeOnce,
    build_demonstration,
    build_published,
)

FOLDERS = ("contract", "faults", "etl", "browser", "dashboard", "models")
# Where what is made once for a run is: an environment variable, which the workers inherit.
FOLDER_OF_THE_RUN = "OBSERVATOIRE_TESTS"
# Python, its libraries and the tests are 330 MB of it before the first one.
HELD_MB = 450


@pytest.fixture(scope="module", autouse=True)
def gives_memory_back() -> Iterator[None]:
    """A worker lives through every file: what one has freed goes back to the system."""
    yield
    # Each build that a page has opened is held by what it has read of it.
    cache._connection.cache_clear()
    # What the pages froze may be collected once its test is over.
    gc.unfreeze()
    if _held_mb() > HELD_MB:
        _forget_builds()
        gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)


def _held_mb() -> float:
    """Memory of this process, in MB; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _forget_builds() -> None:
    """Forget what the pages have read of each build: the next file reads what it needs of it."""
    for item in gc.get_objects():
        # Asking a weak reference for its class would ask what it stands for, which may be gone.
        if type(item) is functools._lru_cache_wrapper and item.__module__ == cache.__name__:
            item.cache_clear()


@pytest.fixture(scope="session")
def made_once() -> MadeOnce:
    """Make something in a folder once for every worker of the run: they only read it."""
    return MadeOnce(Path(os.environ[FOLDER_OF_THE_RUN]))


@pytest.fixture(scope="session")
def warehouse(made_once: MadeOnce) -> BuiltWarehouse:
    """The published warehouse, read-only: a test that changes one asks for ``installation``."""
    return made_once("warehouse", build_published)


@pytest.fixture(scope="session")
def built_demonstration(warehouse: BuiltWarehouse, made_once: MadeOnce) -> BuiltDemonstration:
    """An installation that serves the warehouse and, with ``donnees=demo``, the demonstration."""
    return made_once("demonstration", partial(build_demonstration, warehouse.settings))


@pytest.fixture(scope="session")
def demonstration(built_demonstration: BuiltDemonstration) -> Settings:
    """The folders of that installation."""
    return built_demonstration.settings


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A PostgreSQL server; a test makes a database of its own in it."""
    with running() as server:
        yield server


@pytest.fixture
def connection(warehouse: BuiltWarehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    with read_warehouse(warehouse.path) as opened, opened.cursor() as cursor:
        yield cursor


@pytest.fixture
def served_demonstration(demonstration: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folder of that installation, which ``MSU_WAREHOUSE`` names during the test."""
    monkeypatch.setenv("MSU_WAREHOUSE", str(demonstration.warehouse))
    return demonstration.warehouse


@pytest.fixture(scope="session")
def refreshed(warehouse: BuiltWarehouse, made_once: MadeOnce) -> Settings:
    """The folders of an installation whose official series were refreshed; read-only."""
    return made_once("refreshed", partial(build_refreshed, warehouse.settings))


@pytest.fixture
def served_refreshed(refreshed: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folder of that installation, which ``MSU_WAREHOUSE`` names during the test."""
    monkeypatch.setenv("MSU_WAREHOUSE", str(refreshed.warehouse))
    return refreshed.warehouse


@pytest.fixture
def served_warehouse(warehouse: BuiltWarehouse, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folder of the built warehouse, which ``MSU_WAREHOUSE`` names during the test."""
    monkeypatch.setenv("MSU_WAREHOUSE", str(warehouse.settings.warehouse))
    return warehouse.settings.warehouse


@pytest.fixture
def installation(
    warehouse: BuiltWarehouse, tmp_path: Path, copy_data: Callable[[Path], Path]
) -> Settings:
    """An installation of its own: a copy of the data, and the warehouse already published."""
    return Settings(
        data=copy_data(tmp_path / "data"),
        warehouse=serve_again(warehouse.settings, tmp_path / "warehouse"),
        local=tmp_path / "local",
        choices=tmp_path / "reglages.toml",
    )


@pytest.fixture(scope="session")
def copy_data() -> Callable[[Path], Path]:
    """Copy the committed files of ``data`` to a folder, without what is generated or local."""

    def copy(target: Path) -> Path:
        shutil.copytree(DATA, target, ignore=shutil.ignore_patterns("warehouse", "local", "raw"))
        return target

    return copy


def pytest_configure(config: pytest.Config) -> None:
    """Keep what this machine has built, imported and chosen out of the tests, and its speed too."""
    hypothesis.settings.register_profile(
        "any machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.load_profile("any machine")
    if hasattr(config, "workerinput"):
        # A worker has the environment of the run that started it.
        return
    folder = Path(tempfile.mkdtemp(prefix="observatoire-"))
    config.add_cleanup(partial(shutil.rmtree, folder, ignore_errors=True))
    os.environ[FOLDER_OF_THE_RUN] = str(folder)
    (folder / "reglages.toml").touch()
    os.environ["MSU_SETTINGS"] = str(folder / "reglages.toml")
    # The threads of the pages and of the engines share their free memory.
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    # Each worker has a core: where two threads share a small matrix, they wait for each other
    # longer than they work, and three times longer when the machine does something else too.
    for library in ("OPENBLAS", "OMP", "MKL"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    # Folders that do not exist: a test that names none of its own fails, built or not.
    for variable in ("MSU_WAREHOUSE", "MSU_LOCAL", "MSU_RAW"):
        os.environ[variable] = str(folder / "nothing" / variable.lower())

    if config.args_source is pytest.Config.ArgsSource.TESTPATHS:
        # Every test is run, by workers that begin by reading them all: they will find these made.
        code = "import sys, pathlib; from tests.support.warehouses import make_all;"
        code += "make_all(pathlib.Path(sys.argv[1]))"
        making = subprocess.Popen(
            [sys.executable, "-c", code, str(folder)], cwd=ROOT, start_new_session=True
        )
        config.add_cleanup(partial(_stop, making))


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Stop a process and those it has started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """First what waits for no warehouse, last what is short: the workers end together."""
    rank = {folder: index for index, folder in enumerate(FOLDERS)}
    items.sort(key=lambda item: rank.get(item.path.relative_to(ROOT).parts[1], len(rank)))


def pytest_unconfigure() -> None:
    """Give back what the pages froze, so that the run ends on its closing line."""
    gc.unfreeze()
