"""The only owner of session state and query parameters."""

from __future__ import annotations

import streamlit as st

from dashboard.model import Catalog
from dashboard.selection import (
    PARAMETERS,
    Selection,
    default_selection,
    parse_parameters,
    write_parameters,
)

SELECTION = "_selection"
PROBLEMS = "_problems"
WRITTEN = "_written_parameters"

# Keys of the widgets, one per field of the selection.
WIDGET_KEYS = {
    "territory_id": "vue.territoire",
    "level": "vue.niveau",
    "target_id": "vue.cible",
    "free_target": "vue.cible_libre",
    "key_id": "vue.cle",
    "year": "vue.annee",
    "indicator_id": "carte.indicateur",
    "second_id": "carte.comparer",
}
MAP = "carte.carte"


def begin(catalog: Catalog) -> tuple[Selection, tuple[str, ...]]:
    """Selection of this run, and what was wrong in the address if it was just opened.

    The address wins when it was changed by someone else than us: a link opened, the back
    button. A page change empties it, and keeps the selection.
    """
    parameters = st.query_params.to_dict()
    known = {key: value for key, value in parameters.items() if key in PARAMETERS.values()}
    if SELECTION not in st.session_state or (known and known != st.session_state.get(WRITTEN)):
        selection, problems = parse_parameters(known, catalog)
        st.session_state[SELECTION] = selection
        st.session_state[PROBLEMS] = problems
    return current(catalog), st.session_state.get(PROBLEMS, ())


def current(catalog: Catalog) -> Selection:
    """Selection as it stands."""
    selection: Selection = st.session_state.get(SELECTION) or default_selection(catalog)
    return selection


def write_address(catalog: Catalog) -> None:
    """Write the selection to the address, when it is not there already."""
    parameters = write_parameters(current(catalog))
    if st.query_params.to_dict() != parameters:
        st.query_params.from_dict(parameters)
    st.session_state[WRITTEN] = parameters


def change(catalog: Catalog, name: str, text: str) -> None:
    """Change one field of the selection."""
    st.session_state[SELECTION] = current(catalog).with_value(name, text)
    st.session_state[PROBLEMS] = ()


def seed(key: str, value: object) -> None:
    """Give a widget its value before it is drawn, so that the selection stays the truth."""
    if st.session_state.get(key) != value:
        st.session_state[key] = value


def widget_value(key: str) -> object:
    """Value of a widget that has just changed."""
    return st.session_state.get(key)
