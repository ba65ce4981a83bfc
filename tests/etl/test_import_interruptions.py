"""An import killed at any moment leaves the previous state served, and the next one succeeds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from etl import store
from etl.imports import journal
from etl.imports.run import rebuild
from etl.settings import Settings
from etl.status import is_pending
from tests.support import processes
from tests.support.importing import (
    digests,
    few_draws,
    is_sound,
    new_installation,
    served_value,
    take,
    write_lines,
)
from tests.support.processes import Moment


@dataclass(frozen=True)
class Interruption:
    """Where an import dies, and what it has done by then."""

    death: Moment
    is_stored: bool = False
    is_told: bool = False
    is_accepted: bool = False
    is_served: bool = False


MOMENTS = {
    "while the file is read": Interruption(Moment("etl.imports.run", "prepare", "before")),
    "while its rows are written": Interruption(Moment("os", "fsync", "before")),
    "once its rows are written": Interruption(
        Moment("etl.store", "write_rows", "after"), is_stored=True
    ),
    "while the warehouse is built": Interruption(
        Moment("etl.transform.imported", "imported_msu", "before"), is_stored=True
    ),
    "before the journal": Interruption(
        Moment("etl.imports.journal", "record", "before"), is_stored=True
    ),
    "before the manifest": Interruption(
        Moment("etl.store", "write_manifest", "before"), is_stored=True, is_told=True
    ),
    "after the manifest": Interruption(
        Moment("etl.store", "write_manifest", "after"),
        is_stored=True,
        is_told=True,
        is_accepted=True,
    ),
    "once the pointer is swapped": Interruption(
        Moment("stores.files", "FilesStore.publish", "after"),
        is_stored=True,
        is_told=True,
        is_accepted=True,
        is_served=True,
    ),
}


@pytest.fixture(scope="module", autouse=True)
def _quick(warehouse):
    with few_draws():
        yield


@pytest.fixture
def own(warehouse, tmp_path):
    return new_installation(warehouse.settings, tmp_path)


def _kill(
    settings: Settings, moment: Interruption, task: Callable[..., None], what: object
) -> None:
    killed = processes.start(settings, task, str(what), death=moment.death)
    assert killed.end()[0] == processes.KILLED


def _kill_import(settings: Settings, moment: Interruption) -> None:
    path = _count(settings)
    _kill(settings, moment, processes.import_msu, path)


def _count(settings: Settings) -> Path:
    lines = ["territoire;date;total", "12;2024;61"]
    return write_lines(settings.local.parent, "tue.csv", lines)


def _served_value(settings: Settings, territory_id: str = "DEP-12") -> tuple[str, float]:
    """Status and MSU of a département in 2024, in a warehouse that passes every check."""
    assert is_sound(settings)
    return served_value(settings, territory_id)


@dataclass(frozen=True)
class State:
    """What an import has left on the disk at a moment."""

    files: dict[str, str]
    value: tuple[str, float]
    labels: list[str]
    stored: int
    actions: list[str]
    is_pending: bool

    @classmethod
    def read(cls, settings: Settings) -> State:
        return cls(
            digests(settings.warehouse),
            _served_value(settings),
            [entry.label_fr for entry in store.read_manifest(settings.store)],
            len(list((settings.local / "files").glob("*.parquet"))),
            [line.action for line in journal.read_journal(settings.store)],
            is_pending(settings),
        )


@pytest.fixture(scope="module")
def states(warehouse, tmp_path_factory) -> dict[str, State]:
    """State before an import, under no name, and at each moment, while the import waits there."""
    own = new_installation(warehouse.settings, tmp_path_factory.mktemp("halted"))
    found, path = {"": State.read(own)}, _count(own)
    moments = {name: moment.death for name, moment in MOMENTS.items()}
    with processes.halting(own, processes.import_msu, str(path), moments=moments) as names:
        for name in names:
            found[name] = State.read(own)
    return found


@pytest.mark.parametrize("name", MOMENTS)
def test_a_killed_import_leaves_the_state_before_or_the_state_after(states, name):
    moment, before, after = MOMENTS[name], states[""].files, states[name]
    assert (after.files["current.json"] == before["current.json"]) == (not moment.is_served)
    assert {
        name: after.files[name] for name in before if name != "current.json"
    }.items() <= before.items()
    assert (after.value == ("imported", 61)) == moment.is_served
    assert after.labels == ["Tué"] * moment.is_accepted
    assert after.stored == moment.is_stored
    assert after.actions == ["import"] * moment.is_told
    assert after.is_pending == (moment.is_accepted and not moment.is_served)


def test_the_import_that_follows_killed_ones_succeeds_and_sweeps_up(own):
    for name in ("while its rows are written", "before the journal"):
        _kill_import(own, MOMENTS[name])
        # The second one has swept what the first had left.
        assert len(list((own.local / "files").iterdir())) == 1
    assert [path for path in own.warehouse.iterdir() if ".building" in path.name]
    result = take(own, "msu", ["territoire;date;total", "48;2024;7"], "Lozère")
    assert [path.stem for path in (own.local / "files").iterdir()] == [result.entry.import_id]
    assert not [path for path in own.warehouse.iterdir() if ".building" in path.name]
    assert _served_value(own, "DEP-48") == ("imported", 7)
    assert _served_value(own)[0] == "estimated"
    assert not is_pending(own)


def test_the_build_that_follows_serves_an_import_accepted_before_the_kill(own):
    _kill_import(own, MOMENTS["after the manifest"])
    assert is_pending(own)
    rebuild(own)
    assert not is_pending(own)
    assert _served_value(own) == ("imported", 61)
    # The undo of that import, halted on both sides of the manifest, then killed.
    (entry,) = store.read_manifest(own.store)
    sides = ("before the manifest", "after the manifest")
    moments = {name: MOMENTS[name].death for name in sides}
    active = []
    with processes.halting(own, processes.undo, entry.import_id, moments=moments) as names:
        for name in names:
            active.append((store.active(store.read_manifest(own.store)), is_pending(own)))
            if name == sides[-1]:
                break
    assert active == [((entry,), False), ((), True)]
    assert _served_value(own) == ("imported", 61)
    rebuild(own)
    assert _served_value(own)[0] == "estimated"
    assert not is_pending(own)
