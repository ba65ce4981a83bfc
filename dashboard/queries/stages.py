"""Stages: what the balance is recomputed from, the imported places, the training obligations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import pandas as pd

from dashboard.themes.stages import Fact, StageModel
from models.stages.tables import read_inputs, read_maquettes, read_parameters

BALANCE = "SELECT * FROM pub.stage_balance"
COHORTS = "SELECT * FROM pub.intern_cohort"
MAQUETTES = "SELECT * FROM pub.maquette_stage ORDER BY from_cohort, training_year, stage_id"
METHOD = "SELECT method_id, parameter_id, value FROM pub.method"
# One row per semester and level; the measures side by side, NULL when not imported or withheld.
PLACES = """
    SELECT semester, level_id,
        max(places_n) FILTER (measure_id = 'approved_n'),
        max(places_n) FILTER (measure_id = 'offered_n'),
        max(places_n) FILTER (measure_id = 'financed_n'),
        max(places_n) FILTER (measure_id = 'filled_n'),
        any_value(status), list_sort(list(DISTINCT source_id))
    FROM pub.stage_place
    WHERE territory_id = $territory_id
    GROUP BY semester, level_id
    ORDER BY semester DESC, level_id
"""
OF_THEME = """
    SELECT indicator_id, label_fr, period, value, unit_fr, decimals, source_id, locator, confidence,
        coalesce(observation.note_fr, '') AS note_fr, coalesce(caveat_fr, '') AS caveat_fr
    FROM pub.observation JOIN pub.indicator USING (indicator_id)
    WHERE theme = $theme AND territory_id = 'FR'
    ORDER BY period_year DESC, label_fr
"""


@dataclass(frozen=True)
class PlaceChain:
    """Places of one level for one semester, from the agrément to the intern; None is unknown."""

    semester: str
    level_id: str
    approved: int | None
    offered: int | None
    financed: int | None
    filled: int | None
    status: str
    source_ids: Sequence[str]


def fetch_model(cursor: duckdb.DuckDBPyConnection) -> StageModel:
    """Read what the levers move, for every territory and year."""
    balance = cursor.execute(BALANCE).df()
    reference, spread = read_parameters(cursor.execute(METHOD).df())
    ids = tuple(sorted(str(item) for item in balance["territory_id"].unique()))
    return StageModel(
        territory_ids=ids,
        inputs=read_inputs(balance, cursor.execute(COHORTS).df(), reference, ids),
        maquettes=read_maquettes(cursor.execute(MAQUETTES).df()),
        reference=reference,
        spread=spread,
        facts={
            (str(row.territory_id), int(row.year), str(row.level_id)): Fact(
                str(row.status),
                None if pd.isna(row.msu_year) else int(row.msu_year),
                _text(row.cohort_basis),
                _text(row.need_source_id),
                _text(row.offer_source_id),
            )
            for row in balance.itertuples()
        },
    )


def fetch_places(cursor: duckdb.DuckDBPyConnection, territory_id: str) -> tuple[PlaceChain, ...]:
    """Imported places of a territory, latest semester first."""
    rows = cursor.execute(PLACES, {"territory_id": territory_id}).fetchall()
    return tuple(PlaceChain(*row) for row in rows)


def fetch_maquettes(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Training obligations, one row per stage."""
    return cursor.execute(MAQUETTES).df()


def fetch_theme(cursor: duckdb.DuckDBPyConnection, theme: str) -> pd.DataFrame:
    """National values of the indicators of a theme, latest first, with what must be said."""
    return cursor.execute(OF_THEME, {"theme": theme}).df()


def _text(value: object) -> str | None:
    return None if pd.isna(value) else str(value)
