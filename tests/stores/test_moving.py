"""A store copied into another, moved there and back, saved in an archive and put back."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import tempfile
import zipfile
from pathlib import Path

import pytest
from filelock import FileLock

from stores import Place, Store, StoreError, lines_in_progress, reserved_path
from stores.files import FilesStore
from stores.moving import back_up, copy_store, inventory, restore
from stores.postgres import PostgresStore

KINDS = ("files", "postgresql")


def drawn(name: str) -> tuple[str, bytes]:
    """Name and content of the outlines of a build."""
    content = json.dumps({"of": name}).encode()
    return f"carte-{hashlib.sha256(content).hexdigest()[:12]}.json", content


def publish(kept: Store, name: str) -> None:
    """Publish a build and import its file."""
    outlines, content = drawn(name)
    kept.write_outline(outlines, content)
    kept.write_rows(f"import-{name}", name.encode())
    kept.official.write(f"publie/{name}.zip", [name.encode()])
    kept.official.write("registre.json", [name.encode()])

    def commit() -> None:
        kept.append_journal(json.dumps({"import_id": name}))
        kept.write_published_facts(f"told by {name}".encode())
        kept.write_manifest(json.dumps([*json.loads(kept.manifest() or b"[]"), name]).encode())

    with kept.building(name) as path:
        path.write_bytes(bytes(8) + b"DUCK" + name.encode() * 500_000)
        lines_in_progress(path).write_bytes(f"lines of {name}".encode())
        kept.publish(path, name, [outlines], commit)


def everything(kept: Store) -> dict[str, str]:
    """Digest of all that a store keeps."""
    journal = "\n".join(filter(None, kept.journal()))
    return inventory(kept, kept.builds(), kept.pointer()) | {"journal": journal}


@pytest.fixture
def new_store(tmp_path, request):
    def make(kind: str, name: str) -> Store:
        folder = tmp_path / name
        if kind == "files":
            return FilesStore(folder / "warehouse", folder / "local")
        url = request.getfixturevalue("postgresql").new_database()
        return PostgresStore(Place(folder / "warehouse", folder / "local", url))

    return make


@pytest.fixture(params=KINDS)
def source(request, new_store) -> Store:
    store = new_store(request.param, "source")
    for name in ("a", "b", "c"):
        publish(store, name)
    return store


@pytest.fixture(params=KINDS)
def target(request, new_store) -> Store:
    return new_store(request.param, "target")


def test_all_that_a_store_keeps_is_copied_in_another(source, target):
    copied = copy_store(source, target)
    assert (copied.builds_n, copied.imports_n, copied.journal_n, copied.left_out) == (3, 3, 3, ())
    assert everything(target) == everything(source)
    assert target.builds() == source.builds()
    assert target.earlier_manifests() == source.earlier_manifests()
    served = target.pointer()
    assert reserved_path(target.local_path(served)).read_bytes() == b"lines of c"
    assert target.published_facts() == b"told by c"
    assert (copied.official_n, target.official.read("publie/b.zip")) == (4, b"b")
    assert target.official.read("registre.json") == b"c"


def test_a_copy_made_again_changes_nothing_and_follows_what_was_added(source, target):
    copy_store(source, target)
    before = everything(target)
    copy_store(source, target)
    assert everything(target) == before
    publish(source, "d")
    copy_store(source, target)
    assert everything(target) == everything(source)


@pytest.mark.parametrize("step", [3, 6, 8])
def test_a_copy_that_was_interrupted_is_taken_up_where_it_was(source, target, step):
    steps = []

    def interrupt(title: str) -> None:
        steps.append(title)
        if len(steps) == step:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy_store(source, target, interrupt)
    assert target.manifest() is None or len(steps) == 8
    copy_store(source, target)
    assert everything(target) == everything(source)


def test_what_was_moved_goes_back_where_an_older_history_remains(new_store, tmp_path):
    folders = new_store("files", "one")
    publish(folders, "a")
    base = new_store("postgresql", "two")
    copy_store(folders, base)
    for name in "bcdefg":
        publish(base, name)
    base.prune(3)
    copy_store(base, folders)
    assert folders.manifest() == base.manifest()
    assert folders.pointer() == base.pointer()
    assert [*filter(None, folders.journal())] == [*base.journal()]


def test_a_store_with_other_imports_is_left_as_it_is(source, target):
    publish(target, "z")
    before = everything(target)
    with pytest.raises(StoreError, match="déjà d’autres imports, rien n’a été copié.*Que faire"):
        copy_store(source, target)
    assert everything(target) == before


def test_refusals_told_before_any_import_do_not_prevent_a_copy(source, target):
    target.append_journal("refus")
    copy_store(source, target)
    copy_store(source, target)
    assert [*filter(None, target.journal())] == ["refus", *filter(None, source.journal())]


def test_a_machine_whose_imports_the_database_was_never_given_does_not_import(new_store):
    base = new_store("postgresql", "one")
    publish(new_store("files", "one"), "a")
    refused = pytest.raises(StoreError, match="pas encore dans la base.*store migrate")
    with refused, base.exclusive():
        pytest.fail("imports that the other ones do not see")


def test_a_build_that_is_damaged_is_left_and_told(new_store, target):
    source = new_store("files", "source")
    for name in ("a", "b"):
        publish(source, name)
    source.local_path(source.builds()[0]).write_bytes(b"stump")
    copied = copy_store(source, target)
    assert [build.build_id for build in copied.left_out] == ["b"]
    assert "qui ne sont pas saines : du " in copied.sentence_fr
    assert target.pointer().build_id == "a"


def test_a_damaged_history_is_to_be_repaired_first(new_store, target):
    source = new_store("files", "source")
    publish(source, "a")
    source.write_manifest(b"[cut")
    with pytest.raises(StoreError, match="etl repair"):
        copy_store(source, target)
    assert target.builds() == ()


@pytest.mark.parametrize("content", [b"[{", b"", b"[" * 100_000], ids=["cut", "empty", "deep"])
def test_a_damaged_earlier_version_of_the_history_prevents_no_backup(tmp_path, content):
    kept = FilesStore(tmp_path / "source" / "warehouse", tmp_path / "source" / "local")
    for name in ("2026-a", "2026-b", "2026-c"):
        publish(kept, name)
    (kept.local / "manifest.json.1").write_bytes(content)
    other = FilesStore(tmp_path / "other" / "warehouse", tmp_path / "other" / "local")
    back_up({"observatoire": kept}, tmp_path / "sauvegarde.zip")
    restore(tmp_path / "sauvegarde.zip", {"observatoire": other})
    assert other.manifest() == kept.manifest()
    assert len(other.earlier_manifests()) == 1


def test_a_backup_is_put_back_in_an_empty_installation(source, target, tmp_path):
    archive = tmp_path / "sauvegarde.zip"
    back_up({"observatoire": source}, archive)
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []
    restore(archive, {"observatoire": target})
    assert everything(target) == everything(source)
    restore(archive, {"observatoire": target})
    assert everything(target) == everything(source)


def test_a_backup_never_replaces_another(new_store, tmp_path):
    archive = tmp_path / "sauvegarde.zip"
    archive.write_bytes(b"the one of yesterday")
    with pytest.raises(StoreError, match="existe déjà"):
        back_up({"observatoire": new_store("files", "source")}, archive)
    assert archive.read_bytes() == b"the one of yesterday"


def _rewritten(archive: Path, change) -> None:
    """Write an archive again, each member as ``change`` returns it, None to leave it out."""
    with zipfile.ZipFile(archive) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(archive, "w") as packed:
        for name, content in members.items():
            changed = change(name, content)
            if changed is not None:
                packed.writestr(name, changed)


def _escaping(name: str, content: bytes) -> bytes:
    if name != "inventaire.json":
        return content
    document = json.loads(content)
    document["sha256"] |= {"../ailleurs": "0" * 64}
    return json.dumps(document).encode()


DAMAGES = {
    "a byte": lambda name, content: content[:-1] + b"!" if "manifest" in name else content,
    "a member": lambda name, content: None if name.endswith(".parquet") else content,
    "the inventory": lambda name, content: None if name == "inventaire.json" else content,
    "a way out": _escaping,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_an_archive_that_is_not_sound_changes_nothing(new_store, tmp_path, damage):
    source, target = new_store("files", "source"), new_store("files", "target")
    publish(source, "a")
    archive = tmp_path / "sauvegarde.zip"
    back_up({"observatoire": source}, archive)
    _rewritten(archive, DAMAGES[damage])
    with pytest.raises(StoreError, match="pas une sauvegarde.*rien n’a été modifié"):
        restore(archive, {"observatoire": target})
    assert (target.builds(), target.manifest(), target.row_ids()) == ((), None, ())


def test_a_pipe_or_an_endless_inventory_is_no_backup(new_store, tmp_path):
    pipe, deep = tmp_path / "tube", tmp_path / "profond.zip"
    os.mkfifo(pipe)
    with zipfile.ZipFile(deep, "w") as archive:
        archive.writestr("inventaire.json", "[" * 200_000)
    for path in (pipe, deep):
        with pytest.raises(StoreError, match="pas une sauvegarde"):
            restore(path, {"observatoire": new_store("files", "target")})


def test_what_a_killed_command_left_is_removed_and_nothing_else(new_store, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    source, archive = new_store("files", "source"), tmp_path / "sauvegarde.zip"
    publish(source, "a")
    left = [tmp_path / ".sauvegarde-tuee", tmp_path / "observatoire-restauration-tuee"]
    alive = [tmp_path / ".sauvegarde-vit", tmp_path / "observatoire-restauration-vit"]
    for folder in (*left, *alive):
        (folder / "contenu").mkdir(parents=True)
    with FileLock(alive[0] / ".lock"), FileLock(alive[1] / ".lock"):
        back_up({"observatoire": source}, archive)
        restore(archive, {"observatoire": new_store("files", "target")})
    assert [folder for folder in left if folder.exists()] == []
    assert all(folder.exists() for folder in alive)
    with zipfile.ZipFile(archive) as packed:
        assert not [name for name in packed.namelist() if ".lock" in name]


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip" * 500])
def test_another_file_is_no_backup(new_store, tmp_path, content):
    other = tmp_path / "autre"
    other.write_bytes(content)
    with pytest.raises(StoreError, match="pas une sauvegarde"):
        restore(other, {"observatoire": new_store("files", "target")})
