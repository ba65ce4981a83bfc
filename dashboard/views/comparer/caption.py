"""What the charts of « Comparer » say once away from the page."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.core.catalog import LEVEL_LABELS, SHORTFALL_INDICATORS
from dashboard.core.text import clean_name
from dashboard.ui.chart import Caption, status_note
from dashboard.ui.maps import target_words
from dashboard.views.comparer.columns import Column
from dashboard.views.comparer.page import ComparePage


def compare_caption(
    page: ComparePage,
    columns: Sequence[Column],
    *,
    title: str,
    unit: str,
    name: Sequence[str],
    key: str,
) -> Caption:
    """Caption of a chart: territories, level, unit, statuses, sources.

    ``key`` explains the marks; ``name`` starts the name of the files.
    """
    where = page.compared.label
    level = LEVEL_LABELS[page.level].lower()
    needs_target = any(column.indicator.indicator_id in SHORTFALL_INDICATORS for column in columns)
    target = target_words(page.catalog, page.selection) if needs_target else ""
    values = [value for column in columns for value in column.values if value.value is not None]
    return Caption(
        title=title,
        subtitle=", ".join(text for text in (clean_name(where), level, unit, target) if text),
        name=(*name, where, page.level),
        source_ids=[source for column in columns for source in _sources(column)],
        note=f"{key} {status_note(value.status for value in values)}",
    )


def _sources(column: Column) -> list[str]:
    """Sources of the values drawn, then of the reference."""
    drawn = {value.territory_id for value in column.values if value.value is not None}
    pairs = zip(column.level_values.ids, column.level_values.source_ids, strict=True)
    sources = [source for territory_id, source in pairs if source and territory_id in drawn]
    if column.reference and column.reference.source_id:
        sources.append(column.reference.source_id)
    return sources
