"""The sheet of a line, laid out by the declaration of its register, and its PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import streamlit as st

from dashboard.core.catalog import Catalog
from dashboard.themes.entry_sheet import EMPTY, EntrySheet, SheetField, entry_file_name, entry_sheet
from dashboard.themes.registers import place_text
from dashboard.ui.downloads import log_failures
from dashboard.ui.tables import table_html
from dashboard.views.suivi import words
from dashboard.views.suivi.page import RegisterPage, widget_key
from models.registers.register import Register, RegisterEntry


def show_chosen_sheet(
    page: RegisterPage, entries: Sequence[RegisterEntry], names: Sequence[str]
) -> None:
    """Selector of one of the lines listed, and the sheet of that line with its PDF."""
    listed = {(item.source_id, item.territory_id, item.entry_id): item for item in entries}
    labels = {
        key: f"{name} · {place_text(page.catalog, item)}"
        for (key, item), name in zip(listed.items(), names, strict=True)
    }
    key = st.selectbox(
        words.OPEN_SHEET,
        list(listed),
        index=None,
        format_func=lambda key: labels.get(key, ""),
        placeholder=words.CHOOSE_LINE,
        key=widget_key("fiche"),
    )
    if key in listed:
        _show_sheet(page, listed[key])


def _show_sheet(page: RegisterPage, entry: RegisterEntry) -> None:
    """Show a whole line; its PDF is only made when it is downloaded."""
    catalog, register = page.catalog, page.register
    st.html(sheet_html(entry_sheet(catalog, register, entry, page.today)))
    name = entry_file_name(catalog, register, entry, "pdf")
    st.download_button(
        "Fiche en PDF",
        log_failures(f"{name}, build {page.build.build_id}", _maker(catalog, register, entry)),
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
        notes = " · ".join(
            text for text in (step.when, "étape actuelle" if step.is_current else "") if text
        )
        items.append(f"<li{current}>{escape(step.label)}<small>{escape(notes)}</small></li>")
    return f'<ol class="steps" aria-label="Étapes">{"".join(items)}</ol>'


def _field(item: SheetField) -> str:
    if not item.lines:
        value = f'<span class="empty">{EMPTY}</span>'
    elif item.is_list:
        value = f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in item.lines)}</ul>"
    else:
        value = "<br>".join(escape(line) for line in item.lines)
    return f"<div><dt>{escape(item.label)}</dt><dd>{value}</dd></div>"


def _maker(catalog: Catalog, register: Register, entry: RegisterEntry) -> Callable[[], bytes]:
    def make() -> bytes:
        from dashboard.briefs.entry_pdf import build_entry_pdf

        return build_entry_pdf(catalog, register, entry)

    return make
