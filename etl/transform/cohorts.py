"""What became of the doctors trained in a territory: imported cohorts and flows."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence, Set
from typing import Any

import pandas as pd

from etl.build import Build
from etl.transform.flows import NEVER_SUMMED, ORIGINS
from etl.transform.imported import WithheldCell, line_locator, local_status, withhold
from etl.transform.observations import build_method_parameters
from etl.transform.secrecy import CountTable, whole
from etl.warehouse import append, run_sql
from models import uncertainty
from models.uncertainty import INTERVAL_LEVEL

SETTLED = ("settled_departement_n", "settled_region_n", "settled_elsewhere_n")
NOTHING = pd.DataFrame()
MEASURES = ("trained_n", *SETTLED, "not_followed_n")


def build_cohorts(build: Build) -> None:
    """Publish cohorts and flows, those of one cohort being protected together."""
    cohorts = _with_remainder(build.local.of("cohortes"))
    flows = build.local.of("flux")
    withheld = withheld_counts(build, cohorts, flows)
    _publish_cohorts(build, cohorts, withheld)
    _publish_flows(build, flows, withheld)


def withheld_counts(build: Build, cohorts: pd.DataFrame, flows: pd.DataFrame) -> set[Hashable]:
    """Counts not to publish: (« cohort » or « flow », index of the row, measure).

    Parameters
    ----------
    build : only its cells, its threshold and its ledger are read
    cohorts : imported rows, and ``not_followed_n``
    flows : imported rows
    """
    withheld: set[Hashable] = set()
    texts = _texts("cohort", cohorts, ("territory_id", "scope", "delay_years"))
    texts |= _texts("flow", flows, ("territory_id", "destination_id", "delay_years"))

    def identify(name: tuple[str, Hashable, str]) -> str:
        return f"{texts[name[:2]]}|{name[2]}"

    tables: dict[int, CountTable] = {}
    cohorts_of, flows_of = _groups(cohorts), _groups(flows)
    for key in sorted({*cohorts_of, *flows_of}):
        own_cohorts, own_flows = cohorts_of.get(key, NOTHING), flows_of.get(key, NOTHING)
        table = tables.setdefault(key[1], CountTable(build.threshold))
        _add_cohorts(table, own_cohorts)
        _add_flows(build, table, own_cohorts, own_flows)
    for cohort, table in tables.items():
        if len(cohorts):
            _add_cohort_sums(build, table, cohorts[cohorts["cohort"] == cohort])
        if len(flows):
            _add_flow_sums(build, table, flows[flows["cohort"] == cohort])
        withheld |= table.withheld(build.ledger, f"cohortes|{cohort}", identify)
    return withheld


def _texts(
    kind: str, frame: pd.DataFrame, columns: Sequence[str]
) -> dict[tuple[str, Hashable], str]:
    """What each row is about, by kind and index: the same text in every file."""
    if frame.empty:
        return {}
    places = frame[list(columns)].astype(str).agg("|".join, axis=1)
    return {(kind, index): f"{kind}|{text}" for index, text in places.items()}


def _with_remainder(cohorts: pd.DataFrame) -> pd.DataFrame:
    """Add those not followed up: the doctors trained less all those settled, when known."""
    if cohorts.empty:
        return cohorts
    # Outside the « stage » scope, those of the département may be told with those of the région.
    optional = (cohorts["scope"] != "stage") & cohorts["settled_departement_n"].isna()
    inside = cohorts["settled_departement_n"].mask(optional, 0)
    parts = inside + cohorts["settled_region_n"] + cohorts["settled_elsewhere_n"]
    return cohorts.assign(not_followed_n=cohorts["trained_n"] - parts)


def _groups(frame: pd.DataFrame) -> dict[tuple[str, int], pd.DataFrame]:
    """Rows by territory of training and cohort."""
    if frame.empty:
        return {}
    return {
        (str(territory_id), int(cohort)): rows
        for (territory_id, cohort), rows in frame.groupby(["territory_id", "cohort"])
    }


def _add_cohorts(table: CountTable, rows: pd.DataFrame) -> None:
    """Each row sums to the doctors trained, who are the same after one year and after ten."""
    trained: list[Hashable] = []
    for row in rows.itertuples():
        for measure in MEASURES:
            count = whole(getattr(row, measure))
            if count is not None:
                table.add(("cohort", row.Index, measure), count)
        parts = [
            ("cohort", row.Index, name)
            for name in (*SETTLED, "not_followed_n")
            if not pd.isna(getattr(row, name))
        ]
        if not pd.isna(row.not_followed_n):
            table.add_sum(("cohort", row.Index, "trained_n"), parts)
        else:
            table.add_partial_sum(("cohort", row.Index, "trained_n"), parts)
        trained.append(("cohort", row.Index, "trained_n"))
    for one, other in zip(trained, trained[1:], strict=False):
        table.add_sum(one, [other])


def _add_flows(build: Build, table: CountTable, cohorts: pd.DataFrame, flows: pd.DataFrame) -> None:
    """Flows add up to those trained, and those to a territory's own région to those who stayed."""
    for row in flows.itertuples():
        table.add(("flow", row.Index, "settled_n"), int(row.settled_n))
    if flows.empty:
        return
    for row in cohorts.itertuples():
        for same in _by_level(flows[flows["delay_years"] == row.delay_years]):
            _add_destinations(build, table, row, same)


