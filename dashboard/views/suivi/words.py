"""Sentences of the page « Suivi », section by section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.core.formatting import interval, number, period, plural, quantity, typography
from dashboard.core.names import Name, capitalised
from dashboard.themes.registers import (
    count,
    count_lines,
    counted_noun,
    counts_lines,
    open_words,
)
from models.msu.eligibility import Condition, Finding, State, overall, validity
from models.registers.follow_up import Funnel, LateLine, Spread, Stage
from models.registers.rates import Rate
from models.registers.register import Register, RegisterIndicator

# Answer for the territory

SELF_TEST = "auto-test"
IMPORT_LIST = "Importer une liste"
TO_IMPORT = (
    "Une liste d’agréments, de conventions ou de contrats importée donne ici les échéances et les "
    "retards."
)


@dataclass(frozen=True)
class Followed:
    """Lines followed in a territory: those of its own files, late, due soon; those published."""

    lines_n: int
    registers_n: int
    late_n: int
    soon_n: int
    published_n: int


def answer(name: Name, followed: Followed) -> str:
    """How many lines are followed here, how many late; or that there is none."""
    subject = capitalised(name.alone)
    if not followed.lines_n:
        return typography(f"{subject} : aucun dossier suivi ici.")
    late = f"{number(followed.late_n)} en retard" if followed.late_n else "aucune en retard"
    soon = plural(followed.soon_n, "échéance")
    return typography(
        f"{subject} : {plural(followed.lines_n, 'ligne suivie', 'lignes suivies')} dans "
        f"{plural(followed.registers_n, 'registre')}, {late}, {soon} dans les six mois."
    )


def published_sentence(followed: Followed) -> str:
    """What published documents hold here."""
    if not followed.published_n:
        return ""
    lines = plural(followed.published_n, "ligne vient", "lignes viennent")
    verb = "elle dit" if followed.published_n == 1 else "elles disent"
    return typography(f"{lines} de documents publiés : {verb} l’état à leur date.")


# Head and foot of the page

PUBLISHED = (
    "Ces lignes viennent de documents publiés : leur état est celui de la date du document, pas "
    "celui d’aujourd’hui."
)
SEVERAL_ORIGINS = (
    "Ces nombres réunissent {sources} : {origins}. Elles peuvent parler des mêmes cas à des "
    "dates différentes ; la liste donne la source de chaque ligne."
)


def page_title(
    register: Register, place: str, total: int, open_n: int | None, late_n: int, soon_n: int
) -> str:
    """How many lines, how many under way, late, due within six months.

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


def published_title(register: Register, place: str, total: int) -> str:
    """Title of a register whose lines all come from documents: none of them is followed."""
    return f"{register.label_fr}, {place} : {count(register, total)} dans des documents publiés"


def empty_title(register: Register, place: str) -> str:
    """Title of the page when the register has no line in the territory."""
    return f"{register.label_fr}, {place} : aucune ligne connue"


def situation_date(day: date, *, is_published: bool) -> str:
    """Date of the situation shown: today, or that of the documents."""
    return "à la date des documents" if is_published else f"au {period(day.isoformat())}"


def remaining_lines(listed_n: int, total_n: int) -> str:
    """What a table leaves to the file, empty when it lists everything."""
    if total_n <= listed_n:
        return ""
    return f"Les {listed_n} premières ; {number(total_n - listed_n)} autres dans le fichier CSV."


# Register whose lines are reserved

RESERVED = (
    "Les lignes de ce registre parlent de personnes : elles ne sont montrées qu’aux comptes qui "
    "ont un droit sur ce territoire. Que faire : se connecter, choisir un territoire de votre "
    "ressort, ou s’adresser à l’administrateur."
)
NO_RESERVED_NUMBER = (
    "Aucun nombre n’en est publié pour ce territoire : il n’y en a que par département, et "
    "seulement là où aucun petit effectif ne se devine."
)
RESERVED_NUMBERS = (
    "« Moins de {threshold} » tait un petit nombre de personnes, zéro compris ; « non dit », ce "
    "qui le rendrait."
)
ALL_STEPS, NO_STEP, NOT_TOLD = "Ensemble", "Étape non dite", "non dit"


def reserved_title(register: Register, place: str) -> str:
    """Title of a register whose lines the visitor may not see."""
    return f"{register.label_fr}, {place} : nombres publiés"


def fewer_than(threshold: int) -> str:
    """« moins de 5 »."""
    return f"moins de {threshold}"


