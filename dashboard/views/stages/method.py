"""Method of the need and of the offer, and the obligations of the maquettes."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.core.catalog import Catalog
from dashboard.core.formatting import interval, number, period, typography
from dashboard.queries.desk import Desk
from dashboard.queries.method import fetch_table
from dashboard.queries.series import fetch_national_series
from dashboard.queries.stages import fetch_maquettes
from dashboard.ui.tables import Cell, show_table, source_cell
from dashboard.views.stages import words
from models.stages.balance import METHOD_ID

HEADER = (
    "Maquette",
    "Promotions depuis",
    "Stage",
    "Année",
    "Durée",
    "Part en ville",
    "Bornes (%)",
    "Part : statut",
    words.BASIS,
    "Source",
)
RATIO = "ratio_etudiants_3e_cycle_par_msu"


def show_method(desk: Desk) -> None:
    """Method in prose, its parameters, then the obligations: stated by a text, or assumed."""
    catalog, build = desk.catalog, desk.build
    st.markdown(typography(words.METHOD))
    indicator = catalog.indicators[RATIO]
    show_table(
        indicator.label_fr,
        ("Date", "Valeur", "Source", "Où"),
        [
            (
                period(point.period),
                number(point.value, indicator.decimals),
                catalog.sources[point.source_id].citation,
                point.locator,
            )
            for point in fetch_national_series(build, RATIO)
        ],
    )
    parameters = fetch_table(build, "parameters")
    show_table(
        words.PARAMETERS_TABLE,
        ("Paramètre", "Valeur", "Unité"),
        [
            (row.label_fr, number(row.value, 2 if row.value % 1 else 0), row.unit_fr)
            for row in parameters[parameters["method_id"] == METHOD_ID].itertuples()
        ],
    )
    show_table(
        words.MAQUETTES_TABLE,
        HEADER,
        [_row(catalog, row) for row in fetch_maquettes(build).to_dict("records")],
    )


def _row(catalog: Catalog, row: dict) -> list[Cell]:
    source = catalog.sources[row["source_id"]]
    weeks = row["weeks"]
    semesters = row["semesters"]
    length = f"{number(weeks)} semaines" if pd.notna(weeks) else f"{number(semesters)} semestre"
    return [
        row["label_fr"],
        str(row["from_cohort"]),
        row["stage_id"],
        str(row["training_year"]),
        f"{length}s" if pd.notna(semesters) and semesters >= 2 else length,
        f"{number(100 * row['share'], 1)} %",
        interval(100 * row["share_low"], 100 * row["share_high"], 1),
        words.SHARE_STATUS[row["status"]],
        row["basis_fr"],
        source_cell(source, source.publisher),
    ]
