"""Need and offer of stage places of every territory, year and level (``stages-v1``)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from etl.build import Build
from etl.transform.msu_years import ESTIMATE_SOURCE
from etl.transform.observations import build_method_parameters
from etl.transform.stage_inputs import (
    BASES,
    BY_INTERPOLATION,
    Cohorts,
    Offer,
    offer_status,
    read_cohorts,
    read_offer,
)
from etl.transform.stage_parameters import (
    CYCLE2_COVERAGE,
    DONE,
    by_end_year,
    published_parameters,
    read_parameters,
)
from etl.warehouse import append
from models.msu.decision import PERCENTILES
from models.stages import balance
from models.stages.balance import Estimate, Inputs, Simulation
from models.stages.chances import p_short
from models.stages.maquettes import (
    CYCLE2,
    LEVEL_OF_STAGE,
    LEVELS,
    TOTAL,
    Maquette,
    Obligation,
    levels_in_force,
    obligations_of,
)
from models.territories.apportionment import FloatArray
from models.territories.cells import NATION

# The first year whose three cohorts are published; the last is that in which the latest cohort
# ends its training: a level whose cohort is still to come has no need that year.
FIRST_YEAR = 2013


def build_stages(build: Build) -> None:
    """Publish the maquettes, the cohorts, the balance of stages and the parameters used."""
    maquettes = _maquettes(build)
    cohorts = read_cohorts(build)
    years = tuple(range(FIRST_YEAR, _last_year(build, cohorts) + 1))
    offer = read_offer(build, years)
    parameters, spread = read_parameters(build, maquettes)
    inputs = _inputs(build, years, cohorts, offer)
    result = balance.simulate(inputs, maquettes, parameters, spread)
    exact = _of_levels(offer.exact, levels_in_force(years, maquettes))
    chances = p_short(inputs, offer.msu_law, exact, maquettes, parameters, spread)
    append(build.connection, "pub.maquette_stage", _maquette_rows(build))
    append(build.connection, "pub.intern_cohort", _cohort_rows(build, cohorts))
    append(
        build.connection,
        "pub.stage_balance",
        _balance_rows(build, inputs, maquettes, cohorts, offer, result, chances),
    )
    append(build.connection, "pub.stage_msu_percentile", _law_rows(build, years, offer))
    build_method_parameters(
        build, balance.METHOD_ID, published_parameters(build, parameters, spread)
    )


def _last_year(build: Build, cohorts: Cohorts) -> int:
    """Year in which the latest cohort does the last year of its maquette."""
    latest = cohorts.years[-1]
    followed = [entry for entry in build.maquettes if entry.cycle == 3]
    entry = max(
        (item for item in followed if item.from_cohort <= latest), key=lambda item: item.from_cohort
    )
    return latest + entry.years


def _maquettes(build: Build) -> tuple[Maquette, ...]:
    """Third-cycle maquettes; santé de la femme and santé de l'enfant become one level."""
    return tuple(
        Maquette(
            entry.from_cohort,
            tuple(
                Obligation(
                    LEVEL_OF_STAGE.get(stage.level, stage.level),
                    stage.year,
                    float(stage.semesters or 0),
                    stage.share,
                    stage.share_low,
                    stage.share_high,
                )
                for stage in entry.stages
            ),
        )
        for entry in build.maquettes
        if entry.cycle == 3
    )


def _inputs(build: Build, years: tuple[int, ...], cohorts: Cohorts, offer: Offer) -> Inputs:
    students = np.full((len(build.cells.territory_ids), len(years)), np.nan)
    done = by_end_year(build, DONE[CYCLE2])
    covered = by_end_year(build, CYCLE2_COVERAGE)
    # No number of students is published by territory: the need is that of the nation alone.
    for year, value in (done / covered * 100).dropna().items():
        if year in years:
            students[build.cells.territory_ids.index(NATION), years.index(int(str(year)))] = value
    return Inputs(
        years=years,
        cohorts=cohorts.years,
        interns=cohorts.value,
        zoned=cohorts.zoned,
        unzoned=cohorts.unzoned,
        cycle2_students=students,
        known=offer.known,
        msu=offer.msu,
        bounds={
            balance.INTERNS: (cohorts.low, cohorts.high),
            balance.KNOWN: (offer.known_low, offer.known_high),
            balance.MSU: (offer.msu_low, offer.msu_high),
        },
    )


