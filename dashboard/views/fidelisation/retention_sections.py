"""The parts of the page « Fidélisation » that are drawn when opened only."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.views.fidelisation.apparent import show_apparent
from dashboard.views.fidelisation.cohorts import show_cohorts
from dashboard.views.fidelisation.flows.section import show_flows
from dashboard.views.fidelisation.installations.section import show_installations
from dashboard.views.fidelisation.page import RetentionPage
from dashboard.views.fidelisation.published import show_published_points
from dashboard.views.fidelisation.removal.section import show_removal

# In the order of the page: key of the part, its title, what draws it.
SECTIONS: tuple[tuple[str, str, Callable[[RetentionPage], None]], ...] = (
    ("cohortes", "Taux des cohortes : parmi les formés, combien sont installés ici", show_cohorts),
    (
        "flux",
        "Flux : où s’installent ceux qui sont formés ici, d’où viennent ceux qui s’installent",
        show_flows,
    ),
    ("sans_eux", "Et sans eux\u00a0?", show_removal),
    ("installations", "Installations et départs", show_installations),
    ("apparente", "Fidélisation apparente : ce qu’elle dit, ce qu’elle ne dit pas", show_apparent),
    ("publie", "Ce que d’autres ont publié", show_published_points),
)


def show_sections(page: RetentionPage) -> None:
    """Everything under the maps: most visits open one or two parts."""
    for name, title, draw in SECTIONS:
        section = st.expander(title, key=f"fidelisation.{name}.ouvert", on_change="rerun")
        if section.open:
            with section:
                draw(page)
