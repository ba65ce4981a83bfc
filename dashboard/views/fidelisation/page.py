"""Context of the page « Fidélisation »: how it is loaded, and the callbacks of its widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from dashboard.core.catalog import STAYED_RATE
from dashboard.core.names import name_of
from dashboard.core.registry import FIDELISATION
from dashboard.queries.desk import Desk
from dashboard.queries.diploma import fetch_diploma_flows, fetch_diploma_rates
from dashboard.queries.retention import fetch_cohorts, fetch_surveys
from dashboard.themes.diploma import DiplomaRate, latest_rate, years_of
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
from models.territories.cells import NATION


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
    def diploma_rates(self) -> tuple[DiplomaRate, ...]:
        """Rates by région of diploma, of every year; empty before a refresh."""
        return fetch_diploma_rates(self.build)

    @property
    def diploma_region_id(self) -> str | None:
        """Région of the territory, the nation for itself; None across several régions."""
        if self.territory.level == "national":
            return NATION
        return self.catalog.region_of(self.territory.territory_id)

    @property
    def stayed(self) -> DiplomaRate | None:
        """Share of those trained in the région who practise there; None before a refresh."""
        return latest_rate(self.diploma_rates, STAYED_RATE, self.diploma_region_id)

    @property
    def other_region(self) -> str:
        """Name of the région whose rate a smaller territory shows; empty elsewhere."""
        region_id = self.diploma_region_id
        if region_id in (None, self.territory.territory_id):
            return ""
        return self.catalog.territories[str(region_id)].name_fr

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
    matrix_years = years_of(fetch_diploma_flows(desk.build))
    options = options_of(desk.catalog, fetch_cohorts(desk.build), matrix_years)
    view, problems = begin_retention(options)
    page = RetentionPage(desk.build, desk.catalog, desk.selection, options.resolved(view), options)
    return page, problems


def begin_retention(options: RetentionOptions) -> tuple[RetentionView, tuple[str, ...]]:
    """Return the view of the page, and what was wrong in the address just opened."""
    return state.begin_page(
        FIDELISATION,
        RETENTION_PARAMETERS,
        lambda parameters: parse_retention_view(parameters, options),
        lambda view: write_retention_view(view, options),
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
