"""Fidélisation apparente by subdivision or région: what it is, its interval, its validation."""

from __future__ import annotations

import streamlit as st

from dashboard.charts.cohorts import Dot, plot_dots
from dashboard.charts.marks import with_demo_mark
from dashboard.components.downloads import HEADER, level_rows, show_csv_download, to_csv
from dashboard.components.html_table import show_table
from dashboard.components.map_panel import load_values
from dashboard.components.retention_context import RetentionPage
from dashboard.formatting import interval, number, period, typography
from dashboard.model import APPARENT_RETENTION, STATUS_LABELS, LevelValues, plain
from dashboard.queries import cached
from dashboard.retention_summary import national_validation
from dashboard.text.fidelisation import APPARENT
from models.territories import NATION

ENTRIES = "entrees_mg_estimees_par_an"
INSTALLATIONS = "mg_primo_installations_liberales"


def show_apparent(page: RetentionPage) -> None:
    """Dots with their intervals in alphabetical order, the values, and the national control."""
    level = "region" if page.selection.level == "region" else "subdivision"
    values = load_values(
        page.build, page.catalog, page.selection.at_level(level), APPARENT_RETENTION
    )
    st.markdown(typography(APPARENT))
    st.markdown(_validation(page))
    nation = cached.load_territory_values(
        page.build, NATION, (APPARENT_RETENTION,), page.selection.year
    )[APPARENT_RETENTION]
    order = sorted(
        (index for index, value in enumerate(values.values) if value is not None),
        key=lambda index: plain(page.catalog.territories[values.ids[index]].name_fr),
    )
    figure = plot_dots(
        [_dot(page, values, index) for index in order],
        nation.value,
        f"France : {number(nation.value)}",
    )
    st.plotly_chart(
        with_demo_mark(figure) if page.catalog.build.is_demo else figure,
        key="fidelisation.apparente",
        config={"displayModeBar": False, "locale": "fr"},
        alt="Fidélisation apparente et son intervalle, par ordre alphabétique ; valeurs ci-dessous",
    )
    show_table(
        f"{page.catalog.indicators[APPARENT_RETENTION].label_fr}, {period(values.period)}",
        ("Territoire", "Valeur", "Intervalle", "Statut", "Précision"),
        [_row(page, values, index) for index in order],
    )
    _show_download(page, values)


def _validation(page: RetentionPage) -> str:
    entries = cached.load_territory_values(page.build, NATION, (ENTRIES,), page.selection.year)
    published = cached.load_national_series(page.build, INSTALLATIONS)[-1]
    return national_validation(entries[ENTRIES].value, published.value, published.period)


def _dot(page: RetentionPage, values: LevelValues, index: int) -> Dot:
    territory = page.catalog.territories[values.ids[index]]
    looked_at = {page.territory.territory_id, page.subdivision_id, page.territory.region_id}
    return Dot(
        territory.name_fr,
        values.values[index] or 0.0,
        values.low[index] or 0.0,
        values.high[index] or 0.0,
        territory.territory_id in looked_at,
    )


def _row(page: RetentionPage, values: LevelValues, index: int) -> list[str]:
    return [
        page.catalog.territories[values.ids[index]].name_fr,
        number(values.values[index]),
        interval(values.low[index], values.high[index]),
        STATUS_LABELS.get(values.status[index] or "", "non publié"),
        values.notes[index] or "",
    ]


def _show_download(page: RetentionPage, values: LevelValues) -> None:
    info = page.catalog.build
    show_csv_download(
        "Télécharger ces valeurs (CSV)",
        f"fidelisation_apparente_{values.level}_{info.built_on_iso}.csv",
        "fidelisation.apparente.csv",
        lambda: to_csv(HEADER, level_rows(page.catalog, values), is_demo=info.is_demo),
    )
