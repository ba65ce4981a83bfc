"""What the faults of the store share: installations to damage, and ways to damage them."""

from __future__ import annotations

import json
import os
import resource
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import duckdb

from etl.settings import Settings
from stores import find_served
from tests.support.importing import copy_build, new_installation
from tests.support.processes import command

OLDER, NEWER = "29990101T000000000-older", "29990102T000000000-newer"


def own_installation(served: Settings, folder: Path) -> Settings:
    """An installation whose files are its own: they may be damaged."""
    own = new_installation(served, folder)
    for path in own.warehouse.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            path.unlink()
            path.write_bytes(content)
    return own


def two_builds(served: Settings, folder: Path) -> Settings:
    """An installation with two builds of its own, the newer one served."""
    own = own_installation(served, folder)
    for build_id in (OLDER, NEWER):
        publish_named(own, build_id)
    own.store.prune(2)
    return own


def publish_named(settings: Settings, build_id: str) -> Path:
    """Publish the build being served under another identifier, written inside too."""
    kept = settings.store
    served = find_served(kept)
    with kept.building(build_id) as path:
        copy_build(served.path, path)
        with duckdb.connect(str(path)) as connection:
            connection.execute("UPDATE pub.build SET build_id = ?", [build_id])
            connection.checkpoint()
        return kept.local_path(kept.publish(path, build_id, served.build.outlines))


def under_limit(limit: str, *arguments: str) -> None:
    """Do what ``python -m etl`` does, when no file may be longer than a limit in bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    command(*arguments)


def flip(path: Path, where: float) -> None:
    """Change one bit of a file, at a share of its length."""
    content = bytearray(path.read_bytes())
    content[int(len(content) * where)] ^= 1
    path.write_bytes(content)


def _replaced(make: Callable[[Path], object]) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        path.unlink()
        make(path)

    return damage


def _write_sqlite(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE build (build_id TEXT)")
    connection.commit()
    connection.close()


def _write_other(path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE SCHEMA pub")
        connection.execute("CREATE TABLE pub.build AS SELECT 'autre' AS build_id")


def _newer_format(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[12:20] = (9_999).to_bytes(8, "little")
    path.write_bytes(content)


def _link_elsewhere(path: Path) -> None:
    elsewhere = path.with_name("ailleurs")
    shutil.move(path, elsewhere)
    path.symlink_to(elsewhere)


def _fill(path: Path, start: float, end: float, byte: bytes) -> None:
    content = bytearray(path.read_bytes())
    first, last = int(len(content) * start), int(len(content) * end)
    content[first:last] = byte * (last - first)
    path.write_bytes(content)


DATABASES: dict[str, Callable[[Path], None]] = {
    "coupée au milieu": lambda path: os.truncate(path, path.stat().st_size // 2),
    "coupée d’un octet": lambda path: os.truncate(path, path.stat().st_size - 1),
    "vide": lambda path: os.truncate(path, 0),
    "12 octets": lambda path: os.truncate(path, 12),
    "un bit au début": lambda path: flip(path, 0.0001),
    "un bit à 30 %": lambda path: flip(path, 0.3),
    "un bit à la fin": lambda path: flip(path, 0.999),
    "mise à zéro": lambda path: _fill(path, 0, 1, b"\0"),
    "une moitié à zéro": lambda path: _fill(path, 0.5, 1, b"\0"),
    "rallongée": lambda path: path.write_bytes(path.read_bytes() + b"suite"),
    "absente": Path.unlink,
    "dossier": _replaced(Path.mkdir),
    "lien": _link_elsewhere,
    "lien vers rien": _replaced(lambda path: path.symlink_to("nulle part")),
    "lien sur lui-même": _replaced(lambda path: path.symlink_to(path.name)),
    "tube": _replaced(os.mkfifo),
    "texte": lambda path: path.write_text("ceci n’est pas une base", encoding="utf-8"),
    "SQLite": _replaced(_write_sqlite),
    "une autre base DuckDB": _replaced(_write_other),
    "format plus récent": _newer_format,
    "sans droit": lambda path: path.chmod(0),
}


def _document(**changes: object) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        document = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps(document | changes), encoding="utf-8")

    return damage


def _text(text: str) -> Callable[[Path], None]:
    return lambda path: path.write_text(text, encoding="utf-8") and None


POINTERS: dict[str, Callable[[Path], None]] = {
    "vide": _text(""),
    "coupé": lambda path: os.truncate(path, 40),
    "pas de JSON": _text("current: oui"),
    "liste": _text("[]"),
    "nul": _text("null"),
    "nombre": _text("3"),
    "octets quelconques": lambda path: path.write_bytes(bytes(range(256))) and None,
    "UTF-16": lambda path: path.write_bytes(path.read_text().encode("utf-16")) and None,
    "imbriqué sans fin": _text("[" * 60_000),
    "énorme": _text(" " * 5_000_000),
    "sans fichier": _text('{"build_id": "x"}'),
    "fichier numérique": _document(file=3),
    "fichier vide": _document(file=""),
    "fichier en liste": _document(file=["a.duckdb"]),
    "fichier absent": _document(file="29990103T000000000-absent.duckdb"),
    "chemin absolu": _document(file="/etc/passwd"),
    "hors du dossier": _document(file="../../reglages.toml"),
    "octet nul": _document(file="a\0.duckdb"),
    "nom immense": _document(file="a" * 5_000 + ".duckdb"),
    "autre identifiant": _document(build_id="autre"),
    "identifiant vide": _document(build_id=""),
    "taille fausse": _document(size=3),
    "taille négative": _document(size=-1),
    "rang immense": _document(number=10**30),
    "date sans fin": _document(built_at="9999-12-31T23:59:59Z"),
    "date avant tout": _document(built_at="0001-01-01T00:00:00Z"),
    "nombre infini": _text('{"build_id": "x", "file": 1e999}'),
    "clé en double": _text('{"file": "a.duckdb", "file": "b.duckdb", "build_id": "x"}'),
    "empreinte numérique": _document(digest=12),
    "empreinte fausse": _document(digest="0" * 64),
    "date impossible": _document(built_at="hier"),
    "rang négatif en texte": _document(number="-1"),
    "absent": Path.unlink,
    "dossier": _replaced(Path.mkdir),
    "lien vers lui-même": _replaced(lambda path: path.symlink_to(path.name)),
    "lien vers /dev/zero": _replaced(lambda path: path.symlink_to("/dev/zero")),
    "tube": _replaced(os.mkfifo),
}
