"""``data/evidence``: what is known of the MSU of some territories."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

from etl.declared.periods import Period
from etl.extract.tables import extract_rows

FOLDER = "evidence"
SCORES, WORLDS = "scores.csv", "worlds.csv"
EvidenceKind = Literal["count", "range", "share", "share_of_gps", "students_per_msu", "at_least"]


class EvidenceRow(BaseModel):
    """One figure on the MSU of some territories, with its error and the reason of it.

    ``other_value`` is the top of a range, or the national ratio beside a ratio of students.
    ``of_territory_ids`` are those that a share is a part of. A count that ``is_exact`` may
    replace the estimate of its own year.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    evidence_id: str
    label_fr: str
    place: str
    cluster: str
    territory_ids: str
    of_territory_ids: str | None
    kind: EvidenceKind
    period: Period
    time: FiniteFloat
    value: FiniteFloat = Field(gt=0)
    other_value: FiniteFloat | None
    error: FiniteFloat = Field(gt=0)
    is_press: bool
    is_sound: bool
    is_exact: bool
    source_id: str
    locator: str
    error_reason_fr: str

    @property
    def known_year(self) -> int:
        """Calendar year of the figure."""
        return int(self.time)

    @property
    def territories(self) -> tuple[str, ...]:
        """Territories whose MSU the figure bears on."""
        return tuple(self.territory_ids.split(";"))

    @property
    def of_territories(self) -> tuple[str, ...]:
        """Territories whose MSU a share is a part of; none otherwise."""
        return tuple(self.of_territory_ids.split(";")) if self.of_territory_ids else ()


class ScoreRow(BaseModel):
    """Scores of a method on a set of counts that it has not seen, as ``make validate`` wrote them.

    ``left_out`` is what is left out together; ``inside_*`` are counts inside the intervals.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    scored_on: str
    method_id: str
    left_out: str
    fitted_on: str
    counts: int
    log_rmse: FiniteFloat
    log_score: FiniteFloat
    crps: FiniteFloat
    inside_50: int
    inside_80: int
    inside_95: int


class WorldRow(BaseModel):
    """How often the intervals and the verdicts were right in simulated worlds of one kind, in %."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    world: str
    worlds: int
    blend: FiniteFloat
    sigma_subdivision: FiniteFloat
    sigma_departement: FiniteFloat
    memory: FiniteFloat
    inside_50_pct: FiniteFloat
    inside_80_pct: FiniteFloat
    inside_95_pct: FiniteFloat
    right_below_pct: FiniteFloat
    right_above_pct: FiniteFloat


def extract_scores(data: Path) -> list[ScoreRow]:
    """Read the scores of the methods on counts left out in turn."""
    return extract_rows(data / FOLDER / SCORES, ScoreRow)


def extract_worlds(data: Path) -> list[WorldRow]:
    """Read how the model did in simulated worlds."""
    return extract_rows(data / FOLDER / WORLDS, WorldRow)


def extract_evidence(data: Path) -> list[EvidenceRow]:
    """Read the evidence on MSU."""
    return extract_rows(data / FOLDER / "msu.csv", EvidenceRow)


def exact_rows(rows: Iterable[EvidenceRow], year: int) -> list[EvidenceRow]:
    """Counts of one territory precise enough to replace the estimate of a year, by date."""
    return [
        row
        for row in sorted(rows, key=lambda item: item.time)
        if row.is_exact and row.known_year == year and len(row.territories) == 1
    ]
