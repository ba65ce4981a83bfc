"""What the call for counts reads: the law of the MSU, the counts, whom was asked, who is next."""

from __future__ import annotations

import numpy as np

from dashboard.core.catalog import MSU, Catalog, Target
from dashboard.queries.cache import Cursor, ServedBuild, cursor_of, kept_per_build, per_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.registers import fetch_entries
from dashboard.queries.rows import named_rows
from dashboard.queries.situations import fetch_situations
from dashboard.themes.campaign import REGISTER, Clue, Outlook, Requests, candidates, latest_requests
from dashboard.themes.registers import EntryFilter
from models.msu.campaign import Belief, LogMoments, Step, belief, who_to_ask

LINES_MAX = 10_000
MEANS = "SELECT unit_id, mean FROM pub.msu_log_mean ORDER BY rank"
COVARIANCES = """
    SELECT unit.rank AS unit, other.rank AS other, covariance
    FROM pub.msu_log_covariance JOIN pub.msu_log_mean AS unit USING (unit_id)
    JOIN pub.msu_log_mean AS other ON other.unit_id = other_unit_id
"""
MSU_OF_YEAR = """
    SELECT territory_id, value FROM pub.observation
    WHERE indicator_id = $indicator AND period = $period
"""
CLUES = """
    SELECT period, kind, low_msu, high_msu, share_pct, status, source_id, locator
    FROM pub.msu_clue WHERE territory_id = $territory ORDER BY period DESC, kind
"""
COUNTED = """
    SELECT territory_id, value FROM pub.observation
    WHERE indicator_id = $indicator AND status <> 'estimated' AND territory_id <> 'FR'
        AND period_year >= $year
    QUALIFY row_number() OVER (PARTITION BY territory_id ORDER BY period_year DESC, period DESC) = 1
"""


def read_belief(
    cursor: Cursor, catalog: Catalog, target: Target, key_id: str
) -> tuple[Belief, tuple[str, ...]] | None:
    """Law of the MSU of the latest year estimated, against the shares of a target.

    Returns
    -------
    The law and the names of its rows: départements, subdivisions, then parts of départements.
    None when the build estimates no year.
    """
    units = cursor.execute(MEANS).fetchall()
    if not units:
        return None
    covariance = np.empty((len(units), len(units)))
    pairs = cursor.execute(COVARIANCES).fetchnumpy()
    for rows, columns in (("unit", "other"), ("other", "unit")):
        covariance[pairs[rows], pairs[columns]] = pairs["covariance"]
    names = tuple(str(name) for name, _ in units)
    shares = catalog.shares(target, key_id)
    departements = catalog.level_ids["departement"]
    if names[: len(departements)] != departements:
        raise ValueError("the first units are not the départements")
    moments = LogMoments(np.array([mean for _, mean in units]), covariance)
    return belief(moments, np.array([shares[name] for name in departements])), names


@kept_per_build
def fetch_outlook(build: ServedBuild, target: Target, key_id: str) -> Outlook | None:
    """Law of the MSU, and what is decided; None when the build estimates no year."""
    catalog = fetch_catalog(build)
    known = read_belief(cursor_of(build), catalog, target, key_id)
    if known is None:
        return None
    year = max(catalog.national_years)
    situations = fetch_situations(build, "departement", year, target, key_id)
    return Outlook(*known, situations, target.value_msu)


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


@per_build
def fetch_clues(cursor: Cursor, territory_id: str) -> tuple[Clue, ...]:
    """Imported answers without an exact count on a territory, the latest first."""
    return tuple(Clue(**row) for row in named_rows(cursor, CLUES, {"territory": territory_id}))


@kept_per_build
def fetch_requests(build: ServedBuild) -> Requests:
    """Line of the register of each recipient of the campaign, by territory and kind."""
    entries = fetch_entries(build, REGISTER, EntryFilter(), LINES_MAX)
    return latest_requests(entries)
