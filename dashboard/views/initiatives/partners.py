"""With whom: the families of partners that the initiatives in place name, and who is missing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

import streamlit as st

from dashboard.core.formatting import MISSING, number, plural, quantity, typography
from dashboard.queries.register_counts import fetch_presence
from dashboard.themes.registers import FACULTY, Presence
from dashboard.ui.tables import Link, show_table
from dashboard.views.initiatives import words as prose
from dashboard.views.initiatives.list import sheet_entries
from dashboard.views.initiatives.page import IN_PLACE, REGISTER, InitiativePage
from dashboard.views.initiatives.view import entry_address
from dashboard.views.initiatives.words import initiatives

# What the source reports of the effect, when it does.
EFFECT = "outcome"
HEADER = (
    "Famille de partenaires",
    "Initiatives en place",
    "Part de celles qui en nomment",
    "Dont un effet est rapporté",
)


def show_initiative_partners(page: InitiativePage) -> None:
    """Families in the initiatives in place, the faculties that miss, then the matrix."""
    if not page.families:
        return
    placed = replace(page.chosen, steps=IN_PLACE, family="")
    presence = fetch_presence(page.build, REGISTER, placed)
    effects = fetch_presence(page.build, REGISTER, placed, EFFECT)
    _show_families(page, presence, effects)
    _show_alert(fetch_presence(page.build, REGISTER, page.chosen))
    _show_matrix(page)


def _show_families(page: InitiativePage, presence: Presence, effects: Presence) -> None:
    """The families most named, and how often where the source reports an effect."""
    effects_fr = plural(effects.entries_n, "initiative") if effects.entries_n else "aucune"
    named_fr = number(effects.named_n)
    st.markdown(typography(prose.PARTNERS.format(effects=effects_fr, named=named_fr)))
    if not presence.named_n:
        st.info(typography("Aucune initiative en place de ce choix ne nomme ses partenaires."))
        return
    named = number(presence.named_n)
    show_table(
        f"Présents dans les {initiatives(presence.entries_n)} en place, dont {named} nomment "
        "leurs partenaires",
        HEADER,
        [
            (
                page.families.get(family, family),
                number(count),
                quantity(100 * count / presence.named_n, "%"),
                number(effects.by_family.get(family, 0)),
            )
            for family, count in presence.by_family.items()
        ],
    )


def _show_alert(presence: Presence) -> None:
    absent = presence.absent_n(FACULTY)
    if absent:
        text = prose.NO_FACULTY.format(absent=number(absent), named=number(presence.named_n))
        st.warning(typography(text), icon="⚠️")


def _show_matrix(page: InitiativePage) -> None:
    entries = sheet_entries(page)
    rows = []
    for entry in entries:
        address = entry_address(entry.entry_id, entry.source_id)
        link = Link(entry.title_fr, page.link(page.view.opened(address)))
        rows.append(PartnerRow(link, entry.partner_families, bool(entry.partners)))
    told = {family for row in rows for family in row.families}
    shown = {family: label for family, label in page.families.items() if family in told}
    if rows and shown:
        show_partner_matrix("Qui est nommé, initiative par initiative", shown, rows)
        st.caption(typography(prose.MATRIX))


PRESENT, NOT_NAMED = "●", "·"


@dataclass(frozen=True)
class PartnerRow:
    """One line: its name and its families; ``is_named`` False when its source names no partner."""

    name: Link
    families: Collection[str]
    is_named: bool


def show_partner_matrix(
    caption: str, families: Mapping[str, str], rows: Sequence[PartnerRow]
) -> None:
    """Show a line per row, a column per family, in the order of ``families``."""
    st.html(partner_matrix_html(caption, families, rows))


def partner_matrix_html(
    caption: str, families: Mapping[str, str], rows: Sequence[PartnerRow]
) -> str:
    """HTML of the matrix, every text escaped; what is not named is not said to be absent."""
    head = "".join(
        f'<th scope="col"><span>{escape(label)}</span></th>' for label in families.values()
    )
    body = "".join(_row(families, row) for row in rows)
    label = escape(typography(caption))
    return (
        f'<div class="table matrix partners" role="region" aria-label="{label}" tabindex="0">'
        f'<table><caption>{label}</caption><thead><tr><th scope="col">Initiative</th>{head}</tr>'
        f"</thead><tbody>{body}</tbody></table></div>"
    )


def _row(families: Mapping[str, str], row: PartnerRow) -> str:
    name = escape(typography(row.name.text))
    link = f'<a href="{escape(row.name.href)}" target="_self">{name}</a>'
    return f'<tr><th scope="row">{link}</th>{_cells(families, row)}</tr>'


def _cells(families: Mapping[str, str], row: PartnerRow) -> str:
    if not row.is_named:
        return f'<td class="none" colspan="{len(families)}">{MISSING}</td>'
    return "".join(
        f'<td title="{escape(label)}"><span aria-label="nommée">{PRESENT}</span></td>'
        if family in row.families
        else f'<td class="none">{NOT_NAMED}</td>'
        for family, label in families.items()
    )
