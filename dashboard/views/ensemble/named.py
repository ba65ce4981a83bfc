"""The territories named below their share, with their chances and what they would lack."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import STATUS_LABELS
from dashboard.core.formatting import number
from dashboard.queries.desk import Desk
from dashboard.themes.situation import Situation
from dashboard.ui.tables import show_table
from dashboard.views.ensemble import words


def show_named(desk: Desk) -> None:
    """Show who is counted or probably below, the surest first."""
    situations = desk.situations()
    below = situations.of("counted_below", "probably_below")
    if not below:
        st.caption(words.NOBODY_BELOW)
        return
    rows = [_row(desk, item) for item in below]
    show_table(words.named_caption(situations, desk.target), words.NAMED_HEADER, rows)
    if note := words.named_note(situations):
        st.caption(note)


def _row(desk: Desk, item: Situation) -> list[str]:
    return [
        desk.catalog.territories[item.territory_id].label,
        item.detail,
        item.missing,
        number(item.msu),
        STATUS_LABELS[item.status],
    ]
