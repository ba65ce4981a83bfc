"""Flows of doctors: where those trained here settle, where those settled here come from."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard.core.catalog import Catalog, Territory
from dashboard.core.formatting import number, plural, typography
from dashboard.queries.flows import (
    fetch_flow_periods,
    fetch_flow_totals,
    fetch_flows,
    fetch_map_points,
)
from dashboard.themes.flows import FlowPeriod, FlowTotal, PublishedFlow
from dashboard.themes.retention import SCOPES
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
from dashboard.views.fidelisation.flows.words import (
    DELAYS,
    TRAINED_IN,
    Moves,
    around,
    doctors,
    excess_sentence,
    finding,
    moves_of,
    nearest_period,
    period_label,
    said,
)
from dashboard.views.fidelisation.page import RetentionPage
from models.retention.flows import Count, Places
from models.retention.flows import total as sum_counts
from models.territories.cells import NATION

STAGE = "stage"


def show_flows(page: RetentionPage) -> None:
    """Figures, arcs, ribbons and matrix of the territory selected; or which file fills them."""
    periods = fetch_flow_periods(page.build)
    view = page.view
    period = nearest_period(periods, view.scope, view.cohort, view.delay_years)
    if period is None:
        _show_without_flows(page)
        return
    if page.options.cohorts and period != (view.scope, view.cohort, view.delay_years):
        wanted = FlowPeriod(view.scope, int(view.cohort or 0), int(view.delay_years or 0))
        text = words.OTHER_PERIOD.format(
            wanted=_named(wanted, beside=period), shown=_named(period, beside=wanted)
        )
        st.caption(typography(text))
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


def _named(period: FlowPeriod, *, beside: FlowPeriod) -> str:
    """A period, with what « formé ici » means in it where the other means something else."""
    scope = "" if period.scope == beside.scope else f" ({SCOPES[period.scope]})"
    return f"{period_label(period)}{scope}"


def _show_total(page: RetentionPage, total: FlowTotal | None, period: FlowPeriod) -> None:
    st.subheader(typography(finding(page.catalog, page.territory, total, period)), anchor=False)
    if total is None:
        return
    show_flow_cards(page.catalog, page.territory, total, period)
    excess = excess_sentence(total, words.EXCESS, words.EXCESS_SUM)
    if excess:
        st.warning(typography(excess), icon="⚠️")


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
                    alt="Carte des flux de médecins ; les valeurs sont dans la table plus bas",
                )
            caption, table = arcs_picture(page, moves, period)
            show_values(catalog, key="fidelisation.flux.arcs", caption=caption, table=table)
    if ribbons:
        with beside:
            about = _about_ribbons(total, moves, is_national=home is None)
            caption, table = ribbons_picture(page, ribbons, total, moves, period, about)
            show_chart(
                catalog,
                plot_ribbons(ribbons, on_dark=st.context.theme.type == "dark"),
                key="fidelisation.flux.rubans",
                alt="Où s’installent ceux qui sont formés ici, d’où viennent les autres ; "
                "les valeurs sont dans la table plus bas",
                caption=caption,
                table=table,
            )
            st.caption(typography(about))


def _about_ribbons(total: FlowTotal | None, moves: Moves, *, is_national: bool) -> str:
    """What the ribbons leave out."""
    if not is_national:
        return words.RIBBONS
    settled = None if total is None else sum_counts((total.kept, total.left)).n
    return words.NATIONAL_RIBBONS.format(
        shown=number(doctors(moves.shown)), settled=number(settled)
    )


def _show_legend(has_out: bool, has_into: bool, flows_n: int) -> None:
    kinds = ((has_out, OUT_COLOR, "partis"), (has_into, IN_COLOR, "arrivés"))
    marks = " &ensp; ".join(
        f'<span style="color:{color}">●</span> {text}' for shown, color, text in kinds if shown
    )
    many = f", les {MOST_ARCS} flux les plus nombreux" if flows_n > MOST_ARCS else ""
    st.html(
        f'<p class="note">{marks} &ensp; du clair (formation) au foncé (installation){many}</p>'
    )


def _show_matrix(
    page: RetentionPage, flows: Sequence[PublishedFlow], moves: Moves, period: FlowPeriod
) -> None:
    catalog, territory = page.catalog, page.territory
    when = period_label(period)
    hidden = sum(flow.doctors_n is None for flow in flows)
    told = plural(len(flows) - hidden, "flux publié", "flux publiés")
    title = f"Qui s’installe où : {told}, {number(hidden)} masqués"
    st.subheader(typography(title), anchor=False)
    caption = f"Médecins par territoire de formation et région d’installation, {when}"
    show_flow_matrix(catalog, flows, caption, territory.territory_id)
    st.caption(typography(words.MATRIX))
    st.markdown(typography(_withheld(page, hidden, len(flows))))
    show_flow_table(catalog, moves, f"Flux publiés, {territory.label}, {when}")
    show_flow_download(catalog, flows, period)
    st.caption(typography(words.RULES))


def _withheld(page: RetentionPage, hidden: int, flows_n: int) -> str:
    if not hidden:
        return words.NOTHING_WITHHELD
    return words.WITHHELD.format(
        count=plural(hidden, "flux", "flux"),
        all=number(flows_n),
        threshold=page.catalog.build.secrecy_threshold,
    )


def _show_without_flows(page: RetentionPage) -> None:
    """What the cohorts say alone, or which files to bring."""
    view = page.view
    if view.cohort is not None and view.delay_years is not None:
        period = FlowPeriod(view.scope, view.cohort, view.delay_years)
        totals = fetch_flow_totals(page.build, period)
        _show_total(page, totals.get(page.territory.territory_id), period)
        show_missing_file(page.catalog, words.ONLY_COHORTS, key="flux")
    else:
        show_missing_file(page.catalog, words.NO_FLOW, key="flux")


Figure = tuple[str, Count, str]


def show_flow_cards(
    catalog: Catalog, territory: Territory, total: FlowTotal, period: FlowPeriod
) -> None:
    """Show the figures of a territory, each with its denominator, status and source."""
    source = _source(catalog, total)
    cards = [
        card_html(
            label,
            said(count),
            [detail if count.n is not None else "non publié, ou masqué"],
            status=total.status if count.n is not None else None,
            estimated=False,
            source_html=source,
        )
        for label, count, detail in _figures(
            around(catalog, territory, period.scope), total, period
        )
    ]
    st.html(f'<div class="cards">{"".join(cards)}</div>')


def _figures(near: str, total: FlowTotal, period: FlowPeriod) -> list[Figure]:
    after = f"{DELAYS[period.delay_years]} après"
    of = f"sur {number(total.trained_n)} formés, {after}" if total.trained_n else after
    came = f"formés ailleurs, {after}"
    if total.trained_n is None and total.kept.n is None:
        return [
            (f"Formés dans {near}", total.from_around, f"et installés ici, {after}"),
            ("Formés ailleurs", total.from_outside, f"et installés ici, {after}"),
        ]
    trained = Count(total.trained_n)
    figures = [
        ("Formés", trained, f"promotion {period.cohort}, {TRAINED_IN[period.scope]}"),
        ("Restés", total.kept, of),
        ("Partis", total.left, of),
        ("Sans installation connue", Count(total.not_followed_n), of),
    ]
    if total.territory_id != NATION:
        figures.append(("Arrivés", total.from_outside, came))
    return figures


def _source(catalog: Catalog, total: FlowTotal) -> str:
    cited = " ; ".join(source_sentence(catalog, item) for item in total.source_ids)
    return f"<details><summary>source</summary><p>{cited} ({escape(total.locator)}).</p></details>"
