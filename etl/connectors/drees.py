"""DREES, « Médecins RPPS »: GPs by région of practice and of diploma, by département, age and mode.

Every dimension of the workbook has a total beside its details: what is not published is reduced to
its total, and no sum mixes the two.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from etl.connectors.counts import TOTAL, Collected, check_territories
from etl.connectors.faults import ShapeError
from etl.connectors.labels import Label, count_of
from etl.connectors.reading import (
    COLLECTIVITIES,
    Context,
    Header,
    Reader,
    age_class_of,
    fault_of_workbook,
    is_gp,
    mode_of,
    read_header,
    table,
    whole_of,
)
from etl.connectors.workbook import Row, Workbook, open_workbook
from etl.official import Tables
from etl.rows.places import departement_code
from foundation.french import file_part
from models.territories.cells import NATION

COUNTS_SHEET = "effectifs"
DIPLOMA_SHEET = "effectifs-par-lieu-diplome"
SPECIALITIES = ("specialites_agregees", "specialites")
COUNTS_COLUMNS = ("territoire", "region", "departement", SPECIALITIES[0], "exercice", "tranche_age")
COUNTS_OPTIONAL = ("sexe", SPECIALITIES[1])
DIPLOMA_COLUMNS = ("region", "region_diplome", SPECIALITIES[0])
DIPLOMA_OPTIONAL = (SPECIALITIES[1],)
STAYED = "exercent_region_de_diplome_pct"
TRAINED_HERE = "generalistes_diplomes_dans_la_region_pct"
ALL_GPS = "mg_rpps"
# So many that what a rate was taken of follows from it and from its count, to the unit.
DECIMALS = 8


def recognises(path: Path) -> bool:
    """Whether a file is the workbook: it has both sheets, whatever its name."""
    if not zipfile.is_zipfile(path):
        return False
    try:
        with open_workbook(path) as workbook:
            names = {file_part(name) for name in workbook.sheets}
    except ShapeError:
        return False
    return {COUNTS_SHEET, DIPLOMA_SHEET} <= names


def read(path: Path, context: Context) -> Tables:
    """Read the workbook.

    Returns
    -------
    Tables with, by year: the share of the GPs who took their diploma in a région and practise
    there, the share of those who practise there who took it there (both in %), the GPs of each
    territory, by région of diploma and of practice, and by territory, age and mode.

    Raises
    ------
    ShapeError
        When a sheet, a column or a label is not what is known, or a total is not its parts.
    """
    with open_workbook(path) as workbook:
        diploma, diploma_sheet, notes = _diplomas(workbook, context)
        counts, counts_sheet, more = _counts(workbook, context)
    everyone = counts.select(lambda key: key[1:] == (TOTAL, TOTAL))
    whole, left_out = whole_of(everyone, context, f"feuille « {counts_sheet} »")
    gps = [
        (territory_id, year, ALL_GPS, float(count), _locator(counts_sheet, year), "high")
        for territory_id, year, count in whole
    ]
    return Tables(
        observation=table("observation", [*_rates(diploma, diploma_sheet), *gps]),
        diploma_flow=table("diploma_flow", _flows(diploma, diploma_sheet)),
        gp_count=table("gp_count", _gp_rows(counts, counts_sheet)),
        notes_fr=(*notes, *more, *left_out),
    )


def _sheet(workbook: Workbook, expected: str) -> str:
    for name in workbook.sheets:
        if file_part(name) == expected:
            return name
    names = ", ".join(f"« {name} »" for name in workbook.sheets)
    raise ShapeError(f"feuille « {expected} » absente ; feuilles du classeur : {names}")


def _diplomas(workbook: Workbook, context: Context) -> tuple[Collected, str, tuple[str, ...]]:
    """GPs by (région of practice, place of diploma), TOTAL among both, once checked."""
    sheet = _sheet(workbook, DIPLOMA_SHEET)
    place = f"feuille « {sheet} »"
    rows = workbook.rows(sheet, is_gp)
    header = read_header(rows, DIPLOMA_COLUMNS, DIPLOMA_OPTIONAL, place)
    collected = Collected(_years(header, place))
    for line, row in _gp_lines(rows, header):
        at = f"{place}, ligne {line}"
        practice = _region(Label.of(header.cell(row, "region")), context, at)
        key = (practice, _origin(header.cell(row, "region_diplome"), context, at))
        collected.add((*key, _speciality(header, row)), _values(header, row, at), at)
    gap = context.connector.gap_pct
    diploma = collected.without(2, gap, place)
    if not diploma.cells:
        raise ShapeError(f"{place} : aucune ligne de médecine générale")
    # Each total is compared with its details; they are kept.
    diploma.without(0, gap, f"{place}, région d’exercice")
    diploma.without(1, gap, f"{place}, région de diplôme")
    return diploma, sheet, _unknown_columns(header, place)


def _counts(workbook: Workbook, context: Context) -> tuple[Collected, str, tuple[str, ...]]:
    """GPs by (territory, age class, mode), TOTAL among both, once checked."""
    sheet = _sheet(workbook, COUNTS_SHEET)
    place = f"feuille « {sheet} »"
    rows = workbook.rows(sheet, is_gp)
    header = read_header(rows, COUNTS_COLUMNS, COUNTS_OPTIONAL, place)
    collected = Collected(_years(header, place))
    grouping: dict[tuple[str, ...], str] = {}
    left_out: set[str] = set()
    for line, row in _gp_lines(rows, header):
        at = f"{place}, ligne {line}"
        territory_id = _territory(header, row, context, at)
        if territory_id is None:
            left_out.add(str(header.cell(row, "departement")).strip())
            continue
        sex = Label.of(header.cell(row, "sexe"))
        key = (
            territory_id,
            age_class_of(header.cell(row, "tranche_age"), at),
            mode_of(header.cell(row, "exercice"), at),
            _speciality(header, row),
            TOTAL if sex.is_total or not sex.name else sex.name,
        )
        values = _values(header, row, at)
        # A territory may be told in several groupings (« France entière », « métropole »): once.
        group = str(header.cell(row, "territoire"))
        if grouping.setdefault(key, group) != group and collected.cells[key] == values:
            continue
        collected.add(key, values, at)
    counts = _checked(collected, context, place)
    notes = _unknown_columns(header, place)
    outside = sorted(name for name in left_out if not Label.of(name).is_total)
    if outside:
        notes += (f"{place} : hors des 101 départements, {', '.join(outside)}",)
    return counts, sheet, notes


def _checked(collected: Collected, context: Context, place: str) -> Collected:
    """Counts without sex nor speciality, each total compared with its details."""
    gap = context.connector.gap_pct
    counts = collected.without(4, gap, f"{place}, sexe").without(3, gap, f"{place}, spécialité")
    counts.without(1, gap, f"{place}, âge")
    counts.without(2, gap, f"{place}, mode d’exercice")
    check_territories(counts, context.children, gap, place)
    if not any(key[0].startswith("DEP-") for key in counts.cells):
        raise ShapeError(f"{place} : aucun département")
    return counts


def _gp_lines(rows: Iterator[Row], header: Header) -> Iterator[tuple[int, Row]]:
    """Lines of general practice, each with its number in the sheet."""
    for line, row in enumerate(rows, start=header.line + 1):
        if is_gp(header.cell(row, SPECIALITIES[0])):
            yield line, row


def _years(header: Header, place: str) -> tuple[int, ...]:
    if not header.years:
        raise ShapeError(f"{place} : aucune colonne « effectif_AAAA »")
    return tuple(header.years)


def _values(header: Header, row: Row, at: str) -> tuple[int | None, ...]:
    return tuple(count_of(cell, f"{at}, effectif_{year}") for year, cell in header.of_years(row))


def _speciality(header: Header, row: Row) -> str:
    label = Label.of(header.cell(row, SPECIALITIES[1]))
    return TOTAL if label.is_total or not label.name else label.name


def _region(label: Label, context: Context, at: str) -> str:
    """A région of practice; TOTAL for the nation."""
    if label.is_total:
        return TOTAL
    region_id = context.territories.region(label)
    if region_id is None:
        raise ShapeError(f"{at} : région inconnue, « {label.code}-{label.name} »")
    return region_id


def _origin(cell: object, context: Context, at: str) -> str:
    """A place of diploma: a région, TOTAL, or one of the other places that are declared."""
    label = Label.of(cell)
    other = context.connector.origins.get(label.name)
    if other is not None:
        return other
    return _region(label, context, f"{at} (diplôme)")


def _territory(header: Header, row: Row, context: Context, at: str) -> str | None:
    """Territory of a line of counts; None for what the observatory does not cover."""
    departement = Label.of(header.cell(row, "departement"))
    if departement.is_total:
        region = _region(Label.of(header.cell(row, "region")), context, at)
        if region != TOTAL:
            return region
        return NATION if _is_nation(header.cell(row, "territoire")) else None
    if departement_code(departement.code) in COLLECTIVITIES:
        return None
    found = context.territories.departement(departement)
    if found is None:
        seen = f"{departement.code}-{departement.name}"
        raise ShapeError(f"{at} : département inconnu, « {seen} »")
    return found


def _is_nation(cell: object) -> bool:
    """Whether a line of totals is that of the whole country, overseas included."""
    return "entiere" in Label.of(cell).name or Label.of(cell).is_total


def _unknown_columns(header: Header, place: str) -> tuple[str, ...]:
    if not header.unknown:
        return ()
    return (f"{place} : colonne(s) inconnue(s) ignorée(s), {', '.join(header.unknown)}",)


def _rates(diploma: Collected, sheet: str) -> Iterator[tuple[object, ...]]:
    """Rates of the régions: who stayed among those trained there, who was among those there."""
    nothing = (None,) * len(diploma.years)
    for (practice, origin), counts in diploma.cells.items():
        if practice != origin or practice == TOTAL:
            continue
        for indicator_id, total_key, whole_fr in (
            (STAYED, (TOTAL, origin), "toutes régions d’exercice"),
            (TRAINED_HERE, (practice, TOTAL), "toutes régions de diplôme"),
        ):
            totals = diploma.cells.get(total_key, nothing)
            for year, part, whole in zip(diploma.years, counts, totals, strict=True):
                if part is not None and whole:
                    locator = (
                        f"feuille « {sheet} », effectif_{year}, médecine générale : {part} "
                        f"rapporté à {whole} ({whole_fr})"
                    )
                    rate = round(100 * part / whole, DECIMALS)
                    yield practice, year, indicator_id, rate, locator, "derived-high"


def _flows(diploma: Collected, sheet: str) -> Iterator[tuple[object, ...]]:
    for (practice, origin), counts in diploma.cells.items():
        if TOTAL in (practice, origin):
            continue
        for year, count in zip(diploma.years, counts, strict=True):
            if count is not None:
                yield origin, practice, year, count, _locator(sheet, year)


def _gp_rows(counts: Collected, sheet: str) -> Iterator[tuple[object, ...]]:
    for (territory_id, age_class, mode_id), values in counts.cells.items():
        for year, count in zip(counts.years, values, strict=True):
            if count is not None:
                yield (
                    territory_id,
                    year,
                    "ensemble" if age_class == TOTAL else age_class,
                    "ensemble" if mode_id == TOTAL else mode_id,
                    count,
                    _locator(sheet, year),
                )


def _locator(sheet: str, year: int) -> str:
    return f"feuille « {sheet} », effectif_{year}, médecine générale"


DREES = Reader(version=2, recognises=recognises, fault_of_head=fault_of_workbook, read=read)
