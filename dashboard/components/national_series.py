"""What stands under the national curve: sources, values, download."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

import streamlit as st

from dashboard.components.cards import source_sentence
from dashboard.components.downloads import show_csv_download, to_csv
from dashboard.components.html_table import Cell, Link, show_table
from dashboard.formatting import number, period, typography
from dashboard.model import Catalog
from dashboard.queries.series import SeriesPoint

HEADER = ("serie", "periode", "msu", "source", "emplacement", "confiance", "note", "construction")
COUNTS = "msu_cnge"

Series = Mapping[str, Sequence[SeriesPoint]]


def show_series(catalog: Catalog, series: Series) -> None:
    """Show the unit, the caveat, the sources and the values of the national series, by name."""
    cited = dict.fromkeys(point.source_id for _, point in _points(series))
    links = " ; ".join(source_sentence(catalog, source_id) for source_id in cited)
    caveat = catalog.indicators[COUNTS].caveat_fr or ""
    note = typography(
        "Unité : MSU de médecine générale. Les comptages du CNGE et l’enquête de la DGOS ne "
        f"portent pas sur le même périmètre : deux séries. {caveat}"
    )
    st.html(
        f'<p class="note">{escape(note)}</p>'
        f'<details class="note"><summary>Sources de la courbe</summary><p>{links}</p></details>'
    )
    with st.expander("Les valeurs de la courbe"):
        show_table(
            "Comptages nationaux de MSU",
            ("Date", "MSU", "Série", "Source", "Où", "Réserve"),
            [_row(catalog, name, point) for name, point in _points(series)],
        )
        show_csv_download(
            "Télécharger la série (CSV)",
            f"msu_national_{catalog.build.built_on_iso}.csv",
            "ensemble.csv",
            lambda: to_csv(
                HEADER,
                [_record(catalog, *item) for item in _points(series)],
                is_demo=catalog.build.is_demo,
            ),
        )


def _points(series: Series) -> Iterator[tuple[str, SeriesPoint]]:
    return ((name, point) for name, points in series.items() for point in points)


def _row(catalog: Catalog, name: str, point: SeriesPoint) -> list[Cell]:
    source = catalog.sources[point.source_id]
    return [
        period(point.period),
        number(point.value),
        name,
        Link(source.publisher, source.url, outside=True) if source.url else source.publisher,
        point.locator,
        point.note_fr or "",
    ]


def _record(catalog: Catalog, name: str, point: SeriesPoint) -> tuple[str, ...]:
    return (
        name,
        point.period,
        f"{point.value:.0f}",
        catalog.sources[point.source_id].citation,
        point.locator,
        point.confidence,
        point.note_fr or "",
        catalog.build.build_id,
    )
