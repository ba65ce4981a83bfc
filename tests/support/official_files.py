"""Invented files in the layout of the official sources: no figure of theirs, all totals right."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import xlsxwriter

from etl.extract.reference import extract_territories
from tests.support.paths import DATA

YEARS = (2023, 2024, 2025)
AGES = ("01-Moins de 40 ans", "02-40-59 ans", "03-60 ans et plus")
MODES = ("1-Libéral exclusif", "2-Mixte", "3-Salarié")
SEXES = ("1-Hommes", "2-Femmes")
GP = "1-Médecine générale"
ALL, ALL_DEPARTEMENTS = "00-Ensemble", "000-Ensemble"
ABROAD = "99-Etranger"
Row = list[object]


@dataclass(frozen=True)
class Place:
    """A département or a région, as an official file writes it."""

    territory_id: str
    code: str
    name: str
    region: str = ""


def places() -> tuple[list[Place], list[Place]]:
    """The départements and the régions of the observatory."""
    frame = extract_territories(DATA / "reference")
    rows = [
        Place(row.territory_id, row.code, row.name_fr, row.region_id or "")
        for row in frame.itertuples()
        if row.level in ("departement", "region")
    ]
    return (
        [place for place in rows if place.territory_id.startswith("DEP-")],
        [place for place in rows if place.territory_id.startswith("REG-")],
    )


DEPARTEMENTS, REGIONS = places()


def inhabitants_of() -> dict[str, int]:
    """Inhabitants of each territory, as committed: densities go with the counts."""
    with (DATA / "figures" / "population.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["territory_id"]: int(float(row["value"]))
            for row in csv.DictReader(file)
            if row["source_id"] == "INSEE-PMUN-2023"
        }


INHABITANTS = inhabitants_of()


def invented(*parts: object) -> int:
    """An invented number that depends on its parts only, from 5 to 44."""
    return 5 + sum(map(ord, "|".join(map(str, parts)))) % 40


@dataclass
class Workbook:
    """The workbook of DREES: sheets by name, each of rows, that a test may spoil."""

    years: Sequence[int] = YEARS
    growth: float = 1.0
    sheets: dict[str, list[Row]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        headers = [f"effectif_{year}" for year in self.years]
        self.sheets = {
            "Lisez-moi": [["Médecins en activité, données inventées pour les essais"]],
            "Effectifs": [
                [
                    "territoire",
                    "region",
                    "departement",
                    "specialites_agregees",
                    "specialites",
                    "exercice",
                    "tranche_age",
                    "sexe",
                    *headers,
                ],
                *self._count_rows(),
            ],
            "Ages moyens": [["territoire", "am_2026"]],
            "Densités": [["territoire", "densite_2026"]],
            "Effectifs par spécialités": [["territoire"]],
            "Effectifs par lieu diplôme": [
                ["region", "region_diplome", "specialites_agregees", "specialites", *headers],
                *self._diploma_rows(),
            ],
            "Nombre d'activités": [["territoire"]],
        }

    def count(self, departement: Place, age: str, mode: str, sex: str, year: int) -> int:
        """GPs of a cell."""
        return round(self.growth * invented(departement.code, age, mode, sex, year))

    def flow(self, practice: Place, origin: str, year: int) -> int:
        """GPs of a région of practice by place of diploma: most took it there."""
        many = 900 if origin == f"{practice.code}-{practice.name}" else 10
        return round(self.growth * (many + invented(practice.code, origin, year)))

    def _count_rows(self) -> Iterable[Row]:
        groups = [
            ("0-France entière", ALL, ALL_DEPARTEMENTS, DEPARTEMENTS),
            (
                "1-France métropolitaine",
                ALL,
                ALL_DEPARTEMENTS,
                [place for place in DEPARTEMENTS if len(place.code) == 2],
            ),
        ]
        for region in REGIONS:
            label = f"{region.code}-{region.name}"
            inside = [place for place in DEPARTEMENTS if place.region == region.territory_id]
            groups.append(("2-Régions", label, ALL_DEPARTEMENTS, inside))
            for place in inside:
                code = place.code if len(place.code) == 3 else f"0{place.code}"
                groups.append(("3-Départements", label, f"{code} -{place.name}", [place]))
        for territoire, region_label, departement, inside in groups:
            yield from self._territory_rows([territoire, region_label, departement], inside)

    def _territory_rows(self, labels: list[object], inside: Sequence[Place]) -> Iterable[Row]:
        for mode in ("0-Ensemble", *MODES):
            for age in (ALL, *AGES):
                for sex in ("0-Ensemble", *SEXES):
                    counts = [
                        sum(
                            self.count(place, one_age, one_mode, one_sex, year)
                            for place in inside
                            for one_age in (AGES if age == ALL else (age,))
                            for one_mode in (MODES if mode == "0-Ensemble" else (mode,))
                            for one_sex in (SEXES if sex == "0-Ensemble" else (sex,))
                        )
                        for year in self.years
                    ]
                    yield [*labels, GP, ALL, mode, age, sex, *counts]
        # All specialities together, which are not GPs.
        yield [*labels, ALL, ALL, "0-Ensemble", ALL, "0-Ensemble", *[99_999 for _ in self.years]]

    def _diploma_rows(self) -> Iterable[Row]:
        labels = [f"{region.code}-{region.name}" for region in REGIONS]
        for practice in (None, *REGIONS):
            for origin in (ALL, *labels, ABROAD):
                counts = [
                    sum(
                        self.flow(place, one, year)
                        for place in (REGIONS if practice is None else (practice,))
                        for one in ((*labels, ABROAD) if origin == ALL else (origin,))
                    )
                    for year in self.years
                ]
                label = ALL if practice is None else f"{practice.code}-{practice.name}"
                yield [label, origin, GP, ALL, *counts]
                yield [label, origin, "2-Spécialités médicales", ALL, *[7 for _ in self.years]]

    def content(self) -> bytes:
        """The file."""
        return workbook_bytes(self.sheets)


# The first columns of every data set of data.ameli by territory.
OF_A_PLACE = (
    "annee",
    "profession_sante",
    "region",
    "libelle_region",
    "departement",
    "libelle_departement",
)


def _groups(
    written: Callable[[str], str] = str,
) -> Iterator[tuple[str, str, str, str, Sequence[Place]]]:
    """The nation, each région and each département, with the départements inside.

    Codes and names of the région, then of the département, whose code is as ``written``.
    """
    yield "99", "FRANCE", "999", "FRANCE", DEPARTEMENTS
    for region in REGIONS:
        inside = [place for place in DEPARTEMENTS if place.region == region.territory_id]
        yield region.code, region.name, "999", region.name, inside
        for place in inside:
            yield region.code, region.name, written(place.code), place.name, [place]


@dataclass
class Export:
    """The CSV of a data set of data.ameli, that a test may spoil."""

    count: str
    years: Sequence[int] = (2014, 2023, 2024)
    growth: float = 1.0
    header: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.header = [*OF_A_PLACE, self.count, "taux_evolution_annuel"]
        for year in self.years:
            # Some exports write « 1 » for « 01 ».
            for code, region_name, departement, name, inside in _groups(
                lambda code: code.lstrip("0")
            ):
                total = sum(self.value(place, year) for place in inside)
                profession = "Médecins généralistes (hors médecins à expertise particulière - MEP)"
                self.rows.append(
                    [
                        f"{year}-01-01",
                        profession,
                        code,
                        region_name,
                        departement,
                        name,
                        str(total),
                        "1,5",
                    ]
                )

    def value(self, place: Place, year: int) -> int:
        """Doctors of a département."""
        return round(self.growth * invented(self.count, place.code, year))

    def content(self, encoding: str = "utf-8") -> bytes:
        """The file."""
        return csv_bytes(self.header, self.rows, encoding)


@dataclass
class AgeExport:
    """The CSV of the liberal GPs by age and sex."""

    years: Sequence[int] = (2023, 2024)
    header: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        ages_and_counts = (
            "classe_age",
            "libelle_classe_age",
            "libelle_sexe",
            "effectif",
            "densite",
        )
        self.header = [*OF_A_PLACE, *ages_and_counts]
        ages = ("Moins de 40 ans", "De 40 à 59 ans", "60 ans et plus")
        for year in self.years:
            for code, region_name, departement, name, inside in _groups():
                inhabitants = sum(INHABITANTS[place.territory_id] for place in inside)
                for age in ("Tout âge", *ages):
                    for sex in ("tout sexe", "hommes", "femmes"):
                        total = sum(
                            # More than the MSU of any département: some of them are MSU.
                            20 * invented(place.code, one, who, year)
                            for place in inside
                            for one in (ages if age == "Tout âge" else (age,))
                            for who in (("hommes", "femmes") if sex == "tout sexe" else (sex,))
                        )
                        self.rows.append(
                            [
                                str(year),
                                "Ensemble des médecins généralistes",
                                code,
                                region_name,
                                departement,
                                name,
                                "tout_age" if age == "Tout âge" else "x",
                                age,
                                sex,
                                str(total),
                                f"{100_000 * total / inhabitants:.1f}",
                            ]
                        )

    def content(self) -> bytes:
        """The file."""
        return csv_bytes(self.header, self.rows)


def csv_bytes(header: list[str], rows: list[list[str]], encoding: str = "utf-8") -> bytes:
    """Rows as a CSV of an Opendatasoft portal."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([header, *rows])
    return text.getvalue().encode(encoding)


