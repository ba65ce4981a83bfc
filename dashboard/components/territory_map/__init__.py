"""Territory map: an SVG map drawn by a Streamlit component."""

from dashboard.components.territory_map.component import (
    MapLayer,
    layer_payload,
    show_territory_map,
)

__all__ = ["MapLayer", "layer_payload", "show_territory_map"]
