"""Published tables as what ``models.stages`` computes with: for whoever moves a lever."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from models.stages import balance as stages
from models.stages.balance import LIMITS, SEMESTER_WEEKS, Inputs, Parameters
from models.stages.maquettes import CYCLE2, LEVELS, Maquette, Obligation
from models.territories.apportionment import FloatArray

KNOWN_COLUMNS = ("known_places_n", "known_low_n", "known_high_n")
MSU_COLUMNS = ("other_msu", "other_low_msu", "other_high_msu")
BALANCE_KEY = ["territory_id", "year", "level_id"]
PERCENTILES = 99
INTERN_COLUMNS = ("interns_n", "interns_low_n", "interns_high_n", "zoned_n", "unzoned_n")


def read_maquettes(stage_rows: pd.DataFrame) -> tuple[Maquette, ...]:
    """Maquettes of the third cycle, from ``pub.maquette_stage``."""
    rows = stage_rows[stage_rows["level_id"] != CYCLE2]
    return tuple(
        Maquette(
            int(str(first)),
            tuple(
                Obligation(
                    str(row.level_id),
                    int(row.training_year),
                    float(row.semesters),
                    float(row.share),
                    float(row.share_low),
                    float(row.share_high),
                )
                for row in group.itertuples()
            ),
        )
        for first, group in rows.groupby("from_cohort")
    )


def read_parameters(method: pd.DataFrame) -> tuple[Parameters, dict[str, tuple[float, float]]]:
    """Reference of the levers and bounds of those that are uncertain, from ``pub.method``."""
    rows = method[method["method_id"] == stages.METHOD_ID]
    values = rows.set_index("parameter_id")["value"].astype(float).to_dict()
    spread = {
        name: (values[f"{name}_low"], values[f"{name}_high"])
        for name in LIMITS
        if f"{name}_low" in values
    }
    return Parameters(**{name: values[name] for name in LIMITS if name in values}), spread


def read_inputs(
    balance: pd.DataFrame,
    cohorts: pd.DataFrame,
    reference: Parameters,
    territory_ids: Sequence[str],
) -> Inputs:
    """Inputs of some territories, from ``pub.stage_balance`` and ``pub.intern_cohort``.

    Parameters
    ----------
    balance, cohorts : rows of these territories, any order, every year
    reference : levers of the published balance
    territory_ids : order of the first axis of the arrays
    """
    years = tuple(sorted(int(year) for year in balance["year"].unique()))
    entered = tuple(sorted(int(year) for year in cohorts["cohort"].unique()))
    index = pd.MultiIndex.from_product([territory_ids, years, LEVELS])
    rows = balance.set_index(["territory_id", "year", "level_id"]).reindex(index)
    shape = (len(territory_ids), len(years), len(LEVELS))
    known, msu = (
        [_array(rows[name], shape) for name in names] for names in (KNOWN_COLUMNS, MSU_COLUMNS)
    )
    of_cohort = cohorts.set_index(["territory_id", "cohort"]).reindex(
        pd.MultiIndex.from_product([territory_ids, entered])
    )
    interns = [_array(of_cohort[name], (shape[0], len(entered))) for name in INTERN_COLUMNS]
    needed = _array(rows["need_place_semestres"], shape)[..., 0]
    return Inputs(
        years=years,
        cohorts=entered,
        interns=interns[0],
        zoned=interns[3],
        unzoned=interns[4],
        cycle2_students=needed * SEMESTER_WEEKS / reference.cycle2_weeks,
        known=known[0][..., :-1],
        msu=msu[0][..., :-1],
        bounds={
            stages.INTERNS: (interns[1], interns[2]),
            stages.KNOWN: (known[1][..., :-1], known[2][..., :-1]),
            stages.MSU: (msu[1][..., :-1], msu[2][..., :-1]),
        },
    )


def read_msu_law(
    balance: pd.DataFrame,
    whole: pd.DataFrame,
    partial: pd.DataFrame,
    territory_ids: Sequence[str],
) -> FloatArray:
    """Percentiles of the MSU whose places are not known: (99, t, y, levels without the total).

    Parameters
    ----------
    balance : rows of ``pub.stage_balance`` of these territories, every year
    whole : rows of ``pub.msu_percentile``, the law where no place of the territory is imported
    partial : rows of ``pub.stage_msu_percentile``, the law where some are
    territory_ids : order of the second axis

    Both laws come in the order of their primary keys.

    Returns
    -------
    array that holds the same number 99 times where the MSU are counted
    """
    years = sorted(int(year) for year in balance["year"].unique())
    index = pd.MultiIndex.from_product([territory_ids, years, LEVELS[:-1]], names=BALANCE_KEY)
    rows = balance.set_index(BALANCE_KEY).reindex(index).reset_index()
    law = np.tile(rows[MSU_COLUMNS[0]].to_numpy(np.float64, na_value=np.nan)[:, None], PERCENTILES)
    of_count = rows[["territory_id"]].assign(period=rows["msu_year"].astype("Int64").astype(str))
    for table, names, asked in (
        (whole, ["territory_id", "period"], pd.MultiIndex.from_frame(of_count)),
        (partial, BALANCE_KEY, index),
    ):
        keys = pd.MultiIndex.from_frame(table[names].iloc[::PERCENTILES])
        place = keys.get_indexer(asked)
        values = table["msu"].to_numpy(dtype=np.float64).reshape(-1, PERCENTILES)
        law[place >= 0] = values[place[place >= 0]]
    return law.T.reshape(PERCENTILES, len(territory_ids), len(years), len(LEVELS) - 1)


def _array(column: pd.Series, shape: tuple[int, ...]) -> FloatArray:
    return column.to_numpy(dtype=np.float64, na_value=np.nan).reshape(shape)
