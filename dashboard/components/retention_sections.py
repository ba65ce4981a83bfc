"""The parts of the page « Fidélisation » that are drawn when opened only."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.components.flow_section import show_flows
from dashboard.components.retention_context import RetentionPage

# In the order of the page: key of the part, its title, what draws it.
SECTIONS: tuple[tuple[str, str, Callable[[RetentionPage], None]], ...] = (
    (
        "flux",
        "Flux : où s’installent ceux qui sont formés ici, d’où viennent ceux qui s’installent",
        show_flows,
    ),
)


def show_sections(page: RetentionPage) -> None:
    """Everything under the maps: most visits open one or two parts."""
    for name, title, draw in SECTIONS:
        section = st.expander(title, key=f"fidelisation.{name}.ouvert", on_change="rerun")
        if section.open:
            with section:
                draw(page)
