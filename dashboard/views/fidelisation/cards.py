"""Title and key figures of the page « Fidélisation »."""

from __future__ import annotations

from dataclasses import replace

from dashboard.core.catalog import APPARENT_RETENTION, COVERAGE
from dashboard.queries.levels import fetch_territory_shortfall
from dashboard.themes.retention import MISSING, SETTLED_RATE, CohortRate
from dashboard.ui.cards import Card, show_cards
from dashboard.ui.key_figures import territory_values, value_card
from dashboard.views.fidelisation.page import RetentionPage
from dashboard.views.fidelisation.words import rate_scope, retention_finding

CHANGE = "evolution_mg_rpps_pct"
OLDER = "part_mg_liberaux_60_ans_et_plus_pct"
FIGURES = (APPARENT_RETENTION, CHANGE, OLDER)


def page_finding(page: RetentionPage, rate: CohortRate | None) -> str:
    """Title of the page: the rate of the view, else the apparent retention."""
    values = territory_values(page, (APPARENT_RETENTION,))
    of_territory = rate is not None and rate.territory_id == page.territory.territory_id
    holder = "" if of_territory else page.holder_name
    return retention_finding(page.territory.label, rate, values.get(APPARENT_RETENTION), holder)


def show_retention_cards(page: RetentionPage, rate: CohortRate | None) -> None:
    """Five figures of the territory: retention twice, net change, age, MSU against the target."""
    catalog, selection = page.catalog, page.selection
    values = territory_values(page, FIGURES)
    if OLDER in values:
        # The note on the columns of the source is long: it stands with the definition.
        values = values | {OLDER: replace(values[OLDER], note="")}
    labels = {item: catalog.indicators[item].label_fr for item in (*FIGURES, COVERAGE)}
    coverage = fetch_territory_shortfall(
        page.build,
        COVERAGE,
        page.territory.territory_id,
        selection.year,
        page.target,
        selection.key_id,
    )
    cards = [
        value_card(
            catalog,
            APPARENT_RETENTION,
            f"{labels[APPARENT_RETENTION]}, {page.territory.label}",
            values.get(APPARENT_RETENTION),
        ),
        _rate_card(page, rate),
        value_card(catalog, CHANGE, labels[CHANGE], values.get(CHANGE), signed=True),
        value_card(catalog, OLDER, labels[OLDER], values.get(OLDER)),
        value_card(catalog, COVERAGE, labels[COVERAGE], coverage),
    ]
    show_cards(catalog, selection, cards)


def _rate_card(page: RetentionPage, rate: CohortRate | None) -> Card:
    label = page.catalog.indicators[SETTLED_RATE].label_fr
    if rate is None:
        why = "pas de cohorte ici" if page.options.cohorts else "aucune cohorte importée"
        return Card(None, label=label, indicator_id=SETTLED_RATE, detail=why)
    of_territory = rate.territory_id == page.territory.territory_id
    scope = rate_scope(rate, "" if of_territory else page.holder_name)
    if rate.value is None:
        why = MISSING[rate.missing or "unknown"]
        return Card(None, label=label, indicator_id=SETTLED_RATE, detail=f"{scope} : {why}")
    return Card(**rate.parts, label=label, indicator_id=SETTLED_RATE, detail=scope)
