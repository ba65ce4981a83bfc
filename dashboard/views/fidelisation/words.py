"""Sentences of the page « Fidélisation » outside its four sub-folders. Pure."""

from __future__ import annotations

from dashboard.core.formatting import interval, number, quantity, typography
from dashboard.core.values import Value
from dashboard.themes.retention import SCOPES, SETTLED_IN, CohortRate, years_after

# --- The page and its parts

COHORTS_TITLE = "Taux des cohortes : parmi les formés, combien sont installés ici"
FLOWS_TITLE = "Flux : où s’installent ceux qui sont formés ici, d’où viennent ceux qui s’installent"
REMOVAL_TITLE = "Et sans eux\u00a0?"
INSTALLATIONS_TITLE = "Installations et départs"
APPARENT_TITLE = "Fidélisation apparente : ce qu’elle dit, ce qu’elle ne dit pas"
PUBLISHED_TITLE = "Ce que d’autres ont publié"

DISPLAYS: dict[str, str] = {"croisement": "Carte croisée", "cartes": "Deux cartes côte à côte"}
REMOVED: dict[str, str] = {"internes": "les internes formés ici", "msu": "les MSU d’ici"}
NO_COHORT_VALUE = "aucune tant qu’aucune cohorte n’est importée"


def retention_finding(
    label: str, rate: CohortRate | None, apparent: Value | None, holder: str
) -> str:
    """Title of the page: a rate where cohorts are known, the apparent retention elsewhere.

    ``holder`` is the subdivision the figure is that of, when it is not the territory itself.
    """
    where = f"{label}, subdivision de {holder}" if holder else label
    if rate is not None and rate.value is not None:
        bounds = interval(rate.low, rate.high)
        return typography(
            f"{where} : {quantity(rate.value, '%')} des formés de {rate.cohort} installés sur "
            f"place {years_after(rate.delay_years)} ({bounds} %)"
        )
    if apparent is None:
        return typography(f"{label} : ni cohorte ni fidélisation apparente")
    return typography(
        f"{where} : {number(apparent.value)} entrées de généralistes pour 100 internes "
        f"formés (estimation, {interval(apparent.low, apparent.high)})"
    )


def rate_scope(rate: CohortRate, holder: str) -> str:
    """Scope, cohort and delay of the rate on a card; ``holder`` as in the title."""
    text = f"{SCOPES[rate.scope]}, promotion {rate.cohort}, {rate.delay_years} ans après"
    return f"{text}, subdivision de {holder}" if holder else text


# --- Cohorts

NO_COHORT = (
    "Aucune cohorte n’est importée, et **aucun taux d’installation par région, subdivision ou "
    "département d’internat n’est publié** : les cases restent vides plutôt que d’emprunter un "
    "autre chiffre. Le fichier « Devenir des cohortes » (territoire, promotion, délai, formés, "
    "installés) de votre faculté, de votre ARS ou de votre conseil les remplit, à la page "
    "« Vos données ». La matrice de la DREES par région de diplôme, publiée mais non reprise ici, "
    "prendra la même place, avec son propre périmètre."
)
COHORTS = (
    "Un taux se lit avec son **délai**, son **dénominateur** et la part des formés **sans "
    "installation connue**, qui ne sont comptés ni comme restés ni comme partis. Les périmètres "
    "(stage, subdivision d’internat, région de diplôme) ne se comparent ni ne se mélangent. "
    "Intervalles de Wilson à {level} %. Un taux dit où exercent ceux qui ont été formés ici, non "
    "pourquoi : il ne prouve pas un effet du stage."
)
# Words of the cells of a cohort table.
CELL_NOTE = (
    "« masqué » : petits effectifs, non publiés ; « n. d. » : absent des fichiers importés ; "
    "« pas encore observable » : le délai n’est pas écoulé pour cette promotion."
)


