"""What would fill the parts of the page that need cohorts, and the same with fictitious ones."""

from __future__ import annotations

import streamlit as st

from dashboard.components.import_demo import show_demo_button
from dashboard.components.sign_in import current_rights
from dashboard.formatting import typography
from dashboard.text.fidelisation import NO_COHORT


def show_no_cohort(text: str = NO_COHORT, *, key: str) -> None:
    """Say what is not published and which file fills the place; offer the demonstration."""
    st.info(typography(text))
    with st.container(horizontal=True):
        st.page_link(
            "views/vos_donnees.py", label="Importer un fichier", icon=":material/upload_file:"
        )
        show_demo_button(current_rights(), f"fidelisation.{key}.fictif")
