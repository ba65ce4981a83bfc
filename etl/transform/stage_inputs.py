"""What the balance of stages starts from: cohorts of interns, MSU and imported places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from etl.build import Build
from etl.transform.imported import local_status
from etl.transform.interns import (
    OFFERED,
    best_posts,
    doubtful_posts,
    fill_rates,
    filled_cohorts,
)
from etl.transform.targets import GPS, GPS_YEAR
from etl.warehouse import run_sql
from models.msu.decision import PERCENTILES, percentiles
from models.stages.maquettes import LEVELS
from models.territories.apportionment import FloatArray
from models.territories.cells import NATION
from models.territories.known_places import KnownCount, Settled, left_over, settle

# How a cohort is known, surest first.
BASES = BY_FILLED, BY_OFFERED, BY_INTERPOLATION = ("filled", "offered", "interpolated")
ZONES = ("part_population_zip_pct", "part_population_zac_pct")
ZONES_PERIOD = "2025"
# Offers of the two semesters of a year differ little; a choice, as none is published.
OTHER_SEMESTER_LOW, OTHER_SEMESTER_HIGH = 0.8, 1.25
# Value, low and high bounds of the places of a year, by those of the semesters that are known.
TWICE = {
    False: (1.0, 1.0, 1.0),
    True: (2.0, 1 + OTHER_SEMESTER_LOW, 1 + OTHER_SEMESTER_HIGH),
}


@dataclass(frozen=True)
class Cohorts:
    """Interns of each territory and cohort, (t, c), and how each cohort is known, by whom."""

    years: tuple[int, ...]
    basis: tuple[str, ...]
    sources: tuple[str, ...]
    value: FloatArray
    low: FloatArray
    high: FloatArray
    zoned: FloatArray
    unzoned: FloatArray


@dataclass(frozen=True)
class Offer:
    """Places known and MSU whose places are not, (t, y, levels without the total).

    ``msu_law`` : (99, t, y, levels) percentiles of these MSU
    ``partial`` : where they are not those of the whole territory in ``msu_year``
    """

    known: FloatArray
    known_low: FloatArray
    known_high: FloatArray
    msu: FloatArray
    msu_low: FloatArray
    msu_high: FloatArray
    msu_law: FloatArray
    partial: np.ndarray
    exact: np.ndarray
    complete: np.ndarray
    msu_year: tuple[int | None, ...]
    imported_sources: dict[tuple[str, int, str], str]
    msu_sources: dict[int, str]


def read_cohorts(build: Build) -> Cohorts:
    """Interns by territory and cohort: filled posts, else offered, else interpolated.

    Those of a subdivision go to its cells by liberal GPs, as msu-v1 does. A doubtful number of
    filled posts may be as large as its neighbours are.
    """
    posts = best_posts(build)
    known = sorted(int(year) for year in posts.columns)
    years = tuple(range(known[0], known[-1] + 1))
    every = posts.reindex(columns=list(years)).T.interpolate(method="index").T
    filled = filled_cohorts(build)
    basis = tuple(
        BY_FILLED if year in filled else BY_OFFERED if year in known else BY_INTERPOLATION
        for year in years
    )
    value = every.to_numpy(dtype=np.float64)
    low, high = value.copy(), value.copy()
    offered = np.array([item == BY_OFFERED for item in basis])
    gap = np.array([item == BY_INTERPOLATION for item in basis])
    low[:, offered] *= fill_rate(build)
    # What a subdivision had in the cohorts that are known bounds what it had in between.
    low[:, gap] = posts.min(axis=1).to_numpy()[:, None]
    high[:, gap] = posts.max(axis=1).to_numpy()[:, None]
    doubtful = doubtful_posts(build).reindex(columns=list(years)).to_numpy(dtype=np.float64)
    high = np.fmax(high, doubtful)
    everywhere, zoned, unzoned = _cell_shares(build)
    spread = [
        _to_territories(build, quantity, shares)
        for quantity, shares in (
            (value, everywhere),
            (low, everywhere),
            (high, everywhere),
            (value, zoned),
            (value, unzoned),
        )
    ]
    sources = _sources(build, years, basis, filled)
    return Cohorts(years, basis, sources, *spread)


def _sources(
    build: Build, years: tuple[int, ...], basis: tuple[str, ...], filled: Mapping[int, str]
) -> tuple[str, ...]:
    """Source of each cohort; both ends of a gap are published, and the later one is named."""
    offered = str(build.figure(OFFERED).sort_values("period_year")["source_id"].iloc[-1])
    after = {
        year: min(later for later in filled if later > year)
        for year, item in zip(years, basis, strict=True)
        if item == BY_INTERPOLATION
    }
    return tuple(filled.get(after.get(year, year), offered) for year in years)


def fill_rate(build: Build) -> float:
    """Lowest national part of the posts filled, CESP included, that is known since 2019."""
    return float(fill_rates(build).min())


def _cell_shares(build: Build) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Share of each cell in its subdivision: by GPs, by GPs in ZIP or ZAC, by the other GPs.

    GPs are taken to be zoned as the inhabitants of their département are. Where no zoning is
    published, or where all or nothing is zoned, the GPs alone share.
    """
    cells = build.cells
    gps = cells.spread(build.departement_values(GPS, GPS_YEAR).to_numpy())
    in_zip, in_zac = (build.departement_values(zone, ZONES_PERIOD).to_numpy() for zone in ZONES)
    part = (in_zip + in_zac) / 100
    zoned = np.where(np.isfinite(part), part, np.nanmean(part))[cells.departement]
    by_gps = _within_subdivision(build, gps, gps)
    return (
        by_gps,
        _within_subdivision(build, gps * zoned, gps),
        _within_subdivision(build, gps * (1 - zoned), gps),
    )


