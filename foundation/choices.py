"""What a user chooses about a file, carried whole from the page or the command to the reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# Which year « 2023-2024 » is read as.
OfTwoYears = Literal["", "first", "last"]
CountBy = Literal["", "number", "name", "line"]


@dataclass(frozen=True)
class Choices:
    """Choices of a user about one file; what is left at its default is found by the reading.

    ``sheets`` are those to read, together. ``header_line`` counts from 1, 0 to find it. ``columns``
    pairs headers of the file with column ids, '' to leave one out. ``values`` pairs column ids with
    the value of the whole file. ``as_written`` keeps columns that hold years or levels as they are.
    ``fill_down`` repeats the name of a group on the lines below it; ``leaves_hidden`` leaves out
    the lines that the spreadsheet hides; ``adds_up`` adds the lines of one place and one date
    (communes, places of stage); ``ranges_apart`` takes ranges as clues, beside the counts.
    ``of_two_years`` is the year that « 2023-2024 » is read as. ``count_by`` is what tells the
    doctors of a list apart.
    """

    sheets: tuple[str, ...] = ()
    header_line: int = 0
    columns: tuple[tuple[str, str], ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    as_written: bool = False
    fill_down: bool = False
    leaves_hidden: bool = False
    adds_up: bool = False
    ranges_apart: bool = False
    of_two_years: OfTwoYears = ""
    count_by: CountBy = ""

    @property
    def by_header(self) -> dict[str, str]:
        """Column id chosen for each header."""
        return dict(self.columns)

    def options(self) -> list[str]:
        """Options of ``etl import``, joined to their values so that none can pass for another."""
        options = [f"--sheet={sheet}" for sheet in self.sheets]
        if self.header_line:
            options.append(f"--header-line={self.header_line}")
        options += [f"--column={header}={column}" for header, column in self.columns]
        options += [f"--value={column}={value}" for column, value in self.values]
        flags = (
            ("--as-written", self.as_written),
            ("--fill-down", self.fill_down),
            ("--without-hidden", self.leaves_hidden),
            ("--add-up", self.adds_up),
            ("--ranges-apart", self.ranges_apart),
        )
        options += [name for name, is_chosen in flags if is_chosen]
        if self.of_two_years:
            options.append(f"--of-two-years={self.of_two_years}")
        return options + ([f"--count-by={self.count_by}"] if self.count_by else [])
