"""A view of each page that none of its fields has at a first visit, as an address says it."""

from __future__ import annotations

# What all the pages share, none of it as on a first visit.
SHARED = {
    "territoire": "REG-76",
    "niveau": "region",
    "cible": "12345",
    "cle": "internes",
    "annee": "2019",
    "indicateur": "couverture_pct",
    "comparer": "msu_pour_100k",
}
# What each page adds of its own.
OWN = {
    "stages": {"formation": "2026", "stage": "N1", "promotions": "130", "places_dj": "1.2"},
    "fidelisation": {
        "donnees": "demo",
        "vue": "cartes",
        "seuil": "60",
        "perimetre": "stage",
        "delai": "3",
        "cohorte": "2016",
    },
    "initiatives": {
        "recherche": "stage",
        "statut": "en_place",
        "annee_initiative": "2016",
        "elargir": "oui",
        "feuille": "1",
        "initiative": "INI-066~SEED-ARNAULT-2016",
    },
    "donnees": {"definition": "msu_pour_100k"},
}
