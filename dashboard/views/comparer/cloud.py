"""Two indicators over the level, the territories compared named."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import LEVEL_LABELS
from dashboard.core.formatting import typography
from dashboard.ui.chart import Table, show_chart
from dashboard.ui.level_files import level_file, level_header
from dashboard.views.comparer import words
from dashboard.views.comparer.caption import compare_caption
from dashboard.views.comparer.columns import Column
from dashboard.views.comparer.figures import Axis, Point, plot_cloud, reference_line
from dashboard.views.comparer.page import ComparePage, column
from dashboard.views.comparer.selectors import choose_field


def show_cloud(page: ComparePage) -> None:
    """Show the selectors of both axes, the cloud, what it does not prove, and its file."""
    left, right = st.columns(2)
    with left:
        _choose_axis(page, "x_id", "En abscisse")
    with right:
        _choose_axis(page, "y_id", "En ordonnée")
    across, up = _level_column(page, page.view.x_id), _level_column(page, page.view.y_id)
    points = _points(page, across, up)
    if not points:
        st.info(words.NO_POINT)
        return
    title = words.cloud_title(across.indicator, up.indicator)
    missing = [
        page.name(x.territory_id)
        for x, y in zip(across.values, up.values, strict=True)
        if x.value is None or y.value is None
    ]
    note = words.cloud_note(LEVEL_LABELS[page.level], len(points), missing)
    if across.level_values.holders or up.level_values.holders:
        note = f"{note} {words.SHARED_POINTS}"
    construction = words.construction_note(across.indicator, up.indicator)
    show_chart(
        page.catalog,
        plot_cloud(points, _axis(across), _axis(up)),
        key="comparer.nuage",
        alt=words.cloud_alternative(title),
        caption=compare_caption(
            page,
            (across, up),
            title=title,
            unit="",
            name=("croisement", *map(_file_part, (across, up))),
            key=" ".join(text for text in (note, construction) if text),
        ),
        table=Table(
            level_header([item.indicator.indicator_id for item in (across, up)]),
            lambda: level_file(page, [across.level_values, up.level_values]),
        ),
    )
    st.caption(typography(note))
    if construction:
        st.caption(typography(construction))


def _choose_axis(page: ComparePage, name: str, label: str) -> None:
    choose_field(
        name,
        label,
        page.options.rate_ids,
        getattr(page.view, name),
        lambda item: page.catalog.indicators[item].label_fr,
    )


def _level_column(page: ComparePage, indicator_id: str) -> Column:
    """One indicator for every territory of the level."""
    return column(page, indicator_id, page.catalog.level_ids[page.level])


def _file_part(column: Column) -> str:
    return f"{column.indicator.label_fr} {column.level_values.period}"


def _axis(column: Column) -> Axis:
    indicator = column.indicator
    period = words.period_words(column.level_values.period)
    title = typography(f"{indicator.short_fr}, {indicator.unit_fr} ({period})")
    return Axis(title, reference_line(column.reference, indicator.decimals))


def _points(page: ComparePage, across: Column, up: Column) -> list[Point]:
    points = []
    for x, y in zip(across.values, up.values, strict=True):
        if x.value is None or y.value is None:
            continue
        territory = page.catalog.territories[x.territory_id]
        lines = (
            f"<b>{territory.label}</b>",
            words.tooltip(across.indicator.short_fr, x, across.indicator),
            words.tooltip(up.indicator.short_fr, y, up.indicator),
        )
        points.append(
            Point(
                label=territory.name_fr,
                code=territory.code,
                x=x.value,
                y=y.value,
                is_estimate=x.is_estimate or y.is_estimate,
                is_compared=x.territory_id in page.compared.ids,
                is_focus=x.territory_id == page.compared.focus_id,
                hover="<br>".join(lines),
            )
        )
    return points
