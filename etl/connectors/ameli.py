"""data.ameli.fr: first installations, installations in underserved zones, liberal GPs by age."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from etl.connectors.counts import TOTAL, Collected, Key, check_territories
from etl.connectors.faults import ShapeError
from etl.connectors.labels import Label, count_of, require
from etl.connectors.reading import (
    COLLECTIVITIES,
    Context,
    Header,
    Reader,
    age_class_of,
    column_name,
    read_header,
    table,
    whole_of,
)
from etl.official import Tables
from etl.rows.cells import CellError, decimal, is_missing
from etl.rows.places import departement_code
from foundation.french import file_part
from models.territories.cells import NATION

PLACES = ("annee", "profession_sante", "region", "departement")
OPTIONAL = (
    "libelle_region",
    "libelle_departement",
    "taux_evolution_annuel",
    "taux_evolution_annuel_integer",
    "densite",
    "vision_generale_all",
    "vision_generale_prescriptions",
    "vision_profession_territoire",
    "classe_age",
)

LIBERAL_GPS, DENSITY = "mg_liberaux_cnam", "densite_mg_liberaux_cnam_pour_100k"
DENSITIES = "densite"
ALL_REGIONS, ALL_DEPARTEMENTS = "99", "999"
GPS = ("medecins-generalistes", "ensemble-des-medecins-generalistes")
AGE = "libelle_classe_age"


@dataclass(frozen=True)
class Layout:
    """A data set: the column of its counts, its other dimensions, the indicator it fills."""

    count: str
    dimensions: tuple[str, ...] = ()
    indicator_id: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns that are needed."""
        return (*PLACES, *self.dimensions, self.count)


FIRST_INSTALLATIONS = Layout(
    "effectif_primo_installe", indicator_id="mg_primo_installations_hors_mep"
)
UNDERSERVED = Layout(
    "effectif_medecin_install_zsd", indicator_id="mg_installations_zones_sous_denses"
)
AGES = Layout("effectif", dimensions=(AGE, "libelle_sexe"))


def recognises(layout: Layout, path: Path) -> bool:
    """Whether a file has the columns of a data set, whatever its name."""
    try:
        with path.open("rb") as file:
            return not fault_of_head(layout, file.read(65_536))
    except OSError:
        return False


def fault_of_head(layout: Layout, head: bytes) -> str:
    """What is wrong with the beginning of a file, in French; empty when nothing is."""
    try:
        _refuse_page(head)
        text = head.decode("utf-8-sig", errors="ignore")
        rows = csv.reader(text.splitlines()[:40], delimiter=";")
        names = max(
            ([column_name(cell) for cell in row] for row in rows),
            key=lambda names: sum(column in names for column in layout.columns),
            default=[],
        )
        require(layout.columns, names, "en-tête")
    except (ShapeError, csv.Error) as error:
        return getattr(error, "why_fr", "ce n’est pas un CSV")
    return ""


def read(layout: Layout, path: Path, context: Context) -> Tables:
    """Read the export of a data set, totals and details kept apart.

    Raises
    ------
    ShapeError
        When a column or a label is not what is known, or a total is not its parts.
    """
    with path.open("rb") as file:
        _refuse_page(file.read(4096))
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file, delimiter=";", strict=True)
            header = read_header(rows, layout.columns, OPTIONAL, "en-tête")
            reading = _Reading(layout, header, context)
            for row in rows:
                reading.take(row, f"ligne {rows.line_num}")
    except UnicodeDecodeError as error:
        raise ShapeError(
            "le fichier n’est pas en UTF-8 (Windows-1252 sans doute)",
            "le télécharger de nouveau, sans l’ouvrir dans un tableur",
        ) from error
    except csv.Error as error:
        raise ShapeError(f"le CSV est illisible ({error})") from error
    counts = reading.counts()
    if layout.indicator_id:
        return _indicator(layout, counts, context, reading.notes())
    return _by_age(counts, reading.densities, context, reading.notes())


