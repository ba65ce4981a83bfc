"""What the sections of the page share: the callback of its map."""

from __future__ import annotations

from dashboard.core.catalog import Catalog
from dashboard.ui import state

PROFILE_MAP = "fiche.carte"


def open_from_map(catalog: Catalog) -> None:
    """Take the territory clicked on the map of a profile; a second click keeps the profile."""
    selected = state.widget_value(PROFILE_MAP)["selected"]
    if selected:
        state.change(catalog, "territory_id", selected)
