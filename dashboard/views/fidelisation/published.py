"""What was published about settlement, with its reservations; nothing computed from it."""

from __future__ import annotations

import streamlit as st

from dashboard.core.formatting import period, quantity, typography
from dashboard.queries.retention import fetch_published_points
from dashboard.themes.retention import PublishedPoint
from dashboard.ui.tables import Cell, show_table, source_cell
from dashboard.views.fidelisation.page import RetentionPage
from dashboard.views.fidelisation.words import PUBLISHED, UNSOURCED

HEADER = ("Indicateur", "Territoire", "Période", "Valeur", "Fiabilité", "Réserve", "Source", "Où")
CONFIDENCE = {"high": "forte", "medium": "moyenne", "low": "faible"}


def show_published_points(page: RetentionPage) -> None:
    """Points of the territory selected first, then the nation, then the others."""
    st.markdown(typography(PUBLISHED))
    points = fetch_published_points(page.build)
    near = {page.territory.territory_id, page.territory.region_id, page.subdivision_id}
    own = [p for p in points if p.territory_id in near and p.territory_id != "FR"]
    rest = [p for p in points if p not in own]
    if own:
        _show(page, f"Publié pour {page.territory.label}", own)
    _show(page, "Publié pour la France et d’autres territoires" if own else "Publié", rest)
    st.markdown(typography(UNSOURCED))


def _show(page: RetentionPage, caption: str, points: list[PublishedPoint]) -> None:
    show_table(caption, HEADER, [_row(page, point) for point in points])


def _row(page: RetentionPage, point: PublishedPoint) -> list[Cell]:
    indicator = page.catalog.indicators[point.indicator_id]
    source = page.catalog.sources[point.source_id]
    # As many decimals as the source gave: « 58 % » is not « 58,0 % ».
    decimals = 0 if point.value.is_integer() else indicator.decimals
    caveat = " ; ".join(text for text in (indicator.caveat_fr, point.note_fr) if text)
    return [
        indicator.label_fr,
        page.catalog.territories[point.territory_id].name_fr,
        period(point.period),
        quantity(point.value, indicator.unit_fr, decimals),
        CONFIDENCE.get(point.confidence, "dérivée"),
        caveat,
        source_cell(source),
        point.locator,
    ]
