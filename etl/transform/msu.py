"""MSU of every territory for every year that has a firm national count (``msu-v1``)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from etl.build import Build
from etl.extract.figures import LocalPoint
from etl.transform.interns import intern_shares, posts_by_cohort
from etl.transform.msu_years import (
    NationalCount,
    build_known_year,
    build_year,
    known_counts,
)
from etl.transform.observations import build_method_parameters
from etl.transform.targets import GPS, GPS_YEAR
from etl.warehouse import append, run_sql
from models.msu import estimate
from models.msu.shortfall import shortfall
from models.msu.validation import BLENDS, Validation, log_rmse, validate
from models.msu.validation import LocalPoint as ValidationPoint
from models.territories.apportionment import FloatArray
from models.uncertainty import INTERVAL_LEVEL

NATIONAL_COUNT = "msu_cnge"
ALL_MODES_GPS = "mg_rpps"
ALL_MODES_GPS_YEAR = "2026"


def build_msu(build: Build) -> None:
    """Publish the validation, then the MSU of every territory and year, with intervals."""
    national = build.figure(NATIONAL_COUNT)
    validation = _validate(build, national)
    _publish_validation(build, national, validation)
    firm = national[national["confidence"] == "high"].set_index("period_year")
    posts = posts_by_cohort(build)
    for year, counts in known_counts(build).items():
        if year in firm.index:
            row = firm.loc[year]
            total = NationalCount(year, int(row["value"]), str(row["source_id"]))
            weights = _weights(build, posts, year)(validation.blend)
            build_year(build, total, counts, weights, validation.errors, _key_gap(build))
        else:
            build_known_year(build, year, counts)


def build_shortfall(build: Build) -> None:
    """Publish the shortfall of every territory, year, target and key."""
    frame = run_sql(build.connection, "apportionment_values").merge(
        run_sql(build.connection, "msu_values"), on="territory_id"
    )
    count = frame["value"].round().astype("int64")
    low = frame["low"].fillna(frame["value"]).round().astype("int64")
    high = frame["high"].fillna(frame["value"]).round().astype("int64")
    result = shortfall(
        count.to_numpy(), low.to_numpy(), high.to_numpy(), frame["target_msu"].to_numpy()
    )
    append(
        build.connection,
        "pub.msu_gap",
        frame[["territory_id", "period", "target_id", "key_id", "target_msu"]].assign(
            msu=count,
            msu_low=low,
            msu_high=high,
            msu_status=frame["status"],
            **vars(result),
        ),
    )


def _weights(build: Build, posts: pd.DataFrame, year: int) -> Callable[[float], FloatArray]:
    """Weights of the cells for the counts of ``year``, as a function of the blend.

    The interns are those of the three cohorts that entered before the year begins, as the
    CNGE counts on 1 January.
    """
    gp_cells = build.cells.spread(build.departement_values(GPS, GPS_YEAR).to_numpy())
    shares = intern_shares(posts, year - 1)
    return lambda blend: estimate.blend_cell_weights(
        gp_cells, shares, build.cells.subdivision, blend
    )


def _key_gap(build: Build) -> FloatArray:
    """How far each cell moves when GPs of all modes (RPPS) replace liberal GPs, in logarithm."""
    liberal = build.departement_values(GPS, GPS_YEAR).to_numpy()
    all_modes = build.departement_values(ALL_MODES_GPS, ALL_MODES_GPS_YEAR).to_numpy()
    gap = np.log((all_modes / all_modes.sum()) / (liberal / liberal.sum()))
    return gap[build.cells.departement]


def _estimable(points: Sequence[LocalPoint], national: pd.DataFrame) -> list[LocalPoint]:
    first, last = national["period_year"].min(), national["period_year"].max()
    return [
        point
        for point in points
        if point.value_msu is not None and point.year is not None and first <= point.year <= last
    ]


def _estimates(
    build: Build, national: pd.DataFrame, points: Sequence[LocalPoint]
) -> Callable[[float], FloatArray]:
    """Estimate of each point, no local count being used, as a function of the blend.

    Years without a national count take the value interpolated between the two nearest.
    """
    counts = national.sort_values("period_year")
    totals = [
        np.interp(point.known_year, counts["period_year"].astype(float), counts["value"])
        for point in points
    ]
    posts = posts_by_cohort(build)
    weights = [_weights(build, posts, point.known_year) for point in points]
    members = [list(build.cells.members(point.territories)) for point in points]
    return lambda blend: np.array(
        [
            total * weight(blend)[cells].sum()
            for total, weight, cells in zip(totals, weights, members, strict=True)
        ]
    )


def _validate(build: Build, national: pd.DataFrame) -> Validation:
    used = [p for p in _estimable(build.local_points, national) if p.excluded_reason_fr is None]
    return validate(
        [
            ValidationPoint(
                point.point_id,
                point.territory_ids,
                float(point.value_msu or 0),
                wide=not (len(point.territories) == 1 and point.territory_ids.startswith("DEP")),
            )
            for point in used
        ],
        _estimates(build, national, used),
    )


def _publish_validation(build: Build, national: pd.DataFrame, validation: Validation) -> None:
    estimable = _estimable(build.local_points, national)
    used = [point for point in estimable if point.excluded_reason_fr is None]
    left_out = dict(zip([p.point_id for p in used], validation.estimated, strict=True))
    at_best = _estimates(build, national, estimable)(validation.blend)
    fallback = dict(zip([p.point_id for p in estimable], at_best, strict=True))
    errors = validation.errors
    spread = float(np.hypot(errors.sigma_subdivision, errors.sigma_departement))
    factor = estimate.error_factor(spread, errors.df)
    rows = []
    for point in build.local_points:
        estimated = left_out.get(point.point_id, fallback.get(point.point_id))
        rows.append(
            {
                **point.model_dump(
                    include={
                        "point_id",
                        "label_fr",
                        "territory_ids",
                        "year",
                        "excluded_reason_fr",
                        "source_id",
                        "locator",
                        "confidence",
                    }
                ),
                "observed_msu": point.value_msu,
                "estimated_msu": estimated,
                "low_msu": estimated / factor if estimated else None,
                "high_msu": estimated * factor if estimated else None,
                "ratio": point.value_msu / estimated if estimated and point.value_msu else None,
                "used": point.point_id in left_out,
            }
        )
    append(build.connection, "pub.validation", pd.DataFrame(rows))
    append(
        build.connection,
        "pub.blend_error",
        pd.DataFrame({"blend": BLENDS, "log_rmse": validation.rmse_by_blend}),
    )
    parameters = _parameters(validation, len(used), factor, _with_excluded(rows))
    build_method_parameters(build, estimate.METHOD_ID, parameters)


def _with_excluded(rows: Sequence[dict[str, Any]]) -> float:
    """Error the method would show if the counts set aside were kept."""
    counted = [row for row in rows if row["ratio"]]
    return log_rmse(
        np.log([row["ratio"] for row in counted]), [row["territory_ids"] for row in counted]
    )


def _parameters(
    validation: Validation, points: int, factor: float, with_excluded: float
) -> list[tuple[str, str, float, str]]:
    errors = validation.errors
    return [
        ("blend", "Poids des internes dans le mélange des clés", validation.blend, "de 0 à 1"),
        ("points", "Points locaux employés", points, "points"),
        ("places", "Lieux distincts parmi ces points", errors.df + 1, "lieux"),
        ("log_rmse", "Écart type de l’erreur (en logarithme)", validation.log_rmse, "sans unité"),
        (
            "log_rmse_with_excluded",
            "Le même, en gardant les comptages écartés",
            with_excluded,
            "sans unité",
        ),
        ("median_factor", "Facteur d’erreur médian", validation.median_factor, "facteur"),
        (
            "sigma_subdivision",
            "Écart type commun à une subdivision (en logarithme)",
            errors.sigma_subdivision,
            "sans unité",
        ),
        (
            "sigma_departement",
            "Écart type propre à un département (en logarithme)",
            errors.sigma_departement,
            "sans unité",
        ),
        ("interval_factor", "Facteur de l’intervalle d’un département", factor, "facteur"),
        ("interval_level", "Niveau de l’intervalle", 100 * INTERVAL_LEVEL, "%"),
        ("draws", "Tirages de la simulation", estimate.DRAWS, "tirages"),
    ]