def _balance_rows(
    build: Build,
    inputs: Inputs,
    maquettes: Sequence[Maquette],
    cohorts: Cohorts,
    offer: Offer,
    result: Simulation,
    chances: FloatArray,
) -> pd.DataFrame:
    """One row per territory, year and level in force."""
    in_force = levels_in_force(inputs.years, maquettes)
    index = pd.MultiIndex.from_product(
        [build.cells.territory_ids, inputs.years, LEVELS],
        names=["territory_id", "year", "level_id"],
    )
    columns = {
        **_columns("need", "place_semestres", result.need),
        **_columns("offer", "place_semestres", result.offer),
        **_columns("balance", "place_semestres", result.balance),
        "p_short": chances,
        "recruit_msu": result.recruit_msu.value,
        "recruit_low_msu": result.recruit_msu.low,
        "recruit_high_msu": result.recruit_msu.high,
        "known_places_n": _with_blank_total(offer.known),
        "known_low_n": _with_blank_total(offer.known_low),
        "known_high_n": _with_blank_total(offer.known_high),
        "other_msu": _with_blank_total(offer.msu),
        "other_low_msu": _with_blank_total(offer.msu_low),
        "other_high_msu": _with_blank_total(offer.msu_high),
    }
    exact = _of_levels(offer.exact, in_force)
    complete = _of_levels(offer.complete, in_force)
    frame = pd.DataFrame({name: values.ravel() for name, values in columns.items()}, index=index)
    frame = frame.assign(exact=exact.ravel(), complete=complete.ravel())
    frame = frame[np.tile(in_force.ravel(), len(build.cells.territory_ids))].reset_index()
    behind = _cohorts_by_key(inputs.years, maquettes)
    keys = zip(frame["year"], frame["level_id"], strict=True)
    msu_year = frame["year"].map(dict(zip(inputs.years, offer.msu_year, strict=True)))
    frame = frame.assign(
        msu_year=msu_year.where(~frame["complete"]).astype("Int64"),
        cohort_basis=[_basis_of(behind.get(key), cohorts) for key in keys],
        status=[offer_status(build, item) for item in frame["exact"]],
        method_id=balance.METHOD_ID,
    )
    frame["need_source_id"] = _need_sources(build, cohorts, behind, frame)
    frame["offer_source_id"] = _offer_sources(frame, offer)
    return frame.drop(columns=["exact", "complete"])


def _law_rows(build: Build, years: Sequence[int], offer: Offer) -> pd.DataFrame:
    """Percentiles of the MSU left where some places are imported or some MSU counted since."""
    rows = [
        pd.DataFrame(
            {
                "territory_id": build.cells.territory_ids[territory],
                "year": years[column],
                "level_id": LEVELS[rank],
                "percentile": PERCENTILES,
                "msu": offer.msu_law[:, territory, column, rank],
            }
        )
        for territory, column, rank in np.argwhere(offer.partial)
    ]
    names = ["territory_id", "year", "level_id", "percentile", "msu"]
    return pd.concat(rows) if rows else pd.DataFrame(columns=names)


def _columns(name: str, unit: str, estimate: Estimate) -> dict[str, FloatArray]:
    return {
        f"{name}_{unit}": estimate.value,
        f"{name}_low": estimate.low,
        f"{name}_high": estimate.high,
    }


def _with_blank_total(values: FloatArray) -> FloatArray:
    return np.concatenate([values, np.full((*values.shape[:2], 1), np.nan)], axis=2)


def _of_levels(holds: np.ndarray, in_force: np.ndarray) -> np.ndarray:
    """Add the total of the third cycle: what holds for each of its levels in force."""
    third = (holds | ~in_force[None, :, :-1])[..., 1:].all(axis=2, keepdims=True)
    return np.concatenate([holds, third], axis=2)


def _cohorts_by_key(
    years: Iterable[int], maquettes: Sequence[Maquette]
) -> dict[tuple[int, str], set[int]]:
    """Cohorts that the need of each year and level rests on, some of them still to come."""
    behind: dict[tuple[int, str], set[int]] = {}
    for year in years:
        for cohort, _, item in obligations_of(year, maquettes):
            for level_id in (item.level_id, TOTAL):
                behind.setdefault((year, level_id), set()).add(cohort)
    return behind


