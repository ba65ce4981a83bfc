"""MSU of every territory for every year that has a firm national count (``msu-v2``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from etl.build import Build
from etl.transform.clues import usable_clues
from etl.transform.msu_inputs import (
    clue_evidence,
    country,
    imported_evidence,
    national_counts,
    published_evidence,
)
from etl.transform.msu_validation import build_validation
from etl.transform.msu_years import (
    EstimatedYear,
    MsuCount,
    NationalCount,
    build_known_year,
    build_year,
    known_counts,
)
from etl.transform.observations import build_method_parameters
from etl.transform.territories import departement_population
from etl.warehouse import append, run_sql
from models.msu import hierarchical
from models.msu.campaign import log_moments
from models.msu.country import Country
from models.msu.decision import (
    LEVELS,
    NO_SPREAD,
    PERCENTILES,
    counted_verdict,
    p_below_of_law,
    verdict,
)
from models.msu.estimate import LocalCount
from models.msu.evidence import Evidence, LowerBound, surprising_bound
from models.msu.hierarchical import Posterior
from models.msu.shortfall import shortfall
from models.msu.summary import YearSummary, summarise
from models.territories.apportionment import FloatArray

# A lower bound that fewer draws reach is read as a range, not as a weight of the draws.
SURPRISING = 0.1


def build_msu(build: Build) -> None:
    """Publish the MSU of every territory and year with their law, and how it was validated."""
    facts = country(build)
    evidence, bounds = published_evidence(build, facts, build.evidence)
    build_validation(build, facts, evidence)
    counts = known_counts(build)
    posterior = _fit(build, facts, evidence, bounds, counts)
    estimated = _estimated_years(build, posterior, counts)
    for year, items in counts.items():
        if year in estimated:
            build_year(build, estimated[year], items)
        else:
            build_known_year(build, year, items)
    for year in build.msu_cells:
        _publish_laws(build, estimated[year])
    if build.msu_cells:
        _publish_moments(build, estimated[max(build.msu_cells)])
    parameters = _parameters(posterior, estimated[max(estimated)].summary)
    build_method_parameters(build, hierarchical.METHOD_ID, parameters)


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
    columns = vars(result)
    probability = _p_below(build, frame)
    append(
        build.connection,
        "pub.msu_gap",
        frame[["territory_id", "period", "target_id", "key_id", "target_msu"]].assign(
            msu=count,
            msu_low=low,
            msu_high=high,
            msu_status=frame["status"],
            p_below=probability,
            verdict_id=[
                counted_verdict(value, share) if np.isnan(chance) else verdict(chance)
                for value, share, chance in zip(
                    count, frame["target_msu"], probability, strict=True
                )
            ],
            class_id_v1=columns.pop("class_id"),
            **columns,
        ),
    )


def _fit(
    build: Build,
    facts: Country,
    published: Sequence[Evidence],
    bounds: Sequence[LowerBound],
    counts: Mapping[int, Sequence[MsuCount]],
) -> Posterior:
    """Fit the model on what is published, then on what is imported."""
    clues, clue_bounds = clue_evidence(build, facts, usable_clues(build, counts))
    pieces = [*published, *imported_evidence(build, facts, counts), *clues]
    posterior = hierarchical.fit(facts, pieces, bounds)
    if not clue_bounds:
        return posterior
    surprising = {
        bound.name
        for bound in clue_bounds
        if hierarchical.chance_above(posterior, bound) < SURPRISING
    }
    return hierarchical.fit(
        facts,
        [
            *pieces,
            *(surprising_bound(item) for item in clue_bounds if item.name in surprising),
        ],
        [*bounds, *(item for item in clue_bounds if item.name not in surprising)],
    )


def _estimated_years(
    build: Build, posterior: Posterior, counts: Mapping[int, Sequence[MsuCount]]
) -> dict[int, EstimatedYear]:
    """Law of the MSU of each year that has a firm national count."""
    national = national_counts(build)
    cells = build.cells
    population = cells.sum_levels(cells.spread(departement_population(build).to_numpy()))
    years = {}
    for row in national[national["confidence"] == "high"].itertuples():
        year, total = int(row.period_year), int(row.value)
        known = [
            LocalCount(cells.members([item.territory_id]), item.value)
            for item in counts.get(year, [])
        ]
        draws = hierarchical.draw_cells(posterior, float(row.time), total, known)
        years[year] = EstimatedYear(
            national=NationalCount(year, total, str(row.source_id)),
            cell_draws=draws,
            summary=summarise(cells, draws, total, known, population),
        )
    return years


def _publish_laws(build: Build, estimated: EstimatedYear) -> None:
    """Publish the law of each estimated value of a year; a counted one has none."""
    period, summary = str(estimated.national.year), estimated.summary
    published = run_sql(build.connection, "msu_values")
    rows = published[(published["period"] == period) & published["low"].notna()]
    ranks = np.flatnonzero(np.isin(build.cells.territory_ids, rows["territory_id"]))
    ids = [build.cells.territory_ids[rank] for rank in ranks]
    bounds = {
        f"{side}{round(100 * level)}_msu": by_level[level][ranks]
        for level in LEVELS
        for side, by_level in (("low", summary.low), ("high", summary.high))
    }
    law = pd.DataFrame(
        {
            "territory_id": ids,
            "mean_msu": summary.mean[ranks],
            "median_msu": summary.median[ranks],
            **bounds,
            "p_lowest_fifth": summary.p_lowest_fifth[ranks],
        }
    )
    append(build.connection, "pub.msu_estimate", law.assign(period=period))
    percentiles = pd.DataFrame(
        {
            "territory_id": np.repeat(ids, len(PERCENTILES)),
            "percentile": np.tile(PERCENTILES, len(ids)),
            "msu": summary.percentiles[:, ranks].T.ravel(),
        }
    )
    append(build.connection, "pub.msu_percentile", percentiles.assign(period=period))


def _publish_moments(build: Build, estimated: EstimatedYear) -> None:
    """Publish how the errors of a year go together: whom to ask first follows from it.

    The parts of a straddling département are there too, as a faculty counts its own only.
    """
    cells = build.cells
    first = 1 + len(cells.region_ids)
    parts = np.flatnonzero(np.bincount(cells.departement)[cells.departement] > 1)
    names = np.array([*cells.territory_ids[first:], *(cells.part_id(int(rank)) for rank in parts)])
    moments = log_moments(
        np.hstack([estimated.summary.draws[:, first:], estimated.cell_draws[:, parts]])
    )
    rows, columns = np.tril_indices(len(names))
    append(
        build.connection,
        "pub.msu_log_mean",
        pd.DataFrame({"unit_id": names, "rank": np.arange(len(names)), "mean": moments.mean}),
    )
    append(
        build.connection,
        "pub.msu_log_covariance",
        pd.DataFrame(
            {
                "unit_id": names[rows],
                "other_unit_id": names[columns],
                "covariance": moments.covariance[rows, columns],
            }
        ),
    )


def _p_below(build: Build, frame: pd.DataFrame) -> FloatArray:
    """Probability of being below its share, for each row; NaN where counted."""
    laws = run_sql(build.connection, "msu_percentiles")
    law_of = {
        key: group["msu"].to_numpy(dtype=np.float64)
        for key, group in laws.groupby(["territory_id", "period"], sort=False)
    }
    probability = np.full(len(frame), np.nan)
    for key, rows in frame.groupby(["territory_id", "period"], sort=False).indices.items():
        law = law_of.get(key)
        if law is not None:
            probability[rows] = p_below_of_law(law, frame["target_msu"].to_numpy()[rows])
    return probability


def _parameters(posterior: Posterior, latest: YearSummary) -> list[tuple[str, str, float, str]]:
    nodes, weights = posterior.nodes, posterior.weights
    blends = np.repeat(posterior.grid.blends, len(posterior.country.gp_keys))[nodes.recipe]
    spreads = (
        ("blend", "Poids des internes dans le mélange des clés", blends, "de 0 à 1"),
        (
            "sigma_subdivision",
            "Écart type commun à une subdivision (en logarithme)",
            nodes.sigma_subdivision,
            "sans unité",
        ),
        (
            "sigma_departement",
            "Écart type propre à un département (en logarithme)",
            nodes.sigma_departement,
            "sans unité",
        ),
        ("memory", "Durée pendant laquelle un écart persiste", nodes.memory, "années"),
    )
    parameters = [
        ("evidence", "Éléments employés", float(len(posterior.design.evidence)), "éléments"),
        ("bounds", "Minorants employés", float(len(posterior.bounds)), "minorants"),
        ("draws", "Tirages de la simulation", float(hierarchical.DRAWS), "tirages"),
    ]
    for name, label, values, unit in spreads:
        mean = float(weights @ values)
        deviation = float(np.sqrt(weights @ (values - mean) ** 2))
        parameters += [
            (name, label, mean, unit),
            (f"{name}_sd", f"{label} : incertitude (écart type)", deviation, unit),
        ]
    return parameters + [
        (
            f"interval_factor_{round(100 * level)}",
            f"Facteur de l’intervalle à {round(100 * level)} % d’un département (médiane)",
            _interval_factor(latest, level),
            "facteur",
        )
        for level in LEVELS[1:]
    ]


def _interval_factor(summary: YearSummary, level: float) -> float:
    """Square root of high over low, at the median of the territories that are estimated."""
    low, high = np.quantile(summary.draws, [(1 - level) / 2, (1 + level) / 2], axis=0)
    is_estimate = high - low > NO_SPREAD
    return float(np.median(np.sqrt(high[is_estimate] / np.maximum(low[is_estimate], 0.5))))
