"""``msu-v1`` and how it was validated: what ``msu-v2`` is judged beside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
import pandas as pd

from etl.build import Build
from etl.extract.figures import LocalPoint
from etl.transform.interns import intern_shares, posts_by_cohort
from etl.transform.targets import GPS, GPS_YEAR
from models.msu import estimate
from models.msu.validation import LocalPoint as ValidationPoint
from models.msu.validation import Validation, validate
from models.territories.apportionment import FloatArray


class DatedPlace(Protocol):
    """Territories at a year, whose MSU may be estimated."""

    @property
    def known_year(self) -> int:
        """Calendar year."""

    @property
    def territories(self) -> tuple[str, ...]:
        """Territories whose MSU are summed."""


def v1_weights(build: Build, posts: pd.DataFrame, year: int) -> Callable[[float], FloatArray]:
    """Weights of the cells for the counts of ``year``, as a function of the blend.

    The interns are those of the three cohorts that entered before the year begins, as the
    CNGE counts on 1 January.
    """
    gp_cells = build.cells.spread(build.departement_values(GPS, GPS_YEAR).to_numpy())
    shares = intern_shares(posts, year - 1)
    return lambda blend: estimate.blend_cell_weights(
        gp_cells, shares, build.cells.subdivision, blend
    )


def v1_points(build: Build, national: pd.DataFrame) -> list[LocalPoint]:
    """Local points that ``msu-v1`` is validated on: sound counts, between two national ones."""
    first, last = national["period_year"].min(), national["period_year"].max()
    return [
        point
        for point in build.local_points
        if point.excluded_reason_fr is None
        and point.value_msu is not None
        and point.year is not None
        and first <= point.year <= last
    ]


def v1_estimates(
    build: Build, national: pd.DataFrame, places: Sequence[DatedPlace]
) -> Callable[[float], FloatArray]:
    """Estimate of each place, no local count being used, as a function of the blend.

    Years without a national count take the value interpolated between the two nearest.
    """
    counts = national.sort_values("period_year")
    totals = [
        np.interp(place.known_year, counts["period_year"].astype(float), counts["value"])
        for place in places
    ]
    posts = posts_by_cohort(build)
    weights = [v1_weights(build, posts, place.known_year) for place in places]
    members = [list(build.cells.members(place.territories)) for place in places]
    return lambda blend: np.array(
        [
            total * weight(blend)[cells].sum()
            for total, weight, cells in zip(totals, weights, members, strict=True)
        ]
    )


def validate_v1(build: Build, national: pd.DataFrame) -> Validation:
    """Validate ``msu-v1``, each place being left out in turn."""
    points = v1_points(build, national)
    return validate(
        [
            ValidationPoint(
                point.point_id,
                point.territory_ids,
                float(point.value_msu or 0),
                wide=not (len(point.territories) == 1 and point.territory_ids.startswith("DEP")),
            )
            for point in points
        ],
        v1_estimates(build, national, points),
    )
