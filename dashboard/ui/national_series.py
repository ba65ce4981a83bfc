"""Sources and values under the national curve, and the rows of its file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

import streamlit as st

from dashboard.core.catalog import Catalog, Target
from dashboard.core.files import series_rows
from dashboard.core.formatting import number, period, typography
from dashboard.core.values import SeriesPoint
from dashboard.ui.cards import source_sentence
from dashboard.ui.tables import Cell, show_table, source_cell

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


def _points(series: Series) -> Iterator[tuple[str, SeriesPoint]]:
    return ((name, point) for name, points in series.items() for point in points)


def _row(catalog: Catalog, name: str, point: SeriesPoint) -> list[Cell]:
    source = catalog.sources[point.source_id]
    return [
        period(point.period),
        number(point.value),
        name,
        source_cell(source, source.publisher),
        point.locator,
        point.note,
    ]


def national_rows(
    catalog: Catalog, series: Series, targets: Sequence[Target]
) -> list[tuple[str, ...]]:
    """Rows of the national series, then of the targets of the chart, under ``SERIES_HEADER``."""
    build = catalog.build
    counts = [
        row
        for name, points in series.items()
        for row in series_rows(catalog, name, "MSU", 0, points)
    ]
    marks = [
        (
            f"Cible : {target.label_fr}",
            target.horizon,
            str(target.value_msu),
            "MSU",
            catalog.sources[target.source_id].citation if target.source_id else "",
            "",
            "",
            " ; ".join(text for text in (target.scope_fr, target.note_fr) if text),
            build.data_version,
            build.build_id,
        )
        for target in targets
    ]
    return counts + marks
