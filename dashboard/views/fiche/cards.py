"""The five key figures of a profile, each beside the nation, with its rank and its years."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard.core.catalog import STATUS_LABELS, Catalog
from dashboard.core.formatting import THIN_SPACE, number, typography
from dashboard.core.selection import Selection
from dashboard.profile.model import VERDICT_WORDS as WORDS
from dashboard.profile.model import KeyFigure, Profile, ProfileTable, ProfileValue
from dashboard.ui.cards import card_html, definition_link, source_sentence
from dashboard.ui.tables import show_table

NARROW_SLASH = f"{THIN_SPACE}/{THIN_SPACE}"


def show_fiche_cards(catalog: Catalog, selection: Selection, profile: Profile) -> None:
    """Show the five figures in one row, which wraps on narrow screens."""
    cards = "".join(_card(catalog, selection, figure) for figure in profile.key_figures)
    solid = "comptées ou fictives" if profile.is_demo else "comptées"
    note = f'<p class="note">Points creux : années estimées ; pleins : {solid}.</p>'
    with_years = any(figure.trend for figure in profile.key_figures)
    st.html(f'<div class="cards">{cards}</div>{note if with_years else ""}')


def _card(catalog: Catalog, selection: Selection, figure: KeyFigure) -> str:
    value = figure.value
    bounds = f"intervalle {value.interval_text}" if value.interval_text else ""
    missing = f"à demander : {value.ask}" if value.ask else ""
    lines = [value.unit, value.period_text, bounds, figure.context, missing]
    parts = (_finding(figure), _beside(figure), _trend(figure))
    return card_html(
        figure.label,
        value.text,
        lines,
        status=value.status if value.value is not None else None,
        estimated=value.value is not None and value.status not in (None, "observed"),
        source_html="".join(parts) + _source(catalog, selection, figure),
    )


def _finding(figure: KeyFigure) -> str:
    return f'<p class="finding">{escape(figure.finding)}</p>' if figure.finding else ""


def _beside(figure: KeyFigure) -> str:
    """The figure, or its rate, beside the nation; its rank."""
    own, nation = figure.compared, figure.nation
    if own.value is None or nation.value is None:
        return ""
    rate = "" if own == figure.value else f"{own.text} {own.unit}"
    gap = number(figure.gap_to_nation, own.decimals, signed=True)
    lines = [
        rate,
        f"France {nation.text} (écart {gap}) : {WORDS[figure.verdict]}",
        f"rang {figure.rank}".replace(" / ", NARROW_SLASH) if figure.rank else "non classé",
    ]
    text = typography(" · ".join(line for line in lines if line))
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
        f'<i class="{"est" if point.status == "estimated" else "obs"}" style="left:'
        f"{100 * (point.year - first.year) / ((last.year - first.year) or 1):.0f}%;bottom:"
        f'{100 * (point.value - lowest) / spread:.0f}%"></i>'
        for point in points
    )
    decimals, signed = figure.value.decimals, figure.value.signed
    ends = " ; ".join(
        f"{point.year} : {number(point.value, decimals, signed=signed)}" for point in (first, last)
    )
    return (
        f'<span class="spark" aria-hidden="true">{dots}</span>'
        f'<p class="detail">{escape(typography(ends))}</p>'
    )


def _source(catalog: Catalog, selection: Selection, figure: KeyFigure) -> str:
    cited = dict.fromkeys(_citations(catalog, (figure.value, figure.compared, figure.nation)))
    link = ""
    if figure.indicator_id:
        address = escape(definition_link(catalog, selection, figure.indicator_id))
        link = f' <a href="{address}" target="_self">Définition et méthode</a>'
    method = f" Méthode {escape(figure.value.method_id)}." if figure.value.method_id else ""
    return f"<details><summary>source</summary><p>{' ; '.join(cited)}.{method}{link}</p></details>"


def _citations(catalog: Catalog, values: tuple[ProfileValue, ...]) -> list[str]:
    return [
        source_sentence(catalog, source_id)
        + (f" ({escape(value.locator)})" if value.locator else "")
        for value in values
        if value.value is not None
        for source_id in value.source_ids
    ]


def status_legend(profile: Profile) -> str:
    """« observé, estimé (est.) »: the statuses of what is shown."""
    marks = {"estimated": " (« est. », intervalle à 95 %)"}
    return ", ".join(f"{STATUS_LABELS[item]}{marks.get(item, '')}" for item in profile.statuses)


def show_profile_table(table: ProfileTable) -> None:
    """A table of the profile, with its note."""
    show_table(table.title, table.header, table.rows)
    if table.note:
        st.caption(typography(table.note))
