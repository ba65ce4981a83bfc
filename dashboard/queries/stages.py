"""Stages: inputs of the balance, imported places, maquettes, counts of MSU of départements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.queries.cache import Cursor, ServedBuild, kept_per_build, per_build
from dashboard.themes.stages import Balance, Fact, StageModel, compute_balances
from models.msu.blank_zones import Count, Known, Places
from models.stages.tables import read_inputs, read_maquettes, read_msu_law, read_parameters

BALANCE = "SELECT * FROM pub.stage_balance"
COHORTS = "SELECT * FROM pub.intern_cohort"
MAQUETTES = "SELECT * FROM pub.maquette_stage ORDER BY from_cohort, training_year, stage_id"
# In the order of their keys, as ``read_msu_law`` reads them.
MSU_LAW = """
    SELECT territory_id, period, percentile, msu FROM pub.msu_percentile
    WHERE period IN (SELECT DISTINCT msu_year::VARCHAR FROM pub.stage_balance)
    ORDER BY ALL
"""
OTHER_MSU_LAW = """
    SELECT territory_id, year, level_id, percentile, msu FROM pub.stage_msu_percentile ORDER BY ALL
"""
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
PARTIAL = "msu_local_partiel"
# The latest count that is not an estimate; a full one before a partial one.
COUNTS = """
    SELECT territory_id, value, period, status, source_id, locator, indicator_id = $partial
    FROM pub.observation JOIN pub.territory USING (territory_id)
    WHERE level = 'departement' AND status <> 'estimated'
        AND indicator_id IN ('msu', 'msu_local', $partial)
    QUALIFY row_number() OVER (
        PARTITION BY territory_id
        ORDER BY indicator_id = $partial, period_year DESC, period DESC, indicator_id, source_id
    ) = 1
"""
WITHHELD = """
    SELECT DISTINCT territory_id FROM pub.withheld_cell
    WHERE kind_id = 'msu' AND measure_id = 'total_msu'
"""
# A level that is withheld leaves its places out of the sum.
BLANK_ZONE_PLACES = """
    SELECT territory_id, semester, sum(places_n), any_value(status), min(source_id),
        EXISTS (
            FROM pub.withheld_cell AS hidden
            WHERE hidden.kind_id = 'stages' AND hidden.measure_id = 'offered_n'
                AND hidden.territory_id = stage_place.territory_id
                AND hidden.period = stage_place.semester
        )
    FROM pub.stage_place WHERE measure_id = 'offered_n'
    GROUP BY territory_id, semester
    QUALIFY row_number() OVER (PARTITION BY territory_id ORDER BY semester DESC) = 1
"""


@dataclass(frozen=True)
class PlaceChain:
    """Places of one level in one semester, from the agrément to the intern; None is unknown."""

    semester: str
    level_id: str
    approved: int | None
    offered: int | None
    financed: int | None
    filled: int | None
    status: str
    source_ids: Sequence[str]


@per_build
def fetch_model(cursor: Cursor) -> StageModel:
    """Inputs that the levers move, for every territory and year."""
    balance = cursor.execute(BALANCE).df()
    reference, spread = read_parameters(cursor.execute(METHOD).df())
    ids = tuple(sorted(str(item) for item in balance["territory_id"].unique()))
    laws = cursor.execute(MSU_LAW).df(), cursor.execute(OTHER_MSU_LAW).df()
    return StageModel(
        territory_ids=ids,
        inputs=read_inputs(balance, cursor.execute(COHORTS).df(), reference, ids),
        law=read_msu_law(balance, *laws, ids),
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


@kept_per_build
def fetch_stage_balances(
    build: ServedBuild, territory_ids: tuple[str, ...], years: tuple[int, ...]
) -> dict[tuple[str, int, str], Balance]:
    """Stage balances of some territories and years at the reference of the levers."""
    model = fetch_model(build)
    return compute_balances(model, territory_ids, years, model.reference)


@per_build
def fetch_places(cursor: Cursor, territory_id: str) -> tuple[PlaceChain, ...]:
    """Imported places of a territory, latest semester first."""
    rows = cursor.execute(PLACES, {"territory_id": territory_id}).fetchall()
    return tuple(PlaceChain(*row) for row in rows)


@per_build
def fetch_maquettes(cursor: Cursor) -> pd.DataFrame:
    """Training obligations, one row per stage."""
    return cursor.execute(MAQUETTES).df()


@per_build
def fetch_theme(cursor: Cursor, theme: str) -> pd.DataFrame:
    """National values of the indicators of a theme, latest first, with their caveats."""
    return cursor.execute(OF_THEME, {"theme": theme}).df()


@per_build
def fetch_local_counts(cursor: Cursor) -> dict[str, Known]:
    """MSU and stage places of each département where some are counted, imported or withheld."""
    rows = cursor.execute(COUNTS, {"partial": PARTIAL}).fetchall()
    counts = {territory_id: Count(*count) for territory_id, *count in rows}
    withheld = {territory_id for (territory_id,) in cursor.execute(WITHHELD).fetchall()}
    rows = cursor.execute(BLANK_ZONE_PLACES).fetchall()
    places = {territory_id: Places(*place) for territory_id, *place in rows}
    return {
        item: Known(counts.get(item), item in withheld, places.get(item))
        for item in {*counts, *withheld, *places}
    }


def _text(value: object) -> str | None:
    return None if pd.isna(value) else str(value)
