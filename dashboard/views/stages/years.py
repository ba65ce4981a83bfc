"""Need and offer of a territory over the years, one small chart per level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.core.catalog import STATUS_LABELS, Catalog
from dashboard.core.files import place_name
from dashboard.core.formatting import interval, number, typography
from dashboard.themes.stages import (
    LEVEL_NAMES,
    UNIT,
    VERDICTS,
    Balance,
    signed_interval,
    year_label,
)
from dashboard.ui.chart import Caption, show_chart
from dashboard.ui.tables import show_table
from dashboard.views.stages.figures import NEED_COLOR, OFFER_COLOR, plot_years
from dashboard.views.stages.table import cited_sources, picture_note, stage_values
from dashboard.views.stages.words import LATEST_OFFER, YEARS

COLUMNS = 3
HEADER = (
    "Année",
    "Besoin",
    "Intervalle",
    "Offre",
    "Intervalle (offre)",
    "Solde, intervalle",
    "Constat",
    "Statut de l’offre",
    "Promotions",
)
KEY = (
    "Besoin : ronds, trait orange, en pointillés où une promotion est interpolée. Offre : carrés, "
    "trait bleu. Bandes : intervalles. Trait vertical : novembre 2026."
)
BASES = {"filled": "pourvues", "offered": "offertes", "interpolated": "interpolées"}


def show_years(
    catalog: Catalog,
    series: Mapping[str, Sequence[Balance]],
    shown: str,
    msu_year: int | None,
    hypotheses: Sequence[str],
) -> None:
    """Small multiples, then the values of the level selected.

    Parameters
    ----------
    series : balances of one territory by level, oldest year first
    shown : level selected
    msu_year : latest national count of MSU
    hypotheses : levers that changed, in words
    """
    offer = LATEST_OFFER.format(year=msu_year) if msu_year else ""
    st.html(
        '<p class="note" aria-hidden="true">'
        f'<span style="color:{NEED_COLOR}">●</span> besoin &ensp; '
        f'<span style="color:{OFFER_COLOR}">■</span> offre</p>'
    )
    levels = list(series)
    for start in range(0, len(levels), COLUMNS):
        row = levels[start : start + COLUMNS]
        for column, level_id in zip(st.columns(COLUMNS), row, strict=False):
            with column:
                _show_level(catalog, level_id, series[level_id], hypotheses)
    st.caption(typography(YEARS.format(offer=offer)))
    show_table(
        f"{LEVEL_NAMES[shown]}, en {UNIT}", HEADER, [_row(item) for item in reversed(series[shown])]
    )


def _show_level(
    catalog: Catalog, level_id: str, balances: Sequence[Balance], hypotheses: Sequence[str]
) -> None:
    name = LEVEL_NAMES[level_id]
    st.subheader(name, anchor=False)
    territory = catalog.territories[balances[0].territory_id]
    years = [year_label(balances[index].year) for index in (0, -1)]
    show_chart(
        catalog,
        plot_years(balances),
        key=f"stages.annees.{level_id}",
        alt=f"Besoin et offre par année, {name}",
        caption=Caption(
            title=f"Besoin et offre de places de stage, {name}",
            subtitle=", ".join((territory.label, " à ".join(years), UNIT)),
            name=("stages", level_id, place_name(territory), *years),
            source_ids=cited_sources(balances),
            note=f"{KEY} {picture_note(balances, hypotheses)}",
        ),
        table=stage_values(catalog, balances, hypotheses),
    )


def _row(balance: Balance) -> list[str]:
    fact = balance.fact
    return [
        year_label(balance.year),
        number(balance.need.value),
        interval(balance.need.low, balance.need.high),
        number(balance.offer.value),
        interval(balance.offer.low, balance.offer.high),
        signed_interval(balance.balance),
        VERDICTS[balance.verdict],
        STATUS_LABELS[fact.status] if fact else "sans objet",
        BASES.get(fact.cohort_basis or "", "") if fact else "",
    ]
