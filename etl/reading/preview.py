"""What an import would do, before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

import pandas as pd

from etl.errors import EtlError, file_message

SHOWN_ROWS = 20
How = Literal["exact", "synonyme", "approchant", "choisi"]


@dataclass(frozen=True)
class Problem:
    """A cell, a row or a file that is refused, or doubted, and what to do about it.

    ``line`` is 0 and ``column`` empty when the whole file is meant.
    """

    file: str
    sheet: str
    line: int
    column: str
    value: str
    expected_fr: str
    remedy_fr: str

    @property
    def message_fr(self) -> str:
        """The whole sentence, as the page and the command line show it."""
        return file_message(
            self.file,
            self.sheet,
            self.line,
            self.column,
            self.value,
            self.expected_fr,
            self.remedy_fr,
        )


@dataclass(frozen=True)
class SetAside:
    """A line that is not data (title, total, empty, example), and why it was left out."""

    line: int
    why_fr: str
    text: str


@dataclass(frozen=True)
class Match:
    """A header of the file and the column it would fill.

    ``exact`` headers are those of the template; the others are proposals that the user confirms.
    ``score`` is the likeness in %, 100 for a declared header.
    """

    header: str
    index: int
    column_id: str
    how: How
    score: int


@dataclass(frozen=True)
class Dropped:
    """A column of the file that is not kept, and why (personal data, or unknown)."""

    header: str
    why_fr: str
    personal: bool


@dataclass(frozen=True)
class Preview:
    """What was read in a file: kept rows, lines set aside, refusals, warnings.

    ``rows`` holds the normalised rows (columns of the kind stored, plus ``line``); it is empty
    as soon as one row is refused, since a file is taken whole or not at all.
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
    cells: tuple[tuple[object, ...], ...] = field(default=(), repr=False)

    @property
    def proposals(self) -> tuple[Match, ...]:
        """Matches that the user has to confirm."""
        return tuple(match for match in self.matches if match.how in ("synonyme", "approchant"))

    @property
    def refused_n(self) -> int:
        """Number of lines refused."""
        return len({problem.line for problem in self.refusals})

    def to_json(self) -> dict[str, Any]:
        """Plain values, for ``--json`` and the page."""
        plain = {
            name: value
            for name, value in vars(self).items()
            if name not in {"rows", "cells", "matches", "dropped", "set_aside"}
            and name not in {"refusals", "warnings"}
        }
        shown = self.rows.head(SHOWN_ROWS)
        return plain | {
            "matches": [asdict(match) for match in self.matches],
            "needs_confirmation": bool(self.proposals),
            "dropped": [asdict(column) for column in self.dropped],
            "set_aside": [asdict(line) for line in self.set_aside],
            "refusals": _told(self.refusals),
            "warnings": _told(self.warnings),
            "kept_n": len(self.rows),
            "refused_n": self.refused_n,
            "rows": shown.astype(object).where(shown.notna(), None).to_dict("records"),
        }


class RefusedFileError(EtlError):
    """A file is refused: nothing was written.

    Parameters
    ----------
    problems : sequence of Problem
        At least one.
    preview : Preview or None
        What could be read of the file, when it could be read.
    """

    def __init__(self, problems: Sequence[Problem], preview: Preview | None = None) -> None:
        self.problems = tuple(problems)
        self.preview = preview
        super().__init__("\n".join(problem.message_fr for problem in problems))

    def __reduce__(self) -> tuple[object, ...]:
        """Rebuild from the problems: an error may cross a process."""
        return (type(self), (self.problems, self.preview))


def _told(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    return [asdict(problem) | {"message_fr": problem.message_fr} for problem in problems]
