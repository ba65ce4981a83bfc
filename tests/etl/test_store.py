"""The local files: their history, their rows as Parquet, their lock and their journal."""

from __future__ import annotations

import json
import threading

import pandas as pd
import pytest

from etl import store
from etl.errors import BusyError, DataError, ImportStateError
from etl.imports import journal
from etl.store import ImportEntry
from stores.files import FilesStore
from tests.support.importing import msu_entry
from tests.support.patience import PATIENCE_SECONDS

ROWS = pd.DataFrame(
    {
        "territory_id": pd.Series(["DEP-12", "DEP-48"], dtype="str"),
        "period": pd.Series(["2024", "2024"], dtype="str"),
        "total_msu": pd.Series([61, 7], dtype="Int64"),
        "cycle2_msu": pd.Series([38, None], dtype="Int64"),
        "value": pd.Series([0.1, None], dtype="float64"),
        "line": pd.Series([2, 3], dtype="int64"),
    }
)


@pytest.fixture
def kept(tmp_path) -> FilesStore:
    return FilesStore(tmp_path / "warehouse", tmp_path / "local")


def _entry(import_id: str, label: str = "CDOM de l’Aveyron", **changes: object) -> ImportEntry:
    return msu_entry(import_id, ROWS, label_fr=label, **changes)


def _history(*entries: ImportEntry) -> store.Manifest:
    manifest: store.Manifest = ()
    for entry in entries:
        manifest = store.with_import(manifest, entry)
    return manifest


def _states(manifest: store.Manifest) -> dict[str, str]:
    return {entry.import_id: entry.state for entry in manifest}


def test_a_folder_without_manifest_has_no_import_and_is_not_made(kept, tmp_path):
    assert store.read_manifest(kept) == ()
    assert not kept.local.exists()


def test_a_manifest_is_read_as_it_was_written(kept, tmp_path):
    manifest = _history(_entry("v1"), _entry("v2"), _entry("w1", "ARS"))
    store.write_manifest(kept, manifest)
    assert store.read_manifest(kept) == manifest
    assert [path.name for path in kept.local.iterdir()] == ["manifest.json"]


def test_a_manifest_says_who_when_what_and_how_many_rows(kept, tmp_path):
    store.write_manifest(kept, _history(_entry("v1")))
    (entry,) = json.loads((kept.local / "manifest.json").read_text(encoding="utf-8"))
    assert entry["imported_by_fr"] == "CDOM de l’Aveyron"
    assert entry["imported_at"] == "2026-11-21T10:00:00Z"
    assert (entry["kind_id"], entry["rows_n"], entry["sha256"]) == ("msu", 2, "0" * 64)


@pytest.mark.parametrize(
    "damage",
    [b"", b"[{", b"{}", b'[{"import_id": "x"}]', b"\xff\xfe", b"[1]"],
    ids=["empty", "cut", "no list", "fields missing", "not text", "no entry"],
)
def test_a_damaged_manifest_is_refused_in_french_and_left_as_it_is(kept, tmp_path, damage):
    path = kept.local / "manifest.json"
    kept.local.mkdir()
    path.write_bytes(damage)
    with pytest.raises(DataError, match="le manifeste écrit par le dernier import.*Que faire"):
        store.read_manifest(kept)
    assert path.read_bytes() == damage


def test_a_manifest_with_an_unknown_state_is_refused(kept):
    store.write_manifest(kept, (_entry("v1", state="perdu"),))
    with pytest.raises(DataError, match="le manifeste"):
        store.read_manifest(kept)


def test_a_new_version_replaces_the_one_of_its_kind_and_label_and_keeps_both():
    manifest = _history(_entry("v1"), _entry("w1", "ARS"), _entry("v2"), _entry("v3"))
    assert _states(manifest) == {"v1": "replaced", "w1": "active", "v2": "replaced", "v3": "active"}
    assert [entry.replaces for entry in manifest] == [None, None, "v1", "v2"]
    assert [entry.import_id for entry in store.active(manifest)] == ["w1", "v3"]


def test_another_kind_of_the_same_label_replaces_nothing():
    manifest = _history(_entry("v1"), _entry("s1", kind_id="stages", stores="stages"))
    assert _states(manifest) == {"v1": "active", "s1": "active"}


def test_undoing_brings_back_each_version_in_turn():
    manifest = _history(_entry("v1"), _entry("v2"), _entry("v3"))
    undone = store.without_import(manifest, "v3")
    assert _states(undone) == {"v1": "replaced", "v2": "active", "v3": "undone"}
    twice = store.without_import(undone, "v2")
    assert _states(twice) == {"v1": "active", "v2": "undone", "v3": "undone"}
    assert store.active(store.without_import(twice, "v1")) == ()


def test_a_version_taken_after_an_undo_replaces_the_one_that_came_back():
    manifest = store.without_import(_history(_entry("v1"), _entry("v2")), "v2")
    manifest = store.with_import(manifest, _entry("v3"))
    assert _states(manifest) == {"v1": "replaced", "v2": "undone", "v3": "active"}
    assert _states(store.without_import(manifest, "v3"))["v1"] == "active"


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ("v1", "a été remplacé depuis"),
        ("v3", "a déjà été annulé"),
        ("v9", "Import inconnu : « v9 ». Imports en vigueur : v2"),
    ],
)
def test_an_import_that_does_not_count_cannot_be_undone(named, why):
    manifest = store.without_import(_history(_entry("v1"), _entry("v2"), _entry("v3")), "v3")
    with pytest.raises(ImportStateError, match=f"{why}.*Que faire"):
        store.without_import(manifest, named)