def _within_subdivision(build: Build, weights: FloatArray, otherwise: FloatArray) -> FloatArray:
    index = build.cells.subdivision
    total = np.bincount(index, weights=weights)[index]
    fallback = otherwise / np.bincount(index, weights=otherwise)[index]
    return np.divide(weights, total, out=fallback, where=total > 0)


def _to_territories(build: Build, subdivisions: FloatArray, shares: FloatArray) -> FloatArray:
    in_cells = subdivisions[build.cells.subdivision] * shares[:, None]
    return build.cells.membership @ in_cells


def read_offer(build: Build, years: tuple[int, ...]) -> Offer:
    """Imported places, and the MSU of the territories and levels for which none is imported."""
    places = run_sql(build.connection, "stage_places")
    counts = run_sql(build.connection, "stage_msu")
    levels = LEVELS[:-1]
    shape = (len(build.cells.territory_ids), len(years), len(levels))
    arrays = {
        name: np.full(shape, np.nan)
        for name in ("known", "known_low", "known_high", "msu", "msu_low", "msu_high")
    }
    law = np.full((len(PERCENTILES), *shape), np.nan)
    exact, complete, partial = (np.zeros(shape, dtype=bool) for _ in range(3))
    laws: dict[tuple[int, bytes], FloatArray] = {}
    spread = _spread_of_shares(build)
    grouped = dict(iter(places.groupby(["year", "level_id"])))
    msu_years = []
    for row, year in enumerate(years):
        stock = _msu_of_year(build, counts, year)
        msu_years.append(stock.year if stock else None)
        for column, level_id in enumerate(levels):
            settled = settle(
                _known_counts(build, grouped.get((year, level_id))),
                stock.cells if stock else np.ones(len(build.cells.weight)),
                spread,
                build.cells.membership,
            )
            where = (slice(None), row, column)
            arrays["known"][where] = build.cells.membership @ settled.values
            arrays["known_low"][where] = settled.low
            arrays["known_high"][where] = settled.high
            exact[where] = settled.exact
            complete[where] = settled.complete
            for name, values in _other_msu(build, stock, settled).items():
                arrays[name][where] = values
            key = year, settled.covered.tobytes()
            if key not in laws:
                laws[key] = _law(build, stock, settled)
            law[:, :, row, column] = laws[key]
            partial[where] = _is_partial(build, stock, settled)
    sources = {
        (str(item.territory_id), int(item.year), str(item.level_id)): str(item.source_id)
        for item in places.itertuples()
    }
    nation = counts[counts["territory_id"] == NATION].set_index("year")["source_id"]
    return Offer(
        **arrays,
        msu_law=law,
        partial=partial,
        exact=exact,
        complete=complete,
        msu_year=tuple(msu_years),
        imported_sources=sources,
        msu_sources={int(year): str(source) for year, source in nation.items()},
    )


def _known_counts(build: Build, rows: pd.DataFrame | None) -> list[KnownCount]:
    """Places of a year: the sum of its two semesters, or twice the only one that is known."""
    if rows is None:
        return []
    return [
        KnownCount(
            build.cells.members([str(row.territory_id)]),
            *(float(row.places_n) * factor for factor in TWICE[int(row.semesters_n) == 1]),
        )
        for row in rows.itertuples()
    ]


@dataclass(frozen=True)
class Stock:
    """MSU of a year in the cells, and how far they may be from the truth.

    deviation : (2, t, m) below and above, of each cell as a part of each territory
    own_deviation : (2, t) of the territories
    estimated : (m,) False where a later count of that very cell replaces the estimate
    draws : (draws, m) plausible MSU of the cells; ``revised`` : (m,) True where a later count is
    """

    year: int
    cells: FloatArray
    draws: FloatArray
    revised: np.ndarray
    deviation: FloatArray
    own_deviation: FloatArray
    estimated: np.ndarray


