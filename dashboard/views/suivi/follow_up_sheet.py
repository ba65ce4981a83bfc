"""The whole of one line of the list, to read and to print."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.themes.registers import place_text
from dashboard.views.suivi.page import FollowUpPage, widget_key
from dashboard.views.suivi.sheet import show_entry_sheet
from models.registers.register import RegisterEntry


def show_chosen_sheet(
    page: FollowUpPage, entries: Sequence[RegisterEntry], names: Sequence[str]
) -> None:
    """Ask which line to open, among those listed, and show its sheet with its PDF."""
    listed = {(item.source_id, item.territory_id, item.entry_id): item for item in entries}
    labels = {
        key: f"{name} · {place_text(page.catalog, item)}"
        for (key, item), name in zip(listed.items(), names, strict=True)
    }
    chosen = st.selectbox(
        "Ouvrir la fiche d’une ligne",
        list(listed),
        index=None,
        format_func=lambda key: labels.get(key, ""),
        placeholder="Choisir une ligne de la liste",
        key=widget_key("fiche"),
    )
    if chosen in listed:
        show_entry_sheet(page.build, page.catalog, page.register, listed[chosen])
