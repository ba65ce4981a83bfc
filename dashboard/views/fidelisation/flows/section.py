"""Flows of doctors: where those trained here settle, where those settled here come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from dashboard.core.catalog import Catalog, Territory
from dashboard.core.formatting import number, typography
from dashboard.queries.flows import (
    fetch_flow_periods,
    fetch_flow_totals,
    fetch_flows,
    fetch_map_points,
)
from dashboard.themes.flows import FlowPeriod, FlowTotal, PublishedFlow
from dashboard.ui.cards import card_html, source_sentence
from dashboard.ui.chart import show_chart, show_values
from dashboard.ui.local_files import show_missing_file
from dashboard.ui.maps import ground_of
from dashboard.views.fidelisation.flows import words
from dashboard.views.fidelisation.flows.figures import (
    HEIGHT,
    IN_COLOR,
    OUT_COLOR,
    Arc,
    plot_arcs,
    plot_ribbons,
)
from dashboard.views.fidelisation.flows.moves import Moves, doctors, moves_of, nearest_period
from dashboard.views.fidelisation.flows.pictures import (
    MOST_ARCS,
    arcs_picture,
    national_arcs,
    national_ribbons,
    ribbons_picture,
    territory_arcs,
    territory_ribbons,
)
from dashboard.views.fidelisation.flows.tables import (
    show_flow_download,
    show_flow_matrix,
    show_flow_table,
)
from dashboard.views.fidelisation.page import RetentionPage
from models.retention.flows import Count, Places
from models.retention.flows import total as sum_counts
from models.territories.cells import NATION

STAGE = "stage"


@dataclass(frozen=True)
class FlowFigure:
    """One figure of a territory, with what it counts."""

    label: str
    count: Count
    detail: str


def show_flows(page: RetentionPage) -> None:
    """Show figures, arcs, ribbons and matrix of the territory; or the files that give them."""
    periods = fetch_flow_periods(page.build)
    view = page.view
    period = nearest_period(periods, view.scope, view.cohort, view.delay_years)
    if period is None:
        _show_without_flows(page)
        return
    if page.options.cohorts and period != (view.scope, view.cohort, view.delay_years):
        wanted = FlowPeriod(view.scope, int(view.cohort or 0), int(view.delay_years or 0))
        st.caption(words.other_period(wanted, period))
    territory = page.territory
    if period.scope == STAGE and territory.level != "departement":
        st.info(typography(words.STAGE_ONLY))
        return
    total = fetch_flow_totals(page.build, period).get(territory.territory_id)
    flows = fetch_flows(page.build, period)
    moves = moves_of(territory.territory_id, flows, Places.from_cells(page.catalog.cells))
    _show_total(page, total, period)
    _show_charts(page, total, moves, period)
    _show_matrix(page, flows, moves, period)


def _show_total(page: RetentionPage, total: FlowTotal | None, period: FlowPeriod) -> None:
    finding = words.flow_finding(page.catalog, page.territory, total, period)
    st.subheader(typography(finding), anchor=False)
    if total is None:
        return
    _show_flow_cards(page.catalog, page.territory, total, period)
    excess = words.excess_sentence(total)
    if excess:
        st.warning(excess, icon="⚠️")


def _show_charts(
    page: RetentionPage, total: FlowTotal | None, moves: Moves, period: FlowPeriod
) -> None:
    """The map beside the ribbons; one above the other on a phone."""
    catalog, territory_id = page.catalog, page.territory.territory_id
    points = fetch_map_points(page.build)
    home = None
    into: tuple[Arc, ...] = ()
    if territory_id == NATION:
        ribbons = national_ribbons(catalog, moves)
        out = national_arcs(catalog, points, moves.left)
    else:
        home = (points[territory_id], page.territory.name_fr)
        ribbons = territory_ribbons(catalog, total, moves)
        out, into = territory_arcs(catalog, points, territory_id, moves)
    on_map, beside = st.columns(2) if out or into else (None, st.container())
    if on_map:
        with on_map:
            _show_legend(bool(out), bool(into), len(moves.left) if home is None else 0)
            # A chart where nothing can be selected has no class of its own: its container has.
            with st.container(key="fidelisation.flux.carte"):
                st.pydeck_chart(
                    plot_arcs(ground_of(catalog), out, into, home, is_demo=catalog.build.is_demo),
                    height=HEIGHT,
                    key="fidelisation.flux.arcs",
                    alt=words.ARC_ALTERNATIVE,
                )
            caption, table = arcs_picture(page, moves, period)
            show_values(catalog, key="fidelisation.flux.arcs", caption=caption, table=table)
    if ribbons:
        with beside:
            settled = None if total is None else sum_counts((total.kept, total.left)).n
            note = words.ribbon_note(doctors(moves.published), settled, is_national=home is None)
            caption, table = ribbons_picture(page, ribbons, total, moves, period, note)
            show_chart(
                catalog,
                plot_ribbons(ribbons, on_dark=st.context.theme.type == "dark"),
                key="fidelisation.flux.rubans",
                alt=words.RIBBON_ALTERNATIVE,
                caption=caption,
                table=table,
            )
            st.caption(typography(note))


def _show_legend(has_out: bool, has_into: bool, flows_n: int) -> None:
    kinds = ((has_out, OUT_COLOR, "partis"), (has_into, IN_COLOR, "arrivés"))
    marks = " &ensp; ".join(
        f'<span style="color:{color}">●</span> {text}'
        for is_drawn, color, text in kinds
        if is_drawn
    )
    legend = words.arc_legend(MOST_ARCS if flows_n > MOST_ARCS else None)
    st.html(f'<p class="note">{marks} &ensp; {legend}</p>')


def _show_matrix(
    page: RetentionPage, flows: Sequence[PublishedFlow], moves: Moves, period: FlowPeriod
) -> None:
    catalog, territory = page.catalog, page.territory
    withheld_n = sum(flow.doctors_n is None for flow in flows)
    st.subheader(words.matrix_title(len(flows) - withheld_n, withheld_n), anchor=False)
    show_flow_matrix(catalog, flows, words.matrix_caption(period), territory.territory_id)
    st.caption(typography(words.MATRIX))
    threshold = catalog.build.secrecy_threshold
    st.markdown(words.withheld_sentence(withheld_n, len(flows), threshold))
    when = words.period_label(period)
    show_flow_table(catalog, moves, f"Flux publiés, {territory.label}, {when}")
    show_flow_download(catalog, flows, period)
    st.caption(typography(words.RULES))


def _show_without_flows(page: RetentionPage) -> None:
    """Show the figures of the cohorts alone, or which files to bring."""
    view = page.view
    if view.cohort is not None and view.delay_years is not None:
        period = FlowPeriod(view.scope, view.cohort, view.delay_years)
        totals = fetch_flow_totals(page.build, period)
        _show_total(page, totals.get(page.territory.territory_id), period)
        show_missing_file(page.catalog, words.ONLY_COHORTS, key="flux")
    else:
        show_missing_file(page.catalog, words.NO_FLOW, key="flux")


def _show_flow_cards(
    catalog: Catalog, territory: Territory, total: FlowTotal, period: FlowPeriod
) -> None:
    """Show the figures of a territory, each with its denominator, status and source."""
    source = _source(catalog, total)
    cards = [
        card_html(
            figure.label,
            words.count_words(figure.count),
            [figure.detail if figure.count.n is not None else "non publié, ou masqué"],
            status=total.status if figure.count.n is not None else None,
            estimated=False,
            source_html=source,
        )
        for figure in _figures(words.around(catalog, territory, period.scope), total, period)
    ]
    st.html(f'<div class="cards">{"".join(cards)}</div>')


def _figures(near: str, total: FlowTotal, period: FlowPeriod) -> list[FlowFigure]:
    after = f"{words.DELAYS[period.delay_years]} après"
    of = f"sur {number(total.trained_n)} formés, {after}" if total.trained_n else after
    if total.trained_n is None and total.kept.n is None:
        settled_here = f"et installés ici, {after}"
        return [
            FlowFigure(f"Formés dans {near}", total.from_around, settled_here),
            FlowFigure("Formés ailleurs", total.from_outside, settled_here),
        ]
    cohort = f"promotion {period.cohort}, {words.TRAINED_IN[period.scope]}"
    figures = [
        FlowFigure("Formés", Count(total.trained_n), cohort),
        FlowFigure("Restés", total.kept, of),
        FlowFigure("Partis", total.left, of),
        FlowFigure("Sans installation connue", Count(total.not_followed_n), of),
    ]
    if total.territory_id != NATION:
        figures.append(FlowFigure("Arrivés", total.from_outside, f"formés ailleurs, {after}"))
    return figures


def _source(catalog: Catalog, total: FlowTotal) -> str:
    cited = " ; ".join(source_sentence(catalog, item) for item in total.source_ids)
    return f"<details><summary>source</summary><p>{cited} ({escape(total.locator)}).</p></details>"