def _by_level(flows: pd.DataFrame) -> list[pd.DataFrame]:
    """All the flows and, when they mix levels of destinations, those of each level."""
    levels = flows["destination_id"].str[:3]
    mixed = [flows[levels == level] for level in sorted(set(levels))]
    return [flows, *mixed] if len(mixed) > 1 else [flows]


def _add_destinations(build: Build, table: CountTable, row: Any, same: pd.DataFrame) -> None:
    """Say which flows of one delay add up to each count of a cohort."""
    flows = _named(same)
    trained, rest = ("cohort", row.Index, "trained_n"), ("cohort", row.Index, "not_followed_n")
    inside = _inside(build, str(row.territory_id))
    summed = set()
    for name, parts in (
        (trained, [*flows.values()]),
        (trained, [*flows.values(), rest]),
        (("cohort", row.Index, "settled_departement_n"), _to(flows, {str(row.territory_id)})),
        (("cohort", row.Index, "settled_region_n"), _to(flows, inside)),
        (
            ("cohort", row.Index, "settled_region_n"),
            _to(flows, inside - {str(row.territory_id)}),
        ),
        (("cohort", row.Index, "settled_elsewhere_n"), _to(flows, flows.keys() - inside)),
    ):
        if table.add_sum(name, parts):
            summed.add(name)
    one_level = len({destination[:3] for destination in flows}) == 1
    if one_level and str(row.territory_id).startswith(ORIGINS[row.scope]):
        _add_some_destinations(build, table, row, flows, summed)


def _named(flows: pd.DataFrame) -> dict[str, Hashable]:
    """Names of the flows by destination."""
    destinations = flows["destination_id"].astype(str)
    return {place: ("flow", index, "settled_n") for index, place in destinations.items()}


def _to(flows: Mapping[str, Hashable], places: Collection[str]) -> list[Hashable]:
    return [name for destination, name in flows.items() if destination in places]


def _add_some_destinations(
    build: Build, table: CountTable, row: Any, flows: Mapping[str, Hashable], summed: Set[Hashable]
) -> None:
    """Say which flows each count of a cohort includes, unless it is their sum.

    Parameters
    ----------
    flows : names by destination; these do not overlap
    summed : counts that are sums of flows
    """
    inside, outside = _around(build, str(row.territory_id), flows)
    measures = [
        ("cohort", row.Index, measure)
        for measure in (*SETTLED, "not_followed_n")
        if ("cohort", row.Index, measure) in table
    ]
    trained, rest = ("cohort", row.Index, "trained_n"), ("cohort", row.Index, "not_followed_n")
    region = ("cohort", row.Index, "settled_region_n")
    elsewhere = ("cohort", row.Index, "settled_elsewhere_n")
    for name, parts in (
        (trained, [*flows.values(), *([rest] if rest in table else [])]),
        (region, _to(flows, inside)),
        (elsewhere, _to(flows, outside)),
    ):
        if name not in summed:
            table.add_partial_sum(name, parts)
    if elsewhere not in table:
        table.add_partial_sum(trained, [*measures, *_to(flows, outside)])


def _around(
    build: Build, territory_id: str, destinations: Collection[str]
) -> tuple[set[str], set[str]]:
    """Destinations in the same région or subdivision, and those elsewhere.

    Those that lie on both sides are in neither, and those in the same département neither.
    """
    area = set(build.cells.members([_area(build, territory_id)]))
    members_of_place = set(build.cells.members([territory_id]))
    near = area - members_of_place if territory_id.startswith("DEP-") else area
    members = {place: set(build.cells.members([place])) for place in destinations}
    inside = {place for place in destinations if members[place] <= near}
    return inside, {place for place in destinations if members[place].isdisjoint(area)}


