"""Movements of a territory: the period to show, and its published flows, nobody twice. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.core.catalog import Catalog, Territory
from dashboard.themes.flows import FlowPeriod, PublishedFlow
from models.retention.flows import Places, counted
from models.territories.cells import NATION

# From the surest meaning of « trained here » to the least.
PREFERRED = ("subdivision", "region_diplome", "stage")


@dataclass(frozen=True)
class Moves:
    """Published flows of a territory, nobody twice, and how many flows are withheld."""

    kept: tuple[PublishedFlow, ...]
    left: tuple[PublishedFlow, ...]
    came: tuple[PublishedFlow, ...]
    withheld_out: int
    withheld_in: int

    @property
    def published(self) -> tuple[PublishedFlow, ...]:
        """Every published flow, those who stayed first."""
        return (*self.kept, *self.left, *self.came)


def nearest_period(
    periods: Sequence[FlowPeriod], scope: str, cohort: int | None, delay_years: int | None
) -> FlowPeriod | None:
    """The period of the view, else the latest of its scope and delay, else the latest."""
    if not periods:
        return None
    return max(
        periods,
        key=lambda period: (
            period == (scope, cohort, delay_years),
            period.scope == scope,
            period.delay_years == delay_years,
            -PREFERRED.index(period.scope),
            period.cohort,
            period.delay_years,
        ),
    )


def moves_of(territory_id: str, flows: Iterable[PublishedFlow], places: Places) -> Moves:
    """Flows of those who stayed, left and came; of the nation, of those who left their place."""
    by_origin: dict[str, list[PublishedFlow]] = {}
    for flow in flows:
        by_origin.setdefault(flow.origin_id, []).append(flow)
    everywhere = places.areas[NATION]
    kept: list[PublishedFlow] = []
    left: list[PublishedFlow] = []
    came: list[PublishedFlow] = []
    withheld_out = withheld_in = 0
    for origin_id, flows_out in by_origin.items():
        area = places.areas[origin_id]
        zone = area if territory_id == NATION else places.areas[territory_id]
        if area <= zone:
            kept += counted(flows_out, zone, places)
            left += counted(flows_out, everywhere - zone, places)
            withheld_out += sum(flow.doctors_n is None for flow in flows_out)
        else:
            came += counted(flows_out, zone, places)
            withheld_in += sum(
                flow.doctors_n is None and places.landing(flow) <= zone for flow in flows_out
            )
    return Moves(
        largest_first(kept), largest_first(left), largest_first(came), withheld_out, withheld_in
    )


def largest_first(flows: Iterable[PublishedFlow]) -> tuple[PublishedFlow, ...]:
    """Flows by falling number, then by place."""
    ordered = sorted(flows, key=lambda f: (-(f.doctors_n or 0), f.origin_id, f.destination_id))
    return tuple(ordered)


def doctors(flows: Iterable[PublishedFlow]) -> int:
    """Doctors of published flows."""
    return sum(flow.doctors_n or 0 for flow in flows)


def region_of(catalog: Catalog, territory_id: str) -> Territory:
    """Région of a territory; a subdivision on several régions stands for itself."""
    territory = catalog.territories[territory_id]
    if territory.region_id is None:
        return territory
    return catalog.territories[territory.region_id]
