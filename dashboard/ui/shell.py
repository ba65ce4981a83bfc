"""Surroundings of every page: style, selectors, warnings, banner, footer."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard.core.catalog import FREE_TARGET, LEVEL_LABELS, MAP_LEVELS, BuildInfo, Catalog
from dashboard.core.formatting import harmless, number, quantity, typography
from dashboard.core.registry import PageSpec
from dashboard.core.selection import FREE_TARGET_MAX, FREE_TARGET_MIN, MODES, Selection
from dashboard.queries.cache import NoWarehouseError
from dashboard.ui import state, words
from dashboard.ui.chart_tools import carry_chart_tools
from dashboard.ui.fields import Bounds, choose_selection, type_number
from dashboard.ui.maps import geometry_url, map_footer
from dashboard.ui.meeting import show_meeting_bar
from dashboard.ui.territory_search import show_territory_search
from stores import Damage


def show_territory_bar(catalog: Catalog, selection: Selection, page: PageSpec) -> None:
    """My territory, asked once and carried to every page; the year; essential or expert."""
    with st.container(key="mon-territoire", horizontal=True, vertical_alignment="bottom"):
        with st.container(width=300):
            show_territory_search(
                geo_url=geometry_url(catalog),
                selected=selection.territory_id,
                key=state.WIDGET_KEYS["territory_id"],
                label=words.MY_TERRITORY,
                cookie=state.TERRITORY_COOKIE,
                on_select=lambda: state.change_from_search(catalog),
            )
        if "year" in page.selectors:
            years = tuple(str(year) for year in reversed(catalog.years))
            choose_selection(
                catalog, "year", words.YEAR, years, str(selection.year), str, width=120
            )
        _choose_mode(catalog, selection)
        show_meeting_bar(state.desk())


def _choose_mode(catalog: Catalog, selection: Selection) -> None:
    key = state.WIDGET_KEYS["mode"]
    state.seed(key, selection.mode)
    st.segmented_control(
        words.MODE,
        MODES,
        format_func=words.MODE_NAMES.__getitem__,
        key=key,
        label_visibility="collapsed",
        on_change=state.change_mode,
        args=(catalog,),
        width="content",
        help=words.MODE_HELP,
    )


def show_expert_selectors(catalog: Catalog, selection: Selection, page: PageSpec) -> None:
    """Level, target and key, for an expert, where they change what the page shows."""
    if not selection.is_expert:
        return
    if "level" in page.selectors:
        choose_selection(
            catalog, "level", words.LEVEL, MAP_LEVELS, selection.level, LEVEL_LABELS.__getitem__
        )
    if "target_id" in page.selectors:
        _choose_target(catalog, selection)
    if "key_id" in page.selectors:
        choose_selection(
            catalog,
            "key_id",
            words.KEY,
            tuple(catalog.keys),
            selection.key_id,
            lambda item: catalog.keys[item].label_fr,
        )


def _choose_target(catalog: Catalog, selection: Selection) -> None:
    targets = (*catalog.named_targets, FREE_TARGET)
    choose_selection(
        catalog,
        "target_id",
        words.TARGET,
        targets,
        selection.target_id,
        lambda item: (
            words.FREE_TARGET if item == FREE_TARGET else catalog.named_targets[item].label_fr
        ),
    )
    if selection.free_target_msu is not None:
        _choose_free_target(catalog, selection)


def show_problems(problems: Sequence[str]) -> None:
    """Show the problems of the address; they quote a visitor, hence no markup."""
    for problem in problems:
        st.warning(harmless(problem), icon="⚠️")


def show_no_warehouse(error: NoWarehouseError) -> None:
    """Show the command to run when nothing is published, real data or demonstration."""
    if state.is_demo():
        command, what = "make demo", "python -m etl build --demo"
    else:
        command, what = "make build", "python -m etl build"
    st.error(typography(words.no_warehouse(harmless(str(error)), command, what)), icon="⚠️")


def show_year_note(catalog: Catalog, year: int) -> None:
    """Explain why territories have no MSU that year, when local counts are the reason."""
    text = _year_note(catalog, year)
    if text:
        st.html(f'<p class="note year-note" role="status">{escape(typography(text))}</p>')


def _year_note(catalog: Catalog, year: int) -> str:
    gap = catalog.national_gaps.get(year)
    if gap:
        return (
            f"En {year}, {gap.reason_fr} : {number(gap.known_msu)} MSU comptés localement, "
            f"{number(gap.national_msu)} au niveau national. Les comptages locaux sont gardés ; "
            "les territoires qui n’en ont pas sont « n. d. »."
        )
    if year not in catalog.national_years:
        return (
            f"En {year}, aucun comptage national n’est publié : les territoires dont un comptage "
            "local a été importé ont leur valeur de cette année, les autres gardent celle du "
            "dernier comptage national, qui est datée."
        )
    return ""


def show_demo_banner(catalog: Catalog) -> None:
    """Warn on every page of a demonstration that its figures are fictitious."""
    if catalog.build.is_demo:
        with st.container(key="demo.bandeau", horizontal=True, vertical_alignment="center"):
            st.html('<p class="demo-banner" role="alert">DONNÉES FICTIVES</p>', width="stretch")
            st.button(
                "Quitter la démonstration",
                key="demo.sortir",
                on_click=state.show_demo,
                kwargs={"on": False},
            )


def show_damages(catalog: Catalog, damages: Sequence[Damage]) -> None:
    """Say on every page that the newest build could not be served, and of when the figures are."""
    if damages:
        text = words.damages(damages, catalog.build.built_on_fr)
        st.warning(harmless(typography(text)), icon="⚠️")


def show_footer(catalog: Catalog) -> None:
    """Show the build, its data version and its share of observed values."""
    build = catalog.build
    st.html(
        '<footer class="page-foot">'
        f"Construction {escape(build.build_id)} du {escape(build.built_on_fr)}, "
        f"données {escape(build.data_version)}. "
        f"MSU par département et par année : {_shares(build)}. "
        "Fond de carte : © IGN ADMIN EXPRESS COG 2024, simplifié (Licence Ouverte 2.0).</footer>"
    )


def carry_tools(catalog: Catalog) -> None:
    """Send the code of the buttons under the charts of the page, after it."""
    carry_chart_tools(footer=map_footer(catalog), is_demo=catalog.build.is_demo)


def _shares(build: BuildInfo) -> str:
    observed = quantity(build.observed_pct, "%", 1)
    if build.is_demo:
        return "valeurs fictives, hors comptages nationaux et locaux publiés"
    if not build.imported_pct:
        return f"{observed} de valeurs observées, le reste est estimé"
    imported = quantity(build.imported_pct, "%", 1)
    return f"{observed} de valeurs observées, {imported} importées, le reste est estimé"


def _choose_free_target(catalog: Catalog, selection: Selection) -> None:
    def take(value: float | None) -> None:
        # An emptied field keeps the target in force.
        if value is not None:
            state.change(catalog, "target_id", str(int(value)))

    type_number(
        words.FREE_TARGET_LABEL,
        state.WIDGET_KEYS["free_target"],
        Bounds(FREE_TARGET_MIN, FREE_TARGET_MAX),
        selection.free_target_msu,
        on_value=take,
    )


STYLE_SHEET = "/app/static/style.css"


def apply_style() -> None:
    """Apply the style sheet, which the browser fetches once and keeps."""
    st.html(f'<style>@import url("{STYLE_SHEET}");</style>')
