"""How far the rank of each département moves, as a chart."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.core.files import decimal
from dashboard.core.formatting import typography
from dashboard.themes.placement import (
    CRITERIA,
    entry_label,
    range_words,
    rank_text,
    tier_label,
)
from dashboard.ui.chart import Caption, Table, show_chart
from dashboard.views.placer import words
from dashboard.views.placer.figures import RankRange, plot_ranges
from dashboard.views.placer.page import PlacerPage
from models.placement.order import METHOD_ID

HEADER = (
    "territoire_id",
    "code",
    "territoire",
    "rentree",
    "groupe",
    "rang_affiche",
    "rang_borne_basse_80",
    "rang_borne_haute_80",
    "score",
    "poids",
    "methode",
    "version_donnees",
    "construction",
)


def show_ranges(page: PlacerPage) -> None:
    """Show the range of the ranks of each département, its key and its file."""
    placement = page.placement
    if len(placement.rows) < 2:
        return
    st.header(words.RANGES_TITLE, anchor=False)
    sources = [
        source
        for row in placement.rows
        for measure in row.measures.values()
        for source in measure.source_ids
    ]
    show_chart(
        page.catalog,
        plot_ranges(rank_ranges(page), words.RANK_AXIS),
        key="placer.rangs",
        alt=words.RANGES_ALT,
        caption=Caption(
            title=words.RANGES_TITLE,
            subtitle=words.ranges_subtitle(placement.place, placement.entry),
            name=("placer", placement.place, entry_label(placement.entry)),
            source_ids=sources,
            note=words.RANGES_NOTE,
        ),
        table=Table(HEADER, lambda: range_rows(page)),
    )
    st.caption(typography(words.RANGES_NOTE))


def rank_ranges(page: PlacerPage) -> list[RankRange]:
    """Ranges of the départements, the first tier first."""
    placement, order = page.placement, page.placement.order
    found = []
    for place in placement.ranked:
        row, low, high = placement.rows[place], int(order.low[place]), int(order.high[place])
        tier = int(order.tier[place])
        found.append(
            RankRange(
                label=row.name,
                rank=float(order.rank[place]),
                low=low,
                high=high,
                tier=tier,
                hover=typography(
                    f"<b>{row.name}</b><br>{tier_label(tier, order.tiers)}, "
                    f"{range_words(low, high)}<br>rang affiché : "
                    f"{rank_text(float(order.rank[place]))}"
                ),
                is_focus=row.territory_id == page.focus_id,
            )
        )
    return found


def range_rows(page: PlacerPage) -> list[Sequence[str]]:
    """Rows of the file of the chart, one per département."""
    placement, order, build = page.placement, page.placement.order, page.catalog.build
    weights = " ; ".join(
        f"{item.short} {getattr(page.view, item.criterion_id)}" for item in CRITERIA
    )
    return [
        (
            placement.rows[place].territory_id,
            placement.rows[place].code,
            placement.rows[place].name,
            entry_label(placement.entry),
            tier_label(int(order.tier[place]), order.tiers),
            decimal(float(order.rank[place]), 1),
            str(int(order.low[place])),
            str(int(order.high[place])),
            decimal(float(order.score[place]), 1),
            weights,
            METHOD_ID,
            build.data_version,
            build.build_id,
        )
        for place in placement.ranked
    ]
