"""Net change 2022-2026 on the territory maps: as a share, and as a number of GPs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard.charts.palette import GAIN, LOSS
from dashboard.core.catalog import LEVEL_LABELS, MAP_LEVELS, STATUS_LABELS
from dashboard.core.files import HEADER, level_rows, to_csv
from dashboard.core.formatting import number, typography
from dashboard.core.values import LevelValues
from dashboard.queries.installations import fetch_installations
from dashboard.queries.method import fetch_table
from dashboard.queries.series import fetch_territory_values
from dashboard.themes.installations import (
    ESTIMATE,
    NET,
    estimate_sentence,
    local_sentence,
    local_years,
    net_sentence,
    row_of,
    validation_sentence,
)
from dashboard.ui import state
from dashboard.ui.cards import show_definition_links
from dashboard.ui.downloads import show_csv_download
from dashboard.ui.level_table import TABLE_HEIGHT
from dashboard.ui.maps import MAP_HEIGHT, geometry_url, map_footer, map_layer
from dashboard.ui.territory_map import MapLayer, show_territory_map
from dashboard.views.fidelisation.installations.ages import show_ages, show_departures
from dashboard.views.fidelisation.installations.table import show_movements
from dashboard.views.fidelisation.installations.words import METHOD, NET_MAP, VALIDATION_GAP
from dashboard.views.fidelisation.installations.years import show_estimates, show_local_years
from dashboard.views.fidelisation.page import NET_CHANGE_MAP, RetentionPage
from models.retention.apparent import FLOW_METHOD_ID
from models.territories.cells import NATION

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
        key=NET_CHANGE_MAP,
        footer=map_footer(page.catalog),
        demo=page.catalog.build.is_demo,
        height=MAP_HEIGHT,
        on_select=lambda: state.change_from_map(page.catalog, NET_CHANGE_MAP),
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
    share, count = (map_layer(page, item) for item in SHOWN)
    return share, replace(count, kind="circles", breaks=(), colors=(GAIN, LOSS))


def _values(page: RetentionPage, indicator_id: str) -> LevelValues:
    return page.values(indicator_id)


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


def show_installations(page: RetentionPage) -> None:
    """Everything known of those who settle in the territory selected and of those who leave it."""
    territory = page.territory
    found = fetch_installations(page.build, territory.territory_id)
    nation = fetch_installations(page.build, NATION)
    parameters = flow_parameters(page)
    years = local_years(found)
    change = fetch_territory_values(
        page.build, territory.territory_id, (NET_CHANGE_PCT,), page.selection.year
    ).get(NET_CHANGE_PCT)
    if years:
        st.markdown(local_sentence(territory.label, years))
    net, estimate = row_of(found, NET), row_of(found, ESTIMATE)
    sentence = net_sentence(territory.label, net, change.value if change else None)
    st.markdown(f"{sentence} {estimate_sentence(estimate)}")
    notes = list(administrative_notes(page))
    if notes:
        st.info(typography("\n\n".join(notes)), icon=":material/info:")
    if years:
        show_local_years(page, found, years)
    else:
        show_estimates(page, found, parameters["interval_level"])
    show_net_change(page)
    show_ages(page)
    show_departures(page, nation, parameters)
    st.subheader("D’où viennent ces chiffres", anchor=False)
    st.markdown(
        typography(
            METHOD.format(
                method=FLOW_METHOD_ID,
                rate=number(parameters["cessation_rate"], 1),
                margin=number(parameters["cessation_rate_margin"], 1),
                level=number(parameters["interval_level"]),
            )
        )
    )
    st.markdown(f"{validation_sentence(nation)}{typography(VALIDATION_GAP)}")
    show_movements(page, found)


def flow_parameters(page: RetentionPage) -> dict[str, float]:
    """Parameters of the estimate, as used by the build."""
    table = fetch_table(page.build, "parameters")
    own = table[table["method_id"] == FLOW_METHOD_ID]
    return dict(zip(own["parameter_id"], own["value"], strict=True))


def administrative_notes(page: RetentionPage) -> Iterator[str]:
    """Reservations on the net change of the territory, or of the départements that it adds up."""
    selected = page.territory
    own = _notes(page, selected.level).get(selected.territory_id)
    if own:
        yield f"{selected.label} : {own}"
    elif selected.level != "departement":
        for territory_id, note in _notes(page, "departement").items():
            if note and _holds(page, territory_id):
                yield f"Dans ce total, {page.catalog.territories[territory_id].label} : {note}"


def _notes(page: RetentionPage, level: str) -> dict[str, str | None]:
    """Reservations on the net change of every territory of a level; the nation has none."""
    if level not in MAP_LEVELS:
        return {}
    values = page.at(page.selection.at_level(level)).values(NET_CHANGE)
    return dict(zip(values.ids, values.notes, strict=True))


def _holds(page: RetentionPage, departement_id: str) -> bool:
    """Whether the territory selected holds a département, or a part of it."""
    selected = page.territory.territory_id
    holders = {link[0] for link in page.catalog.subdivisions_of[departement_id]}
    region_id = page.catalog.territories[departement_id].region_id
    return selected in {NATION, region_id, *holders}
