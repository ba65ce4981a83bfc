"""Looking at the product with fictitious data, and coming back."""

from __future__ import annotations

import streamlit as st

from dashboard.access.rights import Rights
from dashboard.core.catalog import Catalog
from dashboard.core.formatting import typography
from dashboard.queries.connection import NoWarehouseError, served_build
from dashboard.ui import state
from dashboard.ui.etl_process import run_etl
from dashboard.ui.sign_in import current_rights
from dashboard.views.fidelisation.page import RetentionPage
from dashboard.views.vos_donnees import words
from dashboard.views.vos_donnees.action import run_shown


def show_demo_switch(catalog: Catalog, rights: Rights) -> None:
    """Switch between the real data and the fictitious set, which is built at its first use."""
    st.header("Voir le produit avec des données fictives", anchor=False)
    st.markdown(typography(words.DEMO))
    if catalog.build.is_demo:
        if st.button("Revenir aux données réelles", key="import.reel", type="primary"):
            state.show_demo(on=False)
            st.rerun()
        return
    show_demo_button(rights, "import.fictif")


def show_demo_button(rights: Rights, key: str) -> None:
    """Show the same page with the fictitious set, built at its first use."""
    is_built = _is_built()
    if not is_built and not rights.can_import:
        st.caption(typography(words.DEMO_NOT_BUILT))
        return
    if st.button("Montrer les données fictives", key=key):
        if not is_built and not _build():
            return
        state.show_demo(on=True)
        st.rerun()


def _is_built() -> bool:
    """Whether the fictitious set can be shown at once."""
    try:
        served_build(demo=True)
    except NoWarehouseError:
        return False
    return True


def _build() -> bool:
    arguments = ["build", "--demo", "--json"]
    answer = run_shown("Construction du jeu fictif", lambda on_step: run_etl(arguments, on_step))
    if "build_id" in answer:
        return True
    st.error(typography(answer["message_fr"]))
    return False


def show_missing_file(page: RetentionPage, text: str, *, key: str) -> None:
    """Say what is not published and which file fills the place; offer the demonstration."""
    st.info(typography(text))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(
            "views/vos_donnees/vos_donnees.py",
            label="Importer un fichier",
            icon=":material/upload_file:",
        )
        if not page.catalog.build.is_demo:
            show_demo_button(current_rights(), f"fidelisation.{key}.fictif")