# Register without line

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

# Key figures

LATE_DEFINITION = (
    "Échéance dépassée pour une ligne encore suivie, ou délai dépassé pour une ligne ouverte ; "
    "une ligne sans date n’est pas jugée."
)
# Under it, a decimal is worth reading.
SMALL = 10
UNKNOWN = "Non renseigné dans les lignes d’ici : {names}."


def rate_text(indicator: RegisterIndicator, rate: Rate) -> str:
    """Value of an indicator, « n. d. » without denominator; that of a share with its « % »."""
    if rate.denominator is None:
        return number(rate.numerator, _decimals(rate.numerator))
    decimals = _decimals(rate.value)
    is_share = indicator.unit_fr == "%"
    return quantity(rate.value, "%", decimals) if is_share else number(rate.value, decimals)


def few_lines(rates: Sequence[tuple[RegisterIndicator, Rate]]) -> str:
    """Shares of too few lines to be one: « Dossiers acceptés : 1 sur 3 »."""
    told = " ; ".join(
        f"{indicator.label_fr} : {number(rate.numerator)} sur {number(rate.denominator)}"
        for indicator, rate in rates
    )
    return f"Trop peu de lignes pour une part. {told}."


def rate_lines(indicator: RegisterIndicator, rate: Rate) -> list[str]:
    """« 9 sur 12 », then the interval when there is one; the unit of what is not a share."""
    unit = "" if indicator.unit_fr == "%" else indicator.unit_fr
    if rate.denominator is None:
        return [unit]
    out_of = f"{number(rate.numerator)} sur {number(rate.denominator)}"
    bounds = interval(rate.low, rate.high)
    return [unit, out_of, f"intervalle {bounds}" if bounds else ""]


def _decimals(value: float | None) -> int:
    """One decimal for what is small and not whole."""
    return int(value is not None and abs(value) < SMALL and not float(value).is_integer())


# Funnel

FUNNEL_ALT = "Nombre à chaque étape du registre ; les valeurs sont dans la table qui suit"
FUNNEL_HEADER = (
    "Étape",
    "Atteinte",
    "En sont là",
    "Perdus ensuite",
    "Jours depuis l’étape précédente",
)
FUNNEL = "Une ligne compte à son étape et à toutes celles qui la précèdent."
DAYS = (
    "Jours : la médiane et, entre parenthèses, ce que met la moitié centrale, là où les deux "
    "dates sont connues."
)
ASTRAY = (
    "Perte sans date : {count}. L’étape où elle a eu lieu est inconnue, les suites sont donc des "
    "minimums (« au moins »)."
)
UNPLACED = "Sans étape : {count}, dans le total mais hors du parcours."
DELAYS = (
    "Seules les lignes datées sont jugées : une ligne sans date n’est ni à l’heure ni en retard."
)
# With fewer dates, quartiles would be these dates themselves.
FEWEST_FOR_QUARTILES = 4
# French nouns are plural from 2 on, decimals included.
PLURAL_FROM = 2


def funnel_notes(register: Register, funnel: Funnel) -> str:
    """How to read the funnel, and what it leaves out."""
    parts = [FUNNEL]
    if any(stage.since_previous for stage in funnel.stages):
        parts.append(DAYS)
    if any(funnel.is_floor(stage) for stage in funnel.stages):
        parts.append(ASTRAY.format(count=count(register, funnel.astray_n)))
    if funnel.unplaced_n:
        parts.append(UNPLACED.format(count=count(register, funnel.unplaced_n)))
    return " ".join(parts)


def stage_words(stage: Stage, funnel: Funnel) -> str:
    """« 34, dont 8 y sont et 2 perdus ensuite »."""
    at_least = "au moins " if funnel.is_floor(stage) else ""
    if stage.reached_n and stage.standing_n == stage.reached_n and not stage.step.ends:
        return f"{at_least}{_standing(stage.standing_n)}"
    parts = []
    if stage.standing_n and not stage.step.ends:
        parts.append(_standing(stage.standing_n))
    if stage.lost_n:
        parts.append(f"{number(stage.lost_n)} {'perdu' if stage.lost_n == 1 else 'perdus'} ensuite")
    among = f", dont {' et '.join(parts)}" if parts else ""
    return f"{at_least}{number(stage.reached_n)}{among}"


def _standing(standing_n: int) -> str:
    return f"{number(standing_n)} {'s’y trouve' if standing_n == 1 else 's’y trouvent'}"


