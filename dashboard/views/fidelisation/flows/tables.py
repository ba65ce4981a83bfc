"""Matrix of the flows by origin and région, table of those of a territory, file of them all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd
import streamlit as st

from dashboard.core.catalog import STATUS_LABELS, Catalog
from dashboard.core.files import to_csv
from dashboard.themes.flows import FlowPeriod, PublishedFlow
from dashboard.ui.downloads import show_csv_download
from dashboard.ui.level_table import TABLE_HEIGHT
from dashboard.views.fidelisation.flows.moves import Moves, region_of
from dashboard.views.fidelisation.flows.words import DOWNLOAD, TRAINED_AT, TRAINED_IN, WITHHELD
from dashboard.views.fidelisation.matrix import MatrixCell, matrix_html

CSV_HEADER = (
    "origine_id",
    "origine",
    "destination_id",
    "destination",
    "perimetre",
    "cohorte",
    "delai_ans",
    "medecins",
    "unite",
    "statut",
    "source",
    "emplacement",
    "version_donnees",
    "construction",
)


def flow_matrix(
    catalog: Catalog, flows: Iterable[PublishedFlow]
) -> dict[str, dict[str, MatrixCell]]:
    """Cells by origin, then by région of destination; only those that a file holds."""
    matrix: dict[str, dict[str, MatrixCell]] = {}
    for flow in flows:
        row = matrix.setdefault(flow.origin_id, {})
        place = region_of(catalog, flow.destination_id).territory_id
        cell = row.get(place, MatrixCell())
        row[place] = MatrixCell(
            cell.doctors_n + (flow.doctors_n or 0), cell.is_withheld or flow.doctors_n is None
        )
    return matrix


def show_flow_matrix(
    catalog: Catalog, flows: Iterable[PublishedFlow], caption: str, selected: str
) -> None:
    """Show the matrix, the row or the column of the territory selected in bold."""
    in_bold = {selected, region_of(catalog, selected).territory_id}
    st.html(matrix_html(catalog, flow_matrix(catalog, flows), caption, in_bold, TRAINED_AT))


def show_flow_table(catalog: Catalog, moves: Moves, caption: str) -> None:
    """Table of the published flows of a territory, or of the country."""
    flows = moves.published
    ways = [
        way
        for way, group in (("restés", moves.kept), ("partis", moves.left), ("arrivés", moves.came))
        for _ in group
    ]
    st.dataframe(
        pd.DataFrame(
            {
                "Sens": ways,
                "Formés à": [catalog.territories[flow.origin_id].label for flow in flows],
                "Installés à": [catalog.territories[flow.destination_id].label for flow in flows],
                "Médecins": [flow.doctors_n for flow in flows],
                "Statut": [STATUS_LABELS[str(flow.status)] for flow in flows],
                "Source": [catalog.sources[str(flow.source_id)].citation for flow in flows],
                "Où": [flow.locator for flow in flows],
            }
        ),
        hide_index=True,
        height=min(TABLE_HEIGHT, 40 + 35 * max(1, len(flows))),
        key="fidelisation.flux.table",
        alt=caption,
    )


def show_flow_download(
    catalog: Catalog, flows: Sequence[PublishedFlow], period: FlowPeriod
) -> None:
    """Show the button of the file of every flow of the period, withheld ones as « masqué »."""
    show_csv_download(
        DOWNLOAD,
        f"flux_{period.scope}_{period.cohort}_{period.delay_years}ans_"
        f"{catalog.build.built_on_iso}.csv",
        "fidelisation.flux.csv",
        lambda: to_csv(
            CSV_HEADER,
            [csv_row(catalog, flow, period) for flow in flows],
            is_demo=catalog.build.is_demo,
        ),
    )


def csv_row(catalog: Catalog, flow: PublishedFlow, period: FlowPeriod) -> tuple[str, ...]:
    """One flow as text."""
    return (
        flow.origin_id,
        catalog.territories[flow.origin_id].name_fr,
        flow.destination_id,
        catalog.territories[flow.destination_id].name_fr,
        TRAINED_IN[period.scope],
        str(period.cohort),
        str(period.delay_years),
        WITHHELD if flow.doctors_n is None else str(flow.doctors_n),
        "médecins",
        STATUS_LABELS[flow.status] if flow.status else "non publié",
        catalog.sources[flow.source_id].citation if flow.source_id else "",
        flow.locator or "",
        catalog.build.data_version,
        catalog.build.build_id,
    )
