"""Prose of the page « Suivi »."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.core.formatting import interval, number, plural, quantity
from dashboard.themes.registers import _decimals, count, counts_lines, delay_words, open_words
from models.registers.follow_up import DelayCount, LateLine
from models.registers.rates import Rate
from models.registers.register import Register, RegisterIndicator

EMPTY = (
    "Aucune ligne de ce registre n’est connue ici. Rien n’est publié à ce sujet ligne par ligne : "
    "ce sont vos propres fichiers qui le remplissent. Que faire : télécharger le modèle, le "
    "remplir, puis l’importer."
)
EMPTY_HERE = (
    "Aucune ligne de ce registre ne porte sur ce territoire. {elsewhere} dans les autres "
    "territoires : les choisir dans le menu, ou « France entière » pour toutes les voir. Pour "
    "ajouter les vôtres : télécharger le modèle, le remplir, puis l’importer."
)
PERSONS_CSV = "lignes de suivi, une par personne : à ne pas diffuser"
FUNNEL = "Une ligne a atteint l’étape où elle se trouve et celles qui la précèdent."
DAYS = (
    "Jours : la médiane et, entre parenthèses, ce que met la moitié centrale, là où les deux "
    "dates sont connues."
)
ASTRAY = (
    "Perte sans date : {count}. L’étape où elle a eu lieu est inconnue, les suites sont donc des "
    "minimums (« au moins »)."
)
UNPLACED = "Sans étape : {count}, dans le total mais hors du parcours."
UNKNOWN = "n. d., faute de ligne qui le dise : {names}."
PUBLISHED = (
    "Ces lignes viennent de documents publiés : leur état est celui de la date du document, pas "
    "celui d’aujourd’hui."
)
DELAYS = (
    "Seules les lignes datées sont jugées : une ligne sans date n’est ni à l’heure ni en retard."
)
NO_DUE = "Aucune échéance datée parmi les lignes encore suivies."
CALENDAR = (
    "Le fichier iCalendar se lit dans Outlook, Thunderbird, Google Agenda ou Apple Calendrier : un "
    "jour entier par échéance, sans alarme. L’importer de nouveau met l’agenda à jour."
)
TRUNCATED = (
    "Les deux fichiers s’arrêtent aux {count} premières échéances. Pour les avoir toutes : choisir "
    "un territoire plus petit ou un horizon plus court."
)
NO_LATE = "Aucun retard parmi les lignes datées."
FACULTY_MISSING = (
    "Faculté absente : {count} sur {total} ne la nomment pas. Un partenaire non saisi paraît "
    "absent ; le vérifier avant de le dire."
)
FACULTY_THERE = "La faculté est nommée partout où des partenaires le sont."
NO_PARTNERS = "Aucune ligne ne nomme de partenaire."
NO_FAMILIES = "Aucune famille de partenaires n’est déclarée dans cette version des données."
MAP_COUNTS = (
    "Chaque cercle est un nombre de lignes : il dit où l’on suit, pas où l’on agit le plus."
)
MAP_STEPS = (
    "Un territoire sans ligne est resté hors du registre : il n’est ni « oui » ni « non ». Le "
    "silence n’est pas l’absence."
)
WIDER = "{count} sur plusieurs départements ou sur la France : hors des cercles, dans la liste."
NO_ANSWER = "Aucune ligne ne répond à cette recherche. Que faire : effacer un mot ou une étape."
SEVERAL_ORIGINS = (
    "Ces nombres réunissent {sources} : {origins}. Elles peuvent parler des mêmes cas à des "
    "dates différentes ; la liste donne la source de chaque ligne."
)


def finding(
    register: Register, place: str, total: int, open_n: int | None, late_n: int, soon_n: int
) -> str:
    """Title of the page: how many, how many on their way, late, due within six months.

    ``open_n`` None is a register without steps.
    """
    among = []
    if open_n and open_n < total:
        among.append(f"{number(open_n)} {open_words(register)}")
    apart = ""
    if late_n and counts_lines(register):
        among.append(f"{number(late_n)} en retard")
    elif late_n:
        apart = f" ; {plural(late_n, 'ligne')} en retard"
    text = f"{register.label_fr}, {place} : {count(register, total)}"
    text += (f", dont {' et '.join(among)}" if among else "") + apart
    return text + (f" ; {plural(soon_n, 'échéance')} dans les six mois" if soon_n else "")


def published_finding(register: Register, place: str, total: int) -> str:
    """Title of a register whose lines all come from documents: nothing of it is followed."""
    told = count(register, total)
    return f"{register.label_fr}, {place} : {told} dans des documents publiés"


def empty_finding(register: Register, place: str) -> str:
    """Title of the page when the register has no line in the territory."""
    return f"{register.label_fr}, {place} : aucune ligne connue"


def rate_text(indicator: RegisterIndicator, rate: Rate) -> str:
    """Value of an indicator, « n. d. » without denominator; that of a share with its « % »."""
    if rate.denominator is None:
        return number(rate.numerator, _decimals(rate.numerator))
    text = number(rate.value, _decimals(rate.value))
    return quantity(rate.value, "%", _decimals(rate.value)) if indicator.unit_fr == "%" else text


def rate_lines(indicator: RegisterIndicator, rate: Rate) -> list[str]:
    """« 9 sur 12 », then the interval when there is one; the unit of what is not a share."""
    unit = "" if indicator.unit_fr == "%" else indicator.unit_fr
    if rate.denominator is None:
        return [unit]
    out_of = f"{number(rate.numerator)} sur {number(rate.denominator)}"
    bounds = interval(rate.low, rate.high)
    return [unit, out_of, f"intervalle {bounds}" if bounds else ""]


def delay_row(found: DelayCount) -> tuple[str, ...]:
    """One delay as a row: its range, those ended by speed, those open, those not judged."""
    counts = (
        found.fast_n + found.in_time_n,
        found.late_n,
        found.running_n,
        found.overdue_n,
        found.undated_n,
        found.closed_n,
    )
    return (found.delay.label_fr, delay_words(found.delay), *map(number, counts))


def late_reason(late: LateLine) -> str:
    """Why a line is late."""
    if late.delay is None:
        return "échéance dépassée"
    return f"{late.delay.label_fr} : plus de {quantity(late.delay.max_months, 'mois')}"


def days_late(late: LateLine) -> str:
    """« 41 jours »."""
    return plural(late.days, "jour")


def horizon_labels(horizons_months: Sequence[int]) -> tuple[str, ...]:
    """Names of the horizons of due dates: past, up to each, later."""
    first, *others = horizons_months
    between = [
        f"de {number(low)} à {quantity(high, 'mois')}"
        for low, high in zip(horizons_months, others, strict=False)
    ]
    return (
        "dépassées",
        f"dans les {quantity(first, 'mois')}",
        *between,
        f"au-delà de {quantity(horizons_months[-1], 'mois')}",
    )
