"""The store in two folders: what its files are called, what an operator may do with them."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from stores import BuildFile, NothingServedError, find_served
from stores.files import EARLIER_KEPT, FilesStore
from tests.support.patience import PATIENCE_SECONDS


@pytest.fixture
def kept(tmp_path) -> FilesStore:
    return FilesStore(tmp_path / "warehouse", tmp_path / "local")


def _publish(kept: FilesStore, build_id: str, outlines: tuple[str, ...] = ()) -> BuildFile:
    with kept.building(build_id) as path:
        path.write_text(f"base {build_id}")
        return kept.publish(path, build_id, outlines)


def test_the_newest_build_is_the_last_published_whatever_its_name(kept):
    for build_id in ("2030-a", "2026-b", "2028-c"):
        _publish(kept, build_id)
    assert [build.build_id for build in kept.builds()] == ["2028-c", "2026-b", "2030-a"]
    assert [build.number for build in kept.builds()] == [3, 2, 1]
    (kept.warehouse / "current.json").unlink()
    assert find_served(kept).build.build_id == "2028-c"


def test_the_record_of_a_build_is_what_the_pointer_says_of_it(kept):
    build = _publish(kept, "2026-a", ("carte-0123456789ab.json",))
    record = (kept.warehouse / "2026-a.json").read_bytes()
    assert (kept.warehouse / "current.json").read_bytes() == record
    assert json.loads(record)["digest"] == build.digest
    assert build.size == len("base 2026-a")
    assert build.outlines == ("carte-0123456789ab.json",)


def test_an_earlier_build_is_served_again_by_copying_its_record(kept):
    _publish(kept, "2026-a")
    _publish(kept, "2026-b")
    shutil.copy(kept.warehouse / "2026-a.json", kept.warehouse / "current.json")
    served = find_served(kept)
    assert (served.build.build_id, served.damages) == ("2026-a", ())
    assert _publish(kept, "2026-c").number == 3


def test_a_pointer_that_only_names_a_file_is_completed_by_its_record(kept):
    build = _publish(kept, "2026-a")
    short = {"build_id": "2026-a", "file": "2026-a.duckdb"}
    (kept.warehouse / "current.json").write_text(json.dumps(short), encoding="utf-8")
    assert find_served(kept).build == build
    (kept.warehouse / "2026-a.duckdb").write_text("autre chose")
    with pytest.raises(NothingServedError):
        find_served(kept)


def test_a_build_of_a_version_without_digest_is_served_when_it_is_a_database(kept):
    kept.warehouse.mkdir()
    path = kept.warehouse / "ancien.duckdb"
    path.write_bytes(bytes(8) + b"DUCK")
    short = {"build_id": "ancien", "file": path.name}
    (kept.warehouse / "current.json").write_text(json.dumps(short), encoding="utf-8")
    assert find_served(kept).path == path
    path.write_bytes(b"autre chose")
    with pytest.raises(NothingServedError):
        find_served(kept)


def test_a_database_is_read_once_as_long_as_it_does_not_change(kept, monkeypatch):
    build, reads, real = _publish(kept, "2026-a"), [], Path.open

    def noting(path: Path, *arguments: object, **options: object) -> object:
        reads.append(path.suffix)
        return real(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", noting)
    for _ in range(3):
        kept.local_path(build)
    assert reads.count(".duckdb") == 1
    os.utime(kept.warehouse / build.file, (0, 0))
    kept.local_path(build)
    assert reads.count(".duckdb") == 2


def test_a_damaged_build_takes_no_place_among_those_kept(kept):
    for build_id in ("2026-a", "2026-b", "2026-c", "2026-d"):
        _publish(kept, build_id)
    (kept.warehouse / "2026-c.duckdb").write_text("abîmée")
    assert kept.prune(3) == ["2026-c.duckdb", "2026-c.json"]
    assert [build.build_id for build in kept.builds()] == ["2026-d", "2026-b", "2026-a"]


def test_the_manifest_keeps_its_versions_and_forgets_the_oldest(kept):
    versions = [f"[{rank}]".encode() for rank in range(6)]
    for content in versions:
        kept.write_manifest(content)
    assert kept.manifest() == versions[-1]
    assert kept.earlier_manifests() == tuple(versions[-2 : -2 - EARLIER_KEPT : -1])
    kept.write_manifest(versions[-1])
    assert kept.earlier_manifests()[0] == versions[-2]


def test_a_damaged_manifest_does_not_become_an_earlier_version(kept):
    kept.write_manifest(b"[1]")
    kept.write_manifest(b"[2]")
    (kept.local / "manifest.json").write_bytes(b"[2")
    kept.write_manifest(b"[3]")
    assert kept.earlier_manifests() == (b"[1]",)


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to(path)])
def test_what_bears_the_name_of_a_file_gives_way_to_it(kept, make):
    _publish(kept, "2026-a")
    kept.local.mkdir(exist_ok=True)
    for path in (kept.local / "journal.jsonl", kept.warehouse / "current.json"):
        path.unlink(missing_ok=True)
        make(path)
    assert kept.journal() == ("",)
    kept.append_journal("ligne")
    assert kept.journal() == ("ligne", "")
    published = _publish(kept, "2026-b")
    assert kept.pointer() == published


def test_the_ticket_of_a_process_that_died_holds_nobody_up(kept):
    (kept.local / ".queue").mkdir(parents=True)
    (kept.local / ".queue" / "000000001").touch()
    with kept.exclusive(wait_seconds=PATIENCE_SECONDS):
        pass
    assert [path.name for path in (kept.local / ".queue").iterdir() if path.name.isdecimal()] == []


def test_what_an_interrupted_writing_left_and_what_others_left_are_no_official_files(kept):
    official = kept.official
    official.write("publie/ameli-zones.zip", [b"whole"])
    for name in (
        "publie/ameli-zones.zip.new",
        ".verrou",
        "ameli-zones/.en-cours/partiel",
        "rpps-personnes/.ici-seulement/2026-11-30/0a1b-extraction.txt",
        "depot/extraction.txt",
        "log",
    ):
        path = official.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
    assert official.names() == ("publie/ameli-zones.zip",)
