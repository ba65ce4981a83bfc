"""Figures before and after, where the source states them; nothing is computed from them."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import STATUS_LABELS
from dashboard.core.formatting import typography
from dashboard.queries.register_counts import fetch_filled
from dashboard.ui.tables import Cell, Link, show_table
from dashboard.views.initiatives import words as prose
from dashboard.views.initiatives.page import REGISTER, InitiativePage
from dashboard.views.initiatives.view import entry_address
from dashboard.views.initiatives.words import Measure, measures, place_of

HEADER = ("Initiative", "Lieu", "Ce qui est mesuré", "Avant", "Après", "Réserve", "Source")
MEASURED = "after_fr"


def show_initiative_figures(page: InitiativePage) -> None:
    """Table of what was measured, under what it does not prove."""
    found = measures(fetch_filled(page.build, REGISTER, page.chosen, MEASURED))
    if not found:
        st.info(typography(prose.NO_BEFORE_AFTER))
        return
    st.markdown(typography(prose.BEFORE_AFTER))
    caption = "Chiffres avant et après, tels que les sources les donnent"
    show_table(caption, HEADER, [_row(page, item) for item in found])


def _row(page: InitiativePage, measure: Measure) -> list[Cell]:
    entry = measure.entry
    source = page.catalog.sources.get(entry.source_id)
    address = entry_address(entry.entry_id, entry.source_id)
    publisher = source.publisher if source else entry.source_id
    status = "" if entry.status == "observed" else f" ({STATUS_LABELS[entry.status]})"
    return [
        Link(entry.title_fr, page.link(page.view.opened(address))),
        place_of(entry, page.catalog.territories),
        measure.what,
        _dated(measure.before, measure.before_year) or "non dit",
        _dated(measure.after, measure.after_year),
        str(entry.fields.get("reserve_fr", "")),
        f"{publisher}, {entry.locator}{status}",
    ]


def _dated(text: str, year: str) -> str:
    return f"{text} ({year})" if text and year else text
