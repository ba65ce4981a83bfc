"""Part « Installations et départs »: its findings, then its sub-sections in order."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from dashboard.core.catalog import MAP_LEVELS
from dashboard.core.formatting import number, typography
from dashboard.queries.installations import fetch_installations
from dashboard.queries.method import fetch_table
from dashboard.queries.series import fetch_territory_values
from dashboard.themes.installations import ESTIMATE, NET, row_of
from dashboard.views.fidelisation.installations import words
from dashboard.views.fidelisation.installations.ages import show_ages
from dashboard.views.fidelisation.installations.departures import show_departures
from dashboard.views.fidelisation.installations.imported import local_years
from dashboard.views.fidelisation.installations.net_change import (
    NET_CHANGE,
    NET_CHANGE_PCT,
    show_net_change,
)
from dashboard.views.fidelisation.installations.official import (
    show_first_installations,
    show_official_ages,
)
from dashboard.views.fidelisation.installations.table import show_movements
from dashboard.views.fidelisation.installations.years import show_estimates, show_local_years
from dashboard.views.fidelisation.page import RetentionPage
from models.retention import entries
from models.territories.cells import NATION


def show_installations(page: RetentionPage) -> None:
    """Show those who settle in the territory selected and those who leave it."""
    territory = page.territory
    installations = fetch_installations(page.build, territory.territory_id)
    nation = fetch_installations(page.build, NATION)
    parameters = flow_parameters(page)
    years = local_years(installations)
    change = fetch_territory_values(
        page.build, territory.territory_id, (NET_CHANGE_PCT,), page.selection.year
    ).get(NET_CHANGE_PCT)
    if years:
        st.markdown(f"{words.local_finding(territory.label, years)}.")
    net, estimate = row_of(installations, NET), row_of(installations, ESTIMATE)
    sentence = words.net_sentence(territory.label, net, change.value if change else None)
    st.markdown(f"{sentence} {words.estimate_finding(estimate)}.")
    notes = list(administrative_notes(page))
    if notes:
        st.info(typography("\n\n".join(notes)), icon=":material/info:")
    if years:
        show_local_years(page, installations, years)
    else:
        show_estimates(page, installations, parameters["interval_level"])
    show_first_installations(page, installations)
    show_net_change(page)
    show_official_ages(page)
    show_ages(page)
    show_departures(page, nation, parameters)
    st.subheader(words.SOURCES_TITLE, anchor=False)
    st.markdown(
        typography(
            words.METHOD.format(
                method=entries.METHOD_ID,
                rate=number(parameters["cessation_rate"], 1),
                margin=number(parameters["cessation_rate_margin"], 1),
                level=number(parameters["interval_level"]),
            )
        )
    )
    st.markdown(f"{words.validation_sentence(nation)}{typography(words.VALIDATION_GAP)}")
    show_movements(page, installations)


def flow_parameters(page: RetentionPage) -> dict[str, float]:
    """Parameters of the estimate, as used by the build."""
    table = fetch_table(page.build, "parameters")
    rows = table[table["method_id"] == entries.METHOD_ID]
    return dict(zip(rows["parameter_id"], rows["value"], strict=True))


def administrative_notes(page: RetentionPage) -> Iterator[str]:
    """Reservations on the net change of the territory, or of the départements that it adds up."""
    selected = page.territory
    note = _notes(page, selected.level).get(selected.territory_id)
    if note:
        yield f"{selected.label} : {note}"
    elif selected.level != "departement":
        for territory_id, part_note in _notes(page, "departement").items():
            if part_note and _holds(page, territory_id):
                label = page.catalog.territories[territory_id].label
                yield f"Dans ce total, {label} : {part_note}"


def _notes(page: RetentionPage, level: str) -> dict[str, str | None]:
    """Reservations on the net change of every territory of a level; the nation has none."""
    if level not in MAP_LEVELS:
        return {}
    values = page.values(NET_CHANGE, level)
    return dict(zip(values.ids, values.notes, strict=True))


def _holds(page: RetentionPage, departement_id: str) -> bool:
    """Whether the territory selected holds a département, or a part of it."""
    selected = page.territory.territory_id
    holders = {link[0] for link in page.catalog.subdivisions_of[departement_id]}
    region_id = page.catalog.territories[departement_id].region_id
    return selected in {NATION, region_id, *holders}
