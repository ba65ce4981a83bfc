"""Places agréées, ouvertes, financées, pourvues: where a file was imported."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.components.html_table import Cell, show_table
from dashboard.formatting import number, period, quantity, typography
from dashboard.model import STATUS_LABELS, Catalog
from dashboard.queries.stages import PlaceChain
from dashboard.stage_levers import SHORT_NAMES
from dashboard.stage_summary import year_label
from dashboard.text.stages import CHAIN_MISSING, NO_PLACE

STAGE_NAMES = {**SHORT_NAMES, "SF": "Santé de la femme", "SE": "Santé de l’enfant"}
HEADER = (
    "Semestre",
    "Niveau",
    "Agréées",
    "Ouvertes",
    "Financées",
    "Pourvues",
    "Pourvues / ouvertes",
    "Statut",
    "Source",
)


def show_places(catalog: Catalog, chains: Sequence[PlaceChain], year: int, label: str) -> None:
    """Places of the two semesters of a year; where none is imported, which file brings them."""
    semesters = {f"{year - 1}-11", f"{year}-05"}
    found = [chain for chain in chains if chain.semester in semesters]
    if not found:
        st.markdown(typography(NO_PLACE))
        st.page_link(
            "views/vos_donnees.py", label="Importer un fichier", icon=":material/upload_file:"
        )
        return
    show_table(
        f"Places de stage en ville, {label}, {year_label(year)}",
        HEADER,
        [_row(catalog, chain) for chain in found],
    )
    st.caption(typography(CHAIN_MISSING))


def _row(catalog: Catalog, chain: PlaceChain) -> list[Cell]:
    cited = [catalog.sources[item].citation for item in chain.source_ids]
    return [
        period(chain.semester),
        STAGE_NAMES[chain.level_id],
        *(number(item) for item in (chain.approved, chain.offered, chain.financed, chain.filled)),
        _filled_share(chain),
        STATUS_LABELS[chain.status],
        " ; ".join(cited),
    ]


def _filled_share(chain: PlaceChain) -> str:
    if chain.filled is None or not chain.offered:
        return number(None)
    return quantity(100 * chain.filled / chain.offered, "%")
