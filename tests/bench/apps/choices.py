"""The four selectors of the map page, for pages that hold nothing else of the dashboard."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.core.catalog import Catalog
from dashboard.core.selection import Selection, default_selection
from dashboard.ui import state


def choose_selection(catalog: Catalog) -> Selection:
    """Indicator, target, key and year, with the widget keys of the map page."""
    start = default_selection(catalog)
    names = {item: catalog.indicators[item].label_fr for item in catalog.map_indicators}
    targets = {item: target.label_fr for item, target in catalog.targets.items()}
    keys = {item: key.label_fr for item, key in catalog.keys.items()}
    years = {year: str(year) for year in reversed(catalog.years)}
    return replace(
        start,
        indicator_id=_choose("indicator_id", names, start.indicator_id),
        target_id=_choose("target_id", targets, start.target_id),
        key_id=_choose("key_id", keys, start.key_id),
        year=_choose("year", years, start.year),
    )


def _choose(name: str, labels: dict[Any, str], value: object) -> Any:
    options = list(labels)
    return st.selectbox(
        name,
        options,
        index=options.index(value),
        key=state.WIDGET_KEYS[name],
        format_func=labels.__getitem__,
        filter_mode=None,
    )
