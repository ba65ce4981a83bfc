"""What the page shows: the indicator whose definition the address asks for."""

from __future__ import annotations

from dashboard.core.registry import DONNEES
from dashboard.ui import state
from dashboard.views.donnees.view import (
    DEFINITION_PARAMETERS,
    parse_definition_view,
    write_definition_view,
)


def requested_definition() -> str | None:
    """Indicator whose definition the address asks for; remembered until another is asked."""
    view, _ = state.begin_page(
        DONNEES, DEFINITION_PARAMETERS, parse_definition_view, write_definition_view
    )
    return view.indicator_id
