"""Key figures of the territory selected."""

from __future__ import annotations

from dataclasses import replace

from dashboard.core.catalog import (
    COVERAGE,
    DIPLOMA_RATES,
    MSU,
    NET_CHANGE,
    SHORTFALL_INDICATORS,
    SITUATION,
    Catalog,
)
from dashboard.core.formatting import period
from dashboard.core.names import name_of
from dashboard.core.values import Value
from dashboard.queries.desk import Desk
from dashboard.queries.levels import fetch_territory_shortfall
from dashboard.queries.series import fetch_territory_values
from dashboard.themes.situation import Situation
from dashboard.ui.cards import Card, show_cards

LIKELY = "intervalle à 80\u00a0%"
KEY_FIGURES = (MSU, NET_CHANGE, "densite_mg_liberaux_cnam_pour_100k")
SIGNED = frozenset({NET_CHANGE})


def show_key_figures(desk: Desk) -> None:
    """Show five figures of the territory selected."""
    territory = desk.territory
    values = territory_values(desk, KEY_FIGURES)
    situation = desk.situation
    msu = values.get(MSU)
    cards = [
        value_card(desk.catalog, MSU, f"MSU, {territory.label}", _likely(msu, situation)),
        situation_card(desk, situation),
        _coverage_card(desk, situation),
    ]
    for indicator_id in KEY_FIGURES[1:]:
        label = desk.catalog.indicators[indicator_id].label_fr
        value, signed = values.get(indicator_id), indicator_id in SIGNED
        cards.append(value_card(desk.catalog, indicator_id, label, value, signed=signed))
    show_cards(desk.catalog, desk.selection, cards)


def _likely(msu: Value | None, situation: Situation | None) -> Value | None:
    """MSU with their interval at 80 %, which comes first; that at 95 % is in the tables."""
    if msu is None or situation is None or not msu.is_estimate:
        return msu
    return replace(msu, low=situation.low80, high=situation.high80).with_note(LIKELY)


def situation_card(desk: Desk, situation: Situation | None) -> Card:
    """Card of what is missing, in words, with the sources of the MSU: no minus sign."""
    label = desk.catalog.indicators[SITUATION].label_fr
    if situation is None:
        return Card(None, label=label, indicator_id=SITUATION, detail="non publié")
    msu = territory_values(desk, (MSU,)).get(MSU)
    return Card(
        None if situation.p_below is None else 100 * situation.p_below,
        status=situation.status,
        period=situation.period or str(desk.selection.year),
        label=label,
        indicator_id=SITUATION,
        source_ids=msu.source_ids if msu else (),
        locator=msu.locator if msu else "",
        text=situation.words,
        detail=" · ".join(text for text in (situation.chances, situation.missing) if text),
    )


def _coverage_card(desk: Desk, situation: Situation | None) -> Card:
    coverage = fetch_territory_shortfall(
        desk.build,
        COVERAGE,
        desk.territory.territory_id,
        desk.selection.year,
        desk.target,
        desk.selection.key_id,
    )
    bounds = situation.bounds(COVERAGE) if situation else None
    label = desk.catalog.indicators[COVERAGE].label_fr
    card = value_card(desk.catalog, COVERAGE, label, coverage)
    if bounds is None or coverage is None or not coverage.is_estimate:
        return card
    return replace(card, low=bounds[0], high=bounds[1], detail=f"{card.detail} · {LIKELY}")


def territory_values(desk: Desk, indicator_ids: tuple[str, ...]) -> dict[str, Value]:
    """Values of the territory; a département takes from its subdivision those it lacks.

    A rate by région of diploma is that of the région which holds the territory.
    """
    territory_id = desk.selection.territory_id
    values = fetch_territory_values(desk.build, territory_id, indicator_ids, desk.selection.year)
    missing = [item for item in indicator_ids if item not in values]
    by_region = tuple(item for item in missing if item in DIPLOMA_RATES)
    values = values | _inherited(desk, desk.catalog.region_of(territory_id), by_region)
    if desk.catalog.territories[territory_id].level != "departement":
        return values
    others = tuple(item for item in missing if item not in DIPLOMA_RATES)
    return values | _inherited(desk, desk.catalog.dominant_subdivision(territory_id), others)


def _inherited(desk: Desk, holder: str | None, indicator_ids: tuple[str, ...]) -> dict[str, Value]:
    if holder is None or not indicator_ids:
        return {}
    values = fetch_territory_values(desk.build, holder, indicator_ids, desk.selection.year)
    note = f"valeur de {name_of(desk.catalog.territories[holder]).subject}"
    return {key: replace(value.with_note(note), holder_fr=note) for key, value in values.items()}


def value_card(
    catalog: Catalog, indicator_id: str, label: str, value: Value | None, *, signed: bool = False
) -> Card:
    """Card of one value, « n. d. » when it is not published."""
    if value is None:
        return Card(None, label=label, indicator_id=indicator_id, detail="non publié")
    note = "" if indicator_id in SHORTFALL_INDICATORS else value.note
    return Card(
        **value.parts,
        label=label,
        indicator_id=indicator_id,
        detail=" · ".join(text for text in (period(value.period), note) if text),
        signed=signed,
    )
