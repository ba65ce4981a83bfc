"""Published figures as observations, and the indicators computed from them."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist

import pandas as pd

from etl.build import Build
from etl.errors import DataError
from etl.extract.figures import LOCAL_POINTS
from etl.warehouse import append, run_sql
from models.uncertainty import INTERVAL_LEVEL

# Values of the subdivisions that hold a piece of a département: etl/sql/derived.
PASSAGE = "passage-v1"

PUBLISHED = [
    "territory_id",
    "period",
    "period_year",
    "indicator_id",
    "value",
    "source_id",
    "locator",
    "confidence",
]
# Series of the départements that ``derived/subdivision_sums.sql`` sums.
SUMMED = (
    ("mg_liberaux_cnam", "2024"),
    ("mg_liberaux_cartosante", "2019"),
    ("mg_liberaux_60_ans_et_plus_cartosante", "2019"),
    ("solde_mg_rpps", "2022/2026"),
    ("mg_rpps", "2022"),
)


def build_observations(build: Build) -> None:
    """Publish every committed figure with the status « observed ».

    Raises
    ------
    DataError
        When a row names a territory, an indicator or a source that no register knows, or
        repeats another row.
    """
    known = {
        "territory_id": set(build.territories["territory_id"]),
        "indicator_id": {item.indicator_id for item in build.registers.indicators},
        "source_id": {item.source_id for item in build.registers.sources},
    }
    for column, values in known.items():
        unknown = build.figures[~build.figures[column].isin(values)]
        if not unknown.empty:
            row = unknown.iloc[0]
            raise DataError(
                f"data/figures/{row['file']}",
                int(row["line"]),
                column,
                str(row[column]),
                "un identifiant déclaré dans les registres",
                "Déclarer l’identifiant, ou corriger la ligne.",
            )
    _check_local_points(build, known["territory_id"], known["source_id"])
    key = ["territory_id", "period", "indicator_id", "source_id"]
    repeated = build.figures[build.figures.duplicated(key)]
    if not repeated.empty:
        row = repeated.iloc[0]
        raise DataError(
            f"data/figures/{row['file']}",
            int(row["line"]),
            ", ".join(key),
            ", ".join(str(row[column]) for column in key),
            "une seule ligne par territoire, période, indicateur et source",
            "Supprimer la ligne répétée.",
        )
    append(
        build.connection,
        "pub.observation",
        build.figures[PUBLISHED].assign(status="observed", note_fr=build.figures["note"]),
    )


def _check_local_points(build: Build, territories: set[str], sources: set[str]) -> None:
    for point in build.local_points:
        places = {"territory_ids": set(point.territories) - territories}
        places["source_id"] = {point.source_id} - sources
        for column, unknown in places.items():
            if unknown:
                raise DataError(
                    f"data/figures/{LOCAL_POINTS}",
                    0,
                    column,
                    ", ".join(sorted(unknown)),
                    "un identifiant déclaré dans les registres",
                    f"Corriger le point « {point.point_id} ».",
                )


def build_derived_indicators(build: Build) -> None:
    """Publish the rates and sums computed from published rows, at every level they exist.

    Raises
    ------
    DataError
        When a series that the subdivisions are summed from is not published any more.
    """
    for indicator_id, period in SUMMED:
        build.figure(indicator_id, period)
    for name in (
        "corrections",
        "interns",
        "fill_rates",
        "subdivision_sums",
        "zoning",
        "access",
        "msu_rates",
        "intern_rates",
    ):
        run_sql(build.connection, f"derived/{name}")
    _bound_pieces(build)


def _bound_pieces(build: Build) -> None:
    """Give the values of subdivisions that hold a piece of a département their interval."""
    factor = NormalDist().inv_cdf((1 + INTERVAL_LEVEL) / 2)
    run_sql(build.connection, "derived/passage_bounds", factor=factor)
    level = ("interval_level", "Niveau de l’intervalle", 100 * INTERVAL_LEVEL, "%")
    build_method_parameters(build, PASSAGE, [level])


def build_method_parameters(
    build: Build, method_id: str, parameters: Sequence[tuple[str, str, float, str]]
) -> None:
    """Publish the parameters a method used: (identifier, French label, value, French unit)."""
    columns = ["parameter_id", "label_fr", "value", "unit_fr"]
    frame = pd.DataFrame(parameters, columns=columns).astype({"value": "float64"})
    append(build.connection, "pub.method", frame.assign(method_id=method_id))
