"""Page « Vue d’ensemble »: where the country stands, in five sentences and one curve."""

from __future__ import annotations

import streamlit as st

from dashboard import state
from dashboard.charts.trend import plot_national_trend
from dashboard.components.cards import source_sentence
from dashboard.components.downloads import show_csv_download, to_csv
from dashboard.components.map_panel import load_values
from dashboard.components.territory_panel import show_key_figures
from dashboard.formatting import number, period
from dashboard.model import GAP, Catalog
from dashboard.queries import cached
from dashboard.queries.connection import served_build
from dashboard.queries.series import SeriesPoint
from dashboard.summary import sentences

COUNTS = "msu_cnge"
OTHER_COUNTS = "msu_dgos"
SERIES_HEADER = ("serie", "periode", "msu", "source", "emplacement", "confiance", "construction")


def render() -> None:
    """Draw the page for the current selection."""
    build = served_build()
    catalog = cached.load_catalog(build)
    selection = state.current(catalog)
    target = selection.target(catalog)
    counts = cached.load_national_series(build, COUNTS)
    other = cached.load_national_series(build, OTHER_COUNTS)
    gaps = load_values(build, catalog, selection, GAP)

    st.title("Maîtres de stage des universités : où en est-on ?", anchor=False)
    show_key_figures(build, catalog, selection)
    st.markdown("\n".join(f"- {text}" for text in sentences(counts, target, gaps, selection.year)))
    st.page_link("views/carte.py", label="Voir la carte des manques", icon=":material/map:")

    firm = [point for point in counts if point.confidence == "high"]
    derived = [point for point in counts if point.confidence != "high"]
    st.subheader(_trend_title(firm), anchor=False)
    st.plotly_chart(
        plot_national_trend(firm, derived, other, list(catalog.targets.values()), target),
        key="ensemble.courbe",
        config={"displayModeBar": False, "locale": "fr"},
        alt="Courbe des comptages nationaux de MSU, cibles en losanges ; valeurs ci-dessous",
    )
    _show_sources(catalog, counts, other)
    with st.expander("Les valeurs de la courbe"):
        st.dataframe(
            [_row(name, point) for name, point in _named(counts, other)],
            hide_index=True,
            key="ensemble.table",
            alt="Comptages nationaux de MSU",
        )
        show_csv_download(
            "Télécharger la série (CSV)",
            f"msu_national_{catalog.build.built_on_iso}.csv",
            "ensemble.csv",
            lambda: _csv(catalog, counts, other),
        )


def _trend_title(firm: list[SeriesPoint]) -> str:
    first, last = firm[0], firm[-1]
    return (
        f"De {number(first.value)} MSU en {period(first.period)} à {number(last.value)} "
        f"en {period(last.period)} : les comptages nationaux et les cibles"
    )


def _named(
    counts: tuple[SeriesPoint, ...], other: tuple[SeriesPoint, ...]
) -> list[tuple[str, SeriesPoint]]:
    return [("CNGE", point) for point in counts] + [("DGOS", point) for point in other]


def _row(name: str, point: SeriesPoint) -> dict[str, str]:
    return {
        "Série": name,
        "Date": period(point.period),
        "MSU": number(point.value),
        "Source": point.source_id,
        "Où": point.locator,
        "Réserve": point.note_fr or "",
    }


def _csv(
    catalog: Catalog, counts: tuple[SeriesPoint, ...], other: tuple[SeriesPoint, ...]
) -> bytes:
    rows = [
        (
            name,
            point.period,
            f"{point.value:.0f}",
            catalog.sources[point.source_id].citation,
            point.locator,
            point.confidence,
            catalog.build.build_id,
        )
        for name, point in _named(counts, other)
    ]
    return to_csv(SERIES_HEADER, rows)


def _show_sources(
    catalog: Catalog, counts: tuple[SeriesPoint, ...], other: tuple[SeriesPoint, ...]
) -> None:
    cited = list(dict.fromkeys(point.source_id for point in (*counts, *other)))
    links = " ; ".join(source_sentence(catalog, source_id) for source_id in cited)
    caveat = catalog.indicators[COUNTS].caveat_fr or ""
    st.html(
        f'<p class="note">Unité : MSU de médecine générale. Les comptages du CNGE et l’enquête de '
        f"la DGOS ne portent pas sur le même périmètre : deux séries. {caveat}</p>"
        f'<details class="note"><summary>Sources de la courbe</summary><p>{links}</p></details>'
    )


if __name__ == "__main__":
    render()
