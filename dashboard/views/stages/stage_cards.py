"""Key figures of the page « Stages »: need, offer, balance, MSU to recruit."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import Catalog
from dashboard.core.formatting import interval, number
from dashboard.themes.stages import (
    SHORT,
    UNDETERMINED,
    UNIT,
    VERDICTS,
    Balance,
    Figure,
    signed_interval,
)
from dashboard.ui.cards import card_html, source_sentence
from models.stages.balance import METHOD_ID

BASES = {
    "filled": "postes pourvus",
    "offered": "postes offerts",
    "interpolated": "promotion interpolée",
}


def show_stage_cards(catalog: Catalog, balance: Balance, label: str) -> None:
    """Show the four figures of a territory, each with its interval, status and source."""
    fact = balance.fact
    status = fact.status if fact else None
    basis = BASES.get(fact.cohort_basis or "", "") if fact else ""
    msu = f"MSU de {fact.msu_year}" if fact and fact.msu_year else ""
    need = _sources(catalog, fact.need_source if fact else None)
    offer = _sources(catalog, fact.offer_source if fact else None)
    method = _sources(catalog, None)
    left, recruit = balance.balance, balance.recruit
    verdict = VERDICTS[balance.verdict] if balance.verdict else ""
    cards = [
        _card(f"Besoin, {label}", balance.need, (UNIT, basis), "estimated", need),
        _card("Offre", balance.offer, (UNIT, msu), status, offer),
        _card("Solde (offre moins besoin)", left, (UNIT, verdict), status, method, signed=True),
        _card("MSU à recruter", recruit, ("MSU", _recruited(balance)), status, method),
    ]
    st.html(f'<div class="cards">{"".join(cards)}</div>')


def _recruited(balance: Balance) -> str:
    if balance.verdict == UNDETERMINED:
        return "0 si l’offre couvre le besoin"
    return "pour combler le manque" if balance.verdict == SHORT else ""


def _card(
    label: str,
    figure: Figure,
    details: tuple[str, str],
    status: str | None,
    source_html: str,
    *,
    signed: bool = False,
) -> str:
    bounds = signed_interval(figure) if signed else interval(figure.low, figure.high)
    unit, detail = details
    known = figure.value is not None
    return card_html(
        label,
        number(figure.value, signed=signed),
        (unit, f"intervalle {bounds}" if bounds else "", detail if known else "non publié"),
        status=status if known else None,
        estimated=status == "estimated",
        source_html=source_html,
    )


def _sources(catalog: Catalog, source_id: str | None) -> str:
    cited = f"{source_sentence(catalog, source_id)}. " if source_id else ""
    return (
        f"<details><summary>source</summary><p>{cited}Calcul de la méthode {METHOD_ID}, "
        "exposée en bas de cette page.</p></details>"
    )
