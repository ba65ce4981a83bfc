"""Title and key figures of the page « Fidélisation »."""

from __future__ import annotations

from dataclasses import replace

from dashboard.core.catalog import NET_CHANGE, STAYED_RATE
from dashboard.core.names import capitalised, name_of
from dashboard.profile.readings import whom_to_ask
from dashboard.themes.diploma import DiplomaRate, rank_text, rate_trend, rates_of_indicator
from dashboard.themes.retention import (
    MEASURED_RATE,
    MISSING,
    NOT_MEASURED,
    SETTLED_RATE,
    CohortRate,
    comparable_span,
)
from dashboard.ui.cards import Card, show_cards
from dashboard.ui.key_figures import situation_card, territory_values, value_card
from dashboard.views.fidelisation import words
from dashboard.views.fidelisation.page import RetentionPage
from models.territories.cells import NATION

OLDER = "part_mg_liberaux_60_ans_et_plus_pct"
FIGURES = (NET_CHANGE, OLDER)


def page_finding(page: RetentionPage, rate: CohortRate | None) -> str:
    """Title of the page: the rate of the view, else what surveys measured."""
    has_rate = rate is not None and rate.value is not None
    if page.stayed and not has_rate:
        return _official_finding(page, page.stayed)
    if page.territory.level == "national" and (rate is None or rate.value is None):
        return words.national_finding(page.surveys, len(page.catalog.level_ids["subdivision"]))
    of_territory = rate is not None and rate.territory_id == page.territory.territory_id
    holder = "" if of_territory else page.holder_name
    label = capitalised(name_of(page.territory).alone)
    return words.retention_finding(label, rate, page.survey, holder, page.partial_survey)


def _official_finding(page: RetentionPage, stayed: DiplomaRate) -> str:
    if page.territory.level == "national":
        return words.official_national_finding(stayed)
    label = capitalised(name_of(page.territory).alone)
    return words.official_finding(label, stayed, page.other_region)


def show_retention_cards(page: RetentionPage, rate: CohortRate | None) -> None:
    """Figures of the territory: retention, net change, age; for an expert the MSU beside them."""
    catalog = page.catalog
    values = territory_values(page, FIGURES)
    if OLDER in values:
        # The note on the columns of the source is long: it stands with the definition.
        values = values | {OLDER: replace(values[OLDER], note="")}
    labels = {item: catalog.indicators[item].label_fr for item in FIGURES}
    cards = [
        *([_stayed_card(page, page.stayed)] if page.stayed else []),
        _survey_card(page),
        *([_rate_card(page, rate)] if page.is_expert or page.options.cohorts else []),
        value_card(catalog, NET_CHANGE, labels[NET_CHANGE], values.get(NET_CHANGE), signed=True),
        value_card(catalog, OLDER, labels[OLDER], values.get(OLDER)),
        *([situation_card(page, page.situation)] if page.is_expert else []),
    ]
    show_cards(catalog, page.selection, cards)


def _stayed_card(page: RetentionPage, stayed: DiplomaRate) -> Card:
    """The official rate of the région: out of whom, its rank, which way it goes."""
    series = rates_of_indicator(page.diploma_rates, STAYED_RATE, stayed.territory_id)
    is_nation = stayed.territory_id == NATION
    rank = "" if is_nation else rank_text(page.diploma_rates, stayed)
    detail = words.stayed_card(stayed, rate_trend(series), page.other_region, rank)
    label = page.catalog.indicators[STAYED_RATE].label_fr
    return Card(**stayed.parts, label=label, indicator_id=STAYED_RATE, detail=detail)


def _survey_card(page: RetentionPage) -> Card:
    """The rate measured among the interns of the territory, or whom to ask."""
    indicator = page.catalog.indicators[MEASURED_RATE]
    label, survey = indicator.short_fr, page.survey
    if survey is not None:
        detail = words.survey_card(survey, of_territory=not page.holder_name)
        text = survey.rate_text
        return Card(
            **survey.parts, label=label, indicator_id=MEASURED_RATE, detail=detail, text=text
        )
    if page.territory.level == "national":
        text, detail = comparable_span(page.surveys), words.national_card(page.surveys)
    else:
        text, detail = NOT_MEASURED, words.to_ask(whom_to_ask(page.build, indicator.theme))
    return Card(None, label=label, indicator_id=MEASURED_RATE, detail=detail, text=text)


def _rate_card(page: RetentionPage, rate: CohortRate | None) -> Card:
    label = page.catalog.indicators[SETTLED_RATE].label_fr
    if rate is None:
        why = "pas de cohorte ici" if page.options.cohorts else "aucune cohorte importée"
        return Card(None, label=label, indicator_id=SETTLED_RATE, detail=why)
    of_territory = rate.territory_id == page.territory.territory_id
    scope = words.rate_scope(rate, "" if of_territory else page.holder_name)
    if rate.value is None:
        why = MISSING[rate.missing or "unknown"]
        return Card(None, label=label, indicator_id=SETTLED_RATE, detail=f"{scope} : {why}")
    return Card(**rate.parts, label=label, indicator_id=SETTLED_RATE, detail=scope)
