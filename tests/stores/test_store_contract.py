"""What every store does, in two folders or in a database that several machines share."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from stores import (
    OFFICIAL_STATE,
    BuildFile,
    BusyStoreError,
    DamagedBuildError,
    NothingServedError,
    Place,
    Store,
    StoreError,
    find_served,
    lines_in_progress,
    reserved_path,
)
from stores.files import FilesStore
from stores.postgres import PostgresStore
from tests.support.patience import PATIENCE_SECONDS

OUTLINES = b'{"traces": 1}'
DRAWN = f"carte-{hashlib.sha256(OUTLINES).hexdigest()[:12]}.json"


def content_of(name: str, size: int = 3_000_000) -> bytes:
    """What a database could be: larger than a piece."""
    return bytes(8) + b"DUCK" + hashlib.shake_256(name.encode()).digest(size)


def publish(kept: Store, name: str, commit: Callable[[], None] = lambda: None) -> BuildFile:
    """Publish a build of this name with its outlines."""
    kept.write_outline(DRAWN, OUTLINES)
    with kept.building(name) as path:
        path.write_bytes(content_of(name))
        lines_in_progress(path).write_bytes(content_of(f"lines of {name}"))
        return kept.publish(path, name, [DRAWN], commit)


@dataclass
class Machines:
    """Machines that share a store: the folders of one, or a database and the folders of each."""

    folder: Path
    url: str
    stores: list[PostgresStore] = field(default_factory=list)

    def machine(self, name: str) -> Store:
        """The store as a process of this machine has it."""
        if not self.url:
            return FilesStore(self.folder / "warehouse", self.folder / "local")
        own = self.folder / name
        store = PostgresStore(Place(own / "warehouse", own / "local", self.url))
        self.stores.append(store)
        return store


@pytest.fixture(params=["files", "postgresql"])
def machines(request, tmp_path) -> Iterator[Machines]:
    url = ""
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql").new_database()
    machines = Machines(tmp_path, url)
    yield machines
    for store in machines.stores:
        store.close()


@pytest.fixture
def kept(machines) -> Store:
    return machines.machine("one")


@pytest.fixture
def other(machines) -> Store:
    return machines.machine("two")


def test_a_new_store_holds_nothing(kept):
    assert (kept.pointer(), kept.builds(), kept.anomalies()) == (None, (), ())
    assert (kept.manifest(), kept.earlier_manifests(), kept.row_ids()) == (None, (), ())
    assert (kept.rows("x"), kept.outline(DRAWN), list(filter(None, kept.journal()))) == (
        None,
        None,
        [],
    )
    with pytest.raises(NothingServedError, match="Aucune donnée n’est publiée"):
        find_served(kept)


def test_what_one_machine_publishes_another_serves_whole(kept, other):
    build = publish(kept, "first")
    assert build.digest == hashlib.sha256(content_of("first")).hexdigest()
    assert (build.number, build.size, build.outlines) == (1, 3_000_012, (DRAWN,))
    served = find_served(other)
    assert (served.build, served.damages) == (build, ())
    assert served.path.read_bytes() == content_of("first")
    assert b"".join(other.content(build)) == content_of("first")
    assert other.outline(DRAWN).read_bytes() == OUTLINES


def test_builds_are_in_the_order_of_their_publication_and_the_last_is_served(kept, other):
    names = ["b", "a", "c"]
    for name, machine in zip(names, (kept, other, kept), strict=True):
        publish(machine, name)
    assert [build.build_id for build in other.builds()] == names[::-1]
    assert [build.number for build in other.builds()] == [3, 2, 1]
    assert other.pointer().build_id == "c"


def test_what_a_build_was_made_of_is_written_with_it(kept, other):
    def commit() -> None:
        kept.append_journal("import")
        kept.write_manifest(b"[1]")

    publish(kept, "first", commit)
    assert (other.manifest(), [*filter(None, other.journal())]) == (b"[1]", ["import"])


def test_a_publication_that_fails_serves_what_was_served(kept, other):
    first = publish(kept, "first")

    def refuse() -> None:
        kept.write_manifest(b"[2]")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        publish(kept, "second", refuse)
    assert (other.pointer(), other.builds()) == (first, (first,))
    assert find_served(kept).build == first


def test_what_remains_of_a_build_that_failed_is_deleted(kept):
    with pytest.raises(ZeroDivisionError), kept.building("half") as path:
        path.write_bytes(b"half")
        raise ZeroDivisionError
    assert not path.exists()


@pytest.mark.parametrize("damage", ["flipped", "cut", "empty", "deleted"])
def test_a_file_that_is_not_the_one_published_is_never_served(kept, damage):
    build = publish(kept, "first")
    path = kept.local_path(build)
    content = bytearray(path.read_bytes())
    content[1_000_000] ^= 1
    path.unlink()
    if damage != "deleted":
        path.write_bytes({"flipped": content, "cut": content[:99], "empty": b""}[damage])
    try:
        assert kept.local_path(build).read_bytes() == content_of("first")
    except DamagedBuildError as error:
        assert "son fichier" in str(error)


def test_the_lines_that_stand_for_persons_go_where_their_build_goes_but_not_in_it(kept, other):
    build = publish(kept, "first")
    lines = content_of("lines of first")
    assert build.lines == hashlib.sha256(lines).hexdigest()
    for machine in (kept, other):
        path = machine.local_path(build)
        assert reserved_path(path).read_bytes() == lines
        assert b"".join(machine.lines_content(build)) == lines
        assert path.read_bytes() == content_of("first")


def test_a_build_whose_lines_are_not_those_published_is_not_served(machines, kept):
    publish(kept, "first")
    last = publish(kept, "last")
    path = reserved_path(kept.local_path(last))
    path.write_bytes(b"x" + path.read_bytes()[1:])
    kept.recheck()
    served = find_served(kept)
    if machines.url:
        # The database has them: the copy is brought again.
        assert (served.build.build_id, served.damages) == ("last", ())
        assert reserved_path(served.path).read_bytes() == content_of("lines of last")
    else:
        assert served.build.build_id == "first"
        assert "lignes réservées" in served.damages[0].message_fr


def test_the_lines_of_a_build_that_is_deleted_are_deleted(kept):
    for name in ("a", "b", "c"):
        publish(kept, name)
    kept.prune(1)
    served = find_served(kept)
    assert [path.name for path in reserved_path(served.path).parent.iterdir()] == ["c.duckdb"]


def test_the_newest_sound_build_replaces_one_that_is_damaged(machines, kept):
    publish(kept, "first")
    second = publish(kept, "second")
    kept.local_path(second).write_bytes(b"DUCK")
    if machines.url:
        # What the database itself holds is damaged too.
        with machines.stores[0].session() as connection:
            connection.execute("UPDATE build_piece SET content = 'x' WHERE build_id = 'second'")
    served = find_served(kept)
    assert served.build.build_id == "first"
    (damage,) = served.damages
    assert damage.build == second
    assert "endommagée (son fichier n’est plus celui qui a été publié)" in damage.message_fr


def test_the_newest_builds_and_the_one_served_are_kept(kept, other):
    builds = [publish(kept, name) for name in ("a", "b", "c", "d")]
    kept.serve(builds[0])
    assert other.pointer() == builds[0]
    assert "b.duckdb" in kept.prune(2)
    assert [build.build_id for build in other.builds()] == ["d", "c", "a"]
    assert kept.outline(DRAWN) is not None
    assert find_served(other).build == builds[0]


def test_outlines_that_no_build_names_are_deleted(kept, other):
    publish(kept, "first")
    stray = f"carte-{hashlib.sha256(b'{}').hexdigest()[:12]}.json"
    kept.write_outline(stray, b"{}")
    assert kept.prune(3) == [stray]
    assert (kept.outline(stray), other.outline(stray)) == (None, None)


@pytest.mark.parametrize("name", ["../current.json", "carte-000000000000.json", "autre", ""])
def test_a_name_that_is_none_of_outlines_gives_nothing(kept, name):
    publish(kept, "first")
    assert kept.outline(name) is None


def test_a_build_published_elsewhere_is_kept_as_it_was_and_served_when_asked(kept, other, tmp_path):
    publish(kept, "first")
    path = tmp_path / "autre"
    path.write_bytes(content_of("autre"))
    digest = hashlib.sha256(content_of("autre")).hexdigest()
    moved = BuildFile("autre", "autre.duckdb", digest, 3_000_012, "2026-11-30T07:00:00Z", 7)
    kept.adopt(path, moved)
    assert other.pointer().build_id == "first"
    kept.serve(moved)
    assert find_served(other).build == moved
    assert publish(other, "next").number == 8


def test_a_manifest_keeps_its_three_previous_versions(kept, other):
    for version in range(6):
        (kept, other)[version % 2].write_manifest(b"[%d]" % version)
    assert kept.manifest() == b"[5]"
    kept.write_manifest(b"[5]")
    assert other.earlier_manifests() == (b"[4]", b"[3]", b"[2]")


def test_a_damaged_manifest_is_replaced_and_not_kept(kept):
    kept.write_manifest(b"[1]")
    kept.write_manifest(b"[cut")
    kept.write_manifest(b"[2]")
    assert (kept.manifest(), kept.earlier_manifests()) == (b"[2]", (b"[1]",))


def test_rows_are_read_as_they_were_stored_and_those_not_kept_are_deleted(kept, other):
    for name in ("v1", "v2", "v3"):
        kept.write_rows(name, content_of(name, 5_000))
    kept.write_rows("v2", b"\x00\xff")
    assert (other.rows("v2"), other.rows("v1")) == (b"\x00\xff", content_of("v1", 5_000))
    assert other.row_ids() == ("v1", "v2", "v3")
    assert other.keep_rows(["v2", "absent"]) == ["v1.parquet", "v3.parquet"]
    assert (kept.row_ids(), kept.rows("v1")) == (("v2",), None)
    assert kept.keep_rows([]) == ["v2.parquet"]


def test_the_journal_keeps_its_lines_whole_and_in_order(kept, other):
    lines = ['{"who": "CDOM\u2028de\x85l’Aveyron"}', "deux", '{"nul": "\\u0000"}']
    for line, machine in zip(lines, (kept, other, kept), strict=True):
        machine.append_journal(line)
    assert [*filter(None, other.journal())] == lines


def test_a_second_import_is_refused_when_the_first_does_not_end(kept, other):
    places: list[int] = []
    refused = pytest.raises(BusyStoreError)
    with kept.exclusive(), refused, other.exclusive(places.append, 0.05):
        pytest.fail("two imports at a time")
    assert places == [1]
    with other.exclusive(wait_seconds=0):
        pass


def test_an_import_that_fails_lets_the_others_go_on(kept, other):
    with pytest.raises(ZeroDivisionError), kept.exclusive():
        raise ZeroDivisionError
    with other.exclusive(wait_seconds=0):
        pass


def test_imports_have_their_turn_in_the_order_in_which_they_came(machines, kept):
    order: list[str] = []
    queued = {name: threading.Event() for name in ("second", "third")}

    def take_turn(name: str) -> None:
        store = machines.machine(name)
        with store.exclusive(lambda place: queued[name].set(), PATIENCE_SECONDS):
            order.append(name)

    threads = [threading.Thread(target=take_turn, args=[name]) for name in queued]
    with kept.exclusive():
        for thread, event in zip(threads, queued.values(), strict=True):
            thread.start()
            assert event.wait(PATIENCE_SECONDS)
        order.append("first")
    for thread in threads:
        thread.join()
    assert order == ["first", "second", "third"]


def test_a_process_that_watches_sees_what_another_publishes(kept, other):
    publish(kept, "first")
    other.watch()
    assert find_served(other).build.build_id == "first"
    second = publish(kept, "second")
    deadline = time.monotonic() + PATIENCE_SECONDS
    while other.pointer() != second and time.monotonic() < deadline:
        time.sleep(0.01)
    served = find_served(other)
    assert (served.build, served.damages) == (second, ())
    assert served.path.read_bytes() == content_of("second")


ARCHIVE, WORKBOOK = "publie/ameli-zones.zip", "drees-medecins/2026-11-30/0a1b-medecins.xlsx"


def test_official_files_are_read_by_every_machine_as_they_were_written(kept, other):
    assert (kept.official.names(), kept.official.read(ARCHIVE)) == ((), None)
    assert (kept.official.digest(ARCHIVE), kept.official.path(ARCHIVE)) == ("", None)
    large = content_of("workbook")
    kept.official.write(ARCHIVE, [b"first"])
    kept.official.write(WORKBOOK, [large[:2_000_000], large[2_000_000:]])
    kept.official.write(ARCHIVE, [b"sec", b"ond"])
    assert other.official.names() == (WORKBOOK, ARCHIVE)
    assert other.official.names("publie") == (ARCHIVE,)
    assert other.official.read(ARCHIVE) == b"second"
    assert other.official.digest(WORKBOOK) == hashlib.sha256(large).hexdigest()
    assert b"".join(other.official.content(WORKBOOK)) == large
    assert other.official.path(WORKBOOK).read_bytes() == large


def test_an_official_file_changed_on_one_machine_is_brought_again_or_told_apart(machines, kept):
    kept.official.write(ARCHIVE, [b"sound"])
    digest = kept.official.digest(ARCHIVE)
    kept.official.path(ARCHIVE).write_bytes(b"other")
    if machines.url:
        assert kept.official.path(ARCHIVE).read_bytes() == b"sound"
    assert (kept.official.digest(ARCHIVE) == digest) is bool(machines.url)


def test_an_official_file_is_published_with_the_build_or_not_at_all(machines, kept, other):
    kept.official.write(ARCHIVE, [b"first"])

    def refuse() -> None:
        kept.official.write(ARCHIVE, [b"second"])
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        publish(kept, "refused", refuse)
    # Folders change one after the other: the next build reads what is there, and says it is owed.
    assert other.official.read(ARCHIVE) == (b"first" if machines.url else b"second")


@pytest.mark.parametrize("name", ["../etat.json", "/etat.json", "publie/../../x", ".cache/x", ""])
def test_no_name_of_an_official_file_leads_out_of_its_folder(kept, name):
    with pytest.raises(StoreError):
        kept.official.write(name, [b"x"])
    with pytest.raises(StoreError):
        kept.official.digest(name)


def test_one_refresh_at_a_time_on_whatever_machine(kept, other):
    with kept.official.alone():
        with pytest.raises(BusyStoreError, match="actualisation"), other.official.alone():
            pytest.fail("two refreshes at a time")
        # The imports do not wait for it.
        with other.exclusive(wait_seconds=0):
            pass
    with other.official.alone():
        pass


def test_what_the_last_refresh_said_is_seen_by_a_process_that_watches(kept, other):
    publish(kept, "first")
    other.watch()
    assert other.official.state() is None
    kept.official.write(OFFICIAL_STATE, [b"{}"])
    deadline = time.monotonic() + PATIENCE_SECONDS
    while other.official.state() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    assert other.official.state() == b"{}"
