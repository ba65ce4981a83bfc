"""One indicator of the territories compared, year after year."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.core.catalog import (
    COVERAGE,
    SHORTFALL_INDICATORS,
    SITUATED_INDICATORS,
    SITUATION,
    Indicator,
)
from dashboard.core.formatting import last_year, quantity, typography
from dashboard.core.values import LevelValues, among
from dashboard.queries.levels import fetch_periods, fetch_territory_shortfall
from dashboard.queries.series import fetch_national_series
from dashboard.ui.chart import Table, show_chart
from dashboard.ui.level_files import level_file, level_header
from dashboard.ui.tables import show_table
from dashboard.views.comparer import words
from dashboard.views.comparer.caption import compare_caption
from dashboard.views.comparer.columns import Column, ComparedValue, column_of
from dashboard.views.comparer.figures import Panel, YearValue, plot_panels
from dashboard.views.comparer.page import ComparePage
from dashboard.views.comparer.view import NATION_REFERENCE, REGION_REFERENCE
from models.territories.cells import NATION

Years = Sequence[tuple[int, float]]


def show_years(page: ComparePage) -> None:
    """Show one panel per territory on the same scale, the values, and their file."""
    indicator = page.catalog.indicators[page.view.detail_id]
    # A period with values elsewhere on the level keeps its column: « n. d. » is an answer.
    periods = [
        among(values, page.compared.ids)
        for values in _periods(page, page.level)
        if any(values.values)
    ]
    if len(periods) < 2:
        st.info(words.one_period(indicator.label_fr, periods[0].period if periods else ""))
        return
    columns = [_column(page, indicator, values) for values in periods]
    years = [last_year(values.period) for values in periods]
    title = f"{indicator.label_fr}, de {years[0]} à {years[-1]}"
    st.subheader(typography(f"{title} ({indicator.unit_fr})"), anchor=False)
    if any(value.is_estimate for column in columns for value in column.values):
        st.markdown(words.YEARS_ESTIMATED)
    reference = _reference(page, indicator)
    key = words.years_key(reference.label if reference else "")
    if reference is not None:
        st.caption(typography(key))
    by_territory = list(zip(*(column.values for column in columns), strict=True))
    show_chart(
        page.catalog,
        plot_panels([_panel(page, indicator, years, values) for values in by_territory], reference),
        key="comparer.annees",
        alt=words.years_alternative(indicator.label_fr),
        caption=compare_caption(
            page,
            columns,
            title=title,
            unit=indicator.unit_fr,
            name=("comparer annees", indicator.label_fr, f"{years[0]} {years[-1]}"),
            key=key,
        ),
        table=Table(level_header([indicator.indicator_id]), lambda: level_file(page, periods)),
    )
    show_table(
        f"{indicator.label_fr} ({indicator.unit_fr}), par année",
        ("Territoire", *map(str, years)),
        [
            [
                page.name(values[0].territory_id),
                *(words.value_words(value, indicator) for value in values),
            ]
            for values in by_territory
        ],
    )


def _column(page: ComparePage, indicator: Indicator, values: LevelValues) -> Column:
    """One year of the territories compared, with their situation that year."""
    situations = None
    if indicator.indicator_id in SITUATED_INDICATORS:
        situations = page.at(page.selection.in_year(last_year(values.period))).situations()
    return column_of(indicator, values, None, page.compared.ids, situations)


def _periods(page: ComparePage, level: str) -> tuple[LevelValues, ...]:
    return fetch_periods(page.build, page.view.detail_id, level, page.target, page.selection.key_id)


def _panel(
    page: ComparePage,
    indicator: Indicator,
    years: Sequence[int],
    values: Sequence[ComparedValue],
) -> Panel:
    territory = page.catalog.territories[values[0].territory_id]
    points = tuple(
        YearValue(
            **value.parts,
            year=year,
            hover=f"{territory.label}, {year} : {words.value_words(value, indicator)}",
        )
        for year, value in zip(years, values, strict=True)
        if value.value is not None
    )
    return Panel(territory.name_fr, points, territory.territory_id == page.compared.focus_id)


def _reference(page: ComparePage, indicator: Indicator) -> Panel | None:
    """The reference over the same years; none for a count or a situation."""
    if indicator.additive or indicator.indicator_id == SITUATION:
        return None
    if page.reference_id == NATION_REFERENCE:
        years = _nation_years(page, indicator.indicator_id)
    elif page.reference_id == REGION_REFERENCE:
        years = _region_years(page)
    elif indicator.indicator_id == COVERAGE:
        years = [(year, 100.0) for year in page.catalog.years]
    else:
        return None
    values = tuple(
        YearValue(value=value, year=year, hover=quantity(value, indicator.unit_fr))
        for year, value in years
    )
    return Panel(page.reference_label(page.reference_id), values)


def _nation_years(page: ComparePage, indicator_id: str) -> Years:
    if indicator_id not in SHORTFALL_INDICATORS:
        series = fetch_national_series(page.build, indicator_id)
        return [(last_year(point.period), point.value) for point in series]
    values = [
        fetch_territory_shortfall(
            page.build, indicator_id, NATION, year, page.target, page.selection.key_id
        )
        for year in page.catalog.national_years
    ]
    return [(int(value.period), value.value) for value in values if value is not None]


def _region_years(page: ComparePage) -> Years:
    region = str(page.region_id)
    return [
        (last_year(values.period), value)
        for values in _periods(page, "region")
        if (value := values.values[values.ids.index(region)]) is not None
    ]
