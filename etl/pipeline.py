"""The build, step by step: from the committed files to the warehouse being served."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from etl.build import Build
from etl.checks import check_warehouse, require_passed
from etl.errors import CheckError
from etl.extract.figures import extract_figures, extract_local_points
from etl.extract.reference import extract_crosswalk, extract_geometry, extract_territories
from etl.geometry import check_geometry
from etl.registers import load_registers
from etl.settings import Settings
from etl.transform.apportionment import build_apportionment
from etl.transform.fidelisation import build_apparent_retention
from etl.transform.msu import build_msu, build_shortfall
from etl.transform.observations import build_derived_indicators, build_observations
from etl.transform.reference import build_geometry, build_registers, build_territories
from etl.warehouse import BUILDING, new_build_id, new_warehouse, prune, publish, run_sql


def read_registers(build: Build) -> None:
    """Read and validate the registers."""
    build.registers = load_registers(build.settings.data)


def read_figures(build: Build) -> None:
    """Read and validate the published figures."""
    build.figures = extract_figures(build.settings.data / "figures")
    build.local_points = extract_local_points(build.settings.data / "figures")


def read_reference(build: Build) -> None:
    """Read the territories, the crosswalk and the geometry."""
    reference = build.settings.data / "reference"
    build.territories = extract_territories(reference)
    build.crosswalk = extract_crosswalk(reference)
    build.geometry = extract_geometry(reference)


def create_schema(build: Build) -> None:
    """Create the empty published tables."""
    run_sql(build.connection, "schema")


def check_build(build: Build) -> None:
    """Refuse the build unless every check passes."""
    departements = build.territories[build.territories["level"] == "departement"]
    problems = check_geometry(build.geometry["departements"], departements["code"])
    if problems:
        raise CheckError(problems)
    require_passed(check_warehouse(build.connection))


STEPS: dict[str, Callable[[Build], None]] = {
    "Lire les registres": read_registers,
    "Lire les figures publiées": read_figures,
    "Lire le référentiel": read_reference,
    "Créer le schéma": create_schema,
    "Publier les registres": build_registers,
    "Publier les territoires": build_territories,
    "Publier les observations": build_observations,
    "Répartir les cibles": build_apportionment,
    "Estimer les MSU": build_msu,
    "Estimer la fidélisation apparente": build_apparent_retention,
    "Calculer les indicateurs dérivés": build_derived_indicators,
    "Calculer les écarts aux cibles": build_shortfall,
    "Dessiner la carte": build_geometry,
    "Contrôler": check_build,
}


@dataclass(frozen=True)
class BuildReport:
    """What was published: row count of each table, by name."""

    build_id: str
    file: Path
    row_counts: dict[str, int]
    removed: list[str]


def run_pipeline(
    settings: Settings, on_step: Callable[[str], None] = lambda _: None
) -> BuildReport:
    """Build a new warehouse beside the one being served, check it, then serve it.

    Parameters
    ----------
    settings : folders to read and write
    on_step : called with the French title of each step before it runs

    Raises
    ------
    DataError, RegisterError, CheckError
        The build being served is then unchanged, and the file in progress removed.
    """
    data_version = digest_data(settings.data)
    build_id = new_build_id(data_version)
    building = settings.warehouse / f"{build_id}{BUILDING}"
    try:
        with new_warehouse(building) as connection:
            build = Build(settings, build_id, data_version, connection)
            for title, step in STEPS.items():
                on_step(title)
                step(build)
            row_counts = count_rows(connection)
    except BaseException:
        building.unlink(missing_ok=True)
        building.with_name(f"{building.name}.wal").unlink(missing_ok=True)
        raise
    file = publish(settings, building, build_id)
    return BuildReport(build_id, file, row_counts, prune(settings))


def count_rows(connection: object) -> dict[str, int]:
    """Row count of each published table."""
    frame: pd.DataFrame = run_sql(connection, "row_counts")  # type: ignore[arg-type]
    return dict(zip(frame["table_name"], frame["row_count"].astype(int), strict=True))


def digest_data(folder: Path) -> str:
    """Digest the files a build reads: same files, same version (10 hexadecimal digits)."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.is_file() and relative.parts[0] not in {"warehouse", "local"}:
            digest.update(relative.as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:10]
