"""The desk of a territory of the published warehouse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from dashboard.core.selection import default_selection
from dashboard.queries.cache import ServedBuild, served_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.desk import Desk


@pytest.fixture
def build(served_warehouse) -> ServedBuild:
    return served_build()


@pytest.fixture
def profile_desk(build: ServedBuild) -> Callable[..., Desk]:
    """Make the desk of a territory in the first view, or in one that differs."""
    catalog = fetch_catalog(build)

    def make(territory_id: str, **changes) -> Desk:
        selection = replace(default_selection(catalog), territory_id=territory_id, **changes)
        return Desk(build, catalog, selection)

    return make
