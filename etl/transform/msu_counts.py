"""Imported counts of MSU, total and by type of stage: what may be published of them, together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from etl.build import Build
from etl.extract.evidence import exact_rows
from etl.transform.linked import Linked
from etl.transform.secrecy import settled
from models.territories.cells import NATION

MSU_INDICATORS = {
    "cycle2_msu": "msu_2e_cycle",
    "cycle3_msu": "msu_3e_cycle",
    "n1_msu": "msu_n1",
    "saspas_msu": "msu_saspas",
    "sante_femme_msu": "msu_sante_femme",
    "sante_enfant_msu": "msu_sante_enfant",
    "docteur_junior_msu": "msu_docteur_junior",
}
TOTAL = "total_msu"
CYCLE_3 = "cycle3_msu"
OF_CYCLE_3 = ("n1_msu", "saspas_msu", "sante_femme_msu", "sante_enfant_msu", "docteur_junior_msu")
# All modes of practice: nobody else may be a MSU.
GPS, GPS_PERIOD = "mg_rpps", "2026"


@dataclass(frozen=True)
class ImportedTotals:
    """Totals of a year: the lines they come from, what these say, and what may be published."""

    year: int
    lines: pd.DataFrame
    stated: Mapping[str, int]
    public: Mapping[str, int]
    withheld: frozenset[str]


@dataclass(frozen=True)
class ImportedPart:
    """Counts of one type of stage at one date, as ``ImportedTotals`` for a year."""

    period: str
    measure: str
    given: pd.DataFrame
    stated: Mapping[str, float]
    public: Mapping[str, int]
    withheld: frozenset[str]


@dataclass(frozen=True)
class ImportedMsu:
    """Imported counts of every date."""

    totals: tuple[ImportedTotals, ...] = ()
    parts: tuple[ImportedPart, ...] = ()


def imported_msu(build: Build) -> ImportedMsu:
    """Imported counts of MSU and their secrecy, worked out once per build.

    The total of a year, of which the last date counts, is at least the MSU of each type of stage;
    those of the third cycle are at least those of each of its stages. Nobody but a GP is a MSU.
    """
    if isinstance(build.imported_msu, ImportedMsu):
        return build.imported_msu
    rows = build.local.of("msu")
    counts = ImportedMsu() if rows.empty else _imported(build, rows)
    build.imported_msu = counts
    return counts


def _imported(build: Build, rows: pd.DataFrame) -> ImportedMsu:
    years = rows["period"].str[:4].astype(int)
    latest = rows.sort_values(["source_id", "period"]).assign(year=years)
    latest = latest.drop_duplicates(["territory_id", "year"], keep="last")
    national = build.figure("msu_cnge").set_index("period_year")["value"]
    gps = published_totals(build, GPS, GPS_PERIOD)
    totals, parts = [], []
    for year, group in latest.groupby("year"):
        # « No MSU here » is no count of anybody: it is published, whatever the threshold.
        linked = Linked(build, f"msu|{year}", zeros_of=TOTAL)
        stated = {str(row.territory_id): int(row.total_msu) for row in group.itertuples()}
        exact = exact_rows(build.evidence, int(str(year)))
        fixed = {row.territory_ids: round(row.value) for row in exact}
        fixed |= {NATION: int(national[year])} if year in national.index else {}
        linked.add(TOTAL, _whole(settled(stated, build.cells.exact_sums)), fixed)
        linked.most(TOTAL, gps)
        added = _add_parts(build, linked, rows[years == year])
        answers = linked.published()
        given = linked.given[TOTAL]
        public, withheld = answers[TOTAL]
        totals.append(
            ImportedTotals(
                int(str(year)),
                group,
                stated,
                {name: value for name, value in public.items() if name in given},
                frozenset(withheld & given.keys()),
            )
        )
        for name, (period, measure, lines, said) in added.items():
            public, withheld = answers[name]
            parts.append(ImportedPart(period, measure, lines, said, public, frozenset(withheld)))
    return ImportedMsu(tuple(totals), tuple(parts))


def _add_parts(
    build: Build, linked: Linked, rows: pd.DataFrame
) -> dict[str, tuple[str, str, pd.DataFrame, dict[str, float]]]:
    """Add the types of stage of a year to its table: date, measure, lines and what they say."""
    added = {}
    for period, group in rows.groupby("period"):
        for measure, indicator_id in MSU_INDICATORS.items():
            if measure not in group:
                continue
            given = group[group[measure].notna()].set_index("territory_id")
            stated = {str(key): float(value) for key, value in given[measure].items()}
            if not stated:
                continue
            name = f"{measure}|{period}"
            counts = _whole(settled(stated, build.cells.exact_sums))
            nobody = set(given.index[given[TOTAL] == 0])
            elsewhere = published_totals(build, indicator_id, str(period))
            linked.add(name, counts, elsewhere, zeros=nobody)
            linked.at_most(name, TOTAL)
            added[name] = (str(period), measure, given, stated)
        for measure in OF_CYCLE_3:
            linked.at_most(f"{measure}|{period}", f"{CYCLE_3}|{period}")
    return added


def published_totals(build: Build, indicator_id: str, period: str) -> dict[str, int]:
    """Whole values already published for an indicator and a period, by territory."""
    rows = build.figures
    figures = rows[(rows["indicator_id"] == indicator_id) & (rows["period"] == period)]
    return {
        str(row.territory_id): int(row.value)
        for row in figures.itertuples()
        if is_count(float(row.value))
    }


def is_count(value: float) -> bool:
    """Whether a value is a whole number from 0."""
    return value >= 0 and value.is_integer()


def _whole(counts: Mapping[str, float]) -> dict[str, int]:
    return {name: int(value) for name, value in counts.items()}
