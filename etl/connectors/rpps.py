"""RPPS, extractions in open access (ANS): general practitioners by place of practice.

The file names persons: it is read where it was fetched, nothing but counts leaves this module, and
no message repeats one of its lines. DuckDB reads it as it is, without any copy on the disk.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

import duckdb

from etl.connectors.faults import ShapeError
from etl.connectors.labels import require
from etl.connectors.reading import Context, Reader, column_name, table
from etl.official import Tables
from etl.warehouse import run_row, run_sql
from foundation.french import day_fr

DELIMITER = "|"
HEAD = 65_536
# Of the reading of the file: the longest line that is admitted.
BUFFER_BYTES = 2_097_152

NEEDED = (
    "identifiant_pp",
    "code_profession",
    "code_categorie_professionnelle",
    "code_type_savoir_faire",
    "code_savoir_faire",
    "code_mode_exercice",
    "identifiant_technique_de_la_structure",
    "code_postal_coord_structure",
    "code_commune_coord_structure",
    "code_secteur_d_activite",
)
# Files of 2021 and 2022 have 52 columns: the kind of activity is not among them.
OPTIONAL = ("numero_siret_site", "numero_finess_site", "code_genre_activite")
# Columns of the layout that are not read: one that is not here is new, and is said.
LAYOUT_REST = """
    type_d_identifiant_pp identification_nationale_pp code_civilite_d_exercice
    libelle_civilite_d_exercice code_civilite libelle_civilite nom_d_exercice prenom_d_exercice
    libelle_profession libelle_categorie_professionnelle libelle_type_savoir_faire
    libelle_savoir_faire libelle_mode_exercice numero_siren_site
    numero_finess_etablissement_juridique raison_sociale_site enseigne_commerciale_site
    complement_destinataire_coord_structure complement_point_geographique_coord_structure
    numero_voie_coord_structure indice_repetition_voie_coord_structure
    code_type_de_voie_coord_structure libelle_type_de_voie_coord_structure
    libelle_voie_coord_structure mention_distribution_coord_structure
    bureau_cedex_coord_structure libelle_commune_coord_structure code_pays_coord_structure
    libelle_pays_coord_structure telephone_coord_structure telephone_2_coord_structure
    telecopie_coord_structure adresse_e_mail_coord_structure code_departement_structure
    libelle_departement_structure ancien_identifiant_de_la_structure autorite_d_enregistrement
    libelle_secteur_d_activite code_section_tableau_pharmaciens
    libelle_section_tableau_pharmaciens code_role libelle_role libelle_genre_activite
