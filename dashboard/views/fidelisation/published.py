"""Published points about settlement, with their reservations; nothing is computed from them."""

from __future__ import annotations

import streamlit as st

from dashboard.core.formatting import period, quantity, typography
from dashboard.queries.retention import fetch_published_points
from dashboard.themes.retention import PublishedPoint
from dashboard.ui.tables import Cell, show_table, source_cell
from dashboard.views.fidelisation import words
from dashboard.views.fidelisation.page import RetentionPage
from models.territories.cells import NATION

HEADER = ("Indicateur", "Territoire", "Période", "Valeur", "Fiabilité", "Réserve", "Source", "Où")
CONFIDENCE = {"high": "forte", "medium": "moyenne", "low": "faible"}


def show_published_points(page: RetentionPage) -> None:
    """Show the points of the territory selected, then of the nation, then of the others."""
    st.markdown(typography(words.PUBLISHED))
    points = fetch_published_points(page.build)
    near = {page.territory.territory_id, page.territory.region_id, page.subdivision_id} - {NATION}
    local = [point for point in points if point.territory_id in near]
    others = [point for point in points if point.territory_id not in near]
    if local:
        _show(page, f"Publié pour {page.territory.label}", local)
    _show(page, words.PUBLISHED_ELSEWHERE if local else "Publié", others)
    st.markdown(typography(words.UNSOURCED))


def _show(page: RetentionPage, caption: str, points: list[PublishedPoint]) -> None:
    show_table(caption, HEADER, [_row(page, point) for point in points])


def _row(page: RetentionPage, point: PublishedPoint) -> list[Cell]:
    indicator = page.catalog.indicators[point.indicator_id]
    # As many decimals as the source gave: « 58 % » is not « 58,0 % ».
    decimals = 0 if point.value.is_integer() else indicator.decimals
    caveat = " ; ".join(text for text in (indicator.caveat_fr, point.note) if text)
    return [
        indicator.label_fr,
        page.catalog.territories[point.territory_id].name_fr,
        period(point.period),
        quantity(point.value, indicator.unit_fr, decimals),
        CONFIDENCE.get(point.confidence, "dérivée"),
        caveat,
        source_cell(page.catalog.sources[point.source_id]),
        point.locator,
    ]
