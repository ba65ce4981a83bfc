"""How the share of the target, and the ranking, change from one key to another."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import COVERAGE, GAP, LEVEL_NOUNS, Catalog
from dashboard.core.formatting import interval, number
from dashboard.core.selection import Selection
from dashboard.core.values import rank_in_words
from dashboard.queries.cache import ServedBuild
from dashboard.queries.catalog import fetch_shares
from dashboard.themes.situation import situation
from dashboard.ui.maps import load_values
from dashboard.ui.tables import show_table


def show_key_comparison(build: ServedBuild, catalog: Catalog, selection: Selection) -> None:
    """One row per key: for the selected territory, or for all the territories of the level."""
    territory = catalog.territories[selection.territory_id]
    st.header("Selon la clé de répartition", anchor=False)
    if territory.level == "national":
        rows = [_level_row(build, catalog, selection.with_value("key_id", k)) for k in catalog.keys]
        what = f"Nombre de {LEVEL_NOUNS[selection.level].many} en manque selon la clé"
    else:
        here = selection.at_level(territory.level)
        rows = [_territory_row(build, catalog, here.with_value("key_id", k)) for k in catalog.keys]
        what = f"Part de la cible et manque de {territory.label} selon la clé"
    show_table(what, list(rows[0]), [list(row.values()) for row in rows])


def _level_row(build: ServedBuild, catalog: Catalog, selection: Selection) -> dict[str, str]:
    state = situation(load_values(build, catalog, selection, GAP))
    return {
        "Clé": catalog.keys[selection.key_id].label_fr,
        f"{LEVEL_NOUNS[selection.level].many.capitalize()} sous leur part (estimation)": number(
            state.short
        ),
        "Manque confirmé par l’intervalle": number(state.short_for_sure),
        "Part atteinte, confirmée": number(state.reached_for_sure),
        "Indéterminés": number(state.undetermined),
    }


def _territory_row(build: ServedBuild, catalog: Catalog, selection: Selection) -> dict[str, str]:
    gaps = load_values(build, catalog, selection, GAP)
    coverage = load_values(build, catalog, selection, COVERAGE)
    index = gaps.ids.index(selection.territory_id)
    target = fetch_shares(build, selection.target(catalog), selection.key_id)
    return {
        "Clé": catalog.keys[selection.key_id].label_fr,
        "Part de la cible (MSU)": number(target[selection.territory_id]),
        "Manque (MSU)": number(gaps.values[index]),
        "Intervalle": interval(gaps.low[index], gaps.high[index]),
        "Couverture (%)": number(coverage.values[index], 1),
        "Rang, du plus grand manque": rank_in_words(gaps.values, index, ascending=False),
    }
