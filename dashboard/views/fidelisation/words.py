"""Sentences of the page « Fidélisation » outside its four sub-folders. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.core.catalog import (
    FIRST_INSTALLATIONS,
    NET_CHANGE,
    STAYED_RATE,
    TRAINED_HERE_RATE,
)
from dashboard.core.formatting import interval, number, plural, quantity, typography
from dashboard.themes.diploma import (
    DiplomaRate,
    Trend,
    national_sentence,
    stayed_sentence,
    survey_beside,
    trend_text,
)
from dashboard.themes.retention import (
    APL,
    APL_CHANGE,
    NOT_MEASURED,
    SCOPES,
    SETTLED_IN,
    CohortRate,
    SurveyRate,
    comparable_span,
    years_after,
)

# --- The page and its parts

COHORTS_TITLE = "Taux des cohortes : parmi les formés, combien sont installés ici"
FLOWS_TITLE = "Flux : où s’installent ceux qui sont formés ici, d’où viennent ceux qui s’installent"
REMOVAL_TITLE = "Et sans eux\u00a0?"
INSTALLATIONS_TITLE = "Installations et départs"
DIPLOMA_TITLE = "Par région de diplôme : qui reste, d’où viennent ceux qui exercent, depuis quand"
CROSSING_TITLE = "Où manquent les MSU, où partent les généralistes"
PUBLISHED_TITLE = "Ce que d’autres ont publié"

DISPLAYS: dict[str, str] = {"croisement": "Carte croisée", "cartes": "Deux cartes côte à côte"}
REMOVED: dict[str, str] = {"internes": "les internes formés ici", "msu": "les MSU d’ici"}
MATRIX_YEAR = "Année de la matrice"
NO_MATRIX_YEAR = "aucune tant que les sources officielles ne sont pas actualisées"
NO_COHORT_VALUE = "aucune tant qu’aucune cohorte n’est importée"


def retention_finding(
    label: str,
    rate: CohortRate | None,
    survey: SurveyRate | None,
    holder: str,
    partial: SurveyRate | None = None,
) -> str:
    """Title of the page: a rate of a cohort, else one that a survey measured, else « non mesuré ».

    ``holder`` names the subdivision the figure is that of (« de Toulouse »), when it is another;
    ``partial`` a rate of some of its interns only, where the others were not asked.
    """
    where = f"{label}, subdivision {holder}" if holder else label
    if rate is not None and rate.value is not None:
        bounds = interval(rate.low, rate.high)
        return typography(
            f"{where} : {quantity(rate.value, '%')} des formés de {rate.cohort} installés sur "
            f"place {years_after(rate.delay_years)} ({bounds} %)"
        )
    if survey is not None:
        return typography(f"{label} : {_said(survey)}")
    if partial is not None:
        return typography(
            f"{label} : mesuré pour une partie des internes seulement ; {_said(partial)}"
        )
    return typography(f"{where} : fidélisation non mesurée, aucune enquête publiée")


def ask_sentence(ask: str, subdivisions: Sequence[str]) -> str:
    """Whom to ask where nothing is measured; ``subdivisions`` are « de Dijon », « de Besançon »."""
    if subdivisions:
        ask = ask.replace("de la subdivision", " et ".join(subdivisions), 1)
    return typography(f"À demander : {ask.rstrip('.')}.") if ask else ""


# A number that is not published, in a matrix.
WITHHELD = "masqué"
IMPORT_COHORTS = "Importer le devenir des promotions"
# Retention is not the change of the doctors: the table says both.
HERE_HEADER = (
    "Département",
    "Fidélisation mesurée",
    "Solde des généralistes, 2022-2026",
    "60 ans et plus, fin 2019",
    "APL 2024",
)
RESERVE = "Réserve sur le solde"
HERE_NOTE = (
    "Le solde mêle arrivées et départs, d’où que viennent les médecins : ce n’est pas une "
    "fidélisation."
)


def here_note() -> str:
    """What the table of a scope does not say, and how to see the country."""
    return f"{HERE_NOTE} « France », dans « Mon territoire », montre les régions."


def here_caption(label: str) -> str:
    """Caption of the table of the scope."""
    return typography(f"{label} : ce qui est mesuré, ce qui est observé")


def measured_here(survey: SurveyRate | None) -> str:
    """Rate of the interns of a territory, with what limits it; « non mesuré »."""
    if survey is None:
        return NOT_MEASURED
    return typography(f"{survey.rate_text} ({survey.interval_text} ; répondants)")


def _said(survey: SurveyRate) -> str:
    """« internes de Toulouse exerçant en Occitanie, …, 81 % (76 à 85 % ; répondants) »."""
    label = survey.label_fr[0].lower() + survey.label_fr[1:]
    bounds = (
        f"{interval(survey.low, survey.high)} %" if survey.low is not None else "sans intervalle"
    )
    return f"{label}, {survey.rate_text} ({bounds} ; répondants)"


def national_finding(surveys: Sequence[SurveyRate], subdivisions: int) -> str:
    """Title of the page for the nation: the comparable rates, and how few subdivisions have one."""
    asked = len(asked_ids(surveys))
    if not asked:
        return "Fidélisation : aucune mesure comparable n’est publiée"
    return typography(
        f"Fidélisation mesurée pour {plural(asked, 'subdivision')} sur {subdivisions} : "
        f"{comparable_span(surveys)} des anciens internes interrogés exercent dans la région, "
        "3 à 6 ans après"
    )


def rate_scope(rate: CohortRate, holder: str) -> str:
    """Scope, cohort and delay of the rate on a card; ``holder`` as in the title."""
    text = f"{SCOPES[rate.scope]}, promotion {rate.cohort}, {rate.delay_years} ans après"
    return f"{text}, subdivision {holder}" if holder else text


def survey_card(survey: SurveyRate, *, of_territory: bool) -> str:
    """Second line of the card of a measured rate: « répondants », counts, delay, whose rate."""
    whose = "" if of_territory else "internes de la subdivision"
    parts = ("répondants seulement", survey.answers_text, survey.delay_text, whose)
    return " · ".join(part for part in parts if part)


def national_card(surveys: Sequence[SurveyRate]) -> str:
    """Second line of the card for the nation: how many surveys, how many subdivisions."""
    comparable = sum(item.is_comparable for item in surveys)
    return (
        f"{plural(comparable, 'enquête comparable', 'enquêtes comparables')} · "
        f"{plural(len(asked_ids(surveys)), 'subdivision')} · répondants seulement"
    )


def to_ask(ask: str) -> str:
    """Whom to ask, on a card."""
    return f"à demander : {ask.partition(' (')[0].partition(',')[0]}"


# --- Cohorts

NO_COHORT = (
    "Aucune cohorte n’est importée. Hors des enquêtes ci-dessus, **aucun taux d’installation par "
    "région, subdivision ou département d’internat n’est publié**. Le fichier « Devenir des "
    "cohortes » (territoire, promotion, délai, formés, installés) de votre faculté, de votre ARS "
    "ou de votre conseil les remplit, à la page « Vos données »."
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


# --- Measured rates

SURVEYS = "enquetes"
# What the first map shows: rates of surveys, then what is observed everywhere, for want of them.
MEASURES: dict[str, str] = {
    SURVEYS: "Fidélisation mesurée",
    NET_CHANGE: "Solde des généralistes",
    APL: "APL 2024",
    APL_CHANGE: "APL depuis 2015",
}
# Official series, first as soon as a refresh has brought them.
OFFICIAL_MEASURES: dict[str, str] = {
    STAYED_RATE: "Restés dans leur région de diplôme",
    TRAINED_HERE_RATE: "Diplômés sur place",
    FIRST_INSTALLATIONS: "Premières installations",
}
# Observed, and no retention: what an expert looks at for want of one.
STAND_INS = (NET_CHANGE, APL, APL_CHANGE)
MEASURE_NAMES: dict[str, str] = OFFICIAL_MEASURES | MEASURES
MEASURE = "Ce que montre la carte"
# Of the other choices than the surveys: what each is, and is not.
SECOND_CHOICES: dict[str, str] = {
    STAYED_RATE: (
        "Généralistes diplômés dans une région, **part de ceux qui y exercent** (périmètre "
        "« région de diplôme », tous âges, observé). Le diplôme n’est pas l’internat : les "
        "enquêtes d’anciens internes se lisent à côté, sans s’y comparer."
    ),
    TRAINED_HERE_RATE: (
        "Généralistes qui exercent dans une région, **part de ceux qui y ont été diplômés** "
        "(observé). Une part basse dit une région qui attire, ou qui forme peu : seule, elle n’est "
        "ni bonne ni mauvaise."
    ),
    FIRST_INSTALLATIONS: (
        "**Premières installations en libéral** de l’année, hors médecins à expertise "
        "particulière (CNAM, observé). Ni les salariés, ni les réinstallations n’y sont ; un "
        "nombre d’installations n’est pas une fidélisation."
    ),
    NET_CHANGE: (
        "Le **solde des généralistes** est observé dans les 101 départements. Il mêle arrivées et "
        "départs, d’où que viennent les médecins : ce n’est pas une fidélisation."
    ),
    APL: (
        "L’**APL 2024** dit ce que les habitants trouvent, non d’où viennent les médecins. Elle "
        "est publiée par département, sauf Mayotte."
    ),
    APL_CHANGE: (
        "La **baisse de l’APL depuis 2015** est un calcul sur 95 départements, à population fixe. "
        "Elle ne dit rien de l’origine des médecins."
    ),
}
MEASURED_MAP_TITLE = "Anciens internes exerçant dans la région, 3 à 6 ans après"
MEASURED_MAP_METHOD = "intervalles de Wilson à 95 %, là où l’effectif est publié"
OTHER_MEASURE = "autre mesure, non comparable"
# Ten points wide, as the intervals are: no colour opposes rates that their intervals do not.
CLASS_LIMITS = (55, 65, 75, 85)
COMPARABLE_CAPTION = (
    "Enquêtes comparables : exercer dans la région, 3 à 6 ans après (Wilson à 95 %)"
)
OTHERS_CAPTION = "Autres mesures : chacune compte autre chose (Wilson à 95 %)"
OTHERS_TITLE = "Autres mesures publiées, qui ne se comparent pas"
SURVEY_HEADER = (
    "Interrogés, et où ils exercent",
    "Taux",
    "Intervalle",
    "Sur",
    "Répondants",
    "Délai, promotions",
    "Réserve",
    "Source",
    "Où",
)
DOWNLOAD_SURVEYS = "Télécharger les enquêtes (CSV)"


def class_name(rate_pct: float) -> str:
    """Class of a comparable rate on the map: « 75 à 85 % »."""
    rank = sum(rate_pct >= limit for limit in CLASS_LIMITS)
    if rank == 0:
        return f"moins de {CLASS_LIMITS[0]} %"
    if rank == len(CLASS_LIMITS):
        return f"{CLASS_LIMITS[-1]} % ou plus"
    return f"{CLASS_LIMITS[rank - 1]} à {CLASS_LIMITS[rank]} %"


def asked_ids(surveys: Sequence[SurveyRate]) -> tuple[str, ...]:
    """Subdivisions whose interns a comparable survey asked."""
    ids = (item for survey in surveys if survey.is_comparable for item in survey.asked_ids)
    return tuple(dict.fromkeys(ids))


def measured_subtitle(surveys: Sequence[SurveyRate], subdivisions: int) -> str:
    """How many subdivisions were asked."""
    asked = len(asked_ids(surveys))
    return typography(f"répondants, {plural(asked, 'subdivision')} sur {subdivisions}")


def survey_note(surveys: Sequence[SurveyRate]) -> str:
    """Rates of one subdivision on the map, each with all that limits it."""
    return typography(
        " / ".join(f"{item.label_fr} : {item.rate_text} ({item.detail})" for item in surveys)
    )


def not_measured_note(name: str) -> str:
    """Who could tell where nobody was asked."""
    return typography(f"à demander : département de médecine générale ({name}), ORS")


def measured_sentence(surveys: Sequence[SurveyRate], subdivisions: int, ask: str) -> str:
    """What the surveys agree on, what limits them, and who could tell elsewhere."""
    comparable = sum(item.is_comparable for item in surveys)
    asked = len(asked_ids(surveys))
    return typography(
        f"{plural(comparable, 'enquête comparable', 'enquêtes comparables')}, "
        f"{plural(asked, 'subdivision')} sur {subdivisions} : {comparable_span(surveys)} des "
        "anciens internes **qui ont répondu** exercent dans la région, 3 à 6 ans après. Un taux "
        "est celui des internes interrogés, jamais celui de la région où ils exercent ; ceux qui "
        f"sont restés répondent sans doute plus volontiers. Ailleurs, **non mesuré** : {ask}"
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


# --- Official series, beside the surveys


def official_finding(label: str, stayed: DiplomaRate, region: str) -> str:
    """Title of the page once the official series are there; ``region`` when it is that of one."""
    if region:
        return typography(f"{label}, {stayed_sentence(f'région {region}', stayed)}")
    return stayed_sentence(label, stayed)


def official_national_finding(stayed: DiplomaRate) -> str:
    """Title of the page for the nation once the official series are there."""
    return typography(f"Fidélisation : {national_sentence(stayed)}")


def stayed_card(stayed: DiplomaRate, trend: Trend | None, region: str, rank: str) -> str:
    """Second line of the card of the official rate: whose, out of whom, which way it goes."""
    whose = f"région {region}" if region else ""
    parts = (whose, stayed.counts_text if stayed.whole_n else "", rank, trend_text(trend))
    return " · ".join(part for part in parts if part and part != number(None))


def surveys_beside(survey: SurveyRate | None, surveys: Sequence[SurveyRate]) -> str:
    """What surveys measured, beside the official rate and never mixed with it."""
    if survey is not None:
        return survey_beside(f"{survey.rate_text} ({survey.detail})", survey.label_fr)
    comparable = sum(item.is_comparable for item in surveys)
    if not comparable:
        return ""
    return typography(
        f"À côté, sans s’y comparer : {plural(comparable, 'enquête')} d’anciens internes, "
        f"{comparable_span(surveys)} dans la région 3 à 6 ans après."
    )
