"""What an import would do, before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from etl.errors import EtlError
from foundation.answers import Doctors, Dropped, FilePreview, Match, Problem, SetAside

if TYPE_CHECKING:
    import pandas as pd

SHOWN_ROWS = 20


@dataclass(frozen=True)
class Preview:
    """What was read in a file: kept rows, lines set aside, refusals, warnings.

    ``rows`` holds the normalised rows (columns of the kind stored, plus ``line``); it is empty
    as soon as one row is refused, since a file is taken whole or not at all. ``period`` is the date
    of a file that has no column for it and ``period_origin`` where it was read (« titre », « nom »,
    « demande »); ``lacks_date`` says that only a date is missing. ``doctors`` are those of a list.
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
    period: str = ""
    period_origin: str = ""
    lacks_date: bool = False
    doctors: Doctors | None = None
    cells: tuple[tuple[object, ...], ...] = field(default=(), repr=False)

    @property
    def proposals(self) -> tuple[Match, ...]:
        """Matches that the user has to confirm."""
        return tuple(match for match in self.matches if match.how in ("synonyme", "approchant"))

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
            needs_confirmation=bool(self.proposals),
            matches=self.matches,
            dropped=self.dropped,
            set_aside=self.set_aside,
            refusals=self.refusals,
            warnings=self.warnings,
            period=self.period,
            period_origin=self.period_origin,
            lacks_date=self.lacks_date,
            doctors=self.doctors,
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