def _add_cohort_sums(build: Build, table: CountTable, rows: pd.DataFrame) -> None:
    """Those trained in a région may be those trained in each of its parts."""
    for (scope, _), group in rows.groupby(["scope", "delay_years"]):
        for measure in MEASURES:
            names = {
                str(row.territory_id): ("cohort", row.Index, measure) for row in group.itertuples()
            }
            table.add_territory_sums(build.cells, names, partial=scope != NEVER_SUMMED)


def _add_flow_sums(build: Build, table: CountTable, rows: pd.DataFrame) -> None:
    """Flows to a région are those to each of its parts, and flows from it likewise."""
    for fixed, free in (("territory_id", "destination_id"), ("destination_id", "territory_id")):
        for _, group in rows.groupby([fixed, "delay_years"]):
            places = group[free].astype(str).items()
            names = {place: ("flow", index, "settled_n") for index, place in places}
            # A doctor may train in several places, but settles in one.
            table.add_territory_sums(build.cells, names, partial=free == "destination_id")


def _inside(build: Build, territory_id: str) -> set[str]:
    """Départements of the territory, or of the région of a département."""
    cells, area = build.cells, _area(build, territory_id)
    members = cells.members([area])
    return {cells.departement_ids[int(cells.departement[index])] for index in members} | {area}


def _area(build: Build, territory_id: str) -> str:
    """Région of a département, any other territory itself."""
    if not territory_id.startswith("DEP-"):
        return territory_id
    position = build.cells.departement_ids.index(territory_id)
    return build.cells.region_ids[int(build.cells.region[build.cells.departement == position][0])]


def _publish_cohorts(build: Build, rows: pd.DataFrame, withheld: set[Hashable]) -> None:
    published, hidden = [], []
    for row in rows.itertuples():
        counts = {}
        for measure in MEASURES:
            if ("cohort", row.Index, measure) in withheld:
                hidden.append(
                    WithheldCell(
                        str(row.territory_id),
                        str(row.cohort),
                        measure,
                        scope=str(row.scope),
                        delay_years=int(row.delay_years),
                    )
                )
            else:
                counts[measure] = whole(getattr(row, measure))
        published.append(
            {
                "territory_id": row.territory_id,
                "scope": row.scope,
                "cohort": int(row.cohort),
                "delay_years": int(row.delay_years),
                **counts,
                "status": local_status(build),
                "source_id": row.source_id,
                "locator": line_locator(row.line),
            }
        )
    append(build.connection, "pub.cohort", pd.DataFrame(published))
    withhold(build, "cohortes", hidden)


def _publish_flows(build: Build, rows: pd.DataFrame, withheld: set[Hashable]) -> None:
    published, hidden = [], []
    for row in rows.itertuples():
        if ("flow", row.Index, "settled_n") in withheld:
            hidden.append(
                WithheldCell(
                    str(row.territory_id),
                    str(row.cohort),
                    "settled_n",
                    destination_id=str(row.destination_id),
                    delay_years=int(row.delay_years),
                )
            )
            continue
        published.append(
            {
                "origin_id": row.territory_id,
                "destination_id": row.destination_id,
                "cohort": int(row.cohort),
                "delay_years": int(row.delay_years),
                "count_n": int(row.settled_n),
                "status": local_status(build),
                "source_id": row.source_id,
                "locator": line_locator(row.line),
            }
        )
    append(build.connection, "pub.flow", pd.DataFrame(published))
    withhold(build, "flux", hidden)


RATES = ["rate_pct", "low_pct", "high_pct"]


def build_retention(build: Build) -> None:
    """Publish the rate of each cohort, computed from what is published of it and nothing else.

    Rates read ``pub.cohort`` after the secrecy of small counts: a rate whose numerator or
    denominator is withheld is withheld too. A source of cohorts, or of a matrix by place of
    diploma, plugs in by filling ``pub.cohort``.
    """
    counts = run_sql(build.connection, "cohort_counts")
    build_method_parameters(
        build,
        uncertainty.METHOD_ID,
        [("interval_level", "Niveau de l’intervalle", 100 * INTERVAL_LEVEL, "%")],
    )
    if counts.empty:
        return
    trained = counts["trained_n"].astype(float).to_numpy()
    rate, low, high = uncertainty.wilson(counts["settled_n"].astype(float).to_numpy(), trained)
    unknown = uncertainty.wilson(counts["not_followed_n"].astype(float).to_numpy(), trained)[0]
    frame = pd.DataFrame({"rate_pct": rate, "low_pct": low, "high_pct": high})
    frame["not_followed_pct"] = unknown
    append(
        build.connection,
        "pub.retention",
        pd.concat([counts, frame], axis=1).assign(method_id=uncertainty.METHOD_ID),
    )
