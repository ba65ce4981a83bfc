"""Read a CSV file row by row against a declared row model."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from etl.errors import DataError
from foundation.faults import first_fault

Row = TypeVar("Row", bound=BaseModel)

# An empty cell is read as none.
EXPECTED_FR = {"string_type": "un texte non vide"}


def extract_rows(path: Path, model: type[Row]) -> list[Row]:
    """Read every row of a UTF-8, comma-separated file as ``model``.

    Codes stay text; an empty cell is None.

    Raises
    ------
    DataError
        Names the file, the line, the column, the value seen and what was expected.
    """
    return [row for _, row in extract_numbered_rows(path, model)]


def extract_numbered_rows(path: Path, model: type[Row]) -> list[tuple[int, Row]]:
    """Read the rows of a file as :func:`extract_rows` does, each with its line in the file.

    Raises
    ------
    DataError
        Names the file, the line, the column, the value seen and what was expected.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            _check_header(path, reader.fieldnames or [], model)
            return [(reader.line_num, _row(path, reader.line_num, raw, model)) for raw in reader]
    except FileNotFoundError as error:
        raise DataError(
            str(path), 0, "", "", "un fichier présent", "Restaurer le fichier depuis le dépôt."
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(
            str(path), 0, "", str(error), "un CSV en UTF-8", "Réenregistrer le fichier en UTF-8."
        ) from error


def _check_header(path: Path, header: Sequence[str], model: type[Row]) -> None:
    expected = list(model.model_fields)
    if list(header) != expected:
        raise DataError(
            str(path),
            1,
            "en-tête",
            ",".join(header),
            ",".join(expected),
            "Rétablir les colonnes, dans cet ordre.",
        )


def _row(path: Path, line: int, raw: dict[str, str | None], model: type[Row]) -> Row:
    # The reader files the cells in excess under None, and fills the missing ones with None.
    if None in raw or None in raw.values():
        raise DataError(
            str(path),
            line,
            "",
            ",".join(cell for cell in raw.values() if isinstance(cell, str)),
            f"{len(model.model_fields)} cellules",
            "Vérifier les virgules et les guillemets de la ligne.",
        )
    try:
        return model.model_validate({key: value or None for key, value in raw.items()})
    except ValidationError as error:
        fault = first_fault(error, EXPECTED_FR)
        column = str(fault.place[0]) if fault.place else ""
        raise DataError(
            str(path),
            line,
            column,
            str(raw.get(column) or ""),
            fault.expected_fr,
            "Corriger la cellule, ou la ligne.",
        ) from error
