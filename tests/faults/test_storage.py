"""Nothing wrong is served and nothing accepted is lost: disks, kills, damaged files, clocks."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import asgi
from dashboard.access.rights import LOCAL, Rights
from dashboard.queries import cache
from dashboard.queries.cache import NoWarehouseError, is_still_sound, served_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.geometry import find_outlines
from dashboard.ui import sign_in
from dashboard.views.vos_donnees import history as import_history
from etl import store
from etl.checks import check_warehouse
from etl.errors import DataError, OtherVersionError, UnwrittenError
from etl.imports import journal
from etl.imports import run as import_run
from etl.imports.repair import repair
from etl.imports.run import Importer, ImportRequest, new_entry, rebuild
from etl.settings import Settings
from etl.status import damages_of, is_pending, remedy_of
from etl.warehouse import read_served, served_file
from foundation.answers import HistoryAnswer
from stores import StoreError, find_served
from stores.files import FilesStore
from tests.faults.storage import (
    DATABASES,
    NEWER,
    OLDER,
    POINTERS,
    flip,
    own_installation,
    two_builds,
    under_limit,
)
from tests.support import processes
from tests.support.importing import (
    MSU,
    digests,
    few_draws,
    is_sound,
    served_value,
    take,
    write_lines,
)
from tests.support.paths import ROOT
from tests.support.patience import PATIENCE_SECONDS

APP = ROOT / "dashboard" / "app.py"
AVEYRON = [MSU, "12;2024;61"]


@pytest.fixture(scope="module", autouse=True)
def _quick(warehouse) -> Iterator[None]:
    with few_draws():
        yield


@pytest.fixture
def own(warehouse, tmp_path) -> Settings:
    return own_installation(warehouse.settings, tmp_path / "own")


@pytest.fixture
def both(warehouse, tmp_path, monkeypatch) -> Settings:
    """Two builds, served by the pages of this process."""
    settings = two_builds(warehouse.settings, tmp_path / "both")
    monkeypatch.setenv("MSU_WAREHOUSE", str(settings.warehouse))
    monkeypatch.setenv("MSU_LOCAL", str(settings.local))
    return settings


def _page(page: str = "ensemble") -> AppTest:
    test = AppTest.from_file(str(APP), default_timeout=PATIENCE_SECONDS)
    test.run()
    return test if page == "ensemble" else test.switch_page(f"views/{page}/{page}.py").run()


def _said(test: AppTest) -> str:
    return "\n".join(item.value for item in (*test.warning, *test.error))


def _health() -> tuple[int, dict[str, object]]:
    answer = asgi.send_health(None)
    return answer.status_code, json.loads(answer.body)


# --- what is damaged is not served -----------------------------------------------------------


@pytest.mark.fault(
    "abîmer la base servie (coupée, bits changés, vide, dossier, liens, tube, autre base…)",
    "la construction saine la plus récente est servie, c’est dit partout, aucun chemin montré",
)
@pytest.mark.parametrize("damage", DATABASES.values(), ids=list(DATABASES))
def test_a_damaged_database_gives_way_to_the_newest_sound_one(both, damage):
    path = both.warehouse / f"{NEWER}.duckdb"
    damage(path)
    if damage is DATABASES["sans droit"] and os.access(path, os.R_OK):
        pytest.skip("l’administrateur de la machine lit tout")
    build = served_build()
    assert build.build_id == OLDER
    assert fetch_catalog(build).build.build_id == OLDER
    assert "est endommagée" in build.damages[0].message_fr
    status, health = _health()
    assert (status, health["etat"]) == (200, "dégradé")
    assert str(both.warehouse) not in json.dumps(health)
    assert damages_of(both)


@pytest.mark.fault(
    "abîmer le pointeur (JSON, types, noms hors du dossier, liens, tube, absent…)",
    "une construction saine est servie, c’est dit, aucun chemin montré",
)
@pytest.mark.parametrize("damage", POINTERS.values(), ids=list(POINTERS))
def test_a_damaged_pointer_gives_way_to_the_newest_sound_build(both, damage):
    damage(both.warehouse / "current.json")
    build = served_build()
    assert build.build_id == NEWER
    assert build.damages
    assert _health()[1]["etat"] == "dégradé"
    assert all(str(both.warehouse) not in damage.message_fr for damage in build.damages)


@pytest.mark.fault(
    "abîmer la fiche d’une construction (son empreinte, sa date)",
    "le pointeur dit l’empreinte ; une construction saine est servie",
)
@pytest.mark.parametrize("name", [name for name in POINTERS if name not in {"fichier absent"}])
def test_a_damaged_record_hides_no_sound_build(both, name):
    POINTERS[name](both.warehouse / f"{NEWER}.json")
    assert served_build().build_id in {NEWER, OLDER}
    (both.warehouse / "current.json").unlink()
    assert served_build().build_id in {NEWER, OLDER}


@pytest.mark.fault(
    "ouvrir les pages quand la construction servie est abîmée",
    "chaque page répond, avec « données du … ; la construction du … est endommagée »",
)
@pytest.mark.parametrize("page", ["ensemble", "carte", "suivi"])
def test_every_page_says_of_when_its_figures_are(both, page):
    flip(both.warehouse / f"{NEWER}.duckdb", 0.3)
    test = _page(page)
    assert not test.exception
    assert "Données du" in _said(test)
    assert "est endommagée" in _said(test)
    assert str(both.warehouse) not in _said(test)


@pytest.mark.fault(
    "abîmer la construction servie, ouvrir « Vos données » en administrateur",
    "la page dit comment réparer",
)
def test_the_administrator_is_told_how_to_mend(both, monkeypatch):
    flip(both.warehouse / f"{NEWER}.duckdb", 0.3)
    all_rights = Rights(
        LOCAL, can_read=True, can_import=True, can_undo=True, sees_journal=True, territories=None
    )
    monkeypatch.setattr(sign_in, "current_rights", lambda: all_rights)
    history = HistoryAnswer(state="read")
    monkeypatch.setattr(import_history, "read_history", lambda **_: history)
    test = _page("vos_donnees")
    assert not test.exception
    assert "python -m etl check" in _said(test)


@pytest.mark.fault(
    "abîmer toutes les constructions",
    "« aucune construction n’est saine », quoi faire, /sante 503, ni trace ni chemin",
)
def test_nothing_sound_is_said_with_what_to_do(both):
    for path in both.warehouse.glob("*.duckdb"):
        os.truncate(path, 5_000)
    with pytest.raises(NoWarehouseError):
        served_build()
    test = _page()
    assert not test.exception
    assert "etl build" in _said(test)
    assert str(both.warehouse) not in _said(test)
    status, health = _health()
    assert (status, health["etat"]) == (503, "indisponible")
    code, written = processes.start(both, processes.command, "check").end()
    assert code == 1
    assert "Traceback" not in written


@pytest.mark.fault(
    "abîmer la base pendant qu’elle est servie, puis la remettre",
    "la suivante est servie au clic d’après, puis la première",
)
@pytest.mark.parametrize("name", ["coupée au milieu", "un bit à 30 %", "vide", "absente"])
def test_damage_while_serving_is_seen_and_mending_too(both, name):
    path = both.warehouse / f"{NEWER}.duckdb"
    whole = path.read_bytes()
    test = _page()
    assert not test.warning
    DATABASES[name](path)
    test.run()
    assert not test.exception
    assert "est endommagée" in _said(test)
    path.unlink(missing_ok=True)
    path.write_bytes(whole)
    test.run()
    assert not test.exception
    assert not test.warning


@pytest.mark.fault(
    "faire échouer une lecture au milieu d’une page, la base étant abîmée",
    "la page recommence sur une construction saine",
)
def test_a_page_that_meets_damage_begins_again(both, monkeypatch):
    path, calls = both.warehouse / f"{NEWER}.duckdb", []
    real = cache.cursor_of

    def failing(build):
        if build.build_id == NEWER and calls:
            flip(path, 0.5)
            raise duckdb.IOException("Corrupt database file")
        calls.append(build)
        return real(build)

    served_build()
    monkeypatch.setattr(cache, "cursor_of", failing)
    test = _page("carte")
    assert not test.exception
    assert OLDER in "".join(item.proto.body for item in test.get("html"))


@pytest.mark.fault(
    "changer un octet sans changer ni la taille ni la date du fichier",
    "« python -m etl check » le voit, en français, avec un code d’erreur",
)
def test_check_sees_one_flipped_bit(both):
    path = both.warehouse / f"{NEWER}.duckdb"
    before = path.stat()
    flip(path, 0.3)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    code, written = processes.start(both, processes.command, "check").end()
    assert code == 1
    assert "Traceback" not in written
    assert not is_still_sound(cache.ServedBuild(NEWER, str(path)))


@pytest.mark.fault(
    "changer de construction au milieu d’une page, à chaque lecture du pointeur",
    "la page entière est faite d’une seule construction",
)
@pytest.mark.parametrize("page", ["ensemble", "carte", "suivi", "fidelisation", "fiche"])
def test_a_page_is_made_of_one_build(both, monkeypatch, page):
    made_of, real = [], cache.cursor_of
    for build_id in (OLDER, NEWER):
        # Read before, so that what is asked of either is what the page alone asks.
        fetch_catalog(_named(both, build_id))
    reads = []

    def alternate(*, demo: bool = False):
        reads.append(demo)
        return _named(both, (OLDER, NEWER)[len(reads) % 2])

    def noting(build):
        made_of.append(build.build_id)
        return real(build)

    monkeypatch.setattr("dashboard.ui.state.served_build", alternate)
    monkeypatch.setattr(cache, "cursor_of", noting)
    test = _page(page)
    assert not test.exception
    body = "".join(item.proto.body for item in test.get("html"))
    shown = {build_id for build_id in (OLDER, NEWER) if build_id in body}
    assert len(shown) == 1
    assert set(made_of) <= {OLDER, NEWER}
    runs = 1 if page == "ensemble" else 2
    assert len(reads) <= runs


def _named(settings: Settings, build_id: str) -> cache.ServedBuild:
    kept = settings.store
    (build,) = (one for one in kept.builds() if one.build_id == build_id)
    return cache._served(build, kept.local_path(build))


# --- a disk that refuses ---------------------------------------------------------------------

MEGABYTES = 1_000_000


def _state(settings: Settings) -> tuple[object, ...]:
    """What must not move when a command fails: pointer, files served, history, rows."""
    files = digests(settings.warehouse) | {
        f"local/{name}": digest
        for name, digest in digests(settings.local).items()
        if not name.startswith((".", "journal"))
    }
    return tuple(sorted(files.items()))


def _arguments(settings: Settings, what: str) -> tuple[str, ...]:
    if what == "build":
        return ("build",)
    if what == "undo":
        entry = store.active(store.read_manifest(settings.store))[-1]
        return ("undo", entry.import_id)
    path = write_lines(settings.local.parent, "autre.csv", [MSU, "48;2024;70"])
    return ("import", "msu", str(path), "--confirm", "--as", "Lozère")


def _refused_by_the_disk(settings: Settings, what: str, limit: int) -> None:
    before, value = _state(settings), served_value(settings)
    arguments = _arguments(settings, what)
    code, written = processes.start(settings, under_limit, str(limit), *arguments).end()
    assert code == 1, (what, limit, written)
    assert "Traceback" not in written
    assert _state(settings) == before, (what, limit)
    assert served_value(settings) == value
    assert not is_pending(settings)


@pytest.mark.long
@pytest.mark.fault(
    "limiter la taille des fichiers pendant une construction, un import, une annulation",
    "l’état d’avant reste servi, sans reste, avec un message en français",
)
@pytest.mark.parametrize(
    ("what", "limit"),
    [("build", 20 * MEGABYTES), ("import", 25 * MEGABYTES), ("undo", 20), ("import", 0)],
)
def test_a_limit_on_files_changes_nothing(own, what, limit):
    take(own, "msu", AVEYRON, "Aveyron")
    _refused_by_the_disk(own, what, limit)


@pytest.mark.long
@pytest.mark.fault(
    "limiter la taille des fichiers à soixante valeurs, jusqu’au dernier octet de la base",
    "l’état d’avant reste servi, sans reste, avec un message en français",
)
@pytest.mark.parametrize("what", ["build", "import", "undo"])
def test_a_limit_at_any_byte_changes_nothing(own, what):
    take(own, "msu", AVEYRON, "Aveyron")
    size = served_file(own).path.stat().st_size
    near = [size - 262_144 * rank - 1 for rank in range(1, 9)]
    small = [1, 60, 200, 300, 400, 700, 4_096, 12_288]
    for limit in [*small, *near, 100_000, 1_000_000, 10_000_000, size // 2]:
        _refused_by_the_disk(own, what, limit)


@contextmanager
def _small_disk(folder: Path, megabytes: float) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    size = f"size={int(megabytes * 1_048_576)}"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("monter un petit disque demande un droit que ce compte n’a pas")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.long
@pytest.mark.fault(
    "remplir le disque, de 0 à 45 Mo libres, avec un reste d’un essai interrompu",
    "la construction est entière ou l’état d’avant reste servi, jamais de moignon",
)
@pytest.mark.parametrize("what", ["build", "import", "undo"])
def test_a_full_disk_serves_no_stump(warehouse, tmp_path, what):
    disk = tmp_path / "disque"
    source = own_installation(warehouse.settings, tmp_path / "own")
    take(source, "msu", AVEYRON, "Aveyron")
    source.store.prune(1)
    names = [path for path in source.warehouse.glob("*") if path.name != served_name(source)]
    for path in names:
        if path.suffix == ".duckdb":
            path.unlink()
    used = sum(path.stat().st_size for path in source.warehouse.rglob("*") if path.is_file())
    for room in (0.05, 1, 3, 5, 10, 15, 20, 26, 31, 32, 32.5, 33, 33.5, 34, 36, 45):
        with _small_disk(disk, used / 1_048_576 + 0.3 + room):
            own = Settings(source.data, disk / "warehouse", disk / "local", source.choices)
            shutil.copytree(source.warehouse, own.warehouse)
            shutil.copytree(source.local, own.local)
            (own.warehouse / "current.json.new").write_text('{"build_id": "moitié')
            before = served_file(own).build
            arguments = _arguments(own, what)
            running = processes.start(own, processes.command, *arguments)
            code, written = running.end()
            assert "Traceback" not in written, (room, written)
            served = served_file(own)
            assert not served.damages, room
            assert (served.build == before) == (code != 0), (room, written)
            assert is_sound(own), room
            assert not is_pending(own), room
            assert damages_of(own) == [], room


def served_name(settings: Settings) -> str:
    return served_file(settings).path.name


@dataclass
class Failing:
    """A function of the system that fails at its nth call."""

    real: Callable[..., object]
    call: int
    code: int
    calls: int = 0

    def __call__(self, *arguments: object, **options: object) -> object:
        self.calls += 1
        if self.calls == self.call:
            raise OSError(self.code, os.strerror(self.code))
        return self.real(*arguments, **options)


def _small_store(folder: Path) -> FilesStore:
    kept = FilesStore(folder / "warehouse", folder / "local")
    _publish_bytes(kept, "20260101-premier", b"premier" * 100)
    kept.write_manifest(b"[1]")
    kept.append_journal('{"premier": 1}')
    return kept


def _publish_bytes(kept: FilesStore, build_id: str, content: bytes) -> None:
    with kept.building(build_id) as path:
        path.write_bytes(content)

        def commit() -> None:
            kept.append_journal('{"second": 2}')
            kept.write_manifest(b"[1, 2]")

        kept.publish(path, build_id, (), commit)


@pytest.mark.fault(
    "refuser chaque appel au système d’une publication, l’un après l’autre (disque plein, panne)",
    "tout est fait, ou la construction d’avant reste servie, entière et sans reste",
)
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO], ids=["plein", "panne"])
@pytest.mark.parametrize(
    "name", ["os.fsync", "pathlib.Path.replace", "pathlib.Path.open", "os.open"]
)
def test_a_call_refused_anywhere_leaves_the_previous_build(tmp_path, monkeypatch, name, code):
    owner = {"os": os, "pathlib": Path}[name.split(".")[0]]
    attribute = name.split(".")[-1]
    for call in range(1, 60):
        kept = _small_store(tmp_path / str(call))
        failing = Failing(getattr(owner, attribute), call, code)
        with monkeypatch.context() as patch:
            patch.setattr(owner, attribute, lambda *a, _f=failing, **o: _f(*a, **o))
            with suppress(OSError, StoreError):
                _publish_bytes(kept, "20260102-second", b"second" * 100)
        served = find_served(kept)
        names = {path.name for path in kept.warehouse.iterdir()}
        assert not [name for name in names if name.endswith((".building", ".wal"))], call
        assert not served.damages, call
        if served.build.build_id == "20260101-premier":
            assert names == {"20260101-premier.duckdb", "20260101-premier.json", "current.json"}
        else:
            assert kept.manifest() == b"[1, 2]"
        if failing.calls < call:
            break
    else:
        pytest.fail("la publication n’en finit pas")


@pytest.mark.fault(
    "refuser l’échange du pointeur une fois l’import écrit",
    "l’import est retiré de l’historique, rien n’est servi à moitié",
)
def test_an_import_whose_pointer_cannot_be_swapped_is_taken_back(own, monkeypatch):
    before, real = store.read_manifest(own.store), Path.replace

    def refuse(path, target):
        if path.name == "current.json.new":
            raise OSError(errno.EIO, "panne")
        return real(path, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(UnwrittenError, match="Que faire"):
        take(own, "msu", AVEYRON, "Aveyron")
    assert store.read_manifest(own.store) == before
    assert not is_pending(own)
    assert is_sound(own)


@pytest.mark.fault(
    "laisser des restes de toutes sortes : .building, .wal, .new, fiches, tracés, lignes",
    "la construction suivante les balaie tous",
)
def test_the_next_build_sweeps_every_leftover(own):
    left = [
        own.warehouse / "20200101-vieux.building",
        own.warehouse / "20200101-vieux.building.wal",
        own.warehouse / "20200102-autre.duckdb.wal",
        own.warehouse / "20200103-seul.json",
        own.warehouse / "20200103-seul.json.new",
        own.warehouse / "current.json.new",
        own.warehouse / "geometry" / "carte-000000000000.json",
        own.warehouse / "geometry" / "carte-000000000000.json.new",
        own.local / "files" / "inconnu.parquet",
        own.local / "files" / "inconnu.parquet.new",
        own.local / "manifest.json.new",
    ]
    (own.local / "files").mkdir(parents=True)
    for path in left:
        path.write_text("reste", encoding="utf-8")
    spill = own.warehouse / "20200101-vieux.building.tmp"
    spill.mkdir()
    (spill / "duckdb_temp.block").touch()
    rebuild(own)
    assert [path.name for path in (*left, spill) if path.exists()] == []


@pytest.mark.fault(
    "laisser un current.json.new d’un essai interrompu : dossier, lien, tube",
    "la construction suivante est publiée",
)
@pytest.mark.parametrize("make", [Path.mkdir, lambda path: path.symlink_to("/etc/hostname")])
def test_a_leftover_of_the_pointer_stops_nothing(tmp_path, make):
    kept = _small_store(tmp_path)
    make(kept.warehouse / "current.json.new")
    _publish_bytes(kept, "20260102-second", b"second" * 100)
    assert find_served(kept).build.build_id == "20260102-second"


# --- imports: order, history, rows -----------------------------------------------------------


@pytest.mark.long
@pytest.mark.fault(
    "avancer l’horloge de deux jours, puis la retarder de dix ans, entre trois imports",
    "le dernier accepté l’emporte",
)
def test_the_latest_import_wins_whatever_the_clock(own, monkeypatch):
    for label, total, days in (("A", 61, 2), ("B", 75, 0), ("C", 99, -3650)):
        monkeypatch.setattr(import_run, "datetime", _Clock(timedelta(days=days)))
        take(own, "msu", [MSU, f"12;2024;{total}"], label)
        assert served_value(own) == ("imported", total)


@dataclass(frozen=True)
class _Clock:
    """The clock of a machine that is wrong."""

    late_by: timedelta

    def now(self, zone: object) -> datetime:
        return datetime.now(UTC) + self.late_by


@pytest.mark.fault(
    "abîmer l’historique des imports de quatorze façons",
    "refusé en français, rien n’est écrit ; « etl repair » le rétablit à l’identique",
)
@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"[{",
        b"[]x",
        b"null",
        b"{}",
        b"[1]",
        b'[{"import_id": "x"}]',
        b"\xff\xfe",
        bytes(500),
        None,
        Path.mkdir,
        os.mkfifo,
        lambda path: path.symlink_to(path.name),
        lambda path: path.symlink_to("/dev/zero"),
    ],
    ids=[
        "vide",
        "coupé",
        "suivi de bruit",
        "nul",
        "objet",
        "nombres",
        "champs manquants",
        "pas de texte",
        "zéros",
        "absent",
        "dossier",
        "tube",
        "lien sur lui-même",
        "lien vers /dev/zero",
    ],
)
def test_a_damaged_history_is_refused_then_repaired(history, tmp_path, damage):
    own = _copy(history, tmp_path)
    kept, path = own.store, own.local / "manifest.json"
    before = [(one.import_id, one.state, one.label_fr) for one in store.read_manifest(kept)]
    path.unlink()
    if callable(damage):
        damage(path)
    elif damage is not None:
        path.write_bytes(damage)
    with pytest.raises(DataError, match="etl repair"):
        store.read_manifest(kept)
    with pytest.raises(DataError, match="etl repair"):
        take(own, "msu", [MSU, "48;2024;70"], "Lozère")
    told = repair(own)
    assert "rétabli" in told[0]
    after = [(one.import_id, one.state, one.label_fr) for one in store.read_manifest(kept)]
    assert after == before
    assert repair(own) == ["L’historique des imports est sain."]
    assert {one.action for one in journal.read_journal(kept)} >= {"import", "reparation"}


@pytest.fixture(scope="module")
def history(warehouse, tmp_path_factory) -> Settings:
    """A history of three imports, one of them replaced, one undone, written without any build."""
    own = own_installation(warehouse.settings, tmp_path_factory.mktemp("history") / "own")
    kept, manifest = own.store, ()
    for line, label in (
        ("12;2024;61", "Aveyron"),
        ("12;2024;62", "Aveyron"),
        ("46;2024;30", "Lot"),
    ):
        path = write_lines(own.local.parent, "msu.csv", [MSU, line])
        request = ImportRequest("msu", path, label_fr=label)
        preview = Importer(own).preview(request, ())
        entry = new_entry(request, preview, label, store.digest_rows(preview.rows))
        manifest = store.with_import(manifest, store.with_rows(kept, entry, preview.rows))
        journal.record(kept, "import", "ARS", **import_run._facts(manifest[-1]))
        store.write_manifest(kept, manifest)
    journal.record(kept, "annulation", "ARS", **import_run._facts(manifest[-1]))
    store.write_manifest(kept, store.without_import(manifest, manifest[-1].import_id))
    return own


def _copy(settings: Settings, folder: Path) -> Settings:
    target = folder / "copie"
    shutil.copytree(settings.warehouse.parent, target)
    return Settings(settings.data, target / "warehouse", target / "local", target / "reglages.toml")


@pytest.mark.fault(
    "abîmer les lignes gardées d’un import (coupées, un bit, vides, texte, absentes, tube)",
    "la construction est refusée en français, « etl repair --set-aside » répare, les pages "
    "continuent",
)
@pytest.mark.parametrize(
    "damage",
    [
        lambda path: os.truncate(path, path.stat().st_size // 2),
        lambda path: flip(path, 0.5),
        lambda path: flip(path, 0.99),
        lambda path: os.truncate(path, 0),
        lambda path: path.write_text("PAR1 bruit PAR1"),
        Path.unlink,
        lambda path: (path.unlink(), os.mkfifo(path)),
    ],
    ids=["coupées", "un bit au milieu", "un bit à la fin", "vides", "texte", "absentes", "tube"],
)
def test_damaged_rows_are_refused_in_french(history, tmp_path, damage):
    own = _copy(history, tmp_path)
    entry = store.active(store.read_manifest(own.store))[-1]
    damage(own.local / "files" / f"{entry.import_id}.parquet")
    before = served_value(own)
    with pytest.raises(DataError, match="repair --set-aside"):
        rebuild(own)
    assert served_value(own) == before
    assert any(entry.import_id in one for one in damages_of(own))
    assert "--set-aside" in remedy_of(own)


@pytest.mark.fault(
    "abîmer les lignes de deux imports à la fois : aucun ne peut s’annuler sans l’autre",
    "« etl repair --set-aside » annule les deux, la version précédente saine revient",
)
def test_damaged_imports_are_set_aside_together(history, tmp_path):
    own = _copy(history, tmp_path)
    kept = own.store
    first, second, lot = store.read_manifest(kept)
    store.write_manifest(kept, (first, second, lot.model_copy(update={"state": "active"})))
    for entry in (second, lot):
        os.truncate(own.local / "files" / f"{entry.import_id}.parquet", 9)
    assert not any("mis de côté" in sentence for sentence in repair(own))
    assert len(store.active(store.read_manifest(kept))) == 2
    told = repair(own, set_aside=True)
    assert sum("mis de côté" in sentence for sentence in told) == 2
    assert [one.import_id for one in store.active(store.read_manifest(kept))] == [first.import_id]
    assert [one.who_fr for one in journal.read_journal(kept)[-2:]] == ["Réparation"] * 2
    rebuild(own)
    assert served_value(own) == ("imported", 61)
    assert damages_of(own) == []


@pytest.mark.fault(
    "lire la construction d’une autre version",
    "« etl check » dit qu’elle est entière et quoi faire, sans la dire endommagée",
)
def test_a_build_of_another_version_is_not_called_damaged(own):
    kept, served = own.store, find_served(own.store)
    with kept.building("2026-autre") as path:
        shutil.copy(served.path, path)
        with duckdb.connect(str(path)) as connection:
            connection.execute("DROP TABLE pub.observation")
            connection.checkpoint()
        kept.publish(path, "2026-autre", served.build.outlines)
    with (
        pytest.raises(OtherVersionError, match="est entière, mais d’une autre version"),
        read_served(own) as (_, connection),
    ):
        check_warehouse(connection)


@pytest.mark.fault(
    "abîmer la mémoire des effectifs publiés (coupée, vide, tube)",
    "« etl check » le voit et dit quoi remettre",
)
@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b"\x1f\x8b"),
        Path.touch,
        os.mkfifo,
    ],
    ids=["coupée", "vide", "tube"],
)
def test_a_damaged_record_of_what_was_told_is_seen(own, damage):
    own.local.mkdir(exist_ok=True)
    damage(own.local / "published.json.gz")
    assert any("published.json.gz" in one for one in damages_of(own))
    assert "sauvegarde" in remedy_of(own)


@pytest.mark.fault(
    "couper un tracé de la carte en deux",
    "il n’est plus servi ; la construction suivante le redessine",
)
def test_a_damaged_outline_is_not_served_and_is_drawn_again(own, monkeypatch):
    monkeypatch.setenv("MSU_WAREHOUSE", str(own.warehouse))
    for rank, path in enumerate((own.warehouse / "geometry").iterdir()):
        flip(path, 0.5) if rank else os.truncate(path, 500)
        assert find_outlines(path.name) is None
    assert damages_of(own)
    rebuild(own)
    assert damages_of(own) == []
    for name in served_file(own).build.outlines:
        assert find_outlines(name) is not None


@pytest.mark.fault(
    "demander trois imports à la fois",
    "chacun attend son tour et dit sa place ; aucun n’est refusé",
)
def test_imports_queue_and_say_their_place(tmp_path):
    kept = FilesStore(tmp_path / "warehouse", tmp_path / "local")
    order, places, entered = [], {}, threading.Event()
    taken = {name: threading.Event() for name in "bc"}

    def wait_in_line(name: str) -> None:
        def tell(place: int) -> None:
            places.setdefault(name, []).append(place)
            taken[name].set()

        with kept.exclusive(tell):
            order.append(name)

    threads = {name: threading.Thread(target=wait_in_line, args=(name,)) for name in "bc"}
    with kept.exclusive():
        for name in "bc":
            threads[name].start()
            assert taken[name].wait(PATIENCE_SECONDS)
        entered.set()
    for thread in threads.values():
        thread.join()
    assert order == ["b", "c"]
    assert places["b"] == [1]
    assert places["c"][0] == 2


# --- kills -----------------------------------------------------------------------------------


def _kill_somewhere(settings: Settings, what: str, share: float, seconds: float) -> None:
    """Start a command in a process of its own and kill it after a share of its usual time."""
    running = processes.start(settings, processes.command, *_arguments(settings, what))
    running.process.join(timeout=share * seconds)
    running.process.kill()
    running.end()


def _is_whole(settings: Settings) -> bool:
    """Whether what is served is sound, and its history consistent with the rows and the journal."""
    served = served_file(settings)
    kept = settings.store
    for entry in store.read_manifest(kept):
        store.read_rows(kept, entry)
    journal.read_journal(kept)
    return not served.damages and is_sound(settings) and damages_of(settings) == []


@pytest.mark.fault(
    "tuer (SIGKILL) une construction, un import, une annulation à des moments quelconques",
    "ce qui est servi reste entier, l’historique cohérent, la suite réussit",
)
@pytest.mark.parametrize("rounds", [1, pytest.param(40, marks=pytest.mark.long)])
def test_a_kill_at_any_moment_loses_nothing(own, rounds):
    chance = random.Random(rounds)
    for _ in range(rounds):
        what = chance.choice(["build", "import", "undo"])
        if what == "undo" and not store.active(store.read_manifest(own.store)):
            what = "import"
        _kill_somewhere(own, what, chance.random(), 6.0)
        assert _is_whole(own)
    rebuild(own)
    assert not is_pending(own)
    assert _is_whole(own)
    assert [name for name in digests(own.warehouse) if ".building" in name] == []
