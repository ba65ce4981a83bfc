"""Context of the page « Fidélisation »: how it is loaded, and the callbacks of its widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from dashboard.core.names import name_of
from dashboard.core.registry import FIDELISATION
from dashboard.queries.desk import Desk
from dashboard.queries.retention import fetch_cohorts, fetch_surveys
from dashboard.themes.retention import SETTLED_RATE, SurveyRate, measured_rate, rates_of
from dashboard.ui import state
from dashboard.views.fidelisation.view import (
    RETENTION_PARAMETERS,
    RetentionOptions,
    RetentionView,
    options_of,
    parse_retention_view,
    write_retention_view,
)


@dataclass(frozen=True)
class RetentionPage(Desk):
    """Build, selection and view; ``view`` names cohorts that exist, when there are any."""

    view: RetentionView
    options: RetentionOptions

    @property
    def crosses_rates(self) -> bool:
        """Whether the map crosses the rates of imported cohorts."""
        return self.view.retention_id == SETTLED_RATE

    @property
    def surveys(self) -> tuple[SurveyRate, ...]:
        """Rates that surveys of former interns measured, the comparable ones first."""
        return fetch_surveys(self.build)

    @property
    def survey(self) -> SurveyRate | None:
        """Rate measured among the interns of the territory; None where nobody was asked."""
        return measured_rate(self.catalog, self.surveys, self.territory.territory_id)

    @property
    def partial_survey(self) -> SurveyRate | None:
        """Rate of some of the interns of a région, whose others were not asked."""
        if self.territory.level != "region":
            return None
        inside = self.catalog.subdivisions_in(self.territory.territory_id)
        return next(iter(rates_of(self.surveys, inside)), None)

    @property
    def subdivision_id(self) -> str | None:
        """Subdivision selected, or the one that holds most of the département; None elsewhere."""
        if self.territory.level == "subdivision":
            return self.territory.territory_id
        if self.territory.level == "departement":
            return self.catalog.dominant_subdivision(self.territory.territory_id)
        return None

    @property
    def asked_subdivisions(self) -> tuple[str, ...]:
        """Subdivisions whose faculty could tell; none for the nation."""
        if self.territory.level == "national":
            return ()
        if self.subdivision_id is not None:
            return (self.subdivision_id,)
        return self.catalog.subdivisions_in(self.territory.territory_id)

    @property
    def holder_name(self) -> str:
        """« de Toulouse », the subdivision whose figures a département shows; empty elsewhere."""
        if self.territory.level != "departement" or self.subdivision_id is None:
            return ""
        return name_of(self.catalog.territories[self.subdivision_id]).of


def load_page() -> tuple[RetentionPage, tuple[str, ...]]:
    """Return the context of the page, and what was wrong in its address."""
    desk = state.desk()
    options = options_of(desk.catalog, fetch_cohorts(desk.build))
    view, problems = begin_retention(options)
    page = RetentionPage(desk.build, desk.catalog, desk.selection, options.resolved(view), options)
    return page, problems


def begin_retention(options: RetentionOptions) -> tuple[RetentionView, tuple[str, ...]]:
    """Return the view of the page, and what was wrong in the address just opened."""
    return state.begin_page(
        FIDELISATION,
        RETENTION_PARAMETERS,
        lambda parameters: parse_retention_view(parameters, options),
        write_retention_view,
        options.allows,
    )


def change_retention(name: str, read: Callable[[Any], object] = lambda value: value) -> None:
    """Take the new value of a widget of the page as one field of its view."""
    state.change_page_field(FIDELISATION, name, retention_key(name), read)


def change_number(name: str, value: float | None) -> None:
    """Take a number that was typed as one field of the view of the page."""
    state.change_page(FIDELISATION, lambda view: replace(view, **{name: value}))


def retention_key(name: str) -> str:
    """Key of the widget of one field of the view of the page."""
    return f"fidelisation.{name}"
