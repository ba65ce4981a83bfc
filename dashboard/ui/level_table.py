"""Table of the values of the maps, one row per territory."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboard.core.catalog import (
    GAP,
    LEVEL_LABELS,
    SITUATED_INDICATORS,
    SITUATION,
    STATUS_LABELS,
)
from dashboard.queries.desk import Desk
from dashboard.themes.situation import Situation, gap_interval, gap_words

TABLE_HEIGHT = 380
STATUS = ", statut"
BOUNDS = ("borne basse", "borne haute")
VERDICT, CHANCES = "Situation", "Chances d’être sous sa part (sur 100)"
SHARE = "Part de la cible"
MISSING_80, MISSING_95 = "Ce qui manquerait, à 80\u00a0%", "Ce qui manquerait, à 95\u00a0%"


def show_level_table(desk: Desk, indicator_ids: tuple[str, ...]) -> None:
    """Show the indicators of the map in my territory, sortable; an empty cell is « n. d. »."""
    ids = desk.catalog.level_ids[desk.selection.level]
    columns: dict[str, object] = {
        "Code": [desk.catalog.territories[item].code for item in ids],
        "Territoire": [desk.catalog.territories[item].name_fr for item in ids],
    }
    config: dict[str, ColumnConfig] = {
        "Territoire": st.column_config.TextColumn(width="medium", pinned=True),
        "Code": st.column_config.TextColumn(width="small", pinned=True),
    }
    if any(item in SITUATED_INDICATORS for item in indicator_ids):
        columns |= _situations(desk, ids)
        config |= _situation_config()
    for indicator_id in indicator_ids:
        # The verdict says what is missing: a gap alone would need a sign.
        if indicator_id in (SITUATION, GAP):
            continue
        some = _values(desk, indicator_id)
        columns |= some
        indicator = desk.catalog.indicators[indicator_id]
        number = st.column_config.NumberColumn(
            help=f"{indicator.label_fr} ({indicator.unit_fr})",
            format=_french_format(indicator.decimals),
        )
        config |= dict.fromkeys((name for name in some if not name.endswith(STATUS)), number)
    here = set(desk.scope_ids(desk.selection.level))
    frame = pd.DataFrame(columns)
    if len(here) > 1:
        frame = frame[[item in here for item in ids]]
    st.dataframe(
        frame,
        hide_index=True,
        height=TABLE_HEIGHT,
        column_config=config,
        key="carte.table",
        placeholder="n. d.",
        alt=f"Valeurs de la carte, {LEVEL_LABELS[desk.selection.level].lower()}",
    )


def _situations(desk: Desk, ids: Sequence[str]) -> dict[str, object]:
    """Verdict, chances, share and what is missing, in words: at 80 %, then at 95 %."""
    by_id = desk.situations().by_id
    places = [by_id.get(item) for item in ids]
    return {
        VERDICT: [item.words if item else None for item in places],
        CHANCES: pd.array(
            [100 * item.p_below if item and item.p_below is not None else None for item in places],
            dtype="Float64",
        ),
        SHARE: pd.array([item.share if item else None for item in places], dtype="Int64"),
        MISSING_80: [_missing(item, item.gap80) if item else None for item in places],
        MISSING_95: [_missing(item, item.gap95) if item else None for item in places],
    }


def _missing(situation: Situation, gap: tuple[float, float]) -> str:
    if situation.is_counted:
        return gap_words(situation.share - situation.msu)
    return gap_interval(*gap)


def _situation_config() -> dict[str, ColumnConfig]:
    whole = st.column_config.NumberColumn(format="%d")
    return {CHANCES: whole, SHARE: whole}


def _values(desk: Desk, indicator_id: str) -> dict[str, object]:
    """Value, bounds and status of an indicator; those of the MSU are at 80 %, then at 95 %."""
    values = desk.values(indicator_id)
    short = desk.catalog.indicators[indicator_id].short_fr
    decimals = desk.catalog.indicators[indicator_id].decimals
    columns: dict[str, object] = {short: _rounded(values.values, decimals)}
    level = ""
    if indicator_id in SITUATED_INDICATORS:
        by_id, level = desk.situations().by_id, " à 95\u00a0%"
        ends = [by_id[item].bounds(indicator_id) if item in by_id else None for item in values.ids]
        for place, bound in enumerate(BOUNDS):
            columns[f"{short}, {bound} à 80\u00a0%"] = _rounded(
                [pair[place] if pair else None for pair in ends], decimals
            )
    for bound, column in zip(BOUNDS, (values.low, values.high), strict=True):
        columns[f"{short}, {bound}{level}"] = _rounded(column, decimals)
    columns[f"{short}{STATUS}"] = [
        STATUS_LABELS.get(status or "", "non publié") for status in values.status
    ]
    return columns


def _rounded(values: Sequence[float | None], decimals: int) -> pd.api.extensions.ExtensionArray:
    """Values as the map writes them: the format of a column would cut what it does not show."""
    whole = [None if value is None else round(value, decimals) for value in values]
    return pd.array(whole, dtype="Float64")


def _french_format(decimals: int) -> str:
    return "localized" if decimals else "%d"
