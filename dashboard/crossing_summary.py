"""What the crossing of shortage and retention says in words: no more than the intervals. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.crossing import Crossing
from dashboard.formatting import number, plural, typography
from dashboard.model import APPARENT_RETENTION, COVERAGE, LEVEL_NOUNS, Noun
from dashboard.retention_view import SETTLED_RATE
from dashboard.summary import counted

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
# Under (or over, when less is better) its reference, then on the favourable side.
READINGS: dict[str, tuple[str, str]] = {
    COVERAGE: ("part de la cible non atteinte", "part de la cible atteinte"),
    "msu_pour_100k": ("moins de MSU par habitant qu’en France", "au moins autant"),
    "msu_pour_100_mg_liberaux": ("moins de MSU par généraliste qu’en France", "au moins autant"),
    "densite_mg_liberaux_cnam_pour_100k": (
        "moins de généralistes par habitant qu’en France",
        "au moins autant",
    ),
    "part_population_zip_zac_pct": (
        "plus de population en ZIP ou ZAC qu’en France",
        "pas plus de population en ZIP ou ZAC",
    ),
    "part_mg_liberaux_60_ans_et_plus_pct": (
        "plus de généralistes de 60 ans et plus qu’en France",
        "pas plus de généralistes de 60 ans et plus",
    ),
    APPARENT_RETENTION: (
        "moins d’entrées pour 100 internes qu’en France",
        "au moins autant d’entrées pour 100 internes qu’en France",
    ),
    SETTLED_RATE: (
        "moins d’installés sur place que l’ensemble publié",
        "au moins autant d’installés sur place que l’ensemble publié",
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
    return f"{across}, {upwards}"


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
    central = f"{counted(first, noun)} {'serait' if first < 2 else 'seraient'}"
    if not crossing.certain:
        text = (
            f"{start}, **{noun.no_one} n’est classé{_e(noun)} avec certitude** : l’incertitude "
            "des valeurs ne le permet pas. D’après les seules valeurs centrales, "
            f"{central} {group}."
        )
    else:
        found = number(sure) if sure else noun.no_one.split()[0]
        text = (
            f"{start}, **{_classed(crossing.certain, noun)} avec certitude**, dont {found} "
            f"{group}. D’après les seules valeurs centrales, {central} de ce groupe."
        )
    missing = len(crossing.ids) - known
    if missing:
        text += f" Sans l’une des deux valeurs : {plural(missing, noun.one, noun.many)} (n. d.)."
    return typography(text)


def group_count(crossing: Crossing, quadrant: int) -> str:
    """« 3 classés avec certitude, 12 indéterminés »."""
    noun = LEVEL_NOUNS[crossing.across.values.level]
    sure = len(crossing.members(quadrant, certain=True))
    unsure = len(crossing.members(quadrant, certain=False))
    undetermined = f"indéterminé{_e(noun)}"
    return (
        f"{number(sure)} certain{_e(noun)}{'s' if sure > 1 else ''}, "
        f"{number(unsure)} {undetermined}{'s' if unsure > 1 else ''}"
    )


def _classed(count: int, noun: Noun) -> str:
    agreed = f"classé{_e(noun)}{'' if count < 2 else 's'}"
    return f"{counted(count, noun)} {'est' if count < 2 else 'sont'} {agreed}"


def _e(noun: Noun) -> str:
    return "e" if noun.feminine else ""
