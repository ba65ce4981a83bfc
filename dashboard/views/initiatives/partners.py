"""With whom: the families of partners that the initiatives in place name, and who is missing."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard.core.formatting import number, plural, quantity, typography
from dashboard.queries import cached_registers
from dashboard.queries.register_counts import Presence
from dashboard.ui.tables import Link, show_table
from dashboard.views.initiatives import initiatives_part as prose
from dashboard.views.initiatives.list import sheet_entries
from dashboard.views.initiatives.page import IN_PLACE, REGISTER, InitiativePage
from dashboard.views.initiatives.partner_matrix import PartnerRow, show_partner_matrix
from dashboard.views.initiatives.view import entry_address
from dashboard.views.initiatives.words import initiatives

FACULTY = "universites"
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
    presence = cached_registers.load_presence(page.build, REGISTER, placed)
    effects = cached_registers.load_presence(page.build, REGISTER, placed, EFFECT)
    _show_families(page, presence, effects)
    _show_alert(cached_registers.load_presence(page.build, REGISTER, page.chosen))
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
    absent = presence.named_n - presence.by_family.get(FACULTY, 0)
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
