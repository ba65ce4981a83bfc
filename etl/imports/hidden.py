"""Lines and columns that the spreadsheet hides: read with the others and told, or left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from etl.reading.book import Sheet
from etl.reading.layout import Table
from etl.reading.sorting import Sorted
from foundation.answers import Header, Problem, SetAside
from foundation.french import counted

LISTED_MAX = 10
LEFT_FR = "ligne masquée dans le tableur : laissée de côté, à votre demande"


def hidden_data(lines: Sorted, sheet: Sheet) -> list[int]:
    """Numbers of the data lines that the spreadsheet hides."""
    return [line.number for line in lines.data if line.number in sheet.hidden_lines]


def without_hidden(lines: Sorted, sheet: Sheet) -> Sorted:
    """The lines without those that the spreadsheet hides, which are set aside."""
    hidden = hidden_data(lines, sheet)
    return replace(
        lines,
        data=tuple(line for line in lines.data if line.number not in sheet.hidden_lines),
        set_aside=(*lines.set_aside, *(SetAside(number, LEFT_FR, "") for number in hidden)),
    )


def told_hidden(lines: Sorted, sheet: Sheet, file: str) -> list[Problem]:
    """A warning that hidden lines are read with the others, with their numbers."""
    numbers = hidden_data(lines, sheet)
    if not numbers:
        return []
    listed = ", ".join(map(str, numbers[:LISTED_MAX]))
    more = len(numbers) - LISTED_MAX
    seen = counted(len(numbers), "ligne masquée", "lignes masquées")
    place = f"ligne {listed}" if len(numbers) == 1 else f"lignes {listed}"
    return [
        Problem(
            file,
            sheet.name,
            numbers[0],
            "",
            f"{seen} dans le tableur ({place}{f' et {more} autres' if more > 0 else ''})",
            "des lignes visibles ; celles-ci sont lues avec les autres",
            "Vérifier qu’elles comptent, ou les laisser de côté (en ligne de commande : "
            "--without-hidden).",
        )
    ]


def told_hidden_columns(headers: Sequence[Header], table: Table, file: str) -> list[Problem]:
    """A warning for each hidden column that is read: its user may not know that it is there."""
    sheet = table.sheet
    return [
        Problem(
            file,
            sheet.name,
            table.header_line,
            header.header,
            "colonne masquée dans le tableur",
            "une colonne visible ; celle-ci est lue comme les autres",
            "Vérifier qu’elle est à jour, ou la laisser de côté (en ligne de commande : "
            f'--column "{header.header}=").',
        )
        for header in headers
        if header.column_id and header.index in sheet.hidden_columns
    ]
