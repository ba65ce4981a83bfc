"""« Installations et départs »: counts, net change, ages, and the departures to expect."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from dashboard.core.catalog import MAP_LEVELS
from dashboard.core.formatting import number, typography
from dashboard.queries import cached
from dashboard.themes.installation_summary import (
    ESTIMATE,
    NET,
    estimate_sentence,
    local_sentence,
    net_sentence,
    row_of,
    validation_sentence,
)
from dashboard.themes.installations import local_years
from dashboard.ui.maps import load_values
from dashboard.views.fidelisation.installations.ages import show_ages
from dashboard.views.fidelisation.installations.installation_departures import show_departures
from dashboard.views.fidelisation.installations.section import (
    NET_CHANGE,
    NET_CHANGE_PCT,
    show_net_change,
)
from dashboard.views.fidelisation.installations.table import show_movements
from dashboard.views.fidelisation.installations.words import METHOD, VALIDATION_GAP
from dashboard.views.fidelisation.installations.years import show_estimates, show_local_years
from dashboard.views.fidelisation.page import RetentionPage
from models.retention.apparent import FLOW_METHOD_ID
from models.territories.cells import NATION


def show_installations(page: RetentionPage) -> None:
    """Everything known of those who settle in the territory selected and of those who leave it."""
    territory = page.territory
    found = cached.load_installations(page.build, territory.territory_id)
    nation = cached.load_installations(page.build, NATION)
    parameters = flow_parameters(page)
    years = local_years(found)
    change = cached.load_territory_values(
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
    table = cached.load_table(page.build, "parameters")
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
    values = load_values(page.build, page.catalog, page.selection.at_level(level), NET_CHANGE)
    return dict(zip(values.ids, values.notes, strict=True))


def _holds(page: RetentionPage, departement_id: str) -> bool:
    """Whether the territory selected holds a département, or a part of it."""
    selected = page.territory.territory_id
    holders = {link[0] for link in page.catalog.subdivisions_of[departement_id]}
    region_id = page.catalog.territories[departement_id].region_id
    return selected in {NATION, region_id, *holders}