def days_words(days: Spread) -> str:
    """« 62 jours (41 à 90) », or how many dates are known when they are few."""
    noun = "jours" if days.median_days >= PLURAL_FROM else "jour"
    median = f"{number(days.median_days)} {noun}"
    if days.known_n < FEWEST_FOR_QUARTILES:
        return f"{median} ({number(days.known_n)} {'datés' if days.known_n > 1 else 'daté'})"
    return f"{median} ({number(days.q1_days)} à {number(days.q3_days)})"


# Due dates

NO_DUE = "Aucune échéance datée parmi les lignes encore suivies."
CALENDAR = (
    "Le fichier iCalendar se lit dans Outlook, Thunderbird, Google Agenda ou Apple Calendrier : un "
    "jour entier par échéance, sans alarme. L’importer de nouveau met l’agenda à jour."
)
TRUNCATED = (
    "Les deux fichiers s’arrêtent aux {count} premières échéances. Pour les avoir toutes : choisir "
    "un territoire plus petit ou un horizon plus court."
)
HORIZON_FIELD = "Horizon des échéances, en mois"
BY_HORIZON = "{due} : lignes encore suivies, par horizon"
DUE_WITHOUT_DAY = "Échéance connue sans le jour : {period}"


def due_title(within_n: int, past_n: int, months: int) -> str:
    """How many due dates up to a horizon, and how many are past."""
    past = f" ; {plural(past_n, 'dépassée')}" if past_n else ""
    return f"{plural(within_n, 'échéance')} dans les {quantity(months, 'mois')}{past}"


def due_ahead(until: date) -> str:
    """« à venir d’ici le 24 mai 2027 »."""
    return f"à venir d’ici le {period(until.isoformat())}"


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


# Late lines

NO_LATE = "Aucun retard parmi les lignes datées."


def late_title(register: Register, late_n: int | None) -> str:
    """How many lines are late, None when no line is."""
    noun = counted_noun(register) if counts_lines(register) else ("ligne", "lignes")
    return f"En retard : {'rien' if late_n is None else plural(late_n, *noun)}"


def late_reason(late: LateLine) -> str:
    """Why a line is late."""
    if late.delay is None:
        return "échéance dépassée"
    return f"{late.delay.label_fr} : plus de {quantity(late.delay.max_months, 'mois')}"


def days_late(late: LateLine) -> str:
    """« 41 jours »."""
    return plural(late.days, "jour")


# Partners

FACULTY_MISSING = (
    "Faculté absente : {count} sur {total} ne la nomment pas. Un partenaire non saisi paraît "
    "absent ; le vérifier avant de le dire."
)
FACULTY_THERE = "La faculté est nommée partout où des partenaires le sont."
NO_PARTNERS = "Aucune ligne ne nomme de partenaire."
NO_FAMILIES = "Aucune famille de partenaires n’est déclarée dans cette version des données."
UNNAMED = "{count} sans partenaire nommé : hors de ces nombres."
PARTNER_MATRIX = "Qui est présent (●) ou absent (–) : les lignes sans la faculté d’abord"
PARTNERS_CSV = "Ces lignes et leurs partenaires (CSV)"


def partners_title(
    register: Register, named_n: int, faculty_n: int | None, everywhere: Sequence[str]
) -> str:
    """How many lines name partners and the faculty, and the families that all of them name.

    ``faculty_n`` None is a version of the data without that family.
    """
    text = f"Partenaires de {count_lines(register, named_n)}"
    if named_n and faculty_n is not None:
        text += f" : faculté nommée dans {number(faculty_n)}"
    return f"{text} ; partout : {', '.join(everywhere)}" if named_n and everywhere else text


# Map

MAPPED = "Ce que montre la carte"
MAP_COUNTS = "Chaque cercle est un nombre de lignes suivies : il ne mesure pas ce qui est fait."
MAP_STEPS = (
    "Un territoire sans ligne est resté hors du registre : il n’est ni « oui » ni « non ». Le "
    "silence n’est pas l’absence."
)
WIDER = "{count} sur plusieurs départements ou sur la France : hors des cercles, dans la liste."


def lines_here(label: str) -> str:
    """Caption of the lines of each département of a scope."""
    return f"Lignes par département, {label}"


# List and sheet of a line

PERSONS_CSV = "lignes de suivi, une par personne : à ne pas diffuser"
NO_ANSWER = "Aucune ligne ne répond à cette recherche. Que faire : effacer un mot ou une étape."
READ_ON = "Lignes telles que leurs sources les donnent, lues le {day}."
OPEN_SHEET = "Ouvrir la fiche d’une ligne"
CHOOSE_LINE = "Choisir une ligne de la liste"


