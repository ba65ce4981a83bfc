"""One indicator of the territories compared, year after year."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.core.catalog import COVERAGE, SHORTFALL_INDICATORS, Indicator
from dashboard.core.files import HEADER, level_rows
from dashboard.core.formatting import MISSING, interval, number, period, quantity, typography
from dashboard.core.values import LevelValues, among
from dashboard.queries.levels import fetch_periods, fetch_territory_shortfall
from dashboard.queries.series import fetch_national_series
from dashboard.ui.chart import Table, show_chart
from dashboard.ui.tables import show_table
from dashboard.views.comparer.columns import Cell, column_of
from dashboard.views.comparer.figures import Panel, YearValue, plot_panels
from dashboard.views.comparer.page import ComparePage
from dashboard.views.comparer.table import compare_caption
from dashboard.views.comparer.view import NATION_REFERENCE, REGION_REFERENCE
from dashboard.views.comparer.words import ONE_PERIOD, YEARS_ESTIMATED
from models.territories.cells import NATION

Years = Sequence[tuple[int, float]]


def show_years(page: ComparePage) -> None:
    """One panel per territory on the same scale, the values, and their file."""
    indicator = page.catalog.indicators[page.view.detail_id]
    found = [
        among(values, page.compared.ids)
        for values in _periods(page, page.level)
        if any(values.values)
    ]
    if len(found) < 2:
        when = period(found[0].period) if found else "aucune valeur"
        st.info(typography(ONE_PERIOD.format(label=indicator.label_fr, period=when)))
        return
    columns = [column_of(indicator, values, None, page.compared.ids) for values in found]
    rows = [column.cells for column in columns]
    years = [year_of(values) for values in found]
    panels = [
        _panel(page, indicator, years, [row[index] for row in rows])
        for index in range(len(page.compared.ids))
    ]
    reference = _reference(page, indicator)
    title = f"{indicator.label_fr}, de {years[0]} à {years[-1]}"
    st.subheader(typography(f"{title} ({indicator.unit_fr})"), anchor=False)
    if any(cell.is_estimate for row in rows for cell in row):
        st.markdown(typography(YEARS_ESTIMATED))
    key = "Tirets et marques creuses : estimation, avec son intervalle."
    if reference is not None:
        key = f"Pointillés gris : {page.reference_label(page.reference_id)}. {key}"
        st.caption(typography(key))
    show_chart(
        page.catalog,
        plot_panels(panels, reference),
        key="comparer.annees",
        alt=f"{indicator.label_fr} par territoire et par année ; valeurs ci-dessous",
        caption=compare_caption(
            page,
            columns,
            title=title,
            where=page.compared.label,
            unit=indicator.unit_fr,
            name=("comparer annees", indicator.label_fr, f"{years[0]} {years[-1]}"),
            key=key,
        ),
        table=Table(
            HEADER, lambda: [row for values in found for row in level_rows(page.catalog, values)]
        ),
    )
    show_table(
        f"{indicator.label_fr} ({indicator.unit_fr}), par année",
        ("Territoire", *map(str, years)),
        [
            [page.name(item), *(_words(row[index], indicator) for row in rows)]
            for index, item in enumerate(page.compared.ids)
        ],
    )


def year_of(values: LevelValues) -> int:
    """Year a period ends in."""
    return int(values.period.split("/")[-1][:4])


def _periods(page: ComparePage, level: str) -> tuple[LevelValues, ...]:
    selection = page.selection
    return fetch_periods(
        page.build, page.view.detail_id, level, selection.target(page.catalog), selection.key_id
    )


def _panel(
    page: ComparePage, indicator: Indicator, years: Sequence[int], cells: Sequence[Cell]
) -> Panel:
    territory = page.catalog.territories[cells[0].territory_id]
    values = tuple(
        YearValue(
            year,
            cell.value,
            cell.low,
            cell.high,
            str(cell.status),
            f"{territory.label}, {year} : {_words(cell, indicator)}",
        )
        for year, cell in zip(years, cells, strict=True)
        if cell.value is not None
    )
    return Panel(territory.name_fr, values, territory.territory_id == page.compared.focus_id)


def _words(cell: Cell, indicator: Indicator) -> str:
    """« 45,3 (12,0 à 80,1, est.) »."""
    if cell.value is None:
        return MISSING
    bounds = interval(cell.low, cell.high, indicator.decimals)
    said = ", ".join(text for text in (bounds, cell.mark) if text)
    return f"{number(cell.value, indicator.decimals)}{f' ({said})' if said else ''}"


def _reference(page: ComparePage, indicator: Indicator) -> Panel | None:
    """The reference over the same years; none for a count, which depends on size."""
    if indicator.additive:
        return None
    if page.reference_id == NATION_REFERENCE:
        years = _of_nation(page, indicator.indicator_id)
    elif page.reference_id == REGION_REFERENCE:
        years = _of_region(page)
    elif indicator.indicator_id == COVERAGE:
        years = [(year, 100.0) for year in page.catalog.years]
    else:
        return None
    values = tuple(
        YearValue(year, value, None, None, "", quantity(value, indicator.unit_fr))
        for year, value in years
    )
    return Panel(page.reference_label(page.reference_id), values)


def _of_nation(page: ComparePage, indicator_id: str) -> Years:
    if indicator_id not in SHORTFALL_INDICATORS:
        series = fetch_national_series(page.build, indicator_id)
        return [(int(point.period.split("/")[-1][:4]), point.value) for point in series]
    target = page.selection.target(page.catalog)
    found = [
        fetch_territory_shortfall(
            page.build, indicator_id, NATION, year, target, page.selection.key_id
        )
        for year in page.catalog.national_years
    ]
    return [(int(value.period), value.value) for value in found if value is not None]


def _of_region(page: ComparePage) -> Years:
    region = str(page.catalog.region_of(page.selection.territory_id))
    years = []
    for values in _periods(page, "region"):
        value = values.values[values.ids.index(region)]
        if value is not None:
            years.append((year_of(values), value))
    return years
