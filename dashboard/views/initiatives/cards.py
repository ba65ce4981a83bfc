"""An initiative as a card: what, where, since when, with whom, from which source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import urlencode

import streamlit as st

from dashboard.core.catalog import STATUS_LABELS
from dashboard.core.formatting import typography
from dashboard.core.registry import FICHE
from dashboard.core.selection import changed_parameters
from dashboard.ui.cards import source_sentence
from dashboard.views.initiatives import words
from dashboard.views.initiatives.page import InitiativePage, change_view, initiative_key
from dashboard.views.initiatives.view import entry_address
from models.registers.register import RegisterEntry
from models.territories.cells import NATION

LIST_SEPARATOR = ";"
# Fields of an initiative opened, which the cards of the list leave out.
DETAILS = (
    "scale",
    "old_region_fr",
    "outcome",
    "outcome_fr",
    "measured_fr",
    "before_fr",
    "after_fr",
    "replication",
    "replication_fr",
)
# Fields that have a year.
DATED = {"before_fr": "before_year", "after_fr": "after_year"}


def show_initiative_cards(page: InitiativePage, entries: Sequence[RegisterEntry]) -> None:
    """Show initiatives as cards, side by side where there is room."""
    cards = "".join(card_html(page, entry) for entry in entries)
    st.html(f'<div class="initiatives">{cards}</div>')


def show_opened(page: InitiativePage, entry: RegisterEntry) -> None:
    """Show one initiative with all its fields, and a way back to the list."""
    with st.container(key="initiatives-ouverte"):
        st.html(card_html(page, entry, is_whole=True))
        st.button(
            words.CLOSE,
            key=initiative_key("fermer"),
            icon=":material/close:",
            on_click=change_view,
            args=(lambda view: view.opened(""),),
        )


def card_html(page: InitiativePage, entry: RegisterEntry, *, is_whole: bool = False) -> str:
    """HTML of one initiative, every text escaped."""
    title = escape(typography(entry.title_fr))
    href = escape(page.entry_link(entry))
    heading = title if is_whole else f'<a href="{href}" target="_self">{title}</a>'
    level = "h2" if is_whole else "h3"
    label = page.register.step_labels.get(entry.step or "", "")
    step = words.step_of(label, entry.year, is_dated=entry.status == "observed")
    theme = page.themes.get(entry.theme or "", entry.theme or "")
    status = "" if entry.status == "observed" else STATUS_LABELS[entry.status]
    marks = "".join(
        f'<span class="mark {css}">{escape(text)}</span>'
        for text, css in ((step, f"step-{entry.step}"), (theme, ""), (status, "status"))
        if text
    )
    where = words.place_of(entry, page.catalog.territories)
    return (
        f'<article class="initiative{" whole" if is_whole else ""}"><{level}>{heading}</{level}>'
        f'<p class="marks">{marks}</p>'
        f'<p class="where">{_place_html(page, entry, where)} · '
        f"{escape(words.year_of(entry, page.register))}</p>"
        f"{_line('', str(entry.fields.get('summary_fr', '')))}"
        f"{_line('Chiffres', str(entry.fields.get('figures_fr', '')))}"
        f"{_line('Partenaires', ', '.join(entry.partners))}"
        f"{_line('Précision', str(entry.fields.get('note_fr', '')))}"
        f"{_line('Réserve', str(entry.fields.get('reserve_fr', '')), 'reserve')}"
        f"{_more(page, entry) if is_whole else ''}"
        f"{_source(page, entry, is_whole=is_whole)}</article>"
    )


def _place_html(page: InitiativePage, entry: RegisterEntry, where: str) -> str:
    """Place of an initiative, with a link to the profile of its territory."""
    if entry.territory_id == NATION:
        return escape(typography(where))
    there = page.selection.with_value("territory_id", entry.territory_id)
    href = escape(f"{FICHE}?{urlencode(changed_parameters(there, page.catalog))}")
    title = escape(f"Fiche de {page.catalog.territories[entry.territory_id].label}")
    place = escape(typography(where))
    return f'<a href="{href}" target="_self" title="{title}">{place}</a>'


def _line(label: str, text: str, css: str = "") -> str:
    if not text:
        return ""
    head = f"<b>{label}\u00a0:</b> " if label else ""
    mark = f' class="{css}"' if css else ""
    return f"<p{mark}>{head}{escape(typography(text))}</p>"


def _more(page: InitiativePage, entry: RegisterEntry) -> str:
    """Fields that the cards of a list leave out, under their labels."""
    rows = [
        (page.register.by_id[field_id].label_fr, escape(typography(_detail(page, entry, field_id))))
        for field_id in DETAILS
        if entry.fields.get(field_id)
    ]
    if len(entry.departement_ids) > 1:
        rows.append(("Départements concernés", escape(_names(page, entry.departement_ids))))
    linked = str(entry.fields.get("linked_ids", ""))
    if linked:
        rows.append(("Initiatives liées", _linked(page, entry, linked.split(LIST_SEPARATOR))))
    cells = "".join(f"<dt>{escape(label)}</dt><dd>{html}</dd>" for label, html in rows)
    return f"<dl>{cells}</dl>" if cells else ""


def _detail(page: InitiativePage, entry: RegisterEntry, field_id: str) -> str:
    """Text of a field, with its year when it has one."""
    text = words.code_label(page.register, field_id, str(entry.fields[field_id]))
    year = entry.fields.get(DATED.get(field_id, ""), "")
    return f"{text} ({int(float(year))})" if year else text


def _linked(page: InitiativePage, entry: RegisterEntry, ids: Iterable[str]) -> str:
    """Links to the initiatives of the same source that go with this one."""
    return ", ".join(
        f'<a href="{escape(page.link(page.view.opened(address)))}" target="_self">'
        f"{escape(item)}</a>"
        for item in (part.strip() for part in ids)
        for address in (entry_address(item, entry.source_id),)
    )


def _names(page: InitiativePage, ids: Iterable[str]) -> str:
    return ", ".join(page.catalog.territories[item].label for item in ids)


def _source(page: InitiativePage, entry: RegisterEntry, *, is_whole: bool) -> str:
    cited = f"{source_sentence(page.catalog, entry.source_id)}, {escape(entry.locator)}"
    identity = f"{escape(entry.entry_id)} · {STATUS_LABELS[entry.status]}"
    body = f"<p>{cited}. {identity}</p>"
    if is_whole:
        return f'<div class="source">{body}</div>'
    return f"<details><summary>source</summary>{body}</details>"
