"""Shortage crossed with retention: one map of two indicators, or two maps side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard.charts.classes import classes_of
from dashboard.charts.palette import bivariate
from dashboard.core.catalog import DIPLOMA_RATES, NET_CHANGE, SITUATION
from dashboard.core.formatting import typography
from dashboard.core.registry import FIDELISATION
from dashboard.core.values import LevelValues
from dashboard.queries.retention import SettledLevel, fetch_settled_level
from dashboard.queries.series import fetch_territory_series
from dashboard.themes.retention import APL_CHANGE, SETTLED_RATE
from dashboard.themes.situation import Situation
from dashboard.ui import state
from dashboard.ui.fields import choose
from dashboard.ui.fragment import fragment
from dashboard.ui.maps import layer_of, map_layer, show_map, subtitle
from dashboard.ui.territory_map import MapCrossing, MapLayer, PlotAxis
from dashboard.views.fidelisation.crossing import words
from dashboard.views.fidelisation.crossing.classes import (
    AxisReference,
    Crossing,
    CrossingSide,
    among_ids,
    cross_sides,
    side_of,
)
from dashboard.views.fidelisation.crossing.groups import show_groups
from dashboard.views.fidelisation.page import (
    RetentionPage,
    begin_retention,
    change_retention,
    retention_key,
)
from dashboard.views.fidelisation.words import DISPLAYS
from models.territories.cells import NATION

CROSSING_MAP = "fidelisation.carte"
# Indicators whose reference is a fact of their definition, not a published value.
FIXED = {
    NET_CHANGE: AxisReference(value=0.0, label_fr=words.NO_CHANGE),
    APL_CHANGE: AxisReference(value=0.0, label_fr=words.NO_APL_CHANGE),
}
# Chances of being below one's share, in 100: decided from 80, and under 20.
EVEN_CHANCES, UNDECIDED_BAND = 50.0, 30.0
# A dot on 0 or on 100 is not cut by the frame.
CHANCES_ENDS = (-2.0, 102.0)


@fragment
def show_crossing(page: RetentionPage, problems: tuple[str, ...]) -> None:
    """Show the crossing; its own selectors run it again alone.

    ``problems`` are those of the address when the page was drawn: when they change, as when the
    selection does, the whole page runs again.
    """
    view, problems_now = begin_retention(page.options)
    current = replace(page, view=page.options.resolved(view))
    is_page_current = (
        problems_now == problems
        and current.crosses_rates == page.crosses_rates
        and state.current(page.catalog) == page.selection
    )
    if not is_page_current:
        st.rerun()
    _show_parts(current)
    state.write_address(page.catalog, FIDELISATION)


def _show_parts(page: RetentionPage) -> None:
    """Selectors, map, sentence and the four groups of territories."""
    _show_selectors(page)
    crossing = load_crossing(page)
    if isinstance(crossing, str):
        st.info(crossing, icon="ℹ️")
        show_map(page, _two_layers(page), CROSSING_MAP)
        return
    # A région holds no région: its own level is then looked at whole.
    ids = page.scope_ids(page.selection.level)
    focus = ids if len(ids) < len(crossing.ids) else ()
    if page.view.display == "cartes":
        show_map(page, _two_layers(page), CROSSING_MAP, focus=focus)
    else:
        layers = crossed_layers(page, crossing)
        drawn = map_crossing(crossing)
        show_map(page, layers, CROSSING_MAP, crossing=drawn, focus=focus)
    here = among_ids(crossing, focus) if len(focus) > 1 else crossing
    label = page.scope_territory.label if here is not crossing else words.WHOLE
    st.markdown(words.crossing_sentence(here, label))
    if page.view.retention_id in DIPLOMA_RATES and crossing.upwards.values.holders:
        st.caption(typography(words.OF_REGION))
    show_groups(page.catalog, page.selection, here)


def load_crossing(page: RetentionPage) -> Crossing | str:
    """The crossing of the view, or why there is none."""
    across = load_side(page, page.view.shortage_id)
    upwards = load_side(page, page.view.retention_id)
    for side in (across, upwards):
        if isinstance(side, str):
            return side
    assert isinstance(across, CrossingSide)  # noqa: S101
    assert isinstance(upwards, CrossingSide)  # noqa: S101
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
    """Crossing of the two layers, as the map draws it."""
    across, upwards = crossing.across, crossing.upwards
    return MapCrossing(
        title=f"{across.indicator.label_fr} × {upwards.indicator.label_fr}",
        subtitle=f"{across.subtitle_fr} × {upwards.subtitle_fr}",
        across=_plot_axis(across),
        upwards=_plot_axis(upwards),
        classes=crossing.classes,
        quadrants=crossing.quadrants.quadrant.tolist(),
        is_decided=crossing.quadrants.is_decided.tolist(),
        colors=bivariate(shortage_is_low=across.axis.more_is_better),
        names=tuple(group.name for group in words.GROUPS),
    )


def _plot_axis(side: CrossingSide) -> PlotAxis:
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
    return layer_of(page.catalog, settled.values, _settled_subtitle(page), limits)


def _show_selectors(page: RetentionPage) -> None:
    """Show the indicator across, the one upwards (as the arrows of the plot), and the display."""
    across, upwards, display = st.columns([11, 11, 9], vertical_alignment="center")
    with across:
        _choose(page, "shortage_id", "Indicateur en abscisse", page.options.shortage_ids, "→")
    with upwards:
        _choose(page, "retention_id", "Indicateur en ordonnée", page.options.retention_ids, "↑")
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


def _choose(page: RetentionPage, name: str, label: str, options: Sequence[str], arrow: str) -> None:
    choose(
        retention_key(name),
        label,
        options,
        getattr(page.view, name),
        lambda item: f"{arrow} {page.catalog.indicators[item].label_fr}",
        on_change=change_retention,
        args=(name,),
        label_visibility="collapsed",
    )


def load_side(page: RetentionPage, indicator_id: str) -> CrossingSide | str:
    """One side of the crossing, or why it has no reference, as a sentence."""
    if indicator_id == SETTLED_RATE:
        return _settled_side(page)
    if indicator_id == SITUATION:
        return _situation_side(page)
    values = page.values(indicator_id)
    indicator = page.catalog.indicators[indicator_id]
    if not values.period and page.values(indicator_id, "departement").period:
        return words.not_at_level(indicator.label_fr, page.selection.level)
    reference = FIXED.get(indicator_id) or _national(page, values)
    if reference is None:
        when = values.period or str(page.selection.year)
        return words.no_national_value(indicator.label_fr, when)
    text = subtitle(page.catalog, page.selection, values)
    return side_of(indicator, values, reference, page.spread(indicator_id), text)


def _situation_side(page: RetentionPage) -> CrossingSide:
    """Chances of being below one's share: 0 or 100 where counted, which is a fact."""
    values, situations = page.values(SITUATION), page.situations()
    places = [situations.by_id.get(item) for item in values.ids]
    chances = tuple(None if item is None else _chances_below(item) for item in places)
    return CrossingSide(
        indicator=page.catalog.indicators[SITUATION],
        values=replace(values, values=tuple(map(_whole_chances, chances))),
        reference=AxisReference(value=EVEN_CHANCES, label_fr=words.EVEN_CHANCES),
        spread=(),
        subtitle_fr=subtitle(page.catalog, page.selection, values),
        p_unfavourable=chances,
        band=UNDECIDED_BAND,
        ends=CHANCES_ENDS,
    )


