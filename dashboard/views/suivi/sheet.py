"""One entry of a register, laid out by its declaration, with its sheet to download."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import streamlit as st

from dashboard.core.catalog import Catalog
from dashboard.core.formatting import today_in_paris
from dashboard.queries.cache import ServedBuild
from dashboard.themes.entry_sheet import EMPTY, EntrySheet, SheetField, entry_file_name, entry_sheet
from dashboard.themes.registers import place_text
from dashboard.ui.downloads import watched
from dashboard.ui.tables import table_html
from dashboard.views.suivi.page import FollowUpPage, widget_key
from models.registers.register import Register, RegisterEntry


def show_entry_sheet(
    build: ServedBuild, catalog: Catalog, register: Register, entry: RegisterEntry
) -> None:
    """Show an entry whole; its PDF is only made when it is asked for."""
    st.html(sheet_html(entry_sheet(catalog, register, entry, today_in_paris())))
    name = entry_file_name(catalog, register, entry, "pdf")
    st.download_button(
        "Fiche en PDF",
        watched(f"{name}, build {build.build_id}", _maker(catalog, register, entry)),
        file_name=name,
        mime="application/pdf",
        key=f"entree.{register.register_id}.{entry.source_id}.{entry.territory_id}.{entry.entry_id}",
        on_click="ignore",
        icon="⬇",
    )


def sheet_html(sheet: EntrySheet) -> str:
    """HTML of a sheet, every text escaped."""
    tables = "".join(
        table_html(item.label, item.header, item.rows) for item in sheet.tables if item.rows
    )
    bare = (SheetField(item.label, ()) for item in sheet.tables if not item.rows)
    texts = "".join(_field(item) for item in (*sheet.texts, *bare))
    note = f'<p class="foot">{escape(sheet.note)}</p>' if sheet.note else ""
    about = " · ".join((sheet.register, f"{sheet.noun} {sheet.reference}", sheet.place))
    return (
        f'<article class="sheet"><p class="kicker">{escape(about)}</p>'
        f"<h3>{escape(sheet.title)}</h3>{_steps(sheet)}"
        f'<dl class="facts">{"".join(_field(item) for item in sheet.facts)}</dl>'
        f'<dl class="texts">{texts}</dl>'
        f'{tables}{note}<p class="foot">{escape(sheet.origin)}</p></article>'
    )


def _steps(sheet: EntrySheet) -> str:
    if not sheet.steps:
        return ""
    items = []
    for step in sheet.steps:
        current = ' class="current" aria-current="step"' if step.is_current else ""
        words = " · ".join(
            text for text in (step.when, "étape actuelle" if step.is_current else "") if text
        )
        items.append(f"<li{current}>{escape(step.label)}<small>{escape(words)}</small></li>")
    return f'<ol class="steps" aria-label="Étapes">{"".join(items)}</ol>'


def _field(item: SheetField) -> str:
    if not item.lines:
        shown = f'<span class="empty">{EMPTY}</span>'
    elif item.is_list:
        shown = f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in item.lines)}</ul>"
    else:
        shown = "<br>".join(escape(line) for line in item.lines)
    return f"<div><dt>{escape(item.label)}</dt><dd>{shown}</dd></div>"


def _maker(catalog: Catalog, register: Register, entry: RegisterEntry) -> Callable[[], bytes]:
    def make() -> bytes:
        from dashboard.briefs.entry_pdf import build_entry_pdf

        return build_entry_pdf(catalog, register, entry)

    return make


def show_chosen_sheet(
    page: FollowUpPage, entries: Sequence[RegisterEntry], names: Sequence[str]
) -> None:
    """Ask which line to open, among those listed, and show its sheet with its PDF."""
    listed = {(item.source_id, item.territory_id, item.entry_id): item for item in entries}
    labels = {
        key: f"{name} · {place_text(page.catalog, item)}"
        for (key, item), name in zip(listed.items(), names, strict=True)
    }
    chosen = st.selectbox(
        "Ouvrir la fiche d’une ligne",
        list(listed),
        index=None,
        format_func=lambda key: labels.get(key, ""),
        placeholder="Choisir une ligne de la liste",
        key=widget_key("fiche"),
    )
    if chosen in listed:
        show_entry_sheet(page.build, page.catalog, page.register, listed[chosen])
