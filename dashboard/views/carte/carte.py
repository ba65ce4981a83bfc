"""Page « Carte »: the shortfall beside the retention, and the territory behind each colour."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import MSU, Catalog
from dashboard.core.selection import NO_SECOND_MAP, Selection
from dashboard.profile.build import local_counts
from dashboard.queries.desk import Desk
from dashboard.ui import state
from dashboard.ui.cards import show_definition_links
from dashboard.ui.downloads import show_csv_download, show_excel_download
from dashboard.ui.fields import choose_selection
from dashboard.ui.key_figures import show_key_figures
from dashboard.ui.level_files import level_csv, level_workbook
from dashboard.ui.level_table import show_level_table
from dashboard.ui.maps import map_layer, show_map
from dashboard.ui.msu_answer import show_msu_answer
from dashboard.ui.sections import Section, show_section
from dashboard.ui.shell import show_year_note
from dashboard.views.carte import words
from dashboard.views.carte.keys import show_key_comparison
from dashboard.views.carte.territory import show_territory_panel, show_territory_tables

MAP = "carte.carte"
WIDTHS = (5, 3)


def render() -> None:
    """Draw the page for the current selection."""
    desk = state.desk()
    indicator_ids = _mapped(desk.selection)
    show_msu_answer(desk)
    if counts := local_counts(desk, desk.selection.level):
        st.markdown(counts)
    else:
        show_year_note(desk.catalog, desk.selection.year)
    if desk.is_expert:
        _show_indicator_selectors(desk.catalog, desk.selection)
    if len(indicator_ids) == 1:
        left, right = st.columns(WIDTHS, gap="medium")
        with left:
            _show_map(desk, indicator_ids)
        with right:
            show_territory_panel(desk)
    else:
        _show_map(desk, indicator_ids)
        show_territory_panel(desk)
    if desk.is_expert:
        show_key_figures(desk)
        show_territory_tables(desk)
        show_key_comparison(desk)
    # Built when opened only: the table costs more than the rest of the page.
    show_section(VALUES, desk)
    if desk.is_expert:
        show_definition_links(desk.catalog, desk.selection, indicator_ids)
        _show_downloads(desk, indicator_ids)


def _show_map(desk: Desk, indicator_ids: tuple[str, ...]) -> None:
    """Map as high as the screen, framed on what my territory holds when it is not the nation."""
    level = desk.selection.level
    is_held = desk.territory.level in ("region", "subdivision")
    show_map(
        desk,
        [map_layer(desk, item) for item in indicator_ids],
        MAP,
        focus=desk.scope_ids(level) if is_held else (),
        fill=True,
    )


def _mapped(selection: Selection) -> tuple[str, ...]:
    """Indicator of the first map, then that of the second one if any."""
    ids = (selection.indicator_id, selection.second_id or selection.indicator_id)
    return tuple(dict.fromkeys(ids))


def _show_indicator_selectors(catalog: Catalog, selection: Selection) -> None:
    left, right = st.columns(2)
    with left:
        choose_selection(
            catalog,
            "indicator_id",
            words.INDICATOR,
            catalog.map_indicators,
            selection.indicator_id,
            lambda item: catalog.indicators[item].label_fr,
            label_visibility="collapsed",
        )
    with right:
        choose_selection(
            catalog,
            "second_id",
            words.SECOND_INDICATOR,
            (*catalog.map_indicators, NO_SECOND_MAP),
            selection.second_id or NO_SECOND_MAP,
            lambda item: (
                words.ONE_MAP_ONLY
                if item == NO_SECOND_MAP
                else words.beside(catalog.indicators[item].label_fr)
            ),
            label_visibility="collapsed",
        )


def _show_values(desk: Desk) -> None:
    """Values of the map in my territory, and their workbook."""
    indicator_ids = _mapped(desk.selection)
    show_level_table(desk, indicator_ids)
    level = desk.selection.level
    scope = desk.scope_ids(level)
    ids = scope if len(scope) > 1 else desk.catalog.level_ids[level]

    def make() -> bytes:
        # A situation needs the MSU and the interval that it says.
        shown = dict.fromkeys((*indicator_ids, MSU))
        return level_workbook(desk, [desk.values(item) for item in shown], ids)

    show_excel_download(f"carte_{level}_{desk.selection.year}", "carte.excel", make)


def _show_downloads(desk: Desk, indicator_ids: tuple[str, ...]) -> None:
    def make() -> bytes:
        return level_csv(desk, [desk.values(item) for item in indicator_ids])

    parts = ("carte", *indicator_ids, desk.selection.level, desk.catalog.build.built_on_iso)
    show_csv_download(words.DOWNLOAD, f"{'_'.join(parts)}.csv", "carte.csv", make)


VALUES = Section[Desk]("carte.valeurs", words.VALUES, _show_values)

if __name__ == "__main__":
    render()
