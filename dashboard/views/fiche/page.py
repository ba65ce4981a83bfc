"""The view of the page and the profile of its territory; the click on its map."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.core.catalog import Catalog
from dashboard.profile.build import build_profile
from dashboard.profile.model import Profile
from dashboard.queries.desk import Desk
from dashboard.ui import state

PROFILE_MAP = "fiche.carte"


@dataclass(frozen=True)
class FichePage(Desk):
    """A view, and the profile of its territory."""

    profile: Profile


def fiche_page(desk: Desk) -> FichePage:
    """Build the profile of the territory of a view."""
    return FichePage(desk.build, desk.catalog, desk.selection, build_profile(desk))


def open_from_map(catalog: Catalog) -> None:
    """Take the territory clicked on the map of a profile; a second click keeps the profile."""
    selected = state.widget_value(PROFILE_MAP)["selected"]
    if selected:
        state.change(catalog, "territory_id", selected)
