"""The balance of every territory of the level: on screen, and as a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from dashboard.components.downloads import show_csv_download, to_csv
from dashboard.components.level_table import TABLE_HEIGHT
from dashboard.model import LEVEL_LABELS, STATUS_LABELS, Catalog
from dashboard.selection import Selection
from dashboard.stage_balance import Balance, Figure
from dashboard.stage_levers import LEVEL_NAMES, StageView
from dashboard.stage_summary import UNIT, VERDICTS, year_label
from models.stages import METHOD_ID

FIGURES: dict[str, Callable[[Balance], Figure]] = {
    "Besoin": lambda balance: balance.need,
    "Offre": lambda balance: balance.offer,
    "Solde": lambda balance: balance.balance,
    "MSU à recruter": lambda balance: balance.recruit,
}
CSV_HEADER = (
    "territoire_id",
    "code",
    "territoire",
    "niveau_de_stage",
    "annee_de_formation",
    *(
        f"{name}{bound}"
        for name in ("besoin", "offre", "solde", "msu_a_recruter")
        for bound in ("", "_borne_basse", "_borne_haute")
    ),
    "unite",
    "constat",
    "statut_offre",
    "source_besoin",
    "source_offre",
    "methode",
    "hypotheses",
    "version_donnees",
    "construction",
)


def show_stage_table(catalog: Catalog, selection: Selection, balances: Sequence[Balance]) -> None:
    """Table of the territories of the map; an empty cell is « n. d. », never 0."""
    territories = [catalog.territories[balance.territory_id] for balance in balances]
    columns: dict[str, object] = {
        "Code": [item.code for item in territories],
        "Territoire": [item.name_fr for item in territories],
    }
    for name, figure in FIGURES.items():
        shown = [figure(balance) for balance in balances]
        columns[name] = _rounded([item.value for item in shown])
        columns[f"{name}, borne basse"] = _rounded([item.low for item in shown])
        columns[f"{name}, borne haute"] = _rounded([item.high for item in shown])
    columns["Constat"] = [VERDICTS[balance.verdict] for balance in balances]
    columns["Statut de l’offre"] = [_status(balance) for balance in balances]
    st.dataframe(
        pd.DataFrame(columns),
        hide_index=True,
        height=TABLE_HEIGHT,
        column_config={
            "Code": st.column_config.TextColumn(width="small", pinned=True),
            "Territoire": st.column_config.TextColumn(width="medium", pinned=True),
        },
        key="stages.table",
        placeholder="n. d.",
        alt=f"Besoin et offre de places de stage, {LEVEL_LABELS[selection.level].lower()}",
    )


def show_stage_download(
    catalog: Catalog,
    selection: Selection,
    view: StageView,
    balances: Sequence[Balance],
    hypotheses: Sequence[str],
) -> None:
    """Button that gives the table as a file, with sources, statuses and hypotheses."""
    name = f"stages_{view.level_id}_{view.year}_{selection.level}_{catalog.build.built_on_iso}.csv"
    show_csv_download(
        "Télécharger ces valeurs (CSV)",
        name,
        "stages.csv",
        lambda: to_csv(
            CSV_HEADER,
            [csv_row(catalog, balance, hypotheses) for balance in balances],
            is_demo=catalog.build.is_demo,
        ),
    )


def csv_row(catalog: Catalog, balance: Balance, hypotheses: Sequence[str]) -> tuple[str, ...]:
    """One territory as text; an unknown value is « n. d. »."""
    territory = catalog.territories[balance.territory_id]
    fact = balance.fact
    figures = [figure(balance) for figure in FIGURES.values()]
    return (
        territory.territory_id,
        territory.code,
        territory.name_fr,
        LEVEL_NAMES[balance.level_id],
        year_label(balance.year),
        *(_text(end) for item in figures for end in (item.value, item.low, item.high)),
        f"{UNIT} ; MSU",
        VERDICTS[balance.verdict],
        _status(balance),
        _citation(catalog, fact.need_source if fact else None),
        _citation(catalog, fact.offer_source if fact else None),
        METHOD_ID,
        " ; ".join(hypotheses) or "référence",
        catalog.build.data_version,
        catalog.build.build_id,
    )


def _rounded(values: Sequence[float | None]) -> pd.api.extensions.ExtensionArray:
    return pd.array([None if value is None else round(value) for value in values], dtype="Int64")


def _text(value: float | None) -> str:
    return "n. d." if value is None else f"{value:.1f}".replace(".", ",").removesuffix(",0")


def _status(balance: Balance) -> str:
    return STATUS_LABELS.get(balance.fact.status if balance.fact else "", "non publié")


def _citation(catalog: Catalog, source_id: str | None) -> str:
    return catalog.sources[source_id].citation if source_id else ""
