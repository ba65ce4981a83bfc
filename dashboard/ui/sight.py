"""What a visitor sees of the lines that stand for persons: those of its own territories."""

from __future__ import annotations

from dataclasses import replace

from dashboard.access.rights import allowed_territories
from dashboard.queries.cache import ServedBuild
from dashboard.queries.catalog import fetch_catalog
from dashboard.ui.sign_in import current_rights


def in_sight(build: ServedBuild) -> ServedBuild:
    """A build as the visitor of this run sees it."""
    if build.sight is None:
        return build
    rights = current_rights()
    if not (rights.can_read and rights.can_import):
        return build
    if rights.territories is None:
        return replace(build, sight=None)
    return replace(build, sight=allowed_territories(rights, fetch_catalog(build)))
