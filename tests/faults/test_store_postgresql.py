"""Several servers on one database: kills, cut lines, a database that stops, two servers at work."""

from __future__ import annotations

import json
import random
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from etl import store
from etl.checks import check_warehouse
from etl.settings import Settings
from etl.status import damages_of
from etl.warehouse import read_warehouse, served_file
from stores import (
    DamagedBuildError,
    NothingServedError,
    StoreError,
    UnreachableStoreError,
    find_served,
)
from stores.choice import store_of
from stores.moving import copy_store
from stores.postgres import PostgresStore
from tests.support import nginx, processes
from tests.support.importing import MSU, few_draws, new_installation, write_lines
from tests.support.paths import DATA
from tests.support.patience import PATIENCE_SECONDS
from tests.support.postgresql import PASSWORD, free_port
from tests.support.processes import Moment
from tests.support.served import Served, Visit, serving

BUILD = re.compile(r"\d{8}T\d{9}-[0-9a-f]{6}")
SILENT = "la base de données ne répond pas, les imports sont suspendus"
COOKIE = "observatoire_poste"


@dataclass
class Shared:
    """A database of its own, and the machines that share it."""

    server: object
    database: str
    folder: Path

    def machine(self, name: str) -> Settings:
        """The installation as this machine has it: folders of its own."""
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        choices = folder / "reglages.toml"
        choices.touch()
        return Settings(DATA, folder / "warehouse", folder / "local", choices)

    def cut(self) -> None:
        """Cut every line to the database."""
        self.server.ask(  # type: ignore[attr-defined]
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            f" WHERE datname = '{self.database}'"
        )


@pytest.fixture(scope="module", autouse=True)
def _quick(warehouse) -> Iterator[None]:
    with few_draws():
        yield


@pytest.fixture
def shared(warehouse, postgresql, tmp_path, monkeypatch) -> Iterator[Shared]:
    """A database that holds the published warehouse."""
    url = postgresql.new_database()
    files = new_installation(warehouse.settings, tmp_path / "files")
    own = Shared(postgresql, url.rpartition("/")[2], tmp_path)
    first = own.machine("first")
    source = files.store
    monkeypatch.setenv("MSU_STORAGE_URL", url)
    copy_store(source, first.store)
    yield own
    store_of.cache_clear()


