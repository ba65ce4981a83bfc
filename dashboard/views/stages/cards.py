"""Key figures of a territory: need, offer, balance, MSU to recruit."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import Catalog
from dashboard.core.formatting import interval, number
from dashboard.core.values import Measure
from dashboard.themes.stages import UNIT, Balance, signed_interval
from dashboard.ui.cards import card_html, source_sentence
from dashboard.views.stages import words
from dashboard.views.stages.page import StagesPage


def show_stage_cards(page: StagesPage) -> None:
    """Show the figures of a territory, each with its bounds, status and source.

    The balance, whose sign is to be known, is for an expert.
    """
    balance, fact = page.balance, page.balance.fact
    status = fact.status if fact else None
    basis = words.COHORT_BASES.get(fact.cohort_basis or "", "") if fact else ""
    msu = f"MSU de {fact.msu_year}" if fact and fact.msu_year else ""
    need = _origin_html(page.catalog, fact.need_source if fact else None)
    offer = _origin_html(page.catalog, fact.offer_source if fact else None)
    method = _origin_html(page.catalog, None)
    gap, recruit = balance.balance, balance.recruit
    verdict = balance.words if balance.verdict else ""
    label = page.territory.label
    cards = [
        _card(f"Besoin, {label}", balance.need, (UNIT, basis), "estimated", need),
        _card("Offre", balance.offer, (UNIT, msu), status, offer),
        _card("MSU à recruter", recruit, ("MSU", _purpose(balance)), status, method),
    ]
    if page.is_expert:
        verdict = " · ".join(text for text in (verdict, _rounding(balance)) if text)
        title = "Solde (offre moins besoin)"
        cards.insert(2, _card(title, gap, (UNIT, verdict), status, method, signed=True))
    st.html(f'<div class="cards">{"".join(cards)}</div>')


def _rounding(balance: Balance) -> str:
    """Said where the figures shown do not add up, because each is rounded."""
    need, offer, gap = balance.need.value, balance.offer.value, balance.balance.value
    if need is None or offer is None or gap is None:
        return ""
    return "" if round(offer) - round(need) == round(gap) else words.ROUNDED


def _purpose(balance: Balance) -> str:
    recruit = balance.recruit
    if not recruit.high:
        return ""
    if recruit.value and not round(balance.missing.value or 0.0):
        return words.UNDER_ONE
    return words.CLOSES_THE_GAP if recruit.low else words.NOTHING_IF_COVERED


def _card(
    label: str,
    figure: Measure,
    details: tuple[str, str],
    status: str | None,
    source_html: str,
    *,
    signed: bool = False,
) -> str:
    bounds = signed_interval(figure) if signed else interval(figure.low, figure.high)
    unit, detail = details
    is_published = figure.value is not None
    return card_html(
        label,
        number(figure.value, signed=signed),
        (unit, f"bornes {bounds}" if bounds else "", detail if is_published else "non publié"),
        status=status if is_published else None,
        estimated=status == "estimated",
        source_html=source_html,
    )


def _origin_html(catalog: Catalog, source_id: str | None) -> str:
    cited = f"{source_sentence(catalog, source_id)}. " if source_id else ""
    return f"<details><summary>source</summary><p>{cited}{words.METHOD_BELOW}</p></details>"