def test_rows_are_stored_and_read_back_as_they_were(kept, tmp_path):
    store.write_rows(kept, "v1", ROWS)
    assert (kept.local / "files" / "v1.parquet").is_file()
    pd.testing.assert_frame_equal(store.read_rows(kept, _entry("v1")), ROWS)


def test_a_digest_ignores_the_order_of_rows_and_their_lines():
    shuffled = ROWS.iloc[::-1].reset_index(drop=True).assign(line=[8, 9])
    assert store.digest_rows(shuffled) == store.digest_rows(ROWS)


@pytest.mark.parametrize(
    "changed",
    [
        ROWS.assign(total_msu=[61, 8]),
        ROWS.assign(total_msu=[7, 61]),
        ROWS.assign(period=["2024", "2023"]),
        ROWS.assign(cycle2_msu=[38, 0]),
        ROWS.assign(value=[0.2, None]),
        ROWS.iloc[:1],
        ROWS.rename(columns={"total_msu": "other_msu"}),
    ],
    ids=["value", "swapped", "period", "zero for missing", "decimal", "fewer rows", "column"],
)
def test_a_digest_changes_with_the_content(changed):
    assert store.digest_rows(changed) != store.digest_rows(ROWS)


@pytest.mark.parametrize("damage", ["missing", "cut", "noise", "another file", "changed"])
def test_rows_that_are_not_those_accepted_are_refused(kept, damage):
    store.write_rows(kept, "v1", ROWS)
    path = kept.local / "files" / "v1.parquet"
    if damage == "missing":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:-40])
    elif damage == "noise":
        path.write_bytes(b"PAR1" + bytes(range(256)) + b"PAR1")
    elif damage == "another file":
        pd.DataFrame({"x": [1]}).to_parquet(path)
    else:
        store.write_rows(kept, "v1", ROWS.assign(total_msu=[62, 7]))
    with pytest.raises(
        DataError, match=r"v1\.parquet.*les lignes acceptées.*python -m etl repair --set-aside"
    ):
        store.read_rows(kept, _entry("v1"))


def test_files_that_no_import_names_are_swept_away_and_the_others_kept(kept, tmp_path):
    for name in ("v1", "v2", "stray"):
        store.write_rows(kept, name, ROWS)
    (kept.local / "files" / "v3.parquet.new").write_bytes(b"half")
    store.remove_strays(kept, _history(_entry("v1"), _entry("v2")))
    assert sorted(path.name for path in (kept.local / "files").iterdir()) == [
        "v1.parquet",
        "v2.parquet",
    ]


def test_there_is_nothing_to_sweep_before_the_first_import(kept, tmp_path):
    store.remove_strays(kept, ())
    assert not kept.local.exists()


def test_a_second_import_is_told_to_come_back_when_the_first_does_not_end(kept):
    told = pytest.raises(BusyError, match="en cours.*attendre.*Rien n’a été modifié")
    with store.exclusive(kept), told, store.exclusive(kept, wait_seconds=0.05):
        pytest.fail("two imports at a time")
    with store.exclusive(kept, wait_seconds=0):
        pass


def test_a_second_import_waits_for_the_first_to_end(kept):
    order = []

    def second() -> None:
        with store.exclusive(kept, wait_seconds=PATIENCE_SECONDS):
            order.append("second")

    waiting = threading.Thread(target=second)
    with store.exclusive(kept):
        waiting.start()
        waiting.join(timeout=0.2)
        assert waiting.is_alive()
        order.append("first")
    waiting.join()
    assert order == ["first", "second"]


def test_an_import_that_fails_gives_the_files_back(kept):
    with pytest.raises(ZeroDivisionError), store.exclusive(kept):
        raise ZeroDivisionError
    with store.exclusive(kept, wait_seconds=0):
        pass


def test_the_journal_is_only_ever_appended_to(kept, tmp_path):
    journal.record(kept, "import", "CDOM de l’Aveyron", import_id="v1")
    first = (kept.local / "journal.jsonl").read_bytes()
    journal.record(kept, "annulation", "CDOM de l’Aveyron", import_id="v1")
    assert (kept.local / "journal.jsonl").read_bytes().startswith(first)
    lines = journal.read_journal(kept)
    assert [line.action for line in lines] == ["import", "annulation"]
    assert all(line.who_fr == "CDOM de l’Aveyron" and line.at for line in lines)


@pytest.mark.parametrize("cut", [b'{"at": "2026', '{"who_fr": "é'.encode()[:-1], b"\xe2\x80"])
def test_a_line_cut_short_swallows_neither_its_neighbours_nor_the_journal(kept, tmp_path, cut):
    journal.record(kept, "import", "avant")
    with (kept.local / "journal.jsonl").open("ab") as file:
        file.write(cut)
    assert [line.who_fr for line in journal.read_journal(kept)] == ["avant"]
    journal.record(kept, "refus", "après")
    assert [line.who_fr for line in journal.read_journal(kept)] == ["avant", "après"]


def test_a_journal_keeps_whole_a_name_with_unusual_line_ends(kept):
    journal.record(kept, "import", "CDOM\u2028de\x85l’Aveyron")
    assert [line.who_fr for line in journal.read_journal(kept)] == ["CDOM\u2028de\x85l’Aveyron"]


def test_a_folder_without_journal_has_no_line(kept):
    assert journal.read_journal(kept) == ()
