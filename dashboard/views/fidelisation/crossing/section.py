"""Shortage crossed with retention: one map of two indicators, or two maps side by side."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard.charts.classes import classes_of
from dashboard.charts.palette import bivariate
from dashboard.core.catalog import COVERAGE, LEVEL_NOUNS, Catalog
from dashboard.core.formatting import interval, number, period, plural, quantity, typography
from dashboard.core.values import LevelValues
from dashboard.queries.retention import SettledLevel, fetch_settled_level
from dashboard.queries.series import fetch_territory_values
from dashboard.themes.retention import SCOPES, SETTLED_RATE
from dashboard.ui import state
from dashboard.ui.maps import (
    MAP_HEIGHT,
    geometry_url,
    layer_of,
    map_footer,
    map_layer,
    subtitle,
)
from dashboard.ui.territory_map import MapCrossing, MapLayer, PlotAxis, show_territory_map
from dashboard.views.fidelisation.crossing.classes import (
    Crossing,
    Reference,
    Side,
    cross_sides,
    side_of,
)
from dashboard.views.fidelisation.crossing.groups import show_groups
from dashboard.views.fidelisation.crossing.words import GROUPS, crossing_sentence
from dashboard.views.fidelisation.page import (
    CROSSING_MAP,
    RetentionPage,
    change_retention,
    retention_key,
)
from dashboard.views.fidelisation.view import DISPLAYS
from models.territories.cells import NATION


def show_crossing(page: RetentionPage) -> None:
    """Selectors, map, sentence and the four groups of territories."""
    _show_selectors(page)
    crossing = load_crossing(page)
    if isinstance(crossing, str):
        st.info(crossing, icon="ℹ️")
        _show_map(page, _two_layers(page), None)
        return
    if page.view.display == "cartes":
        _show_map(page, _two_layers(page), None)
    else:
        _show_map(page, crossed_layers(page, crossing), map_crossing(crossing))
    st.markdown(crossing_sentence(crossing))
    show_groups(page.catalog, page.selection, crossing)


def load_crossing(page: RetentionPage) -> Crossing | str:
    """The crossing of the view, or why there is none."""
    across = load_side(page, page.view.shortage_id)
    upwards = load_side(page, page.view.retention_id)
    for side in (across, upwards):
        if isinstance(side, str):
            return side
    assert isinstance(across, Side)  # noqa: S101
    assert isinstance(upwards, Side)  # noqa: S101
    return cross_sides(across, upwards)


def crossed_layers(page: RetentionPage, crossing: Crossing) -> list[MapLayer]:
    """The two layers behind the map of a crossing, across then upwards."""
    return [
        layer_of(
            page.catalog,
            side.values,
            side.subtitle_fr,
            classes_of(page.catalog, side.indicator.indicator_id, side.spread),
        )
        for side in (crossing.across, crossing.upwards)
    ]


def map_crossing(crossing: Crossing) -> MapCrossing:
    """What the map of a crossing needs beside its two layers."""
    across, upwards = crossing.across, crossing.upwards
    return MapCrossing(
        title=f"{across.indicator.label_fr} × {upwards.indicator.label_fr}",
        subtitle=f"{across.subtitle_fr} × {upwards.subtitle_fr}",
        across=_plot_axis(across),
        upwards=_plot_axis(upwards),
        classes=crossing.classes,
        quadrants=crossing.quadrants.quadrant.tolist(),
        is_certain=crossing.quadrants.is_certain.tolist(),
        colors=bivariate(shortage_is_low=across.axis.more_is_better),
        names=tuple(group.name for group in GROUPS),
    )


def _plot_axis(side: Side) -> PlotAxis:
    axis, low, high = side.axis, side.reference.low, side.reference.high
    return PlotAxis(
        reference=axis.reference,
        reference_label=side.reference.label_fr,
        limits=axis.limits,
        frame=side.frame,
        more_is_better=axis.more_is_better,
        reference_span=None if low is None or high is None else (low, high),
    )


def _two_layers(page: RetentionPage) -> list[MapLayer]:
    return [_layer(page, item) for item in (page.view.shortage_id, page.view.retention_id)]


def _layer(page: RetentionPage, indicator_id: str) -> MapLayer:
    if indicator_id != SETTLED_RATE:
        return map_layer(page, indicator_id)
    settled = load_settled(page)
    limits = classes_of(page.catalog, SETTLED_RATE, settled.spread)
    return layer_of(page.catalog, settled.values, settled_subtitle(page), limits)


def _show_map(page: RetentionPage, layers: list[MapLayer], crossing: MapCrossing | None) -> None:
    catalog, selection = page.catalog, page.selection
    on_level = page.territory.level == selection.level
    show_territory_map(
        layers,
        level=selection.level,
        geo_url=geometry_url(catalog),
        selected=selection.territory_id if on_level else None,
        key=CROSSING_MAP,
        footer=map_footer(catalog),
        demo=catalog.build.is_demo,
        height=MAP_HEIGHT,
        crossing=crossing,
        on_select=lambda: state.change_from_map(catalog, CROSSING_MAP),
    )


def _choice(catalog: Catalog, start: str, indicator_id: str) -> str:
    return f"{start} {catalog.indicators[indicator_id].label_fr}"


def _show_selectors(page: RetentionPage) -> None:
    """What is across, what is upwards (as the arrows of the plot), and how the two are shown."""
    across, upwards, display = st.columns([11, 11, 9], vertical_alignment="center")
    for column, name, label, options, start in (
        (across, "shortage_id", "Indicateur en abscisse", page.options.shortage_ids, "→"),
        (
            upwards,
            "retention_id",
            "Indicateur en ordonnée",
            page.options.retention_ids,
            "↑",
        ),
    ):
        key = retention_key(name)
        state.seed(key, getattr(page.view, name))
        column.selectbox(
            label,
            options,
            format_func=partial(_choice, page.catalog, start),
            label_visibility="collapsed",
            filter_mode=None,
            key=key,
            on_change=change_retention,
            args=(name,),
        )
    key = retention_key("display")
    state.seed(key, page.view.display)
    display.segmented_control(
        "Présentation",
        tuple(DISPLAYS),
        format_func=DISPLAYS.__getitem__,
        label_visibility="collapsed",
        required=True,
        width="stretch",
        wrap=True,
        key=key,
        on_change=change_retention,
        args=("display",),
    )


# Indicators whose reference is a fact of their definition, not a published value.
FIXED = {
    COVERAGE: Reference(100.0, "part de la cible atteinte à 100 %"),
    "evolution_mg_rpps_pct": Reference(0.0, "effectif inchangé, 0 %"),
}


def load_side(page: RetentionPage, indicator_id: str) -> Side | str:
    """One side of the crossing, or why it has no reference, as a sentence."""
    if indicator_id == SETTLED_RATE:
        return _settled_side(page)
    catalog, selection = page.catalog, page.selection
    values = page.at(selection).values(indicator_id)
    indicator = catalog.indicators[indicator_id]
    reference = FIXED.get(indicator_id) or _national(page, values)
    if reference is None:
        when = values.period or str(selection.year)
        return typography(
            f"« {indicator.label_fr} » n’a pas de valeur nationale publiée pour {when} : sans ce "
            "repère, le croisement n’est pas calculé et les deux cartes sont montrées côte à côte."
        )
    spread = page.at(selection).spread(indicator_id)
    return side_of(indicator, values, reference, spread, subtitle(catalog, selection, values))


def load_settled(page: RetentionPage) -> SettledLevel:
    """Rates of the cohort of the view, at the level of the selection."""
    view = page.view
    assert view.cohort is not None  # noqa: S101
    assert view.delay_years is not None  # noqa: S101
    return fetch_settled_level(
        page.build, page.selection.level, view.scope, view.cohort, view.delay_years
    )


def settled_subtitle(page: RetentionPage) -> str:
    """Cohort, delay and scope of the rates shown."""
    view = page.view
    delay = plural(view.delay_years or 0, "an")
    return f"promotion {view.cohort}, {delay} après, {SCOPES[view.scope]}"


def _national(page: RetentionPage, values: LevelValues) -> Reference | None:
    """The national value of the period shown; None when there is none for that period."""
    indicator = page.catalog.indicators[values.indicator_id]
    known = fetch_territory_values(
        page.build, NATION, (values.indicator_id,), page.selection.year
    ).get(values.indicator_id)
    if known is None or known.period != values.period:
        return None
    shown = number(known.value, indicator.decimals)
    bounds = interval(known.low, known.high, indicator.decimals)
    label = f"France, {period(known.period)} : {shown}"
    if known.status == "estimated":
        label += f" est. ({bounds})" if bounds else " est."
    return Reference(
        known.value, typography(label), known.source_id, low=known.low, high=known.high
    )


def _settled_side(page: RetentionPage) -> Side | str:
    settled = load_settled(page)
    if settled.pool is None:
        noun = LEVEL_NOUNS[page.selection.level]
        return typography(
            f"Aucun taux de ce périmètre ({settled_subtitle(page)}) n’est publié pour "
            f"{'les ' + noun.many} : choisir un autre niveau, ou un autre périmètre."
        )
    pool = settled.pool
    label = (
        f"ensemble des taux publiés, {quantity(pool.rate_pct, '%')} "
        f"({number(pool.settled_n)} sur {number(pool.trained_n)})"
    )
    return side_of(
        page.catalog.indicators[SETTLED_RATE],
        settled.values,
        Reference(pool.rate_pct, typography(label)),
        settled.spread,
        settled_subtitle(page),
    )
