"""The record of what users see: ``python -m tests.support.record OUT``, then ``--compare A B``.

A record is a folder of plain texts: digests of the published tables (``tables``), every page with
its sections open (``pages``, its long texts in ``payloads``), the files that the pages offer
(``csv``) and the documents of the command line (``documents``). Two records of the same code made
on the same day are the same; what the moment decides is replaced (see ``neutral``).
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from foundation.days import today_in_paris
from tests.support.differences import PAYLOADS, differences, payload_reference
from tests.support.documents import document_text
from tests.support.neutral import Neutral, folder_words
from tests.support.paths import ROOT

MARK = "about.txt"
PARTS = ("tables", "pages", "csv", "documents")
DATA_SET_FOLDERS = {"published": "", "demonstration": "demo"}
# Beside what holds a moment, which is replaced in every column.
LEFT_OUT = {"build": ("build_id", "built_at", "data_version"), "local_import": ("imported_at",)}
BRIEF_TERRITORY = "DEP-12"
BRIEF_FORMATS = ("pdf", "pptx", "xlsx", "csv", "parquet")
ENTRIES = {
    "published": (("initiatives", "INI-001"), ("actions", "FICHE-24")),
    "demonstration": (("agrements", "FICTIF-A-001"), ("actions", "FICHE-24")),
}
# Characters that the name of a file does without.
UNNAMED = re.compile(r"[<>:|?*\\]")


@dataclass(frozen=True)
class Installation:
    """A warehouse and its demonstration, built in a folder of their own."""

    folder: Path

    @property
    def variables(self) -> dict[str, str]:
        """Environment that makes the commands and the pages work on it."""
        return {
            "MSU_DATA": str(ROOT / "data"),
            "MSU_WAREHOUSE": str(self.folder / "warehouse"),
            "MSU_LOCAL": str(self.folder / "local"),
            "MSU_RAW": str(self.folder / "raw"),
            "MSU_SETTINGS": str(self.folder / "reglages.toml"),
            "MSU_SITE": "",
        }

    def build(self) -> None:
        """Build both, as users do, from the committed figures."""
        (self.folder / "reglages.toml").touch()
        self.command("etl", "build")
        self.command("etl", "build", "--demo")

    def command(self, *words: str) -> str:
        """Run a command of the house; return what it prints."""
        process = subprocess.run(
            [sys.executable, "-m", *words],
            cwd=ROOT,
            env=os.environ | self.variables | {"COLUMNS": "200"},
            capture_output=True,
            text=True,
        )
        if process.returncode:
            raise RuntimeError(f"{' '.join(words)}: {process.stderr}{process.stdout}")
        return process.stdout

    def database(self, data_set: str) -> Path:
        """The one build served by a data set."""
        folder = self.folder / "warehouse" / DATA_SET_FOLDERS[data_set]
        (path,) = folder.glob("*.duckdb")
        return path


@dataclass(frozen=True)
class Record:
    """A folder of texts, each neutral."""

    folder: Path
    neutral: Neutral

    def write(self, name: str, text: str) -> None:
        """Write one file; its name and its text are made neutral."""
        self._write(UNNAMED.sub("-", self.neutral(name)), self.neutral(text))

    def keep(self, text: str) -> str:
        """Keep a long text beside the files; return the mark that names it."""
        neutral_text = self.neutral(text)
        digest = hashlib.sha256(neutral_text.encode("utf-8")).hexdigest()[:16]
        self._write(f"{PAYLOADS}/{digest}.txt", neutral_text)
        return payload_reference(digest)

    def _write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))


def record_tables(installation: Installation, record: Record) -> None:
    """Rows, digest and digest of each column of every published table."""
    for data_set in DATA_SET_FOLDERS:
        lines = [f"left out: {LEFT_OUT}; replaced in every column: moments, versions, this day"]
        with duckdb.connect(str(installation.database(data_set)), read_only=True) as connection:
            tables = connection.sql(
                "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'pub' ORDER BY ALL"
            ).fetchall()
            for (table,) in tables:
                lines += _table_lines(connection, table, record.neutral)
        record.write(f"tables/{data_set}.txt", "\n".join(lines) + "\n")
    geometry = sorted((installation.folder / "warehouse" / "geometry").rglob("*"))
    lines = [
        f"{path.name} {_digest([path.read_text(encoding='utf-8')])}"
        for path in geometry
        if path.is_file()
    ]
    record.write("tables/geometry.txt", "\n".join(lines) + "\n")


def _table_lines(
    connection: duckdb.DuckDBPyConnection, table: str, neutral: Neutral
) -> Iterable[str]:
    columns = connection.sql(
        "SELECT column_name, data_type FROM duckdb_columns() "
        f"WHERE schema_name = 'pub' AND table_name = '{table}' ORDER BY column_index"
    ).fetchall()
    columns = [item for item in columns if item[0] not in LEFT_OUT.get(table, ())]
    names = ", ".join(f'"{name}"' for name, _ in columns)
    rows = [
        tuple(neutral(str(value)) for value in row)
        for row in connection.sql(f"SELECT {names} FROM pub.{table}").fetchall()
    ]
    yield f"{table}: {len(rows)} rows, {_digest(sorted(map(str, rows)))}"
    for rank, (name, kind) in enumerate(columns):
        yield f"  {name} {kind} {_digest(sorted(row[rank] for row in rows))}"


def _digest(texts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for text in texts:
        digest.update(f"{text}\n".encode())
    return digest.hexdigest()


def record_screens(
    installation: Installation, record: Record, parts: tuple[str, ...], pages: tuple[str, ...]
) -> None:
    """Every page for every territory, then the other views, and the files they offer."""
    os.environ.update(installation.variables)
    from tests.support.screens import (
        DATA_SETS,
        IMPORT_VIEWS,
        OTHER_VIEWS,
        TERRITORIES,
        Screens,
        View,
    )

    logging.disable(logging.WARNING)
    screens = Screens(record.keep if "pages" in parts else lambda _: "")
    if "pages" in parts:
        lines = [
            f"{page.get('url_pathname')} {page['page_name']} {page['icon']}"
            for page in screens.menu
        ]
        record.write("pages/menu.txt", "\n".join(lines) + "\n")
        style = ROOT / "dashboard" / "static" / "style.css"
        record.write("pages/style.css.txt", style.read_text(encoding="utf-8"))
    views = [
        (f"{territory}/{page}", View(page, {"territoire": territory}))
        for territory in TERRITORIES
        for page in screens.pages
    ]
    views += [(f"other views/{view.name}", view) for view in OTHER_VIEWS]
    visits = [
        (f"{data_set}/{name}", replace(view, parameters=view.parameters | parameters))
        for data_set, parameters in DATA_SETS.items()
        for name, view in views
    ]
    visits += [(f"imports/{view.name}", view) for view in IMPORT_VIEWS]
    for name, view in visits:
        if pages and view.page not in pages:
            continue
        screen = screens.read(view)
        if "pages" in parts:
            record.write(f"pages/{name}.txt", screen.text)
        if "csv" in parts:
            for key, (file_name, text) in screen.files.items():
                record.write(f"csv/{name}/{key}.txt", f"{file_name}\n{text}")


def record_documents(installation: Installation, record: Record) -> None:
    """The brief of a territory in every format, and sheets of entries, by the command line."""
    for data_set in DATA_SET_FOLDERS:
        demo = ("--demo",) if data_set == "demonstration" else ()
        folder = installation.folder / "documents" / data_set
        formats = [word for item in BRIEF_FORMATS for word in ("--format", item)]
        commands = [("brief", "--territory", BRIEF_TERRITORY, *formats)]
        commands += [
            ("entry", "--register", register, "--entry", entry)
            for register, entry in ENTRIES[data_set]
        ]
        for words in commands:
            output = installation.command(
                "dashboard", "export", *words, "--out", str(folder), *demo
            )
            record.write(f"documents/{data_set}/{' '.join(words)} (printed).txt", output)
        for path in sorted(folder.iterdir()):
            text = document_text(path.name, path.read_bytes())
            record.write(f"documents/{data_set}/{path.name}.txt", text)


def make_record(folder: Path, parts: tuple[str, ...], pages: tuple[str, ...]) -> None:
    """Build the warehouse and its demonstration apart, then record what they show."""
    with tempfile.TemporaryDirectory(prefix="record-") as temporary:
        installation = Installation(Path(temporary))
        say("building")
        installation.build()
        record = Record(folder, neutral_of(installation))
        record.write(MARK, f"{__doc__}")
        if "tables" in parts:
            say("tables")
            record_tables(installation, record)
        if "documents" in parts:
            say("documents")
            record_documents(installation, record)
        if {"pages", "csv"} & set(parts):
            say("pages")
            record_screens(installation, record, parts, pages)
        say("done")


def neutral_of(installation: Installation) -> Neutral:
    """Replaces the folders, the builds and the versions of an installation, and this day."""
    fixed = folder_words({"folder": installation.folder, "root": ROOT})
    for data_set in DATA_SET_FOLDERS:
        with duckdb.connect(str(installation.database(data_set)), read_only=True) as connection:
            ((build_id, version),) = connection.sql(
                "SELECT build_id, data_version FROM pub.build"
            ).fetchall()
        fixed |= {build_id: "<build>", version: "<version>"}
    return Neutral(fixed, (today_in_paris(), datetime.now(UTC).date()))


def say(what: str) -> None:
    """Say which part is being recorded."""
    print(f"{time.strftime('%H:%M:%S')}  {what}", file=sys.stderr, flush=True)


def empty(folder: Path) -> None:
    """Remove the record that a folder holds.

    Raises
    ------
    FileExistsError
        When it holds something else.
    """
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARK).is_file():
            raise FileExistsError(f"{folder} holds something else than a record")
        shutil.rmtree(folder)


def arguments(words: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.support.record", description=__doc__)
    parser.add_argument(
        "out", nargs="?", type=Path, help="folder of the record; one there is replaced"
    )
    parser.add_argument("--compare", nargs=2, type=Path, metavar=("A", "B"))
    parser.add_argument("--common", action="store_true", help="ignore files that one record lacks")
    parser.add_argument("--only", default=",".join(PARTS), help=f"among {','.join(PARTS)}")
    parser.add_argument("--page", action="append", default=[], help="only this page; repeatable")
    options = parser.parse_args(words)
    if (options.out is None) == (options.compare is None):
        parser.error("give either a folder to write, or --compare and two records")
    unknown = set(options.only.split(",")) - set(PARTS)
    if unknown:
        parser.error(f"unknown part: {', '.join(sorted(unknown))}")
    return options


def main(words: list[str] | None = None) -> int:
    """Write a record, or compare two: 1 when they differ."""
    options = arguments(words)
    if options.compare:
        lines = differences(*options.compare, common=options.common)
        print("\n".join(lines) if lines else "No difference.")
        return 1 if lines else 0
    empty(options.out)
    try:
        make_record(options.out, tuple(options.only.split(",")), tuple(options.page))
    finally:
        # What the pages froze would be reported as leaks, after the last line.
        gc.unfreeze()
    return 0


if __name__ == "__main__":
    sys.exit(main())
