"""Files of indicators by territory; what is set against a share says its situation and chances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboard.core.catalog import (
    LEVEL_NOUNS,
    SITUATED_INDICATORS,
    SITUATION,
    STATUS_LABELS,
    Indicator,
)
from dashboard.core.files import HEADER, decimal, level_rows, to_csv
from dashboard.core.formatting import interval, last_year, period, plural
from dashboard.core.values import LevelValues, among
from dashboard.core.workbook import Cell, Figure, LinesTable, Sheet, build_workbook
from dashboard.queries.desk import Desk
from dashboard.themes.situation import Situation

# What a target and a key allow to say; both are those of the view.
SITUATION_COLUMNS = (
    "borne_basse_80",
    "borne_haute_80",
    "situation",
    "probabilite_sous_part",
    "part_msu",
    "cible",
    "cle",
)
EMPTY = ("",) * len(SITUATION_COLUMNS)


def level_header(indicator_ids: Sequence[str]) -> tuple[str, ...]:
    """Header of a file; the columns of the situation are there when an indicator has one."""
    return (*HEADER, *SITUATION_COLUMNS) if _is_situated(indicator_ids) else HEADER


def level_file(desk: Desk, levels: Sequence[LevelValues]) -> list[tuple[str, ...]]:
    """Rows of several indicators or years under ``level_header`` of the same indicators."""
    is_situated = _is_situated([values.indicator_id for values in levels])
    return [
        (*row, *cells) if is_situated else row
        for values in levels
        for row, cells in zip(
            level_rows(desk.catalog, values), situation_rows(desk, values), strict=True
        )
    ]


def level_csv(desk: Desk, levels: Sequence[LevelValues]) -> bytes:
    """CSV of several indicators or years of a level."""
    header = level_header([values.indicator_id for values in levels])
    return to_csv(header, level_file(desk, levels), is_demo=desk.catalog.build.is_demo)


def level_workbook(desk: Desk, levels: Sequence[LevelValues], ids: Sequence[str]) -> bytes:
    """Workbook of several indicators for some territories of a level: a line by territory first."""
    some = [among(values, ids) for values in levels]
    noun = LEVEL_NOUNS[some[0].level]
    sheet = Sheet(
        "Territoires",
        f"{desk.scope_territory.label} : {plural(len(ids), noun.one, noun.many)}",
        (
            ("Territoire", 28),
            ("Code", 8),
            *(item for values in some for item in _titles(desk, values)),
        ),
        [_sheet_row(desk, some, rank, item) for rank, item in enumerate(some[0].ids)],
        _sources_of(desk, some),
    )
    lines = LinesTable(level_header([item.indicator_id for item in some]), level_file(desk, some))
    return build_workbook(desk.catalog, sheet, lines)


def _titles(desk: Desk, values: LevelValues) -> list[tuple[str, float]]:
    """Header of one indicator: its value, its interval and its status."""
    item = desk.catalog.indicators[values.indicator_id]
    when = period(values.period) if values.period else "non publié"
    if item.indicator_id == SITUATION:
        return [(f"{item.label_fr}, {when}", 34)]
    return [(f"{item.label_fr} ({item.unit_fr}), {when}", 22), ("Intervalle", 14), ("Statut", 10)]


def _sheet_row(
    desk: Desk, levels: Sequence[LevelValues], rank: int, territory_id: str
) -> list[Cell]:
    territory = desk.catalog.territories[territory_id]
    row: list[Cell] = [territory.name_fr, territory.code]
    for values in levels:
        row += _sheet_cells(desk, desk.catalog.indicators[values.indicator_id], values, rank)
    return row


def _sheet_cells(desk: Desk, indicator: Indicator, values: LevelValues, rank: int) -> list[Cell]:
    if indicator.indicator_id == SITUATION:
        situation = desk.situations(values.level).by_id.get(values.ids[rank])
        return [situation.short if situation else "n. d."]
    measure = values.measure(rank)
    return [
        Figure(measure.value, indicator.decimals),
        interval(measure.low, measure.high, indicator.decimals),
        STATUS_LABELS.get(measure.status or "", "non publié"),
    ]


def _sources_of(desk: Desk, levels: Sequence[LevelValues]) -> list[str]:
    cited = dict.fromkeys(item for values in levels for item in values.source_ids if item)
    return [f"Sources : {' ; '.join(desk.catalog.sources[item].citation for item in cited)}."]


def situation_rows(desk: Desk, values: LevelValues) -> list[tuple[str, ...]]:
    """Cells of the situation of each territory, empty for an indicator that has none."""
    if values.indicator_id not in SITUATED_INDICATORS or not values.period:
        return [EMPTY] * len(values.ids)
    view = desk.at(replace(desk.selection, year=last_year(values.period)))
    by_id = view.situations(values.level).by_id
    return [_cells(view, values.indicator_id, by_id.get(item)) for item in values.ids]


def _is_situated(indicator_ids: Sequence[str]) -> bool:
    return any(item in SITUATED_INDICATORS for item in indicator_ids)


def _cells(desk: Desk, indicator_id: str, situation: Situation | None) -> tuple[str, ...]:
    if situation is None:
        return EMPTY
    decimals = desk.catalog.indicators[indicator_id].decimals
    low, high = situation.bounds(indicator_id) or (None, None)
    return (
        decimal(low, decimals),
        decimal(high, decimals),
        situation.words,
        decimal(situation.p_below, 2),
        str(situation.share),
        desk.target.label_fr,
        desk.catalog.keys[desk.selection.key_id].label_fr,
    )
