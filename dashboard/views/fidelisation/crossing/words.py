"""Sentences of the crossing of shortage and retention: no more than its intervals allow. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.core.catalog import APPARENT_RETENTION, COVERAGE, LEVEL_NOUNS, Noun
from dashboard.core.formatting import interval, number, period, plural, quantity, typography
from dashboard.core.values import Value
from dashboard.themes.retention import SCOPES, SETTLED_RATE
from dashboard.themes.situation import counted
from dashboard.views.fidelisation.crossing.classes import Crossing

FIRST = 2  # rank of the group to act on first
# Groups in the order they are read; the rank is that of ``models.crossing.Quadrants``.
READING_ORDER = (FIRST, 0, 3, 1)


@dataclass(frozen=True)
class QuadrantGroup:
    """Name of a quadrant, and what it suggests to discuss."""

    name: str
    advice: str


GROUPS = (
    QuadrantGroup(
        "Attirer et retenir",
        "former n’y suffit pas : recruter des MSU et agir sur les conditions d’installation",
    ),
    QuadrantGroup(
        "Faciliter l’installation", "l’accueil y est, pas les installations : chercher pourquoi"
    ),
    QuadrantGroup("Former et garder", "recruter des MSU ici d’abord"),
    QuadrantGroup("Consolider", "maintenir l’accueil, en faire profiter les voisins qui manquent"),
)
LISTS_TITLE = "Les quatre groupes, territoire par territoire"
CERTAIN, UNDETERMINED = "confirmé", "indéterminé"
RULE = (
    f"Un groupe est « {CERTAIN} » quand les deux intervalles sont chacun d’un seul côté de leur "
    "repère, et de l’intervalle de celui-ci quand il est estimé. Une valeur comptée n’a pas "
    "d’intervalle. « est. » : valeur estimée."
)
# References that the definition of an indicator gives.
TARGET_REACHED = "part de la cible atteinte à 100 %"
NO_CHANGE = "effectif inchangé, 0 %"
# On the unfavourable side of the reference, then on the favourable one.
READINGS: dict[str, tuple[str, str]] = {
    COVERAGE: ("part de la cible non atteinte", "part de la cible atteinte"),
    "msu_pour_100k": (
        "moins de MSU par habitant qu’en France",
        "au moins autant de MSU par habitant qu’en France",
    ),
    "msu_pour_100_mg_liberaux": (
        "moins de MSU par généraliste qu’en France",
        "au moins autant de MSU par généraliste qu’en France",
    ),
    "densite_mg_liberaux_cnam_pour_100k": (
        "densité de généralistes sous celle de la France",
        "densité de généralistes au moins égale à celle de la France",
    ),
    "part_population_zip_zac_pct": (
        "population en ZIP ou ZAC au-dessus de la part nationale",
        "population en ZIP ou ZAC au plus égale à la part nationale",
    ),
    "part_mg_liberaux_60_ans_et_plus_pct": (
        "généralistes de 60 ans et plus au-dessus de la part nationale",
        "généralistes de 60 ans et plus au plus à la part nationale",
    ),
    APPARENT_RETENTION: (
        "moins d’entrées pour 100 internes qu’en France",
        "au moins autant d’entrées pour 100 internes qu’en France",
    ),
    SETTLED_RATE: (
        "installés sur place sous le taux d’ensemble",
        "installés sur place au moins au taux d’ensemble",
    ),
    "evolution_mg_rpps_pct": (
        "moins de généralistes qu’en 2022",
        "au moins autant de généralistes qu’en 2022",
    ),
}


def reading(crossing: Crossing, quadrant: int) -> str:
    """Common points of the two values of a quadrant, in words."""
    across = READINGS[crossing.across.indicator.indicator_id][quadrant % 2]
    upwards = READINGS[crossing.upwards.indicator.indicator_id][quadrant // 2]
    return f"{across} ; {upwards}"


def crossing_sentence(crossing: Crossing) -> str:
    """Finding of the map: certain groups first, then those of the central values."""
    noun = LEVEL_NOUNS[crossing.across.values.level]
    none = "aucune" if noun.feminine else "aucun"
    classed = crossing.classed_n
    if not classed:
        return f"Aucun classement possible : les deux valeurs ne sont connues pour {noun.no_one}."
    sure = len(crossing.members(FIRST, certain=True))
    first = sure + len(crossing.members(FIRST, certain=False))
    start = f"Sur {plural(classed, noun.one, noun.many)} dont les deux valeurs sont connues"
    group = f"du groupe « {GROUPS[FIRST].name} » ({reading(crossing, FIRST)})"
    central = counted(first, noun) + _verb(first, " ne serait", " serait", " seraient")
    if crossing.is_counted:
        members = counted(first, noun) + _verb(first, " n’est", " est", " sont")
        text = f"{start}, **{members}** {group}."
        text += " Ces valeurs sont comptées, sans intervalle."
    elif not crossing.certain_n:
        text = (
            f"{start}, **{none} n’a de groupe confirmé par ses intervalles**. "
            f"D’après les seules valeurs centrales, {central} {group}."
        )
    else:
        text = (
            f"{start}, **{_confirmed(crossing.certain_n)}**, "
            f"dont {number(sure) if sure else none} {group}. "
            f"D’après les seules valeurs centrales, {central} de ce groupe."
        )
    missing = len(crossing.ids) - classed
    if missing:
        text += f" Sans l’une des deux valeurs : {plural(missing, noun.one, noun.many)} (n. d.)."
    return typography(text)


def group_count(crossing: Crossing, quadrant: int) -> str:
    """« 3 confirmés, 12 indéterminés »; of counted values, « 15 départements »."""
    noun = LEVEL_NOUNS[crossing.across.values.level]
    sure = len(crossing.members(quadrant, certain=True))
    unsure = len(crossing.members(quadrant, certain=False))
    if crossing.is_counted:
        return counted(sure, noun)
    return f"{_agreed(sure, 'confirmé', noun)}, {_agreed(unsure, 'indéterminé', noun)}"


def _agreed(count: int, word: str, noun: Noun) -> str:
    """« 3 confirmées »: a count and a participle, in gender and number."""
    return plural(count, f"{word}{'e' if noun.feminine else ''}")


def _verb(count: int, none: str, one: str, many: str) -> str:
    return none if count == 0 else one if count == 1 else many


def _confirmed(count: int) -> str:
    if count == 1:
        return "1 a un groupe confirmé par ses intervalles"
    return f"{number(count)} ont un groupe confirmé par leurs intervalles"


def group_rule(crossing: Crossing) -> str:
    """When a group is confirmed, and the references of the crossing."""
    references = " ; ".join(
        f"{side.indicator.label_fr} ({side.reference.label_fr})"
        for side in (crossing.across, crossing.upwards)
    )
    return typography(f"{RULE} Repères : {references}.")


def no_national_value(label: str, when: str) -> str:
    """Why two maps stand in for the crossing of an indicator without a national value."""
    return typography(
        f"« {label} » n’a pas de valeur nationale publiée pour {when} : sans ce "
        "repère, le croisement n’est pas calculé et les deux cartes sont montrées côte à côte."
    )


def no_published_rate(rates: str, level: str) -> str:
    """Why the crossing has no rate at a level."""
    return typography(
        f"Aucun taux de ce périmètre ({rates}) n’est publié pour les {LEVEL_NOUNS[level].many} : "
        "choisir un autre niveau, ou un autre périmètre."
    )


def settled_subtitle(cohort: int | None, delay_years: int, scope: str) -> str:
    """Cohort, delay and scope of the rates on the map."""
    return f"promotion {cohort}, {plural(delay_years, 'an')} après, {SCOPES[scope]}"


def national_reference(nation: Value, decimals: int) -> str:
    """Label of the national value as a reference, with its interval when it is estimated."""
    label = f"France, {period(nation.period)} : {number(nation.value, decimals)}"
    if nation.is_estimate:
        bounds = interval(nation.low, nation.high, decimals)
        label += f" est. ({bounds})" if bounds else " est."
    return typography(label)


def pooled_reference(rate_pct: float, settled_n: int, trained_n: int) -> str:
    """Label of the pooled rate of the territories that publish one, as a reference."""
    return typography(
        f"ensemble des taux publiés, {quantity(rate_pct, '%')} "
        f"({number(settled_n)} sur {number(trained_n)})"
    )
