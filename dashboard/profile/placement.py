"""Where to place the docteurs juniors: the départements of a région, with their order."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from dashboard.core.catalog import LATER_TARGETS, Catalog, Target
from dashboard.core.catalog import MSU as MSU_INDICATOR
from dashboard.core.names import name_of
from dashboard.core.values import LevelValues, Measure
from dashboard.queries.desk import Desk
from dashboard.queries.method import fetch_table
from dashboard.queries.placement import fetch_msu_draws
from dashboard.queries.stages import fetch_model, fetch_stage_balances
from dashboard.themes.placement import (
    COHORT_WORDS,
    COUNT,
    CRITERIA,
    DEPARTURES,
    MSU,
    NEED,
    Placement,
    PlacementRow,
    whole_needs,
)
from dashboard.themes.situation import Situations
from dashboard.themes.stages import Balance, StageModel
from models.placement.notes import note
from models.placement.order import Notes, order, variant
from models.retention import departures, entries
from models.stages.balance import METHOD_ID as STAGES_METHOD
from models.stages.maquettes import obligations_of
from models.territories.apportionment import FloatArray

JUNIORS = "DJ"
OLDER, ALL_GPS = "mg_liberaux_60_ans_et_plus_cartosante", "mg_liberaux_cartosante"
HORIZON_YEARS = 10
HORIZON = "2020/2029"
# The target that stands beside that of the view, and the one beside it when it is the view's.


def entries_of(model: StageModel) -> tuple[int, ...]:
    """Novembers whose docteurs juniors are known from their cohort, oldest first."""
    return tuple(
        year - 1
        for year in model.years
        if JUNIORS in model.levels_of(year)
        and all(
            cohort in model.inputs.cohorts
            for cohort, _, item in obligations_of(year, model.maquettes)
            if item.level_id == JUNIORS
        )
    )


def next_entry(model: StageModel) -> int:
    """The November that planners place next: the one after the latest cohort entered."""
    known = entries_of(model)
    return min(max(model.inputs.cohorts[-1] + 1, known[0]), known[-1])


def juniors_by_entry(desk: Desk, territory_id: str) -> dict[int, Measure]:
    """Docteurs juniors of a territory at each November known, with their bounds."""
    model = fetch_model(desk.build)
    years = tuple(entry + 1 for entry in entries_of(model))
    balances = fetch_stage_balances(desk.build, (territory_id,), years)
    return {year - 1: _juniors(model, balances[(territory_id, year, JUNIORS)]) for year in years}


def read_placement(desk: Desk, entry: int, weights: Mapping[str, float]) -> Placement:
    """Départements of the territory of a desk, in their order.

    Parameters
    ----------
    entry : year of the November shown
    weights : by criterion

    Raises
    ------
    ValueError
        When there is no département to order: the nation is too wide.
    """
    if desk.scope_territory.level == "national":
        raise ValueError("the nation has no order: a région is asked for")
    ids, every = desk.scope, desk.catalog.level_ids["departement"]
    model = fetch_model(desk.build)
    known = entries_of(model)
    needs = _needs(desk, model, known)
    measures = _measures(desk)
    values = _values(measures, needs, entry)
    notes, by_key = _notes(desk, values)
    places = [every.index(item) for item in ids]
    shown = Notes(notes.values[places], notes.drawn[:, :, places])
    vector = [float(weights[item.criterion_id]) for item in CRITERIA]
    return Placement(
        place=desk.scope_territory.label,
        where=name_of(desk.scope_territory).here,
        entry=entry,
        entries=known,
        rows=_rows(desk, ids, known, needs, measures, entry),
        total={item: _sum([needs[territory_id][item] for territory_id in ids]) for item in known},
        weights=dict(weights),
        notes=shown,
        order=order(shown, vector),
        by_key={
            label: variant(_with_msu(shown.values, column[places]), vector)
            for label, column in by_key.items()
        },
        target_label=desk.target.label_fr,
        other_label=_other_target(desk).label_fr,
        other_msu=_other_target(desk).value_msu,
        msu_year=desk.selection.year,
    )


def _needs(desk: Desk, model: StageModel, known: Sequence[int]) -> dict[str, dict[int, Measure]]:
    ids = desk.catalog.level_ids["departement"]
    years = tuple(entry + 1 for entry in known)
    balances = fetch_stage_balances(desk.build, ids, years)
    return {
        item: {year - 1: _juniors(model, balances[(item, year, JUNIORS)]) for year in years}
        for item in ids
    }


def _juniors(model: StageModel, balance: Balance) -> Measure:
    """Docteurs juniors of a year: its place-semestres over the semesters of each."""
    semesters = sum(
        item.semesters
        for _, _, item in obligations_of(balance.year, model.maquettes)
        if item.level_id == JUNIORS
    )
    fact = balance.fact
    value, low, high = (None if end is None else end / semesters for end in balance.need.ends)
    return Measure(
        value,
        low,
        high,
        status=None if value is None else "estimated",
        period=str(balance.year - 1),
        source_ids=(fact.need_source,) if fact and fact.need_source else (),
        method_id=STAGES_METHOD,
        note=COHORT_WORDS.get(fact.cohort_basis or "", "") if fact else "",
    )


def _measures(desk: Desk) -> dict[str, LevelValues | tuple[Measure, ...]]:
    """Values of every département by criterion, and its MSU."""
    published: dict[str, LevelValues | tuple[Measure, ...]] = {
        item.criterion_id: desk.values(item.indicator_id, "departement")
        for item in CRITERIA
        if item.indicator_id
    }
    published[DEPARTURES] = _departures(desk)
    published[COUNT] = desk.values(MSU_INDICATOR, "departement")
    return published


def _departures(desk: Desk) -> tuple[Measure, ...]:
    """Departures to expect of every département, from the GPs aged 60 or more of 2019."""
    table = fetch_table(desk.build, "parameters")
    rows = table[table["method_id"] == entries.METHOD_ID]
    parameters = dict(zip(rows["parameter_id"], rows["value"], strict=True))
    older, gps = (desk.values(item, "departement") for item in (OLDER, ALL_GPS))
    result = []
    for index in range(len(older.ids)):
        count = older.measure(index)
        found = departures.departures(
            count.value,
            gps.values[index],
            parameters["cessation_rate"] / 100,
            parameters["cessation_rate_margin"] / 100,
            HORIZON_YEARS,
        )
        result.append(
            Measure(None)
            if found is None
            else replace(
                count,
                value=found.value,
                low=found.low,
                high=found.high,
                status="estimated",
                period=HORIZON,
                method_id=departures.METHOD_ID,
            )
        )
    return tuple(result)


def _values(
    measures: Mapping[str, LevelValues | tuple[Measure, ...]],
    needs: Mapping[str, Mapping[int, Measure]],
    entry: int,
) -> dict[str, FloatArray]:
    """Values of every département as numbers, nan where unknown, by criterion."""
    columns: dict[str, Sequence[float | None]] = {
        name: values.values if isinstance(values, LevelValues) else [item.value for item in values]
        for name, values in measures.items()
    }
    columns[NEED] = [by_entry[entry].value for by_entry in needs.values()]
    return {
        name: np.array([math.nan if item is None else item for item in column], dtype=float)
        for name, column in columns.items()
    }


def _notes(desk: Desk, values: Mapping[str, FloatArray]) -> tuple[Notes, dict[str, FloatArray]]:
    """Notes of every département, and those of its MSU under each key, by its label."""
    catalog = desk.catalog
    ids = catalog.level_ids["departement"]
    situations = desk.situations("departement")
    msu = np.array([situations.by_id[i].msu if i in situations.by_id else math.nan for i in ids])
    draws = fetch_msu_draws(desk.build, desk.selection.year)
    drawn = np.full((len(catalog.keys), len(draws), len(ids), len(CRITERIA)), np.nan)
    column = [item.criterion_id for item in CRITERIA].index(MSU)
    by_key = {}
    for rank, (key_id, key) in enumerate(catalog.keys.items()):
        shares = _shares(catalog, desk.target, key_id, ids)
        reference = msu / shares
        by_key[key.label_fr] = note(reference, reference, high_first=False)
        drawn[rank, :, :, column] = note(draws / shares, reference, high_first=False)
    selected = by_key[catalog.keys[desk.selection.key_id].label_fr]
    shown = np.column_stack(
        [
            selected
            if item.criterion_id == MSU
            else note(
                values[item.criterion_id], values[item.criterion_id], high_first=item.high_first
            )
            for item in CRITERIA
        ]
    )
    return Notes(shown, drawn), by_key


def _shares(catalog: Catalog, target: Target, key_id: str, ids: Sequence[str]) -> FloatArray:
    """Shares of a target, in MSU; nan where a share is empty."""
    shares = catalog.shares(target, key_id)
    found = np.array([shares[item] for item in ids], dtype=float)
    return np.where(found > 0, found, np.nan)


def _with_msu(notes: FloatArray, column: FloatArray) -> FloatArray:
    changed = notes.copy()
    changed[:, [item.criterion_id for item in CRITERIA].index(MSU)] = column
    return changed


def _rows(
    desk: Desk,
    ids: Sequence[str],
    known: Sequence[int],
    needs: Mapping[str, Mapping[int, Measure]],
    measures: Mapping[str, LevelValues | tuple[Measure, ...]],
    entry: int,
) -> tuple[PlacementRow, ...]:
    catalog = desk.catalog
    situations, beside = desk.situations("departement"), _beside(desk)
    whole = {item: whole_needs([needs[one][item] for one in ids]) for item in known}
    total = sum(needs[one][entry].value or 0.0 for one in ids)
    every = catalog.level_ids["departement"]
    rows = []
    for rank, territory_id in enumerate(ids):
        territory, place = catalog.territories[territory_id], every.index(territory_id)
        of_entry = needs[territory_id][entry].value
        rows.append(
            PlacementRow(
                territory_id=territory_id,
                code=territory.code,
                name=territory.name_fr,
                named=name_of(territory).alone,
                needs=needs[territory_id],
                shown_needs={item: whole[item][rank] for item in known},
                share_pct=None if of_entry is None or not total else 100 * of_entry / total,
                situation=situations.by_id.get(territory_id),
                other_target=beside.by_id.get(territory_id),
                measures={
                    name: values.measure(place)
                    if isinstance(values, LevelValues)
                    else values[place]
                    for name, values in measures.items()
                },
            )
        )
    return tuple(rows)


def _other_target(desk: Desk) -> Target:
    """Target that stands beside that of the view."""
    targets = desk.catalog.named_targets
    wanted = next(item for item in LATER_TARGETS if item != desk.target.target_id)
    return targets.get(wanted, desk.target)


def _beside(desk: Desk) -> Situations:
    selection = desk.selection.with_value("target_id", _other_target(desk).target_id)
    return desk.at(selection).situations("departement")


def _sum(parts: Sequence[Measure]) -> Measure:
    """Sum of needs; unknown when one is. Bounds add up, as one cohort moves them all."""
    ends = [[item.ends[side] for item in parts] for side in range(3)]
    if not parts or any(end is None for side in ends for end in side):
        return Measure(None)
    value, low, high = (sum(float(end or 0.0) for end in side) for side in ends)
    return replace(parts[0], value=value, low=low, high=high)
