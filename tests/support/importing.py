"""What the tests of local files share: an installation to import into, and what it then serves."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from etl import store
from etl.checks import check_warehouse
from etl.imports.run import Importer, ImportRequest, ImportResult, label_of, new_entry, run_import
from etl.pipeline import BuildReport, run_pipeline
from etl.settings import Settings
from etl.store import ImportEntry, Manifest
from etl.warehouse import current_build, read_warehouse
from models.msu import hierarchical, scores
from stores import lines_in_progress, reserved_path
from tests.support.paths import DATA

# Part of Occitanie: the thirteen départements, by code.
OCCITANIE = ("09", "11", "12", "30", "31", "32", "34", "46", "48", "65", "66", "81", "82")

MSU = "territoire;date;total"
STAGES = "territoire;semestre;niveau;offertes;pourvues"
VALUES = "territoire;periode;indicateur;valeur;emplacement"
CORRECTIONS = (
    "territoire;periode;indicateur;source;valeur_publiee;valeur_corrigee;"
    "motif;signature;date_signature"
)
BY_TYPE = f"{MSU};2e cycle;N1"
VOLUNTEERS = "msu_volontaires_docteurs_juniors"
CODES = sorted(
    {f"{n:02d}" for n in range(1, 96) if n != 20} | {"2A", "2B", "971", "972", "973", "974", "976"}
)
# One year per situation, so that a single build shows them all.
FILES = {
    "msu Conseil de l’Aveyron": [MSU, "12;2024;61"],
    "msu Région et un département": [MSU, "REG-76;2023;900", "12;2023;60"],
    "msu Région contredite": [MSU, *(f"{c};2021;40" for c in OCCITANIE), "REG-76;2021;999"],
    "msu Région dépassée": [MSU, "REG-76;2015;50", "12;2015;60"],
    "msu Dépasse la nation": [MSU, *(f"{code};2019;500" for code in CODES)],
    "msu Sous la nation": [MSU, *(f"{code};2018;80" for code in CODES)],
    "msu Égale la nation": [MSU, *(f"{code};2010;{47 if code != '976' else 39}" for code in CODES)],
    "msu Sans comptage national": [MSU, "12;2026-06;63"],
    "msu Petit effectif": [MSU, "48;2017;3", "12;2017;58"],
    "msu Petit effectif et sa région": [
        MSU,
        *(f"{code};2014;{3 if code == '48' else 40}" for code in OCCITANIE),
        "REG-76;2014;483",
    ],
    "msu Par type": [
        BY_TYPE,
        *(
            f"{code};2025-12;{40 + i};{20 + i};{3 if code == '48' else 9}"
            for i, code in enumerate(OCCITANIE)
        ),
        "REG-76;2025-12;598;499;",
    ],
    "stages Occitanie": [
        STAGES,
        *(f"{code};2025-11;N1;{4 if code == '48' else 12};6" for code in OCCITANIE),
        "REG-76;2025-11;N1;148;78",
        "12;2025-11;SF;5;",
    ],
    "installations Aveyron": [
        "territoire;annee;classe_age;installations;departs",
        "12;2024;ensemble;11;14",
        "48;2024;ensemble;9;3",
        "81;2024;ensemble;20;20",
        "81;2024;moins_40;8;2",
        "81;2024;de_40_a_49;6;6",
        "81;2024;de_50_a_59;6;6",
        "81;2024;60_plus;0;6",
    ],
    "cohortes Toulouse": [
        "territoire;perimetre;cohorte;delai;formes;meme_departement;meme_region;ailleurs",
        "SUB-040;subdivision;2019;5;120;;70;28",
        "12;stage;2018;5;40;20;12;2",
    ],
    "cohortes_flux Toulouse": [
        "origine;destination;cohorte;delai;effectif",
        "SUB-040;12;2018;5;12",
        "SUB-040;48;2018;5;2",
    ],
    "valeurs Volontaires": [
        VALUES,
        f"12;2026-11;{VOLUNTEERS};14;Enquête, tableau 3",
        f"48;2026-11;{VOLUNTEERS};2;Enquête, tableau 3",
        f"46;2026-11;{VOLUNTEERS};3;Enquête, tableau 3",
        "12;2025;ratio_etudiants_3e_cycle_par_msu;1,4;Enquête, tableau 4",
        "SUB-040;2024;mg_liberaux_cnam;3000;Relevé de la subdivision",
    ],
    "corrections Aveyron": [
        CORRECTIONS,
        "12;2016;msu_local;S050;55;57;Deux oublis;CDOM de l’Aveyron;21/11/2026",
        "26;2018-03;msu_local;S052;50;4;Erreur;CDOM de la Drôme;2026-11-20",
        "FR;2015/2016;stages_saspas_realises;S070;1975;1980;Relevé;CDOM de l’Aveyron;2026-11-20",
    ],
}


@dataclass(frozen=True)
class Served:
    """What a warehouse serves: its pointer as written, and the digest of the file it names."""

    pointer: str
    digest: str
    names: frozenset[str]

    @classmethod
    def read(cls, settings: Settings) -> Served:
        """Read it, and the names of the files beside it."""
        return cls(
            (settings.warehouse / "current.json").read_text(encoding="utf-8"),
            hashlib.sha256(current_build(settings).read_bytes()).hexdigest(),
            frozenset(path.name for path in settings.warehouse.iterdir()),
        )


@contextmanager
def few_draws() -> Iterator[None]:
    """Draw intervals fifty times rather than thousands: for builds whose figures are not read.

    The laws of the counts left out are read at fewer points too.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(hierarchical.draw_cells.__kwdefaults__, "draws", 50)
        patch.setattr(scores, "STEPS", scores.STEPS[::20])
        yield


