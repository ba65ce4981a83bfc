"""Page « Vos données »: importing local files, what is in force, undoing."""

from __future__ import annotations

import streamlit as st

from dashboard.access.rights import Rights
from dashboard.core.catalog import Catalog
from dashboard.core.formatting import plural, typography
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
    st.title(typography(_finding(catalog)), anchor=False)
    st.markdown(typography(_introduction(catalog, rights)))
    if catalog.build.is_demo:
        st.info(typography(words.IN_DEMO))
    elif not rights.can_import:
        st.info(typography(rights.reason_fr))
    else:
        show_import(build, catalog, rights)
    show_history(build, catalog, rights)
    show_demo_switch(catalog, rights)


def _finding(catalog: Catalog) -> str:
    count = len(local_files(catalog))
    if catalog.build.is_demo:
        return f"Vos données : {plural(count, 'fichier fictif', 'fichiers fictifs')} en vigueur"
    if not count:
        return "Vos données : aucun fichier importé, la plupart des départements sont estimés"
    return f"Vos données : {plural(count, 'fichier local', 'fichiers locaux')} en vigueur"


def _introduction(catalog: Catalog, rights: Rights) -> str:
    place = words.THIS_SERVER if rights.with_accounts else words.THIS_MACHINE
    return words.INTRODUCTION.format(place=place, threshold=catalog.build.secrecy_threshold)


if __name__ == "__main__":
    render()
