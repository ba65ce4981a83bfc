"""Need and offer of a territory over the years, and what the fourth year adds to the need."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.core.catalog import STATUS_LABELS, Catalog
from dashboard.core.files import place_name
from dashboard.core.formatting import interval, number, typography
from dashboard.themes.stages import (
    LEVEL_NAMES,
    UNIT,
    Balance,
    compute_balances,
    signed_interval,
    year_label,
)
from dashboard.ui.chart import Caption, show_chart
from dashboard.ui.tables import show_table
from dashboard.views.stages import words
from dashboard.views.stages.figures import NEED_COLOR, OFFER_COLOR, plot_years
from dashboard.views.stages.page import StagesPage
from dashboard.views.stages.table import cited_sources, picture_note, stage_values
from models.stages.maquettes import TOTAL

COLUMNS = 3
JUNIORS = "DJ"
HEADER = (
    "Année",
    "Besoin",
    "Bornes",
    "Offre",
    "Bornes (offre)",
    "Solde, bornes",
    "Constat",
    "Statut de l’offre",
    "Promotions",
)


def show_fourth_year(page: StagesPage) -> None:
    """What the fourth year of training adds to the need of the territory."""
    years, territory_id = page.model.years, page.territory.territory_id
    first = next((year for year in years if JUNIORS in page.model.levels_of(year)), None)
    if first is None or first - 1 not in years:
        return
    balances = compute_balances(page.model, (territory_id,), (first - 1, first), page.parameters)
    before, after, juniors = (
        balances[(territory_id, year, level_id)]
        for year, level_id in ((first - 1, TOTAL), (first, TOTAL), (first, JUNIORS))
    )
    st.markdown(words.fourth_year_sentence(before, after, juniors))


def show_years(page: StagesPage) -> None:
    """One small chart per level, then the values of the level selected."""
    territory_id, years = page.territory.territory_id, page.model.years
    balances = compute_balances(page.model, (territory_id,), years, page.parameters)
    series = {
        level_id: [balances[(territory_id, year, level_id)] for year in years]
        for level_id in LEVEL_NAMES
    }
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
                _show_level(page.catalog, level_id, series[level_id], page.hypotheses)
    msu_year = page.model.latest_msu_year
    offer = words.LATEST_OFFER.format(year=msu_year) if msu_year else ""
    st.caption(typography(words.YEARS.format(offer=offer)))
    show_table(
        f"{LEVEL_NAMES[page.view.level_id]}, en {UNIT}",
        HEADER,
        [_row(item) for item in reversed(series[page.view.level_id])],
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
        alt=words.years_alt(name),
        caption=Caption(
            title=words.years_picture(name),
            subtitle=", ".join((territory.label, " à ".join(years), UNIT)),
            name=("stages", level_id, place_name(territory), *years),
            source_ids=cited_sources(balances),
            note=f"{words.YEARS_KEY} {picture_note(balances, hypotheses)}",
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
        balance.detail,
        STATUS_LABELS[fact.status] if fact else "sans objet",
        words.COHORTS.get(fact.cohort_basis or "", "") if fact else "",
    ]
