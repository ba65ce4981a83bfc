"""Page « Vue d’ensemble »: where the country stands, in five sentences and one curve."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import GAP
from dashboard.core.files import SERIES_HEADER
from dashboard.core.formatting import number, period
from dashboard.core.registry import CARTE
from dashboard.core.values import SeriesPoint
from dashboard.queries.series import fetch_national_series
from dashboard.themes.situation import sentences
from dashboard.ui import state
from dashboard.ui.cards import show_definition_links
from dashboard.ui.chart import Caption, Table, show_chart
from dashboard.ui.key_figures import show_key_figures
from dashboard.ui.links import show_page_link
from dashboard.ui.national_series import COUNTS, national_rows, show_series
from dashboard.ui.shell import show_year_note
from dashboard.views.ensemble.figures import plot_national_trend

OTHER_COUNTS = "msu_dgos"


def render() -> None:
    """Draw the page for the current selection."""
    desk = state.desk()

    target = desk.target
    counts = fetch_national_series(desk.build, COUNTS)
    other = fetch_national_series(desk.build, OTHER_COUNTS)
    year = (
        desk.selection.year
        if desk.selection.year in desk.catalog.national_years
        else desk.catalog.national_years[-1]
    )
    gaps = desk.at(desk.selection.in_year(year)).values(GAP)

    st.title("Maîtres de stage des universités : où en est-on\u00a0?", anchor=False)
    show_year_note(desk.catalog, desk.selection.year)
    show_key_figures(desk)
    st.markdown("\n".join(f"- {text}" for text in sentences(counts, target, gaps, year)))
    show_definition_links(desk.catalog, desk.selection, (COUNTS, OTHER_COUNTS, GAP))
    show_page_link(CARTE, "Voir la carte des manques")

    firm = [point for point in counts if point.confidence == "high"]
    derived = [point for point in counts if point.confidence != "high"]
    st.header(_trend_title(firm), anchor=False)
    curve = plot_national_trend(firm, derived, other, list(desk.catalog.targets.values()), target)
    series = {"CNGE": counts, "DGOS": other}
    targets = tuple(
        {item.target_id: item for item in (*desk.catalog.targets.values(), target)}.values()
    )
    show_chart(
        desk.catalog,
        curve,
        key="ensemble.courbe",
        alt="Courbe des comptages nationaux de MSU, cibles en losanges ; valeurs ci-dessous",
        caption=Caption(
            title=_trend_title(firm),
            subtitle="France entière, MSU de médecine générale",
            name=("msu", "france"),
            source_ids=[point.source_id for points in series.values() for point in points],
            note="Cercles vides : années déduites d’une différence publiée. Les comptages du CNGE "
            "et l’enquête de la DGOS ne portent pas sur le même périmètre. Pointillés : "
            f"{target.label_fr}. Les sources des cibles sont dans le fichier CSV.",
        ),
        table=Table(SERIES_HEADER, lambda: national_rows(desk.catalog, series, targets)),
    )
    show_series(desk.catalog, series)


def _trend_title(firm: list[SeriesPoint]) -> str:
    first, last = firm[0], firm[-1]
    return (
        f"De {number(first.value)} MSU en {period(first.period)} à {number(last.value)} "
        f"en {period(last.period)} : les comptages nationaux et les cibles"
    )


if __name__ == "__main__":
    render()
