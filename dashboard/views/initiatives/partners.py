"""Section: families of partners of the initiatives in place, faculties missing, matrix."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

import streamlit as st

from dashboard.core.formatting import MISSING, number, quantity, typography
from dashboard.queries.register_counts import fetch_presence
from dashboard.themes.registers import FACULTY, Presence
from dashboard.ui.tables import Link, show_table
from dashboard.views.initiatives import words
from dashboard.views.initiatives.list import sheet_entries
from dashboard.views.initiatives.page import IN_PLACE, REGISTER, InitiativePage

# Field of the effect, where the source reports one.
EFFECT = "outcome"


def show_partners(page: InitiativePage) -> None:
    """Show the families of the initiatives in place, the missing faculties, then the matrix."""
    if not page.families:
        return
    in_place = replace(page.choice, steps=IN_PLACE, family="")
    presence = fetch_presence(page.build, REGISTER, in_place)
    effects = fetch_presence(page.build, REGISTER, in_place, EFFECT)
    _show_families(page, presence, effects)
    _show_alert(fetch_presence(page.build, REGISTER, page.choice))
    _show_matrix(page)


def _show_families(page: InitiativePage, presence: Presence, effects: Presence) -> None:
    """The families most named, and how often where the source reports an effect."""
    st.markdown(words.partners(effects.entries_n, effects.named_n))
    if not presence.named_n:
        st.info(typography(words.NO_PARTNER))
        return
    show_table(
        words.partners_caption(presence.entries_n, presence.named_n),
        words.PARTNERS_HEADER,
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
        st.warning(words.no_faculty(absent, presence.named_n), icon="⚠️")


def _show_matrix(page: InitiativePage) -> None:
    rows = [
        PartnerRow(
            Link(entry.title_fr, page.entry_link(entry)),
            entry.partner_families,
            bool(entry.partners),
        )
        for entry in sheet_entries(page)
    ]
    present = {family for row in rows for family in row.families}
    families = {family: label for family, label in page.families.items() if family in present}
    if families:
        st.html(partner_matrix_html(words.MATRIX_CAPTION, families, rows))
        st.caption(typography(words.MATRIX))


PRESENT, NOT_NAMED = "●", "·"


@dataclass(frozen=True)
class PartnerRow:
    """One line: its name and its families; ``is_named`` False when its source names no partner."""

    name: Link
    families: Collection[str]
    is_named: bool


def partner_matrix_html(
    caption: str, families: Mapping[str, str], rows: Sequence[PartnerRow]
) -> str:
    """HTML of a line per row, a column per family in their order, every text escaped.

    A family that the source does not name is not said to be absent.
    """
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
