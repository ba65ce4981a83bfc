"""The demonstration: fictitious files taken through the same path, in a warehouse of their own."""

from __future__ import annotations

from pathlib import Path

from etl import store
from etl.errors import DataError
from etl.imports.run import Importer, ImportRequest, OnStep, label_of, new_entry
from etl.pipeline import BuildReport, run_pipeline
from etl.settings import Settings
from etl.store import Manifest

PREFIX = "demo_"
WHO_FR = "Observatoire, jeu de démonstration"


def build_demo(settings: Settings, on_step: OnStep = lambda _: None) -> BuildReport:
    """Import every fictitious file of ``data/demo``, then build and serve their warehouse.

    Raises
    ------
    RefusedFileError, CheckError
        As for any import; the demonstration being served is then unchanged.
    """
    demo = settings.for_demo()
    with store.exclusive(demo.store, on_step):
        importer = Importer(demo, is_trusted=True)
        manifest: Manifest = ()
        for path in demo_files(settings.data):
            kind_id = path.stem.removeprefix(PREFIX)
            on_step(f"Lire {path.name}")
            request = ImportRequest(
                kind_id, path, label_fr=f"Données fictives : {kind_id}", who_fr=WHO_FR
            )
            preview = importer.preview(request, ())
            digest = store.digest_rows(preview.rows)
            entry = new_entry(request, preview, label_of(request), digest)
            entry = store.with_rows(demo.store, entry, preview.rows)
            manifest = store.with_import(manifest, entry)

        def commit() -> None:
            store.write_manifest(demo.store, manifest)

        report = run_pipeline(demo, on_step, manifest=manifest, before_publish=commit)
        store.remove_strays(demo.store, manifest)
        return report


def demo_files(data: Path) -> list[Path]:
    """The fictitious files, one per kind.

    Raises
    ------
    DataError
        When there is none.
    """
    files = sorted((data / "demo").glob(f"{PREFIX}*.csv"))
    if not files:
        raise DataError(
            str(data / "demo"),
            0,
            "",
            "",
            "les fichiers du jeu de démonstration",
            "Lancer « python -m etl docs », qui les régénère.",
        )
    return files
