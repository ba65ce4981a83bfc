"""``data/figures/<theme>.csv``: the published figures, and the local MSU counts."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, FiniteFloat

from etl.declared.periods import Period, period_year
from etl.extract.tables import extract_numbered_rows, extract_rows

LOCAL_POINTS = "msu_local_points.csv"
RETENTION_SURVEYS = "enquetes_fidelisation.csv"
# Files of the folder that have columns of their own.
OWN_COLUMNS = (LOCAL_POINTS, RETENTION_SURVEYS)
Confidence = Literal["high", "medium", "low", "derived-high", "derived-medium"]


class Figure(BaseModel):
    """One published figure, as committed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    territory_id: str
    period: Period
    indicator_id: str
    value: FiniteFloat
    source_id: str
    locator: str
    confidence: Confidence
    note: str | None


class LocalPoint(BaseModel):
    """One published local count of MSU, which ``msu-v1`` was validated on or set aside."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    point_id: str
    label_fr: str
    territory_ids: str
    year: int | None
    value_msu: int | None
    ratio: FiniteFloat | None
    kind: Literal["count", "ratio_students", "share_of_gps", "oral"]
    source_id: str
    locator: str
    confidence: Confidence
    excluded_reason_fr: str | None

    @property
    def territories(self) -> tuple[str, ...]:
        """The territories whose MSU the count adds up."""
        return tuple(self.territory_ids.split(";"))

    @property
    def known_year(self) -> int:
        """The year, for a point that is known to have one."""
        if self.year is None:
            raise ValueError(f"{self.point_id} has no readable year")
        return self.year


def extract_figures(folder: Path) -> pd.DataFrame:
    """Read every figures file of the folder, one row per published value.

    Returns
    -------
    DataFrame with the columns of :class:`Figure`, ``period_year``, ``file`` and ``line``

    Raises
    ------
    DataError
        At the first cell that is not what it should be.
    """
    rows = [
        {
            **figure.model_dump(),
            "period_year": period_year(figure.period),
            "file": path.name,
            "line": line,
        }
        for path in sorted(folder.glob("*.csv"))
        if path.name not in OWN_COLUMNS
        for line, figure in extract_numbered_rows(path, Figure)
    ]
    return pd.DataFrame(rows).astype({"period_year": "Int64"})


def extract_local_points(folder: Path) -> list[LocalPoint]:
    """Read the published local counts of MSU."""
    return extract_rows(folder / LOCAL_POINTS, LocalPoint)
