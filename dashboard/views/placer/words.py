"""Every sentence of the page « Placer les docteurs juniors ». Pure."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.core.formatting import number, typography
from dashboard.themes.placement import entry_label

ENTRY, SORT = "Rentrée", "Trier par"
SORTS = {
    "ordre": "Ordre proposé",
    "nom": "Nom",
    "manque": "Chances que des MSU manquent",
    "zones": "Part en ZIP ou ZAC",
    "apl": "APL, la plus basse d’abord",
    "chute_apl": "Baisse de l’APL",
    "age": "Part des 60 ans et plus",
    "msu": "MSU face à leur part",
    "besoin": "Docteurs juniors",
    "departs": "Départs attendus",
}
DOWNLOAD = "Emporter en Excel"
STEP = "Faire compter les MSU de ces départements"
WEIGHTS_TITLE = "Changer les poids des critères"
STABILITY_TITLE = "Qu’est-ce qui fait bouger l’ordre ?"
METHOD_TITLE = "D’où viennent ces chiffres ?"
RANGES_TITLE = "Jusqu’où le rang de chacun bouge"
RESET = "Remettre les poids de départ"
WEIGHTS_INTRO = (
    "0 écarte un critère, 2 le compte double. Seules les proportions comptent. Les poids sont dans "
    "l’adresse : copier le lien les garde."
)
CHANGED = "Poids modifiés : {names}."
TABLE = "Départements {where}, {entry}"
REGION = "Ma région"
CHOOSE = "Choisir une région…"
FRANCE_ANSWER = (
    "Choisissez votre région : l’ordre se discute entre les départements d’une même région"
)
FRANCE_NEED = "Docteurs juniors à placer par région, d’après les promotions (estimation)"
FRANCE_NOTE = (
    "Deux semestres en ville pour chaque interne entré trois ans plus tôt. Postes pourvus "
    "jusqu’à la promotion 2023, postes offerts ensuite ; bornes : postes non pourvus, et au plus "
    "un semestre sur dix à l’hôpital."
)
RANGES_ALT = (
    "Étendue des rangs de chaque département dans huit réglages sur dix ; les mêmes valeurs sont "
    "dans le tableau."
)
RANGES_NOTE = (
    "Trait : rangs dans 8 réglages sur 10. Point : rang avec les poids affichés. Une même "
    "couleur : un groupe à égalité."
)
RANK_AXIS = "Rang (1 : en premier)"
STABILITY_INTRO = (
    "Chaque colonne de rangs est l’ordre affiché, avec un seul choix changé. Un rang « 1,5 » est "
    "partagé par deux départements."
)
BY_CRITERION = "Rangs sans chacun des critères"
BY_KEY = "Rangs selon la clé de répartition des MSU"
CRITERIA_TABLE = "Ce que chaque critère permet de dire ici"
PAIRS_TABLE = "Part des réglages où le département de la ligne est devant celui de la colonne"
NOT_WEIGHED = "n’entre pas dans l’ordre"
COLUMNS_TABLE = "Sources des colonnes"
NEED_METHOD = (
    "**Docteurs juniors.** Un interne entré en novembre d’une année fait sa 4e année, deux "
    "semestres en ville, à partir de novembre trois ans plus tard (arrêté du 3 août 2023, pour "
    "les promotions depuis 2023). La promotion est celle des postes pourvus, ou des postes "
    "offerts quand les affectations ne sont pas encore publiées : la borne basse prend alors le "
    "plus faible taux de postes pourvus connu depuis 2019. **Hypothèses** : aucun redoublement ni "
    "changement de subdivision ; au plus un semestre sur dix à l’hôpital. Pour comparaison, le "
    "ministère attendait 3 700 docteurs juniors en novembre 2026 pour 3 848 internes entrés en "
    "2023. La part d’un département est celle de ses généralistes libéraux dans sa subdivision "
    "(2024) : une répartition, non un droit. Les nombres entiers s’additionnent."
)
ORDER_METHOD = (
    "**Ordre.** Chaque valeur devient une note de 0 à 100 : la part des départements de France "
    "qui viennent après elle. La moyenne des notes, pesée par les poids, donne l’ordre affiché. "
    "Il est refait dans {settings} réglages : {rule} Une valeur « n. d. » peut valoir n’importe "
    "quelle note. Deux départements que rien ne départage ainsi sont dans le même groupe, comme "
    "tous ceux qui sont entre eux."
)
MSU_METHOD = (
    "**MSU.** Comptés là où un comptage est connu, sinon estimation de l’Observatoire avec son "
    "intervalle à 80 % ; le dernier total national partagé est supposé inchangé jusqu’à la "
    "rentrée choisie (hypothèse). Le critère est le rapport des MSU à leur part de la cible : "
    "aucun ordre n’est tiré d’une estimation qui ne sépare pas les départements."
)
DEPARTURES_METHOD = (
    "**Départs.** De 2020 à 2029, d’après les généralistes de 60 ans et plus de fin 2019 et un "
    "taux national de cessation : un ordre de grandeur, sans les arrivées."
)


def table_title(where: str, entry: int) -> str:
    """Caption of the table."""
    return typography(TABLE.format(where=where, entry=entry_label(entry)))


def changed(names: Sequence[str]) -> str:
    """Which weights are not those of the start; empty when none."""
    return typography(CHANGED.format(names=", ".join(names))) if names else ""


def order_method(settings: int, rule: str) -> str:
    """How the order is made."""
    return typography(ORDER_METHOD.format(settings=number(settings), rule=rule))


def france_answer(total: str, entry: int) -> str:
    """Answer for the whole country: how many, and that a région is to be chosen."""
    return typography(f"Pour {entry_label(entry)} : {total} en France. {FRANCE_ANSWER}")


def ranges_subtitle(where: str, entry: int) -> str:
    """Subtitle of the picture of the ranges."""
    return typography(f"{where}, {entry_label(entry)}, rang parmi ces départements")
