"""A build is served whole or not at all: refused, killed or raced, it leaves the previous one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from etl.errors import NoBuildError
from etl.pipeline import STEPS, run_pipeline
from etl.settings import ROOT, Settings
from etl.warehouse import current_build, read_warehouse
from tests.support import processes
from tests.support.importing import Served, environment, is_sound, new_installation
from tests.support.processes import Moment, Step

PUBLISHING = {
    "while the pointer is written": Moment("os", "fsync", "before"),
    "before its record is named": Moment("pathlib", "Path.replace", "before"),
    "after the lines of persons are renamed": Moment("pathlib", "Path.replace", "after", call=2),
    "before the file is renamed": Moment("pathlib", "Path.replace", "before", call=3),
    "after the file is renamed": Moment("pathlib", "Path.replace", "after", call=3),
    "before the pointer is swapped": Moment("pathlib", "Path.replace", "before", call=4),
    "after the pointer is swapped": Moment("pathlib", "Path.replace", "after", call=4),
    "before old builds are pruned": Moment("stores.files", "FilesStore.prune", "before"),
}

pytestmark = pytest.mark.usefixtures("few_draws")


@dataclass(frozen=True)
class Walk:
    """What an installation serves before a build, and at each of its steps, by title."""

    own: Settings
    before: Served
    states: dict[str, Served]


def _names(settings: Settings) -> set[str]:
    return {path.name for path in settings.warehouse.iterdir() if path.is_file()}


def _prune(settings: Settings) -> list[str]:
    return settings.store.prune(settings.builds_kept)


# --- a build that is killed ----------------------------------------------------------------


def _kill_at_launch(settings: Settings) -> None:
    """Start a build that is killed as soon as its modules are read."""
    death = Moment("etl.store", "read_manifest", "before")
    build = processes.start(settings, processes.command, "build", death=death)
    assert build.end()[0] == processes.KILLED


def _kill_after(settings: Settings, title: str) -> None:
    """Start a build and SIGKILL it as soon as it announces a step."""
    build = processes.start(settings, processes.command, "build", "--verbose")
    assert any(line.strip() == title for line in build.lines)
    build.process.kill()
    assert build.end()[0] == processes.KILLED


def test_a_build_killed_at_launch_leaves_nothing(installation, served):
    before = served()
    _kill_at_launch(installation)
    assert served() == before
    assert is_sound(installation)


@pytest.fixture(scope="module")
def walk(warehouse, tmp_path_factory) -> Walk:
    """A build that waits at each of its steps while what is on the disk is read, then is killed."""
    own = new_installation(warehouse.settings, tmp_path_factory.mktemp("walk"))
    before, states = Served.read(own), {}
    moments = {title: Step(title) for title in STEPS}
    with processes.halting(own, processes.command, "build", moments=moments) as titles:
        for title in titles:
            states[title] = Served.read(own)
            if title == list(STEPS)[-1]:
                break
    return Walk(own, before, states)


@pytest.mark.parametrize("title", STEPS)
def test_a_build_killed_at_a_step_would_leave_the_previous_one_served(walk, title):
    before, during = walk.before, walk.states[title]
    assert (during.pointer, during.digest) == (before.pointer, before.digest)
    leftovers = during.names - before.names
    assert leftovers
    assert all(".building" in name for name in leftovers)


def test_a_build_killed_at_its_last_step_leaves_the_previous_one_and_what_is_swept_up(walk):
    after = Served.read(walk.own)
    assert (after.pointer, after.digest) == (walk.before.pointer, walk.before.digest)
    assert is_sound(walk.own)
    copy = Settings(warehouse=walk.own.warehouse.parent / "copy")
    shutil.copytree(walk.own.warehouse, copy.warehouse)
    leftovers = after.names - walk.before.names
    assert leftovers
    assert set(_prune(copy)) == {name for name in leftovers if not name.endswith(".lock")}
    assert Served.read(copy) == walk.before


@pytest.mark.parametrize("moment", PUBLISHING)
def test_a_killed_publication_serves_the_whole_build_or_the_previous_one(
    installation, served, moment
):
    before = served()
    (installation.warehouse / "20000101T000000000-old.building").touch()
    killed = processes.start(
        installation,
        processes.publish_copy,
        "29990101T000000000-killed",
        death=PUBLISHING[moment],
    )
    assert killed.end()[0] == processes.KILLED
    swapped = moment in {"after the pointer is swapped", "before old builds are pruned"}
    assert (served().pointer != before.pointer) == swapped
    assert current_build(installation).name.startswith("2999") == swapped
    assert is_sound(installation)
    _prune(installation)
    assert not [name for name in _names(installation) if ".building" in name]
    assert is_sound(installation)


def test_there_are_at_least_twenty_moments_to_kill_a_build():
    assert 1 + len(STEPS) + len(PUBLISHING) >= 20


def test_the_build_that_follows_killed_ones_succeeds_and_sweeps_up(installation):
    for title in ("Lire les registres", "Publier les observations"):
        _kill_after(installation, title)
    leftovers = {name for name in _names(installation) if name.endswith((".building", ".wal"))}
    assert len(leftovers) >= 2
    interrupted = (installation.warehouse / "current.json").with_suffix(".json.new")
    interrupted.write_text('{"build_id": "half', encoding="utf-8")
    report = run_pipeline(installation)
    assert set(report.removed) == leftovers
    assert current_build(installation) == report.file
    assert not interrupted.exists()
    assert is_sound(installation)


def test_an_interrupted_build_removes_its_own_file(installation, served, monkeypatch):
    before = served()

    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setitem(STEPS, "Publier les territoires", interrupt)
    with pytest.raises(KeyboardInterrupt):
        run_pipeline(installation)
    assert served() == before


# --- builds that follow one another --------------------------------------------------------


def test_only_the_three_newest_builds_are_kept(installation):
    first = current_build(installation)
    files = []
    for day in range(1, 5):
        files.append(processes.serve_copy(installation, f"2999010{day}T000000000-abcdef"))
        _prune(installation)
    kept = {name for path in files[1:] for name in (path.name, f"{path.stem}.json")}
    assert _names(installation) == kept | {"current.json"}
    assert not first.exists()
    assert current_build(installation) == files[-1]


def test_the_build_being_served_is_kept_even_when_three_are_newer(installation):
    oldest = current_build(installation)
    pointer = (installation.warehouse / "current.json").read_bytes()
    for day in range(1, 5):
        processes.serve_copy(installation, f"2999010{day}T000000000-abcdef")
    (installation.warehouse / "current.json").write_bytes(pointer)
    removed = [name for name in _prune(installation) if name.endswith(".duckdb")]
    assert removed == ["29990101T000000000-abcdef.duckdb"]
    assert current_build(installation) == oldest
    assert oldest.exists()


def test_a_file_still_open_elsewhere_is_left_for_the_next_time(installation, monkeypatch):
    (installation.warehouse / "20000101T000000000-old.building").touch()

    def refuse(path, missing_ok=False):
        raise PermissionError(path)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        assert _prune(installation) == []
    assert _prune(installation) == ["20000101T000000000-old.building"]


def test_a_build_in_progress_in_another_process_is_no_leftover(installation):
    building = installation.warehouse / "29990101T000000000-other.building"
    hold = (
        "import sys\nfrom etl.settings import Settings\n"
        "with Settings().store.building(sys.argv[1]) as path:\n"
        "    path.touch()\n    print('open', flush=True)\n    input()\n    os._exit(1)"
    )
    command = [sys.executable, "-c", f"import os\n{hold}", building.stem]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": ROOT}
    pipes["env"] = environment(installation)
    with subprocess.Popen(command, **pipes) as other:
        assert other.stdout.readline() == "open\n"
        assert _prune(installation) == []
        assert building.exists()
        other.communicate("\n")
    assert _prune(installation) == [building.name]


def test_a_reader_always_finds_a_valid_pointer_while_builds_are_published(
    installation, monkeypatch
):
    stop, reads, faults = threading.Event(), [], []

    def read() -> None:
        while not stop.is_set():
            try:
                pointer = json.loads(
                    (installation.warehouse / "current.json").read_text(encoding="utf-8")
                )
                file = installation.warehouse / pointer["file"]
                with duckdb.connect(str(file), read_only=True) as connection:
                    connection.execute("SELECT build_id FROM pub.build").fetchall()
                reads.append(pointer["build_id"])
            except Exception as error:
                faults.append(error)

    reader = threading.Thread(target=read)
    write, replace = os.fsync, Path.replace

    def let_it_read() -> None:
        seen = len(reads)
        while len(reads) < seen + 3 and not faults:
            reader.join(timeout=0.001)

    def write_under_its_eyes(*arguments) -> None:
        let_it_read()
        write(*arguments)
        let_it_read()

    def replace_under_its_eyes(path, target):
        let_it_read()
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", write_under_its_eyes)
    monkeypatch.setattr(Path, "replace", replace_under_its_eyes)
    reader.start()
    try:
        published = [f"2999010{day}T000000000-abcdef" for day in range(1, 4)]
        for build_id in published:
            processes.serve_copy(installation, build_id)
            let_it_read()
    finally:
        stop.set()
        reader.join()
    assert faults == []
    assert set(published) <= set(reads)


def test_outlines_that_no_build_names_are_deleted_with_the_builds(installation):
    with read_warehouse(current_build(installation)) as connection:
        names = connection.sql("SELECT geometry_file, areas_file, limits_file FROM pub.build")
        (drawn,) = names.fetchall()
    old = (installation.warehouse / "geometry") / "carte-000000000000.json"
    old.touch()
    assert _prune(installation) == [old.name]
    assert {path.name for path in (installation.warehouse / "geometry").iterdir()} == set(drawn)


def test_outlines_stay_while_another_process_draws_some(installation):
    drawing = (installation.warehouse / "geometry") / "carte-000000000000.json"
    drawing.touch()
    with installation.store.building("29990101T000000000-other"):
        assert _prune(installation) == []
        assert drawing.exists()


def test_outlines_stay_while_a_build_of_an_older_version_may_name_them(installation):
    old = (installation.warehouse / "geometry") / "carte-000000000000.json"
    old.touch()
    older = installation.warehouse / "20000101T000000000-older.duckdb"
    shutil.copy(current_build(installation), older)
    assert _prune(installation) == []
    assert old.exists()


def test_an_empty_warehouse_says_how_to_fill_it(tmp_path):
    with pytest.raises(NoBuildError, match="python -m etl build"):
        current_build(Settings(warehouse=tmp_path))


@pytest.mark.parametrize(
    ("variable", "field"),
    [("MSU_DATA", "data"), ("MSU_WAREHOUSE", "warehouse"), ("MSU_LOCAL", "local")],
)
def test_a_folder_is_moved_by_its_environment_variable(monkeypatch, tmp_path, variable, field):
    monkeypatch.setenv(variable, str(tmp_path))
    assert getattr(Settings(), field) == tmp_path
    monkeypatch.setenv(variable, "")
    assert getattr(Settings(), field).is_relative_to(ROOT)


def test_the_served_folder_is_the_one_the_application_reads(served_warehouse):
    assert Settings().warehouse == served_warehouse
    assert current_build(Settings()).parent == served_warehouse
