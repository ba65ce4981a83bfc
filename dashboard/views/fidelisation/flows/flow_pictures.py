"""What the arcs and the ribbons of the flows say once away from the page, and their values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard.core.catalog import STATUS_LABELS
from dashboard.queries.flows import FlowPeriod, FlowTotal
from dashboard.ui.chart import Caption, Table, status_note
from dashboard.ui.downloads import place_name
from dashboard.views.fidelisation.flows.flow_table import CSV_HEADER, csv_row
from dashboard.views.fidelisation.flows.ribbons import CAME, LEFT, STAYED, UNKNOWN, Ribbon
from dashboard.views.fidelisation.flows.words import TRAINED_IN, Moves, finding, period_label
from dashboard.views.fidelisation.page import RetentionPage

KINDS = {STAYED: "restés", LEFT: "partis", CAME: "arrivés", UNKNOWN: "lieu masqué ou inconnu"}
KEY = "Vert : restés. Orange : partis. Bleu : arrivés. Gris : lieu masqué ou inconnu."
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
    about: str,
) -> tuple[Caption, Table]:
    """Caption and values of the ribbons; ``about`` says what they leave out."""
    statuses, sources, locators = _origin(total, moves)
    caption = Caption(
        title=finding(page.catalog, page.territory, total, period),
        subtitle=_subtitle(page, period),
        name=_name(page, "flux rubans", period),
        source_ids=sources,
        note=f"{KEY} {about} {status_note(statuses)}",
    )
    end = (
        " ; ".join(STATUS_LABELS[item] for item in statuses),
        " ; ".join(page.catalog.sources[item].citation for item in sources),
        " ; ".join(locators),
        page.catalog.build.data_version,
        page.catalog.build.build_id,
    )
    return caption, Table(RIBBON_HEADER, lambda: ribbon_rows(page, ribbons, period, end))


def ribbon_rows(
    page: RetentionPage, ribbons: Iterable[Ribbon], period: FlowPeriod, end: tuple[str, ...]
) -> list[tuple[str, ...]]:
    """Ribbons as text, as they are drawn; ``end`` holds status, source, place in it and build."""
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
            *end,
        )
        for ribbon in ribbons
    ]


def arcs_picture(page: RetentionPage, moves: Moves, period: FlowPeriod) -> tuple[Caption, Table]:
    """Name and values of the arcs: published flows of those who left and of those who came."""
    flows = (*moves.left, *moves.came)
    caption = Caption(
        title=f"Carte des flux de médecins, {page.territory.label}",
        subtitle=_subtitle(page, period),
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
    flows = [(flow.status, flow.source_id, flow.locator) for flow in moves.shown]
    columns = zip(*(*first, *flows), strict=True)
    statuses, sources, locators = (
        [str(item) for item in dict.fromkeys(column) if item] for column in columns
    )
    return statuses, sources, locators


def _subtitle(page: RetentionPage, period: FlowPeriod) -> str:
    return f"{page.territory.label}, {period_label(period)}, {TRAINED_IN[period.scope]}, médecins"


def _name(page: RetentionPage, what: str, period: FlowPeriod) -> tuple[str, ...]:
    when = f"{period.cohort} {period.delay_years} ans"
    return what, TRAINED_IN[period.scope], place_name(page.territory), when
