"""The territory selected: its key figures, its other indicators, its neighbours."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.components.cards import Card, definition_link, show_cards
from dashboard.components.map_panel import load_values
from dashboard.formatting import interval, number, period, plural
from dashboard.model import (
    APPARENT_RETENTION,
    COVERAGE,
    GAP,
    MSU,
    SHORTFALL_INDICATORS,
    STATUS_LABELS,
    Catalog,
    LevelValues,
    Territory,
)
from dashboard.queries import cached
from dashboard.queries.connection import ServedBuild
from dashboard.queries.series import Value
from dashboard.ranking import rank_in_words
from dashboard.selection import Selection

KEY_FIGURES = (MSU, APPARENT_RETENTION, "densite_mg_liberaux_cnam_pour_100k")


def show_key_figures(build: ServedBuild, catalog: Catalog, selection: Selection) -> None:
    """Five figures of the selected territory, or of the nation."""
    territory = catalog.territories[selection.territory_id]
    values = _values(build, catalog, selection, KEY_FIGURES)
    cards = [_card(catalog, MSU, f"MSU, {territory.label}", values.get(MSU))]
    for indicator_id in SHORTFALL_INDICATORS:
        compared = cached.load_territory_shortfall(
            build,
            indicator_id,
            territory.territory_id,
            selection.year,
            selection.target(catalog),
            selection.key_id,
        )
        label = catalog.indicators[indicator_id].label_fr
        cards.append(_card(catalog, indicator_id, label, compared, signed=indicator_id == GAP))
    for indicator_id in KEY_FIGURES[1:]:
        label = catalog.indicators[indicator_id].label_fr
        cards.append(_card(catalog, indicator_id, label, values.get(indicator_id)))
    show_cards(catalog, selection, cards)


def show_territory_panel(build: ServedBuild, catalog: Catalog, selection: Selection) -> None:
    """Every indicator of the selected territory with interval, rank and source; neighbours."""
    territory = catalog.territories[selection.territory_id]
    if territory.level == "national":
        st.caption(
            "Choisissez un territoire sur la carte (clic, ou Tab puis les flèches et Entrée) "
            "pour ouvrir sa fiche."
        )
        return
    st.header(territory.label, anchor=False)
    _show_indicators(build, catalog, selection, territory)
    _show_neighbours(build, catalog, selection, territory)


def _values(
    build: ServedBuild, catalog: Catalog, selection: Selection, indicator_ids: tuple[str, ...]
) -> dict[str, Value]:
    """Values of the territory; those known by subdivision only come from the dominant one."""
    territory_id = selection.territory_id
    values = cached.load_territory_values(build, territory_id, indicator_ids, selection.year)
    if catalog.territories[territory_id].level != "departement":
        return values
    missing = tuple(item for item in indicator_ids if item not in values)
    holder = catalog.dominant_subdivision(territory_id)
    inherited = cached.load_territory_values(build, holder, missing, selection.year)
    note = f"valeur de la subdivision de {catalog.territories[holder].name_fr}"
    return values | {key: value.with_note(note) for key, value in inherited.items()}


def _card(
    catalog: Catalog, indicator_id: str, label: str, value: Value | None, *, signed: bool = False
) -> Card:
    if value is None:
        return Card(label, indicator_id, None, detail="non publié")
    note = value.note_fr
    if indicator_id in SHORTFALL_INDICATORS:
        note = _shortfall_note(indicator_id, value)
    return Card(
        label,
        indicator_id,
        value.value,
        value.low,
        value.high,
        value.period,
        value.status,
        (value.source_id,),
        value.locator,
        detail=" · ".join(text for text in (period(value.period), note) if text),
        signed=signed,
    )


def _shortfall_note(indicator_id: str, value: Value) -> str:
    """Word for a gap: undetermined when its interval holds 0, surplus when it is negative."""
    if indicator_id != GAP:
        return ""
    if value.low is not None and value.high is not None and value.low <= 0 < value.high:
        return "indéterminé"
    return "excédent" if value.value < 0 else ""


def _show_indicators(
    build: ServedBuild, catalog: Catalog, selection: Selection, territory: Territory
) -> None:
    rows = []
    for indicator_id in catalog.map_indicators:
        level = load_values(build, catalog, selection.at_level(territory.level), indicator_id)
        index = level.ids.index(territory.territory_id)
        indicator = catalog.indicators[indicator_id]
        value, status = level.values[index], level.status[index]
        source = catalog.sources.get(level.source_ids[index] or "")
        rows.append(
            {
                "Indicateur": indicator.label_fr,
                "Valeur": number(value, indicator.decimals),
                "Unité": indicator.unit_fr,
                "Intervalle": interval(level.low[index], level.high[index], indicator.decimals),
                "Statut": STATUS_LABELS.get(status or "", "non publié"),
                "Rang": _rank(level, index, indicator.direction),
                "Période": period(level.period) if level.period else "",
                "Source": source.citation if source else "",
                "Précision": level.notes[index] or level.locators[index] or "",
                "Définition": f"/{definition_link(selection, indicator_id)}",
            }
        )
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height="content",
        key="carte.fiche",
        column_config={"Définition": st.column_config.LinkColumn(display_text="définition")},
        alt=f"Indicateurs de {territory.label} : valeur, intervalle, statut, rang, source",
    )


def _rank(level: LevelValues, index: int, direction: str) -> str:
    """Rank among the territories of the level; that of an estimate is only indicative."""
    text = rank_in_words(level.values, index, ascending=direction == "down")
    return f"{text}, indicatif" if text and level.status[index] == "estimated" else text


def _show_neighbours(
    build: ServedBuild, catalog: Catalog, selection: Selection, territory: Territory
) -> None:
    neighbours = catalog.neighbours.get(territory.territory_id, ())
    if territory.level != "departement":
        return
    if not neighbours:
        st.caption(f"{territory.label} n’a pas de département limitrophe.")
        return
    st.markdown(
        f"**{plural(len(neighbours), 'département limitrophe', 'départements limitrophes')}**"
    )
    shown = (GAP, COVERAGE, MSU)
    levels = {
        item: load_values(build, catalog, selection.at_level("departement"), item) for item in shown
    }
    rows = []
    for territory_id in (territory.territory_id, *neighbours):
        index = levels[GAP].ids.index(territory_id)
        row = {"Département": catalog.territories[territory_id].label}
        for item in shown:
            indicator = catalog.indicators[item]
            level = levels[item]
            bounds = interval(level.low[index], level.high[index], indicator.decimals)
            row[indicator.short_fr] = number(level.values[index], indicator.decimals)
            row[f"{indicator.short_fr}, intervalle"] = bounds
        row["Statut"] = STATUS_LABELS.get(levels[MSU].status[index] or "", "non publié")
        rows.append(row)
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height="content",
        key="carte.voisins",
        alt=f"Départements limitrophes de {territory.label}",
    )
