"""What is published of the draws of a year, at every level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.msu.decision import LEVELS, p_lowest_fifth, percentiles
from models.msu.estimate import LocalCount, round_cells
from models.territories.apportionment import FloatArray, IntArray
from models.territories.cells import Cells


@dataclass(frozen=True)
class YearSummary:
    """MSU of a year by territory, in the order of ``Cells.territory_ids``.

    draws : (draws, t) plausible MSU, summing across levels in each draw
    cells : (m,) published whole MSU of the cells; ``mean`` : (t,) their sums
    median : (t,)
    low, high : by level of the interval (0.50, 0.80, 0.95), (t,) each
    percentiles : (99, t)
    p_lowest_fifth : (t,) NaN for the nation
    """

    draws: FloatArray
    cells: IntArray
    mean: IntArray
    median: FloatArray
    low: dict[float, FloatArray]
    high: dict[float, FloatArray]
    percentiles: FloatArray
    p_lowest_fifth: FloatArray


def summarise(
    cells: Cells,
    cell_draws: FloatArray,
    total: int,
    known: Sequence[LocalCount],
    population: FloatArray,
) -> YearSummary:
    """Sum the draws to every level and read the published values from them.

    The published value is the mean, in whole MSU that sum exactly; no interval leaves it out.

    Parameters
    ----------
    cells : cells of the country
    cell_draws : (draws, m) of ``hierarchical.draw_cells``
    total : national count of the year
    known : counts of the year, those the draws honour
    population : (t,) inhabitants, in the order of ``cells.territory_ids``
    """
    draws = cells.sum_levels(cell_draws)
    whole = round_cells(total, cell_draws.mean(axis=0), known)
    mean = np.rint(cells.sum_levels(whole)).astype(np.int64)
    table = percentiles(draws)
    bounds = {
        level: np.quantile(draws, [(1 - level) / 2, (1 + level) / 2], axis=0) for level in LEVELS
    }
    return YearSummary(
        draws=draws,
        cells=whole,
        mean=mean,
        median=table[49],
        low={level: np.minimum(np.floor(low + 1e-6), mean) for level, (low, _) in bounds.items()},
        high={level: np.maximum(np.ceil(high - 1e-6), mean) for level, (_, high) in bounds.items()},
        percentiles=table,
        p_lowest_fifth=_by_level(cells, draws, population),
    )


def _by_level(cells: Cells, draws: FloatArray, population: FloatArray) -> FloatArray:
    """Probability of the lowest fifth, level by level."""
    found = np.full(draws.shape[1], np.nan)
    start = 1
    for size in (len(cells.region_ids), len(cells.departement_ids), len(cells.subdivision_ids)):
        level = slice(start, start + size)
        found[level] = p_lowest_fifth(draws[:, level], population[level])
        start += size
    return found