@dataclass
class _Reading:
    """Lines of a data set as they are read: a count by territory, dimensions and year."""

    layout: Layout
    header: Header
    context: Context
    cells: dict[tuple[Key, int], int | None] = field(default_factory=dict)
    densities: dict[tuple[Key, int], float] = field(default_factory=dict)
    professions: set[str] = field(default_factory=set)
    left_out: set[str] = field(default_factory=set)

    def take(self, row: Sequence[str], at: str) -> None:
        """Keep a line of general practitioners."""
        if not row:
            return
        if len(row) <= max(self.header.places.values()):
            raise ShapeError(f"{at} : ligne coupée, le fichier est incomplet")
        profession = str(self.header.cell(row, "profession_sante")).strip()
        if not file_part(profession).startswith(GPS):
            return
        self.professions.add(profession)
        territory_id = self._territory(row, at)
        if territory_id is None:
            return
        key = (territory_id, *self._dimensions(row, at))
        year = self._year(row, at)
        if (key, year) in self.cells:
            raise ShapeError(
                f"{at} : ligne en double ({', '.join(key)}, {year}) ; le fichier répète des "
                "lignes, ou une colonne nouvelle les distingue"
            )
        self.cells[key, year] = count_of(self.header.cell(row, self.layout.count), at)
        density = self.header.cell(row, DENSITIES)
        if all(part == TOTAL for part in key[1:]) and not (density is None or is_missing(density)):
            self.densities[key, year] = _density(density, at)

    def counts(self) -> Collected:
        """The counts by year; refuse a file that has none, or several kinds of GPs."""
        if len(self.professions) > 1:
            names = ", ".join(f"« {name} »" for name in sorted(self.professions))
            raise ShapeError(f"plusieurs sortes de généralistes : {names}")
        years = tuple(sorted({year for _, year in self.cells}))
        if not years:
            raise ShapeError("aucune ligne de médecins généralistes")
        keys = dict.fromkeys(key for key, _ in self.cells)
        counts = {key: tuple(self.cells.get((key, year)) for year in years) for key in keys}
        if not any(key[0].startswith("DEP-") for key in counts):
            raise ShapeError("aucun département")
        return Collected(years, counts)

    def notes(self) -> tuple[str, ...]:
        """What was left out, and why."""
        notes = []
        if self.header.unknown:
            notes.append(f"colonne(s) inconnue(s) ignorée(s), {', '.join(self.header.unknown)}")
        if self.left_out:
            notes.append(f"hors des 101 départements, {', '.join(sorted(self.left_out))}")
        return tuple(notes)

    def _dimensions(self, row: Sequence[str], at: str) -> Iterator[str]:
        for column in self.layout.dimensions:
            cell = self.header.cell(row, column)
            if column == AGE:
                yield age_class_of(cell, at)
            else:
                name = file_part(str(cell))
                yield TOTAL if name.startswith("tou") or name == "ensemble" else name

    def _year(self, row: Sequence[str], at: str) -> int:
        text = str(self.header.cell(row, "annee")).strip()[:4]
        if not (text.isdigit() and text.startswith("20")):
            raise ShapeError(f"{at} : année illisible, « {text} »")
        return int(text)

    def _territory(self, row: Sequence[str], at: str) -> str | None:
        """Territory of a line; None for what the observatory does not cover."""
        departement = str(self.header.cell(row, "departement")).strip()
        region = str(self.header.cell(row, "region")).strip()
        known = self.context.territories
        if departement == ALL_DEPARTEMENTS:
            if region == ALL_REGIONS:
                return NATION
            found = known.by_code.get(("region", region.zfill(2)))
        elif departement in COLLECTIVITIES:
            self.left_out.add(departement)
            return None
        else:
            name = file_part(str(self.header.cell(row, "libelle_departement") or ""))
            found = known.departement(Label(departement_code(departement), name))
        if found is None:
            raise ShapeError(f"{at} : territoire inconnu, région « {region} », « {departement} »")
        return found


def _indicator(
    layout: Layout, counts: Collected, context: Context, notes: tuple[str, ...]
) -> Tables:
    """Counts as the values of an indicator; a total that is not its parts is left out."""
    whole, left_out = whole_of(counts, context, layout.count)
    rows = [
        (territory_id, year, layout.indicator_id, float(value), _locator(layout, year), "high")
        for territory_id, year, value in whole
    ]
    return Tables(observation=table("observation", rows), notes_fr=(*notes, *left_out))


def _by_age(
    counts: Collected,
    densities: Mapping[tuple[Key, int], float],
    context: Context,
    notes: tuple[str, ...],
) -> Tables:
    """Liberal GPs by territory and age class, both sexes together; of all ages, by inhabitant."""
    gap = context.connector.gap_pct
    by_age = counts.without(2, gap, "sexe")
    by_age.without(1, gap, "âge")
    check_territories(by_age, context.children, gap, "effectif")
    everyone = by_age.select(lambda key: key[1] == TOTAL)
    whole, left_out = whole_of(everyone, context, "effectif")
    values = [
        (territory_id, year, LIBERAL_GPS, float(value), _locator(AGES, year), "high")
        for territory_id, year, value in whole
    ]
    values += [
        (key[0], year, DENSITY, value, _locator(AGES, year).replace(AGES.count, DENSITIES), "high")
        for (key, year), value in densities.items()
    ]
    rows = [
        (
            territory_id,
            year,
            "ensemble" if age_class == TOTAL else age_class,
            "liberal",
            value,
            _locator(AGES, year),
        )
        for (territory_id, age_class), values in by_age.cells.items()
        for year, value in zip(by_age.years, values, strict=True)
        if value is not None
    ]
    return Tables(
        observation=table("observation", values),
        gp_count=table("gp_count", rows),
        notes_fr=(*notes, *left_out),
    )


def _density(cell: object, at: str) -> float:
    try:
        return decimal(cell)
    except CellError as error:
        raise ShapeError(f"{at} : « {cell} » lu, {error.expected_fr} attendu") from None


def _locator(layout: Layout, year: int) -> str:
    return f"colonne « {layout.count} », annee = {year}, médecins généralistes"


def _refuse_page(head: bytes) -> None:
    """Refuse a page of the web, or a workbook, served as a CSV."""
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t")[:200].lower()
    if not start:
        raise ShapeError("le fichier est vide")
    if start.startswith((b"<", b"{")):
        raise ShapeError("le site a rendu une page ou un message au lieu du fichier CSV")
    if start.startswith(b"pk\x03\x04"):
        raise ShapeError("le fichier est un classeur, un CSV est attendu")


def _reader(layout: Layout, version: int = 1) -> Reader:
    return Reader(
        version=version,
        recognises=partial(recognises, layout),
        fault_of_head=partial(fault_of_head, layout),
        read=partial(read, layout),
    )


AMELI = {
    "ameli-installations": _reader(FIRST_INSTALLATIONS),
    "ameli-zones": _reader(UNDERSERVED),
    "ameli-ages": _reader(AGES, version=2),
}
