"""Sentences of the page « Données et méthode »; their figures come from the warehouse."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.core.catalog import Source
from dashboard.core.formatting import MISSING, number, period, typography

TITLE = "Données et méthode"
INTRODUCTION = typography(
    "Chaque valeur porte un **statut** : *observé* (publié, avec sa source), *importé* (fichier "
    "local), *estimé* (notre calcul, avec son intervalle) ou *fictif* (démonstration). Une valeur "
    "qui n’est pas publiée s’écrit « n. d. » ; elle n’est jamais remplacée par zéro. Sur les "
    "cartes, les valeurs estimées sont hachurées."
)

# --- Tabs -------------------------------------------------------------------------------------

INDICATORS = "Indicateurs"
SOURCES = "Sources"
ESTIMATION = "Estimation des MSU"
APPARENT_RETENTION = "Fidélisation apparente"
TARGETS = "Cibles et clés"
UNPUBLISHED = "Ce qui n’est pas publié"
GLOSSARY = "Glossaire"

# --- Definition of an indicator ---------------------------------------------------------------

DIRECTIONS = {"up": "plus, c’est mieux", "down": "moins, c’est mieux", "none": "sans sens"}
LEVELS = {
    "national": "France",
    "region": "{} régions",
    "departement": "{} départements",
    "subdivision": "{} subdivisions",
}


def unknown_indicator(text: str) -> str:
    """Warning for an indicator of the address that does not exist; its start is quoted."""
    return f"Indicateur inconnu dans l’adresse : « {text[:60]} ». La liste complète est ci-dessous."


def coverage_words(level: str, territories: int, years: tuple[int, int] | None) -> str:
    """« 101 départements (2010 à 2024) »."""
    return f"{LEVELS[level].format(number(territories))} ({years_words(years)})"


def years_words(years: tuple[int, int] | None) -> str:
    """« 2024 », « 2010 à 2024 », « n. d. » without a year."""
    if years is None:
        return MISSING
    first, last = years
    return str(first) if first == last else f"{first} à {last}"


def licence_words(source: Source) -> str:
    """Licence of a source, when it was published and where it was read."""
    parts = [f"Licence : {source.licence}"]
    if source.published:
        parts.append(f"publié : {period(source.published)}")
    if source.deposit:
        parts.append(f"lu dans {source.deposit}")
    return " ; ".join(parts)


# --- Tables -----------------------------------------------------------------------------------

INDICATORS_HEADER = ("Indicateur", "Définition", "Unité", "À savoir", "Années", "Sources")
COMPUTED = "calculé"
SOURCES_HEADER = ("Source", "Éditeur", "Publié", "Licence", "Lu dans", "Identifiant")
KINDS = {
    "official": "Statistique et textes officiels",
    "survey": "Enquêtes et recensements (CNGE, SNEMG, ISNAR-IMG…)",
    "research": "Recherche et thèses",
    "parliament": "Parlement",
    "press": "Presse",
    "computation": "Calculs",
}
TARGETS_CAPTION = "Cibles nationales"
TARGETS_HEADER = ("Cible", "MSU", "Échéance", "Ce qui est compté", "Source", "Réserve")
KEYS_CAPTION = "Clés de répartition"
KEYS_HEADER = ("Clé", "Définition", "Réserve")
SHARED_CAPTION = "Départements à cheval sur deux subdivisions"
SHARED_HEADER = ("Département", "Subdivision", "Poids", "Fondement")
UNPUBLISHED_CAPTION = "Ce qui n’est pas publié, et à qui le demander"
UNPUBLISHED_HEADER = (
    "Ce qui manque",
    "À quelle maille",
    "Ce qui a été cherché",
    "À qui le demander",
)
GAPS_CAPTION = "Totaux publiés qui diffèrent de la somme de leurs parties"
GAPS_HEADER = ("Indicateur", "Période", "Total publié", "Somme", "Explication")
GLOSSARY_HEADER = ("Terme", "Définition")

APPORTIONMENT = typography(
    "Une cible nationale est partagée entre les 101 départements en proportion d’une clé, en "
    "nombres entiers dont la somme est exactement la cible (plus forts restes, égalités "
    "départagées par le code). La part d’une région ou d’une subdivision est la somme de ses "
    "départements ; un département à cheval sur deux subdivisions est partagé selon le poids "
    "ci-dessous. Manque = part de la cible moins MSU ; couverture = MSU rapportés à la part."
)

# --- Methods ----------------------------------------------------------------------------------

COUNTS_CAPTION = "Comptages locaux publiés et estimation"
COUNTS_HEADER = (
    "Lieu",
    "Observé",
    "Estimé sans ce lieu",
    "Intervalle",
    "Observé / estimé",
    "Compte",
    "Motif d’exclusion",
    "Source",
    "Où",
)
BLENDS_CAPTION = "Erreur selon le mélange des clés"
BLENDS_HEADER = ("Part des internes", "Écart type du logarithme de l’erreur")
_ESTIMATION = """
**Ce qui est connu.** Le CNGE publie un nombre national de MSU ; aucune série par département ou
par région n’est publiée. Quelques comptages locaux existent, cités plus bas.

