"""What the tests of local files share: an installation to import into, and what it then serves."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest

from etl.imports import store
from etl.imports.run import Importer, ImportRequest, ImportResult, label_of, new_entry, run_import
from etl.imports.store import Manifest
from etl.pipeline import BuildReport, run_pipeline
from etl.settings import Settings
from etl.warehouse import current_build, read_warehouse
from models import msu

DATA = Path(__file__).resolve().parent.parent / "data"
# Part of Occitanie: the thirteen départements, by code.
OCCITANIE = ("09", "11", "12", "30", "31", "32", "34", "46", "48", "65", "66", "81", "82")


@contextmanager
def few_draws() -> Iterator[None]:
    """Draw intervals fifty times rather than thousands: for builds whose figures are not read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(msu.simulate_cells.__kwdefaults__, "draws", 50)
        yield


def new_installation(served: Settings, folder: Path) -> Settings:
    """An installation of its own beside the committed data: a copy of a published warehouse."""
    warehouse = folder / "warehouse"
    warehouse.mkdir(parents=True)
    for path in (current_build(served), served.pointer):
        shutil.copy(path, warehouse)
    return Settings(
        data=DATA,
        warehouse=warehouse,
        geometry=folder / "geometry",
        local=folder / "local",
        choices=folder / "reglages.toml",
    )


def write_lines(folder: Path, name: str, lines: Iterable[str]) -> Path:
    """A CSV file, one text per line."""
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def take(settings: Settings, kind_id: str, lines: Iterable[str], label: str) -> ImportResult:
    """Import lines under a label, by the path that users take."""
    path = write_lines(settings.local.parent, f"{kind_id}.csv", lines)
    return run_import(settings, ImportRequest(kind_id, path, label_fr=label))


def build_with(settings: Settings, files: dict[str, Iterable[str]]) -> BuildReport:
    """Store several files, named by kind and label (« msu Aveyron »), then build once."""
    importer = Importer(settings)
    manifest: Manifest = ()
    for name, lines in files.items():
        kind_id, label = name.split(" ", maxsplit=1)
        path = write_lines(settings.local.parent, f"{kind_id}.csv", lines)
        request = ImportRequest(kind_id, path, label_fr=label)
        preview = importer.preview(request, ())
        digest = store.digest_rows(preview.rows)
        entry = new_entry(request, preview, label_of(request), digest)
        store.write_rows(settings.local, entry.import_id, preview.rows)
        manifest = store.with_import(manifest, entry)
    store.write_manifest(settings.local, manifest)
    return run_pipeline(settings)


def read_served(settings: Settings) -> dict[str, pd.DataFrame]:
    """Every published table of the build being served, in the order of its columns."""
    with read_warehouse(current_build(settings)) as connection:
        names = connection.sql(
            "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'pub' ORDER BY ALL"
        ).fetchall()
        return {
            name: connection.sql(f"SELECT * FROM pub.{name} ORDER BY ALL").df() for (name,) in names
        }


def digests(folder: Path) -> dict[str, str]:
    """Digest of every file of a folder, by name."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def environment(settings: Settings) -> dict[str, str]:
    """Environment of a command that works on an installation."""
    return os.environ | {
        "MSU_DATA": str(settings.data),
        "MSU_WAREHOUSE": str(settings.warehouse),
        "MSU_GEOMETRY": str(settings.geometry),
        "MSU_LOCAL": str(settings.local),
        "MSU_SETTINGS": str(settings.choices),
    }
