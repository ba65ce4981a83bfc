"""French labels of what every page shows around its content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.core.catalog import Target
from dashboard.core.formatting import interval, number
from dashboard.core.selection import ESSENTIAL, EXPERT
from dashboard.themes.situation import Situation, gap_interval, gap_words
from stores import Damage

MY_TERRITORY = "Mon territoire"
YEAR = "Année"
LEVEL = "Niveau"
TARGET = "Cible nationale"
KEY = "Clé de répartition de la cible"
FREE_TARGET = "Valeur libre…"
FREE_TARGET_LABEL = "Valeur libre de la cible (MSU)"
MODE = "Présentation"
MODE_NAMES: Mapping[str, str] = {ESSENTIAL: "Essentiel", EXPERT: "Expert"}
MODE_HELP = "« Expert » ouvre les niveaux, les cibles, les clés, les leviers et les longs tableaux."

# --- The build served -------------------------------------------------------------------------


def no_warehouse(why: str, command: str, same: str) -> str:
    """Why nothing can be shown, and the two forms of the command that mends it."""
    return f"{why} Que faire : lancer « {command} » (ou « {same} »), puis recharger cette page."


def damages(damages: Sequence[Damage], built_on_fr: str) -> str:
    """Of when the figures are, and what could not be served in their place."""
    faults = " ; ".join(dict.fromkeys(damage.message_fr for damage in damages))
    return f"Données du {built_on_fr} ; {faults}."


# --- The answer on MSU ------------------------------------------------------------------------

IN_FRANCE = "En France"
INSIDE = "Dans ses départements"
COMPARE = "Comparer à ceux de sa région"
SOURCES = "sources"
METHOD = "Définition et méthode"
PICTURE_LEGEND = "Face à leur part : ↓ sous, ↑ au-dessus, chances sur 10"
MOST_NAMED = 2


def open_profile(of: str) -> str:
    """Link to the profile of a territory."""
    return f"Ouvrir la fiche {of}"


def ask_for_count(names: Sequence[str]) -> str:
    """Link to the request for a count; ``names`` are those of the faculties."""
    if len(names) > MOST_NAMED:
        return f"Demander les comptages à ses {len(names)} facultés"
    whom = " et ".join(names)
    return f"Demander le comptage : {whom}"


def msu_line(year: str) -> str:
    """Label of the line of the MSU."""
    return f"MSU, {year}"


def facing(target: Target) -> str:
    """Label of the line of a target."""
    return f"Face à {target.label_fr}"


def share_line(situation: Situation) -> str:
    """Share of a target, verdict, and what is missing, without a minus sign."""
    if situation.is_to_the_rounding:
        return f"part de {number(situation.share)} : {situation.short}"
    missing = (
        gap_words(situation.share - situation.msu)
        if situation.is_counted
        else gap_interval(*situation.gap80)
    )
    return f"part de {number(situation.share)} : {situation.short} ; {missing}"


SCOPE_HEADER = ("Département", "Face à sa part", "MSU (intervalle à 80 %)", "Part")


def scope_caption(target: Target) -> str:
    """Caption of the départements of a territory."""
    return f"Ses départements, face à {target.label_fr}"


def range_of(situation: Situation) -> str:
    """« 11 (6 à 18) », « 16 » where counted."""
    if situation.is_counted:
        return number(situation.msu)
    return f"{number(situation.msu)} ({interval(situation.low80, situation.high80)})"


# --- The documents of a meeting ---------------------------------------------------------------

MEETING_PAGE = "Dossier, 1 page"
MEETING_OTHERS = "Autres"
MEETING_FORM = "Titre, note, parties, PowerPoint, Excel…"
ARCHIVE_LABEL = "Tout, en une archive ZIP"
