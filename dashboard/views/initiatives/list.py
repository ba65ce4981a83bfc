"""The initiatives of a choice, sheet by sheet, or what to do when there are none."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import STATUS_LABELS
from dashboard.core.files import file_name, place_name, slug, to_csv
from dashboard.core.formatting import harmless, number, typography
from dashboard.queries.registers import fetch_entries, fetch_entry, fetch_every_entry
from dashboard.ui.downloads import show_csv_download
from dashboard.views.initiatives import words as prose
from dashboard.views.initiatives.cards import show_initiative_cards, show_opened
from dashboard.views.initiatives.page import REGISTER, InitiativePage, change_view, initiative_key
from dashboard.views.initiatives.view import InitiativeView, entry_of
from dashboard.views.initiatives.words import code_label, initiatives, sheets_n
from models.registers.register import Register, RegisterEntry, RegisterField

PER_SHEET = 12


def show_initiative_opened(page: InitiativePage) -> None:
    """Show the initiative the address names, or say that there is none of that name."""
    if not page.view.entry:
        return
    entry_id, source_id = entry_of(page.view.entry)
    entry = fetch_entry(page.build, REGISTER, entry_id, source_id)
    if entry is None:
        st.warning(
            harmless(
                f"Initiative inconnue : « {page.view.entry[:60]} ». Elle a pu être retirée ; la "
                "liste donne celles qui sont publiées."
            ),
            icon="⚠️",
        )
        return
    show_opened(page, entry)


def show_initiative_list(page: InitiativePage) -> None:
    """Cards of the sheet in force, and the way to the others."""
    total = page.facets.total_n
    if not total:
        st.info(typography(prose.NOTHING_FOUND.format(advice=_advice(page))))
        return
    last = sheets_n(total, PER_SHEET)
    with st.container(
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        key="initiatives-tete",
    ):
        st.header(typography(_heading(page, total, last)), anchor=False, width="content")
        show_initiative_download(page)
    show_initiative_cards(page, sheet_entries(page))
    if last > 1:
        _show_pager(current_sheet(page), last)


def _heading(page: InitiativePage, total: int, last: int) -> str:
    """What is listed, in which order, and which part of it is shown."""
    first = "les plus proches de la recherche" if page.view.text else "les plus récentes"
    part = f", feuille {number(current_sheet(page))} sur {number(last)}" if last > 1 else ""
    return f"{initiatives(total)}, {first} d’abord{part}" if total > 1 else initiatives(total)


def sheet_entries(page: InitiativePage) -> tuple[RegisterEntry, ...]:
    """Initiatives of the sheet in force."""
    first = (current_sheet(page) - 1) * PER_SHEET
    return fetch_entries(page.build, REGISTER, page.chosen, PER_SHEET, first)


def current_sheet(page: InitiativePage) -> int:
    """Sheet shown: that of the view, or the last one when it is beyond."""
    return min(page.view.sheet, sheets_n(page.facets.total_n, PER_SHEET))


def _show_pager(sheet: int, last: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="initiatives-feuilles"):
        _go("Précédentes", "precedentes", sheet - 1, is_possible=sheet > 1)
        st.markdown(typography(f"Feuille {number(sheet)} sur {number(last)}"), width="content")
        _go("Suivantes", "suivantes", sheet + 1, is_possible=sheet < last)


def _go(label: str, name: str, sheet: int, *, is_possible: bool) -> None:
    st.button(
        label,
        key=initiative_key(name),
        disabled=not is_possible,
        on_click=change_view,
        args=(lambda view: InitiativeView.at_sheet(view, sheet),),
    )


def _advice(page: InitiativePage) -> str:
    """What would leave something, the nearest step first."""
    steps = []
    if page.view.has_filter:
        steps.append(prose.ADVICE_FILTERS)
    if not page.is_nation and not page.view.is_wider:
        steps.append(prose.ADVICE_WIDER)
    if not page.is_nation:
        steps.append(prose.ADVICE_TERRITORY)
    return ", ou ".join(steps)


FIRST = ("repere", "titre", "territoire_id", "territoire")
LAST = ("statut", "source", "emplacement", "version_donnees", "construction")


def show_initiative_download(page: InitiativePage) -> None:
    """Button that makes the file of what the filters keep when it is clicked."""
    count = page.facets.total_n
    if not count:
        return
    what = "choix" if page.view.has_filter else ""
    name = file_name(page.catalog, "initiatives", place_name(page.territory), what)
    show_csv_download(
        f"Télécharger la liste ({count})",
        f"{name}.csv",
        initiative_key("csv"),
        lambda: to_csv(
            csv_header(page.register),
            [
                csv_row(page, entry)
                for entry in fetch_every_entry(page.build, REGISTER, page.chosen, count)
            ],
            is_demo=page.catalog.build.is_demo,
        ),
    )


def csv_header(register: Register) -> tuple[str, ...]:
    """Names of the columns."""
    return (*FIRST, *(_column(field) for field in _others(register)), *LAST)


def csv_row(page: InitiativePage, entry: RegisterEntry) -> tuple[str, ...]:
    """One initiative as text, under ``csv_header``; what its source does not say is empty."""
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
        return f"{value:g}".replace(".", ",")
    return code_label(register, field_id, str(value)) if value != "" else ""
