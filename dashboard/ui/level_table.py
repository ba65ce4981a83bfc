"""Table of the values of the maps, one row per territory."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboard.core.catalog import LEVEL_LABELS, STATUS_LABELS
from dashboard.queries.desk import Desk

TABLE_HEIGHT = 380


def show_level_table(desk: Desk, indicator_ids: tuple[str, ...]) -> None:
    """Show the indicators of the map, sortable; an empty cell is « n. d. », never 0."""
    ids = desk.catalog.level_ids[desk.selection.level]
    columns: dict[str, object] = {
        "Code": [desk.catalog.territories[item].code for item in ids],
        "Territoire": [desk.catalog.territories[item].name_fr for item in ids],
    }
    config: dict[str, ColumnConfig] = {
        "Territoire": st.column_config.TextColumn(width="medium", pinned=True),
        "Code": st.column_config.TextColumn(width="small", pinned=True),
    }
    for indicator_id in indicator_ids:
        indicator = desk.catalog.indicators[indicator_id]
        values = desk.values(indicator_id)
        short = indicator.short_fr
        columns[short] = pd.array(values.values, dtype="Float64")
        columns[f"{short}, borne basse"] = pd.array(values.low, dtype="Float64")
        columns[f"{short}, borne haute"] = pd.array(values.high, dtype="Float64")
        columns[f"{short}, statut"] = [
            STATUS_LABELS.get(status or "", "non publié") for status in values.status
        ]
        number = st.column_config.NumberColumn(
            help=f"{indicator.label_fr} ({indicator.unit_fr})",
            format=_french_format(indicator.decimals),
        )
        for name in (short, f"{short}, borne basse", f"{short}, borne haute"):
            config[name] = number
    st.dataframe(
        pd.DataFrame(columns),
        hide_index=True,
        height=TABLE_HEIGHT,
        column_config=config,
        key="carte.table",
        placeholder="n. d.",
        alt=f"Valeurs de la carte, {LEVEL_LABELS[desk.selection.level].lower()}",
    )


def _french_format(decimals: int) -> str:
    return "localized" if decimals else "%d"
