"""Sections that wait for the official series: how a refresh brings them."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import STAYED_RATE, Catalog
from dashboard.core.formatting import typography
from dashboard.core.registry import DONNEES
from dashboard.ui.links import show_page_link

# The command for who runs the server, the page for an administrator who has a browser only.
HOW = (
    "Ce qui les apporte : « Actualiser », à la page « Données et méthode », pour un "
    "administrateur ; ou la commande `python -m etl refresh` sur le poste qui tient l’observatoire "
    "(`--from DOSSIER` quand le réseau bloque les sites : les fichiers sont reconnus à leur forme)."
)
# One line where a page has answers of its own.
SHORT = (
    "Séries officielles (région de diplôme, premières installations, âges par département) : pas "
    "encore actualisées ici. « Actualiser », à la page « Données et méthode », ou "
    "`python -m etl refresh`, les apporte."
)
LINK = "Voir l’état des sources"


def show_missing_series(catalog: Catalog) -> None:
    """Say in one line that the official series are missing; nothing once they are there.

    Nor in the demonstration, which no refresh reaches.
    """
    if not catalog.build.is_demo and not catalog.indicators[STAYED_RATE].on_map:
        st.caption(typography(SHORT))


def show_not_refreshed(missing: str) -> None:
    """Say which official series are missing, and what brings them."""
    st.info(typography(f"{missing} {HOW}"), icon=":material/cloud_download:")
    show_page_link(DONNEES, LINK)
