"""Share of the target and ranking from one apportionment key to another."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import COVERAGE
from dashboard.core.formatting import MISSING, number
from dashboard.queries.catalog import fetch_shares
from dashboard.queries.desk import Desk
from dashboard.themes.situation import gap_interval, gap_words
from dashboard.ui.tables import show_table
from dashboard.views.carte import words


def show_key_comparison(desk: Desk) -> None:
    """One row per key: for the selected territory, or for all the territories of the level."""
    territory = desk.territory
    st.header(words.KEYS, anchor=False)
    if territory.level == "national":
        level = desk.selection.level
        rows = [_level_row(item) for item in _by_key(desk)]
        show_table(words.level_by_key(level), words.level_by_key_header(), rows)
    else:
        here = desk.at(desk.selection.at_level(territory.level))
        rows = [_territory_row(item) for item in _by_key(here)]
        caption = words.territory_by_key(territory.label)
        show_table(caption, words.TERRITORY_BY_KEY_HEADER, rows)


def _by_key(desk: Desk) -> list[Desk]:
    """The same view under each key."""
    return [desk.at(desk.selection.with_value("key_id", item)) for item in desk.catalog.keys]


def _key_label(desk: Desk) -> str:
    return desk.catalog.keys[desk.selection.key_id].label_fr


def _level_row(desk: Desk) -> tuple[str, ...]:
    situations = desk.situations()
    return (
        _key_label(desk),
        *(number(situations.count(*verdicts)) for verdicts in words.CLASSES.values()),
        number(situations.errors(), 1),
    )


def _territory_row(desk: Desk) -> tuple[str, ...]:
    coverage = desk.values(COVERAGE)
    territory_id = desk.selection.territory_id
    index = coverage.ids.index(territory_id)
    situation = desk.situation
    likely, wide = (MISSING, MISSING)
    if situation:
        is_counted, gap = situation.is_counted, gap_words(situation.share - situation.msu)
        likely = gap if is_counted else gap_interval(*situation.gap80)
        wide = "" if is_counted else gap_interval(*situation.gap95)
    shares = fetch_shares(desk.build, desk.target, desk.selection.key_id)
    return (
        _key_label(desk),
        number(shares[territory_id]),
        situation.detail if situation else MISSING,
        likely,
        wide,
        number(coverage.values[index], 1),
    )
