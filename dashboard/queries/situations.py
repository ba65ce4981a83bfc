"""Verdicts of the territories against their share of any target, read from their laws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from dashboard.core.catalog import Catalog, Target
from dashboard.core.formatting import period_in
from dashboard.queries.cache import Cursor, ServedBuild, kept_per_build, per_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.rows import named_rows
from dashboard.themes.situation import Situation, Situations, later_count
from models.msu.decision import counted_verdict, p_below_of_law, verdict
from models.territories.apportionment import FloatArray
from models.territories.cells import NATION

LAST_NATIONAL = """
    SELECT max(period_year) FROM pub.observation
    WHERE indicator_id = 'msu' AND territory_id = 'FR' AND period_year <= $year
"""
LAWS = """
    SELECT territory_id, period, list(msu ORDER BY percentile) AS percentiles
    FROM pub.msu_percentile WHERE period::INTEGER IN (SELECT unnest($years))
    GROUP BY territory_id, period
"""
ESTIMATES = """
    WITH later AS (
        SELECT territory_id, value AS later_msu, period AS later_period FROM pub.observation
        WHERE indicator_id = 'msu' AND status <> 'estimated' AND territory_id <> 'FR'
            AND period_year > $year
        QUALIFY row_number() OVER (PARTITION BY territory_id ORDER BY period_year DESC) = 1
    )
    SELECT observation.territory_id, observation.period, value, status, low80_msu, high80_msu,
        low95_msu, high95_msu, later_msu, later_period
    FROM pub.observation LEFT JOIN pub.msu_estimate USING (territory_id, period)
    LEFT JOIN later USING (territory_id)
    WHERE indicator_id = 'msu' AND observation.period_year IN (SELECT unnest($years))
    QUALIFY row_number() OVER (
        PARTITION BY observation.territory_id ORDER BY observation.period_year DESC
    ) = 1
"""


@dataclass(frozen=True)
class Law:
    """MSU of a territory and year; ``percentiles`` (99,) is None where it is counted.

    ``later`` says what was counted after that year, when something was. ``period`` is its year.
    """

    msu: float
    status: str
    low80: float
    high80: float
    low95: float
    high95: float
    percentiles: FloatArray | None
    later: str
    period: str = ""


def years_to_show(cursor: Cursor, year: int) -> tuple[int, ...]:
    """A year, and the last national count before it where it has none of its own.

    A territory that is not counted in a year of local counts keeps its value of that earlier
    year, which is dated.
    """
    row = cursor.execute(LAST_NATIONAL, {"year": year}).fetchone()
    last = row[0] if row else None
    return (year,) if last in (None, year) else (year, int(last))


@per_build
def fetch_laws(cursor: Cursor, year: int) -> Mapping[str, Law]:
    """Law of the MSU of each territory in a year, or at the last national count before it."""
    years = {"years": list(years_to_show(cursor, year))}
    laws = {
        (row["territory_id"], row["period"]): row["percentiles"]
        for row in named_rows(cursor, LAWS, years)
    }
    return {
        row["territory_id"]: Law(
            msu=row["value"],
            status=row["status"],
            low80=_or_value(row, "low80_msu"),
            high80=_or_value(row, "high80_msu"),
            low95=_or_value(row, "low95_msu"),
            high95=_or_value(row, "high95_msu"),
            percentiles=(
                np.array(laws[row["territory_id"], row["period"]])
                if (row["territory_id"], row["period"]) in laws
                else None
            ),
            period=row["period"],
            later=(
                later_count(row["later_msu"], period_in(row["later_period"]))
                if row["later_period"] and row["status"] == "estimated"
                else ""
            ),
        )
        for row in named_rows(cursor, ESTIMATES, years | {"year": year})
    }


@kept_per_build
def fetch_situations(
    build: ServedBuild, level: str, year: int, target: Target, key_id: str
) -> Situations:
    """Situations of the territories of a level (or the nation) against their share of a target."""
    return situations_of(fetch_catalog(build), fetch_laws(build, year), level, target, key_id)


def situations_of(
    catalog: Catalog, laws: Mapping[str, Law], level: str, target: Target, key_id: str
) -> Situations:
    """Compare the laws of the territories of a level (or the nation) to their shares."""
    ids = catalog.level_ids.get(level, (NATION,))
    shares = catalog.shares(target, key_id)
    return Situations(
        level,
        ids,
        {item: _situation(item, laws[item], shares[item]) for item in ids if item in laws},
    )


def _situation(territory_id: str, law: Law, share: int) -> Situation:
    probability = _p_below(law, share)
    return Situation(
        territory_id=territory_id,
        verdict_id=(
            counted_verdict(law.msu, share) if probability is None else verdict(probability)
        ),
        p_below=probability,
        msu=law.msu,
        low80=law.low80,
        high80=law.high80,
        low95=law.low95,
        high95=law.high95,
        share=share,
        status=law.status,
        later=law.later,
        period=law.period,
    )


def _p_below(law: Law, share: int) -> float | None:
    """Probability of being below a share; None where counted."""
    if law.percentiles is None:
        return None
    return float(p_below_of_law(law.percentiles, np.array([share]))[0])


def _or_value(row: Mapping[str, float | None], column: str) -> float:
    """Bound of an estimate; the value itself where it is counted."""
    bound = row[column] if row[column] is not None else row["value"]
    return float(bound or 0.0)
