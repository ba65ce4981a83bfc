"""The build, step by step: from the committed files to the warehouse being served."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from etl.build import Build
from etl.checks import check_warehouse, require_passed
from etl.declared.catalog import load_registers
from etl.declared.kinds import load_kinds
from etl.declared.maquettes import load_maquettes
from etl.declared.words import load_partner_families, load_synonyms
from etl.errors import CheckError
from etl.extract.figures import extract_figures, extract_local_points
from etl.extract.local import extract_local
from etl.extract.reference import extract_crosswalk, extract_geometry, extract_territories
from etl.geo.drawing import check_geometry
from etl.imports.store import Manifest, active, read_manifest
from etl.settings import DEFAULT_THRESHOLD, Settings
from etl.transform.cohorts import build_cohorts, build_retention
from etl.transform.flows import build_flow_totals
from etl.transform.imported import build_local_sources, build_local_values
from etl.transform.installations import build_installations
from etl.transform.msu import build_msu, build_shortfall
from etl.transform.observations import build_derived_indicators, build_observations
from etl.transform.registers import build_register_entries
from etl.transform.retention import build_apparent_retention
from etl.transform.stages import build_stages
from etl.transform.targets import build_apportionment
from etl.transform.territories import build_geometry, build_registers, build_territories
from etl.warehouse import BUILDING, new_build_id, new_warehouse, prune, publish, run_sql


def read_registers(build: Build) -> None:
    """Read and validate the registers."""
    build.registers = load_registers(build.settings.data)
    build.maquettes = load_maquettes(
        build.settings.data, [source.source_id for source in build.registers.sources]
    )
    build.synonyms = load_synonyms(build.settings.data)
    build.partner_families = load_partner_families(build.settings.data)


def read_figures(build: Build) -> None:
    """Read and validate the published figures."""
    build.figures = extract_figures(build.settings.data / "figures")
    build.local_points = extract_local_points(build.settings.data / "figures")


def read_local_files(build: Build) -> None:
    """Read the rows of the imports in force, and the threshold under which counts are withheld."""
    kinds = load_kinds(build.settings.data)
    build.local = extract_local(build.settings.local, build.manifest, kinds)
    build.threshold = build.settings.secrecy_threshold()


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
    "Lire les fichiers locaux": read_local_files,
    "Créer le schéma": create_schema,
    "Publier les registres": build_registers,
    "Publier les territoires": build_territories,
    "Publier les observations": build_observations,
    "Publier les fichiers locaux": build_local_sources,
    "Publier les valeurs importées": build_local_values,
    "Publier les cohortes importées": build_cohorts,
    "Calculer les taux des cohortes": build_retention,
    "Totaliser les flux": build_flow_totals,
    "Répartir les cibles": build_apportionment,
    "Estimer les MSU": build_msu,
    "Calculer l’équilibre des stages": build_stages,
    "Estimer la fidélisation apparente": build_apparent_retention,
    "Calculer les indicateurs dérivés": build_derived_indicators,
    "Publier les installations et les départs": build_installations,
    "Calculer les écarts aux cibles": build_shortfall,
    "Publier les registres de suivi": build_register_entries,
    "Dessiner la carte": build_geometry,
    "Contrôler": check_build,
}


NOT_READ = {"warehouse", "local", "demo", "templates"}


@dataclass(frozen=True)
class BuildReport:
    """What was published: row count of each table, by name."""

    build_id: str
    file: Path
    row_counts: dict[str, int]
    removed: list[str]


def run_pipeline(
    settings: Settings,
    on_step: Callable[[str], None] = lambda _: None,
    *,
    manifest: Manifest | None = None,
    before_publish: Callable[[], None] = lambda: None,
) -> BuildReport:
    """Build a new warehouse beside the one being served, check it, then serve it.

    Parameters
    ----------
    settings : folders to read and write
    on_step : called with the French title of each step before it runs
    manifest : imports to build with; those of the installation unless given
    before_publish : called once the build has passed its checks, just before it is served

    Raises
    ------
    DataError, RegisterError, CheckError
        The build being served is then unchanged, and the file in progress removed.
    """
    manifest = read_manifest(settings.local) if manifest is None else manifest
    data_version = digest_data(settings.data, manifest, settings.secrecy_threshold())
    build_id = new_build_id(data_version)
    building = settings.warehouse / f"{build_id}{BUILDING}"
    try:
        with new_warehouse(building) as connection:
            build = Build(settings, build_id, data_version, connection, manifest)
            for title, step in STEPS.items():
                on_step(title)
                step(build)
            row_counts = count_rows(connection)
        before_publish()
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


def digest_data(folder: Path, manifest: Manifest = (), threshold: int = DEFAULT_THRESHOLD) -> str:
    """Digest the files a build reads: same files, same version (10 hexadecimal digits)."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        is_read = relative.parts[0] not in NOT_READ and path.suffix != ".md"
        if path.is_file() and is_read:
            digest.update(relative.as_posix().encode())
            digest.update(path.read_bytes())
    if threshold != DEFAULT_THRESHOLD:
        digest.update(f"{threshold}".encode())
    for entry in active(manifest):
        digest.update(f"{entry.stores} {entry.label_fr} {entry.digest}".encode())
    return digest.hexdigest()[:10]
