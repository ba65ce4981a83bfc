"""Which families of partners each line of a register names."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from dashboard.core.formatting import MISSING, typography
from dashboard.ui.tables import Link

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
