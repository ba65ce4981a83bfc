"""Territory map: an SVG map drawn by a Streamlit component."""

from dashboard.ui.territory_map.component import MapLayer, layer_payload, show_territory_map
from dashboard.ui.territory_map.crossing import MapCrossing, PlotAxis, crossing_payload

__all__ = [
    "MapCrossing",
    "MapLayer",
    "PlotAxis",
    "crossing_payload",
    "layer_payload",
    "show_territory_map",
]
