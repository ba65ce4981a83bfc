"""Matrix of a year: GPs by région of diploma and of practice."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from dashboard.core.files import file_name, to_csv
from dashboard.core.formatting import typography
from dashboard.queries.diploma import fetch_diploma_flows
from dashboard.themes.diploma import OTHER_ORIGINS, DiplomaFlow, years_of
from dashboard.ui.downloads import show_csv_download
from dashboard.ui.fields import choose
from dashboard.views.fidelisation.diploma import words
from dashboard.views.fidelisation.diploma.files import FLOW_HEADER, flow_rows
from dashboard.views.fidelisation.matrix import MatrixCell, matrix_html
from dashboard.views.fidelisation.page import RetentionPage, change_retention, retention_key
from dashboard.views.fidelisation.words import MATRIX_YEAR


def show_matrix(page: RetentionPage, selected: str) -> None:
    """Show the year, the matrix and the file of every year."""
    flows = fetch_diploma_flows(page.build)
    years = years_of(flows)
    if not years:
        return
    st.subheader(words.MATRIX_TITLE, anchor=False)
    year = matrix_year(page.view.matrix_year, years)
    choose(
        retention_key("matrix_year"),
        MATRIX_YEAR,
        [str(item) for item in years],
        str(year),
        on_change=change_retention,
        args=("matrix_year", int),
        width=220,
    )
    st.html(
        matrix_html(
            page.catalog,
            diploma_matrix(flows, year),
            words.matrix_caption(year),
            {selected},
            words.MATRIX_CORNER,
            OTHER_ORIGINS,
        )
    )
    st.caption(typography(words.MATRIX_NOTE))
    show_csv_download(
        words.DOWNLOAD_MATRIX,
        f"{file_name(page.catalog, 'matrice region de diplome')}.csv",
        "fidelisation.csv.matrice",
        lambda: to_csv(
            FLOW_HEADER, flow_rows(page.catalog, flows), is_demo=page.catalog.build.is_demo
        ),
    )


def matrix_year(wanted: int | None, years: tuple[int, ...]) -> int:
    """Year wanted, the latest one where it is not published."""
    return wanted if wanted in years else years[0]


def diploma_matrix(flows: Iterable[DiplomaFlow], year: int) -> dict[str, dict[str, MatrixCell]]:
    """Cells of a year by place of diploma, then by région of practice."""
    matrix: dict[str, dict[str, MatrixCell]] = {}
    for flow in flows:
        if flow.year == year:
            cell = MatrixCell(flow.doctors_n)
            matrix.setdefault(flow.origin_id, {})[flow.destination_id] = cell
    return matrix
