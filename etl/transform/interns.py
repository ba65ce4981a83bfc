"""General-practice interns by subdivision, from the posts of each cohort."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.build import Build
from models.territories.apportionment import FloatArray
from models.territories.cells import NATION

FILLED = "postes_mg_pourvus"
FILLED_WITH_CESP = "postes_mg_pourvus_cesp_compris"
OFFERED = "postes_mg_offerts_hors_cesp"
OFFERED_CESP = "postes_mg_cesp_offerts"
COHORTS = 3
# A figure of this confidence is shown, and no method reads it.
DOUBTFUL = "low"


def filled_posts(build: Build) -> pd.DataFrame:
    """Posts filled, CESP included, by subdivision (rows) and cohort (columns), from 2017 to 2023.

    A doubtful number (Dijon 2018) is NaN.
    """
    rows = build.figure(FILLED_WITH_CESP)
    rows = rows[rows["territory_id"].isin(build.cells.subdivision_ids)]
    values = rows["value"].astype("float64").mask(rows["confidence"] == DOUBTFUL)
    years = rows["period_year"].astype(int)
    return rows.assign(year=years, value=values).pivot_table(
        index="territory_id", columns="year", values="value"
    )


def posts_by_cohort(build: Build) -> pd.DataFrame:
    """Posts of each subdivision (rows) and cohort year (columns), as ``msu-v1`` reads them.

    Filled posts where they are published for the whole country (2010–2014), posts offered,
    CESP included, elsewhere (2020 onwards). :func:`filled_posts` knows the years in between.
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


def best_posts(build: Build) -> pd.DataFrame:
    """Posts of each subdivision (rows) and cohort year (columns): filled where known, else offered.

    A doubtful number is kept as it is published: the subdivisions then sum to the nation.
    """
    filled = {
        year: rows.set_index("territory_id")["value"].reindex(list(build.cells.subdivision_ids))
        for year, rows in _filled_rows(build).items()
    }
    offered = posts_by_cohort(build).drop(columns=list(filled), errors="ignore")
    posts = pd.concat([offered, pd.DataFrame(filled).astype("float64")], axis=1)
    return posts.sort_index(axis=1)


def filled_cohorts(build: Build) -> dict[int, str]:
    """Source of the filled posts of each cohort for which every subdivision is published."""
    return {year: str(rows["source_id"].iloc[0]) for year, rows in _filled_rows(build).items()}


def doubtful_posts(build: Build) -> pd.DataFrame:
    """Largest neighbour of each doubtful number of filled posts, NaN elsewhere.

    Subdivisions in rows, cohorts in columns: the number may really be as large.
    """
    posts = filled_posts(build).reindex(list(build.cells.subdivision_ids))
    around = np.fmax(posts.ffill(axis=1), posts.bfill(axis=1))
    return around.where(posts.isna())


def fill_rates(build: Build) -> pd.Series:
    """National part of the posts filled, CESP included, by cohort, between 0 and 1.

    Of the cohorts of which filled posts, posts offered and CESP posts offered are published.
    """
    filled, offered, cesp = (
        rows.loc[rows["territory_id"] == NATION].set_index("period_year")["value"]
        for rows in map(build.figure, (FILLED_WITH_CESP, OFFERED, OFFERED_CESP))
    )
    return (filled / (offered + cesp)).dropna()


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


def _filled_rows(build: Build) -> dict[int, pd.DataFrame]:
    """Filled posts of each cohort for which every subdivision is published."""
    return {
        int(str(year)): rows
        for indicator_id in (FILLED, FILLED_WITH_CESP)
        for year, rows in build.figure(indicator_id).groupby("period_year")
        if _complete(build, rows.set_index("territory_id")["value"]) is not None
    }


def _complete(build: Build, published: pd.Series | None) -> pd.Series | None:
    """Values of all the subdivisions, in the order of the cells; None when one is missing."""
    if published is None:
        return None
    values = published.reindex(list(build.cells.subdivision_ids)).astype("float64")
    return None if values.isna().any() else values
