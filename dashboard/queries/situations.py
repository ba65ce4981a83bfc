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

LAWS = """
    SELECT territory_id, list(msu ORDER BY percentile) AS percentiles
    FROM pub.msu_percentile WHERE period = $period GROUP BY territory_id
"""
ESTIMATES = """
    WITH later AS (
        SELECT territory_id, value AS later_msu, period AS later_period FROM pub.observation
        WHERE indicator_id = 'msu' AND status <> 'estimated' AND territory_id <> 'FR'
            AND period_year > $period::INTEGER
        QUALIFY row_number() OVER (PARTITION BY territory_id ORDER BY period_year DESC) = 1
    )
    SELECT observation.territory_id, value, status, low80_msu, high80_msu, low95_msu, high95_msu,
        later_msu, later_period
    FROM pub.observation LEFT JOIN pub.msu_estimate USING (territory_id, period)
    LEFT JOIN later USING (territory_id)
    WHERE indicator_id = 'msu' AND observation.period = $period
"""


@dataclass(frozen=True)
class Law:
    """MSU of a territory and year; ``percentiles`` (99,) is None where it is counted.

    ``later`` says what was counted after that year, when something was.
    """

    msu: float
    status: str
    low80: float
    high80: float
    low95: float
    high95: float
    percentiles: FloatArray | None
    later: str


@per_build
def fetch_laws(cursor: Cursor, year: int) -> Mapping[str, Law]:
    """Law of the MSU of each territory that has some in a year."""
    period = {"period": str(year)}
    laws = {row["territory_id"]: row["percentiles"] for row in named_rows(cursor, LAWS, period)}
    return {
        row["territory_id"]: Law(
            msu=row["value"],
            status=row["status"],
            low80=_or_value(row, "low80_msu"),
            high80=_or_value(row, "high80_msu"),
            low95=_or_value(row, "low95_msu"),
            high95=_or_value(row, "high95_msu"),
            percentiles=(
                np.array(laws[row["territory_id"]]) if row["territory_id"] in laws else None
            ),
            later=(
                later_count(row["later_msu"], period_in(row["later_period"]))
                if row["later_period"] and row["status"] == "estimated"
                else ""
            ),
        )
        for row in named_rows(cursor, ESTIMATES, period)
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
