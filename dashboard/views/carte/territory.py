"""The territory chosen under the map: its indicators and its neighbours."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import (
    COVERAGE,
    GAP,
    MSU,
    SITUATION,
    STATUS_LABELS,
    Catalog,
    Indicator,
    Territory,
)
from dashboard.core.formatting import MISSING, interval, number, period
from dashboard.core.registry import FICHE
from dashboard.core.values import ESTIMATED, LevelValues, rank_in_words
from dashboard.queries.desk import Desk
from dashboard.themes.situation import Situation, gap_interval, gap_words, neighbours_sentence
from dashboard.ui.cards import definition_link
from dashboard.ui.links import show_page_link
from dashboard.ui.msu_answer import show_neighbour_picture, show_scope_table, show_share_lines
from dashboard.ui.tables import Cell, Link, show_table, source_cell
from dashboard.views.carte import words

NEIGHBOUR_INDICATORS = (COVERAGE, MSU)


def show_territory_panel(desk: Desk) -> None:
    """What is said of the territory beside the map, in a few lines, and its neighbours."""
    territory = desk.territory
    if territory.level == "national":
        st.header(words.NATION, anchor=False)
        show_share_lines(desk)
        st.caption(words.CHOOSE_TERRITORY)
        return
    st.header(territory.label, anchor=False)
    show_share_lines(desk)
    if territory.level != "departement":
        show_scope_table(desk)
    elif (situation := desk.situation) and (neighbours := desk.neighbour_situations):
        show_neighbour_picture(desk)
        st.caption(neighbours_sentence(situation, neighbours))
    show_page_link(FICHE, words.OPEN_PROFILE)


def show_territory_tables(desk: Desk) -> None:
    """Every indicator of the selected territory with interval, rank and source; neighbours."""
    territory = desk.territory
    if territory.level == "national":
        return
    _show_indicators(desk, territory)
    _show_neighbours(desk, territory)


def _show_indicators(desk: Desk, territory: Territory) -> None:
    rows = []
    for indicator_id in desk.catalog.map_indicators:
        level = desk.values(indicator_id, territory.level)
        index = level.ids.index(territory.territory_id)
        indicator = desk.catalog.indicators[indicator_id]
        status = level.status[index]
        rows.append(
            (
                Link(
                    indicator.label_fr, definition_link(desk.catalog, desk.selection, indicator_id)
                ),
                _number(level, index, indicator),
                indicator.unit_fr,
                _bounds(level, index, indicator),
                STATUS_LABELS.get(status or "", words.NOT_PUBLISHED),
                _rank(level, index, indicator.direction),
                period(level.period_of(index)) if level.period else "",
                _source(desk.catalog, level.source_ids[index]),
                level.notes[index] or "",
            )
        )
    show_table(words.indicators_of(territory.label), words.INDICATORS_HEADER, rows)


def _number(level: LevelValues, index: int, indicator: Indicator) -> str:
    """A value; what is missing is said with a word, without sign."""
    value = level.values[index]
    if indicator.indicator_id == GAP and value is not None:
        return gap_words(value)
    return number(value, indicator.decimals)


def _bounds(level: LevelValues, index: int, indicator: Indicator) -> str:
    low, high = level.low[index], level.high[index]
    if indicator.indicator_id == GAP and low is not None and high is not None:
        return gap_interval(low, high)
    return interval(low, high, indicator.decimals)


def _source(catalog: Catalog, source_id: str | None) -> Cell:
    source = catalog.sources.get(source_id or "")
    if source is None:
        return ""
    return source_cell(source, source.credit)


def _rank(level: LevelValues, index: int, direction: str) -> str:
    """Rank among the territories of the level.

    An estimate, a situation or the value of what holds the territory has none.
    """
    is_shared = level.ids[index] in level.holders
    if level.indicator_id == SITUATION or level.status[index] == ESTIMATED or is_shared:
        return ""
    return rank_in_words(level.values, index, ascending=direction == "down")


def _show_neighbours(desk: Desk, territory: Territory) -> None:
    neighbours = desk.catalog.neighbours.get(territory.territory_id, ())
    if territory.level != "departement":
        return
    if not neighbours:
        st.caption(words.no_neighbour(territory.label))
        return
    levels = {item: desk.values(item, "departement") for item in NEIGHBOUR_INDICATORS}
    situations = desk.situations("departement").by_id
    rows = [
        _neighbour_row(desk.catalog, levels, territory_id, situations.get(territory_id))
        for territory_id in (territory.territory_id, *neighbours)
    ]
    header = words.neighbours_header([desk.catalog.indicators[item].short_fr for item in levels])
    show_table(words.with_neighbours(territory.label, len(neighbours)), header, rows)


def _neighbour_row(
    catalog: Catalog,
    levels: dict[str, LevelValues],
    territory_id: str,
    situation: Situation | None,
) -> list[str]:
    row = [catalog.territories[territory_id].label, situation.detail if situation else MISSING]
    index = levels[MSU].ids.index(territory_id)
    for item, level in levels.items():
        decimals = catalog.indicators[item].decimals
        row.append(number(level.values[index], decimals))
        row.append(interval(level.low[index], level.high[index], decimals))
    row.append(STATUS_LABELS.get(levels[MSU].status[index] or "", words.NOT_PUBLISHED))
    return row
