"""What the call for counts reads: the law of the MSU, the counts, whom was asked, who is next."""

from __future__ import annotations

import numpy as np

from dashboard.core.catalog import MSU, Catalog, Target
from dashboard.queries.cache import Cursor, ServedBuild, cursor_of, kept_per_build, per_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.registers import fetch_entries
from dashboard.themes.campaign import REGISTER, Outlook, Requests, candidates, latest_requests
from dashboard.themes.registers import EntryFilter
from models.msu.campaign import Belief, Step, who_to_ask

LINES_MAX = 10_000
HAS_BELIEF = """
    SELECT count(*) FROM duckdb_tables()
    WHERE schema_name = 'pub' AND table_name = 'msu_log_belief'
"""
BELIEF = "SELECT unit_id, mean_log, covariance FROM pub.msu_log_belief ORDER BY rank"
MSU_OF_YEAR = """
    SELECT territory_id, value FROM pub.observation
    WHERE indicator_id = $indicator AND period = $period
"""
COUNTED = """
    SELECT territory_id, value FROM pub.observation
    WHERE indicator_id = $indicator AND status <> 'estimated' AND territory_id <> 'FR'
        AND period_year >= $year
    QUALIFY row_number() OVER (PARTITION BY territory_id ORDER BY period_year DESC, period DESC) = 1
"""


def read_belief(cursor: Cursor, catalog: Catalog, target: Target, key_id: str) -> Outlook | None:
    """Law of the MSU of the latest national year, against the shares of a target.

    Returns
    -------
    None when the build publishes no such law, or none of every département and subdivision
    """
    ((tables_n,),) = cursor.execute(HAS_BELIEF).fetchall()
    rows = cursor.execute(BELIEF).fetchall() if tables_n else []
    by_name = {str(row[0]): rank for rank, row in enumerate(rows)}
    departements = catalog.level_ids["departement"]
    names = (*departements, *catalog.level_ids["subdivision"])
    if not rows or not by_name.keys() >= set(names):
        return None
    order = [by_name[name] for name in names]
    mean = np.array([row[1] for row in rows], dtype=np.float64)
    covariance = np.array([row[2] for row in rows], dtype=np.float64)
    shares = catalog.shares(target, key_id)
    threshold = np.array([shares[name] for name in departements], dtype=np.float64)
    belief = Belief(
        mean=mean[order],
        covariance=covariance[np.ix_(order, order)],
        variance_gained=np.zeros(len(order)),
        threshold=np.log(np.maximum(threshold - 0.5, 1e-3)),
    )
    return Outlook(belief, names, target.value_msu)


@kept_per_build
def fetch_outlook(build: ServedBuild, target: Target, key_id: str) -> Outlook | None:
    """Law of the MSU against the shares of a target, kept."""
    return read_belief(cursor_of(build), fetch_catalog(build), target, key_id)


@kept_per_build
def fetch_steps(
    build: ServedBuild,
    target: Target,
    key_id: str,
    way: str,
    excluded: frozenset[str],
    steps: int,
) -> tuple[Step, ...]:
    """Answers to ask for first, the best first; none when the law of the MSU is not published.

    ``excluded`` are the territories of those who are not to be asked.
    """
    outlook = fetch_outlook(build, target, key_id)
    if outlook is None:
        return ()
    found = candidates(outlook, fetch_catalog(build), way, excluded)
    return tuple(who_to_ask(outlook.belief, found, steps))


@per_build
def fetch_msu_of_year(cursor: Cursor, year: int) -> dict[str, float]:
    """MSU of every territory for a year, counted or estimated."""
    named = {"indicator": MSU, "period": str(year)}
    return dict(cursor.execute(MSU_OF_YEAR, named).fetchall())


@per_build
def fetch_counted(cursor: Cursor, since_year: int) -> dict[str, float]:
    """Latest count of each territory that has one since a year; the nation apart."""
    named = {"indicator": MSU, "year": since_year}
    return dict(cursor.execute(COUNTED, named).fetchall())


@kept_per_build
def fetch_requests(build: ServedBuild) -> Requests:
    """Line of the register of each recipient of the campaign, by territory and kind."""
    entries = fetch_entries(build, REGISTER, EntryFilter(), LINES_MAX)
    return latest_requests(entries)
