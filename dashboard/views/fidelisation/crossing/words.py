"""Sentences of the crossing of shortage and retention: no more than its chances allow. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.core.catalog import LEVEL_NOUNS, NET_CHANGE, SITUATION, STAYED_RATE
from dashboard.core.formatting import interval, number, period, plural, quantity, typography
from dashboard.core.values import Value
from dashboard.themes.retention import APL, APL_CHANGE, SCOPES, SETTLED_RATE
from dashboard.themes.situation import counted, errors_text
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
        "recruter des MSU ne suffira pas, agir aussi sur les conditions d’installation",
    ),
    QuadrantGroup(
        "Faciliter l’installation", "l’accueil y est, pas les installations : chercher pourquoi"
    ),
    QuadrantGroup("Former et garder", "recruter des MSU ici d’abord"),
    QuadrantGroup(
        "Consolider", "maintenir l’accueil, en faire profiter les voisins qui manquent de MSU"
    ),
)
WHOLE = "France"
OF_REGION = (
    "Le taux par région de diplôme est celui de la région : tout ce qu’elle contient a le même, et "
    "seul l’autre indicateur départage ses territoires."
)
LISTS_TITLE = "Les quatre groupes, territoire par territoire"
UNDECIDED = "indécis"
COUNTED, DECIDED = "compté", "décidé"
RULE = (
    "Un territoire est d’un groupe quand chacun de ses deux côtés a au moins 8 chances sur 10, ou "
    f"est compté ; il est « {UNDECIDED} » sinon. Pour la part de la cible, ces chances sont celles "
    "de la carte des MSU (msu-v2) ; pour un intervalle à 95 %, celles d’une loi normale. « est. » "
    "marque une valeur estimée."
)
# References that the definition of an indicator gives.
EVEN_CHANCES = "une chance sur deux d’être sous sa part ; décidé jusqu’à 20 et à partir de 80"
NO_CHANGE = "effectif inchangé, 0 %"
NO_APL_CHANGE = "accès inchangé, 0 %"
# On the unfavourable side of the reference, then on the favourable one.
READINGS: dict[str, tuple[str, str]] = {
    SITUATION: ("sous leur part de la cible", "au-dessus de leur part de la cible"),
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
    SETTLED_RATE: (
        "installés sur place sous le taux d’ensemble",
        "installés sur place au moins au taux d’ensemble",
    ),
    NET_CHANGE: (
        "moins de généralistes qu’en 2022",
        "au moins autant de généralistes qu’en 2022",
    ),
    STAYED_RATE: (
        "région qui garde une moindre part de ses diplômés que l’ensemble",
        "région qui garde au moins la même part de ses diplômés que l’ensemble",
    ),
    APL: ("accès aux généralistes sous celui de la France", "accès au moins égal à la France"),
    APL_CHANGE: ("moins d’accès qu’en 2015", "au moins autant d’accès qu’en 2015"),
}


def reading(crossing: Crossing, quadrant: int) -> str:
    """Common points of the two values of a quadrant, in words."""
    across = READINGS[crossing.across.indicator.indicator_id][quadrant % 2]
    upwards = READINGS[crossing.upwards.indicator.indicator_id][quadrant // 2]
    return f"{across} ; {upwards}"


def crossing_sentence(crossing: Crossing, label: str = WHOLE) -> str:
    """Finding of the map: how many have a group, those to act on first, errors to expect.

    ``label`` names the territory that holds those looked at.
    """
    noun = LEVEL_NOUNS[crossing.across.values.level]
    classed = crossing.classed_n
    if not classed:
        return typography(
            f"{label} : aucun groupe possible, les deux valeurs ne sont connues pour {noun.no_one}."
        )
    first = len(crossing.members(FIRST))
    some = plural(classed, noun.one, noun.many)
    start = f"{label} : sur {some} dont les deux valeurs sont connues"
    group = f"du groupe « {GROUPS[FIRST].name} » ({reading(crossing, FIRST)})"
    members = counted(first, noun) + _verb(first, " n’est", " est", " sont")
    if crossing.is_counted:
        text = f"{start}, **{members}** {group}. Ces valeurs sont comptées, sans intervalle."
    else:
        probably = " probablement" if first else ""
        text = (
            f"{start}, **{members}{probably}** {group}. {_decided(crossing)} "
            f"{_undecided(len(crossing.undecided))}"
        )
    missing = len(crossing.ids) - classed
    if missing:
        text += f" Sans l’une des deux valeurs : {plural(missing, noun.one, noun.many)} (n. d.)."
    return typography(text)


def _decided(crossing: Crossing) -> str:
    """How many have a group, and how many of these are expected to be wrong."""
    count = crossing.decided_n
    if count == 0:
        return "Aucun n’a de groupe : les chances n’y suffisent pas."
    some = "1 seul a un groupe" if count == 1 else f"{number(count)} ont un groupe"
    return f"En tout, {some} ; {errors_text(crossing.quadrants.expected_errors)} parmi eux."


def _undecided(count: int) -> str:
    if count == 0:
        return "Aucun n’est indécis."
    return f"{plural(count, 'reste indécis', 'restent indécis')}."


def group_count(crossing: Crossing, quadrant: int) -> str:
    """« 15 départements »: those decided, or counted."""
    noun = LEVEL_NOUNS[crossing.across.values.level]
    return counted(len(crossing.members(quadrant)), noun)


def undecided_line(crossing: Crossing) -> str:
    """How many have no group, and where they would be listed; empty when all have one."""
    count = len(crossing.undecided)
    if not count:
        return ""
    noun = LEVEL_NOUNS[crossing.across.values.level]
    return typography(
        f"{counted(count, noun)} sans groupe ({UNDECIDED}) : moins de 8 chances sur 10 d’un côté."
    )


def nearest(quadrant: int) -> str:
    """Group to which an undecided territory is nearest."""
    return typography(f"au plus près de « {GROUPS[quadrant].name} »")


def _verb(count: int, none: str, one: str, many: str) -> str:
    return none if count == 0 else one if count == 1 else many


def group_rule(crossing: Crossing) -> str:
    """When a territory has a group, and the references of the crossing."""
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


def not_at_level(label: str, level: str) -> str:
    """Why there is no crossing where an indicator is not published at a level."""
    return typography(
        f"« {label} » n’est pas publié pour les {LEVEL_NOUNS[level].many} : choisir un autre "
        "niveau, ou un autre indicateur."
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
