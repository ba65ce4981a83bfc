"""Exports: what leaves the page carries its sources, its status and its build."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable

import streamlit as st

from dashboard.core.catalog import STATUS_LABELS, Catalog, LevelValues, Territory, plain
from dashboard.core.files import decimal
from dashboard.queries.series import SeriesPoint

logger = logging.getLogger(__name__)
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
SERIES_HEADER = (
    "serie",
    "periode",
    "valeur",
    "unite",
    "source",
    "emplacement",
    "confiance",
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


def series_rows(
    catalog: Catalog, name: str, unit: str, decimals: int, points: Iterable[SeriesPoint]
) -> list[tuple[str, ...]]:
    """Rows of a published national series for export, under ``SERIES_HEADER``."""
    build = catalog.build
    return [
        (
            name,
            point.period,
            decimal(point.value, decimals),
            unit,
            catalog.sources[point.source_id].citation,
            point.locator,
            point.confidence,
            point.note_fr or "",
            build.data_version,
            build.build_id,
        )
        for point in points
    ]


def file_name(catalog: Catalog, *parts: str) -> str:
    """Name of a file, without extension: what it is, where, when, then the date of the build.

    ``carte_msu-manquants_departement_2024_2026-11-24``: no accent, no space, in lower case.
    """
    words = [re.sub(r"[^a-z0-9]+", "-", plain(part)).strip("-") for part in parts]
    return "_".join([*(word for word in words if word), catalog.build.built_on_iso])


def place_name(territory: Territory) -> str:
    """Part of a file name: « 12-aveyron », « occitanie-region », « france-entiere »."""
    code = territory.code if territory.level == "departement" else ""
    return f"{code} {territory.name_fr}" if code else territory.label


def show_csv_download(label: str, name: str, key: str, make: Callable[[], bytes]) -> None:
    """Button that builds the file only when it is clicked."""
    st.download_button(
        label, make, file_name=name, mime="text/csv", key=key, on_click="ignore", icon="⬇"
    )


def show_pressed_download(key: str, name: str, make: Callable[[], bytes]) -> None:
    """Button out of sight that a map or a chart presses from the buttons under it.

    The values stay here until they are asked for; ``name`` is without extension.
    """
    show_csv_download("CSV", f"{name}.csv", f"fichier.{key}", make)


def watched(what: str, make: Callable[[], bytes]) -> Callable[[], bytes]:
    """A maker of a file whose failure leaves a trace in the log: which file, and why.

    Streamlit runs it apart from the page, which then says that it failed: its words, in English
    only, are those of ``style.css`` on the page.
    """

    def made() -> bytes:
        try:
            return make()
        except Exception:
            logger.exception("file not made: %s", what)
            raise

    return made
