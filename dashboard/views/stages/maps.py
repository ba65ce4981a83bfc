"""Tension beside missing places on the maps, and the territories counted by verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard.charts.palette import DIVERGING
from dashboard.core.catalog import Catalog
from dashboard.core.files import file_name
from dashboard.core.values import Measure
from dashboard.themes.stages import UNIT, VERDICTS, Balance, year_label
from dashboard.ui.maps import show_map
from dashboard.ui.territory_map import MapLayer
from dashboard.views.stages import words
from dashboard.views.stages.page import StagesPage
from dashboard.views.stages.table import cited_sources, stage_csv
from dashboard.views.stages.view import StageView
from models.stages.balance import METHOD_ID

STAGE_MAP = "stages.carte"
# The same for every level, year and set of levers: two maps can be compared.
TENSION_BREAKS = (50.0, 80.0, 100.0, 125.0, 200.0)
MISSING_COLOR = "#ad5827"


def show_stage_maps(page: StagesPage) -> None:
    """Show the two maps of the level selected, and how many territories have each verdict."""
    view, level, balances = page.view, page.selection.level, page.map_balances
    layers = [
        replace(
            layer,
            name=file_name(
                page.catalog,
                "carte",
                layer.indicator_id,
                view.level_id,
                level,
                year_label(view.year),
            ),
            csv=lambda: stage_csv(page.catalog, balances, page.hypotheses),
        )
        for layer in stage_layers(page.catalog, view, balances)
    ]
    show_map(page, layers, STAGE_MAP)
    st.markdown(words.verdict_counts(balances, level))


def stage_layers(
    catalog: Catalog, view: StageView, balances: Sequence[Balance]
) -> tuple[MapLayer, MapLayer]:
    """Layers of the tension (%) and of the places missing (place-semestres)."""
    subtitle = words.map_subtitle(view.level_id, view.year, changed=bool(view.levers))
    citations = [_citations(catalog, balance) for balance in balances]
    sources = tuple(dict.fromkeys(text for text in citations if text))
    rank = {text: index for index, text in enumerate(sources)}

    def layer(
        name: str, title: str, figures: Sequence[Measure], notes: Sequence[str], **options: object
    ) -> MapLayer:
        return MapLayer(
            indicator_id=name,
            title=title,
            subtitle=subtitle,
            decimals=0,
            values=[figure.value for figure in figures],
            low=[figure.low for figure in figures],
            high=[figure.high for figure in figures],
            status=[balance.fact.status if balance.fact else None for balance in balances],
            note=notes,
            source=[rank.get(text) for text in citations],
            sources=sources,
            method=f"méthode {METHOD_ID}",
            **options,  # type: ignore[arg-type]
        )

    return (
        layer(
            "tension_stages",
            words.TENSION_TITLE,
            [balance.tension for balance in balances],
            [VERDICTS[balance.verdict] for balance in balances],
            unit="%",
            kind="sequential",
            breaks=TENSION_BREAKS,
            colors=DIVERGING,
        ),
        layer(
            "places_manquantes",
            words.MISSING_TITLE,
            [balance.missing for balance in balances],
            [words.need_and_offer(balance) for balance in balances],
            unit=UNIT,
            kind="circles",
            breaks=(),
            colors=(MISSING_COLOR,),
        ),
    )


def _citations(catalog: Catalog, balance: Balance) -> str:
    return " ; ".join(catalog.sources[item].citation for item in cited_sources([balance]))
