"""Switch between the real data and the fictitious set."""

from __future__ import annotations

import streamlit as st

from dashboard.access.rights import Rights
from dashboard.core.catalog import Catalog
from dashboard.core.formatting import typography
from dashboard.ui import state
from dashboard.ui.local_files import show_demo_button
from dashboard.views.vos_donnees import words


def show_demo_switch(catalog: Catalog, rights: Rights) -> None:
    """Switch between the real data and the fictitious set, which is built at its first use."""
    st.header(words.DEMO_TITLE, anchor=False)
    st.markdown(typography(words.DEMO))
    if catalog.build.is_demo:
        if st.button("Revenir aux données réelles", key="import.reel", type="primary"):
            state.show_demo(on=False)
            st.rerun()
        return
    show_demo_button(rights, "import.fictif")