def _chances_below(item: Situation) -> float:
    if item.p_below is not None:
        return item.p_below
    return 1.0 if item.verdict_id == "counted_below" else 0.0


def _whole_chances(probability: float | None) -> float | None:
    """Whole chances reached, in 100: 79.6 is 79, so that no rounding decides a territory."""
    return None if probability is None else float(math.floor(round(100 * probability, 9)))


def load_settled(page: RetentionPage) -> SettledLevel:
    """Rates of the cohort of the view, at the level of the selection."""
    view = page.view
    assert view.cohort is not None  # noqa: S101
    assert view.delay_years is not None  # noqa: S101
    return fetch_settled_level(
        page.build, page.selection.level, view.scope, view.cohort, view.delay_years
    )


def _settled_subtitle(page: RetentionPage) -> str:
    view = page.view
    return words.settled_subtitle(view.cohort, view.delay_years or 0, view.scope)


def _national(page: RetentionPage, values: LevelValues) -> AxisReference | None:
    """The national value of the period shown; None when there is none for that period."""
    indicator = page.catalog.indicators[values.indicator_id]
    periods = (values.period, *values.periods)
    series = fetch_territory_series(page.build, NATION, values.indicator_id)
    nation = next((item for item in reversed(series) if item.period in periods), None)
    if nation is None:
        return None
    label = words.national_reference(nation, indicator.decimals)
    return AxisReference(**nation.parts, label_fr=label)


def _settled_side(page: RetentionPage) -> CrossingSide | str:
    settled = load_settled(page)
    pool = settled.pool
    if pool is None:
        return words.no_published_rate(_settled_subtitle(page), page.selection.level)
    return side_of(
        page.catalog.indicators[SETTLED_RATE],
        settled.values,
        AxisReference(
            value=pool.rate_pct,
            label_fr=words.pooled_reference(pool.rate_pct, pool.settled_n, pool.trained_n),
        ),
        settled.spread,
        _settled_subtitle(page),
    )