def _basis_of(behind: Iterable[int] | None, cohorts: Cohorts) -> str | None:
    """How the least sure of some cohorts is known; None for no cohort, or one still to come."""
    of_cohort = dict(zip(cohorts.years, cohorts.basis, strict=True))
    found = [of_cohort.get(cohort) for cohort in behind or ()]
    known = [item for item in found if item]
    return max(known, key=BASES.index) if known and len(known) == len(found) else None


def _need_sources(
    build: Build,
    cohorts: Cohorts,
    behind: dict[tuple[int, str], set[int]],
    frame: pd.DataFrame,
) -> pd.Series:
    """Source of the latest cohort behind each need, or of the students of the second cycle."""
    students = build.figure(DONE[CYCLE2]).sort_values("period_year")["source_id"].iloc[-1]
    of_cohort = _post_sources(cohorts)
    keys = zip(frame["year"], frame["level_id"], strict=True)
    sources = [of_cohort.get(max(behind[key])) if key in behind else students for key in keys]
    known = frame["need_place_semestres"].notna()
    return pd.Series(sources, index=frame.index).where(known, None)


def _post_sources(cohorts: Cohorts) -> dict[int, str]:
    return dict(zip(cohorts.years, cohorts.sources, strict=True))


def _offer_sources(frame: pd.DataFrame, offer: Offer) -> list[str | None]:
    """The import when there are no other MSU, else the estimate; for the nation, its count."""
    latest = max(offer.imported_sources.values(), default=None)
    sources: list[str | None] = []
    for row in frame.itertuples():
        key = (str(row.territory_id), int(row.year), str(row.level_id))
        if pd.isna(row.offer_place_semestres):
            sources.append(None)
        elif pd.isna(row.msu_year):
            sources.append(offer.imported_sources.get(key, latest))
        else:
            is_shared = row.status == "estimated" and row.territory_id != NATION
            national = offer.msu_sources.get(int(row.msu_year))
            sources.append(ESTIMATE_SOURCE if is_shared else national)
    return sources


def _cohort_rows(build: Build, cohorts: Cohorts) -> pd.DataFrame:
    """Interns of each cohort: observed where no share by GPs and no interpolation is needed."""
    cells = build.cells
    index = pd.MultiIndex.from_product(
        [cells.territory_ids, cohorts.years], names=["territory_id", "cohort"]
    )
    frame = pd.DataFrame(
        {
            "interns_n": cohorts.value.ravel(),
            "interns_low_n": cohorts.low.ravel(),
            "interns_high_n": cohorts.high.ravel(),
            "zoned_n": cohorts.zoned.ravel(),
            "unzoned_n": cohorts.unzoned.ravel(),
            "basis": np.tile(cohorts.basis, len(cells.territory_ids)),
        },
        index=index,
    ).reset_index()
    first = 1 + len(cells.region_ids) + len(cells.departement_ids)
    of_subdivision = cells.membership[first:]
    inside = cells.membership @ of_subdivision.T
    is_whole = ((inside == 0) | (inside == of_subdivision.sum(axis=1))).all(axis=1)
    whole = dict(zip(cells.territory_ids, is_whole.tolist(), strict=True))
    is_observed = frame["territory_id"].map(whole) & (frame["basis"] != BY_INTERPOLATION)
    return frame.assign(
        status=np.where(is_observed, "observed", "estimated"),
        source_id=frame["cohort"].map(_post_sources(cohorts)),
        method_id=pd.Series(balance.METHOD_ID, index=frame.index).where(~is_observed, None),
    )


def _maquette_rows(build: Build) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "maquette_id": entry.maquette_id,
            "label_fr": entry.label_fr,
            "from_cohort": entry.from_cohort,
            "stage_id": stage.level,
            "level_id": LEVEL_OF_STAGE.get(stage.level, stage.level),
            "training_year": stage.year,
            "semesters": stage.semesters,
            "weeks": stage.weeks,
            "share": stage.share,
            "share_low": stage.share_low,
            "share_high": stage.share_high,
            "status": stage.status,
            "basis_fr": stage.basis_fr,
            "source_id": entry.source_id,
        }
        for entry in build.maquettes
        for stage in entry.stages
    )
