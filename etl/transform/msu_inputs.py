"""What ``msu-v2`` reads of a build: the country, the evidence and the national dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from etl.build import Build
from etl.extract.evidence import EvidenceRow
from etl.transform.clues import Clue
from etl.transform.interns import filled_posts, intern_shares, posts_by_cohort
from etl.transform.msu_years import MsuCount
from etl.transform.targets import GPS, GPS_YEAR
from models.msu import evidence
from models.msu.country import Country
from models.msu.evidence import Evidence, LowerBound
from models.territories.apportionment import FloatArray

NATIONAL_COUNT = "msu_cnge"
# Keys that may stand for the GPs who could be MSU: liberal, liberal without those who declare an
# expertise of their own, all modes of practice.
GP_KEYS = ((GPS, GPS_YEAR), ("mg_liberaux_hors_mep_cnam", GPS_YEAR), ("mg_rpps", "2026"))
GPS_BEFORE = ("mg_rpps_inscription_liberaux_et_mixtes", "2014")
# Five cohorts score as three do, and the MSU of a place move as slowly as that.
COHORTS = 5
YEARS = range(2010, 2028)
# The CNGE gives its count of the year in autumn when it says no date.
AUTUMN = 0.75


def country(build: Build) -> Country:
    """Facts that the weights of the cells are made of; filled posts replace posts offered."""
    national = national_counts(build)
    posts = _with_filled(posts_by_cohort(build), filled_posts(build), build.cells.subdivision_ids)
    return Country(
        departement=build.cells.departement,
        subdivision=build.cells.subdivision,
        gp_keys=np.array([_gp_cells(build, name, period) for name, period in GP_KEYS]),
        gp_before=_gp_cells(build, *GPS_BEFORE),
        intern_shares={year: intern_shares(posts, year - 1, COHORTS) for year in YEARS},
        national_times=national["time"].to_numpy(),
        national_counts=national["value"].to_numpy(dtype=np.float64),
    )


def national_counts(build: Build) -> pd.DataFrame:
    """Firm or derived national counts in the order of their dates, with ``time`` in years."""
    rows = build.figure(NATIONAL_COUNT)
    return rows.assign(time=rows["period"].map(time_of)).sort_values("time")


def time_of(period: str) -> float:
    """Date of a period as a decimal year: the middle of a month, the autumn of a bare year."""
    parts = [int(part) for part in period.split("-")]
    if len(parts) == 1:
        return parts[0] + AUTUMN
    if len(parts) == 2:
        return parts[0] + (parts[1] - 0.5) / 12
    return parts[0] + (parts[1] - 1) / 12 + (parts[2] - 1) / 365


def published_evidence(
    build: Build, facts: Country, rows: Sequence[EvidenceRow]
) -> tuple[list[Evidence], list[LowerBound]]:
    """Published evidence, and published lower bounds."""
    found, bounds = [], []
    for row in rows:
        cells = build.cells.members(row.territories)
        if row.kind == "at_least":
            bounds.append(LowerBound(row.evidence_id, cells, row.time, row.value, row.error))
            continue
        log_value, error = _read(build, facts, row)
        found.append(
            Evidence(
                name=row.evidence_id,
                place=row.place,
                cluster=row.cluster,
                cells=cells,
                time=row.time,
                log_value=log_value,
                error=error,
                of_cells=build.cells.members(row.of_territories) if row.of_territories else (),
                is_press=row.is_press,
                is_sound=row.is_sound,
            )
        )
    return found, bounds


def imported_evidence(
    build: Build, facts: Country, counts: Mapping[int, Sequence[MsuCount]]
) -> list[Evidence]:
    """Evidence of the imported counts that may be published, those of ``known_counts``.

    A count is dated as the national count of its year, which it is published beside.
    """
    dates = _national_dates(facts)
    return [
        evidence.imported(
            item.territory_id,
            build.cells.members([item.territory_id]),
            dates.get(year, year + AUTUMN),
            item.value,
        )
        for year, items in counts.items()
        for item in items
        if item.status != "observed"
    ]


def clue_evidence(
    build: Build, facts: Country, clues: Sequence[Clue]
) -> tuple[list[Evidence], list[LowerBound]]:
    """Evidence and lower bounds of the imported answers that are no exact count.

    A range errs as a count does at its ends; a share of the GPs errs by which GPs it is of.
    """
    dates = _national_dates(facts)
    pieces, bounds = [], []
    for clue in clues:
        name = f"{clue.source_id}-{clue.line}"
        cells = build.cells.members([clue.territory_id])
        time = dates.get(clue.year, time_of(clue.period))
        if clue.kind == "at_least":
            bounds.append(LowerBound(name, cells, time, clue.value, evidence.BOUND_ERROR))
            continue
        if clue.kind == "range":
            log_value, error = evidence.range_of(
                clue.value, clue.other_value or clue.value, evidence.IMPORT_ERROR
            )
        else:
            log_value = evidence.share_of_gps(clue.value, _gps_of(facts, cells))
            error = evidence.SHARE_ERROR
        pieces.append(evidence.answer(name, clue.territory_id, cells, time, log_value, error))
    return pieces, bounds


def _national_dates(facts: Country) -> dict[int, float]:
    """Date of the national count of each year, in years."""
    return {int(time): float(time) for time in facts.national_times}


def _gps_of(facts: Country, cells: Sequence[int]) -> list[float]:
    """GPs of some cells, liberal then of all modes."""
    return [float(facts.gp_keys[rank, list(cells)].sum()) for rank in (0, len(GP_KEYS) - 1)]


def _read(build: Build, facts: Country, row: EvidenceRow) -> tuple[float, float]:
    """Log value of a row, a number of MSU or a share of those of others, and its error."""
    if row.kind == "range":
        return evidence.range_of(row.value, row.other_value or row.value, row.error)
    if row.kind == "share_of_gps":
        keys = _gps_of(facts, build.cells.members(row.territories))
        return evidence.share_of_gps(row.value, keys), row.error
    if row.kind == "students_per_msu":
        ratio = evidence.students_per_msu(
            row.value,
            row.other_value or row.value,
            _intern_share(build, facts, row),
            facts.national(row.time),
        )
        return ratio, row.error
    return float(np.log(row.value)), row.error


def _intern_share(build: Build, facts: Country, row: EvidenceRow) -> float:
    ranks = [build.cells.subdivision_ids.index(name) for name in row.territories]
    return float(facts.intern_shares[row.known_year][ranks].sum())


def _gp_cells(build: Build, indicator_id: str, period: str) -> FloatArray:
    return build.cells.spread(build.departement_values(indicator_id, period).to_numpy())


def _with_filled(
    posts: pd.DataFrame, filled: pd.DataFrame, subdivisions: Sequence[str]
) -> pd.DataFrame:
    """Posts by cohort, filled where known; a doubtful number is the mean of its neighbours."""
    whole = filled.reindex(list(subdivisions)).interpolate(axis=1)
    return pd.concat([posts.drop(columns=whole.columns, errors="ignore"), whole], axis=1)
