"""Before a place is chosen: what each subdivision would lose, and the list to choose from."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import Catalog
from dashboard.core.formatting import typography
from dashboard.ui import state
from dashboard.views.fidelisation.page import RetentionPage
from dashboard.views.fidelisation.removal.inputs import RemovalInputs
from dashboard.views.fidelisation.removal.maps import show_loss_map
from dashboard.views.fidelisation.removal.removal import EFFECT, OVERVIEW
from dashboard.views.fidelisation.removal.removal_sources import INTERNS_LOCATOR, national_sources
from dashboard.views.fidelisation.removal.scenario import zone_losses


def show_choice(page: RetentionPage, column: st.delta_generator.DeltaGenerator) -> None:
    """Places of the country, or of the région selected."""
    column.selectbox(
        "Lieu de formation",
        choices(page.catalog, page.territory.territory_id, page.view.removed),
        index=None,
        format_func=lambda item: page.catalog.territories[item].label,
        placeholder="Choisir un territoire",
        key=state.REMOVAL_ORIGIN,
        on_change=state.change_from_origin,
        args=(page.catalog,),
    )


def choices(catalog: Catalog, territory_id: str, removed: str) -> list[str]:
    """Places inside a territory that can be removed: subdivisions, and départements for MSU."""
    cells = catalog.cells
    members = cells.members([territory_id])
    subdivisions = sorted(
        {cells.subdivision_ids[cells.subdivision[index]] for index in members},
        key=lambda item: catalog.territories[item].name_fr,
    )
    if removed == "internes":
        return subdivisions
    departements = sorted({cells.departement_ids[cells.departement[index]] for index in members})
    return [*departements, *subdivisions]


def show_overview(page: RetentionPage, inputs: RemovalInputs) -> None:
    """What each subdivision would lose by the average effect, on a map that leads to it."""
    losses = zone_losses(
        page.catalog.cells, inputs.densities, inputs.national, page.view.promotions
    )
    density = inputs.national_density
    used = (
        *national_sources(inputs),
        *((item, INTERNS_LOCATOR) for item in inputs.interns.source_ids),
        (density.source_id, density.locator),
    )
    cited = dict.fromkeys(page.catalog.sources[item].citation for item, _ in used)
    locators = dict.fromkeys(locator for _, locator in used)
    show_loss_map(page, losses, " ; ".join(cited), " ; ".join(locators))
    st.info(typography(f"{EFFECT['internes']} {OVERVIEW}"), icon=":material/info:")
