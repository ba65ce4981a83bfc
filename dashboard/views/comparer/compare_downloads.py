"""Files of the page « Comparer »: values with intervals, sources and verdicts."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.core.catalog import LEVEL_LABELS, SHORTFALL_INDICATORS
from dashboard.core.files import to_csv
from dashboard.core.formatting import number
from dashboard.ui.chart import Caption, status_note
from dashboard.ui.downloads import HEADER, level_rows, show_csv_download
from dashboard.ui.maps import target_words
from dashboard.views.comparer.columns import Column
from dashboard.views.comparer.page import ComparePage
from dashboard.views.comparer.view import clean_name
from dashboard.views.comparer.words import among

COMPARED_HEADER = (
    *HEADER,
    "ensemble",
    "reference",
    "valeur_reference",
    "reference_borne_basse",
    "reference_borne_haute",
    "position",
    "jugement",
)


def show_table_download(page: ComparePage, columns: Sequence[Column]) -> None:
    """File of the whole table, one line per territory and indicator."""
    info = page.catalog.build
    show_csv_download(
        "Télécharger le tableau (CSV)",
        f"comparer_{page.compared.set_id}_{page.level}_{info.built_on_iso}.csv",
        "comparer.csv",
        lambda: to_csv(COMPARED_HEADER, compared_rows(page, columns), is_demo=info.is_demo),
    )


def compared_rows(page: ComparePage, columns: Sequence[Column]) -> list[tuple[str, ...]]:
    """One row per territory and indicator, with the reference and what it allows to say."""
    name = clean_name(page.compared.label)
    rows = []
    for column in columns:
        values = among(column.values, page.compared.ids)
        reference = _reference(column)
        for row, cell in zip(level_rows(page.catalog, values), column.cells, strict=True):
            place = cell.words.partition(",")[0] or "sans référence"
            rows.append((*row, name, *reference, place, cell.judgement))
    return rows


def compare_caption(
    page: ComparePage,
    columns: Sequence[Column],
    *,
    title: str,
    where: str,
    unit: str,
    name: Sequence[str],
    key: str,
) -> Caption:
    """What a picture of the page says: territories, level, unit, statuses, sources.

    ``where`` names the territories drawn, ``key`` explains the marks; ``name`` starts that of
    the files.
    """
    level = LEVEL_LABELS[page.level].lower()
    needs_target = any(column.indicator.indicator_id in SHORTFALL_INDICATORS for column in columns)
    target = target_words(page.catalog, page.selection) if needs_target else ""
    cells = [cell for column in columns for cell in column.cells if cell.value is not None]
    sources = [source for column in columns for source in _cited(column)]
    return Caption(
        title=title,
        subtitle=", ".join(text for text in (clean_name(where), level, unit, target) if text),
        name=(*name, where, page.level),
        source_ids=sources,
        note=f"{key} {status_note(cell.status for cell in cells)}",
    )


def _cited(column: Column) -> list[str]:
    """Sources of the values drawn, then of the reference."""
    drawn = {cell.territory_id for cell in column.cells if cell.value is not None}
    pairs = zip(column.values.ids, column.values.source_ids, strict=True)
    sources = [source for territory_id, source in pairs if source and territory_id in drawn]
    if column.reference and column.reference.source_id:
        sources.append(column.reference.source_id)
    return sources


def _reference(column: Column) -> tuple[str, ...]:
    reference, decimals = column.reference, column.indicator.decimals
    if reference is None:
        return "", "", "", ""
    figures = (reference.value, reference.low, reference.high)
    return reference.label, *("" if item is None else number(item, decimals) for item in figures)