def no_cohort_in_scope(label: str, scope: str) -> str:
    """Sentence for a territory that has no cohort in the scope selected."""
    return typography(
        f"Aucune cohorte importée pour {label} dans le périmètre « {SCOPES[scope]} ». Choisir un "
        "autre périmètre ci-dessus, ou un autre territoire."
    )


def cohorts_alternative(settled_in: str) -> str:
    """Text alternative of the chart of the cohorts."""
    return (
        f"Part des formés installés dans {SETTLED_IN[settled_in]}, par promotion et délai ; "
        "valeurs ci-dessous"
    )


def cohorts_table_caption(settled_in: str) -> str:
    """Caption of the table of the cohorts."""
    return f"Part des formés installés dans {SETTLED_IN[settled_in]}, en % (intervalle)"


def cohorts_picture_title(label: str, settled_in: str) -> str:
    """Title of the picture of the cohorts."""
    return f"{label} : part des formés installés dans {SETTLED_IN[settled_in]}"


def cohorts_picture_subtitle(scope: str, first: int, last: int) -> str:
    """Subtitle of the picture of the cohorts: scope, cohorts and unit."""
    name = SCOPES[scope]
    years = " à ".join(str(year) for year in dict.fromkeys((first, last)))
    return f"{name[0].upper()}{name[1:]}, promotions sorties en {years}, en % des formés"


def cohort_hover(rate: CohortRate) -> str:
    """Tooltip of one cohort: rate, counts and interval."""
    return (
        f"promotion sortie en {rate.cohort} : {quantity(rate.value, '%', 1)}"
        f"<br>{number(rate.settled)} installés sur {number(rate.trained)} formés"
        f"<br>intervalle {interval(rate.low, rate.high)} %"
    )


# --- Apparent retention

APPARENT = (
    "**Ce n’est pas un taux de fidélisation.** La fidélisation apparente (`fid-v1`) rapporte les "
    "généralistes qui entrent chaque année dans un territoire, d’où qu’ils viennent, aux internes "
    "qui y sont formés par an. Elle peut dépasser 100 et mêle des champs différents (tous modes "
    "d’exercice pour le solde, libéraux pour les départs). Elle tient lieu de mesure tant "
    "qu’aucune cohorte n’est connue : ordre de grandeur, à ne pas classer. Les subdivisions sont "
    "données par ordre alphabétique."
)
APPARENT_AXIS = "entrées de généralistes pour 100 internes formés"
APPARENT_KEY = (
    "Ordre alphabétique. Trait : intervalle ; pointillés : France ; en orange, le territoire "
    "choisi. Ce n’est pas un taux de fidélisation."
)
APPARENT_ALTERNATIVE = (
    "Fidélisation apparente et son intervalle, par ordre alphabétique ; valeurs ci-dessous"
)


def national_validation(estimated: float, published: float, year: str) -> str:
    """Compare the estimated entries of the nation with the installations published."""
    ratio = 100 * (estimated / published - 1)
    return typography(
        f"Contrôle par la somme : {number(estimated)} entrées estimées par an pour la France, "
        f"{number(published)} premières installations libérales publiées en {year}, soit "
        f"{number(ratio, signed=True)} %. L’écart tient aux champs : les entrées estimées comptent "
        "tous les modes d’exercice, salariés compris, et des médecins venus d’ailleurs."
    )


# --- Published points

PUBLISHED_ELSEWHERE = "Publié pour la France et d’autres territoires"
PUBLISHED = (
    "Ce que d’autres ont publié sur l’installation, tel quel, avec sa réserve. Ces valeurs ne se "
    "comparent ni entre elles ni aux taux de cette page : région de naissance, intention, toutes "
    "spécialités, un seul territoire… chacune a son champ."
)
UNSOURCED = (
    "Un article non daté (vers 2024) avance « **jusqu’à 45 %** » d’installations sur le territoire "
    "de stage (Bretagne, Occitanie, départements bourguignons) : source introuvable malgré "
    "plusieurs recherches. C’est un plafond, pas une moyenne ; il n’entre dans aucun calcul."
)
