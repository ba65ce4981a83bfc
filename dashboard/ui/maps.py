"""Maps of a selection: their layers, their subtitles, their footer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal

from dashboard.charts.classes import CENTRES, classes_of
from dashboard.charts.deck import Ground
from dashboard.charts.palette import SITUATIONS
from dashboard.core.catalog import (
    COUNTS_OF_A_YEAR,
    GAP,
    MSU,
    SHORTFALL_INDICATORS,
    SITUATION,
    YEARLY_INDICATORS,
    Catalog,
)
from dashboard.core.files import HEADER, file_name, level_rows, to_csv
from dashboard.core.formatting import period, quantity
from dashboard.core.selection import Selection
from dashboard.core.values import LevelValues
from dashboard.queries.desk import Desk
from dashboard.queries.geometry import GEOMETRY_PATH
from dashboard.themes.situation import ORDER, VERDICT_WORDS, Situation, Situations
from dashboard.ui import state
from dashboard.ui.level_files import level_csv
from dashboard.ui.territory_map import MapCrossing, MapLayer, show_territory_map
from models.uncertainty import INTERVAL_LEVEL

MSU_METHOD = "msu-v2"
INTERVAL_METHODS = {MSU_METHOD, "wilson-v1"}
MAP_HEIGHT = 455
GAP_WAYS = ("il en manque", "au-dessus de la part")
Kind = Literal["sequential", "diverging", "circles"]


def show_map(
    desk: Desk,
    layers: Sequence[MapLayer],
    key: str,
    *,
    level: str = "",
    selected: str | None = None,
    crossing: MapCrossing | None = None,
    focus: Sequence[str] = (),
    fill: bool = False,
    on_select: Callable[[], None] | None = None,
) -> None:
    """Show one map, or two synchronised maps, at one level: that of the selection by default.

    ``selected`` is the territory outlined: that of the selection by default, if it is of the level.
    A territory clicked becomes that of the selection, unless ``on_select`` says otherwise.
    """
    level = level or desk.selection.level
    own = desk.territory.territory_id if desk.territory.level == level else None
    show_territory_map(
        layers,
        level=level,
        geo_url=geometry_url(desk.catalog),
        selected=selected or own,
        key=key,
        footer=map_footer(desk.catalog),
        demo=desk.catalog.build.is_demo,
        height=MAP_HEIGHT,
        crossing=crossing,
        focus=focus,
        fill=fill,
        on_select=on_select or (lambda: state.change_from_map(desk.catalog, key)),
    )


def map_footer(catalog: Catalog) -> str:
    """Build and data version, at the foot of exported maps."""
    info = catalog.build
    return (
        f"Observatoire territorial des MSU, données {info.data_version}, construction "
        f"{info.build_id}, {info.built_on_fr}"
    )


def geometry_url(catalog: Catalog) -> str:
    """Address of the map geometry; its name changes with its content."""
    return _geo_url(catalog.build.geometry_file)


def ground_of(catalog: Catalog) -> Ground:
    """Addresses of the areas and limits under a pydeck map, as drawn on the other maps."""
    return Ground(_geo_url(catalog.build.areas_file), _geo_url(catalog.build.limits_file))


def map_layer(desk: Desk, indicator_id: str) -> MapLayer:
    """Layer of one indicator for the level, year, target and key of the selection."""
    values = desk.values(indicator_id)
    words = subtitle(desk.catalog, desk.selection, values)
    if indicator_id == SITUATION:
        layer = layer_of(desk.catalog, values, words, ((), ()))
        layer = _situation_layer(layer, desk.situations(), values.period)
    else:
        limits = classes_of(desk.catalog, indicator_id, desk.spread(indicator_id))
        layer = layer_of(desk.catalog, values, words, limits)
    return replace(layer, csv=lambda: level_csv(desk, [values]))


def _situation_layer(layer: MapLayer, situations: Situations, period: str) -> MapLayer:
    """Layer of the situations, one category each: those counted are there if some are."""
    order = [item for item in ORDER if "counted" not in item or situations.count(item)]
    places = [situations.by_id.get(item) for item in situations.ids]
    return replace(
        layer,
        unit="",
        kind="categories",
        breaks=tuple(rank + 0.5 for rank in range(len(order) - 1)),
        colors=tuple(SITUATIONS[ORDER.index(item)] for item in order),
        names=tuple(VERDICT_WORDS[item] for item in order),
        values=[None if item is None else order.index(item.verdict_id) for item in places],
        note=[None if item is None else _situation_note(item, period) for item in places],
        method=f"méthode {MSU_METHOD}, intervalle à 80\u00a0%" if layer.method else None,
    )


def _situation_note(item: Situation, period: str) -> str:
    """Chances, then what is missing at 80 %; the year of a value that is older than ``period``."""
    older = f" ; valeur de {item.period}" if item.period not in ("", period) else ""
    if item.is_counted:
        return f"{item.missing}{older}"
    return f"{item.chances} ; {item.missing} (intervalle à 80\u00a0%){older}"


def layer_of(
    catalog: Catalog,
    values: LevelValues,
    subtitle_fr: str,
    limits: tuple[tuple[float, ...], tuple[str, ...]],
) -> MapLayer:
    """Layer of some values, from their class limits and colours."""
    indicator = catalog.indicators[values.indicator_id]
    cited = sorted({source for source in values.source_ids if source})
    rank = {source_id: index for index, source_id in enumerate(cited)}
    breaks, colors = limits
    return MapLayer(
        indicator_id=values.indicator_id,
        title=indicator.label_fr,
        subtitle=subtitle_fr,
        unit=indicator.unit_fr,
        decimals=indicator.decimals,
        kind=_kind(values.indicator_id),
        breaks=breaks,
        colors=colors,
        values=values.values,
        low=values.low,
        high=values.high,
        status=values.status,
        note=values.notes,
        source=[rank[source] if source else None for source in values.source_ids],
        sources=tuple(catalog.sources[source_id].citation for source_id in cited),
        method=_method(values),
        name=file_name(catalog, "carte", indicator.label_fr, values.level, values.period),
        csv=lambda: to_csv(HEADER, level_rows(catalog, values), is_demo=catalog.build.is_demo),
        ways=GAP_WAYS if values.indicator_id == GAP else None,
    )


def subtitle(catalog: Catalog, selection: Selection, values: LevelValues) -> str:
    """Period, and for a shortfall the target and the key."""
    if not values.period:
        if values.indicator_id in YEARLY_INDICATORS:
            return f"non calculé pour {selection.year} : dénominateur trop éloigné"
        return "non publié à ce niveau"
    when = " ou ".join(sorted(set(values.periods) - {""})) or period(values.period)
    if values.indicator_id not in SHORTFALL_INDICATORS:
        return when
    return f"{when}, {target_words(catalog, selection)}"


def target_words(catalog: Catalog, selection: Selection) -> str:
    """Target and key in force, on which every shortfall depends."""
    key = catalog.keys[selection.key_id].label_fr.lower()
    return f"cible {selection.target(catalog).label_fr}, clé {key}"


def _kind(indicator_id: str) -> Kind:
    if indicator_id in (MSU, GAP, *COUNTS_OF_A_YEAR):
        return "circles"
    return "diverging" if indicator_id in CENTRES else "sequential"


def _method(values: LevelValues) -> str | None:
    if values.method_id is None:
        return None
    suffix = (
        f", intervalle à {quantity(100 * INTERVAL_LEVEL, '%')}"
        if values.method_id in INTERVAL_METHODS
        else ""
    )
    return f"méthode {values.method_id}{suffix}"


def _geo_url(file_name: str) -> str:
    return f"{GEOMETRY_PATH}{file_name}"
