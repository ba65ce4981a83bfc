"""Files that leave the dashboard: CSV as a French spreadsheet reads it, names of files."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from dashboard.core.catalog import STATUS_LABELS, Catalog, Territory
from dashboard.core.text import plain
from dashboard.core.values import LevelValues, SeriesPoint
from foundation.formulas import FORMULA_STARTS

NUMBER = re.compile(r"-?\d+(,\d+)?")

MISSING_IN_FILES, NOT_APPLICABLE = "n. d.", "sans objet"
FICTITIOUS = "DONNÉES FICTIVES"
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


def to_csv(header: Sequence[str], rows: Sequence[Sequence[str]], *, is_demo: bool = False) -> bytes:
    """CSV that a French spreadsheet opens as it is: UTF-8 with BOM, semicolons, decimal comma.

    A cell that a spreadsheet would run as a formula is preceded by an apostrophe. Every line of
    a demonstration says that it is fictitious.
    """
    if is_demo:
        header = ("avertissement", *header)
        rows = [(FICTITIOUS, *row) for row in rows]
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([[_inert(cell) for cell in row] for row in rows])
    return buffer.getvalue().encode("utf-8-sig")


def decimal(value: float | None, decimals: int) -> str:
    """A number with a decimal comma and no separator of thousands; empty when missing."""
    # + 0.0: a rounded -0.2 is 0, not -0.
    return "" if value is None else f"{round(value, decimals) + 0.0:.{decimals}f}".replace(".", ",")


def exact_decimal(value: float) -> str:
    """A number with all its decimals, a decimal comma and no separator of thousands."""
    return (str(int(value)) if float(value).is_integer() else repr(value)).replace(".", ",")


def _inert(cell: str) -> str:
    runs = cell.startswith(FORMULA_STARTS) and not NUMBER.fullmatch(cell)
    return f"'{cell}" if runs else cell


def level_rows(catalog: Catalog, values: LevelValues) -> list[tuple[str, ...]]:
    """Rows of a level for export, one per territory, missing values as « n. d. »."""
    indicator = catalog.indicators[values.indicator_id]
    build = catalog.build
    rows: list[tuple[str, ...]] = []
    for index, territory_id in enumerate(values.ids):
        territory = catalog.territories[territory_id]
        source = catalog.sources.get(values.source_ids[index] or "")
        status = values.status[index]
        value = values.values[index]
        # A counted territory has a situation, and no probability of it.
        missing = NOT_APPLICABLE if status else MISSING_IN_FILES
        rows.append(
            (
                territory_id,
                territory.code,
                territory.name_fr,
                indicator.label_fr,
                values.period_of(index),
                missing if value is None else decimal(value, indicator.decimals),
                decimal(values.low[index], indicator.decimals),
                decimal(values.high[index], indicator.decimals),
                indicator.unit_fr,
                STATUS_LABELS.get(status or "", "non publié"),
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
            point.note,
            build.data_version,
            build.build_id,
        )
        for point in points
    ]


def file_name(catalog: Catalog, *parts: str) -> str:
    """Name of a file, without extension: what it is, where, when, then the date of the build.

    ``carte_msu-manquants_departement_2024_2026-11-24``: no accent, no space, in lower case.
    """
    return dated_name(catalog.build.built_on_iso, *parts)


def dated_name(day_iso: str, *parts: str) -> str:
    """Name of a file, without extension: its parts that are not empty, then a day."""
    return "_".join([*filter(None, map(slug, parts)), day_iso])


def slug(text: str, joint: str = "-") -> str:
    """Text as a part of a name: no accent, no space, in lower case."""
    return re.sub(r"[^a-z0-9]+", joint, plain(text)).strip(joint)


def place_name(territory: Territory) -> str:
    """Part of a file name: « 12-aveyron », « occitanie-region », « france-entiere »."""
    code = territory.code if territory.level == "departement" else ""
    return f"{code} {territory.name_fr}" if code else territory.label
