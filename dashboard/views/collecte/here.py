"""Section on what a count of the selected territory would bring, here and around."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard.core.formatting import harmless, typography
from dashboard.queries.campaign import fetch_clues
from dashboard.themes.campaign import DETAIL, Outlook
from dashboard.ui.tables import show_table
from dashboard.views.collecte import words
from dashboard.views.collecte.page import CampaignPage

LEAST_GAIN = 0.02
LISTED = 12


def show_here(page: CampaignPage) -> None:
    """Départements that a count of the territory would move, itself first."""
    _show_clues(page)
    outlook = page.outlook
    recipient = page.recipients.get(page.territory.territory_id)
    if outlook is None or recipient is None:
        st.info(typography(words.NOT_PUBLISHED if outlook is None else words.HERE_WHOLE))
        return
    rows = page.rows(recipient, DETAIL)
    if all(outlook.is_counted(outlook.names[row]) for row in rows):
        st.info(typography(words.HERE_COUNTED))
        return
    gains = outlook.gains(rows)
    inside = page.catalog.departements_in(recipient.territory_id)
    others, neighbours = others_moved(page, gains)
    total = sum(gains.values())
    finding = words.here_finding(recipient.label, total, len(others), neighbours)
    st.markdown(typography(finding))
    listed = [*inside, *others][: max(LISTED, len(inside))]
    show_table(
        words.here_caption(recipient.label),
        words.HERE_HEADER,
        [_row(page, outlook, name, gains[name]) for name in listed],
    )
    st.caption(typography(words.HERE_NOTE))


def _show_clues(page: CampaignPage) -> None:
    """What was answered here without an exact count."""
    for item in fetch_clues(page.build, page.territory.territory_id):
        source = f"{page.catalog.sources[item.source_id].citation}, {item.locator}"
        st.markdown(typography(harmless(words.clue(item, source))))


def others_moved(page: CampaignPage, gains: Mapping[str, float]) -> tuple[list[str], int]:
    """Départements outside the territory that its count would move, and how many touch it."""
    inside = page.catalog.departements_in(page.territory.territory_id)
    others = [
        name
        for name, value in sorted(gains.items(), key=lambda item: -item[1])
        if name not in inside and abs(value) >= LEAST_GAIN
    ]
    around = {item for name in inside for item in page.catalog.neighbours_of(name)}
    return others, sum(name in around for name in others)


def _row(page: CampaignPage, outlook: Outlook, name: str, gain: float) -> tuple[str, ...]:
    situation = outlook.situations.by_id.get(name)
    return (
        page.catalog.territories[name].label,
        situation.detail if situation else "",
        words.decided_after((name in outlook.decided) + gain),
    )
