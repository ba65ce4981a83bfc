"""DREES, accessibility to general practitioners (APL): communes averaged by territory.

The workbook has one sheet by year, and loses its oldest one when it gains another. A mean weighs
each commune by its standardised population; the share under the threshold counts its inhabitants.
"""

from __future__ import annotations

import math
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from etl.connectors.faults import ShapeError
from etl.connectors.reading import (
    COLLECTIVITIES,
    Context,
    Header,
    Reader,
    fault_of_workbook,
    read_header,
    table,
)
from etl.connectors.workbook import Row, open_workbook
from etl.official import Tables
from etl.rows.cells import CellError, decimal, is_missing
from foundation.french import file_part

SHEET = re.compile(r"^apl-(20\d{2})$")
YEAR_OF_HEADER = re.compile(r"\s*\b20\d{2}\b")
COMMUNE, APL = "code_commune_insee", "apl_aux_medecins_generalistes"
WEIGHT = "population_standardisee_pour_la_medecine_generale"
PEOPLE = "population_totale"
COLUMNS = (COMMUNE, APL, WEIGHT, PEOPLE)
# The same for doctors who are not near their retirement; written « et moins » in former years.
OPTIONAL = (
    "commune",
    *(f"{APL}_de_{age}_ans_{how}_moins" for age in (60, 62, 65) for how in ("ou", "et")),
)
CODE = re.compile(r"\d{5}|2[AB]\d{3}")
# A commune is under it when its inhabitants have access to fewer visits a year.
THRESHOLD = 2.5
MEAN, SHARE, UNDER = (
    "apl_mg",
    "part_population_apl_mg_inf_2_5_pct",
    "population_apl_mg_inf_2_5_hab",
)
# Mayotte is not in the data set.
ABSENT = frozenset({"DEP-976"})


@dataclass
class Sums:
    """Sums over communes: APL by weight, weights, inhabitants, those under the threshold."""

    weighted: float = 0.0
    weight: float = 0.0
    people: float = 0.0
    under: float = 0.0

    @classmethod
    def of(cls, parts: Iterable[Sums]) -> Sums:
        """The sums of some territories, in the order of their value: the same for any order."""
        kept = list(parts)
        return cls(
            math.fsum(part.weighted for part in kept),
            math.fsum(part.weight for part in kept),
            math.fsum(part.people for part in kept),
            math.fsum(part.under for part in kept),
        )


