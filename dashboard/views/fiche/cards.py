"""The five key figures of a profile, each beside the nation, with its rank and its years."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard.core.catalog import Catalog
from dashboard.core.formatting import THIN_SPACE
from dashboard.profile.model import KeyFigure, ProfileValue
from dashboard.ui.cards import card_html, definition_link, source_sentence
from dashboard.views.fiche import words
from dashboard.views.fiche.page import FichePage

ESSENTIAL = ("msu", "stages", "fidelisation")
NARROW_SLASH = f"{THIN_SPACE}/{THIN_SPACE}"


def show_fiche_cards(page: FichePage) -> None:
    """Show the five figures in one row, which wraps on narrow screens."""
    figures = page.profile.key_figures
    if not page.is_expert:
        # The title says where it stands against its share.
        figures = tuple(item for item in figures if item.figure_id in ESSENTIAL)
    cards = "".join(_card(page, figure) for figure in figures)
    note = f'<p class="note">{words.points_note(is_demo=page.profile.is_demo)}</p>'
    with_years = any(figure.trend for figure in figures)
    st.html(f'<div class="cards">{cards}</div>{note if with_years else ""}')


def _card(page: FichePage, figure: KeyFigure) -> str:
    value = figure.value
    is_balance = figure.figure_id == words.BALANCE and value.value is not None
    bounds = words.balance_bounds(value) if is_balance else words.interval_of(value)
    lines = [
        "" if figure.words else value.unit,
        value.period_text,
        "" if figure.words else bounds,
        figure.context,
        words.to_ask(value),
    ]
    return card_html(
        figure.label,
        words.balance(value.value or 0) if is_balance else figure.text,
        lines,
        status=value.status if value.value is not None else None,
        estimated=value.is_estimate,
        source_html="".join(
            (_finding(figure), _beside(figure), _trend(figure), _source(page, figure))
        ),
        is_text=bool(figure.words) or is_balance,
    )


def _finding(figure: KeyFigure) -> str:
    return f'<p class="finding">{escape(figure.finding)}</p>' if figure.finding else ""


def _beside(figure: KeyFigure) -> str:
    """The figure, or its rate, beside the nation; its rank."""
    if figure.compared.value is None or figure.nation.value is None:
        return ""
    text = words.beside_nation(figure, figure.rank.replace(" / ", NARROW_SLASH))
    return f'<p class="detail beside">{escape(text)}</p>'


def _trend(figure: KeyFigure) -> str:
    """Its years as points between the lowest and the highest, hollow when estimated."""
    points = figure.trend
    if not points:
        return ""
    first, last = points[0], points[-1]
    values = [point.value for point in points]
    lowest, spread = min(values), (max(values) - min(values)) or 1.0
    dots = "".join(
        f'<i class="{"est" if point.is_estimate else "obs"}" style="left:'
        f"{100 * (point.year - first.year) / ((last.year - first.year) or 1):.0f}%;bottom:"
        f'{100 * (point.value - lowest) / spread:.0f}%"></i>'
        for point in points
    )
    return (
        f'<span class="spark" aria-hidden="true">{dots}</span>'
        f'<p class="detail">{escape(words.trend_ends(figure))}</p>'
    )


def _source(page: FichePage, figure: KeyFigure) -> str:
    values = (figure.value, figure.compared, figure.nation)
    cited = dict.fromkeys(_citations(page.catalog, values))
    link = ""
    if figure.indicator_id:
        address = escape(definition_link(page.catalog, page.selection, figure.indicator_id))
        link = f' <a href="{address}" target="_self">{words.DEFINITION}</a>'
    method = f" Méthode {escape(figure.value.method_id)}." if figure.value.method_id else ""
    sources = f"{' ; '.join(cited)}." if cited else ""
    return f"<details><summary>source</summary><p>{sources}{method}{link}</p></details>"


def _citations(catalog: Catalog, values: tuple[ProfileValue, ...]) -> list[str]:
    return [
        source_sentence(catalog, source_id)
        + (f" ({escape(value.locator)})" if value.locator else "")
        for value in values
        if value.value is not None
        for source_id in value.source_ids
    ]