"""
UNREAD = frozenset(LAYOUT_REST.split())

ALL_GPS = "mg_rpps_extraction"
LIBERAL = "mg_rpps_extraction_liberaux"
HEALTH_HOUSES = "mg_rpps_extraction_maisons_de_sante"
HEALTH_CENTRES = "mg_rpps_extraction_centres_de_sante"
INDICATORS = (ALL_GPS, LIBERAL, HEALTH_HOUSES, HEALTH_CENTRES)
DECIMALS = 1


@dataclass(frozen=True)
class Counted:
    """GPs of a file: parts by code of département, one per indicator, and how many persons.

    ``unplaced_n`` have no legible place of practice, among whom ``without_site_n`` have no site at
    all (retired, or standing in for others).
    """

    parts: Mapping[str, tuple[float, ...]]
    persons_n: int
    unplaced_n: int
    without_site_n: int


@dataclass(frozen=True)
class Layout:
    """Columns of a file: place of each by its name, those that are new, how many there are."""

    places: Mapping[str, int]
    unknown: tuple[str, ...]
    columns_n: int


def recognises(path: Path) -> bool:
    """Whether a file has the columns of the extraction, whatever its name."""
    try:
        with path.open("rb") as file:
            return not fault_of_head(file.read(HEAD))
    except OSError:
        return False


def fault_of_head(head: bytes) -> str:
    """What is wrong with the beginning of a file, in French; empty when nothing is."""
    try:
        layout_of(head)
    except ShapeError as error:
        return error.why_fr
    return ""


def layout_of(head: bytes) -> Layout:
    """The columns of a file from its beginning.

    Raises
    ------
    ShapeError
        When it is a page, or has another encoding, or lacks a column, or has one twice.
    """
    line = head.partition(b"\n")[0].rstrip(b"\r")
    if not head.strip():
        raise ShapeError("le fichier est vide")
    if head.lstrip().startswith((b"<", b"{")):
        raise ShapeError("le site a rendu une page ou un message au lieu du fichier")
    if head.startswith(b"PK\x03\x04"):
        raise ShapeError(
            "le fichier est une archive",
            "en sortir le fichier « Personne_activite » et le déposer seul",
        )
    try:
        names = [column_name(cell) for cell in line.decode("utf-8-sig").split(DELIMITER)]
    except UnicodeDecodeError as error:
        raise ShapeError("le fichier n’est pas en UTF-8 (Windows-1252 sans doute)") from error
    require(NEEDED, names, "en-tête")
    filled = [name for name in names if name]
    if len(set(filled)) != len(filled):
        raise ShapeError("en-tête : une colonne est en double")
    unknown = set(filled) - {*NEEDED, *OPTIONAL} - UNREAD
    places = {name: index for index, name in enumerate(names) if name}
    return Layout(places, tuple(sorted(unknown)), len(names))


def count(path: Path, layout: Layout) -> Counted:
    """Count the general practitioners of a file, in a fixed amount of memory.

    Raises
    ------
    ShapeError
        When a line has not the columns of the header.
    """
    columns = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(layout.columns_n))
    words = {
        name: f"nullif(c{layout.places[name]}, '')" if name in layout.places else "NULL::VARCHAR"
        for name in (*NEEDED, *OPTIONAL)
    }
    words |= {"columns": f"{{{columns}}}", "buffer_bytes": str(BUFFER_BYTES)}
    with duckdb.connect(":memory:") as connection:
        run_sql(connection, "connectors/rpps_settings")
        fault_fr = _fault_of_reading(connection, words, path)
        if fault_fr:
            raise ShapeError(fault_fr)
        sites = run_sql(connection, "connectors/rpps_counts")
        persons = run_row(connection, "connectors/rpps_persons")
    # In fractions: the order of the lines is not that of a sum.
    parts: dict[str, list[Fraction]] = {}
    for departement, sites_n, *counts in sites.itertuples(index=False):
        sums = parts.setdefault(departement, [Fraction(0)] * len(INDICATORS))
        for rank, sites_here in enumerate(counts):
            sums[rank] += Fraction(int(sites_here), int(sites_n))
    floats = {code: tuple(map(float, sums)) for code, sums in sorted(parts.items())}
    return Counted(floats, **persons)


def _fault_of_reading(
    connection: duckdb.DuckDBPyConnection, words: Mapping[str, str], path: Path
) -> str:
    """Read the lines of the GPs; say in French what stops it, empty when nothing does.

    The message of DuckDB repeats the line, which names someone: only its number is told, and the
    error goes no further.
    """
    try:
        run_sql(connection, "connectors/rpps_places", words, path=str(path))
    except duckdb.OutOfMemoryException:
        return "le fichier compte bien plus de médecins qu’attendu"
    except duckdb.Error as error:
        line = re.search(r"Line: (\d+)", str(error))
        at = f"ligne {line[1]} : " if line else ""
        why = "le texte n’est pas en UTF-8" if "unicode" in str(error) else "ligne mal formée"
        return f"{at}{why}, ou fichier incomplet"
    return ""


def read(path: Path, context: Context) -> Tables:
    """Read the extraction « personne et activité ».

    Returns
    -------
    Tables with, for the year of the extraction, the GPs of each département, région and of the
    nation (each counts once, in equal parts between the sites of practice), and those of them who
    are liberal, in a maison de santé, in a centre de santé.

    Raises
    ------
    ShapeError
        When the file is not the extraction, or when a département has no GP.
    """
    with path.open("rb") as file:
        layout = layout_of(file.read(HEAD))
    counted = count(path, layout)
    if not counted.parts:
        raise ShapeError("aucun médecin généraliste")
    lost_n = counted.unplaced_n - counted.without_site_n
    if lost_n > context.connector.gap_pct / 100 * counted.persons_n:
        raise ShapeError(
            f"{lost_n} généralistes ont un lieu d’exercice sans commune ni code postal"
        )
    by_code = context.territories.by_code
    known = {code: id_ for (level, code), id_ in by_code.items() if level == "departement"}
    missing = sorted(set(known) - set(counted.parts))
    if missing:
        raise ShapeError(f"aucun généraliste dans {len(missing)} département(s), dont {missing[0]}")
    values = {known[code]: _rounded(row) for code, row in counted.parts.items() if code in known}
    for parent_id, child_ids in context.nested():
        values[parent_id] = _rounded(
            [sum(values[child][rank] for child in child_ids) for rank in range(len(INDICATORS))]
        )
    year = int(context.day[:4])
    day = day_fr(date.fromisoformat(context.day))
    locator = (
        f"personne et activité, extraction du {day}, médecins civils, savoir-faire "
        " SM26, SM53 et SM54, en parts égales entre leurs lieux d’exercice"
    )
    rows = [
        (territory_id, year, indicator_id, value, locator, "derived-high")
        for territory_id, row in values.items()
        for indicator_id, value in zip(INDICATORS, row, strict=True)
    ]
    return Tables(
        observation=table("observation", rows), notes_fr=_notes(layout, counted, set(known))
    )


def _rounded(row: Sequence[float]) -> tuple[float, ...]:
    return tuple(round(value, DECIMALS) for value in row)


def _notes(layout: Layout, counted: Counted, known: set[str]) -> tuple[str, ...]:
    outside = sum(row[0] for code, row in counted.parts.items() if code not in known)
    notes = [
        f"{counted.persons_n} généralistes, chacun compté une fois ; sans lieu d’exercice lisible, "
        f"{counted.unplaced_n} ; hors des 101 départements, {outside:.0f}"
    ]
    if layout.unknown:
        notes.append(f"colonne(s) inconnue(s) ignorée(s), {', '.join(layout.unknown)}")
    return tuple(notes)


RPPS = Reader(version=1, recognises=recognises, fault_of_head=fault_of_head, read=read)
