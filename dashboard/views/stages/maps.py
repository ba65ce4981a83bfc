"""Tension beside missing places, on the territory maps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from dashboard.charts.palette import DIVERGING
from dashboard.core.catalog import Catalog
from dashboard.core.files import file_name
from dashboard.core.formatting import number
from dashboard.core.selection import Selection
from dashboard.themes.stages import LEVEL_NAMES, UNIT, VERDICTS, Balance, Figure, year_label
from dashboard.ui.maps import MAP_HEIGHT, geometry_url, map_footer
from dashboard.ui.territory_map import MapLayer, show_territory_map
from dashboard.views.stages.page import STAGE_MAP
from dashboard.views.stages.table import stage_csv
from dashboard.views.stages.view import StageView
from models.stages.balance import METHOD_ID

# The same for every level, year and set of levers: two maps can be compared.
TENSION_BREAKS = (50.0, 80.0, 100.0, 125.0, 200.0)
MISSING_COLOR = "#ad5827"


def show_stage_maps(
    catalog: Catalog,
    selection: Selection,
    view: StageView,
    balances: Sequence[Balance],
    hypotheses: Sequence[str],
    on_select: Callable[[], None],
) -> None:
    """Show the two maps of the territories of the level selected, in the order of their ids.

    ``hypotheses`` are the levers that changed, in words, for the files.
    """
    selected = selection.territory_id
    on_level = catalog.territories[selected].level == selection.level
    show_territory_map(
        [
            replace(
                layer,
                name=file_name(
                    catalog,
                    "carte",
                    layer.indicator_id,
                    view.level_id,
                    selection.level,
                    year_label(view.year),
                ),
                csv=lambda: stage_csv(catalog, balances, hypotheses),
            )
            for layer in stage_layers(catalog, view, balances)
        ],
        level=selection.level,
        geo_url=geometry_url(catalog),
        selected=selected if on_level else None,
        key=STAGE_MAP,
        footer=map_footer(catalog),
        demo=catalog.build.is_demo,
        height=MAP_HEIGHT,
        on_select=on_select,
    )


def stage_layers(
    catalog: Catalog, view: StageView, balances: Sequence[Balance]
) -> tuple[MapLayer, MapLayer]:
    """Layers of the tension (%) and of the places missing (place-semestres)."""
    subtitle = f"{LEVEL_NAMES[view.level_id]}, {year_label(view.year)}"
    if view.levers:
        subtitle += ", avec vos hypothèses"
    cited = [_citation(catalog, balance) for balance in balances]
    sources = tuple(dict.fromkeys(text for text in cited if text))
    rank = {text: index for index, text in enumerate(sources)}

    def layer(
        name: str, title: str, figures: Sequence[Figure], notes: Sequence[str], **shown: object
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
            source=[rank.get(text) for text in cited],
            sources=sources,
            method=f"méthode {METHOD_ID}",
            **shown,  # type: ignore[arg-type]
        )

    return (
        layer(
            "tension_stages",
            "Tension : besoin ÷ offre, 100 % à l’équilibre",
            [balance.tension for balance in balances],
            [VERDICTS[balance.verdict] for balance in balances],
            unit="%",
            kind="sequential",
            breaks=TENSION_BREAKS,
            colors=DIVERGING,
        ),
        layer(
            "places_manquantes",
            "Places manquantes",
            [balance.missing for balance in balances],
            [_need_and_offer(balance) for balance in balances],
            unit=UNIT,
            kind="circles",
            breaks=(),
            colors=(MISSING_COLOR,),
        ),
    )


def _need_and_offer(balance: Balance) -> str:
    return f"besoin {number(balance.need.value)}, offre {number(balance.offer.value)}"


def _citation(catalog: Catalog, balance: Balance) -> str:
    if balance.fact is None:
        return ""
    ids = dict.fromkeys((balance.fact.need_source, balance.fact.offer_source))
    return " ; ".join(catalog.sources[item].citation for item in ids if item)