@dataclass
class AplBook:
    """The workbook of the APL: notes, header, units, two communes by département, footnotes."""

    years: Sequence[int] = (2022, 2023, 2024)
    sheets: dict[str, list[Row]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sheets = {"Lisez-moi": [["Données inventées pour les essais"]]}
        for year in self.years:
            header = [
                "Code commune INSEE",
                "Commune",
                "APL aux médecins généralistes",
                "APL aux médecins généralistes de 65 ans et moins ",
                f"Population standardisée {year - 2} pour la médecine générale",
                f"Population totale {year - 2}",
            ]
            units = ["", "", "En nombre de consultations accessibles par an", "", "", ""]
            notes: list[Row] = [[f"Note {rank}"] for rank in range(7)]
            communes = [row for place in DEPARTEMENTS for row in self.communes(place, year)]
            foot: list[Row] = [[], ["Champ : France hors Mayotte"], ["Source : inventée"]]
            self.sheets[f"APL {year}"] = [*notes, [], header, units, *communes, *foot]

    def communes(self, place: Place, year: int) -> list[Row]:
        """Communes of a département, none in Mayotte; arrondissements in Paris."""
        if place.code == "976":
            return []
        base = "751" if place.code == "75" else place.code
        rows: list[Row] = []
        for rank in (1, 2):
            apl = invented("apl", place.code, rank, year) / 8
            people = 100 * invented("people", place.code, rank, year)
            code = f"{base}{rank:0{5 - len(base)}d}"
            rows.append([code, f"Commune {code}", apl, apl * 0.9, people * 1.1, people])
        return rows

    def content(self) -> bytes:
        """The file."""
        return workbook_bytes(self.sheets)


def workbook_bytes(sheets: dict[str, list[Row]]) -> bytes:
    """Sheets as a workbook."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for index, row in enumerate(rows):
                sheet.write_row(index, 0, row)
    return buffer.getvalue()
