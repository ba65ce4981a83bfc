"""Prose of the self-test of a candidate MSU."""

from __future__ import annotations

from models.msu.eligibility import State

INTRODUCTION = (
    "Auto-test pour préparer une candidature. Rien n’est enregistré : vos réponses ne quittent "
    "pas cette page. Les conditions viennent de textes officiels ou d’usages, et **la décision "
    "reste celle de la commission** : le doyen agrée pour le 2e cycle, le directeur général de "
    "l’ARS pour le 3e, après avis de l’Ordre."
)
LOCAL_RULE = (
    "La règle d’une faculté remplace l’usage national quand elle est importée : fichier "
    "« Conditions pour devenir MSU » de la page « Vos données »."
)
NONE = "Aucune condition n’est déclarée pour ce territoire."
CYCLES = {"3c": "Internes (3e cycle)", "2c": "Externes (2e cycle)"}
CYCLE_NAMES = {"3c": "3e cycle", "2c": "2e cycle"}
YEARS = "Vos années d’exercice"
STATES: dict[State, str] = {
    "met": "remplie",
    "unmet": "non remplie",
    "depends": "selon la faculté",
    "unsaid": "à dire",
}
