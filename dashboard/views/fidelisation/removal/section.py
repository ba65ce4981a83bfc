"""« Et sans eux ? »: the density without the interns trained in a place, or without its MSU."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import Catalog
from dashboard.core.formatting import number, quantity, typography
from dashboard.ui import state
from dashboard.ui.fields import Bounds, choose, type_number
from dashboard.ui.sections import Section, show_section
from dashboard.views.fidelisation.page import (
    RetentionPage,
    change_number,
    change_retention,
    retention_key,
)
from dashboard.views.fidelisation.removal import words
from dashboard.views.fidelisation.removal.footprint import show_footprint
from dashboard.views.fidelisation.removal.inputs import (
    RemovalInputs,
    compute,
    imported_cohorts,
    load_inputs,
    origin_of,
    origins,
    region_scenarios,
)
from dashboard.views.fidelisation.removal.maps import show_loss_map, show_removal_maps
from dashboard.views.fidelisation.removal.method import show_removal_method
from dashboard.views.fidelisation.removal.scenario import (
    STAGES,
    Scenario,
    latest_cohorts,
    zone_losses,
)
from dashboard.views.fidelisation.removal.sources import national_sources, removal_sources
from dashboard.views.fidelisation.removal.table import (
    show_region_table,
    show_removal_download,
    show_removal_table,
)
from dashboard.views.fidelisation.view import PROMOTIONS, THRESHOLDS
from dashboard.views.fidelisation.words import REMOVED
from models.retention.removal import DEFAULT_THRESHOLD_PCT, FOOTPRINT_PCT

REMOVAL_ORIGIN = "fidelisation.origine"


def show_removal(page: RetentionPage) -> None:
    """Show finding, controls, maps, table and footprint; a choice first without a place."""
    inputs = load_inputs(page)
    origin_id = origin_of(page)
    if origin_id is None:
        st.markdown(typography(words.CHOOSE[page.view.removed]))
        _show_controls(page, inputs, origin_id)
        if page.view.removed == "internes":
            _show_overview(page, inputs)
        return
    show_region_table(page, region_scenarios(page, inputs))
    scenario = compute(page, inputs, origin_id)
    if scenario is None:
        _show_controls(page, inputs, origin_id)
        st.markdown(typography(words.UNKNOWN_MSU.format(year=page.selection.year)))
        return
    st.subheader(words.removal_finding(page.catalog, scenario), anchor=False)
    st.markdown(words.threshold_sentence(page.catalog, scenario))
    _show_controls(page, inputs, origin_id)
    _show_scenario(page, inputs, scenario)


def _show_scenario(page: RetentionPage, inputs: RemovalInputs, scenario: Scenario) -> None:
    st.info(typography(words.removal_reading(scenario)), icon=":material/info:")
    sources = removal_sources(page, inputs, scenario)
    show_removal_maps(page, scenario, inputs.density.period, sources)
    show_removal_table(page, scenario)
    if scenario.basis == STAGES:
        st.caption(words.outside_sentence(scenario))
    show_removal_download(page, scenario, sources)
    if scenario.footprint is None:
        part = quantity(FOOTPRINT_PCT, "%")
        st.markdown(typography(words.NO_FOOTPRINT[scenario.removed_kind].format(part=part)))
    else:
        show_footprint(page.catalog, scenario, scenario.footprint)
    method = Section[RetentionPage](
        "fidelisation.sans_eux.methode",
        words.METHOD_TITLE,
        lambda page: show_removal_method(page, inputs, scenario),
    )
    show_section(method, page)


def _show_controls(page: RetentionPage, inputs: RemovalInputs, origin_id: str | None) -> None:
    """Show who is removed, over how many cohorts, under which threshold."""
    is_region = page.territory.level == "region"
    columns = st.columns(4 if is_region or not origin_id else 3, vertical_alignment="bottom")
    with columns[0]:
        choose(
            retention_key("removed"),
            "Qui retirer",
            list(REMOVED),
            page.view.removed,
            REMOVED.__getitem__,
            on_change=change_retention,
            args=("removed",),
        )
    if is_region and origin_id:
        with columns[1]:
            _choose_origin(page, origin_id)
    elif origin_id is None:
        _show_origins(page, columns[1])
    _show_promotions(page, columns[-2], origin_id)
    default = inputs.default_threshold
    key = retention_key("threshold")
    type_number(
        "Seuil (MG pour 100 000 hab.)",
        key,
        Bounds(*THRESHOLDS, decimals=1),
        page.view.threshold or default,
        placeholder="référence",
        place=columns[-1],
        on_value=lambda value: change_number("threshold", None if value == default else value),
    )
    st.caption(
        typography(
            words.THRESHOLD.format(
                default=number(default),
                part=quantity(DEFAULT_THRESHOLD_PCT, "%"),
                national=number(inputs.national_density.value, 1),
            )
        )
    )


def _show_promotions(
    page: RetentionPage, column: st.delta_generator.DeltaGenerator, origin_id: str | None
) -> None:
    """Show how many cohorts: no more than files hold, where they hold some."""
    most = PROMOTIONS[1]
    if origin_id:
        _, cohorts = imported_cohorts(page, origin_id)
        most = len(latest_cohorts(cohorts, page.view.delay_years, most)) or most
    key = retention_key("promotions")
    type_number(
        "Promotions retirées",
        key,
        Bounds(PROMOTIONS[0], most),
        min(page.view.promotions, most),
        place=column,
        on_value=lambda value: change_number("promotions", int(value or most)),
    )


def _choose_origin(page: RetentionPage, origin_id: str) -> None:
    """Select a place of the région, which stays the territory of every page."""
    choose(
        retention_key("origin"),
        words.ORIGIN,
        origins(page.catalog, page.territory.territory_id, page.view.removed),
        origin_id,
        lambda item: page.catalog.territories[item].label,
        on_change=change_retention,
        args=("origin",),
    )


def _show_origins(page: RetentionPage, column: st.delta_generator.DeltaGenerator) -> None:
    """Show the places of the country; the one chosen becomes the territory."""
    column.selectbox(
        words.ORIGIN,
        origins(page.catalog, page.territory.territory_id, page.view.removed),
        index=None,
        format_func=lambda item: page.catalog.territories[item].label,
        placeholder="Choisir un territoire",
        key=REMOVAL_ORIGIN,
        on_change=_change_from_origin,
        args=(page.catalog,),
    )


def _change_from_origin(catalog: Catalog) -> None:
    """Take the place chosen here as the territory of every page."""
    state.change(catalog, "territory_id", str(state.widget_value(REMOVAL_ORIGIN)))


def _show_overview(page: RetentionPage, inputs: RemovalInputs) -> None:
    """Show what each subdivision would lose by the average effect, on a map that leads to it."""
    losses = zone_losses(
        page.catalog.cells, inputs.densities, inputs.national, page.view.promotions
    )
    density = inputs.national_density
    figures = (
        *national_sources(inputs),
        *((item, words.INTERNS_LOCATOR) for item in inputs.interns.source_ids),
        (density.source_id, density.locator),
    )
    cited = dict.fromkeys(page.catalog.sources[item].citation for item, _ in figures)
    locators = dict.fromkeys(locator for _, locator in figures)
    show_loss_map(page, losses, " ; ".join(cited), " ; ".join(locators))
    st.info(
        typography(f"{words.EFFECT_WORDS['internes']} {words.OVERVIEW}"), icon=":material/info:"
    )