def list_title(register: Register, place: str, lines_n: int, *, is_filtered: bool) -> str:
    """How many lines are listed."""
    text = f"{register.label_fr}, {place} : {count_lines(register, lines_n)}"
    return f"{text} pour cette recherche" if is_filtered else text


# Self-test of a candidate MSU

INTRODUCTION = (
    "Auto-test pour préparer une candidature. Rien n’est enregistré : vos réponses ne quittent "
    "pas cette page. Les conditions viennent de textes officiels ou d’usages, et **la décision "
    "reste celle de la commission** : le doyen agrée pour le 2e cycle, le directeur général de "
    "l’ARS pour le 3e, après avis de l’Ordre."
)
LOCAL_RULE = (
    "La règle d’une faculté remplace l’usage national quand elle est importée : fichier "
    "« Conditions pour devenir MSU » de la page « Vos données »."
)
NO_CONDITION = "Aucune condition n’est déclarée pour ce territoire."
CYCLES_QUESTION = "Stagiaires que vous voulez accueillir"
CYCLES = {"3c": "Internes (3e cycle)", "2c": "Externes (2e cycle)"}
CYCLE_NAMES = {"3c": "3e cycle", "2c": "2e cycle"}
YEARS_QUESTION = "Vos années d’exercice"
CONDITIONS_HEADER = (
    "Condition",
    "Constat",
    "Portée",
    "À faire sinon, à savoir",
    "Source",
    "Où",
)
STATES: dict[State, str] = {
    "met": "remplie",
    "unmet": "non remplie",
    "depends": "selon la faculté",
    "unsaid": "à dire",
}


def verdict_sentence(results: Sequence[Finding], cycle: str) -> str:
    """What the answers come to: what is left to answer, what is missing, or nothing."""
    by_state = {state: [item for item in results if item.state == state] for state in STATES}
    unmet, unsaid = by_state["unmet"], by_state["unsaid"]
    name = CYCLE_NAMES[cycle]
    state = overall(results)
    if state == "unmet":
        missing = " ; ".join(_condition_name(item) for item in unmet)
        head = plural(len(unmet), "condition n’est pas remplie", "conditions non remplies")
        return typography(f"Pour le {name}, {head} : {missing}.")
    if state == "unsaid":
        left = plural(len(unsaid), "réponse manque", "réponses manquent")
        return typography(f"Pour le {name}, {left} encore.")
    if state == "depends":
        return typography(
            f"Pour le {name}, toutes les conditions sont remplies, sauf l’ancienneté : "
            f"{required_years(by_state['depends'][0].conditions)} selon la faculté."
        )
    return typography(f"Pour le {name}, toutes les conditions connues sont remplies.")


def _condition_name(item: Finding) -> str:
    if item.conditions[0].kind == "minimum":
        return f"ancienneté ({required_years(item.conditions)})"
    title = item.conditions[0].title_fr
    return title[0].lower() + title[1:]


def required_years(minimums: Sequence[Condition]) -> str:
    """« 3 ans », or « de 1 à 3 ans » where the sources differ."""
    years = [item.years_min or 0 for item in minimums]
    return _years_between(min(years), max(years))


def validity_sentence(conditions: Sequence[Condition]) -> str:
    """How long an agrément lasts, empty where no source says so."""
    low, high = validity(conditions)
    if high is None:
        return ""
    if low is None:
        return typography(f"Durée de l’agrément : {_years_between(high, high)} au plus.")
    years = _years_between(low, high)
    return typography(f"Durée de l’agrément : {years}, selon la source et la faculté.")


def duration_words(condition: Condition) -> str:
    """How long an agrément lasts by one condition."""
    if condition.years_max is None:
        return "durée"
    if condition.years_min is None:
        return f"au plus {years_words(condition.years_max)}"
    return _years_between(condition.years_min, condition.years_max)


def years_words(value: float) -> str:
    """« 1 an », « 3 ans », « 1,5 an »."""
    return f"{_digits(value)} {'ans' if value >= PLURAL_FROM else 'an'}"


def _years_between(low: float, high: float) -> str:
    return years_words(high) if low == high else f"de {_digits(low)} à {years_words(high)}"


def _digits(value: float) -> str:
    return number(value, 0 if value == int(value) else 1)
