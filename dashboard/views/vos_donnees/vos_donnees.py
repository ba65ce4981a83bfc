"""Page « Vos données »: import local files, see what is in force, undo."""

from __future__ import annotations

import streamlit as st

from dashboard.core.formatting import typography
from dashboard.queries.catalog import fetch_catalog
from dashboard.ui import state
from dashboard.ui.sign_in import current_rights
from dashboard.views.vos_donnees import words
from dashboard.views.vos_donnees.demo import show_demo_switch
from dashboard.views.vos_donnees.form import show_import
from dashboard.views.vos_donnees.history import local_files, show_history


def render() -> None:
    """Draw the page; what cannot be done here says why."""
    build = state.served()
    catalog = fetch_catalog(build)
    rights = current_rights()
    title = words.title(len(local_files(catalog)), is_demo=catalog.build.is_demo)
    st.title(typography(title), anchor=False)
    threshold = catalog.build.secrecy_threshold
    st.markdown(typography(words.introduction(threshold, on_server=rights.with_accounts)))
    if catalog.build.is_demo:
        st.info(typography(words.IN_DEMO))
    elif not rights.can_import:
        st.info(typography(rights.reason_fr))
    else:
        show_import(build, catalog, rights)
    show_history(build, catalog, rights)
    show_demo_switch(catalog, rights)


if __name__ == "__main__":
    render()
