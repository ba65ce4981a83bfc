"""Net change 2022-2026 on the territory maps: as a share, and as a number of GPs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard.charts.palette import GAIN, LOSS
from dashboard.core.catalog import LEVEL_LABELS, STATUS_LABELS, LevelValues
from dashboard.core.files import to_csv
from dashboard.core.formatting import typography
from dashboard.ui import state
from dashboard.ui.cards import show_definition_links
from dashboard.ui.downloads import HEADER, level_rows, show_csv_download
from dashboard.ui.level_table import TABLE_HEIGHT
from dashboard.ui.maps import MAP_HEIGHT, geometry_url, load_values, map_footer, map_layer
from dashboard.ui.territory_map import MapLayer, show_territory_map
from dashboard.views.fidelisation.installations.words import NET_MAP
from dashboard.views.fidelisation.page import RetentionPage

NET_CHANGE, NET_CHANGE_PCT = "solde_mg_rpps", "evolution_mg_rpps_pct"
SHOWN = (NET_CHANGE_PCT, NET_CHANGE)


def show_net_change(page: RetentionPage) -> None:
    """Show the two maps of the level selected, then their values as a table and a file."""
    st.subheader("Solde des généralistes de 2022 à 2026", anchor=False)
    selected = page.territory
    on_level = selected.level == page.selection.level
    show_territory_map(
        net_change_layers(page),
        level=page.selection.level,
        geo_url=geometry_url(page.catalog),
        selected=selected.territory_id if on_level else None,
        key=state.NET_CHANGE_MAP,
        footer=map_footer(page.catalog),
        demo=page.catalog.build.is_demo,
        height=MAP_HEIGHT,
        on_select=lambda: state.change_from_map(page.catalog, state.NET_CHANGE_MAP),
    )
    st.caption(typography(NET_MAP))
    show_definition_links(page.catalog, page.selection, SHOWN)
    values = [_values(page, item) for item in SHOWN]
    _show_table(page, *values)
    level = page.selection.level
    show_csv_download(
        "Télécharger ces soldes (CSV)",
        f"soldes_{level}_{page.catalog.build.built_on_iso}.csv",
        "fidelisation.solde.csv",
        lambda: to_csv(
            HEADER,
            [row for one in values for row in level_rows(page.catalog, one)],
            is_demo=page.catalog.build.is_demo,
        ),
    )


def net_change_layers(page: RetentionPage) -> tuple[MapLayer, MapLayer]:
    """Layers of the change (%, diverging around 0) and of the number of GPs (circles)."""
    share, count = (map_layer(page.build, page.catalog, page.selection, item) for item in SHOWN)
    return share, replace(count, kind="circles", breaks=(), colors=(GAIN, LOSS))


def _values(page: RetentionPage, indicator_id: str) -> LevelValues:
    return load_values(page.build, page.catalog, page.selection, indicator_id)


def _rounded(values: Sequence[float | None], decimals: int) -> pd.api.extensions.ExtensionArray:
    found = [None if value is None else round(value, decimals) for value in values]
    return pd.array(found, dtype="Float64")


def _show_table(page: RetentionPage, share: LevelValues, count: LevelValues) -> None:
    territories = [page.catalog.territories[item] for item in count.ids]
    st.dataframe(
        pd.DataFrame(
            {
                "Code": [item.code for item in territories],
                "Territoire": [item.name_fr for item in territories],
                "Solde": _rounded(count.values, 0),
                "Évolution (%)": _rounded(share.values, 1),
                "Statut": [STATUS_LABELS.get(item or "", "non publié") for item in count.status],
                "Réserve": [note or "" for note in count.notes],
            }
        ),
        hide_index=True,
        height=TABLE_HEIGHT,
        column_config={
            "Code": st.column_config.TextColumn(width="small", pinned=True),
            "Territoire": st.column_config.TextColumn(width="medium", pinned=True),
            "Solde": st.column_config.NumberColumn(help="médecins, sur 4 ans", format="%+d"),
            "Évolution (%)": st.column_config.NumberColumn(
                help="% de l’effectif de 2022", format="localized"
            ),
            "Réserve": st.column_config.TextColumn(width="large"),
        },
        key="fidelisation.solde.table",
        placeholder="n. d.",
        alt=f"Solde des généralistes, {LEVEL_LABELS[page.selection.level].lower()}",
    )
