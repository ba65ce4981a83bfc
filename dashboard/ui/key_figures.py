"""Key figures of the territory selected."""

from __future__ import annotations

from dashboard.core.catalog import (
    APPARENT_RETENTION,
    GAP,
    MSU,
    SHORTFALL_INDICATORS,
    Catalog,
)
from dashboard.core.formatting import period
from dashboard.core.values import Value
from dashboard.queries.desk import Desk
from dashboard.queries.levels import fetch_territory_shortfall
from dashboard.queries.series import fetch_territory_values
from dashboard.ui.cards import Card, show_cards

KEY_FIGURES = (MSU, APPARENT_RETENTION, "densite_mg_liberaux_cnam_pour_100k")


def show_key_figures(desk: Desk) -> None:
    """Show five figures of the territory selected."""
    territory = desk.territory
    values = territory_values(desk, KEY_FIGURES)
    cards = [value_card(desk.catalog, MSU, f"MSU, {territory.label}", values.get(MSU))]
    for indicator_id in SHORTFALL_INDICATORS:
        shortfall = fetch_territory_shortfall(
            desk.build,
            indicator_id,
            territory.territory_id,
            desk.selection.year,
            desk.target,
            desk.selection.key_id,
        )
        label = desk.catalog.indicators[indicator_id].label_fr
        cards.append(
            value_card(desk.catalog, indicator_id, label, shortfall, signed=indicator_id == GAP)
        )
    for indicator_id in KEY_FIGURES[1:]:
        label = desk.catalog.indicators[indicator_id].label_fr
        cards.append(value_card(desk.catalog, indicator_id, label, values.get(indicator_id)))
    show_cards(desk.catalog, desk.selection, cards)


def territory_values(desk: Desk, indicator_ids: tuple[str, ...]) -> dict[str, Value]:
    """Values of the territory; a département takes from its subdivision those it lacks."""
    territory_id = desk.selection.territory_id
    values = fetch_territory_values(desk.build, territory_id, indicator_ids, desk.selection.year)
    if desk.catalog.territories[territory_id].level != "departement":
        return values
    missing = tuple(item for item in indicator_ids if item not in values)
    holder = desk.catalog.dominant_subdivision(territory_id)
    inherited = fetch_territory_values(desk.build, holder, missing, desk.selection.year)
    note = f"valeur de la subdivision de {desk.catalog.territories[holder].name_fr}"
    return values | {key: value.with_note(note) for key, value in inherited.items()}


def value_card(
    catalog: Catalog, indicator_id: str, label: str, value: Value | None, *, signed: bool = False
) -> Card:
    """Card of one value, « n. d. » when it is not published."""
    if value is None:
        return Card(None, label=label, indicator_id=indicator_id, detail="non publié")
    note = value.note
    if indicator_id in SHORTFALL_INDICATORS:
        note = _shortfall_note(indicator_id, value)
    return Card(
        **value.parts,
        label=label,
        indicator_id=indicator_id,
        detail=" · ".join(text for text in (period(value.period), note) if text),
        signed=signed,
    )


def _shortfall_note(indicator_id: str, value: Value) -> str:
    """Judgement of a gap: undetermined when its interval holds 0, surplus when it is negative."""
    if indicator_id != GAP:
        return ""
    if value.low is not None and value.high is not None and value.low <= 0 < value.high:
        return "indéterminé"
    return "excédent" if value.value < 0 else ""
