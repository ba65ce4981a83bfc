"""Imported answers without an exact count: a range, a share of the GPs, a lower bound."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

import pandas as pd

from etl.build import Build
from etl.errors import DataError
from etl.rows.convert import RANGE, SHARE
from etl.transform.imported import WithheldCell, line_locator, local_status, withhold
from etl.transform.msu_years import MsuCount
from etl.transform.targets import GPS, GPS_YEAR
from etl.warehouse import append, run_sql
from models.territories.cells import NATION

STORED = "msu_indices"
ClueKind = Literal["range", "share_of_gps", "at_least"]
KINDS: Mapping[str, ClueKind] = {
    RANGE: "range",
    SHARE: "share_of_gps",
    "minimum": "at_least",
}
WITHHELD_MEASURE = "indice"
# GPs of all modes of practice: nobody else may be a MSU.
ALL_GPS, ALL_GPS_YEAR = "mg_rpps", "2026"


@dataclass(frozen=True)
class Clue:
    """What an answer says of the MSU of a territory, in the terms of ``data/evidence``.

    ``value`` is the low end of a range, a lower bound, or a share of the GPs from 0 to 1;
    ``other_value`` the high end of a range. ``line`` is that of its file.
    """

    territory_id: str
    period: str
    kind: ClueKind
    value: float
    other_value: float | None
    source_id: str
    line: int
    note_fr: str | None

    @property
    def year(self) -> int:
        """Calendar year it is dated."""
        return int(self.period[:4])


def usable_clues(build: Build, counts: Mapping[int, Sequence[MsuCount]]) -> list[Clue]:
    """Clues that may serve as evidence: none that is withheld, none where a count says more.

    Parameters
    ----------
    build : once the imported counts that are withheld are known
    counts : counts by year, as ``known_counts`` gives them

    Raises
    ------
    DataError
        When a clue gives a territory more MSU than it has GPs: the law has no such draw.
    """
    counted = {(item.territory_id, year) for year, items in counts.items() for item in items}
    published, _ = _sorted_clues(build)
    for clue in published:
        _refuse_impossible(build, clue)
    return [clue for clue in published if (clue.territory_id, clue.year) not in counted]


def build_clues(build: Build) -> None:
    """Publish the imported clues that may be, and list the others as withheld."""
    published, withheld = _sorted_clues(build)
    status = local_status(build)
    append(build.connection, "pub.msu_clue", pd.DataFrame(_row(clue, status) for clue in published))
    cells = (WithheldCell(clue.territory_id, clue.period, WITHHELD_MEASURE) for clue in withheld)
    withhold(build, STORED, cells)


def _sorted_clues(build: Build) -> tuple[list[Clue], list[Clue]]:
    """Clues that may be published, and those withheld.

    Withheld: one that starts under the threshold; one of a territory whose count of that year is
    withheld; and, where such a count is near, one narrow enough to give it back by difference.
    """
    hidden = {
        (str(row.territory_id), int(str(row.period)[:4]))
        for row in run_sql(build.connection, "withheld_msu").itertuples()
    }
    published: list[Clue] = []
    withheld: list[Clue] = []
    for clue in _clues(build):
        is_hidden = (
            _least_msu(build, clue) < build.threshold
            or (clue.territory_id, clue.year) in hidden
            or (_is_narrow(build, clue) and _is_near(build, clue, hidden))
        )
        (withheld if is_hidden else published).append(clue)
    return published, withheld


def _clues(build: Build) -> list[Clue]:
    rows = build.local.of(STORED)
    return [
        Clue(
            territory_id=row["territory_id"],
            period=row["period"],
            kind=KINDS[row["form"]],
            value=row["value"] / 100 if row["form"] == SHARE else float(row["value"]),
            other_value=None if pd.isna(row["high_value"]) else float(row["high_value"]),
            source_id=row["source_id"],
            line=int(row["line"]),
            note_fr=None if pd.isna(row["note_fr"]) else row["note_fr"],
        )
        for row in rows.to_dict("records")
    ]


def _least_msu(build: Build, clue: Clue) -> float:
    """Least number of MSU that a clue stands for."""
    if clue.kind != "share_of_gps":
        return clue.value
    gps = build.cells.spread(build.departement_values(GPS, GPS_YEAR).to_numpy())
    return clue.value * float(gps[list(build.cells.members([clue.territory_id]))].sum())


def _refuse_impossible(build: Build, clue: Clue) -> None:
    if clue.kind == "share_of_gps":
        return
    gps = build.cells.spread(build.departement_values(ALL_GPS, ALL_GPS_YEAR).to_numpy())
    most = round(float(gps[list(build.cells.members([clue.territory_id]))].sum()))
    if clue.value > most:
        labels = {entry.source_id: entry.label_fr for entry in build.local.imports}
        raise DataError(
            labels.get(clue.source_id, clue.source_id),
            clue.line,
            "valeur",
            f"{clue.value:.0f}",
            f"au plus le nombre de généralistes du territoire {clue.territory_id} ({most})",
            "vérifier la valeur et le territoire ; si l’indice est déjà importé, l’annuler",
        )


def _is_narrow(build: Build, clue: Clue) -> bool:
    """Whether a clue says as much as a count: its two ends are nearer than the threshold."""
    return clue.other_value is not None and clue.other_value - clue.value < build.threshold


def _is_near(build: Build, clue: Clue, hidden: set[tuple[str, int]]) -> bool:
    """Whether a count of that year is withheld in a région or subdivision that they share."""
    cells = build.cells
    around = {
        territory
        for territory in (*cells.region_ids, *cells.subdivision_ids)
        if set(cells.members([territory])) & set(cells.members([clue.territory_id]))
    }
    places = {place for place, year in hidden if year == clue.year and place != NATION}
    near = set(cells.members(sorted(around))) if around else set()
    return any(set(cells.members([place])) & near for place in places)


def _row(clue: Clue, status: str) -> dict[str, object]:
    is_share = clue.kind == "share_of_gps"
    kept = ("territory_id", "period", "kind", "source_id", "note_fr")
    return {name: value for name, value in asdict(clue).items() if name in kept} | {
        "low_msu": None if is_share else int(clue.value),
        "high_msu": None if clue.other_value is None else int(clue.other_value),
        "share_pct": round(100 * clue.value, 6) if is_share else None,
        "status": status,
        "locator": line_locator(clue.line),
    }
