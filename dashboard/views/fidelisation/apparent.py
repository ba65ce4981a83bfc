"""Apparent retention by subdivision or région: its meaning, its interval, its validation."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import APPARENT_RETENTION, LEVEL_LABELS, STATUS_LABELS
from dashboard.core.files import HEADER, level_rows
from dashboard.core.formatting import interval, number, period, typography
from dashboard.core.text import plain
from dashboard.core.values import LevelValues
from dashboard.queries.series import fetch_national_series, fetch_territory_values
from dashboard.ui.chart import Caption, Table, show_chart, status_note
from dashboard.ui.tables import show_table
from dashboard.views.fidelisation import words
from dashboard.views.fidelisation.figures import RetentionDot, plot_apparent
from dashboard.views.fidelisation.page import RetentionPage
from models.territories.cells import NATION

ENTRIES = "entrees_mg_estimees_par_an"
INSTALLATIONS = "mg_primo_installations_liberales"


def show_apparent(page: RetentionPage) -> None:
    """Show dots and intervals in alphabetical order, the values, and the national control."""
    level = "region" if page.selection.level == "region" else "subdivision"
    values = page.values(APPARENT_RETENTION, level)
    st.markdown(typography(words.APPARENT))
    st.markdown(_validation(page))
    nation = fetch_territory_values(page.build, NATION, (APPARENT_RETENTION,), page.selection.year)[
        APPARENT_RETENTION
    ]
    order = sorted(
        (index for index, value in enumerate(values.values) if value is not None),
        key=lambda index: plain(page.catalog.territories[values.ids[index]].name_fr),
    )
    figure = plot_apparent(
        [_dot(page, values, index) for index in order],
        nation.value,
        f"France : {number(nation.value)}",
    )
    indicator = page.catalog.indicators[APPARENT_RETENTION]
    sources = [values.source_ids[index] for index in order]
    show_chart(
        page.catalog,
        figure,
        key="fidelisation.apparente",
        alt=words.APPARENT_ALTERNATIVE,
        caption=Caption(
            title=words.retention_finding(page.catalog.territories[NATION].label, None, nation, ""),
            subtitle=f"{indicator.label_fr}, {LEVEL_LABELS[level].lower()}, "
            f"{period(values.period)}, {indicator.unit_fr}",
            name=(indicator.label_fr, level, values.period),
            source_ids=[item for item in (*sources, nation.source_id) if item],
            note=f"{words.APPARENT_KEY} {status_note(values.status[index] for index in order)}",
        ),
        table=Table(HEADER, lambda: level_rows(page.catalog, values)),
    )
    show_table(
        f"{indicator.label_fr}, {period(values.period)}",
        ("Territoire", "Valeur", "Intervalle", "Statut", "Précision"),
        [_row(page, values, index) for index in order],
    )


def _validation(page: RetentionPage) -> str:
    entries = fetch_territory_values(page.build, NATION, (ENTRIES,), page.selection.year)
    published = fetch_national_series(page.build, INSTALLATIONS)[-1]
    return words.national_validation(entries[ENTRIES].value, published.value, published.period)


def _dot(page: RetentionPage, values: LevelValues, index: int) -> RetentionDot:
    territory = page.catalog.territories[values.ids[index]]
    selected = {page.territory.territory_id, page.subdivision_id, page.territory.region_id}
    return RetentionDot(
        territory.name_fr,
        values.values[index] or 0.0,
        values.low[index] or 0.0,
        values.high[index] or 0.0,
        territory.territory_id in selected,
    )


def _row(page: RetentionPage, values: LevelValues, index: int) -> list[str]:
    return [
        page.catalog.territories[values.ids[index]].name_fr,
        number(values.values[index]),
        interval(values.low[index], values.high[index]),
        STATUS_LABELS.get(values.status[index] or "", "non publié"),
        values.notes[index] or "",
    ]
