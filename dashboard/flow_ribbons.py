"""Which arcs and ribbons show the flows of a territory, or of the whole country."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dashboard.charts.arcs import Arc, Point
from dashboard.charts.ribbons import CAME, LEFT, STAYED, UNKNOWN, Ribbon
from dashboard.flow_summary import Moves, doctors, region_of
from dashboard.formatting import plural
from dashboard.model import Catalog
from dashboard.queries.flows import FlowTotal, PublishedFlow

TRAINED_HERE, SETTLED_HERE = "Formés ici", "Installés ici"
WITHHELD, NOT_FOLLOWED = "Destinations masquées", "Sans installation connue"
MOST_PLACES = 8
MOST_ARCS = 40


def territory_ribbons(catalog: Catalog, total: FlowTotal | None, moves: Moves) -> list[Ribbon]:
    """From those trained here to where they settled, and from where others came.

    What the cohort says of those who stayed or left, and no published flow tells, goes to
    « destinations masquées »: the ribbons of those trained here sum to them.
    """
    kept, left = doctors(moves.kept), doctors(moves.left)
    ribbons = []
    if total is not None and total.kept.n is not None:
        kept = max(kept, total.kept.n)
    if kept:
        ribbons.append(Ribbon(TRAINED_HERE, SETTLED_HERE, kept, STAYED))
    own = region_of(catalog, total.territory_id).territory_id if total else ""
    by_region = _sums(
        (region_of(catalog, flow.destination_id).territory_id, flow) for flow in moves.left
    )
    for name, number in by_region.items():
        place = catalog.territories[name].name_fr
        around = f"{place}, ailleurs" if name == own else place
        ribbons.append(Ribbon(TRAINED_HERE, around, number, LEFT))
    if total is not None:
        hidden = (total.left.n or 0) - left
        if hidden > 0:
            ribbons.append(Ribbon(TRAINED_HERE, WITHHELD, hidden, UNKNOWN))
        if total.not_followed_n:
            ribbons.append(Ribbon(TRAINED_HERE, NOT_FOLLOWED, total.not_followed_n, UNKNOWN))
    return ribbons + _came(catalog, moves.came)


def _came(catalog: Catalog, flows: Sequence[PublishedFlow]) -> list[Ribbon]:
    sums = _sums((flow.origin_id, flow) for flow in flows)
    first = list(sums.items())[:MOST_PLACES]
    ribbons = [
        Ribbon(catalog.territories[name].name_fr, SETTLED_HERE, number, CAME)
        for name, number in first
    ]
    rest = list(sums.values())[MOST_PLACES:]
    if rest:
        others = plural(len(rest), "autre origine", "autres origines")
        ribbons.append(Ribbon(others, SETTLED_HERE, sum(rest), CAME))
    return ribbons


def national_ribbons(catalog: Catalog, moves: Moves) -> list[Ribbon]:
    """From the région of training to that of practice, published flows only."""
    ribbons: dict[tuple[str, str, str], int] = {}
    for kind, flows in ((STAYED, moves.kept), (LEFT, moves.left)):
        for flow in flows:
            ends = [
                region_of(catalog, name).name_fr for name in (flow.origin_id, flow.destination_id)
            ]
            key = (ends[0], ends[1], STAYED if ends[0] == ends[1] else kind)
            ribbons[key] = ribbons.get(key, 0) + (flow.doctors_n or 0)
    ordered = sorted(ribbons.items(), key=lambda item: (-item[1], item[0]))
    return [Ribbon(source, target, number, kind) for (source, target, kind), number in ordered]


def arcs_of(
    catalog: Catalog, points: Mapping[str, Point], flows: Iterable[PublishedFlow]
) -> list[Arc]:
    """Arcs of published flows, the largest ones only, each with its sentence."""
    return [
        Arc(
            points[flow.origin_id],
            points[flow.destination_id],
            flow.doctors_n or 0,
            f"{catalog.territories[flow.origin_id].label} → "
            f"{catalog.territories[flow.destination_id].label} : "
            f"{plural(flow.doctors_n or 0, 'médecin')}",
        )
        for flow in list(flows)[:MOST_ARCS]
    ]


def _sums(pairs: Iterable[tuple[str, PublishedFlow]]) -> dict[str, int]:
    """Doctors by place, the most numerous first."""
    sums: dict[str, int] = {}
    for name, flow in pairs:
        sums[name] = sums.get(name, 0) + (flow.doctors_n or 0)
    return dict(sorted(sums.items(), key=lambda item: (-item[1], item[0])))
