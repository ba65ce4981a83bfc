"""The page « Comparer » of a run: desk, view, territories compared, references."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.core.catalog import (
    COVERAGE,
    GAP,
    MSU,
    SHORTFALL_INDICATORS,
    SITUATED_INDICATORS,
    SITUATION,
    Target,
)
from dashboard.core.formatting import last_year
from dashboard.core.names import name_of
from dashboard.core.registry import COMPARER
from dashboard.core.values import LevelValues, Value
from dashboard.queries.desk import Desk
from dashboard.queries.levels import fetch_similar, fetch_territory_shortfall
from dashboard.queries.series import fetch_territory_values
from dashboard.themes.situation import Situations
from dashboard.ui import state
from dashboard.views.comparer.columns import Column, Reference, column_of, judged
from dashboard.views.comparer.sets import ComparedSet, compared_set
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
        return self.compared.level

    def values(self, indicator_id: str, level: str = "") -> LevelValues:
        """One indicator at one level, that of the territories compared by default."""
        return super().values(indicator_id, level or self.level)

    def situations(self, level: str = "", target: Target | None = None) -> Situations:
        """Where the territories of a level stand, that of those compared by default."""
        return super().situations(level or self.level, target)

    @property
    def region_id(self) -> str | None:
        """Région of the territory selected; None for the nation and across régions."""
        return self.catalog.region_of(self.selection.territory_id)

    @property
    def subdivision_id(self) -> str | None:
        """Subdivision that holds most of the territory selected; None for a région."""
        return self.catalog.counterpart(self.selection.territory_id, "subdivision")

    @property
    def references(self) -> tuple[str, ...]:
        """References that the selector offers: a région is no reference for régions."""
        with_region = self.region_id is not None and self.level != "region"
        return (
            NATION_REFERENCE,
            *((REGION_REFERENCE,) if with_region else ()),
            TARGET_REFERENCE,
        )

    @property
    def reference_id(self) -> str:
        """Reference in force: the nation when that of the view does not exist here."""
        wanted = self.view.reference_id
        return wanted if wanted in self.references else NATION_REFERENCE

    def reference_label(self, reference_id: str) -> str:
        """Name of a reference, for the selector and the table."""
        if reference_id == REGION_REFERENCE:
            return self.catalog.territories[str(self.region_id)].name_fr
        return {NATION_REFERENCE: "France", TARGET_REFERENCE: "part de la cible"}[reference_id]

    @property
    def region_words(self) -> str:
        """« de la région Nouvelle-Aquitaine », after the noun of what it holds."""
        return f"de {name_of(self.catalog.territories[str(self.region_id)]).subject}"

    @property
    def is_named_group(self) -> bool:
        """Whether the territories compared bear a name given by the visitor."""
        return self.compared.set_id == OWN_GROUP and self.compared.label == self.view.name != ""

    def name(self, territory_id: str) -> str:
        """Name of a territory among others of its level: « Aveyron (12) », « Occitanie »."""
        territory = self.catalog.territories[territory_id]
        return territory.label if territory.level == "departement" else territory.name_fr


def load_page() -> tuple[ComparePage, tuple[str, ...]]:
    """Page for the current selection, and what was wrong in the address just opened."""
    desk = state.desk()
    options = CompareOptions(desk.catalog)
    view, problems = state.begin_page(
        COMPARER,
        COMPARE_PARAMETERS,
        lambda parameters: parse_compare_view(parameters, options),
        write_compare_view,
        options.allows,
    )
    compared = compared_set(
        desk.catalog,
        desk.selection.territory_id,
        desk.selection.level,
        view,
        lambda: fetch_similar(desk.build, desk.selection.level),
    )
    return ComparePage(desk.build, desk.catalog, desk.selection, view, options, compared), problems


def compare_key(name: str) -> str:
    """Key of the widget of one field of the view."""
    return f"comparer.{name}"


def change_compare(change: Callable[[CompareView], CompareView]) -> None:
    """Change the view of the page."""
    state.change_page(COMPARER, change)


def change_compare_field(name: str, read: Callable[[Any], object] = lambda value: value) -> None:
    """Take the new value of a widget as one field of the view."""
    state.change_page_field(COMPARER, name, compare_key(name), read)


def column(page: ComparePage, indicator_id: str, ids: Sequence[str] = ()) -> Column:
    """One indicator for the territories compared, or others; counts are compared to nothing."""
    indicator = page.catalog.indicators[indicator_id]
    values = page.values(indicator_id)
    # Chances of being below a share are those of a verdict, which no other value measures.
    is_alone = indicator.additive or indicator_id == SITUATION
    reference = None if is_alone else reference_of(page, values)
    return column_of(
        indicator,
        values,
        reference,
        ids or page.compared.ids,
        page.situations() if indicator_id in SITUATED_INDICATORS else None,
        is_against_share=reference is not None and page.reference_id == TARGET_REFERENCE,
    )


def table_columns(page: ComparePage) -> tuple[Column, ...]:
    """Columns of the table: the situation, counts, then every rate of the map.

    Only the situation and the observed indicators that are judged are for those who are no expert:
    counts and the rates of MSU, where they are estimated, tell nobody apart.
    """
    if page.is_expert:
        first = [item for item in (SITUATION, *COUNTS) if item in page.options.indicator_ids]
        return tuple(column(page, item) for item in (*first, *page.options.rate_ids))
    rates = [item for item in page.options.rate_ids if item not in SITUATED_INDICATORS]
    return (column(page, SITUATION), *judged([column(page, item) for item in rates]))


def reference_of(page: ComparePage, values: LevelValues) -> Reference | None:
    """Value of the reference for the same indicator and period; None when it has none."""
    label = page.reference_label(page.reference_id)
    if page.reference_id == TARGET_REFERENCE:
        return Reference(value=100.0, label=label) if values.indicator_id == COVERAGE else None
    if page.reference_id == REGION_REFERENCE:
        return _region_reference(page, values, label)
    value = _nation_value(page, values)
    if value is None or not _is_comparable(value.period, values):
        return None
    return Reference(**value.parts, label=label)


def _is_comparable(period: str, values: LevelValues) -> bool:
    """Whether a value is of the period of others, or of one that some of them keep."""
    return period == values.period or period in values.periods


def _nation_value(page: ComparePage, values: LevelValues) -> Value | None:
    indicator_id = values.indicator_id
    if indicator_id in SHORTFALL_INDICATORS:
        year, key_id = page.selection.year, page.selection.key_id
        return fetch_territory_shortfall(
            page.build, indicator_id, NATION, year, page.target, key_id
        )
    if not values.period:
        return None
    # « 2022/2026 » is published in its last year.
    year = last_year(values.period)
    return fetch_territory_values(page.build, NATION, (indicator_id,), year).get(indicator_id)


def _region_reference(page: ComparePage, values: LevelValues, label: str) -> Reference | None:
    regions = page.values(values.indicator_id, "region")
    measure = regions.measure_of(str(page.region_id))
    if measure.value is None or not _is_comparable(measure.period, values):
        return None
    return Reference(**measure.parts, label=label)
