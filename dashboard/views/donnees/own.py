"""What is published for the territory, with the sources: how much, then the main values."""

from __future__ import annotations

from dashboard.core.catalog import NET_CHANGE, STATUS_LABELS
from dashboard.core.formatting import interval, number, period
from dashboard.core.names import name_of
from dashboard.core.registry import FICHE
from dashboard.core.values import Value
from dashboard.ui.answer import show_answer
from dashboard.ui.cards import definition_link
from dashboard.ui.key_figures import territory_values
from dashboard.ui.maps import INTERVAL_METHODS
from dashboard.ui.tables import Cell, Link, show_table, source_cell
from dashboard.views.donnees import words
from dashboard.views.donnees.page import MethodPage


def show_own_answer(page: MethodPage) -> None:
    """How many indicators are published for the territory, which of them are estimates."""
    indicators = page.catalog.indicators
    values = territory_values(page, tuple(indicators))
    sources = {source for value in values.values() for source in value.source_ids}
    estimated = [indicators[key].label_fr for key, value in values.items() if value.is_estimate]
    show_answer(
        words.own_answer(name_of(page.territory), len(values), len(indicators), len(sources)),
        words.estimates_sentence(estimated),
        "",
        (FICHE, words.OPEN_PROFILE),
    )


def show_own_values(page: MethodPage) -> None:
    """Show the indicators of the map for the territory: value, period, status, source."""
    values = territory_values(page, page.catalog.map_indicators)
    rows = [_row(page, key, values[key]) for key in page.catalog.map_indicators if key in values]
    show_table(words.own_caption(page.territory.label), words.OWN_HEADER, rows)


def _row(page: MethodPage, indicator_id: str, value: Value) -> list[Cell]:
    indicator = page.catalog.indicators[indicator_id]
    ends = interval(value.low, value.high, indicator.decimals)
    level = " à 95\u00a0%" if value.method_id in INTERVAL_METHODS else ""
    bounds = f"intervalle{level} {ends}" if ends else ""
    signed = indicator_id == NET_CHANGE
    text = f"{number(value.value, indicator.decimals, signed=signed)} {indicator.unit_fr}"
    source = page.catalog.sources.get(value.source_id)
    told = (text, bounds, value.holder_fr, value.short_reserve)
    return [
        Link(indicator.label_fr, definition_link(page.catalog, page.selection, indicator_id)),
        " ; ".join(part for part in told if part),
        period(value.period),
        STATUS_LABELS.get(value.status or "", ""),
        source_cell(source) if source else "",
    ]
