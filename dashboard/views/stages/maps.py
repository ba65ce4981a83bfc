"""Chances that places lack beside missing places, by subdivision, and how many have each class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard.charts.palette import SITUATIONS
from dashboard.core.catalog import Catalog
from dashboard.core.files import file_name
from dashboard.core.formatting import typography
from dashboard.themes.situation import ORDER
from dashboard.themes.stages import UNIT, VERDICT_WORDS, Balance, year_label
from dashboard.ui.maps import show_map
from dashboard.ui.territory_map import MapLayer
from dashboard.views.stages import words
from dashboard.views.stages.page import MAP_LEVEL, StagesPage
from dashboard.views.stages.table import cited_sources, stage_csv
from dashboard.views.stages.view import StageView
from models.stages.balance import METHOD_ID

STAGE_MAP = "stages.carte"
MISSING_COLOR = "#ad5827"


def show_stage_maps(page: StagesPage) -> None:
    """Show the map of the subdivisions, that of the missing places for an expert, and their words.

    Counts are those of the scope.
    """
    view, balances = page.view, page.map_balances
    layers = [
        replace(
            layer,
            name=file_name(
                page.catalog,
                "carte",
                layer.indicator_id,
                view.level_id,
                MAP_LEVEL,
                year_label(view.year),
            ),
            csv=lambda: stage_csv(page.catalog, balances, page.hypotheses),
        )
        for layer in stage_layers(page.catalog, view, balances)
    ]
    show_map(
        page,
        layers if page.is_expert else layers[:1],
        STAGE_MAP,
        level=MAP_LEVEL,
        selected=page.map_territory,
        focus=() if page.is_nation else page.scope_ids(MAP_LEVEL),
    )
    if page.is_expert:
        st.markdown(words.class_counts(page.scope_map_balances, MAP_LEVEL))
        st.caption(typography(" ".join((*_own_subdivisions(page), words.SAME_INSIDE))))


def _own_subdivisions(page: StagesPage) -> list[str]:
    """A sentence on the subdivisions of the département selected; none for other territories."""
    territory = page.territory
    if territory.level != "departement":
        return []
    ids = page.catalog.subdivisions_in(territory.territory_id)
    names = [page.catalog.territories[item].name_fr for item in ids]
    found = [page.balance_of(item, page.view.level_id) for item in ids]
    return [words.own_subdivisions(territory.label, names, found)]


def stage_layers(
    catalog: Catalog, view: StageView, balances: Sequence[Balance]
) -> tuple[MapLayer, MapLayer]:
    """Layers of the chances that places lack, and of the places missing (place-semestres)."""
    citations = [_citations(catalog, balance) for balance in balances]
    sources = tuple(dict.fromkeys(text for text in citations if text))
    rank = {text: index for index, text in enumerate(sources)}
    verdicts = [balance.verdict for balance in balances]
    order = [item for item in ORDER if "counted" not in item or item in verdicts]
    chances = MapLayer(
        indicator_id="tension_stages",
        title=words.CHANCES_TITLE,
        subtitle=words.map_subtitle(view.level_id, view.year, changed=bool(view.levers)),
        decimals=0,
        unit="",
        kind="categories",
        breaks=tuple(place + 0.5 for place in range(len(order) - 1)),
        colors=tuple(SITUATIONS[ORDER.index(item)] for item in order),
        names=tuple(VERDICT_WORDS[item] for item in order),
        values=[None if item is None else order.index(item) for item in verdicts],
        low=None,
        high=None,
        status=[balance.fact.status if balance.fact else None for balance in balances],
        note=[words.chances_note(balance) for balance in balances],
        source=[rank.get(text) for text in citations],
        sources=sources,
        method=f"méthode {METHOD_ID}",
    )
    missing = replace(
        chances,
        indicator_id="places_manquantes",
        title=words.MISSING_TITLE,
        unit=UNIT,
        kind="circles",
        breaks=(),
        colors=(MISSING_COLOR,),
        names=(),
        values=[balance.missing.value for balance in balances],
        low=[balance.missing.low for balance in balances],
        high=[balance.missing.high for balance in balances],
        note=[words.need_and_offer(balance) for balance in balances],
    )
    return chances, missing


def _citations(catalog: Catalog, balance: Balance) -> str:
    return " ; ".join(catalog.sources[item].citation for item in cited_sources([balance]))
