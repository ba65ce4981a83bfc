"""Who stayed, who left, who came: the totals of the published cohorts and flows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import pandas as pd

from etl.build import Build
from etl.transform.imported import local_status
from etl.transform.secrecy import whole
from etl.warehouse import append, run_sql
from models.retention.flows import NOTHING, Count, Flow, Places, movements, settled_anywhere, total
from models.territories.cells import NATION, Cells, TerritorySums

COHORT, FLOWS, SUM = "cohort", "flow", "sum"
# The level of the origins gives its meaning to « trained here »: a file of flows does not say it.
ORIGINS = {"subdivision": "SUB-", "stage": "DEP-", "region_diplome": "REG-"}
# A doctor trains in several départements, and would be counted in each of them.
NEVER_SUMMED = "stage"
SUM_LOCATOR = "somme des territoires de formation importés"
FLOW_LOCATOR = "somme des flux importés"


class Period(NamedTuple):
    """Doctors seen together: what « trained here » means, their cohort, the delay."""

    scope: str
    cohort: int
    delay_years: int


@dataclass(frozen=True)
class Totals:
    """What one territory publishes for a period.

    Fields are those of ``pub.flow_total``, and ``flow_left``: those who left, as flows tell them.
    """

    trained_n: int | None = None
    kept: Count = NOTHING
    left: Count = NOTHING
    not_followed_n: int | None = None
    from_around: Count = NOTHING
    from_outside: Count = NOTHING
    flow_settled: Count = NOTHING
    flow_left: Count = NOTHING
    withheld_flows_n: int = 0
    excess_n: int | None = None
    basis: str = FLOWS
    source_ids: tuple[str, ...] = ()
    locator: str = FLOW_LOCATOR


@dataclass
class Known:
    """Rows of one period: cohorts by territory, flows, and the imports they come from."""

    cohorts: dict[str, Any] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)
    flow_sources: dict[str, set[str]] = field(default_factory=dict)


def build_flow_totals(build: Build) -> None:
    """Publish the totals, from what is published of cohorts and flows and nothing else.

    They follow the secrecy of small counts: a sum that lacks a withheld flow is « at least ».
    """
    places = Places.from_cells(build.cells)
    sums = build.cells.exact_sums
    rows = [
        _row(build, territory_id, period, totals)
        for period, known in sorted(_periods(build).items())
        for territory_id, totals in _totals(build.cells, places, sums, period, known).items()
    ]
    append(build.connection, "pub.flow_total", pd.DataFrame(rows))


def _periods(build: Build) -> dict[Period, Known]:
    periods: dict[Period, Known] = {}
    for row in run_sql(build.connection, "cohort_totals").itertuples():
        period = Period(str(row.scope), int(row.cohort), int(row.delay_years))
        periods.setdefault(period, Known()).cohorts[str(row.territory_id)] = row
    scopes = {prefix: scope for scope, prefix in ORIGINS.items()}
    for row in run_sql(build.connection, "flow_rows").itertuples():
        period = Period(scopes[str(row.origin_id)[:4]], int(row.cohort), int(row.delay_years))
        known = periods.setdefault(period, Known())
        flow = Flow(str(row.origin_id), str(row.destination_id), whole(row.count_n))
        known.flows.append(flow)
        if not pd.isna(row.source_id):
            known.flow_sources.setdefault(flow.origin_id, set()).add(str(row.source_id))
    return periods


def _totals(
    cells: Cells, places: Places, sums: TerritorySums, period: Period, known: Known
) -> dict[str, Totals]:
    """Totals of every territory that the cohorts or the flows of a period speak of."""
    prefix = ORIGINS[period.scope]
    origin_ids = [name for name in cells.territory_ids if name.startswith(prefix)]
    by_territory = {}
    for territory_id in cells.territory_ids:
        totals = _moved(territory_id, origin_ids, places, period, known)
        if territory_id in known.cohorts:
            by_territory[territory_id] = _with_cohort(totals, known.cohorts[territory_id])
        elif totals != Totals():
            by_territory[territory_id] = totals
    if period.scope == NEVER_SUMMED:
        return by_territory
    for parent, children in sums:
        if not children[0].startswith(prefix) or parent in known.cohorts:
            continue
        parts = [by_territory.get(child, Totals()) for child in children]
        if all(part.basis == COHORT for part in parts):
            by_territory[parent] = _sum(parts, by_territory.get(parent, Totals()), parent)
    return by_territory


def _moved(
    territory_id: str, origin_ids: Sequence[str], places: Places, period: Period, known: Known
) -> Totals:
    """What the flows say of one territory."""
    if territory_id == NATION or not known.flows:
        return Totals()
    moved = movements(territory_id, known.flows, origin_ids, places)
    is_summed = period.scope != NEVER_SUMMED
    outgoing = [flow for flow in known.flows if flow.origin_id == territory_id]
    totals = Totals(
        kept=moved.kept,
        left=moved.left,
        from_around=moved.from_around if is_summed else NOTHING,
        from_outside=moved.from_outside if is_summed else NOTHING,
        flow_settled=settled_anywhere(outgoing, places),
        flow_left=moved.left,
        withheld_flows_n=sum(flow.doctors_n is None for flow in outgoing),
    )
    if totals == Totals():
        return totals
    zone = places.areas[territory_id]
    concerned = {
        flow.origin_id
        for flow in known.flows
        if places.areas[flow.origin_id] <= zone or (is_summed and places.landing(flow) <= zone)
    }
    sources = {s for origin in concerned for s in known.flow_sources.get(origin, ())}
    return replace(totals, source_ids=tuple(sorted(sources)))


def _with_cohort(totals: Totals, cohort: Any) -> Totals:
    """Let the line of a cohort win; what it does not say is what flows say at least."""
    trained, kept, left = (
        whole(value) for value in (cohort.trained_n, cohort.kept_n, cohort.left_n)
    )
    settled = trained if kept is None or left is None else kept + left
    by_flow = totals.flow_settled.n
    return replace(
        totals,
        trained_n=trained,
        kept=_or_at_least(kept, totals.kept),
        left=_or_at_least(left, totals.left),
        not_followed_n=whole(cohort.not_followed_n),
        excess_n=None if by_flow is None or settled is None else max(0, by_flow - settled),
        basis=COHORT,
        source_ids=tuple(dict.fromkeys((str(cohort.source_id), *totals.source_ids))),
        locator=str(cohort.locator),
    )


def _or_at_least(value: int | None, flows: Count) -> Count:
    if value is not None:
        return Count(value)
    return Count(flows.n, at_least=flows.n is not None)


def _sum(parts: Sequence[Totals], moved: Totals, parent: str) -> Totals:
    """Sum the territories of training that make up another.

    Of the nation, those who left are those who left the place where they trained. Elsewhere,
    those who went from one part to another stayed: only the flows tell how many they are.
    """
    kept, left = total(part.kept for part in parts), total(part.left for part in parts)
    if parent != NATION:
        departures = total(part.flow_left for part in parts)
        exact = departures == left and not (left.at_least or kept.at_least or moved.left.at_least)
        gone = moved.left.n
        between = 0 if gone is None else max(0, (departures.n or 0) - gone)
        if kept.n is not None:
            kept = Count(kept.n + between, at_least=not exact)
        left = Count(moved.left.n, at_least=moved.left.n is not None and not exact)
    excesses = [part.excess_n for part in parts if part.excess_n is not None]
    sources = {source for part in parts for source in part.source_ids}
    return replace(
        moved,
        trained_n=_sum_of([part.trained_n for part in parts]),
        kept=kept,
        left=left,
        not_followed_n=_sum_of([part.not_followed_n for part in parts]),
        flow_settled=total(part.flow_settled for part in parts),
        withheld_flows_n=sum(part.withheld_flows_n for part in parts),
        excess_n=sum(excesses) if excesses else None,
        basis=SUM,
        source_ids=tuple(sorted(sources | set(moved.source_ids))),
        locator=SUM_LOCATOR,
    )


def _sum_of(numbers: Sequence[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None


def _row(build: Build, territory_id: str, period: Period, totals: Totals) -> dict[str, Any]:
    return {
        "territory_id": territory_id,
        **period._asdict(),
        "trained_n": totals.trained_n,
        "kept_n": totals.kept.n,
        "kept_at_least": totals.kept.at_least,
        "left_n": totals.left.n,
        "left_at_least": totals.left.at_least,
        "not_followed_n": totals.not_followed_n,
        "from_around_n": totals.from_around.n,
        "from_around_at_least": totals.from_around.at_least,
        "from_outside_n": totals.from_outside.n,
        "from_outside_at_least": totals.from_outside.at_least,
        "flow_settled_n": totals.flow_settled.n,
        "flow_at_least": totals.flow_settled.at_least,
        "withheld_flows_n": totals.withheld_flows_n,
        "excess_n": totals.excess_n,
        "basis": totals.basis,
        "status": local_status(build),
        "source_ids": " ; ".join(totals.source_ids),
        "locator": totals.locator,
    }
