"""A register without line in the territory: its template, and where to import it."""

from __future__ import annotations

import streamlit as st

from dashboard.core.formatting import typography
from dashboard.core.registry import VOS_DONNEES
from dashboard.queries.kinds import fetch_kinds
from dashboard.queries.registers import fetch_register_sizes
from dashboard.themes.registers import count_lines
from dashboard.ui import state
from dashboard.ui.links import open_page
from dashboard.ui.local_files import show_demo_button, show_templates
from dashboard.ui.sign_in import current_rights
from dashboard.views.suivi import words
from dashboard.views.suivi.page import RegisterPage


def show_empty_register(page: RegisterPage) -> None:
    """Say what would fill the register, with the files and the page to do it."""
    register = page.register
    st.info(typography(_advice(page)))
    st.markdown(typography(register.description_fr))
    with st.container(horizontal=True, vertical_alignment="center"):
        show_templates(fetch_kinds(page.build)[register.register_id], "suivi.modele")
        if st.button(
            "Importer un fichier rempli", key="suivi.importer", icon=":material/upload_file:"
        ):
            state.seed(state.IMPORT_KIND, register.register_id)
            open_page(VOS_DONNEES)
        if not page.catalog.build.is_demo:
            show_demo_button(current_rights(), "suivi.fictif")
    if register.note_fr:
        st.caption(typography(register.note_fr))


def show_register_templates(page: RegisterPage) -> None:
    """Files to fill and to bring back, and nothing more."""
    with st.container(horizontal=True, vertical_alignment="center"):
        show_templates(fetch_kinds(page.build)[page.register.register_id], "suivi.modele")


def _advice(page: RegisterPage) -> str:
    size = fetch_register_sizes(page.build).get(page.register.register_id)
    if size is None:
        return words.EMPTY
    return words.EMPTY_HERE.format(elsewhere=count_lines(page.register, size.entries_n))
