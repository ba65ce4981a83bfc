"""Figures that « Et sans eux ? » starts from, for the territory and the view of the page."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.core.catalog import MSU, Catalog
from dashboard.core.values import LevelValues, SeriesPoint, Value
from dashboard.queries.removal import fetch_flows, fetch_interns, fetch_stage_cohorts
from dashboard.queries.series import fetch_national_series, fetch_territory_values
from dashboard.themes.removal import ImportedCohort, Interns
from dashboard.views.fidelisation.page import RetentionPage
from dashboard.views.fidelisation.removal.scenario import (
    FLOWS,
    STAGES,
    Densities,
    NationalFigures,
    Scenario,
    counted_scenario,
    effect_scenario,
    intern_share,
    latest_cohorts,
)
from models.retention.removal import Span, default_threshold
from models.territories.cells import NATION

GPS = "mg_liberaux_cnam"
DENSITY = "densite_mg_liberaux_cnam_pour_100k"
EFFECT_PTS = "effet_1pt_internes_sur_part_installes_12_ans_pts"
SETTLERS = "mg_primo_installations_liberales"


@dataclass(frozen=True)
class RemovalInputs:
    """Published figures of the whole country."""

    gps: LevelValues
    density: LevelValues
    national_density: Value
    interns: Interns
    effect: SeriesPoint
    settlers: tuple[SeriesPoint, ...]

    @property
    def densities(self) -> Densities:
        """Liberal GPs and density of the départements."""
        return Densities.of(self.gps, self.density)

    @property
    def default_threshold(self) -> float:
        """Threshold until the user chooses one."""
        return default_threshold(self.national_density.value)

    @property
    def national(self) -> NationalFigures:
        """Figures that the average effect applies to; the latest settlers, and their range."""
        years = [point.value for point in self.settlers]
        return NationalFigures(
            self.interns.counts, self.effect.value, (years[-1], min(years), max(years))
        )


def load_inputs(page: RetentionPage) -> RemovalInputs:
    """Read the published figures."""
    build, year = page.build, page.selection.year
    return RemovalInputs(
        gps=page.values(GPS, "departement"),
        density=page.values(DENSITY, "departement"),
        national_density=fetch_territory_values(build, NATION, (DENSITY,), year)[DENSITY],
        interns=fetch_interns(build),
        effect=fetch_national_series(build, EFFECT_PTS)[-1],
        settlers=fetch_national_series(build, SETTLERS),
    )


def origin_of(page: RetentionPage) -> str | None:
    """Place whose doctors are removed: a subdivision for interns, a département too for MSU.

    In a région, the one chosen among its own, its first subdivision until one is; None for the
    nation.
    """
    territory = page.territory
    if territory.level == "region":
        inside = origins(page.catalog, territory.territory_id, page.view.removed)
        first = next(item for item in inside if item in page.catalog.level_ids["subdivision"])
        return page.view.origin if page.view.origin in inside else first
    if page.view.removed == "internes":
        return page.subdivision_id
    return territory.territory_id if territory.level in ("departement", "subdivision") else None


def origins(catalog: Catalog, territory_id: str, removed: str) -> list[str]:
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


def region_scenarios(page: RetentionPage, inputs: RemovalInputs) -> list[Scenario]:
    """Scenario of each subdivision of a région, the first one first; none elsewhere."""
    if page.territory.level != "region":
        return []
    inside = origins(page.catalog, page.territory.territory_id, "internes")
    found = (compute(page, inputs, item) for item in inside)
    return [scenario for scenario in found if scenario]


def imported_cohorts(page: RetentionPage, origin_id: str) -> tuple[str, tuple[ImportedCohort, ...]]:
    """Imported counts of those trained in a place: their flows, or those of its stages.

    The flows of a subdivision are those of its interns, never of its MSU.
    """
    is_departement = page.catalog.territories[origin_id].level == "departement"
    flows = fetch_flows(page.build, origin_id)
    if page.view.removed == "internes" or (is_departement and flows):
        return FLOWS, flows
    return STAGES, fetch_stage_cohorts(page.build, origin_id) if is_departement else ()


def msu_values(page: RetentionPage, origin_id: str) -> tuple[Value, Value] | None:
    """MSU of a place and of the nation in the year selected; None when one is unknown."""
    year = page.selection.year
    local, nation = (
        fetch_territory_values(page.build, item, (MSU,), year).get(MSU)
        for item in (origin_id, NATION)
    )
    if local is not None and nation is not None and local.period > nation.period:
        # Counted after the last national count: both are taken in its year.
        earlier = fetch_territory_values(page.build, origin_id, (MSU,), int(nation.period))
        local = earlier.get(MSU)
    if local is None or nation is None or local.period != nation.period:
        return None
    return local, nation


def compute(page: RetentionPage, inputs: RemovalInputs, origin_id: str) -> Scenario | None:
    """Scenario of a place: imported counts where there are some, else the average effect.

    Returns
    -------
    None when the MSU of the place are unknown that year
    """
    view = page.view
    threshold = view.threshold or inputs.default_threshold
    basis, all_cohorts = imported_cohorts(page, origin_id)
    cohorts = latest_cohorts(all_cohorts, view.delay_years, view.promotions)
    if cohorts:
        return counted_scenario(
            inputs.densities,
            cohorts,
            basis=basis,
            origin_id=origin_id,
            removed_kind=view.removed,
            threshold=threshold,
        )
    share = _share(page, inputs, origin_id)
    if share is None:
        return None
    return effect_scenario(
        page.catalog.cells,
        inputs.densities,
        inputs.national,
        share,
        _zones(page, origin_id),
        origin_id=origin_id,
        removed_kind=view.removed,
        promotions=view.promotions,
        threshold=threshold,
    )


def _share(page: RetentionPage, inputs: RemovalInputs, origin_id: str) -> Span | None:
    """Share of the interns trained in a place, or that its MSU receive, in %."""
    if page.view.removed == "internes":
        return intern_share(inputs.national, origin_id)
    msu = msu_values(page, origin_id)
    if msu is None:
        return None
    local, nation = msu
    low, high = (local.value if end is None else end for end in (local.low, local.high))
    return Span.of(local.value, low, high).times(100 / nation.value)


def _zones(page: RetentionPage, origin_id: str) -> dict[str, float]:
    if page.catalog.territories[origin_id].level == "subdivision":
        return {origin_id: 1.0}
    return dict(page.catalog.subdivisions_of[origin_id])
