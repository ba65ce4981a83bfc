"""What the order of the placements reads: plausible MSU of the départements, drawn together."""

from __future__ import annotations

import numpy as np

from dashboard.queries.cache import Cursor, ServedBuild, cursor_of, kept_per_build
from dashboard.queries.campaign import COVARIANCES, MEANS
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.situations import fetch_laws
from models.placement.notes import joint_draws
from models.territories.apportionment import FloatArray

DRAWS = 500
SEED = 20_271_102
PERCENTILES = 99


@kept_per_build
def fetch_msu_draws(build: ServedBuild, year: int) -> FloatArray:
    """Plausible MSU of every département in a year: (draws, départements), nan where unknown.

    A département that is counted is the same in every draw. Errors go together as those of the
    latest year estimated do.
    """
    ids = fetch_catalog(build).level_ids["departement"]
    laws = fetch_laws(build, year)
    percentiles = np.full((PERCENTILES, len(ids)), np.nan)
    for column, territory_id in enumerate(ids):
        law = laws.get(territory_id)
        if law is not None:
            percentiles[:, column] = law.msu if law.percentiles is None else law.percentiles
    return joint_draws(percentiles, _correlation(cursor_of(build), ids), DRAWS, SEED)


def _correlation(cursor: Cursor, ids: tuple[str, ...]) -> FloatArray:
    """Correlation of the logarithms of the MSU of the départements; none where not published."""
    units = [str(name) for name, _ in cursor.execute(MEANS).fetchall()]
    place = [units.index(item) if item in units else -1 for item in ids]
    if -1 in place:
        return np.eye(len(ids))
    covariance = np.zeros((len(units), len(units)))
    pairs = cursor.execute(COVARIANCES).fetchnumpy()
    for rows, columns in (("unit", "other"), ("other", "unit")):
        covariance[pairs[rows], pairs[columns]] = pairs["covariance"]
    inside = covariance[np.ix_(place, place)]
    spread = np.sqrt(np.maximum(np.diagonal(inside), 1e-12))
    result = inside / np.outer(spread, spread)
    np.fill_diagonal(result, 1.0)
    return result
