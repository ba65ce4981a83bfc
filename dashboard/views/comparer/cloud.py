"""Two indicators over the level, the territories compared named."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import LEVEL_LABELS
from dashboard.core.files import HEADER, level_rows
from dashboard.core.formatting import number, period, plural, typography
from dashboard.ui.chart import Table, show_chart
from dashboard.views.comparer.columns import Cell, Column, column_of
from dashboard.views.comparer.dots import described, reference_line
from dashboard.views.comparer.figures import Axis, Point, plot_cloud
from dashboard.views.comparer.page import ComparePage, reference_of
from dashboard.views.comparer.selectors import choose_field
from dashboard.views.comparer.table import compare_caption
from dashboard.views.comparer.words import built_together, inside_sentence


def show_cloud(page: ComparePage) -> None:
    """Selectors of both axes, the cloud, what it does not prove, and its file."""
    left, right = st.columns(2)
    with left:
        _choose_axis(page, "x_id", "En abscisse")
    with right:
        _choose_axis(page, "y_id", "En ordonnée")
    across, up = _whole_level(page, page.view.x_id), _whole_level(page, page.view.y_id)
    points = _points(page, across, up)
    if not points:
        st.info("Aucun territoire de ce niveau n’a de valeur pour les deux indicateurs.")
        return
    names = f"{across.indicator.label_fr} et {inside_sentence(up.indicator.label_fr)}"
    note = _note(page, across, up, points)
    link = built_together(across.indicator, up.indicator)
    show_chart(
        page.catalog,
        plot_cloud(points, _axis(across), _axis(up)),
        key="comparer.nuage",
        alt=f"Nuage de points : {names} ; valeurs dans le fichier CSV",
        caption=compare_caption(
            page,
            (across, up),
            title=names,
            where=page.compared.label,
            unit="",
            name=("croisement", *map(_file_part, (across, up))),
            key=" ".join(text for text in (note, link) if text),
        ),
        table=Table(
            HEADER,
            lambda: [row for item in (across, up) for row in level_rows(page.catalog, item.values)],
        ),
    )
    st.caption(typography(note))
    if link:
        st.caption(typography(link))


def _choose_axis(page: ComparePage, name: str, label: str) -> None:
    choose_field(
        name,
        label,
        page.options.rate_ids,
        getattr(page.view, name),
        lambda item: page.catalog.indicators[item].label_fr,
    )


def _whole_level(page: ComparePage, indicator_id: str) -> Column:
    values = page.values(indicator_id)
    indicator = page.catalog.indicators[indicator_id]
    return column_of(indicator, values, reference_of(page, values), values.ids)


def _file_part(shown: Column) -> str:
    return f"{shown.indicator.label_fr} {shown.values.period}"


def _axis(shown: Column) -> Axis:
    indicator = shown.indicator
    when = period(shown.values.period) if shown.values.period else "non publié"
    title = typography(f"{indicator.short_fr}, {indicator.unit_fr} ({when})")
    return Axis(title, reference_line(shown.reference, indicator.decimals))


def _points(page: ComparePage, across: Column, up: Column) -> list[Point]:
    points = []
    for x, y in zip(across.cells, up.cells, strict=True):
        if x.value is None or y.value is None:
            continue
        territory = page.catalog.territories[x.territory_id]
        is_compared = x.territory_id in page.compared.ids
        points.append(
            Point(
                label=territory.name_fr,
                code=territory.code,
                x=x.value,
                y=y.value,
                is_estimate=x.is_estimate or y.is_estimate,
                is_compared=is_compared,
                is_focus=x.territory_id == page.compared.focus_id,
                hover=f"<b>{territory.label}</b><br>{_described(across, x)}<br>{_described(up, y)}",
            )
        )
    return points


def _described(shown: Column, cell: Cell) -> str:
    return described(shown.indicator.short_fr, shown, cell)


def _note(page: ComparePage, across: Column, up: Column, points: list[Point]) -> str:
    missing = [
        page.name(x.territory_id)
        for x, y in zip(across.cells, up.cells, strict=True)
        if x.value is None or y.value is None
    ]
    text = (
        f"{LEVEL_LABELS[page.level]} : {plural(len(points), 'point')}, ceux de la comparaison "
        "sont nommés. Marque creuse : une valeur au moins est estimée ; intervalles au survol. "
        "Pointillés : la référence."
    )
    if missing:
        shown = ", ".join(missing[:8]) + ("…" if len(missing) > 8 else "")
        text += f" Sans valeur ({number(len(missing))}) : {shown}."
    return text
