"""The two methods, with their parameters, and the validation of the estimate of MSU."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.core.formatting import number, quantity
from dashboard.ui.tables import Cell, show_table, source_cell
from dashboard.views.donnees import words
from dashboard.views.donnees.page import MethodPage
from models.msu import estimate
from models.retention import apparent


def show_estimation(page: MethodPage) -> None:
    """Show the method of the estimate, then published local counts beside it."""
    st.markdown(words.estimation(page.parameters(estimate.METHOD_ID)))
    rows: list[list[Cell]] = [
        [
            row.label_fr,
            number(row.observed_msu),
            number(row.estimated_msu),
            _bounds(row.low_msu, row.high_msu),
            number(row.ratio, 2),
            "oui" if row.used else "non",
            row.excluded_reason_fr,
            source_cell(page.catalog.sources[row.source_id]),
            row.locator,
        ]
        for row in page.table("validation").itertuples()
    ]
    show_table(words.COUNTS_CAPTION, words.COUNTS_HEADER, rows)
    show_table(
        words.BLENDS_CAPTION,
        words.BLENDS_HEADER,
        [
            [quantity(100 * row.blend, "%"), number(row.log_rmse, 3)]
            for row in page.table("blend_errors").itertuples()
        ],
    )


def show_apparent_retention(page: MethodPage) -> None:
    """Show the method of the apparent retention."""
    st.markdown(words.apparent_retention(page.parameters(apparent.METHOD_ID)))


def _bounds(low: float | None, high: float | None) -> str:
    return "" if pd.isna(low) or pd.isna(high) else f"{number(low)} à {number(high)}"
