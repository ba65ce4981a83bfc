"""French sentences of the page « Carte ». Pure."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.core.catalog import LEVEL_NOUNS
from dashboard.core.formatting import plural
from models.msu.decision import Verdict

VALUES = "Toutes les valeurs de la carte"
INDICATOR, SECOND_INDICATOR = "Indicateur de la carte", "Deuxième carte"
ONE_MAP_ONLY = "Une seule carte"
DOWNLOAD = "Télécharger ces valeurs (CSV)"

CHOOSE_TERRITORY = (
    "Choisissez un territoire sur la carte (clic, ou Tab puis les flèches et Entrée), ou dans "
    "« Mon territoire »."
)
NATION = "France entière"
OPEN_PROFILE = "Ouvrir la fiche de ce territoire"
INDICATORS_HEADER = (
    "Indicateur",
    "Valeur",
    "Unité",
    "Intervalle à 95 %",
    "Statut",
    "Rang",
    "Période",
    "Source",
    "Précision",
)
NOT_PUBLISHED = "non publié"

KEYS = "Selon la clé de répartition"
TERRITORY_BY_KEY_HEADER = (
    "Clé",
    "Part de la cible (MSU)",
    "Situation",
    "Ce qui manquerait, à 80 %",
    "À 95 %",
    "Couverture (%)",
)
# Columns of the table by key: a count and an estimate on the same side go together.
CLASSES: Mapping[str, tuple[Verdict, ...]] = {
    "Probablement sous leur part, ou comptés sous elle": ("probably_below", "counted_below"),
    "Plutôt sous": ("rather_below",),
    "Indécis": ("undecided",),
    "Plutôt au-dessus": ("rather_above",),
    "Probablement au-dessus, ou comptés": ("probably_above", "counted_above"),
}


def beside(label: str) -> str:
    """Choice of an indicator for the second map."""
    return f"à côté : {label}"


def indicators_of(label: str) -> str:
    """Caption of the indicators of a territory."""
    return f"Indicateurs de {label}"


def no_neighbour(label: str) -> str:
    """Said of an island, which has no neighbour."""
    return f"{label} n’a pas de département limitrophe."


def with_neighbours(label: str, neighbours_n: int) -> str:
    """Caption of a département beside its neighbours."""
    count = plural(neighbours_n, "département limitrophe", "départements limitrophes")
    return f"{label} et {count}"


def neighbours_header(short_labels: list[str]) -> list[str]:
    """Header of the neighbours: each indicator and its interval."""
    pairs = [text for label in short_labels for text in (label, f"{label}, à 95 %")]
    return ["Département", "Situation", *pairs, "Statut"]


def level_by_key(level: str) -> str:
    """Caption of the territories of a level by key."""
    return f"Nombre de {LEVEL_NOUNS[level].many} par situation, selon la clé"


def level_by_key_header() -> tuple[str, ...]:
    """Header of the territories of a level by key."""
    return ("Clé", *CLASSES, "Erreurs attendues parmi ceux qui sont nommés")


def territory_by_key(label: str) -> str:
    """Caption of one territory by key."""
    return f"Part de la cible et manque de {label} selon la clé"
