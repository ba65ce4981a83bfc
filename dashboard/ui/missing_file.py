"""What would fill a part of the page that needs a local file, and the same with fictitious ones."""

from __future__ import annotations

import streamlit as st

from dashboard.core.formatting import typography
from dashboard.ui.local_files import show_demo_button
from dashboard.ui.sign_in import current_rights
from dashboard.views.fidelisation.page import RetentionPage


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
