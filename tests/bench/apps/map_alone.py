"""The two maps of the map page and its four selectors, without the rest of the page."""

from __future__ import annotations

import streamlit as st

from dashboard.queries.cache import served_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.desk import Desk
from dashboard.ui.maps import map_layer, show_map
from tests.bench.apps.choices import choose_selection

st.set_page_config(page_title="Map alone", layout="wide")
build = served_build()
catalog = fetch_catalog(build)
with st.sidebar:
    selection = choose_selection(catalog)
shown = (selection.indicator_id, selection.second_id or selection.indicator_id)
desk = Desk(build, catalog, selection)
show_map(desk, [map_layer(desk, item) for item in shown], "carte.carte", on_select=lambda: None)
