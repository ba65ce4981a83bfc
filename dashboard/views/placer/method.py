"""Where the figures of the page come from, and how the order is made."""

from __future__ import annotations

import streamlit as st

from dashboard.core.formatting import period, typography
from dashboard.themes.placement import (
    BY_ID,
    COUNT,
    CRITERIA,
    DEPARTURES,
    NEED,
    SETTINGS_WORDS,
    caveats,
)
from dashboard.ui.tables import Cell, show_table, source_cell
from dashboard.views.placer import words
from dashboard.views.placer.page import PlacerPage
from dashboard.views.placer.table import source_ids
from models.placement.order import SETTINGS

HEADER = ("Colonne", "Année", "Statut", "Source", "Où la lire")
STATUSES = {"observed": "observé", "estimated": "estimé", "imported": "importé", "demo": "fictif"}


def show_method(page: PlacerPage) -> None:
    """Need, order, MSU, departures, reservations, then the source of each column."""
    for text in (words.NEED_METHOD, words.order_method(SETTINGS, SETTINGS_WORDS)):
        st.markdown(typography(text))
    for text in (words.MSU_METHOD, words.DEPARTURES_METHOD):
        st.markdown(typography(text))
    st.markdown("\n".join(f"- {text}" for text in caveats()))
    show_table(words.COLUMNS_TABLE, HEADER, column_rows(page))


def column_rows(page: PlacerPage) -> list[list[Cell]]:
    """Label, period, status, source and page of each column that shows values."""
    rows: list[list[Cell]] = []
    for name in (NEED, COUNT, *(item.criterion_id for item in CRITERIA if item.indicator_id)):
        rows += _rows(page, name, _label(name))
    return rows + _rows(page, DEPARTURES, BY_ID[DEPARTURES].label)


def _label(name: str) -> str:
    return "MSU" if name == COUNT else BY_ID[name].label


def _rows(page: PlacerPage, name: str, label: str) -> list[list[Cell]]:
    placement = page.placement
    measures = [
        row.needs[placement.entry] if name == NEED else row.measures[name] for row in placement.rows
    ]
    known = [item for item in measures if item.value is not None]
    if not known:
        return [[label, "", "n. d.", "", ""]]
    statuses = dict.fromkeys(STATUSES[item.status or "observed"] for item in known)
    periods = period(max(item.period for item in known))
    return [
        [
            label,
            periods,
            ", ".join(statuses),
            source_cell(page.catalog.sources[source]),
            next((item.locator for item in known if source in item.source_ids), ""),
        ]
        for source in source_ids(page, name)
    ]
