"""The warehouse every test reads: built once, by the real ETL, from the committed figures."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import hypothesis
import pytest

from etl.demo.build import build_demo
from etl.pipeline import BuildReport, run_pipeline
from etl.settings import Settings
from etl.warehouse import read_warehouse
from tests.support.importing import few_draws, new_installation
from tests.support.paths import DATA


@dataclass(frozen=True)
class BuiltWarehouse:
    """A published warehouse, with the settings and the report of its build."""

    settings: Settings
    report: BuildReport

    @property
    def path(self) -> Path:
        """The database file being served."""
        return self.report.file


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> BuiltWarehouse:
    folder = tmp_path_factory.mktemp("warehouse")
    settings = Settings(
        data=DATA,
        warehouse=folder,
        geometry=folder,
        local=folder / "local",
        choices=folder / "reglages.toml",
    )
    return BuiltWarehouse(settings, run_pipeline(settings))


@pytest.fixture
def connection(warehouse: BuiltWarehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    with read_warehouse(warehouse.path) as opened, opened.cursor() as cursor:
        yield cursor


@pytest.fixture(scope="session")
def demonstration(warehouse: BuiltWarehouse, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An installation that serves the warehouse and, with ``donnees=demo``, the demonstration."""
    settings = new_installation(warehouse.settings, tmp_path_factory.mktemp("demonstration"))
    with few_draws():
        build_demo(settings)
    return settings


@pytest.fixture
def served_demonstration(demonstration: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folder of that installation, which ``MSU_WAREHOUSE`` names during the test."""
    monkeypatch.setenv("MSU_WAREHOUSE", str(demonstration.warehouse))
    monkeypatch.setenv("MSU_GEOMETRY", str(demonstration.geometry))
    return demonstration.warehouse


@pytest.fixture
def served_warehouse(warehouse: BuiltWarehouse, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folder of the built warehouse, which ``MSU_WAREHOUSE`` names during the test."""
    monkeypatch.setenv("MSU_WAREHOUSE", str(warehouse.settings.warehouse))
    monkeypatch.setenv("MSU_GEOMETRY", str(warehouse.settings.geometry))
    return warehouse.settings.warehouse


@pytest.fixture
def installation(
    warehouse: BuiltWarehouse, tmp_path: Path, copy_data: Callable[[Path], Path]
) -> Settings:
    """An installation of its own: a copy of the data, and of the warehouse already published."""
    copied = copy_data(tmp_path / "data")
    folder = tmp_path / "warehouse"
    folder.mkdir()
    for path in (warehouse.path, warehouse.settings.pointer):
        shutil.copy(path, folder)
    return Settings(
        data=copied,
        warehouse=folder,
        geometry=tmp_path / "geometry",
        local=tmp_path / "local",
        choices=tmp_path / "reglages.toml",
    )


@pytest.fixture(scope="session")
def copy_data() -> Callable[[Path], Path]:
    """Copy the committed files of ``data`` to a folder, without what is generated or local."""

    def copy(target: Path) -> Path:
        shutil.copytree(DATA, target, ignore=shutil.ignore_patterns("warehouse", "local"))
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
    config.add_cleanup(lambda: shutil.rmtree(folder))
    (folder / "reglages.toml").touch()
    os.environ["MSU_SETTINGS"] = str(folder / "reglages.toml")
    # Folders that do not exist: a test that names none of its own fails, built or not.
    for variable in ("MSU_WAREHOUSE", "MSU_GEOMETRY", "MSU_LOCAL"):
        os.environ[variable] = str(folder / "nothing" / variable.lower())


def pytest_unconfigure() -> None:
    """Give back what the pages froze, so that the run ends on its closing line."""
    gc.unfreeze()