def serve_again(served: Settings, folder: Path) -> Path:
    """Serve a published warehouse from another folder too.

    Its files are the same on the disk: what is published is never written again, only replaced.
    """
    folder.mkdir(parents=True)
    build = current_build(served)
    outlines = (served.warehouse / "geometry").iterdir()
    lines = filter(Path.exists, [reserved_path(build)])
    for path in (build, build.with_suffix(".json"), *lines, *outlines):
        target = folder / path.relative_to(served.warehouse)
        target.parent.mkdir(exist_ok=True)
        try:
            target.hardlink_to(path)
        except OSError:
            # Another disk.
            shutil.copy(path, target)
    shutil.copy(served.warehouse / "current.json", folder)
    return folder


def is_sound(settings: Settings) -> bool:
    """Say whether the build served opens and passes every check."""
    with read_warehouse(current_build(settings)) as connection:
        return all(result.passed for result in check_warehouse(connection))


def served_value(settings: Settings, territory_id: str = "DEP-12") -> tuple[str, float]:
    """Status and MSU of a département in 2024, as they are served."""
    with read_warehouse(current_build(settings)) as connection:
        (row,) = connection.execute(
            "SELECT status, value FROM pub.observation "
            "WHERE indicator_id = 'msu' AND period = '2024' AND territory_id = ?",
            [territory_id],
        ).fetchall()
    return row


def msu_entry(import_id: str, rows: pd.DataFrame, **changes: object) -> ImportEntry:
    """An import of a count of MSU in the history, of these rows."""
    return ImportEntry(
        import_id=import_id,
        kind_id="msu",
        stores="msu",
        label_fr="CDOM de l’Aveyron",
        file="msu.csv",
        sha256="0" * 64,
        digest=store.digest_rows(rows),
        rows_n=len(rows),
        territory_ids=tuple(rows["territory_id"]),
        imported_at="2026-11-21T10:00:00Z",
        imported_by_fr="CDOM de l’Aveyron",
        state="active",
    ).model_copy(update=changes)


def copy_build(build: Path, building: Path) -> None:
    """Copy a published build, with its lines that stand for persons, to publish it again."""
    shutil.copy(build, building)
    if reserved_path(build).exists():
        shutil.copy(reserved_path(build), lines_in_progress(building))


def new_installation(served: Settings, folder: Path) -> Settings:
    """An installation of its own beside the committed data, which serves a published warehouse."""
    warehouse, choices = serve_again(served, folder / "warehouse"), folder / "reglages.toml"
    # A file that is named and absent closes every door of the dashboard.
    choices.touch()
    return Settings(data=DATA, warehouse=warehouse, local=folder / "local", choices=choices)


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
        store.write_rows(settings.store, entry.import_id, preview.rows)
        manifest = store.with_import(manifest, entry)
    store.write_manifest(settings.store, manifest)
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


@contextmanager
def no_main_module() -> Iterator[None]:
    """Let new processes begin: a page tested before leaves its script as what they would run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "__main__", ModuleType("__main__"))
        yield


def environment(settings: Settings) -> dict[str, str]:
    """Environment of a command that works on an installation."""
    return os.environ | {
        "MSU_DATA": str(settings.data),
        "MSU_WAREHOUSE": str(settings.warehouse),
        "MSU_LOCAL": str(settings.local),
        "MSU_RAW": str(settings.raw),
        "MSU_SETTINGS": str(settings.choices),
    }
