"""How far the campaign is: MSU counted, départements decided, answers received; by région."""

from __future__ import annotations

import streamlit as st

from dashboard.core.formatting import MISSING, number, typography
from dashboard.themes.campaign import ANSWERED
from dashboard.ui.tables import show_table
from dashboard.views.collecte import words
from dashboard.views.collecte.page import CampaignPage
from foundation.campaign.recipients import COUNCIL, FACULTY
from models.territories.cells import NATION


def show_progress(page: CampaignPage) -> None:
    """Bars of the nation."""
    nation = page.progress(NATION)
    bars = [(nation.counted_part, words.counted_bar(nation, page.year))]
    if nation.decided_n is not None:
        bars.append((nation.decided_n / nation.departements_n, words.decided_bar(nation)))
    answered = {kind: answered_n(page, kind) for kind in (FACULTY, COUNCIL)}
    part = sum(answered.values()) / len(page.recipients)
    bars.append((part, words.answered_bar(answered[FACULTY], answered[COUNCIL])))
    for column, (value, text) in zip(st.columns(len(bars)), bars, strict=True):
        column.progress(value, text=typography(text))


def answered_n(page: CampaignPage, kind: str) -> int:
    """How many recipients of a kind have answered."""
    return sum(page.step(item) == ANSWERED for item in page.of_kind(kind).values())


def show_regions(page: CampaignPage) -> None:
    """The same for each région, as a table."""
    rows = []
    for region_id in page.catalog.level_ids["region"]:
        item = page.progress(region_id)
        decided = MISSING if item.decided_n is None else _of(item.decided_n, item.departements_n)
        rows.append(
            (
                page.catalog.territories[region_id].name_fr,
                number(item.counted_msu),
                number(item.msu),
                words.part(item.counted_part),
                _of(item.covered_n, item.departements_n),
                decided,
            )
        )
    show_table(words.regions_caption(page.year), words.REGIONS_HEADER, rows)
    st.caption(typography(words.REGIONS_NOTE))


def _of(part: int, whole: int) -> str:
    return f"{number(part)} sur {number(whole)}"
