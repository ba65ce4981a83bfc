"""Files of the matrix: lines of the rates, lines of the counts, workbook of the régions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard.core.catalog import STATUS_LABELS, STAYED_RATE, TRAINED_HERE_RATE, Catalog
from dashboard.core.files import decimal
from dashboard.core.workbook import Cell, Figure, LinesTable, Sheet, build_workbook
from dashboard.themes.diploma import (
    CAVEATS,
    SCOPE,
    DiplomaFlow,
    DiplomaRate,
    latest_rate,
    origin_name,
)
from dashboard.views.fidelisation.diploma import words

RATE_HEADER = (
    "territoire_id",
    "code",
    "territoire",
    "indicateur",
    "perimetre",
    "annee",
    "taux_pct",
    "taux_pct_borne_basse",
    "taux_pct_borne_haute",
    "diplomes_ici_exercent_ici",
    "sur",
    "statut",
    "source",
    "emplacement",
    "reserve",
    "version_donnees",
    "construction",
)
FLOW_HEADER = (
    "region_diplome_id",
    "region_diplome",
    "region_exercice_id",
    "region_exercice",
    "perimetre",
    "annee",
    "medecins",
    "unite",
    "statut",
    "source",
    "emplacement",
    "version_donnees",
    "construction",
)


def rate_rows(catalog: Catalog, rates: Iterable[DiplomaRate]) -> list[tuple[str, ...]]:
    """Every rate as a line of the file, those of all years; a count not published is « n. d. »."""
    build = catalog.build
    rows: list[tuple[str, ...]] = []
    for item in rates:
        territory = catalog.territories[item.territory_id]
        indicator = catalog.indicators[item.indicator_id]
        rows.append(
            (
                territory.territory_id,
                territory.code,
                territory.name_fr,
                indicator.label_fr,
                SCOPE,
                item.period,
                decimal(item.value, 1),
                decimal(item.low, 1) or "n. d.",
                decimal(item.high, 1) or "n. d.",
                decimal(item.part_n, 0) or "n. d.",
                decimal(item.whole_n, 0) or "n. d.",
                STATUS_LABELS[item.status],
                catalog.sources[item.source_id].citation,
                item.locator,
                indicator.caveat_fr or "",
                build.data_version,
                build.build_id,
            )
        )
    return rows


def flow_rows(catalog: Catalog, flows: Iterable[DiplomaFlow]) -> list[tuple[str, ...]]:
    """Every cell of the matrix as a line of the file, those of all years."""
    build = catalog.build
    return [
        (
            item.origin_id,
            origin_name(catalog, item.origin_id),
            item.destination_id,
            catalog.territories[item.destination_id].name_fr,
            SCOPE,
            str(item.year),
            str(item.doctors_n),
            "médecins",
            STATUS_LABELS[item.status],
            catalog.sources[item.source_id].citation,
            item.locator,
            build.data_version,
            build.build_id,
        )
        for item in flows
    ]


def regions_workbook(
    catalog: Catalog, rates: Sequence[DiplomaRate], region_ids: Sequence[str]
) -> bytes:
    """Workbook: a line by région with both rates of the last year, then every rate."""
    rows: list[list[Cell]] = []
    for region_id in region_ids:
        cells: list[Cell] = [catalog.territories[region_id].name_fr]
        for indicator_id in (STAYED_RATE, TRAINED_HERE_RATE):
            rate = latest_rate(rates, indicator_id, region_id)
            cells += _figures(rate)
        rows.append(cells)
    year = max(item.year for item in rates)
    names = ("taux (%)", "borne basse", "borne haute", "restés", "sur")
    sheet = Sheet(
        "Région de diplôme",
        words.regions_caption(year),
        [
            (words.REGIONS_HEADER[0], 28.0),
            *((f"{words.REGIONS_HEADER[1]}, {name}", 16.0) for name in names),
            *((f"{words.REGIONS_HEADER[4]}, {name}", 16.0) for name in names),
        ],
        rows,
        CAVEATS,
    )
    return build_workbook(catalog, sheet, LinesTable(RATE_HEADER, rate_rows(catalog, rates)))


def _figures(rate: DiplomaRate | None) -> list[Figure]:
    """Rate, bounds, part and whole; « n. d. » without a rate."""
    if rate is None:
        return [Figure(None)] * 5
    rounded = [Figure(value, 1) for value in (rate.value, rate.low, rate.high)]
    return [*rounded, Figure(rate.part_n), Figure(rate.whole_n)]
