"""``data/registers/<id>.csv``: the published lines of a register, checked as an import would be."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from etl.declared.kinds import register_kind
from etl.declared.registers import FOLDER, Declaration
from etl.errors import DataError
from etl.reading.book import Sheet
from etl.reading.layout import Table
from etl.reading.sorting import Line
from etl.rows.contract import frame
from etl.rows.convert import Converter, Lookup, duplicates
from etl.rows.places import Places
from foundation.answers import Match

SOURCE, LOCATOR = "source_id", "locator"


def extract_register_figures(
    data: Path, declared: Declaration, places: Places, lookup: Lookup
) -> pd.DataFrame:
    """Read the published lines of a register, none when it has no such file.

    Columns: the fields of the register, ``line``, ``source_id`` and ``locator``.

    Raises
    ------
    DataError
        Names the file, the line, the column, the value seen and what was expected.
    """
    path = data / FOLDER / f"{declared.register_id}.csv"
    kind = register_kind(declared)
    if not path.exists():
        return frame([], kind).assign(**{SOURCE: [], LOCATOR: []})
    header, rows = _cells(path)
    column_ids = [column.column_id for column in kind.columns]
    _check_header(path, header, column_ids)
    converter = Converter(kind, _table(header, column_ids), lookup, places, str(path))
    records, origins, problems = [], [], []
    for number, row in enumerate(rows, start=2):
        named = dict(zip(header, row, strict=True))
        line = Line(number, {name: named[name] or None for name in column_ids if name in named})
        record, refusals = converter.record(line)
        problems += refusals
        records.append((line, record))
        origins.append(_origin(path, number, named, lookup))
    problems += duplicates(kind, records, converter) if not problems else []
    if problems:
        first = problems[0]
        cell = (first.line, first.column, first.value)
        raise DataError(str(path), *cell, first.expected_fr, first.remedy_fr)
    made = frame([record for _, record in records], kind)
    return made.assign(**{SOURCE: [o[0] for o in origins], LOCATOR: [o[1] for o in origins]})


def _cells(path: Path) -> tuple[list[str], list[list[str]]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = list(csv.reader(file, strict=True)) or [[]]
    except (UnicodeDecodeError, csv.Error) as error:
        expected = "un CSV en UTF-8"
        raise DataError(
            str(path), 0, "", str(error), expected, "Réenregistrer le fichier en UTF-8."
        ) from error
    for number, row in enumerate(rows, start=2):
        if len(row) != len(header):
            raise DataError(
                str(path),
                number,
                "",
                ",".join(row),
                f"{len(header)} cellules",
                "Vérifier les virgules et les guillemets de la ligne.",
            )
    return header, rows


def _check_header(path: Path, header: Sequence[str], column_ids: Sequence[str]) -> None:
    expected = [*column_ids, *(name for name in (SOURCE, LOCATOR) if name not in column_ids)]
    if sorted(header) != sorted(expected):
        raise DataError(
            str(path), 1, "en-tête", ",".join(header), ",".join(expected), "Rétablir les colonnes."
        )


def _table(header: Sequence[str], column_ids: Sequence[str]) -> Table:
    matches = tuple(
        Match(name, index, name, "exact", 100)
        for index, name in enumerate(header)
        if name in column_ids
    )
    return Table(Sheet("", (tuple(header),)), 1, matches, (), frozenset())


def _origin(path: Path, line: int, named: dict[str, str], lookup: Lookup) -> tuple[str, str]:
    """Source of a line and the place in it, both required of a published figure."""
    source, locator = named[SOURCE], named[LOCATOR]
    if source not in lookup.sources:
        expected = "l’identifiant d’une source de sources.yml"
        raise DataError(
            str(path), line, SOURCE, source, expected, "Déclarer la source, ou corriger."
        )
    if not locator:
        expected = "l’endroit du document où lire la ligne"
        raise DataError(str(path), line, LOCATOR, "", expected, "Remplir la cellule.")
    return source, locator
