"""Sentences of the API, in French."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.core.formatting import number, typography

TITLE = "API de l’observatoire territorial des MSU"
SUMMARY = (
    "Lecture seule, sans clé. Chaque valeur a sa source, son emplacement dans la source, sa "
    "période, son statut, son intervalle et son unité. Une valeur qui n’est pas publiée n’a pas de "
    "ligne ; elle n’est jamais un zéro. Les petits effectifs importés sont tus ; les lignes des "
    "registres de personnes ne sont jamais servies."
)
LICENCE = (
    "La licence est celle de chaque source (colonne « licence ») : sous Licence Ouverte 2.0, citer "
    "l’éditeur et la date ; sous « citation », citer la source ; « inconnue », vérifier avant de "
    "rediffuser ; « usage interne » (fichier local), demander à qui l’a donné."
)
FICTITIOUS = (
    "DONNÉES FICTIVES : démonstration. Les valeurs au statut « demo » ne décrivent aucun "
    "territoire réel ; ne pas les citer."
)
PUBLISHED = "Données publiées."

UNKNOWN_ROUTE = "Adresse inconnue"
UNKNOWN_ROUTE_DETAIL = "Cette adresse n’existe pas. Que faire : la liste est à /api/v1/aide."
WRONG_METHOD = "Méthode refusée"
WRONG_METHOD_DETAIL = "L’API se lit (GET, HEAD) et ne reçoit rien."
NO_READING = "Lecture réservée"
NO_READING_DETAIL = (
    "Ce site se lit connecté, son API aussi. Que faire : se connecter dans ce navigateur, puis "
    "rouvrir cette adresse ; un logiciel qui ne se connecte pas lit le paquet de données, à "
    "télécharger dans « Données et méthode »."
)
TOO_OFTEN = "Trop de demandes"
BUSY = "Serveur occupé"
BUSY_DETAIL = "Trop de réponses sont en préparation. Que faire : réessayer dans quelques secondes."
TOO_LONG = "Réponse trop longue à préparer"
TOO_LONG_DETAIL = (
    "La réponse a été arrêtée pour ne pas gêner les autres. Que faire : demander moins de lignes, "
    "ou lire le paquet de données de « Données et méthode »."
)
NO_BUILD = "Rien n’est publié"
NO_BUILD_DETAIL = "Aucune construction n’est servie. Que faire : prévenir l’administrateur."
FAILED = "Réponse impossible"
FAILED_DETAIL = (
    "Le serveur n’a pas pu répondre ; la cause est dans son journal. Que faire : réessayer."
)
WRONG_PARAMETER = "Paramètre refusé"
OTHER_BUILD = "La construction a changé"
OTHER_BUILD_DETAIL = (
    "Une autre construction est servie depuis la première page : les pages ne s’assembleraient "
    "pas. Que faire : recommencer à la première page."
)
NOT_ACCEPTABLE = "Format inconnu"
NOT_ACCEPTABLE_DETAIL = (
    "Formats servis : application/json, text/csv, application/vnd.apache.parquet. Que faire : "
    "format=json, format=csv ou format=parquet."
)
TOO_MANY_ROWS = "Trop de lignes pour un seul fichier"
UNREADABLE_QUERY = "La demande ne peut pas être lue. Que faire : vérifier son adresse."
TOO_LONG_QUERY = "Demande trop longue"
TOO_LONG_QUERY_DETAIL = "Que faire : demander moins de valeurs à la fois."


def too_often(seconds: int) -> str:
    """When to ask again."""
    return typography(f"Trop de demandes en une minute. Que faire : réessayer dans {seconds} s.")


def unknown_parameter(name: str, known: Iterable[str]) -> str:
    """A name that the route does not know, and those that it does."""
    return f"« {name[:60]} » n’est pas un paramètre de cette adresse. Connus : {listed(known)}."


def repeated(name: str) -> str:
    """A parameter given twice."""
    return f"« {name} » est donné plusieurs fois. Que faire : séparer ses valeurs par des virgules."


def unknown_value(name: str, value: str, expected: str) -> str:
    """A value that a parameter does not take, and what it takes."""
    return f"« {name} » : « {value[:60]} » n’est pas connu. Attendu : {expected}."


def too_many_rows(total: int, most: int) -> str:
    """Why a file would be incomplete, and what to do."""
    return typography(
        f"{number(total)} lignes répondent, un fichier en tient {number(most)} : il serait "
        "incomplet sans le dire. Que faire : choisir des territoires, un indicateur ou une année, "
        "ou demander les pages (page=1, puis l’en-tête « Link »)."
    )


def listed(names: Iterable[str]) -> str:
    """Names between commas."""
    return ", ".join(names)


# --- The page for a person --------------------------------------------------------------------

OPENAPI_LINK = "Document OpenAPI (JSON)"
EXAMPLES_LINK = "Exemples pour Excel, R, Python et QGIS"
RULES_TITLE = "Ce qu’il faut savoir"
RULES = (
    "Les noms des colonnes sont ceux du schéma publié ; une case vide (null) n’est pas connue, pas "
    "publiée ou tue, jamais zéro.",
    "Un paramètre ou une valeur inconnus sont refusés : rien n’est laissé de côté en silence.",
    "Plusieurs valeurs se séparent par des virgules : territory_id=DEP-12,DEP-48.",
    "JSON est servi par pages de 1 000 lignes (liens next et prev) ; CSV et Parquet en entier, "
    "jusqu’à 10 000 lignes. Un fichier qui serait incomplet est refusé.",
    "CSV : UTF-8, virgule, point décimal. Un texte qu’un tableur prendrait pour une formule est "
    "précédé d’une apostrophe.",
    "Toutes les lignes d’une réponse viennent d’une même construction ; les liens des pages la "
    "nomment, et une autre est refusée (409).",
    "ETag et If-None-Match : une réponse qui n’a pas changé n’est pas renvoyée (304).",
    "Une réponse dure huit secondes au plus, et chaque adresse a sa part : au-delà, 429 ou 503 "
    "avec Retry-After.",
    "Aucun autre site ne peut lire l’API depuis un navigateur (pas de CORS) : sur un poste ou un "
    "intranet, il lirait ce que vous seul pouvez lire.",
    "Si le site se lit connecté, l’API aussi : avec le cookie de la connexion.",
    "donnees=demo sert la démonstration, fictive : chaque réponse le dit.",
)
PARAMETERS_TITLE = "Paramètres communs"
PARAMETERS_HEADER = ("Paramètre", "Sens")
STATUSES_TITLE = "Statuts"
STATUSES_HEADER = ("Code", "Sens")
PROFILE_TITLE = "Fiche d’un territoire"
PROFILE_TEXT = (
    "La dernière valeur de chaque indicateur, les manques de la dernière année de recensement "
    "national, la fidélisation et les installations, en un document."
)
CONSTANTS_TITLE = "Colonnes ajoutées aux fichiers"
FILTERS_HEADER = ("Paramètre", "Choisit", "Exemple")
COLUMNS_HEADER = ("Colonne", "Type", "Sens")


def columns_of(count: int) -> str:
    """How many columns a row has."""
    return f"{count} colonnes"
