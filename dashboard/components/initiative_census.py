"""Where the initiatives come from, and what their census does not say."""

from __future__ import annotations

import streamlit as st

from dashboard.components.html_table import Cell, Link, show_table
from dashboard.components.initiative_context import REGISTER, InitiativePage
from dashboard.formatting import number, typography
from dashboard.model import STATUS_LABELS
from dashboard.queries import cached_registers
from dashboard.queries.register_counts import Provenance
from dashboard.queries.registers import EntryFilter
from dashboard.text import initiatives as prose

HEADER = ("Source", "Initiatives", "Statut")


def show_initiative_census(page: InitiativePage) -> None:
    """What the register says of itself, its sources, and the départements it is silent about."""
    if page.register.note_fr:
        st.markdown(typography(page.register.note_fr))
    st.markdown(typography(prose.CENSUS))
    found = cached_registers.load_provenance(page.build, REGISTER)
    show_table("Sources des initiatives", HEADER, [_row(page, item) for item in found])
    counts = page.counted(EntryFilter()).by_departement
    silent = [
        page.catalog.territories[item].name_fr
        for item in page.catalog.level_ids["departement"]
        if not counts.get(item)
    ]
    text = prose.SILENT.format(count=number(len(silent)), names=", ".join(silent))
    st.caption(typography(text))


def _row(page: InitiativePage, item: Provenance) -> list[Cell]:
    source = page.catalog.sources.get(item.source_id)
    cited: Cell = source.citation if source else item.source_id
    if source and source.url:
        cited = Link(source.citation, source.url, outside=True)
    return [cited, number(item.entries_n), STATUS_LABELS[item.status]]
