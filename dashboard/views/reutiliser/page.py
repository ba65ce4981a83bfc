"""The page « Réutiliser » of a run: its desk, and the address of the figures that it shows."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from dashboard.access.settings import configured_access
from dashboard.core.catalog import MSU
from dashboard.core.files import slug
from dashboard.queries.desk import Desk
from dashboard.queries.levels import fetch_all_values
from dashboard.ui import state
from dashboard.ui.links import site_address
from dashboard.views.reutiliser.examples import figures_address
from foundation.settings_file import SettingsError


@dataclass(frozen=True)
class ReusePage(Desk):
    """Build and selection; ``site`` is the address where the API is asked.

    ``has_site`` tells whether it is the public one, ``is_restricted`` whether it is read signed in.
    """

    site: str
    has_site: bool
    is_restricted: bool

    @property
    def indicator_id(self) -> str:
        """Indicator of the examples: that of the map, or the MSU where it has no value."""
        asked = self.selection.indicator_id
        return asked if fetch_all_values(self.build, asked, "departement") else MSU

    @property
    def address(self) -> str:
        """Address of the figures of the examples, as CSV."""
        return figures_address(
            self.site, self.indicator_id, self.scope_territory, self.scope, self.catalog.build
        )

    @property
    def name(self) -> str:
        """Name of the figures, as a program may write it."""
        return slug(self.indicator_id, "_")


def load_page() -> ReusePage:
    """Page for the current selection."""
    desk = state.desk()
    try:
        site = site_address()
        is_restricted = configured_access().reading == "restreinte"
    except SettingsError:
        site, is_restricted = "", True
    return ReusePage(
        desk.build,
        desk.catalog,
        desk.selection,
        site or _opened_site(),
        bool(site),
        is_restricted,
    )


def _opened_site() -> str:
    """Address under which this page is open, without its page."""
    scheme, separator, rest = (st.context.url or "").partition("://")
    host = rest.partition("/")[0]
    return f"{scheme}{separator}{host}" if host else "http://localhost:8501"
