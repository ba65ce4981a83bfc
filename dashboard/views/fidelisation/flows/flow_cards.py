"""Key figures of the flows: trained, stayed, left, without known settlement, came."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard.core.catalog import Catalog, Territory
from dashboard.core.formatting import number
from dashboard.queries.flows import FlowPeriod, FlowTotal
from dashboard.ui.cards import card_html, source_sentence
from dashboard.views.fidelisation.flows.words import DELAYS, TRAINED_IN, around, said
from models.retention.flows import Count
from models.territories.cells import NATION

Figure = tuple[str, Count, str]


def show_flow_cards(
    catalog: Catalog, territory: Territory, total: FlowTotal, period: FlowPeriod
) -> None:
    """Show the figures of a territory, each with its denominator, status and source."""
    source = _source(catalog, total)
    cards = [
        card_html(
            label,
            said(count),
            [detail if count.n is not None else "non publié, ou masqué"],
            status=total.status if count.n is not None else None,
            estimated=False,
            source_html=source,
        )
        for label, count, detail in _figures(
            around(catalog, territory, period.scope), total, period
        )
    ]
    st.html(f'<div class="cards">{"".join(cards)}</div>')


def _figures(near: str, total: FlowTotal, period: FlowPeriod) -> list[Figure]:
    after = f"{DELAYS[period.delay_years]} après"
    of = f"sur {number(total.trained_n)} formés, {after}" if total.trained_n else after
    came = f"formés ailleurs, {after}"
    if total.trained_n is None and total.kept.n is None:
        return [
            (f"Formés dans {near}", total.from_around, f"et installés ici, {after}"),
            ("Formés ailleurs", total.from_outside, f"et installés ici, {after}"),
        ]
    trained = Count(total.trained_n)
    figures = [
        ("Formés", trained, f"promotion {period.cohort}, {TRAINED_IN[period.scope]}"),
        ("Restés", total.kept, of),
        ("Partis", total.left, of),
        ("Sans installation connue", Count(total.not_followed_n), of),
    ]
    if total.territory_id != NATION:
        figures.append(("Arrivés", total.from_outside, came))
    return figures


def _source(catalog: Catalog, total: FlowTotal) -> str:
    cited = " ; ".join(source_sentence(catalog, item) for item in total.source_ids)
    return f"<details><summary>source</summary><p>{cited} ({escape(total.locator)}).</p></details>"
