"""Net change 2022-2026 on the territory maps: as a share, and as a number of GPs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard.charts.palette import GAIN, LOSS
from dashboard.core.catalog import LEVEL_LABELS, STATUS_LABELS
from dashboard.core.files import HEADER, level_rows, to_csv
from dashboard.core.formatting import typography
from dashboard.core.values import LevelValues
from dashboard.ui.cards import show_definition_links
from dashboard.ui.downloads import show_csv_download
from dashboard.ui.level_table import TABLE_HEIGHT
from dashboard.ui.maps import map_layer, show_map
from dashboard.ui.territory_map import MapLayer
from dashboard.views.fidelisation.installations import words
from dashboard.views.fidelisation.page import RetentionPage

NET_CHANGE_MAP = "fidelisation.solde.carte"
NET_CHANGE, NET_CHANGE_PCT = "solde_mg_rpps", "evolution_mg_rpps_pct"
INDICATORS = (NET_CHANGE_PCT, NET_CHANGE)


def show_net_change(page: RetentionPage) -> None:
    """Show the two maps of the level selected, then their values as a table and a file."""
    st.subheader(words.NET_TITLE, anchor=False)
    show_map(page, net_change_layers(page), NET_CHANGE_MAP)
    st.caption(typography(words.NET_MAP))
    show_definition_links(page.catalog, page.selection, INDICATORS)
    share, count = (page.values(item) for item in INDICATORS)
    _show_table(page, share, count)
    show_csv_download(
        "Télécharger ces soldes (CSV)",
        f"soldes_{page.selection.level}_{page.catalog.build.built_on_iso}.csv",
        "fidelisation.solde.csv",
        lambda: to_csv(
            HEADER,
            [row for values in (share, count) for row in level_rows(page.catalog, values)],
            is_demo=page.catalog.build.is_demo,
        ),
    )


def net_change_layers(page: RetentionPage) -> tuple[MapLayer, MapLayer]:
    """Layers of the change (%, diverging around 0) and of the number of GPs (circles)."""
    share, count = (map_layer(page, item) for item in INDICATORS)
    return share, replace(count, kind="circles", breaks=(), colors=(GAIN, LOSS))


def _rounded(values: Sequence[float | None], decimals: int) -> pd.api.extensions.ExtensionArray:
    rounded = [None if value is None else round(value, decimals) for value in values]
    return pd.array(rounded, dtype="Float64")


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
