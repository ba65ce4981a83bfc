"""« Combien de MSU faut-il recruter ici ? », by level of stage."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard.core.catalog import STATUS_LABELS
from dashboard.core.formatting import interval, number, typography
from dashboard.themes.stages import (
    LEVEL_NAMES,
    UNIT,
    Balance,
    msu_needed,
    signed_interval,
    year_label,
)
from dashboard.ui.tables import show_table
from dashboard.views.stages import words
from dashboard.views.stages.page import StagesPage, shortfall_address
from models.territories.cells import NATION

HEADER = (
    "Niveau",
    f"Solde ({UNIT})",
    "Bornes",
    "Constat",
    "MSU à recruter",
    "Bornes (MSU)",
    "Statut de l’offre",
)


def show_recruitment(page: StagesPage) -> None:
    """The level selected in a sentence, every level in a table, the national need as a target."""
    label = page.territory.label
    st.markdown(words.recruitment_sentence(page.balance, label))
    show_table(
        f"MSU à recruter, {label}, {year_label(page.view.year)}",
        HEADER,
        [_row(balance) for balance in page.balances_of(page.territory.territory_id).values()],
    )
    st.caption(typography(words.RECRUITMENT))
    _show_need_target(page)


def _row(balance: Balance) -> list[str]:
    recruit = balance.recruit
    return [
        LEVEL_NAMES[balance.level_id],
        number(balance.balance.value, signed=True),
        signed_interval(balance.balance),
        balance.detail,
        number(recruit.value),
        interval(recruit.low, recruit.high),
        STATUS_LABELS[balance.fact.status] if balance.fact else "",
    ]


def _show_need_target(page: StagesPage) -> None:
    """Link to the map of the shortfall, with the MSU that the national need asks for as target."""
    needs = {level: balance.need.value for level, balance in page.balances_of(NATION).items()}
    places = page.parameters.third_cycle_places, page.parameters.dj_places
    target_msu = msu_needed(needs, *places)
    address = "" if target_msu is None else shortfall_address(page, target_msu)
    if target_msu is None or not address:
        return
    text = words.need_target_sentence(page.view.year, target_msu)
    st.html(
        f'<p class="note">{escape(text)}<a href="{escape(address)}" target="_self">'
        f"{words.SHORTFALL_MAP_LINK}</a>, {words.FREE_VALUE}</p>"
    )
