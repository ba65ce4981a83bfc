"""General-practice interns by subdivision, from the posts of each cohort."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.build import Build
from models.territories.apportionment import FloatArray

FILLED = "postes_mg_pourvus"
OFFERED = "postes_mg_offerts_hors_cesp"
OFFERED_CESP = "postes_mg_cesp_offerts"
COHORTS = 3


def posts_by_cohort(build: Build) -> pd.DataFrame:
    """Posts of each subdivision (rows) and cohort year (columns), where published.

    Filled posts where they are published for the whole country (2010–2014), posts offered,
    CESP included, elsewhere (2020 onwards). The years in between are not published.
    """
    posts = build.figures[build.figures["indicator_id"].isin([FILLED, OFFERED, OFFERED_CESP])]
    series = {
        (str(indicator_id), str(period)): rows.set_index("territory_id")["value"]
        for (indicator_id, period), rows in posts.groupby(["indicator_id", "period"])
    }
    columns = {}
    for year in sorted(build.figure(OFFERED)["period_year"].dropna().unique()):
        period = str(year)
        filled = _complete(build, series.get((FILLED, period)))
        offered = _complete(build, series.get((OFFERED, period)))
        cesp = _complete(build, series.get((OFFERED_CESP, period)))
        if filled is not None:
            columns[int(year)] = filled
        elif offered is not None and cesp is not None:
            columns[int(year)] = offered + cesp
    return pd.DataFrame(columns)


def filled_cohorts(build: Build) -> tuple[int, ...]:
    """Cohorts whose filled posts are published for every subdivision."""
    filled = build.figure(FILLED)
    return tuple(
        int(year)
        for year, rows in filled.groupby("period_year")
        if _complete(build, rows.set_index("territory_id")["value"]) is not None
    )


def interns_in_training(build: Build, latest_cohort: int) -> FloatArray:
    """Interns of the three latest cohorts, by subdivision; all three must be published."""
    posts = posts_by_cohort(build)
    cohorts = [latest_cohort - back for back in range(COHORTS)]
    return posts[cohorts].sum(axis=1).to_numpy(dtype=np.float64)


def intern_shares(posts: pd.DataFrame, latest_cohort: int, count: int = COHORTS) -> FloatArray:
    """Share of each subdivision in the interns of ``count`` cohorts, by subdivision, summing to 1.

    ``posts`` are those of :func:`posts_by_cohort`. Only the shares are used: a cohort that is
    not published takes the share interpolated between its neighbours, and a cohort before 2010
    that of 2010.
    """
    shares = posts / posts.sum()
    cohorts = [latest_cohort - back for back in range(count)]
    years = sorted({*shares.columns, *cohorts})
    known = shares.reindex(columns=years).T.interpolate(method="index", limit_direction="both").T
    mean = known[cohorts].mean(axis=1).to_numpy(dtype=np.float64)
    return mean / mean.sum()


def _complete(build: Build, published: pd.Series | None) -> pd.Series | None:
    """Values of all the subdivisions, in the order of the cells; None when one is missing."""
    if published is None:
        return None
    values = published.reindex(list(build.cells.subdivision_ids)).astype("float64")
    return None if values.isna().any() else values