**Ce que fait la méthode `msu-v1`.** Pour chaque année comptée, le total national est réparti entre
les 28 subdivisions d’internat par un mélange de deux clés, les internes en formation et les
généralistes libéraux, à {blend_pct} % et {gp_pct} % ; puis, dans chaque subdivision, entre ses
départements par les généralistes libéraux (CNAM 2024, la même clé pour toutes les années, afin
qu’aucune évolution locale ne vienne d’un changement de clé). Les comptages locaux publiés
remplacent l’estimation de leur année et le reste est réparti de nouveau : la somme est toujours
le total national, à l’unité près.

**Comment l’erreur est mesurée.** Chaque lieu dont un comptage est publié est estimé par un mélange
choisi sans lui ({points} comptages, {places} lieux). L’erreur médiane est d’un facteur
{median_factor}, l’écart type du logarithme de {log_rmse} ({log_rmse_with_excluded} en gardant les
comptages écartés ci-dessous). L’intervalle à {interval_level} % d’un
département va de l’estimation divisée par {interval_factor} environ à l’estimation multipliée par
autant ; il est obtenu par {draws} tirages qui respectent tous le total national. Chaque tirage
emploie l’une de deux clés admissibles, à chances égales : les généralistes libéraux, ou ceux de
tous modes d’exercice (RPPS 2026). Là où elles s’écartent, comme à Mayotte ou en Guyane où beaucoup
sont salariés, l’intervalle est plus large : aucun comptage publié ne dit laquelle suivre.
L’intervalle d’une région ou d’une subdivision vient de ces mêmes tirages, et non d’une somme de
bornes.

**Pourquoi ce mélange.** L’erreur dépend peu du mélange : entre « généralistes seuls » et « internes
seuls », elle varie moins que ce que {places} lieux permettent de distinguer. Parmi les mélanges à
moins d’une erreur type du meilleur, celui du milieu est retenu.

**Ce que l’estimation ne dit pas.** Elle ne peut pas classer deux départements d’une même
subdivision : leur rapport de MSU par généraliste est le même par construction. Les comptages locaux
publiés le sont peut-être parce qu’ils sont bons. Un territoire dont l’intervalle contient la part
de la cible est dit « indéterminé ».
"""


def estimation(parameters: Mapping[str, float]) -> str:
    """The method ``msu-v1``, with its parameters as used by the build."""
    return typography(_ESTIMATION).format(
        blend_pct=number(100 * parameters["blend"]),
        gp_pct=number(100 - 100 * parameters["blend"]),
        points=number(parameters["points"]),
        places=number(parameters["places"]),
        median_factor=number(parameters["median_factor"], 2),
        log_rmse=number(parameters["log_rmse"], 2),
        log_rmse_with_excluded=number(parameters["log_rmse_with_excluded"], 2),
        interval_level=number(parameters["interval_level"]),
        interval_factor=number(parameters["interval_factor"], 1),
        draws=number(parameters["draws"]),
    )


_APPARENT_RETENTION = """
Faute de cohortes publiées, l’observatoire montre la **fidélisation apparente** (`fid-v1`) : les
généralistes qui entrent chaque année dans un territoire, pour 100 internes qui y sont formés
par an.

- **Entrées par an** = un quart du solde des généralistes de 2022 à 2026 (RPPS, DREES) + départs
  estimés, soit {cessation_rate} % par an des généralistes libéraux de 60 ans et plus (CartoSanté
  2019).
- **Internes formés par an** = moyenne des postes offerts des promotions 2020 à 2022, CESP compris.
- **Intervalle à {interval_level} %** : taux de départ à ± {cessation_rate_margin} point, postes
  pourvus de {fill_low} à {fill_high} %, entrées tirées dans une loi de Poisson.

Elle compte toutes les entrées, où que les médecins aient été formés : elle peut dépasser 100 et
**n’est pas un taux de fidélisation**. Les champs diffèrent (tous modes d’exercice pour le solde,
libéraux pour les départs). Les régions qui partagent une subdivision ont une valeur commune.
"""


def apparent_retention(parameters: Mapping[str, float]) -> str:
    """The method ``fid-v1``, with its parameters as used by the build."""
    return typography(_APPARENT_RETENTION).format(
        cessation_rate=number(parameters["cessation_rate"], 1),
        cessation_rate_margin=number(parameters["cessation_rate_margin"], 1),
        fill_low=number(parameters["fill_low"]),
        fill_high=number(parameters["fill_high"]),
        interval_level=number(parameters["interval_level"]),
    )
