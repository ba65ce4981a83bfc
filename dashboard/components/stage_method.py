"""How need and offer are computed, and what the maquettes ask for."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.components.html_table import Cell, Link, show_table
from dashboard.formatting import interval, number, typography
from dashboard.model import Catalog
from dashboard.text.stages import METHOD
from models.stages import METHOD_ID

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
STATUS = {"source": "dit par le texte", "hypothese": "hypothèse"}


def show_method(catalog: Catalog, maquettes: pd.DataFrame, parameters: pd.DataFrame) -> None:
    """Method in prose, its parameters, then the obligations: what a text says, what is assumed."""
    st.markdown(typography(METHOD))
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
        Link(source.publisher, source.url, outside=True) if source.url else source.publisher,
    ]
