"""What an import would do, before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from etl.errors import EtlError
from foundation.answers import (
    Doctors,
    Dropped,
    FilePreview,
    FileValue,
    Header,
    Match,
    Offer,
    Problem,
    SetAside,
    Shape,
)
from foundation.choices import Choices, CountBy

if TYPE_CHECKING:
    import pandas as pd

SHOWN_ROWS = 20
PROPOSED = ("synonyme", "approchant", "valeurs", "retenu")


@dataclass(frozen=True)
class Preview:
    """What was read in a file: kept rows, lines set aside, refusals, warnings.

    ``rows`` holds the normalised rows (columns of the kind stored, plus ``line``); it is empty
    as soon as one row is refused, since a file is taken whole or not at all. ``values`` are those
    of the whole file, ``shapes`` how the table was read, ``lines`` its first lines as text,
    ``headers`` all its columns. ``doctors`` are those of a list, told apart by ``count_by``.
    ``layout`` names its headers for the next file of the same layout, read with ``choices``.
    """

    kind_id: str
    stores: str
    file: str
    sha256: str
    sheet: str
    sheets: tuple[str, ...]
    encoding: str
    separator: str
    header_line: int
    matches: tuple[Match, ...]
    dropped: tuple[Dropped, ...]
    read_n: int
    rows: pd.DataFrame
    set_aside: tuple[SetAside, ...] = ()
    refusals: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    doctors: Doctors | None = None
    lines: tuple[tuple[str, ...], ...] = ()
    header_lines_n: int = 1
    headers: tuple[Header, ...] = ()
    values: tuple[FileValue, ...] = ()
    shapes: tuple[Shape, ...] = ()
    offers: tuple[Offer, ...] = ()
    count_by: CountBy = ""
    layout: str = ""
    choices: Choices = Choices()
    cells: tuple[tuple[object, ...], ...] = field(default=(), repr=False)

    @property
    def proposals(self) -> tuple[Match, ...]:
        """Matches that the user has to confirm."""
        return tuple(match for match in self.matches if match.how in PROPOSED)

    @property
    def needs_confirmation(self) -> bool:
        """Whether something was proposed that the user has to confirm."""
        proposed = any(value.value and value.origin != "demande" for value in self.values)
        shaped = any(shape.needs_confirmation for shape in self.shapes)
        return bool(self.proposals) or proposed or shaped

    @property
    def refused_n(self) -> int:
        """Number of lines refused."""
        return len({problem.line for problem in self.refusals})

    def answer(self) -> FilePreview:
        """The preview as the commands answer it: its first rows only."""
        first = self.rows.head(SHOWN_ROWS)
        return FilePreview(
            kind_id=self.kind_id,
            stores=self.stores,
            file=self.file,
            sha256=self.sha256,
            sheet=self.sheet,
            sheets=self.sheets,
            encoding=self.encoding,
            separator=self.separator,
            header_line=self.header_line,
            read_n=self.read_n,
            kept_n=len(self.rows),
            refused_n=self.refused_n,
            needs_confirmation=self.needs_confirmation,
            matches=self.matches,
            dropped=self.dropped,
            set_aside=self.set_aside,
            refusals=self.refusals,
            warnings=self.warnings,
            doctors=self.doctors,
            lines=self.lines,
            header_lines_n=self.header_lines_n,
            headers=self.headers,
            values=self.values,
            shapes=self.shapes,
            offers=self.offers,
            count_by=self.count_by,
            rows=tuple(first.astype(object).where(first.notna(), None).to_dict("records")),
        )


class RefusedFileError(EtlError):
    """A file is refused: nothing was written.

    Parameters
    ----------
    problems : sequence of Problem
        At least one.
    preview : Preview or None
        What could be read of the file, when it could be read.
    sheets : sequence of str
        Sheets between which to choose, when several would do.
    """

    def __init__(
        self,
        problems: Sequence[Problem],
        preview: Preview | None = None,
        sheets: Sequence[str] = (),
    ) -> None:
        self.problems = tuple(problems)
        self.preview = preview
        self.sheets = tuple(sheets)
        super().__init__("\n".join(problem.message_fr for problem in problems))

    def __reduce__(self) -> tuple[object, ...]:
        """Rebuild from the problems: an error may cross a process."""
        return (type(self), (self.problems, self.preview, self.sheets))
