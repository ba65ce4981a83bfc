"""Arcs and ribbons of the flows of a territory, or of the whole country, and their values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dashboard.charts.deck import Point
from dashboard.core.catalog import STATUS_LABELS, Catalog
from dashboard.core.files import place_name
from dashboard.core.formatting import plural
from dashboard.themes.flows import FlowPeriod, FlowTotal, PublishedFlow
from dashboard.ui.chart import Caption, Table, status_note
from dashboard.views.fidelisation.flows.figures import CAME, LEFT, STAYED, UNKNOWN, Arc, Ribbon
from dashboard.views.fidelisation.flows.moves import Moves, doctors, region_of
from dashboard.views.fidelisation.flows.tables import CSV_HEADER, csv_row
from dashboard.views.fidelisation.flows.words import (
    RIBBON_KEY,
    TRAINED_IN,
    arc_picture_title,
    flow_finding,
    picture_subtitle,
)
from dashboard.views.fidelisation.page import RetentionPage

TRAINED_HERE, SETTLED_HERE, AT_LEAST = "Formés ici", "Installés ici", "Installés ici, au moins"
WITHHELD, NOT_FOLLOWED = "Lieu masqué", "Sans installation connue"
MOST_PLACES = 8
MOST_ARCS = 40


def territory_ribbons(catalog: Catalog, total: FlowTotal | None, moves: Moves) -> list[Ribbon]:
    """From those trained here to where they settled, and from where others came.

    Those who stayed or left by the file of cohorts, and whose place no published flow gives, go to
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
    region_id = region_of(catalog, total.territory_id).territory_id if total else ""
    by_region = _sums(
        (region_of(catalog, flow.destination_id).territory_id, flow) for flow in moves.left
    )
    for name, number in by_region.items():
        place = catalog.territories[name].name_fr
        around = f"{place}, ailleurs" if name == region_id else place
        ribbons.append(Ribbon(TRAINED_HERE, around, number, LEFT))
    if total is not None:
        hidden = _hidden(total, kept, left)
        if hidden > 0:
            ribbons.append(Ribbon(TRAINED_HERE, WITHHELD, hidden, UNKNOWN))
        if total.not_followed_n:
            ribbons.append(Ribbon(TRAINED_HERE, NOT_FOLLOWED, total.not_followed_n, UNKNOWN))
    return ribbons + _came(catalog, moves.came, here)


def _hidden(total: FlowTotal, kept: int, left: int) -> int:
    """Doctors settled at a place that no ribbon shows; under 0 when the files disagree."""
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


KINDS = {STAYED: "restés", LEFT: "partis", CAME: "arrivés", UNKNOWN: "lieu masqué ou inconnu"}
RIBBON_HEADER = (
    "territoire_id",
    "territoire",
    "de",
    "vers",
    "sens",
    "medecins",
    "unite",
    "perimetre",
    "cohorte",
    "delai_ans",
    "statut",
    "source",
    "emplacement",
    "version_donnees",
    "construction",
)


def ribbons_picture(
    page: RetentionPage,
    ribbons: Sequence[Ribbon],
    total: FlowTotal | None,
    moves: Moves,
    period: FlowPeriod,
    note: str,
) -> tuple[Caption, Table]:
    """Caption and values of the ribbons; ``note`` says what they leave out."""
    statuses, sources, locators = _origin(total, moves)
    caption = Caption(
        title=flow_finding(page.catalog, page.territory, total, period),
        subtitle=picture_subtitle(page.territory, period),
        name=_name(page, "flux rubans", period),
        source_ids=sources,
        note=f"{RIBBON_KEY} {note} {status_note(statuses)}",
    )
    provenance = (
        " ; ".join(STATUS_LABELS[item] for item in statuses),
        " ; ".join(page.catalog.sources[item].citation for item in sources),
        " ; ".join(locators),
        page.catalog.build.data_version,
        page.catalog.build.build_id,
    )
    return caption, Table(RIBBON_HEADER, lambda: ribbon_rows(page, ribbons, period, provenance))


def ribbon_rows(
    page: RetentionPage, ribbons: Iterable[Ribbon], period: FlowPeriod, provenance: tuple[str, ...]
) -> list[tuple[str, ...]]:
    """Ribbons as text; ``provenance`` holds their status, source, place in it and build."""
    territory = page.territory
    return [
        (
            territory.territory_id,
            territory.name_fr,
            ribbon.source,
            ribbon.target,
            KINDS[ribbon.kind],
            str(ribbon.doctors_n),
            "médecins",
            TRAINED_IN[period.scope],
            str(period.cohort),
            str(period.delay_years),
            *provenance,
        )
        for ribbon in ribbons
    ]


def arcs_picture(page: RetentionPage, moves: Moves, period: FlowPeriod) -> tuple[Caption, Table]:
    """Name and values of the arcs: published flows of those who left and of those who came."""
    flows = (*moves.left, *moves.came)
    caption = Caption(
        title=arc_picture_title(page.territory),
        subtitle=picture_subtitle(page.territory, period),
        name=_name(page, "flux carte", period),
        source_ids=[flow.source_id for flow in flows if flow.source_id],
    )
    table = Table(CSV_HEADER, lambda: [csv_row(page.catalog, flow, period) for flow in flows])
    return caption, table


def _origin(
    total: FlowTotal | None, moves: Moves
) -> tuple[Sequence[str], Sequence[str], Sequence[str]]:
    """Statuses, sources and places in them behind the ribbons, each once."""
    first = [(total.status, item, total.locator) for item in total.source_ids] if total else []
    flows = [(flow.status, flow.source_id, flow.locator) for flow in moves.published]
    columns = zip(*(*first, *flows), strict=True)
    statuses, sources, locators = (
        [str(item) for item in dict.fromkeys(column) if item] for column in columns
    )
    return statuses, sources, locators


def _name(page: RetentionPage, what: str, period: FlowPeriod) -> tuple[str, ...]:
    when = f"{period.cohort} {period.delay_years} ans"
    return what, TRAINED_IN[period.scope], place_name(page.territory), when
