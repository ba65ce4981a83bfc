"""The warehouses that every worker of a run reads: how each is built, once, in a process apart."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from filelock import FileLock

from etl.demo.build import build_demo
from etl.pipeline import BuildReport, run_pipeline
from etl.settings import Settings
from tests.support.importing import digests, few_draws, new_installation, no_main_module
from tests.support.paths import DATA

Made = TypeVar("Made")


@dataclass(frozen=True)
class MadeOnce:
    """Makes what the workers of a run share, in a folder of the run: they only read it."""

    run: Path

    def __call__(self, name: str, make: Callable[[Path], Made]) -> Made:
        """Call ``make`` with a folder of this name, unless another worker has done it.

        It is called in a process of its own: a build takes memory that a worker would keep, and
        nothing that a test replaces for itself reaches it.
        """
        folder, answer = self.run / name, self.run / f"{name}.pickle"
        with FileLock(self.run / f"{name}.lock"):
            if not answer.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                spawn = get_context("spawn")
                with no_main_module(), ProcessPoolExecutor(1, mp_context=spawn) as process:
                    made = process.submit(make, folder).result()
                answer.write_bytes(pickle.dumps(made))
        stored: Made = pickle.loads(answer.read_bytes())
        return stored


def make_all(run: Path) -> None:
    """Make what nearly every file of tests reads, while the workers collect the tests."""
    made_once = MadeOnce(run)
    published = made_once("warehouse", build_published)
    made_once("demonstration", partial(build_demonstration, published.settings))


@dataclass(frozen=True)
class BuiltWarehouse:
    """A published warehouse, with the settings and the report of its build."""

    settings: Settings
    report: BuildReport

    @property
    def path(self) -> Path:
        """The database file being served."""
        return self.report.file


def build_published(folder: Path) -> BuiltWarehouse:
    """The warehouse of the committed files, as ``make build`` publishes it."""
    settings = Settings(
        data=DATA,
        warehouse=folder,
        local=folder / "local",
        choices=folder / "reglages.toml",
    )
    return BuiltWarehouse(settings, run_pipeline(settings))


@dataclass(frozen=True)
class BuiltDemonstration:
    """An installation with its demonstration: the steps announced, the files there before it."""

    settings: Settings
    steps: tuple[str, ...]
    before: dict[str, str]


def build_demonstration(published: Settings, folder: Path) -> BuiltDemonstration:
    """A copy of a published warehouse, and the fictitious files in a warehouse beside it."""
    settings, steps = new_installation(published, folder), []
    before = digests(settings.warehouse)
    with few_draws():
        build_demo(settings, steps.append)
    return BuiltDemonstration(settings, tuple(steps), before)
