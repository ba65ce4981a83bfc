"""What was counted nationally: stages done, shares of a cohort, fees of the MSU."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from dashboard.core.catalog import Catalog
from dashboard.core.files import SERIES_HEADER, series_rows
from dashboard.core.formatting import number, period, quantity, typography
from dashboard.core.values import LevelValues, SeriesPoint
from dashboard.ui.chart import Caption, Table, show_chart
from dashboard.ui.tables import Cell, show_table, source_cell
from dashboard.views.stages.figures import plot_shares
from dashboard.views.stages.words import DUTIES, OBSERVED

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
# Everything shown, in the order of the table.
INDICATORS = (*DONE, *SHARES, *OTHER_SHARES)
Series = Mapping[str, Sequence[SeriesPoint]]


def show_observed(catalog: Catalog, series: Series, local: LevelValues) -> None:
    """Chart of the shares of a cohort, then every value with its source.

    Parameters
    ----------
    series : national values, by indicator of ``INDICATORS``
    local : values of ``LOCAL_SHARE`` by département, most of them unknown
    """
    st.markdown(typography(OBSERVED))
    shares = {catalog.indicators[item].short_fr: series[item] for item in SHARES}
    points = [point for item in SHARES for point in series[item]]
    show_chart(
        catalog,
        plot_shares(shares),
        key="stages.observe",
        alt="Part de la promotion qui a fait chaque stage, par année ; valeurs ci-dessous",
        caption=Caption(
            title="Part de la promotion qui a fait chaque stage",
            subtitle=f"France entière, en % de la promotion, {' à '.join(_ends(points))}",
            name=("stages parts", "france", *_ends(points)),
            source_ids=[point.source_id for point in points],
            note="Valeurs publiées ; chaque période est placée à l’année où elle finit.",
        ),
        table=Table(SERIES_HEADER, lambda: _share_rows(catalog, series)),
    )
    show_table(
        "Stages réalisés et parts de la promotion, France entière",
        HEADER,
        [_row(catalog, item, point) for item, points in series.items() for point in points],
    )
    show_table(
        catalog.indicators[LOCAL_SHARE].label_fr,
        ("Département", *HEADER[1:]),
        [
            _local_row(catalog, local, index)
            for index, v in enumerate(local.values)
            if v is not None
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
        _source(catalog, str(local.source_ids[index])),
        local.locators[index] or "",
        local.notes[index] or "",
    ]


def _row(catalog: Catalog, indicator_id: str, point: SeriesPoint) -> list[Cell]:
    indicator = catalog.indicators[indicator_id]
    return [
        indicator.label_fr,
        period(point.period),
        quantity(point.value, indicator.unit_fr, indicator.decimals),
        _source(catalog, point.source_id),
        point.locator,
        point.note_fr or "",
    ]


def show_fees(catalog: Catalog, fees: pd.DataFrame) -> None:
    """Fees of the MSU, dated and sourced, latest first."""
    st.markdown(typography(DUTIES))
    show_table(
        "Honoraires, budgets et conditions usuelles, France entière",
        HEADER,
        [
            [
                row.label_fr,
                period(row.period),
                f"{number(row.value, row.decimals)}\u00a0{row.unit_fr}",
                _source(catalog, row.source_id),
                row.locator,
                row.caveat_fr or row.note_fr,
            ]
            for row in fees.itertuples()
        ],
    )


def _source(catalog: Catalog, source_id: str) -> Cell:
    source = catalog.sources[source_id]
    return source_cell(source)
