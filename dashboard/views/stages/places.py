"""Places agréées, ouvertes, financées, pourvues: where a file was imported."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.core.catalog import STATUS_LABELS, Catalog
from dashboard.core.formatting import number, period, quantity, typography
from dashboard.core.registry import VOS_DONNEES
from dashboard.queries.stages import PlaceChain, fetch_places
from dashboard.themes.stages import SHORT_NAMES
from dashboard.ui.chart import Caption, Table, show_chart
from dashboard.ui.links import show_page_link
from dashboard.ui.tables import Cell, show_table
from dashboard.views.stages import words
from dashboard.views.stages.figures import PlaceBars, plot_places
from dashboard.views.stages.page import StagesPage

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
CSV_HEADER = (
    "territoire",
    "semestre",
    "niveau",
    "agreees",
    "ouvertes",
    "financees",
    "pourvues",
    "statut",
    "source",
    "version_donnees",
    "construction",
)


def show_places(page: StagesPage) -> None:
    """Places of the two semesters of a year; where none is imported, which file brings them."""
    year, label = page.view.year, page.territory.label
    semesters = {f"{year - 1}-11", f"{year}-05"}
    chains = [
        chain
        for chain in fetch_places(page.build, page.territory.territory_id)
        if chain.semester in semesters
    ]
    if not chains:
        st.markdown(typography(words.NO_PLACE))
        show_page_link(VOS_DONNEES, "Importer un fichier")
        return
    _show_latest(page.catalog, chains, label)
    show_table(
        words.places_table(label, year), HEADER, [_row(page.catalog, chain) for chain in chains]
    )
    st.caption(typography(words.CHAIN_MISSING))


def _show_latest(catalog: Catalog, chains: Sequence[PlaceChain], label: str) -> None:
    """Bars of the latest semester of the year: where places get lost on the way."""
    semester = max(chain.semester for chain in chains)
    latest = [chain for chain in chains if chain.semester == semester]
    when = period(semester)
    statuses = dict.fromkeys(STATUS_LABELS[chain.status] for chain in latest)
    st.caption(typography(words.latest_semester(when)))
    show_chart(
        catalog,
        plot_places([PlaceBars(STAGE_NAMES[chain.level_id], _steps(chain)) for chain in latest]),
        key="stages.places",
        alt=words.PLACES_ALT,
        caption=Caption(
            title=words.PLACES_PICTURE,
            subtitle=f"{label}, semestre de {when}, places",
            name=("stages places", label, semester),
            source_ids=list(dict.fromkeys(item for chain in latest for item in chain.source_ids)),
            note=words.places_note(statuses),
        ),
        table=Table(CSV_HEADER, lambda: place_rows(catalog, latest, label)),
    )


def _steps(chain: PlaceChain) -> tuple[int | None, int | None, int | None, int | None]:
    return chain.approved, chain.offered, chain.financed, chain.filled


def place_rows(catalog: Catalog, chains: Sequence[PlaceChain], label: str) -> list[tuple[str, ...]]:
    """Rows of a file, one per level and semester; what is unknown or withheld is « n. d. »."""
    return [_csv_row(catalog, chain, label) for chain in chains]


def _csv_row(catalog: Catalog, chain: PlaceChain, label: str) -> tuple[str, ...]:
    return (
        label,
        chain.semester,
        STAGE_NAMES[chain.level_id],
        *("n. d." if item is None else str(item) for item in _steps(chain)),
        STATUS_LABELS[chain.status],
        " ; ".join(catalog.sources[item].citation for item in chain.source_ids),
        catalog.build.data_version,
        catalog.build.build_id,
    )


def _row(catalog: Catalog, chain: PlaceChain) -> list[Cell]:
    cited = [catalog.sources[item].citation for item in chain.source_ids]
    return [
        period(chain.semester),
        STAGE_NAMES[chain.level_id],
        *map(number, _steps(chain)),
        _filled_share(chain),
        STATUS_LABELS[chain.status],
        " ; ".join(cited),
    ]


def _filled_share(chain: PlaceChain) -> str:
    if chain.filled is None or not chain.offered:
        return number(None)
    return quantity(100 * chain.filled / chain.offered, "%")
