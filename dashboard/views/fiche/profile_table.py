"""A table of the profile of a territory."""

from __future__ import annotations

import streamlit as st

from dashboard.core.formatting import typography
from dashboard.profile.model import ProfileTable
from dashboard.ui.tables import show_table


def show_profile_table(table: ProfileTable) -> None:
    """A table of the profile, with its note."""
    show_table(table.title, table.header, table.rows)
    if table.note:
        st.caption(typography(table.note))
