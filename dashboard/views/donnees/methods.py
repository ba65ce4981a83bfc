"""The two methods, with their parameters, and the validation of the estimate of MSU."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.core.formatting import number, quantity, typography
from dashboard.ui.tables import Cell, show_table, source_cell
from dashboard.views.donnees import words
from dashboard.views.donnees.page import MethodPage
from models.msu import hierarchical
from models.retention import entries


def show_estimation(page: MethodPage) -> None:
    """Show the method of the estimate, how it was judged, then the evidence it reads."""
    st.markdown(words.estimation(page.parameters(hierarchical.METHOD_ID)))
    st.markdown(typography(words.SCORES_NOTE))
    show_table(
        words.SCORES_CAPTION,
        words.SCORES_HEADER,
        [_score_row(row) for row in page.table("scores").itertuples()],
    )
    show_table(
        words.WORLDS_CAPTION,
        words.WORLDS_HEADER,
        [_world_row(row) for row in page.table("worlds").itertuples()],
    )
    rows = [_evidence_row(page, row) for row in page.table("validation").itertuples()]
    show_table(words.COUNTS_CAPTION, words.COUNTS_HEADER, rows)


def _score_row(row: Any) -> list[str]:
    names = (row.scored_on, row.method_id, row.fitted_on, row.left_out)
    return [
        *(words.SCORE_WORDS.get(name, name) for name in names),
        number(row.counts),
        *(number(value, 3) for value in (row.log_rmse, row.log_score, row.crps)),
        *(number(value) for value in (row.inside_50, row.inside_80, row.inside_95)),
    ]


def _world_row(row: Any) -> list[str]:
    return [
        row.world,
        number(row.worlds),
        *(number(value, 2) for value in (row.blend, row.sigma_subdivision, row.sigma_departement)),
        number(row.memory),
        *(quantity(value, "%", 1) for value in (row.inside_50_pct, row.inside_80_pct)),
        quantity(row.inside_95_pct, "%", 1),
        quantity(row.right_below_pct, "%"),
        quantity(row.right_above_pct, "%"),
    ]


def _evidence_row(page: MethodPage, row: Any) -> list[Cell]:
    return [
        row.label_fr,
        words.EVIDENCE_KINDS[row.kind],
        quantity(row.error_pct, "%"),
        row.error_reason_fr,
        number(row.observed_msu),
        number(row.estimated_msu),
        _bounds(row.low80_msu, row.high80_msu),
        _bounds(row.low95_msu, row.high95_msu),
        number(row.ratio, 2),
        number(row.estimated_v1_msu),
        "oui" if row.is_sound else "non",
        source_cell(page.catalog.sources[row.source_id]),
        row.locator,
    ]


def show_retention(page: MethodPage) -> None:
    """Show what is measured of retention, and the method of entries and exits."""
    st.markdown(words.retention(page.parameters(entries.METHOD_ID)))


def _bounds(low: float | None, high: float | None) -> str:
    return "" if pd.isna(low) or pd.isna(high) else f"{number(low)} à {number(high)}"
