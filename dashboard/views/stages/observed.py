"""National counts: stages done, shares of a cohort, fees of the MSU."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.core.catalog import Catalog
from dashboard.core.files import SERIES_HEADER, series_rows
from dashboard.core.formatting import number, period, quantity, typography
from dashboard.core.values import LevelValues, SeriesPoint
from dashboard.queries.desk import Desk
from dashboard.queries.series import fetch_national_series
from dashboard.queries.stages import fetch_theme
from dashboard.ui.chart import Caption, Table, show_chart
from dashboard.ui.tables import Cell, show_table, source_cell
from dashboard.views.stages import words
from dashboard.views.stages.figures import plot_shares

DONE = (
    "stages_niveau1_realises",
    "stages_saspas_realises",
    "stages_femme_enfant_realises",
    "stages_gyneco_pediatrie_realises",
    "stages_2e_cycle_realises",
    "semestres_ambulatoires_3e_cycle",
)
SHARES = (
    "couverture_stage_2e_cycle_pct",
    "couverture_niveau1_phase_socle_pct",
    "couverture_saspas_pct",
    "couverture_femme_enfant_pct",
)
LOCAL_SHARE = "couverture_stage_2e_cycle_locale_pct"
OTHER_SHARES = ("couverture_stage_2e_cycle_enquete_pct", "couverture_stage_2e_cycle_annoncee_pct")
HEADER = ("Indicateur", "Période", "Valeur", "Source", "Où", "Réserve")
# In the order of the table.
INDICATORS = (*DONE, *SHARES, *OTHER_SHARES)
FEES_THEME = "honoraires"
Series = Mapping[str, Sequence[SeriesPoint]]


def show_observed(desk: Desk) -> None:
    """Chart of the shares of a cohort, then every value with its source."""
    catalog = desk.catalog
    series = {item: fetch_national_series(desk.build, item) for item in INDICATORS}
    # Most départements publish none.
    local = desk.at(desk.selection.at_level("departement")).values(LOCAL_SHARE)
    st.markdown(typography(words.OBSERVED))
    shares = {catalog.indicators[item].short_fr: series[item] for item in SHARES}
    points = [point for item in SHARES for point in series[item]]
    show_chart(
        catalog,
        plot_shares(shares),
        key="stages.observe",
        alt=words.SHARES_ALT,
        caption=Caption(
            title=words.SHARES_PICTURE,
            subtitle=words.shares_subtitle(*_ends(points)),
            name=("stages parts", "france", *_ends(points)),
            source_ids=[point.source_id for point in points],
            note=words.SHARES_NOTE,
        ),
        table=Table(SERIES_HEADER, lambda: _share_rows(catalog, series)),
    )
    show_table(
        words.OBSERVED_TABLE,
        HEADER,
        [_row(catalog, item, point) for item, points in series.items() for point in points],
    )
    show_table(
        catalog.indicators[LOCAL_SHARE].label_fr,
        ("Département", *HEADER[1:]),
        [
            _local_row(catalog, local, index)
            for index, value in enumerate(local.values)
            if value is not None
        ],
    )


def _ends(points: Sequence[SeriesPoint]) -> tuple[str, str]:
    dates = sorted(period(point.period) for point in points)
    return dates[0], dates[-1]


def _share_rows(catalog: Catalog, series: Series) -> list[tuple[str, ...]]:
    return [
        row
        for item in SHARES
        for indicator in (catalog.indicators[item],)
        for row in series_rows(
            catalog, indicator.label_fr, indicator.unit_fr, indicator.decimals, series[item]
        )
    ]


def _local_row(catalog: Catalog, local: LevelValues, index: int) -> list[Cell]:
    indicator = catalog.indicators[LOCAL_SHARE]
    return [
        catalog.territories[local.ids[index]].label,
        period(local.period),
        quantity(local.values[index] or 0.0, indicator.unit_fr, indicator.decimals),
        source_cell(catalog.sources[str(local.source_ids[index])]),
        local.locators[index] or "",
        local.notes[index] or "",
    ]


def _row(catalog: Catalog, indicator_id: str, point: SeriesPoint) -> list[Cell]:
    indicator = catalog.indicators[indicator_id]
    return [
        indicator.label_fr,
        period(point.period),
        quantity(point.value, indicator.unit_fr, indicator.decimals),
        source_cell(catalog.sources[point.source_id]),
        point.locator,
        point.note,
    ]


def show_fees(desk: Desk) -> None:
    """Fees of the MSU, dated and sourced, latest first."""
    fees = fetch_theme(desk.build, FEES_THEME)
    st.markdown(typography(words.FEES))
    show_table(
        words.FEES_TABLE,
        HEADER,
        [
            [
                row.label_fr,
                period(row.period),
                f"{number(row.value, row.decimals)}\u00a0{row.unit_fr}",
                source_cell(desk.catalog.sources[row.source_id]),
                row.locator,
                row.caveat_fr or row.note_fr,
            ]
            for row in fees.itertuples()
        ],
    )
