"""The list of the lines of a register: search, step, pages and file."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard.core.catalog import Catalog
from dashboard.core.files import decimal, file_name, place_name, to_csv
from dashboard.core.formatting import number, period, typography
from dashboard.queries.registers import fetch_entries, fetch_every_entry, fetch_facets, fetch_terms
from dashboard.themes.entry_sheet import PERSONS
from dashboard.themes.registers import (
    EntryFilter,
    counted_noun,
    field_text,
    line_name,
    place_text,
    source_text,
    status_text,
    step_text,
)
from dashboard.ui import state
from dashboard.ui.downloads import show_csv_download
from dashboard.ui.fields import choose
from dashboard.ui.tables import show_lines_table
from dashboard.views.suivi import words
from dashboard.views.suivi.page import RegisterPage, change_from_widget, change_view, widget_key
from dashboard.views.suivi.sheet import show_chosen_sheet
from dashboard.views.suivi.view import TEXT_CHARACTERS, clean_text
from models.registers.register import Register, RegisterEntry

SHEET_LINES = 25
EXPORTED = 100_000
ALL_STEPS = ""
FIXED_HEADER = (
    "statut",
    "source",
    "emplacement",
    "confidentialite",
    "version_donnees",
    "construction",
)


def show_lines(page: RegisterPage) -> None:
    """Search and step, then the lines that answer, a page at a time, and the sheet of one."""
    entry_filter = _entry_filter(page)
    facets = fetch_facets(page.build, page.view.register_id, entry_filter)
    title = words.list_title(
        page.register,
        page.territory.label,
        facets.total_n,
        is_filtered=bool(page.view.text or page.view.step),
    )
    st.header(typography(title), anchor=False)
    _show_filters(page, facets.by_step)
    if not facets.total_n:
        st.info(words.NO_ANSWER)
        return
    sheets = -(-facets.total_n // SHEET_LINES)
    sheet = min(page.view.sheet, sheets)
    entries = fetch_entries(
        page.build, page.view.register_id, entry_filter, SHEET_LINES, SHEET_LINES * (sheet - 1)
    )
    first = SHEET_LINES * (sheet - 1) + 1
    ranks = f"{number(first)} à {number(first + len(entries) - 1)} sur {number(facets.total_n)}"
    show_lines_table(
        "suivi-lignes-liste",
        f"{page.register.label_fr}, {page.territory.label} : lignes {ranks}",
        _header(page.register),
        [_row(page.catalog, page.register, entry) for entry in entries],
    )
    _show_sheets(sheet, sheets)
    show_chosen_sheet(page, entries, [line_name(page.register, entry) for entry in entries])
    _show_file(page, entry_filter)


def csv_header(register: Register) -> tuple[str, ...]:
    """Header of the file of a register: its own fields, then where each line comes from."""
    return (*(field.label_fr for field in register.fields), *FIXED_HEADER)


def csv_row(catalog: Catalog, register: Register, entry: RegisterEntry) -> tuple[str, ...]:
    """One line as text: dates as ISO, numbers with a decimal comma, codes as labels."""
    values = []
    for field in register.fields:
        value = entry.fields.get(field.field_id)
        if isinstance(value, int | float):
            values.append(decimal(float(value), 0 if float(value).is_integer() else 2))
        elif field.type in ("day", "period"):
            values.append(str(value or ""))
        else:
            values.append(field_text(catalog, field, value))
    source = catalog.sources.get(entry.source_id)
    return (
        *values,
        status_text(entry),
        source.citation if source else entry.source_id,
        entry.locator,
        words.PERSONS_CSV if register.persons else "",
        catalog.build.data_version,
        catalog.build.build_id,
    )


def _entry_filter(page: RegisterPage) -> EntryFilter:
    return EntryFilter(
        page.selection.territory_id,
        steps=(page.view.step,) if page.view.step else (),
        terms=fetch_terms(page.build, page.view.text),
    )


def _show_filters(page: RegisterPage, by_step: Mapping[str, int]) -> None:
    searched, stepped = st.columns(2)
    key = widget_key("text")
    state.seed(key, page.view.text)
    with searched:
        st.text_input(
            "Rechercher dans les lignes",
            max_chars=TEXT_CHARACTERS,
            placeholder="Mot, organisme, lieu",
            key=key,
            on_change=_search,
        )
    if not page.register.steps:
        return
    labels = page.register.step_labels
    with stepped:
        choose(
            widget_key("step"),
            "Étape",
            (ALL_STEPS, *labels),
            page.view.step,
            lambda step: (
                f"{labels[step]} · {number(by_step.get(step, 0))}" if step else "Toutes les étapes"
            ),
            on_change=change_from_widget,
            args=("step",),
        )


def _search() -> None:
    change_view("text", clean_text(str(state.widget_value(widget_key("text"), ""))))


def _header(register: Register) -> tuple[str, ...]:
    names = [register.entry_fr[0].capitalize(), "Territoire"]
    if register.steps:
        names.append("Étape")
    for role in ("theme", "start", "due"):
        field = register.field_of(role)
        if field:
            names.append(field.label_fr)
    if "quantity" in register.roles:
        names.append(counted_noun(register)[1].capitalize())
    return (*names, "Statut", "Source")


def _row(catalog: Catalog, register: Register, entry: RegisterEntry) -> tuple[str, ...]:
    cells = [line_name(register, entry), place_text(catalog, entry)]
    if register.steps:
        cells.append(step_text(register, entry))
    for role in ("theme", "start", "due"):
        field = register.field_of(role)
        if field:
            cells.append(field_text(catalog, field, entry.fields.get(field.field_id)))
    if "quantity" in register.roles:
        cells.append(number(1 if entry.quantity is None else entry.quantity))
    return (*cells, status_text(entry), source_text(catalog, entry))


def _show_sheets(sheet: int, sheets: int) -> None:
    if sheets == 1:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Lignes précédentes",
            key="suivi.precedent",
            disabled=sheet == 1,
            on_click=change_view,
            args=("sheet", sheet - 1),
        )
        st.markdown(f"Page {number(sheet)} sur {number(sheets)}")
        st.button(
            "Lignes suivantes",
            key="suivi.suivant",
            disabled=sheet == sheets,
            on_click=change_view,
            args=("sheet", sheet + 1),
        )


def _show_file(page: RegisterPage, entry_filter: EntryFilter) -> None:
    name = file_name(page.catalog, "suivi", page.register.label_fr, place_name(page.territory))

    def make() -> bytes:
        entries = fetch_every_entry(page.build, page.view.register_id, entry_filter, EXPORTED)
        rows = [csv_row(page.catalog, page.register, entry) for entry in entries]
        is_demo = page.catalog.build.is_demo
        return to_csv(csv_header(page.register), rows, is_demo=is_demo)

    show_csv_download("Toutes ces lignes (CSV)", f"{name}.csv", "suivi.liste.csv", make)
    if page.register.persons:
        threshold = page.catalog.build.secrecy_threshold
        st.caption(typography(PERSONS.format(threshold=threshold)))
    else:
        day = period(page.today.isoformat())
        st.caption(typography(words.READ_ON.format(day=day)))
