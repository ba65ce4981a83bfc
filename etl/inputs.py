"""The reading steps: each fills the inputs of a build from one part of the folders."""

from __future__ import annotations

from etl.build import Build
from etl.declared.catalog import load_registers
from etl.declared.connectors import load_connectors
from etl.declared.kinds import load_kinds
from etl.declared.maquettes import load_maquettes
from etl.declared.words import load_partner_families, load_synonyms
from etl.extract.evidence import extract_evidence
from etl.extract.figures import extract_figures, extract_local_points
from etl.extract.local import extract_local
from etl.extract.reference import (
    extract_articles,
    extract_crosswalk,
    extract_geometry,
    extract_names,
    extract_territories,
)
from etl.extract.retention_surveys import extract_retention_surveys
from etl.official import read_archive
from etl.published import read_ledger


def read_registers(build: Build) -> None:
    """Read and validate the registers."""
    build.registers = load_registers(build.settings.data)
    build.maquettes = load_maquettes(
        build.settings.data, [source.source_id for source in build.registers.sources]
    )
    build.kinds = load_kinds(build.settings.data)
    build.synonyms = load_synonyms(build.settings.data)
    build.partner_families = load_partner_families(build.settings.data)


def read_figures(build: Build) -> None:
    """Read and validate the published figures."""
    build.figures = extract_figures(build.settings.data / "figures")
    build.local_points = extract_local_points(build.settings.data / "figures")
    build.evidence = extract_evidence(build.settings.data)
    build.retention_surveys = extract_retention_surveys(build.settings.data / "figures")


def read_official(build: Build) -> None:
    """Read the official sources and the series that a refresh left; none before the first one."""
    build.connectors = load_connectors(build.settings.data)
    build.official = [read_archive(name, content) for name, content in build.archives.items()]


def read_local_files(build: Build) -> None:
    """Read the rows of the imports in force, the threshold and what was published before."""
    build.local = extract_local(build.settings.store, build.manifest, build.kinds)
    build.threshold = build.settings.secrecy_threshold()
    if not build.settings.is_demo:
        build.ledger = read_ledger(build.settings.store)


def read_reference(build: Build) -> None:
    """Read the territories, the crosswalk and the geometry."""
    reference = build.settings.data / "reference"
    build.territories = extract_territories(reference)
    build.articles = extract_articles(reference)
    build.names = extract_names(reference)
    build.crosswalk = extract_crosswalk(reference)
    build.geometry = extract_geometry(reference)
