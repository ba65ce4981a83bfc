"""The build, step by step: from the committed files to the warehouse being served."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from etl.build import Build, create_schema
from etl.checks import check_build
from etl.errors import UnwrittenError
from etl.inputs import (
    read_figures,
    read_local_files,
    read_official,
    read_reference,
    read_registers,
)
from etl.official import archives as archives_of
from etl.published import write_ledger
from etl.settings import Settings
from etl.store import Manifest, read_manifest
from etl.transform.clues import build_clues
from etl.transform.cohorts import build_cohorts, build_retention
from etl.transform.flows import build_flow_totals
from etl.transform.imported import build_local_sources, build_local_values
from etl.transform.installations import build_installations
from etl.transform.msu import build_msu, build_shortfall
from etl.transform.observations import build_derived_indicators, build_observations
from etl.transform.official import build_official
from etl.transform.registers import build_register_entries
from etl.transform.retention_surveys import build_retention_surveys
from etl.transform.stages import build_stages
from etl.transform.targets import build_apportionment
from etl.transform.territories import build_geometry, build_registers, build_territories
from etl.version import data_version_of
from etl.warehouse import (
    count_rows,
    faults_of_writing,
    new_build_id,
    new_warehouse,
    outlines,
    read_warehouse,
)
from stores import BuildFile

STEPS: dict[str, Callable[[Build], None]] = {
    "Lire les registres": read_registers,
    "Lire les figures publiées": read_figures,
    "Lire les séries officielles": read_official,
    "Lire le référentiel": read_reference,
    "Lire les fichiers locaux": read_local_files,
    "Créer le schéma": create_schema,
    "Publier les registres": build_registers,
    "Publier les territoires": build_territories,
    "Publier les observations": build_observations,
    "Publier les séries officielles": build_official,
    "Publier les enquêtes de fidélisation": build_retention_surveys,
    "Publier les fichiers locaux": build_local_sources,
    "Publier les valeurs importées": build_local_values,
    "Publier les cohortes importées": build_cohorts,
    "Calculer les taux des cohortes": build_retention,
    "Totaliser les flux": build_flow_totals,
    "Répartir les cibles": build_apportionment,
    "Estimer les MSU": build_msu,
    "Publier les indices sur les MSU": build_clues,
    "Calculer l’équilibre des stages": build_stages,
    "Calculer les indicateurs dérivés": build_derived_indicators,
    "Publier les installations et les départs": build_installations,
    "Calculer les écarts aux cibles": build_shortfall,
    "Publier les registres de suivi": build_register_entries,
    "Dessiner la carte": build_geometry,
    "Contrôler": check_build,
}


@dataclass(frozen=True)
class BuildReport:
    """What was published: row count of each table, by name.

    ``deduced`` names the withheld counts that earlier publications give back.
    """

    published: BuildFile
    file: Path
    row_counts: dict[str, int]
    removed: list[str]
    deduced: tuple[str, ...] = ()

    @property
    def build_id(self) -> str:
        """Identifier of the build."""
        return self.published.build_id


def run_pipeline(
    settings: Settings,
    on_step: Callable[[str], None] = lambda _: None,
    *,
    manifest: Manifest | None = None,
    archives: Mapping[str, bytes] | None = None,
    before_publish: Callable[[], None] = lambda: None,
) -> BuildReport:
    """Build a new warehouse beside the one being served, check it, then serve it.

    Parameters
    ----------
    settings : folders to read and write
    on_step : called with the French title of each step before it runs
    manifest : imports to build with; those of the installation unless given
    archives : of the official sources, by name; those of the installation unless given
    before_publish : called once the build has passed its checks, just before it is served

    Raises
    ------
    DataError, RegisterError, CheckError, UnwrittenError
        The build being served is then unchanged, and the file in progress removed.
    """
    kept = settings.store
    manifest = read_manifest(kept) if manifest is None else manifest
    archives = archives_of(settings.official) if archives is None else archives
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in archives.items()}
    data_version = data_version_of(settings, manifest, digests)
    build_id = new_build_id(data_version)
    with faults_of_writing(), kept.building(build_id) as path:
        with new_warehouse(path) as connection:
            build = Build(settings, build_id, data_version, connection, manifest, archives=archives)
            filled = _fill(build, on_step)
        # What was written may not be what is on the disk: the checks read the closed file.
        with read_warehouse(path) as build.connection:
            row_counts, drawn = _verify(build, filled, on_step)

        def commit() -> None:
            before_publish()
            if build.ledger is not None:
                # A fact that is recorded and was not told in the end only hides too much.
                write_ledger(kept, build.ledger)

        published = kept.publish(path, build_id, drawn, commit)
    file = settings.warehouse / published.file
    deduced = () if build.ledger is None else tuple(build.ledger.warnings)
    return BuildReport(published, file, row_counts, kept.prune(settings.builds_kept), deduced)


def _fill(build: Build, on_step: Callable[[str], None]) -> dict[str, int]:
    """Run every step but the last, the checks; return the row count of each table."""
    for title in list(STEPS)[:-1]:
        on_step(title)
        STEPS[title](build)
    return count_rows(build.connection)


def _verify(
    build: Build, filled: dict[str, int], on_step: Callable[[str], None]
) -> tuple[dict[str, int], tuple[str, ...]]:
    """Check the closed file; return the row counts and the outlines of what will be served."""
    (title,) = list(STEPS)[-1:]
    on_step(title)
    STEPS[title](build)
    row_counts, drawn = count_rows(build.connection), outlines(build.connection)
    kept = build.settings.store
    if row_counts != filled or not all(kept.outline(name) for name in drawn):
        raise UnwrittenError
    return row_counts, drawn
