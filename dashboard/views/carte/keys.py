"""How the share of the target, and the ranking, change from one key to another."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import COVERAGE, GAP, LEVEL_NOUNS
from dashboard.core.formatting import interval, number
from dashboard.core.values import rank_in_words
from dashboard.queries.catalog import fetch_shares
from dashboard.queries.desk import Desk
from dashboard.themes.situation import situation
from dashboard.ui.tables import show_table


def show_key_comparison(desk: Desk) -> None:
    """One row per key: for the selected territory, or for all the territories of the level."""
    territory = desk.territory
    st.header("Selon la clé de répartition", anchor=False)
    if territory.level == "national":
        rows = [
            _level_row(desk.at(desk.selection.with_value("key_id", k))) for k in desk.catalog.keys
        ]
        what = f"Nombre de {LEVEL_NOUNS[desk.selection.level].many} en manque selon la clé"
    else:
        here = desk.selection.at_level(territory.level)
        rows = [_territory_row(desk.at(here.with_value("key_id", k))) for k in desk.catalog.keys]
        what = f"Part de la cible et manque de {territory.label} selon la clé"
    show_table(what, list(rows[0]), [list(row.values()) for row in rows])


def _level_row(desk: Desk) -> dict[str, str]:
    state = situation(desk.values(GAP))
    places = LEVEL_NOUNS[desk.selection.level].many.capitalize()
    return {
        "Clé": desk.catalog.keys[desk.selection.key_id].label_fr,
        f"{places} sous leur part (estimation)": number(state.short),
        "Manque confirmé par l’intervalle": number(state.short_for_sure),
        "Part atteinte, confirmée": number(state.reached_for_sure),
        "Indéterminés": number(state.undetermined),
    }


def _territory_row(desk: Desk) -> dict[str, str]:
    gaps = desk.values(GAP)
    coverage = desk.values(COVERAGE)
    index = gaps.ids.index(desk.selection.territory_id)
    target = fetch_shares(desk.build, desk.target, desk.selection.key_id)
    return {
        "Clé": desk.catalog.keys[desk.selection.key_id].label_fr,
        "Part de la cible (MSU)": number(target[desk.selection.territory_id]),
        "Manque (MSU)": number(gaps.values[index]),
        "Intervalle": interval(gaps.low[index], gaps.high[index]),
        "Couverture (%)": number(coverage.values[index], 1),
        "Rang, du plus grand manque": rank_in_words(gaps.values, index, ascending=False),
    }
