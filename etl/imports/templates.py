"""``data/templates``: for each kind of file, an empty table to fill in, as CSV and as a workbook.

The line that shows an example says so; the import sets it aside.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from etl.declared.catalog import load_indicators
from etl.declared.columns import Column
from etl.declared.kinds import Kind, load_kinds
from etl.extract.reference import extract_territories
from foundation.workbook import workbook_bytes

FOLDER = "templates"
DATA_SHEET = "Données"
DEFINITIONS_SHEET = "Définitions"
LISTS_SHEET = "Listes"
COMMENT_HEADER = "commentaire"
EXAMPLE_COMMENT = "EXEMPLE FICTIF : ligne à supprimer"
PERSONAL_DATA = (
    "Aucune donnée personnelle : ni nom, ni numéro RPPS, ni e-mail, ni téléphone. "
    "Une colonne qui en contient n’est pas conservée."
)
DEFINITION_HEADERS = (
    "Colonne",
    "Obligatoire ?",
    "Ce qu’elle contient",
    "Valeurs possibles",
    "En-têtes reconnus",
)
CHECKED_ROWS = 2000
FIRST_YEAR, LAST_YEAR = 1990, 2100
ENCODING = "utf-8-sig"
HEADER_FILL = PatternFill("solid", fgColor="1F3A5F")
HEADER_FONT = Font(bold=True, color="FFFFFF")
EXAMPLE_FONT = Font(italic=True, color="7F7F7F")
TITLE_FONT = Font(bold=True, size=14)
WRAPPED = Alignment(wrap_text=True, vertical="top")
# Text keeps « 01 » and « 2024 » as typed: a cell that holds dates would read 2024 as a day of 1905.
TEXT_FORMAT = "@"
NUMBER_FORMATS = {"integer": "0", "year": "0", "decimal": "General"}
LEVELS_FR = {
    "national": "France",
    "region": "région",
    "departement": "département",
    "subdivision": "subdivision d’internat",
}
TYPES_FR = {
    "period": "AAAA, AAAA-MM ou JJ/MM/AAAA",
    "published_period": "telle qu’affichée : AAAA, AAAA-MM, AAAA/AAAA, AAAA-Tn…",
    "semester": "AAAA-05 (mai) ou AAAA-11 (novembre)",
    "year": "année sur quatre chiffres",
    "integer": "nombre entier, 0 ou plus",
    "decimal": "nombre, décimales permises",
    "text": "texte",
    "day": "JJ/MM/AAAA",
    "list": "textes séparés par des points-virgules",
    "indicator": "identifiant d’un indicateur publié (voir la feuille « Listes »)",
    "source": "identifiant d’une source (page « Données et méthode »)",
}


def write_templates(data: Path) -> list[Path]:
    """Write ``templates/<kind>.csv`` and ``.xlsx`` for every kind; return the files written.

    The same registers give the same bytes.

    Raises
    ------
    EtlError
        When a register or the territories cannot be read.
    """
    folder = data / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    lists = allowed_values(data)
    written = []
    for kind_id, kind in load_kinds(data).items():
        table, workbook = folder / f"{kind_id}.csv", folder / f"{kind_id}.xlsx"
        write_csv(table, [*_headers(kind)], [_example(kind)])
        workbook.write_bytes(workbook_bytes(_workbook(kind, lists)))
        written += [table, workbook]
    return written


def write_csv(
    path: Path, headers: Sequence[str], rows: Sequence[Sequence[str | int | float | None]]
) -> None:
    """Write a table as spreadsheets in French expect it: UTF-8 with BOM, semicolons, CRLF."""
    with path.open("w", encoding=ENCODING, newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(headers)
        writer.writerows(rows)


def allowed_values(data: Path) -> dict[str, tuple[str, ...]]:
    """Choices of the drop-down lists: territory names by level, and indicators under their name.

    Only indicators that hold published figures can be imported: the others are computed.
    """
    territories = extract_territories(data / "reference")
    by_level = {
        str(level): tuple(territory_label(*row) for row in _labelled(rows))
        for level, rows in territories.groupby("level")
    }
    indicators = load_indicators(data / "indicators.yml")
    figures = (entry.indicator_id for entry in indicators if entry.publishes == "figures")
    return by_level | {"indicator": tuple(sorted(figures))}


def territory_label(level: str, code: str, name_fr: str) -> str:
    """Name of a territory that no other bears: « Aveyron (12) », « Occitanie (région) »."""
    if level == "national":
        return name_fr
    kind = {"region": "région", "subdivision": "subdivision"}.get(level, code)
    return f"{name_fr} ({kind})"


def _labelled(rows: pd.DataFrame) -> Iterator[tuple[str, str, str]]:
    return rows[["level", "code", "name_fr"]].itertuples(index=False, name=None)


def _headers(kind: Kind) -> list[str]:
    return [*(column.header_fr for column in kind.columns), COMMENT_HEADER]


def _example(kind: Kind) -> list[str]:
    return [*(column.example for column in kind.columns), EXAMPLE_COMMENT]


def _workbook(kind: Kind, lists: Mapping[str, Sequence[str]]) -> Workbook:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = DATA_SHEET
    definitions = workbook.create_sheet(DEFINITIONS_SHEET)
    choices = workbook.create_sheet(LISTS_SHEET)
    _fill_data(sheet, kind)
    _fill_definitions(definitions, kind)
    for rank, column in enumerate(kind.columns, start=1):
        values = _choices(column, lists)
        source = _fill_list(choices, column.header_fr, values) if values else ""
        if (validation := _validation(column, source)) is not None:
            letter = get_column_letter(rank)
            validation.add(f"{letter}2:{letter}{CHECKED_ROWS + 1}")
            sheet.add_data_validation(validation)
    return workbook


def _fill_data(sheet: Worksheet, kind: Kind) -> None:
    sheet.append(_headers(kind))
    sheet.append([*(_typed(column) for column in kind.columns), EXAMPLE_COMMENT])
    formats = [NUMBER_FORMATS.get(column.type, TEXT_FORMAT) for column in kind.columns]
    for rank, number_format in enumerate([*formats, TEXT_FORMAT], start=1):
        header, example = sheet.cell(1, rank), sheet.cell(2, rank)
        header.font, header.fill, header.alignment = HEADER_FONT, HEADER_FILL, WRAPPED
        example.font, example.number_format = EXAMPLE_FONT, number_format
        dimension = sheet.column_dimensions[get_column_letter(rank)]
        dimension.number_format = number_format
        dimension.width = max(16, len(str(header.value)) + 4, len(str(example.value)) + 2)
    sheet.freeze_panes = "A2"


def _typed(column: Column) -> str | int | float:
    if column.type in ("integer", "year"):
        return int(column.example)
    return float(column.example) if column.type == "decimal" else column.example


def _fill_definitions(sheet: Worksheet, kind: Kind) -> None:
    for line in (
        f"{kind.label_fr} : modèle de fichier à remplir",
        kind.description_fr,
        PERSONAL_DATA,
        "Remplir la feuille « Données », une ligne par cas, et supprimer la ligne d’exemple.",
    ):
        sheet.append([line])
    sheet["A1"].font = TITLE_FONT
    sheet["A3"].font = Font(bold=True, color="C00000")
    sheet.append([])
    sheet.append(DEFINITION_HEADERS)
    for cell in sheet[sheet.max_row]:
        cell.font, cell.fill = HEADER_FONT, HEADER_FILL
    for column in kind.columns:
        sheet.append(_definition(column))
        for cell in sheet[sheet.max_row]:
            cell.alignment = WRAPPED
    for letter, width in zip("ABCDE", (24, 14, 60, 48, 60), strict=True):
        sheet.column_dimensions[letter].width = width


def _definition(column: Column) -> tuple[str, ...]:
    required = "oui" if column.required else "non"
    known = ", ".join((column.header_fr, *column.headers))
    return (column.header_fr, required, column.definition_fr, _possible_fr(column), known)


def _possible_fr(column: Column) -> str:
    if column.codes:
        return " ; ".join(f"{code} ({', '.join(also)})" for code, also in column.codes.items())
    if column.type in ("territory", "territories"):
        levels = ", ".join(LEVELS_FR[level] for level in column.levels)
        return levels if column.type == "territory" else f"{levels} (séparés par « ; »)"
    return TYPES_FR[column.type]


def _choices(column: Column, lists: Mapping[str, Sequence[str]]) -> list[str]:
    if column.type == "territory":
        return [label for level in column.levels for label in lists[level]]
    if column.type == "list":
        return []
    return list(lists["indicator"] if column.type == "indicator" else column.codes)


def _fill_list(sheet: Worksheet, header_fr: str, values: Sequence[str]) -> str:
    """Write a list in the next free column; return the reference that a validation needs."""
    rank = 1 if sheet.cell(1, 1).value is None else sheet.max_column + 1
    letter = get_column_letter(rank)
    title = sheet.cell(1, rank, f"Choix de la colonne « {header_fr} »")
    title.font = Font(bold=True)
    for line, value in enumerate(values, start=2):
        sheet.cell(line, rank, value).number_format = TEXT_FORMAT
    sheet.column_dimensions[letter].width = 40
    return f"{LISTS_SHEET}!${letter}$2:${letter}${len(values) + 1}"


def _validation(column: Column, source: str) -> DataValidation | None:
    if source:
        # Only a warning: the import also reads codes, names and other writings.
        return _checked(
            "Cette valeur n’est pas dans la liste. L’import la lira si elle est sans ambiguïté.",
            type="list",
            formula1=source,
            errorStyle="warning",
        )
    if column.type == "integer":
        return _checked(
            "Un nombre entier, 0 ou plus, est attendu. Laisser vide si le nombre est inconnu.",
            type="whole",
            operator="greaterThanOrEqual",
            formula1="0",
        )
    if column.type == "year":
        return _checked(
            "Une année sur quatre chiffres est attendue.",
            type="whole",
            operator="between",
            formula1=str(FIRST_YEAR),
            formula2=str(LAST_YEAR),
        )
    return None


def _checked(error_fr: str, **rule: str) -> DataValidation:
    return DataValidation(
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Valeur à vérifier",
        error=error_fr,
        **rule,
    )
