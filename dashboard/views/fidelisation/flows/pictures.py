"""Which arcs and ribbons show the flows of a territory, or of the whole country."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dashboard.charts.deck import Point
from dashboard.core.catalog import Catalog
from dashboard.core.formatting import plural
from dashboard.queries.flows import FlowTotal, PublishedFlow
from dashboard.views.fidelisation.flows.figures import Arc
from dashboard.views.fidelisation.flows.ribbons import CAME, LEFT, STAYED, UNKNOWN, Ribbon
from dashboard.views.fidelisation.flows.words import Moves, doctors, region_of

TRAINED_HERE, SETTLED_HERE, AT_LEAST = "Formés ici", "Installés ici", "Installés ici, au moins"
WITHHELD, NOT_FOLLOWED = "Lieu masqué", "Sans installation connue"
MOST_PLACES = 8
MOST_ARCS = 40


def territory_ribbons(catalog: Catalog, total: FlowTotal | None, moves: Moves) -> list[Ribbon]:
    """From those trained here to where they settled, and from where others came.

    What the cohort says of those who stayed or left, and no published flow tells, goes to
    « lieu masqué »: the ribbons of those trained here sum to them.
    """
    kept, left = doctors(moves.kept), doctors(moves.left)
    ribbons = []
    arrivals = () if total is None else (total.from_around, total.from_outside)
    unsure = any(count.at_least for count in arrivals) or bool(moves.withheld_in)
    here = AT_LEAST if unsure else SETTLED_HERE
    if total is not None and total.kept.n is not None:
        kept = max(kept, total.kept.n)
    if kept:
        ribbons.append(Ribbon(TRAINED_HERE, here, kept, STAYED))
    own = region_of(catalog, total.territory_id).territory_id if total else ""
    by_region = _sums(
        (region_of(catalog, flow.destination_id).territory_id, flow) for flow in moves.left
    )
    for name, number in by_region.items():
        place = catalog.territories[name].name_fr
        around = f"{place}, ailleurs" if name == own else place
        ribbons.append(Ribbon(TRAINED_HERE, around, number, LEFT))
    if total is not None:
        hidden = _hidden(total, kept, left)
        if hidden > 0:
            ribbons.append(Ribbon(TRAINED_HERE, WITHHELD, hidden, UNKNOWN))
        if total.not_followed_n:
            ribbons.append(Ribbon(TRAINED_HERE, NOT_FOLLOWED, total.not_followed_n, UNKNOWN))
    return ribbons + _came(catalog, moves.came, here)


def _hidden(total: FlowTotal, kept: int, left: int) -> int:
    """Those settled somewhere that no ribbon tells; under 0 when the files disagree."""
    if total.trained_n is None or total.not_followed_n is None:
        return (total.left.n or 0) - left
    return total.trained_n - total.not_followed_n - kept - left


def _came(catalog: Catalog, flows: Sequence[PublishedFlow], here: str) -> list[Ribbon]:
    sums = _sums((flow.origin_id, flow) for flow in flows)
    first = list(sums.items())[:MOST_PLACES]
    ribbons = [
        Ribbon(catalog.territories[name].name_fr, here, number, CAME) for name, number in first
    ]
    rest = list(sums.values())[MOST_PLACES:]
    if rest:
        others = plural(len(rest), "autre origine", "autres origines")
        ribbons.append(Ribbon(others, here, sum(rest), CAME))
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


def national_arcs(
    catalog: Catalog, points: Mapping[str, Point], flows: Iterable[PublishedFlow]
) -> tuple[Arc, ...]:
    """Arcs of the largest flows."""
    return tuple(
        _arc(catalog, points, flow.origin_id, flow.destination_id, flow.doctors_n or 0)
        for flow in list(flows)[:MOST_ARCS]
    )


def territory_arcs(
    catalog: Catalog, points: Mapping[str, Point], territory_id: str, moves: Moves
) -> tuple[tuple[Arc, ...], tuple[Arc, ...]]:
    """Arcs from a territory to where its doctors went, and to it from where others came."""
    out = _sums((flow.destination_id, flow) for flow in moves.left)
    into = _sums((flow.origin_id, flow) for flow in moves.came)
    return (
        tuple(_arc(catalog, points, territory_id, place, number) for place, number in out.items()),
        tuple(_arc(catalog, points, place, territory_id, number) for place, number in into.items()),
    )


def _arc(catalog: Catalog, points: Mapping[str, Point], start: str, end: str, number: int) -> Arc:
    here, there = (catalog.territories[name].name_fr for name in (start, end))
    text = f"{here}\n→ {there}\n{plural(number, 'médecin')}"
    return Arc(points[start], points[end], number, text)


def _sums(pairs: Iterable[tuple[str, PublishedFlow]]) -> dict[str, int]:
    """Doctors by place, the most numerous first."""
    sums: dict[str, int] = {}
    for name, flow in pairs:
        sums[name] = sums.get(name, 0) + (flow.doctors_n or 0)
    return dict(sorted(sums.items(), key=lambda item: (-item[1], item[0])))
