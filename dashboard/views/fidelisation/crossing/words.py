"""What the crossing of shortage and retention says in words: no more than the intervals. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.core.catalog import APPARENT_RETENTION, COVERAGE, LEVEL_NOUNS, Noun
from dashboard.core.formatting import number, plural, typography
from dashboard.themes.retention import SETTLED_RATE
from dashboard.themes.situation import counted
from dashboard.views.fidelisation.crossing.classes import Crossing

FIRST = 2  # rank of the group to act on first
# Groups in the order they are read; the rank is that of ``models.crossing.Quadrants``.
READING_ORDER = (FIRST, 0, 3, 1)


@dataclass(frozen=True)
class Group:
    """Name of a quadrant, and what it suggests to discuss."""

    name: str
    advice: str


GROUPS = (
    Group(
        "Attirer et retenir",
        "former n’y suffit pas : recruter des MSU et agir sur les conditions d’installation",
    ),
    Group("Faciliter l’installation", "l’accueil y est, pas les installations : chercher pourquoi"),
    Group("Former et garder", "recruter des MSU ici d’abord"),
    Group("Consolider", "maintenir l’accueil, en faire profiter les voisins qui manquent"),
)
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
    """What the two values of a quadrant have in common, in words."""
    across = READINGS[crossing.across.indicator.indicator_id][quadrant % 2]
    upwards = READINGS[crossing.upwards.indicator.indicator_id][quadrant // 2]
    return f"{across} ; {upwards}"


def crossing_sentence(crossing: Crossing) -> str:
    """Finding of the map: what is certain first, then what the central values would say."""
    noun = LEVEL_NOUNS[crossing.across.values.level]
    known = crossing.known
    if not known:
        return f"Aucun classement possible : les deux valeurs ne sont connues pour {noun.no_one}."
    sure = len(crossing.members(FIRST, certain=True))
    first = sure + len(crossing.members(FIRST, certain=False))
    start = f"Sur {plural(known, noun.one, noun.many)} dont les deux valeurs sont connues"
    group = f"du groupe « {GROUPS[FIRST].name} » ({reading(crossing, FIRST)})"
    central = counted(first, noun) + _verb(first, " ne serait", " serait", " seraient")
    if crossing.is_counted:
        shown = counted(first, noun) + _verb(first, " n’est", " est", " sont")
        text = f"{start}, **{shown}** {group}."
        text += " Ces valeurs sont comptées, sans intervalle."
    elif not crossing.certain:
        text = (
            f"{start}, **{noun.no_one.split()[0]} n’a de groupe confirmé par ses intervalles**. "
            f"D’après les seules valeurs centrales, {central} {group}."
        )
    else:
        found = number(sure) if sure else noun.no_one.split()[0]
        text = (
            f"{start}, **{_confirmed(crossing.certain)}**, dont {found} {group}. "
            f"D’après les seules valeurs centrales, {central} de ce groupe."
        )
    missing = len(crossing.ids) - known
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
    return f"{agreed(sure, 'confirmé', noun)}, {agreed(unsure, 'indéterminé', noun)}"


def agreed(count: int, word: str, noun: Noun) -> str:
    """« 3 confirmées »: a count and a participle, in gender and number."""
    return plural(count, f"{word}{'e' if noun.feminine else ''}")


def _verb(count: int, none: str, one: str, many: str) -> str:
    return none if count == 0 else one if count == 1 else many


def _confirmed(count: int) -> str:
    if count == 1:
        return "1 a un groupe confirmé par ses intervalles"
    return f"{number(count)} ont un groupe confirmé par leurs intervalles"