@dataclass
class Sheet:
    """The communes of a year as they are read, by département."""

    title: str
    year: int
    by_departement: dict[str, list[Sums]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    unknown_n: int = 0
    outside_n: int = 0


def recognises(path: Path) -> bool:
    """Whether a file is the workbook: it has a sheet « APL AAAA », whatever its name."""
    if not zipfile.is_zipfile(path):
        return False
    try:
        with open_workbook(path) as workbook:
            return any(SHEET.match(file_part(name)) for name in workbook.sheets)
    except ShapeError:
        return False


def read(path: Path, context: Context) -> Tables:
    """Read the workbook.

    Returns
    -------
    Tables with, by year, for each département but Mayotte, each région and the nation: the mean APL
    (visits a year and inhabitant), the inhabitants under the threshold, and their share (%).

    Raises
    ------
    ShapeError
        When a sheet, a column or a commune is not what is known.
    """
    rows: list[tuple[object, ...]] = []
    notes: list[str] = []
    with open_workbook(path) as workbook:
        years = {
            name: int(match[1])
            for name in workbook.sheets
            if (match := SHEET.match(file_part(name)))
        }
        if not years:
            names = ", ".join(f"« {name} »" for name in workbook.sheets)
            raise ShapeError(f"aucune feuille « APL AAAA » ; feuilles du classeur : {names}")
        for name, year in years.items():
            sheet, header = _read_sheet(workbook.rows(name), Sheet(name, year), context)
            rows += _rows(sheet, context)
            notes += _notes(sheet, header)
    return Tables(observation=table("observation", rows), notes_fr=tuple(notes))


def _read_sheet(rows: Iterator[Row], sheet: Sheet, context: Context) -> tuple[Sheet, Header]:
    place = f"feuille « {sheet.title} »"
    header = read_header(_without_years(rows), COLUMNS, OPTIONAL, place)
    by_code = context.territories.by_code
    for line, row in enumerate(rows, start=header.line + 1):
        at = f"{place}, ligne {line}"
        code = _code(header, row, at)
        if code is None:
            continue
        if code in sheet.seen:
            raise ShapeError(f"{at} : ligne en double ({code})")
        sheet.seen.add(code)
        departement = code[:3] if code.startswith(("97", "98")) else code[:2]
        if departement in COLLECTIVITIES:
            sheet.outside_n += 1
            continue
        territory_id = by_code.get(("departement", departement))
        if territory_id is None:
            raise ShapeError(f"{at} : commune d’aucun département, « {code} »")
        commune = _commune(header, row, at)
        if commune is None:
            sheet.unknown_n += 1
        else:
            sheet.by_departement.setdefault(territory_id, []).append(commune)
    expected = {id_ for (level, _), id_ in by_code.items() if level == "departement"} - ABSENT
    missing = sorted(expected - set(sheet.by_departement))
    if missing:
        raise ShapeError(
            f"{place} : aucune commune dans {len(missing)} département(s), {missing[0]}"
        )
    return sheet, header


def _without_years(rows: Iterator[Row]) -> Iterator[Row]:
    """Rows whose texts lose their years: « Population totale 2022 » is of the APL of 2024."""
    for row in rows:
        yield [YEAR_OF_HEADER.sub("", cell) if isinstance(cell, str) else cell for cell in row]


def _code(header: Header, row: Row, at: str) -> str | None:
    """Code of a commune; None for the row of units, a note or an empty row."""
    cell = header.cell(row, COMMUNE)
    code = f"{int(cell):05d}" if isinstance(cell, float) else str(cell or "").strip().upper()
    if CODE.fullmatch(code):
        return code
    if isinstance(header.cell(row, APL), float):
        raise ShapeError(f"{at} : code de commune illisible, « {cell} »")
    return None


def _commune(header: Header, row: Row, at: str) -> Sums | None:
    """The sums of one commune; None when one of its numbers is not published."""
    numbers = []
    for column in (APL, WEIGHT, PEOPLE):
        cell = header.cell(row, column)
        if cell is None or is_missing(cell):
            return None
        try:
            number = decimal(cell)
        except CellError as error:
            raise ShapeError(f"{at} : « {cell} » lu, {error.expected_fr} attendu") from None
        if number < 0:
            raise ShapeError(f"{at} : « {cell} » lu, un nombre positif attendu")
        numbers.append(number)
    apl, weight, people = numbers
    return Sums(apl * weight, weight, people, people if apl < THRESHOLD else 0)


def _rows(sheet: Sheet, context: Context) -> Iterator[tuple[object, ...]]:
    for territory_id, sums in _by_territory(sheet.by_departement, context).items():
        if not (sums.weight and sums.people):
            continue
        under, people = round(sums.under), round(sums.people)
        mean_fr = f"feuille « {sheet.title} », moyenne des communes, par population standardisée"
        share_fr = (
            f"feuille « {sheet.title} », communes dont l’APL est sous 2,5 : {under} habitants"
        )
        for indicator_id, value, locator in (
            (MEAN, round(sums.weighted / sums.weight, 2), mean_fr),
            (UNDER, under, share_fr),
            (SHARE, round(100 * sums.under / sums.people, 1), f"{share_fr} sur {people}"),
        ):
            yield territory_id, sheet.year, indicator_id, value, locator, "derived-high"


def _by_territory(by_departement: Mapping[str, list[Sums]], context: Context) -> dict[str, Sums]:
    sums = {id_: Sums.of(communes) for id_, communes in by_departement.items()}
    # Whole inhabitants, so that territories sum to their parent.
    for one in sums.values():
        one.under, one.people = round(one.under), round(one.people)
    for parent_id, child_ids in context.nested():
        inside = [sums[child] for child in child_ids if child in sums]
        if inside:
            sums[parent_id] = Sums.of(inside)
    return sums


def _notes(sheet: Sheet, header: Header) -> Iterator[str]:
    place = f"feuille « {sheet.title} »"
    if header.unknown:
        yield f"{place} : colonne(s) inconnue(s) ignorée(s), {', '.join(header.unknown)}"
    if sheet.unknown_n:
        yield f"{place} : {sheet.unknown_n} commune(s) sans valeur, hors des moyennes"
    if sheet.outside_n:
        yield f"{place} : {sheet.outside_n} commune(s) hors des 101 départements"


APL_READER = Reader(version=1, recognises=recognises, fault_of_head=fault_of_workbook, read=read)
