"""The initiatives of a choice, sheet by sheet; the one opened; the file of the choice."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import STATUS_LABELS
from dashboard.core.files import exact_decimal, file_name, place_name, slug, to_csv
from dashboard.core.formatting import harmless, typography
from dashboard.queries.registers import fetch_entries, fetch_entry, fetch_every_entry
from dashboard.ui.downloads import show_csv_download
from dashboard.views.initiatives import words
from dashboard.views.initiatives.cards import show_initiative_cards, show_opened
from dashboard.views.initiatives.page import REGISTER, InitiativePage, change_view, initiative_key
from dashboard.views.initiatives.view import InitiativeView, entry_of
from models.registers.register import Register, RegisterEntry, RegisterField

PER_SHEET = 12
# Columns of the file before and after the other fields of the register.
FIRST_COLUMNS = ("repere", "titre", "territoire_id", "territoire")
LAST_COLUMNS = ("statut", "source", "emplacement", "version_donnees", "construction")


def show_opened_initiative(page: InitiativePage) -> None:
    """Show the initiative that the address names, or a warning when there is no such one."""
    if not page.view.entry:
        return
    entry_id, source_id = entry_of(page.view.entry)
    entry = fetch_entry(page.build, REGISTER, entry_id, source_id)
    if entry is None:
        st.warning(harmless(words.unknown_initiative(page.view.entry)), icon="⚠️")
        return
    show_opened(page, entry)


def show_list(page: InitiativePage) -> None:
    """Show the cards of the current sheet, and the way to the others."""
    total = page.facets.total_n
    if not total:
        st.info(words.no_result(_advice(page)))
        return
    last = sheets_n(total, PER_SHEET)
    with st.container(
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        key="initiatives-tete",
    ):
        heading = words.list_heading(
            total,
            is_search=bool(page.view.text),
            sheet=current_sheet(page),
            last=last,
            is_wider=page.choice.with_wider and not page.is_nation,
        )
        st.header(typography(heading), anchor=False, width="content")
        if page.is_expert:
            _show_download(page)
    show_initiative_cards(page, sheet_entries(page))
    if last > 1:
        _show_pager(current_sheet(page), last)


def sheets_n(entries_n: int, per_sheet: int) -> int:
    """Sheets of the list, one at least."""
    return max(1, -(-entries_n // per_sheet))


def sheet_entries(page: InitiativePage) -> tuple[RegisterEntry, ...]:
    """Initiatives of the current sheet."""
    first = (current_sheet(page) - 1) * PER_SHEET
    return fetch_entries(page.build, REGISTER, page.choice, PER_SHEET, first)


def current_sheet(page: InitiativePage) -> int:
    """Sheet of the view, or the last one when it is beyond."""
    return min(page.view.sheet, sheets_n(page.facets.total_n, PER_SHEET))


def _show_pager(sheet: int, last: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="initiatives-feuilles"):
        _go("Précédentes", "precedentes", sheet - 1, is_possible=sheet > 1)
        st.markdown(words.sheet_of(sheet, last), width="content")
        _go("Suivantes", "suivantes", sheet + 1, is_possible=sheet < last)


def _go(label: str, name: str, sheet: int, *, is_possible: bool) -> None:
    st.button(
        label,
        key=initiative_key(name),
        disabled=not is_possible,
        on_click=change_view,
        args=(lambda view: InitiativeView.at_sheet(view, sheet),),
    )


def _advice(page: InitiativePage) -> list[str]:
    """Changes that may give a result, the nearest step first."""
    steps = []
    if page.view.has_filter:
        steps.append(words.ADVICE_FILTERS)
    if not page.is_nation and not page.view.is_wider:
        steps.append(words.ADVICE_WIDER)
    if not page.is_nation:
        steps.append(words.ADVICE_TERRITORY)
    return steps


def _show_download(page: InitiativePage) -> None:
    """Show the button that makes the file of the choice when it is clicked."""
    count = page.facets.total_n
    if not count:
        return
    part = "choix" if page.view.has_filter else ""
    name = file_name(page.catalog, "initiatives", place_name(page.territory), part)
    show_csv_download(
        words.download(count),
        f"{name}.csv",
        initiative_key("csv"),
        lambda: to_csv(
            csv_header(page.register),
            [
                csv_row(page, entry)
                for entry in fetch_every_entry(page.build, REGISTER, page.choice, count)
            ],
            is_demo=page.catalog.build.is_demo,
        ),
    )


def csv_header(register: Register) -> tuple[str, ...]:
    """Names of the columns."""
    return (*FIRST_COLUMNS, *(_column(field) for field in _others(register)), *LAST_COLUMNS)


def csv_row(page: InitiativePage, entry: RegisterEntry) -> tuple[str, ...]:
    """One initiative as text, under ``csv_header``; a field that its source lacks is empty."""
    build = page.catalog.build
    source = page.catalog.sources.get(entry.source_id)
    return (
        entry.entry_id,
        entry.title_fr,
        entry.territory_id,
        page.catalog.territories[entry.territory_id].label,
        *(_field(page.register, entry, field.field_id) for field in _others(page.register)),
        STATUS_LABELS[entry.status],
        source.citation if source else entry.source_id,
        entry.locator,
        build.data_version,
        build.build_id,
    )


def _column(field: RegisterField) -> str:
    """Name of a column: no accent, no space, in lower case."""
    return slug(field.label_fr, "_")


def _others(register: Register) -> list[RegisterField]:
    first = {register.roles[role] for role in ("entry", "title", "territory")}
    return [field for field in register.fields if field.field_id not in first]


def _field(register: Register, entry: RegisterEntry, field_id: str) -> str:
    value = entry.fields.get(field_id, "")
    if isinstance(value, float):
        return exact_decimal(value)
    return words.code_label(register, field_id, str(value)) if value != "" else ""
