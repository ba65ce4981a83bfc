"""The same two maps as plotly choropleths: outlines by address, values only in the figure."""

from __future__ import annotations

import streamlit as st

from dashboard.queries.cache import served_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.desk import Desk
from dashboard.ui.maps import MAP_HEIGHT, subtitle
from tests.bench.apps.choices import choose_selection

OUTLINES = "/app/static/geo/departements.geojson"
# Without it plotly asks a distant server for a map of the world it does not draw.
CONFIG = {"topojsonURL": "/app/static/topo/"}

st.set_page_config(page_title="Plotly maps", layout="wide")
build = served_build()
catalog = fetch_catalog(build)
with st.sidebar:
    selection = choose_selection(catalog)
shown = (selection.indicator_id, selection.second_id or selection.indicator_id)
for column, (rank, indicator_id) in zip(st.columns(2), enumerate(shown), strict=True):
    values = Desk(build, catalog, selection).values(indicator_id)
    figure = {
        "data": [
            {
                "type": "choropleth",
                "geojson": OUTLINES,
                "featureidkey": "id",
                "locations": [item.removeprefix("DEP-") for item in values.ids],
                "z": values.values,
            }
        ],
        "layout": {
            "height": MAP_HEIGHT,
            "margin": {"l": 0, "r": 0, "t": 50, "b": 0},
            "title": {
                "text": f"{catalog.indicators[indicator_id].label_fr}<br>"
                f"{subtitle(catalog, selection, values)}"
            },
            "geo": {"visible": False, "fitbounds": "geojson", "projection": {"type": "mercator"}},
        },
    }
    column.plotly_chart(figure, key=f"map{rank}", config=CONFIG)