def _spread_of_shares(build: Build) -> tuple[float, float]:
    """How far a share of a wider count may be from the truth: as a département of msu-v2."""
    factor = float(run_sql(build.connection, "msu_interval_factor")["value"].iloc[0])
    return 1 - 1 / factor, factor - 1


def _msu_of_year(build: Build, counts: pd.DataFrame, year: int) -> Stock | None:
    """MSU of the latest year shared between all cells, revised by the later local counts."""
    shared = [known for known in build.msu_cells if known <= year]
    if not shared:
        return None
    base = max(shared)
    cells = build.msu_cells[base].astype(np.float64)
    rows = counts[counts["year"] == base].set_index("territory_id")
    rows = rows.reindex(list(build.cells.territory_ids))
    own = np.stack([rows["value"] - rows["low"], rows["high"] - rows["value"]])
    own = np.nan_to_num(own.astype(np.float64))
    later = counts[(counts["year"] > base) & (counts["year"] <= year)]
    latest = later.sort_values("year").drop_duplicates("territory_id", keep="last")
    known = [
        KnownCount(build.cells.members([str(row.territory_id)]), row.value, row.value, row.value)
        for row in latest.itertuples()
    ]
    settled = settle(known, cells, (0.0, 0.0), build.cells.membership)
    estimated = np.ones(len(cells), dtype=bool)
    estimated[[count.cells[0] for count in known if len(count.cells) == 1]] = False
    return Stock(
        year=base,
        cells=np.where(settled.covered, settled.values, cells),
        draws=_with_counts(build.msu_draws[base], known),
        revised=settled.covered,
        deviation=_cell_deviation(build, own, cells),
        own_deviation=own,
        estimated=estimated,
    )


def _with_counts(draws: FloatArray, known: Sequence[KnownCount]) -> FloatArray:
    """Draws with the later counts, shared as each draw shares them: narrow counts first."""
    result = draws.copy()
    covered = np.zeros(draws.shape[1], dtype=bool)
    for count in sorted(known, key=lambda item: len(item.cells)):
        cells = np.asarray(count.cells)
        free = cells[~covered[cells]]
        if len(free) == 0:
            continue
        left = np.maximum(count.value - result[:, cells[covered[cells]]].sum(axis=1), 0.0)
        weights = np.maximum(draws[:, free], 1e-9)
        result[:, free] = left[:, None] * weights / weights.sum(axis=1, keepdims=True)
        covered[free] = True
    return result


def _law(build: Build, stock: Stock | None, settled: Settled) -> FloatArray:
    """Percentiles of the MSU whose places are not known: (99, t); nan where MSU are unknown."""
    if stock is None:
        nothing = np.where(settled.complete, 0.0, np.nan)
        return np.repeat(nothing[None], len(PERCENTILES), axis=0)
    return percentiles(stock.draws * ~settled.covered @ build.cells.membership.T)


def _is_partial(build: Build, stock: Stock | None, settled: Settled) -> np.ndarray:
    """(t,) True where the other MSU are neither all those of the base year nor none at all."""
    if stock is None:
        return np.zeros(len(settled.complete), dtype=bool)
    moved = settled.covered | stock.revised
    return (build.cells.membership @ moved > 0) & ~settled.complete


def _cell_deviation(build: Build, deviation: FloatArray, cells: FloatArray) -> FloatArray:
    """Deviation of each cell as a part of each territory, (2, t, m).

    In a territory that holds the whole département, the deviation of the département, shared as
    its MSU are. Elsewhere the cell is a share of a wider number, whose own error comes on top.
    """
    membership, departement = build.cells.membership, build.cells.departement
    first = 1 + len(build.cells.region_ids)
    of_departement = deviation[:, first : first + len(build.cells.departement_ids)]
    total = np.bincount(departement, weights=cells)[departement]
    share = np.divide(cells, total, out=build.cells.weight.copy(), where=total > 0)
    whole = of_departement[:, departement] * share
    alone = np.maximum(whole, np.outer(_spread_of_shares(build), cells))
    same = departement[:, None] == departement[None, :]
    is_whole = membership @ same == same.sum(axis=0)
    return np.where(is_whole, whole[:, None, :], alone[:, None, :])


def _other_msu(build: Build, stock: Stock | None, settled: Settled) -> dict[str, FloatArray]:
    if stock is None:
        nothing = np.where(settled.complete, 0.0, np.nan)
        return {"msu": nothing, "msu_low": nothing, "msu_high": nothing}
    free = ~settled.covered
    (value, below), (_, above) = (
        left_over(stock.cells, free, free & stock.estimated, deviations, build.cells.membership)
        for deviations in zip(stock.deviation, stock.own_deviation, strict=True)
    )
    return {"msu": value, "msu_low": np.maximum(value - below, 0.0), "msu_high": value + above}


def offer_status(build: Build, exact: bool) -> str:
    """Status of an offer: that of the imports when they say it all, else estimated."""
    return local_status(build) if exact else "estimated"