def until(condition: Callable[[], bool]) -> None:
    """Wait for a condition."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


# --- kills -------------------------------------------------------------------------------------

MOMENTS = {
    "while the build is given": Moment("stores.postgres", "_point_to", "before"),
    "once all is given, before it is committed": Moment("stores.postgres", "_point_to", "after"),
    "before the copy of this machine": Moment("stores.files", "FilesStore.adopt", "before"),
    "once it is published": Moment("stores.postgres", "PostgresStore.publish", "after"),
}


# --- names and contents that another hand wrote -------------------------------------------------


@pytest.mark.fault(
    "écrire dans la base un nom de construction ou de tracé qui sort des dossiers, une fausse date",
    "rien n’est écrit ailleurs, la construction n’est pas servie",
)
@pytest.mark.parametrize(
    "change",
    [
        "file = '../../ailleurs.duckdb'",
        "file = '{elsewhere}'",
        "file = 'reglages.toml'",
        "outlines = array_append(outlines, '../../ailleurs.json')",
        "built_at = 'hier'",
    ],
)
def test_names_of_the_database_lead_nowhere_else(shared, change):
    with_outline = "INSERT INTO observatoire.outline VALUES ('../../ailleurs.json', 'a')"
    shared.server.ask(with_outline, shared.database)
    elsewhere = shared.folder / "ailleurs.duckdb"
    told = change.format(elsewhere=elsewhere)
    shared.server.ask(f"UPDATE observatoire.build SET {told}", shared.database)
    other = shared.machine("second")
    before = set(shared.folder.rglob("*"))
    with pytest.raises(NothingServedError):
        find_served(other.store)
    written = set(shared.folder.rglob("*")) - before
    assert [path for path in written if not path.is_relative_to(other.warehouse)] == []
    assert not elsewhere.exists()


@pytest.mark.fault(
    "abîmer dans la base une construction dont cette machine a une copie saine",
    "« etl check » le voit : les autres serveurs ne pourraient pas la servir",
)
def test_damage_in_the_database_is_seen_beside_a_sound_copy(shared):
    own = shared.machine("first")
    assert find_served(own.store).damages == ()
    assert damages_of(own) == []
    piece = "UPDATE observatoire.build_piece SET content = 'x' WHERE rank = 1 AND part = 'data'"
    shared.server.ask(piece, shared.database)
    assert any("contenu gardé" in one for one in damages_of(own))


@pytest.mark.fault(
    "kill −9 d’une publication dans la base, à chacun de ses moments",
    "tout est publié ou rien ne l’est ; la file avance, la publication suivante réussit",
)
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_publication_that_is_killed_is_whole_or_is_not(shared, moment):
    settings, other = shared.machine("first"), shared.machine("second").store
    before = other.pointer()
    killed = processes.start(settings, processes.publish_in_turn, "tue", death=MOMENTS[moment])
    assert killed.end()[0] == processes.KILLED
    with other.exclusive(wait_seconds=PATIENCE_SECONDS):
        is_published = other.pointer() != before
        assert is_published == (moment in list(MOMENTS)[2:])
        assert ("tue" in other.journal()) == is_published
        assert (other.manifest() == b'["tue"]') == is_published
        assert ("tue" in {build.build_id for build in other.builds()}) == is_published
    served = find_served(other)
    assert (served.build, served.damages) == (other.pointer(), ())
    running = processes.start(settings, processes.publish_in_turn, "suivante")
    assert running.end()[0] == 0
    assert find_served(other).build.build_id == "suivante"


@pytest.mark.long
@pytest.mark.fault(
    "kill −9 d’un import ou d’une construction à vingt moments au hasard, base partagée",
    "construction servie saine, historique cohérent, file libre, import suivant accepté",
)
def test_a_kill_at_any_moment_leaves_the_database_sound(shared, tmp_path):
    settings, other = shared.machine("first"), shared.machine("second")
    chance = random.Random(16)
    file = write_lines(tmp_path, "msu.csv", [MSU, "12;2024;61"])
    for rank in range(20):
        is_import = rank % 2 == 0
        task = processes.import_msu if is_import else processes.command
        running = processes.start(settings, task, str(file) if is_import else "build")
        running.process.join(chance.uniform(0.1, 8.0))
        running.process.kill()
        running.end()
        kept = other.store
        with kept.exclusive(wait_seconds=PATIENCE_SECONDS):
            manifest = store.read_manifest(kept)
        for entry in store.active(manifest):
            store.read_rows(kept, entry)
        with read_warehouse(served_file(other).path) as connection:
            assert all(result.passed for result in check_warehouse(connection))
    last = write_lines(tmp_path, "apres.csv", [MSU, "12;2024;62"])
    assert processes.start(settings, processes.import_msu, str(last)).end()[0] == 0


# --- cut lines ---------------------------------------------------------------------------------


@pytest.mark.fault(
    "la ligne coupée au milieu d’une publication",
    "refus en français, rien de publié, la suivante réussit",
)
def test_a_line_cut_while_publishing_publishes_nothing(shared):
    kept, other = shared.machine("first").store, shared.machine("second").store
    before = other.pointer()

    def cut() -> None:
        kept.append_journal("coupée")
        shared.cut()
        kept.append_journal("après")

    with pytest.raises(UnreachableStoreError, match="ne répond pas"), kept.exclusive():
        _publish(kept, "coupee", cut)
    assert (other.pointer(), other.manifest()) == (before, None)
    assert "coupée" not in other.journal()
    with kept.exclusive(wait_seconds=PATIENCE_SECONDS):
        _publish(kept, "suivante")
    assert find_served(other).build.build_id == "suivante"


@pytest.mark.fault(
    "la ligne coupée pendant qu’un import tient son tour, un autre passe",
    "le premier ne publie pas par-dessus le second",
)
def test_an_import_that_lost_its_turn_publishes_nothing(shared):
    kept, other = shared.machine("first").store, shared.machine("second").store
    with pytest.raises(UnreachableStoreError), kept.exclusive():
        shared.cut()
        with other.exclusive(wait_seconds=PATIENCE_SECONDS):
            _publish(other, "second")
        _publish(kept, "premier")
    assert other.pointer().build_id == "second"
    assert "premier" not in {build.build_id for build in other.builds()}


@pytest.mark.fault(
    "la ligne coupée juste après que la base a tout enregistré",
    "la publication est reconnue, elle n’est pas faite deux fois",
)
def test_a_publication_whose_answer_was_lost_is_recognised(shared, monkeypatch):
    kept = shared.machine("first").store
    real = PostgresStore.transaction

    def lost(self):
        transaction = real(self)

        class Lost:
            def __enter__(self):
                return transaction.__enter__()

            def __exit__(self, *error):
                transaction.__exit__(*error)
                if error[0] is None:
                    raise UnreachableStoreError

        return Lost()

    with kept.exclusive():
        monkeypatch.setattr(PostgresStore, "transaction", lost)
        build = _publish(kept, "perdue")
    assert (kept.pointer(), build.build_id) == (build, "perdue")


@pytest.mark.fault(
    "le contenu d’une construction abîmé dans la base",
    "aucun serveur ne la sert ; la précédente est servie, la page le dit",
)
def test_a_build_damaged_in_the_database_is_served_by_no_one(shared):
    kept, other = shared.machine("first").store, shared.machine("second").store
    before = kept.pointer()
    with kept.exclusive():
        build = _publish(kept, "abimee")
    shared.server.ask(
        "UPDATE observatoire.build_piece SET content = 'abîmé'::bytea"
        " WHERE build_id = 'abimee' AND rank = 1",
        shared.database,
    )
    with pytest.raises(DamagedBuildError, match="n’est plus celui qui a été publié"):
        other.local_path(build)
    other.watch()
    served = find_served(other)
    assert served.build == before
    assert "endommagée" in served.damages[0].message_fr
    other.close()


def _publish(kept, build_id: str, commit: Callable[[], None] = lambda: None):
    served = find_served(kept)
    with kept.building(build_id) as path:
        path.write_bytes(served.path.read_bytes() + build_id.encode())
        return kept.publish(path, build_id, served.build.outlines, commit)


# --- a database that stops, without a server of pages ------------------------------------------


@pytest.mark.fault(
    "la base arrêtée puis relancée sous un serveur qui suit les publications",
    "la copie locale est servie et le dit ; tout import est refusé en français ; reprise seule",
)
def test_what_is_on_the_machine_is_served_while_the_database_is_stopped(shared, tmp_path):
    settings = shared.machine("first")
    kept = settings.store
    kept.watch()
    before = kept.pointer()
    shared.server.stop()
    try:
        until(lambda: bool(kept.anomalies()))
        served = find_served(kept)
        assert served.build == before
        assert [damage.message_fr for damage in served.damages] == [SILENT]
        # A server that starts meanwhile serves what it had.
        store_of.cache_clear()
        again = settings.store
        again.watch()
        assert find_served(again).build == before
        again.close()
        file = write_lines(tmp_path, "msu.csv", [MSU, "12;2024;61"])
        running = processes.start(settings, processes.command, "import", "msu", str(file), "--json")
        code, answer = processes.answer_of(running)
        assert (code, answer["state"]) == (1, "refused")
        assert "La base de données ne répond pas" in str(answer["message_fr"])
        assert PASSWORD not in str(answer)
        with pytest.raises(StoreError), kept.exclusive():
            pytest.fail("imports without a database")
    finally:
        shared.server.start()
    until(lambda: not kept.anomalies())
    kept.close()
    assert processes.start(settings, processes.publish_in_turn, "reprise").end()[0] == 0


# --- two servers behind nginx ------------------------------------------------------------------


@dataclass
class Site:
    """Two servers of pages behind nginx, and the database they share."""

    shared: Shared
    servers: list[Served]
    front: Served

    def visitor(self) -> tuple[str, dict[str, str]]:
        """The name that nginx gives to a new visitor, and the cookies of their browser."""
        answer = self.front.ask("GET", "/", headers={"accept": "text/html"})
        assert answer.status_code == 200
        name = answer.cookies[COOKIE]
        return name, self.front.cookies() | {COOKIE: name}


@pytest.fixture
def site(shared, tmp_path) -> Iterator[Site]:
    nginx.program()
    with ExitStack() as stack:
        servers = [
            stack.enter_context(serving(tmp_path / f"serveur-{name}", shared.machine(name)))
            for name in ("first", "second")
        ]
        folder = tmp_path / "nginx"
        folder.mkdir()
        port = free_port()
        process = stack.enter_context(nginx.proxy(folder, port, [one.port for one in servers]))
        front = Served(port, folder, process, "")
        until(lambda: process.poll() is not None or _answers(front))
        assert process.poll() is None
        yield Site(shared, servers, front)


def _answers(front: Served) -> bool:
    try:
        return front.ask("GET", "/_stcore/health").status_code == 200
    except httpx.HTTPError:
        return False


def _health(server: Served) -> dict[str, object]:
    document: dict[str, object] = json.loads(server.ask("GET", "/sante").text)
    return document


@pytest.mark.long
@pytest.mark.fault(
    "deux serveurs derrière nginx, un import par l’un, puis la base arrêtée et relancée",
    "l’autre montre l’import aussitôt, aucune page de deux constructions, lecture sans la base",
)
def test_two_servers_behind_nginx_are_one(site, tmp_path):
    names = dict(site.visitor() for _ in range(12))
    stop = threading.Event()
    runs: list[set[str]] = []
    errors: list[str] = []

    def read(cookies: dict[str, str]) -> None:
        with site.front.visit("carte", cookies) as visit:
            while not stop.is_set():
                runs.append(_builds_of(visit))
                if "exception" in "\n".join(visit.texts).lower():
                    errors.append(visit.texts[-1])
                visit.run()

    readers = [threading.Thread(target=read, args=[one]) for one in list(names.values())[:4]]
    for reader in readers:
        reader.start()
    old = _health(site.servers[1])["construction"]
    file = write_lines(tmp_path, "msu.csv", [MSU, "12;2024;61"])
    running = processes.start(site.shared.machine("first"), processes.import_msu, str(file))
    assert running.end()[0] == 0
    new = site.shared.machine("first").store.pointer().build_id
    assert new != old
    for server in site.servers:
        until(lambda server=server: _health(server)["construction"] == new)
    until(lambda: any(new in builds for builds in runs[-4:]))

    site.shared.server.stop()
    try:
        for server in site.servers:
            until(lambda server=server: _health(server)["etat"] == "dégradé")
            assert _health(server)["anomalies"] == [SILENT]
        with site.front.visit("carte", next(iter(names.values()))) as visit:
            text = "\n".join(visit.texts)
            assert "les imports sont suspendus" in text
            assert _builds_of(visit) == {new}
    finally:
        site.shared.server.start()
    for server in site.servers:
        until(lambda server=server: _health(server)["etat"] == "sain")
    stop.set()
    for reader in readers:
        reader.join()

    assert errors == []
    assert {len(builds) for builds in runs} == {1}
    assert set().union(*runs) == {old, new}
    log = (site.front.folder / "observatoire.log").read_text(encoding="utf-8")
    assert {line.rsplit(" ", 1)[1] for line in log.splitlines()} >= {
        f"127.0.0.1:{server.port}" for server in site.servers
    }
    assert not any(PASSWORD in server.log for server in site.servers)


def _builds_of(visit: Visit) -> set[str]:
    """The builds that a run of a page names."""
    return set(BUILD.findall("\n".join(visit.texts)))
