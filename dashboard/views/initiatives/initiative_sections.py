"""The parts of the page « Initiatives » that are drawn when opened only."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.views.initiatives.census import show_initiative_census
from dashboard.views.initiatives.measures import show_initiative_figures
from dashboard.views.initiatives.page import InitiativePage, initiative_key
from dashboard.views.initiatives.partners import show_initiative_partners
from dashboard.views.initiatives.peers import show_initiative_peers

# In the order of the page: key of the part, its title, what draws it.
SECTIONS: tuple[tuple[str, str, Callable[[InitiativePage], None]], ...] = (
    ("semblables", "Comme mon territoire : ce que les semblables ont tenté", show_initiative_peers),
    ("partenaires", "Partenaires : qui est autour de la table", show_initiative_partners),
    ("chiffres", "Avant et après : les chiffres que les sources donnent", show_initiative_figures),
    ("recensement", "D’où vient ce recensement, et ce qu’il tait", show_initiative_census),
)


def show_initiative_sections(page: InitiativePage) -> None:
    """Everything under the list: most visits open one part or none."""
    for name, title, draw in SECTIONS:
        section = st.expander(title, key=initiative_key(f"{name}.ouvert"), on_change="rerun")
        if section.open:
            with section:
                draw(page)
