"""Matrix of the flows by origin and région, table of those of a territory, file of them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd
import streamlit as st

from dashboard.charts.palette import SEQUENTIAL_UP, sequential_breaks
from dashboard.core.catalog import STATUS_LABELS, Catalog
from dashboard.core.files import to_csv
from dashboard.core.formatting import number
from dashboard.themes.flows import FlowPeriod, PublishedFlow
from dashboard.ui.downloads import show_csv_download
from dashboard.ui.level_table import TABLE_HEIGHT
from dashboard.views.fidelisation.flows.moves import Moves, region_of
from dashboard.views.fidelisation.flows.words import DOWNLOAD, TRAINED_IN, WITHHELD

NO_FLOW_MARK = "·"
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
PAPER, INK = "#ffffff", "#1b1f27"
# From this class on, the colour is dark enough for white figures.
FIRST_DARK = 3


@dataclass(frozen=True)
class MatrixCell:
    """Doctors of one origin in one région: those published, and whether others are withheld."""

    doctors_n: int = 0
    is_withheld: bool = False

    @property
    def text(self) -> str:
        """« 12 », « ≥ 12 », « masqué »."""
        if not self.doctors_n:
            return WITHHELD if self.is_withheld else NO_FLOW_MARK
        return f"≥\u00a0{number(self.doctors_n)}" if self.is_withheld else number(self.doctors_n)


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
    st.html(matrix_html(catalog, flow_matrix(catalog, flows), caption, selected))


def matrix_html(
    catalog: Catalog, matrix: Mapping[str, Mapping[str, MatrixCell]], caption: str, selected: str
) -> str:
    """HTML of the matrix, every text escaped."""
    places = {place for row in matrix.values() for place in row}
    # Codes put overseas first; most readers look for the others.
    columns = sorted(
        (name for name in catalog.territories if name in places), key=lambda name: name < "REG-11"
    )
    values = [cell.doctors_n for row in matrix.values() for cell in row.values() if cell.doctors_n]
    breaks = sequential_breaks(values) if values else ()
    in_bold = {selected, region_of(catalog, selected).territory_id}
    head = "".join(
        f'<th scope="col"{_mark(name == selected)}><span>{_name(catalog, name)}</span></th>'
        for name in columns
    )
    body = "".join(
        f'<tr{_mark(origin in in_bold)}><th scope="row">{_name(catalog, origin)}</th>'
        + "".join(_cell(matrix[origin].get(name, MatrixCell()), breaks) for name in columns)
        + "</tr>"
        for origin in catalog.territories
        if origin in matrix
    )
    label = escape(caption)
    return (
        f'<div class="table matrix" role="region" aria-label="{label}" tabindex="0"><table>'
        f'<caption>{label}</caption><thead><tr><th scope="col">Formés à…</th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _cell(cell: MatrixCell, breaks: tuple[float, ...]) -> str:
    if not cell.doctors_n:
        return f'<td class="none">{cell.text}</td>'
    rank = sum(cell.doctors_n >= limit for limit in breaks)
    ink = PAPER if rank >= FIRST_DARK else INK
    return f'<td style="background:{SEQUENTIAL_UP[rank]};color:{ink}">{cell.text}</td>'


def _name(catalog: Catalog, territory_id: str) -> str:
    return escape(catalog.territories[territory_id].name_fr)


def _mark(is_selected: bool) -> str:
    return ' class="selected"' if is_selected else ""


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
