"""Départements by criteria, in the order of the sort."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import streamlit as st

from dashboard.core.formatting import MISSING, interval, number, period, typography
from dashboard.core.values import Measure
from dashboard.themes.placement import (
    AGE,
    APL,
    APL_CHANGE,
    BY_ID,
    COUNT,
    DEPARTURES,
    MSU,
    NEED,
    ZONES,
    Placement,
    PlacementRow,
    entry_label,
    lack_words,
    range_words,
    tier_label,
    whole_bounds,
)
from dashboard.themes.situation import Situation
from dashboard.views.placer import words
from dashboard.views.placer.page import PlacerPage
from dashboard.views.placer.view import BY_NAME, BY_ORDER, BY_SITUATION

SIGNED = (APL_CHANGE,)
PUBLISHED = (ZONES, APL, APL_CHANGE, AGE)


def show_placement_table(page: PlacerPage) -> None:
    """Show the table, with the source and the year of each column under it."""
    st.html(placement_table_html(page))


def sorted_places(placement: Placement, sort: str) -> list[int]:
    """Places of the rows in the order of a sort; what is missing comes last."""
    ranked = list(placement.ranked)
    if sort == BY_ORDER:
        return ranked
    if sort == BY_NAME:
        return sorted(ranked, key=lambda place: placement.rows[place].name)
    values = {place: _sort_value(placement.rows[place], sort, placement.entry) for place in ranked}
    known = [place for place in ranked if values[place] is not None]
    missing = [place for place in ranked if values[place] is None]
    is_high_first = sort == BY_SITUATION or BY_ID[sort].high_first
    known.sort(key=lambda place: values[place] or 0.0, reverse=is_high_first)
    return known + missing


def _sort_value(row: PlacementRow, sort: str, entry: int) -> float | None:
    if sort == BY_SITUATION:
        return _lack(row.situation)
    if sort == MSU:
        return row.situation.msu / row.situation.share if row.situation else None
    if sort == NEED:
        return row.needs[entry].value
    return row.measures[sort].value


def _lack(situation: Situation | None) -> float | None:
    """Chances of being under its share; a count is a fact, at one end or the other."""
    if situation is None:
        return None
    if situation.p_below is not None:
        return situation.p_below
    return 1.0 if situation.msu < situation.share else 0.0


def placement_table_html(page: PlacerPage) -> str:
    """HTML of the table, every text escaped."""
    placement = page.placement
    title = escape(words.table_title(placement.where, placement.entry))
    columns = _columns(placement)
    head = "".join(
        f'<th scope="col">{escape(typography(name))}<small>{escape(typography(unit))}</small></th>'
        for name, unit, _ in columns
    )
    rows = "".join(_row(page, place, columns) for place in sorted_places(placement, page.view.sort))
    sources = "".join(f"<td>{escape(_source(page, name))}</td>" for name in SOURCED)
    return (
        f'<div class="table compare placer" role="region" aria-label="{title}" tabindex="0">'
        f"<table><caption>{title}</caption>"
        f'<thead><tr><th scope="col">Département</th>{head}</tr></thead><tbody>{rows}</tbody>'
        f'<tfoot><tr class="sources"><th scope="row">Source</th>{sources}</tr></tfoot>'
        "</table></div>"
    )


Cell = tuple[str, str]
# Name, unit and content of a column; a content is a value and what stands under it.
Column = tuple[str, str, Callable[[int], Cell]]
# What the source under each column is that of.
SOURCED = ("", NEED, NEED, COUNT, COUNT, *PUBLISHED, DEPARTURES)


def _columns(placement: Placement) -> list[Column]:
    rows, order = placement.rows, placement.order
    later = [item for item in placement.entries if item > placement.entry]

    def tier(place: int) -> Cell:
        low, high = int(order.low[place]), int(order.high[place])
        return tier_label(int(order.tier[place]), order.tiers), range_words(low, high)

    def need(place: int) -> Cell:
        return need_cell(rows[place], placement.entry)

    def next_needs(place: int) -> Cell:
        counts = [number(rows[place].shown_needs[item]) for item in later]
        return (" · ".join(counts) if counts else MISSING), ""

    def count(place: int) -> Cell:
        return count_cell(rows[place].situation)

    def lack(place: int) -> Cell:
        return lack_cell(rows[place].situation, rows[place].other_target, placement.other_msu)

    published = [
        (
            BY_ID[name].short,
            f"{BY_ID[name].unit}, {_period(placement, name)}",
            lambda place, name=name: _published(rows[place].measures[name], name),
        )
        for name in PUBLISHED
    ]
    years = " · ".join(str(item) for item in later) or "plus tard"
    return [
        ("Ordre", "rangs dans 8 réglages sur 10", tier),
        ("Docteurs juniors", f"{entry_label(placement.entry)}, estimé", need),
        ("Ensuite", f"novembre {years}", next_needs),
        ("MSU", f"{placement.msu_year}, intervalle à 80 %", count),
        ("MSU sous leur part", f"chances, {placement.target_label}", lack),
        *published,
        ("Départs attendus", "2020 à 2029, estimé", lambda place: departures_cell(rows[place])),
    ]


def need_cell(row: PlacementRow, entry: int) -> Cell:
    """« 9 », « 8 à 9, 6 % du besoin »."""
    count, measure = row.shown_needs[entry], row.needs[entry]
    if count is None or row.share_pct is None:
        return MISSING, ""
    return number(count), f"{whole_bounds(measure)}, {number(row.share_pct)} %"


def count_cell(situation: Situation | None) -> Cell:
    """« 52 », « 38 à 72 est. » or « compté »."""
    if situation is None:
        return MISSING, ""
    if situation.is_counted:
        return number(situation.msu), "compté"
    later = f" ; {situation.later}" if situation.later else ""
    return number(situation.msu), f"{interval(situation.low80, situation.high80)} est.{later}"


def lack_cell(situation: Situation | None, other: Situation | None, other_msu: int) -> Cell:
    """« 6 sur 10 », « à 15 000 : 9 sur 10 »."""
    if situation is None:
        return MISSING, ""
    beside = f"à {number(other_msu)} : {lack_words(other)}" if other else ""
    return lack_words(situation), beside


def departures_cell(row: PlacementRow) -> Cell:
    """« 83 », « 52 à 97 »."""
    measure = row.measures[DEPARTURES]
    return number(measure.value), interval(measure.low, measure.high)


def _published(measure: Measure, name: str) -> Cell:
    return number(measure.value, BY_ID[name].decimals, signed=name in SIGNED), ""


def _period(placement: Placement, name: str) -> str:
    periods = [row.measures[name].period for row in placement.rows if row.measures[name].period]
    return period(max(periods)) if periods else MISSING


def _row(page: PlacerPage, place: int, columns: Sequence[Column]) -> str:
    row = page.placement.rows[place]
    focus = ' class="focus"' if row.territory_id == page.focus_id else ""
    cells = "".join(_cell(content(place)) for _, _, content in columns)
    return f'<tr{focus}><th scope="row">{escape(row.name)}</th>{cells}</tr>'


def _cell(cell: Cell) -> str:
    value, under = (escape(typography(text)) for text in cell)
    return f"<td>{value}{f'<small>{under}</small>' if under else ''}</td>"


def _source(page: PlacerPage, name: str) -> str:
    credits = (page.catalog.sources[item].credit for item in source_ids(page, name))
    return " ; ".join(dict.fromkeys(credits))


def source_ids(page: PlacerPage, name: str) -> tuple[str, ...]:
    """Sources of a column, each once."""
    found = [
        source
        for row in page.placement.rows
        for source in (
            row.needs[page.placement.entry].source_ids
            if name == NEED
            else row.measures[name].source_ids
            if name in row.measures
            else ()
        )
    ]
    return tuple(dict.fromkeys(found))
