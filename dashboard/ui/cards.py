"""Key figures as cards: value, interval, status, and the source one click away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

import streamlit as st

from dashboard.core.catalog import STATUS_LABELS, Catalog
from dashboard.core.formatting import interval, number, period, typography
from dashboard.core.registry import DONNEES
from dashboard.core.selection import Selection, changed_parameters
from dashboard.core.values import ESTIMATED, Measure


@dataclass(frozen=True, kw_only=True)
class Card(Measure):
    """One figure. ``value`` None is « n. d. »; ``detail`` is a short second line.

    ``text`` is said in place of the number and its unit.
    """

    label: str
    indicator_id: str
    detail: str = ""
    signed: bool = False
    text: str = ""


def show_cards(catalog: Catalog, selection: Selection, cards: Sequence[Card]) -> None:
    """Show the cards in one row, which wraps on narrow screens."""
    st.html(cards_html(catalog, selection, cards))


def cards_html(catalog: Catalog, selection: Selection, cards: Sequence[Card]) -> str:
    """HTML of a row of cards; every text is escaped."""
    return f'<div class="cards">{"".join(_card(catalog, selection, card) for card in cards)}</div>'


def definition_link(catalog: Catalog, selection: Selection, indicator_id: str) -> str:
    """Address of the definition of an indicator, with the current view."""
    parameters = changed_parameters(selection, catalog) | {"definition": indicator_id}
    return f"{DONNEES}?{urlencode(parameters)}"


def show_definition_links(
    catalog: Catalog, selection: Selection, indicator_ids: Sequence[str]
) -> None:
    """Line of links to the definition and the sources of the indicators shown."""
    links = ", ".join(
        f'<a href="{escape(definition_link(catalog, selection, item))}" target="_self">'
        f"{escape(catalog.indicators[item].label_fr)}</a>"
        for item in indicator_ids
    )
    st.html(f'<p class="note">Définitions et sources : {links}.</p>')


def source_sentence(catalog: Catalog, source_id: str) -> str:
    """HTML of the citation of a source, a link when it has an address."""
    source = catalog.sources.get(source_id)
    if source is None:
        return escape(source_id)
    text = escape(source.citation)
    if source.url:
        text = f'<a href="{escape(source.url)}" target="_blank" rel="noopener">{text}</a>'
    return text


def _card(catalog: Catalog, selection: Selection, card: Card) -> str:
    indicator = catalog.indicators[card.indicator_id]
    bounds = interval(card.low, card.high, indicator.decimals)
    unit = "" if card.text else indicator.unit_fr
    lines = [unit, f"intervalle {bounds}" if bounds else "", card.detail]
    return card_html(
        card.label,
        card.text or number(card.value, indicator.decimals, signed=card.signed),
        lines,
        status=card.status or (None if card.value is None else "observed"),
        estimated=card.status == ESTIMATED,
        source_html=_source_html(catalog, selection, card),
        is_text=bool(card.text),
    )


def card_html(
    label: str,
    value: str,
    lines: Sequence[str],
    *,
    status: str | None,
    estimated: bool,
    source_html: str,
    is_text: bool = False,
) -> str:
    """HTML of one card; ``source_html`` is the only text that is not escaped here."""
    mark = f'<span class="mark">{STATUS_LABELS[status]}</span>' if status else ""
    detail = typography(" · ".join(line for line in lines if line))
    return (
        f'<section class="card{" estimated" if estimated else ""}">'
        f'<p class="label">{escape(label)}</p>'
        f'<p class="value{" words" if is_text else ""}">{value}{mark}</p>'
        f'<p class="detail">{escape(detail)}</p>'
        f"{source_html}</section>"
    )


def _source_html(catalog: Catalog, selection: Selection, card: Card) -> str:
    address = escape(definition_link(catalog, selection, card.indicator_id))
    link = f'<a href="{address}" target="_self">'
    when = f"{escape(period(card.period))}. " if card.period else ""
    where = f" ({escape(card.locator)})" if card.locator else ""
    cited = " ; ".join(source_sentence(catalog, source_id) for source_id in card.source_ids)
    return (
        "<details><summary>source</summary><p>"
        f"{when}{cited}{where}{'. ' if cited else ''}{link}Définition et méthode</a></p></details>"
    )
