"""A refresh killed at any moment has published nothing or all of a build; the next one ends it."""

from __future__ import annotations

import os
import shutil
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from etl.connectors.raw import RawStore
from etl.connectors.refresh import Request, refresh
from etl.official import archives, read_archive
from etl.settings import Settings
from etl.status import is_pending
from etl.warehouse import current_build, read_warehouse
from foundation.answers import read_states
from tests.support import processes
from tests.support.importing import digests, few_draws, new_installation
from tests.support.official_sites import network_settings, official_sites
from tests.support.processes import Moment, Step

SOURCE = "ameli-zones"
MOMENTS = {
    "before the site answers": Moment("etl.connectors.refresh", "locate", "before"),
    "once the site has answered": Moment("etl.connectors.refresh", "locate", "after"),
    "before the file is written": Moment("etl.connectors.fetching", "_write", "before"),
    "once the file is written": Moment("etl.connectors.fetching", "_write", "after"),
    "before the file is kept": Moment("etl.connectors.raw", "RawStore.keep", "before"),
    "once the file is kept": Moment("etl.connectors.raw", "RawStore.keep", "after"),
    "before the register is written": Moment("etl.connectors.raw", "RawStore.record", "before"),
    "once the register is written": Moment("etl.connectors.raw", "RawStore.record", "after"),
    "once the file is read": Moment("etl.connectors.refresh", "doubts", "before"),
    "before the archive is made": Moment("etl.connectors.refresh", "archive_bytes", "before"),
    "once the archive is made": Moment("etl.connectors.refresh", "archive_bytes", "after"),
    "before the build reads it": Step("Lire les séries officielles"),
    "before the build publishes it": Step("Publier les séries officielles"),
    "before the checks": Step("Contrôler"),
    "before the build is moved": Moment("stores.files", "FilesStore.publish", "before"),
    "once the build is moved": Moment("stores.files", "FilesStore.adopt", "after"),
    # The register of the files is written first, the state of the sources last.
    "before the archive is published": Moment("stores.files", "FilesOfficial.write", "before", 2),
    "once the archive is published": Moment("stores.files", "FilesOfficial.write", "after", 2),
    "once the build is served": Moment("stores.files", "FilesStore.publish", "after"),
    "once old builds are swept": Moment("stores.files", "FilesStore.prune", "after"),
    "before the state is written": Moment("stores.files", "FilesOfficial.write", "before", 3),
    "once the state is written": Moment("stores.files", "FilesOfficial.write", "after", 3),
}
SERVED = (
    "once the build is served",
    "once old builds are swept",
    "before the state is written",
    "once the state is written",
)
# One before anything is published, one between the archive and the build, one after.
ENDED = ("once the file is written", "once the archive is published", "once the build is served")


def _rows(settings: Settings) -> int:
    """Rows of the source in the build being served."""
    with read_warehouse(current_build(settings)) as connection:
        ((count,),) = connection.execute(
            "SELECT count(*) FROM pub.observation WHERE source_id = 'AMELI-ZONES-SOUS-DOTEES'"
        ).fetchall()
    return int(count)


def _copy(settings: Settings, folder: Path) -> Settings:
    """What is on the disk now, as an installation of its own."""
    shutil.copytree(settings.raw, folder / "raw", dirs_exist_ok=True)
    shutil.copytree(settings.warehouse, folder / "warehouse", copy_function=_link_or_copy)
    local = folder / "local"
    return replace(settings, raw=folder / "raw", warehouse=folder / "warehouse", local=local)


def _link_or_copy(source: str, target: str) -> None:
    """A published build is never written again: the same file will do."""
    (os.link if source.endswith(".duckdb") else shutil.copy2)(source, target)


@pytest.fixture(scope="module")
def snapshots(warehouse, tmp_path_factory):
    """What a refresh leaves on the disk at each moment of its life."""
    folder = tmp_path_factory.mktemp("killed")
    with official_sites() as sites, few_draws():
        settings = replace(new_installation(warehouse.settings, folder), raw=folder / "raw")
        settings.choices.write_text(network_settings(sites), encoding="utf-8")
        with processes.halting(
            settings, processes.command, "refresh", SOURCE, "--json", moments=MOMENTS
        ) as names:
            yield {
                name: _copy(settings, folder / f"moment {rank}") for rank, name in enumerate(names)
            }


def test_the_refresh_went_through_each_moment(snapshots):
    assert set(snapshots) == set(MOMENTS)
    assert len(MOMENTS) >= 20


@pytest.mark.parametrize("moment", MOMENTS)
def test_what_is_served_is_whole_and_nothing_on_the_disk_is_half_written(snapshots, moment):
    settings = snapshots[moment]
    assert _rows(settings) == (360 if moment in SERVED else 0)
    for name, content in archives(settings.official).items():
        assert len(read_archive(name, content).tables.observation) == 360
    raw = RawStore(settings.raw)
    assert all(raw.is_intact(file) for file in raw.register().values())
    states = read_states(settings.official.state()).sources
    assert len(states) == (moment == "once the state is written")


@pytest.mark.parametrize("moment", ENDED)
def test_the_next_refresh_ends_what_was_begun(snapshots, moment):
    settings = snapshots[moment]
    done = refresh(settings, Request((SOURCE,)))
    assert done.is_whole
    assert _rows(settings) == 360
    assert not is_pending(settings)


def test_a_refresh_that_is_killed_holds_nobody_up_and_the_next_one_ends_it(warehouse, tmp_path):
    settings = replace(new_installation(warehouse.settings, tmp_path), raw=tmp_path / "raw")
    with official_sites() as sites, few_draws():
        settings.choices.write_text(network_settings(sites), encoding="utf-8")
        death = MOMENTS["once the archive is published"]
        code, _ = processes.start(
            settings, processes.command, "refresh", SOURCE, "--json", death=death
        ).end()
        assert (code, _rows(settings)) == (processes.KILLED, 0)
        asked = len(sites.files_asked())
        done = refresh(settings, Request((SOURCE,)))
    assert ([item.state for item in done.outcomes], done.build is None) == (["unchanged"], False)
    assert (_rows(settings), len(sites.files_asked())) == (360, asked)


def test_a_refresh_that_is_cancelled_stops_and_leaves_everything_as_it_was(warehouse, tmp_path):
    settings = replace(new_installation(warehouse.settings, tmp_path), raw=tmp_path / "raw")
    before = digests(settings.warehouse)
    with official_sites() as sites:
        settings.choices.write_text(network_settings(sites), encoding="utf-8")
        # The site sends a header, then nothing.
        sites.faults[SOURCE] = ["slow"]
        running = processes.start(settings, processes.command, "refresh", SOURCE, "--json")
        while not sites.files_asked() and running.process.is_alive():
            running.process.join(0.02)
        os.kill(running.process.pid, signal.SIGTERM)
        code, answer = processes.answer_of(running)
        assert (code, answer["state"]) == (1, "refused")
        assert "annulé à votre demande" in str(answer["message_fr"])
    assert digests(settings.warehouse) == before
    assert (settings.official.state(), archives(settings.official)) == (None, {})
    with settings.official.alone():
        pass
