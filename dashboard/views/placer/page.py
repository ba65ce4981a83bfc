"""Desk of the page « Placer les docteurs juniors »: its view, its placement, its callbacks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.core.registry import PLACER
from dashboard.profile.placement import entries_of, next_entry, read_placement
from dashboard.queries.desk import Desk
from dashboard.queries.stages import fetch_model
from dashboard.themes.placement import Placement
from dashboard.ui import state
from dashboard.views.placer.view import PLACER_PARAMETERS, PlacerView, parse, write


@dataclass(frozen=True)
class PlacerPage(Desk):
    """Build, selection, view, and the départements in their order."""

    view: PlacerView
    placement: Placement

    @property
    def focus_id(self) -> str:
        """Département selected, which stands out among those of its région; else empty."""
        return self.territory.territory_id if self.territory.level == "departement" else ""


def begin() -> tuple[Desk, PlacerView, tuple[str, ...]]:
    """Desk and view of this run, and the problems of an address just opened."""
    desk = state.desk()
    model = fetch_model(desk.build)
    entries, entry = entries_of(model), next_entry(model)
    view, problems = state.begin_page(
        PLACER,
        PLACER_PARAMETERS,
        lambda parameters: parse(parameters, entries, entry),
        write,
        lambda view: int(view.entry) in entries,
    )
    return desk, view, problems


def load_page(desk: Desk, view: PlacerView) -> PlacerPage:
    """Page of the départements of the territory of a desk."""
    placement = read_placement(desk, int(view.entry), view.weights)
    return PlacerPage(desk.build, desk.catalog, desk.selection, view, placement)


def change_field(name: str, key: str) -> None:
    """Take the new value of a widget."""
    state.change_page_field(PLACER, name, key)


def change_view(change: Callable[[PlacerView], PlacerView]) -> None:
    """Change the view."""
    state.change_page(PLACER, change)


def reset_weights() -> None:
    """Put every weight back to the one it starts with."""
    change_view(PlacerView.with_first_weights)
