"""Exports: what leaves the page carries its sources, its status and its build."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.delimited import decimal
from dashboard.delimited import to_csv as to_csv
from dashboard.model import STATUS_LABELS, Catalog, LevelValues

HEADER = (
    "territoire_id",
    "code",
    "territoire",
    "indicateur",
    "periode",
    "valeur",
    "borne_basse",
    "borne_haute",
    "unite",
    "statut",
    "source",
    "emplacement",
    "methode",
    "note",
    "version_donnees",
    "construction",
)


def level_rows(catalog: Catalog, values: LevelValues) -> list[tuple[str, ...]]:
    """Rows of a level for export, one per territory, missing values as « n. d. »."""
    indicator = catalog.indicators[values.indicator_id]
    build = catalog.build
    rows: list[tuple[str, ...]] = []
    for index, territory_id in enumerate(values.ids):
        territory = catalog.territories[territory_id]
        source = catalog.sources.get(values.source_ids[index] or "")
        status = values.status[index]
        missing = values.values[index] is None
        rows.append(
            (
                territory_id,
                territory.code,
                territory.name_fr,
                indicator.label_fr,
                values.period,
                "n. d." if missing else decimal(values.values[index], indicator.decimals),
                decimal(values.low[index], indicator.decimals),
                decimal(values.high[index], indicator.decimals),
                indicator.unit_fr,
                "non publié" if missing else STATUS_LABELS.get(status or "", ""),
                source.citation if source else "",
                values.locators[index] or "",
                values.method_ids[index] or "",
                values.notes[index] or "",
                build.data_version,
                build.build_id,
            )
        )
    return rows


def show_csv_download(label: str, name: str, key: str, make: Callable[[], bytes]) -> None:
    """Button that builds the file only when it is clicked."""
    st.download_button(
        label, make, file_name=name, mime="text/csv", key=key, on_click="ignore", icon="⬇"
    )
