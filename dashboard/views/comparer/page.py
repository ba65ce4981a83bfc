"""What every part of the page « Comparer » is drawn from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dashboard.core.catalog import COVERAGE, GAP, MSU, SHORTFALL_INDICATORS
from dashboard.core.registry import COMPARER
from dashboard.core.values import LevelValues, Value
from dashboard.queries.desk import Desk
from dashboard.queries.levels import fetch_territory_shortfall
from dashboard.queries.series import fetch_territory_values
from dashboard.ui import state
from dashboard.views.comparer.columns import Column, Reference, column_of
from dashboard.views.comparer.sets import ComparedSet
from dashboard.views.comparer.view import (
    COMPARE_PARAMETERS,
    NATION_REFERENCE,
    OWN_GROUP,
    REGION_REFERENCE,
    TARGET_REFERENCE,
    CompareOptions,
    CompareView,
    parse_compare_view,
    write_compare_view,
)
from models.territories.cells import NATION

# Counts first, then what can be compared whatever the size, in the order of the register.
COUNTS = (MSU, GAP)


@dataclass(frozen=True)
class ComparePage(Desk):
    """Build, selection, view and territories compared."""

    view: CompareView
    options: CompareOptions
    compared: ComparedSet

    @property
    def level(self) -> str:
        """Level of the territories compared."""
        return self.selection.level

    @property
    def references(self) -> tuple[str, ...]:
        """References the selector offers: a région is none of its own."""
        region = self.catalog.region_of(self.selection.territory_id)
        with_region = region is not None and self.level != "region"
        return (
            NATION_REFERENCE,
            *((REGION_REFERENCE,) if with_region else ()),
            TARGET_REFERENCE,
        )

    @property
    def reference_id(self) -> str:
        """Reference in force: the nation when the one asked for does not exist here."""
        wanted = self.view.reference_id
        return wanted if wanted in self.references else NATION_REFERENCE

    def reference_label(self, reference_id: str) -> str:
        """Name of a reference, as the selector and the table show it."""
        if reference_id == REGION_REFERENCE:
            region = self.catalog.region_of(self.selection.territory_id)
            return self.catalog.territories[str(region)].name_fr
        return {NATION_REFERENCE: "France", TARGET_REFERENCE: "part de la cible"}[reference_id]

    @property
    def is_named_group(self) -> bool:
        """Whether what is compared bears a name given by the visitor."""
        return self.compared.set_id == OWN_GROUP and self.compared.label == self.view.name != ""

    def name(self, territory_id: str) -> str:
        """Name of a territory among others of its level: « Aveyron (12) », « Occitanie »."""
        territory = self.catalog.territories[territory_id]
        return territory.label if territory.level == "departement" else territory.name_fr


def column(page: ComparePage, indicator_id: str) -> Column:
    """One indicator for the territories compared; counts are compared to nothing."""
    indicator = page.catalog.indicators[indicator_id]
    values = page.values(indicator_id)
    reference = None if indicator.additive else reference_of(page, values)
    return column_of(indicator, values, reference, page.compared.ids)


def table_columns(page: ComparePage) -> tuple[Column, ...]:
    """Columns of the table: counts, then every rate of the map."""
    counts = [item for item in COUNTS if item in page.options.indicator_ids]
    return tuple(column(page, item) for item in (*counts, *page.options.rate_ids))


def reference_of(page: ComparePage, values: LevelValues) -> Reference | None:
    """Value of the reference for the same indicator and period; None when it has none."""
    label = page.reference_label(page.reference_id)
    if page.reference_id == TARGET_REFERENCE:
        return Reference(label, 100.0) if values.indicator_id == COVERAGE else None
    if page.reference_id == REGION_REFERENCE:
        return _of_region(page, values, label)
    value = _of_nation(page, values)
    if value is None or value.period != values.period:
        return None
    return Reference(label, value.value, value.low, value.high, value.status, value.source_id)


def _of_nation(page: ComparePage, values: LevelValues) -> Value | None:
    selection = page.selection
    if values.indicator_id in SHORTFALL_INDICATORS:
        return fetch_territory_shortfall(
            page.build,
            values.indicator_id,
            NATION,
            selection.year,
            selection.target(page.catalog),
            selection.key_id,
        )
    if not values.period:
        return None
    # « 2022/2026 » is published in its last year.
    year = int(values.period.split("/")[-1][:4])
    found = fetch_territory_values(page.build, NATION, (values.indicator_id,), year)
    return found.get(values.indicator_id)


def _of_region(page: ComparePage, values: LevelValues, label: str) -> Reference | None:
    regions = page.at(page.selection.at_level("region")).values(values.indicator_id)
    index = regions.ids.index(str(page.catalog.region_of(page.selection.territory_id)))
    value = regions.values[index]
    if value is None or regions.period != values.period:
        return None
    return Reference(
        label,
        value,
        regions.low[index],
        regions.high[index],
        str(regions.status[index]),
        regions.source_ids[index],
    )


def begin_compare(options: CompareOptions) -> tuple[CompareView, tuple[str, ...]]:
    """View of the page « Comparer », and what was wrong in the address just opened."""
    return state.begin_page(
        COMPARER,
        COMPARE_PARAMETERS,
        lambda known: parse_compare_view(known, options),
        write_compare_view,
        options.allows,
    )


def change_compare(change: Callable[[CompareView], CompareView]) -> None:
    """Change the view of the page « Comparer »."""
    state.change_page(COMPARER, change)


def change_compare_field(name: str, read: Callable[[Any], object] = lambda value: value) -> None:
    """Take the new value of a widget of the page « Comparer » as one field of its view."""
    state.change_page_field(COMPARER, name, compare_key(name), read)


def compare_key(name: str) -> str:
    """Key of the widget of one field of the view of the page « Comparer »."""
    return f"comparer.{name}"
