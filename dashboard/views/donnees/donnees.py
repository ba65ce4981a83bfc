"""Page « Données et méthode »: every indicator, every source, and what is not published."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import Catalog
from dashboard.core.formatting import number, typography
from dashboard.queries.cache import ServedBuild
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.desk import Desk
from dashboard.queries.method import fetch_table
from dashboard.ui import state
from dashboard.views.donnees import words
from dashboard.views.donnees.page import requested_definition
from dashboard.views.donnees.tables import (
    show_definition,
    show_glossary,
    show_indicators,
    show_sources,
    show_targets,
    show_unpublished,
    show_validation,
)
from models.msu import estimate
from models.retention import apparent


def render() -> None:
    """Draw the page, the definition asked for in the address first."""
    build = state.served()
    catalog = fetch_catalog(build)
    st.title("Données et méthode", anchor=False)
    st.markdown(typography(words.INTRODUCTION))
    show_definition(build, catalog, requested_definition())
    sections = {
        "Indicateurs": lambda: show_indicators(Desk(build, catalog, state.current(catalog))),
        "Sources": lambda: show_sources(catalog),
        "Estimation des MSU": lambda: _show_estimation(build, catalog),
        "Fidélisation apparente": lambda: _show_apparent_retention(build),
        "Cibles et clés": lambda: show_targets(build, catalog),
        "Ce qui n’est pas publié": lambda: show_unpublished(build),
        "Glossaire": lambda: show_glossary(build),
    }
    # Built when opened only.
    tabs = st.tabs(list(sections), key="donnees.onglets", on_change="rerun")
    for tab, show in zip(tabs, sections.values(), strict=True):
        if tab.open:
            with tab:
                show()


def _parameters(build: ServedBuild, method_id: str) -> dict[str, float]:
    table = fetch_table(build, "parameters")
    rows = table[table["method_id"] == method_id]
    return dict(zip(rows["parameter_id"], rows["value"], strict=True))


def _show_estimation(build: ServedBuild, catalog: Catalog) -> None:
    found = _parameters(build, estimate.METHOD_ID)
    st.markdown(
        typography(words.ESTIMATION).format(
            blend_pct=number(100 * found["blend"]),
            gp_pct=number(100 - 100 * found["blend"]),
            points=number(found["points"]),
            places=number(found["places"]),
            median_factor=number(found["median_factor"], 2),
            log_rmse=number(found["log_rmse"], 2),
            log_rmse_with_excluded=number(found["log_rmse_with_excluded"], 2),
            interval_level=number(found["interval_level"]),
            interval_factor=number(found["interval_factor"], 1),
            draws=number(found["draws"]),
        )
    )
    show_validation(build, catalog)


def _show_apparent_retention(build: ServedBuild) -> None:
    found = _parameters(build, apparent.METHOD_ID)
    st.markdown(
        typography(words.APPARENT_RETENTION).format(
            cessation_rate=number(found["cessation_rate"], 1),
            cessation_rate_margin=number(found["cessation_rate_margin"], 1),
            fill_low=number(found["fill_low"]),
            fill_high=number(found["fill_high"]),
            interval_level=number(found["interval_level"]),
        )
    )


if __name__ == "__main__":
    render()
