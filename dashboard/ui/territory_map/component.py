"""Python side of the territory map: validate layers, pack them, mount the component."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from dashboard.ui.carried import CarriedComponent
from dashboard.ui.downloads import show_pressed_download
from dashboard.ui.territory_map.crossing import MapCrossing, crossing_payload

if TYPE_CHECKING:
    from streamlit.components.v2.bidi_component import ComponentResult

HERE = Path(__file__).parent
# One module once joined: each file uses what the files before it define.
ENTRY = "carrier.js"
LEVELS = ("departement", "region", "subdivision")
KINDS = ("sequential", "diverging", "circles", "categories")
STATUS_CODES = {"observed": "1", "imported": "2", "estimated": "3", "demo": "4"}
NO_DATA_CODE = "0"
MAX_LAYERS = 2
CIRCLE_COLOURS = (1, 2)


@dataclass(frozen=True)
class MapLayer:
    """One map panel: one indicator at one period.

    The sequences ``values``, ``low``, ``high``, ``status``, ``note`` and ``source`` are aligned
    with the sorted ids of the level in the geometry document. Circles are as large as their value
    is far from 0; a second colour is that of the values under 0. Categories are ranks of
    ``names``, one per colour; the largest circle stands for ``reach`` at least, so that small
    counts are small circles; ``missing`` is the text of a territory without a value, in place of
    « n. d. »; ``ways`` names circles over 0 and under 0, rises and falls by default. ``name`` is
    that of its files, without extension; ``csv`` makes the file of its values.
    """

    indicator_id: str
    title: str
    subtitle: str
    unit: str
    decimals: int
    kind: Literal["sequential", "diverging", "circles", "categories"]
    breaks: tuple[float, ...]
    colors: tuple[str, ...]
    values: Sequence[float | None]
    low: Sequence[float | None] | None
    high: Sequence[float | None] | None
    status: Sequence[str | None]
    note: Sequence[str | None] | None
    source: Sequence[int | None] | int | None
    sources: tuple[str, ...]
    method: str | None = None
    name: str = ""
    csv: Callable[[], bytes] | None = None
    names: tuple[str, ...] = ()
    missing: str = ""
    reach: float | None = None
    ways: tuple[str, str] | None = None


def _error(layer: MapLayer, message: str) -> ValueError:
    return ValueError(f"map layer {layer.indicator_id!r}: {message}")


def _number(value: Any, decimals: int) -> float | int | None:
    """Return a JSON number as short as the display needs, None for a missing value."""
    if value is None:
        return None
    number = float(value)
    if not math.isfinite(number):
        return None
    rounded = round(number, decimals)
    return int(rounded) if rounded == int(rounded) else rounded


def _column(layer: MapLayer, name: str) -> list[float | int | None] | None:
    """Return a numeric column, or None when it holds nothing worth sending."""
    raw = getattr(layer, name)
    if raw is None:
        return None
    packed = [_number(value, layer.decimals) for value in raw]
    return packed if any(value is not None for value in packed) else None


def _check_lengths(layer: MapLayer) -> None:
    expected = len(layer.values)
    for name in ("low", "high", "status", "note", "source"):
        column = getattr(layer, name)
        if column is None or isinstance(column, int):
            continue
        if len(column) != expected:
            raise _error(layer, f"{name} has {len(column)} items, values has {expected}")


def _check_scale(layer: MapLayer) -> None:
    if layer.kind not in KINDS:
        raise _error(layer, f"kind is {layer.kind!r}, expected one of {', '.join(KINDS)}")
    if any(low >= high for low, high in pairwise(layer.breaks)):
        raise _error(layer, f"breaks must ascend strictly, got {layer.breaks}")
    if layer.kind == "circles":
        if len(layer.colors) not in CIRCLE_COLOURS:
            raise _error(layer, "circles need one colour, or two: gains and losses")
    elif layer.kind == "categories" and len(layer.names) != len(layer.colors):
        raise _error(layer, f"{len(layer.names)} names for {len(layer.colors)} colours")
    elif len(layer.colors) != len(layer.breaks) + 1:
        raise _error(
            layer,
            f"{len(layer.colors)} colours for {len(layer.breaks)} breaks, "
            f"expected {len(layer.breaks) + 1}",
        )


def _status_codes(layer: MapLayer, values: Sequence[float | int | None]) -> str:
    codes = []
    for index, (value, status) in enumerate(zip(values, layer.status, strict=True)):
        if value is None:
            codes.append(NO_DATA_CODE)
        elif status in STATUS_CODES:
            codes.append(STATUS_CODES[status])
        else:
            raise _error(
                layer,
                f"value {value} at position {index} has status {status!r}, "
                f"expected one of {', '.join(STATUS_CODES)}",
            )
    return "".join(codes)


def _notes(layer: MapLayer) -> dict[str, Any]:
    """Return the distinct notes and, per territory, the rank of its note (-1 for none)."""
    distinct = list(dict.fromkeys(text for text in layer.note or () if text))
    if not distinct:
        return {}
    rank = {text: position for position, text in enumerate(distinct)}
    return {"notes": distinct, "n": [rank[text] if text else -1 for text in layer.note or ()]}


def _sources(layer: MapLayer) -> int | list[int]:
    """Return the source rank of each territory, as one number when all share it."""
    raw = layer.source
    if raw is None or isinstance(raw, int):
        ranks = [-1 if raw is None else raw]
    else:
        ranks = [-1 if rank is None else int(rank) for rank in raw]
    for position, rank in enumerate(ranks):
        if rank >= len(layer.sources) or rank < -1:
            raise _error(
                layer,
                f"source {rank} at position {position}, but only {len(layer.sources)} sources",
            )
    return ranks[0] if len(set(ranks)) == 1 else ranks


def layer_payload(layer: MapLayer) -> dict[str, Any]:
    """Return the compact JSON form of a layer.

    Parameters
    ----------
    layer : MapLayer
        Values rounded here to ``layer.decimals``; NaN and infinities become missing.

    Returns
    -------
    dict
        Short keys read by ``format.js``: ``v``, ``lo``, ``hi`` (numbers or null), ``st`` (one
        digit per territory: 0 none, 1 observed, 2 imported, 3 estimated, 4 demo), ``n`` and
        ``notes``, ``src`` and ``sources``.

    Raises
    ------
    ValueError
        When lengths, classes, statuses or source ranks do not agree; the message names which.
    """
    _check_lengths(layer)
    _check_scale(layer)
    values = [_number(value, layer.decimals) for value in layer.values]
    payload: dict[str, Any] = {
        "id": layer.indicator_id,
        "name": layer.name,
        "title": layer.title,
        "subtitle": layer.subtitle,
        "unit": layer.unit,
        "dec": layer.decimals,
        "kind": layer.kind,
        "breaks": [float(limit) for limit in layer.breaks],
        "colors": list(layer.colors),
        "v": values,
        "st": _status_codes(layer, values),
        "src": _sources(layer),
        "sources": list(layer.sources),
        "method": layer.method,
        **_notes(layer),
    }
    if layer.names:
        payload["names"] = list(layer.names)
    if layer.reach is not None:
        payload["reach"] = layer.reach
    if layer.ways:
        payload["ways"] = list(layer.ways)
    if layer.missing:
        payload["missing"] = layer.missing
    for key, name in (("lo", "low"), ("hi", "high")):
        column = _column(layer, name)
        if column is not None:
            payload[key] = column
    return payload


_component = CarriedComponent("territory_map", HERE, "map.css", ENTRY)


def show_territory_map(
    layers: Sequence[MapLayer],
    *,
    level: str,
    geo_url: str,
    selected: str | None,
    key: str,
    footer: str,
    demo: bool = False,
    height: int = 520,
    crossing: MapCrossing | None = None,
    focus: Sequence[str] = (),
    fill: bool = False,
    on_select: Callable[[], None],
) -> ComponentResult:
    """Draw one map, two synchronised maps, or one map of two indicators, at one level.

    Parameters
    ----------
    layers : Sequence[MapLayer]
        One or two layers, aligned with the ids of ``level`` in the geometry document.
    level : {"departement", "region", "subdivision"}
        Which outlines to draw.
    geo_url : str
        Address of the geometry document, fetched once by the browser.
    selected : str or None
        Prefixed id (``"DEP-2A"``) of the selected territory.
    key : str
        Widget key; in the callback, ``st.session_state[key]["selected"]`` is what was chosen.
    footer : str
        Date, build and data version, written at the foot of the exported files.
    demo : bool
        Writes « DONNÉES FICTIVES » across the maps and the exported files.
    height : int
        Height in pixels of the map with its legend, when not stacked.
    crossing : MapCrossing, optional
        Draws the two layers, across then upwards, as one map with their scatter plot.
    focus : Sequence[str]
        Ids that the first view frames and names; none is the whole country.
    fill : bool
        Makes the map as high as the window lets it, ``height`` being the least.
    on_select : Callable
        Called before the next run when the user selects or unselects a territory.

    Returns
    -------
    ComponentResult
        ``result.selected`` is the id chosen just before this run, else None.
    """
    if level not in LEVELS:
        raise ValueError(f"level is {level!r}, expected one of {', '.join(LEVELS)}")
    if not 1 <= len(layers) <= MAX_LAYERS:
        raise ValueError(f"{len(layers)} layers, expected 1 or {MAX_LAYERS}")
    sizes = {len(layer.values) for layer in layers}
    if len(sizes) > 1:
        raise ValueError(f"layers of different lengths: {sorted(sizes)}")
    # A crossing is drawn as one map: its files are beside its groups.
    filed = {} if crossing else {rank: layer for rank, layer in enumerate(layers) if layer.csv}
    data: dict[str, Any] = {
        "layers": [
            layer_payload(layer) | ({"file": f"{key}.{rank}"} if rank in filed else {})
            for rank, layer in enumerate(layers)
        ],
        "level": level,
        "geo": geo_url,
        "selected": selected,
        "footer": footer,
        "demo": demo,
        "height": height,
    }
    if crossing is not None:
        if len(layers) != MAX_LAYERS:
            raise ValueError(f"a crossing of {len(layers)} layers, expected {MAX_LAYERS}")
        data["cross"] = crossing_payload(crossing, len(layers[0].values))
    if fill:
        data["fill"] = True
    if focus:
        data["focus"] = list(focus)
    result = _component.mount(key=key, data=data, on_select=on_select)
    for rank, layer in filed.items():
        if layer.csv:
            show_pressed_download(f"{key}.{rank}", layer.name, layer.csv)
    return result
