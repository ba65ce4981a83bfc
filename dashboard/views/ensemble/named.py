"""The territories named below their share, then whom to ask for the counts that would settle."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import STATUS_LABELS
from dashboard.queries.campaign import (
    fetch_counted,
    fetch_outlook,
    fetch_requests,
    fetch_steps,
)
from dashboard.queries.desk import Desk
from dashboard.themes.campaign import (
    DETAIL,
    answering_territories,
    campaign_recipients,
    refusing_territories,
)
from dashboard.themes.situation import Situation
from dashboard.ui.tables import show_table
from dashboard.views.ensemble import words

FIRST_CALLS = 3


def show_named(desk: Desk) -> None:
    """Show who is counted or probably below, the surest first."""
    situations = desk.situations()
    below = situations.of("counted_below", "probably_below")
    if not below:
        st.caption(words.NOBODY_BELOW)
        return
    rows = [_row(desk, item) for item in below]
    with st.container(key="panneau-nommes"):
        show_table(words.named_caption(situations, desk.target), words.NAMED_HEADER, rows)
    if note := words.named_note(situations):
        st.caption(note)


def show_first_calls(desk: Desk) -> None:
    """Name the faculties whose answers would settle the most, if any would."""
    outlook = fetch_outlook(desk.build, desk.target, desk.selection.key_id)
    if outlook is None:
        return
    year = desk.catalog.national_years[-1]
    counted = fetch_counted(desk.build, year)
    excluded = refusing_territories(fetch_requests(desk.build)) | answering_territories(
        desk.catalog, counted, DETAIL
    )
    steps = fetch_steps(
        desk.build, desk.target, desk.selection.key_id, DETAIL, excluded, FIRST_CALLS
    )
    if not steps:
        return
    recipients = campaign_recipients(desk.catalog)
    names = [recipients[step.name].name for step in steps]
    decided, after = len(outlook.decided), outlook.expected(steps[-1].after)
    if round(after) <= decided:
        return
    st.markdown(words.first_calls(names, decided, after, year))


def _row(desk: Desk, item: Situation) -> list[str]:
    return [
        desk.catalog.territories[item.territory_id].label,
        item.chances or STATUS_LABELS[item.status],
        item.missing,
    ]
