"""How need and offer are computed, and what the maquettes ask for."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard.core.catalog import Catalog
from dashboard.core.formatting import interval, number, period, typography
from dashboard.core.values import SeriesPoint
from dashboard.ui.tables import Cell, show_table, source_cell
from dashboard.views.stages.words import METHOD
from models.stages.balance import METHOD_ID

HEADER = (
    "Maquette",
    "Promotions depuis",
    "Stage",
    "Année",
    "Durée",
    "Part en ville",
    "Intervalle (%)",
    "Part : statut",
    "Ce sur quoi elle repose",
    "Source",
)
RATIO = "ratio_etudiants_3e_cycle_par_msu"
STATUS = {"source": "dit par le texte", "hypothese": "hypothèse"}


def show_method(
    catalog: Catalog,
    maquettes: pd.DataFrame,
    parameters: pd.DataFrame,
    ratios: Sequence[SeriesPoint],
) -> None:
    """Method in prose, its parameters, then the obligations: what a text says, what is assumed.

    ``ratios`` are the published national numbers of students per MSU (``RATIO``).
    """
    st.markdown(typography(METHOD))
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
            for point in ratios
        ],
    )
    show_table(
        f"Paramètres de la méthode {METHOD_ID}",
        ("Paramètre", "Valeur", "Unité"),
        [
            (row.label_fr, number(row.value, 2 if row.value % 1 else 0), row.unit_fr)
            for row in parameters[parameters["method_id"] == METHOD_ID].itertuples()
        ],
    )
    show_table(
        "Ce que demandent les maquettes",
        HEADER,
        [_row(catalog, r) for r in maquettes.to_dict("records")],
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
        STATUS[row["status"]],
        row["basis_fr"],
        source_cell(source, source.publisher),
    ]
