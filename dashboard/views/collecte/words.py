"""French sentences of the page « Collecte », section by section."""

from __future__ import annotations

from dashboard.core.catalog import STATUS_LABELS, Key, Target
from dashboard.core.formatting import MISSING, number, period, plural
from dashboard.core.names import Name, capitalised
from dashboard.themes.campaign import DEPARTEMENT, DETAIL, TOTAL, Clue, Outlook, Progress
from dashboard.themes.situation import chances
from foundation.campaign.letters import Terms
from foundation.campaign.recipients import COUNCIL, FACULTY, Recipient
from foundation.french import day_fr
from models.msu.campaign import Step

# Titles of the sections.
FIRST_TITLE = "Qui solliciter d’abord"
HERE_TITLE = "Ce que votre comptage apporterait, ici et chez vos voisins"
POST_TITLE = "Le courrier, le tableau à remplir et leur envoi"
REQUESTS_TITLE = "Où en sont les 28 facultés et les 101 conseils"
REGIONS_TITLE = "Avancement de la collecte par région"

RECIPIENT_EXPECTED = "une subdivision ou un département, comme « SUB-040 » ou « DEP-12 »"
WAYS = {
    DETAIL: "Facultés, par département",
    TOTAL: "Facultés, par leur total",
    DEPARTEMENT: "Conseils, un département à la fois",
}
NEXT = 5


# The letter.
LETTER_TEXT = "Texte de la lettre, à copier"

# Top of the page.
TITLE_WITHOUT = "Collecte : demander un comptage des MSU aux facultés et aux conseils"


def title(outlook: Outlook, steps: tuple[Step, ...]) -> str:
    """How many départements are decided, and what the next answers would bring."""
    decided = plural(len(outlook.decided), "département tranché", "départements tranchés")
    now = (
        f"Collecte : {decided} sur {number(len(outlook.departements))} pour la cible de "
        f"{number(outlook.target_msu)} MSU"
    )
    asked = steps[:NEXT]
    if not asked:
        return f"{now} ; il ne reste rien à demander"
    after = number(outlook.expected(asked[-1].after))
    if after == number(len(outlook.decided)):
        return f"{now} ; aucune réponse n’en trancherait davantage"
    return f"{now} ; {answers(len(asked))} de plus en trancheraient environ {after}"


TYPE_ANSWER = "Importer la réponse reçue"


# Fewer départements decided than this are none.
LEAST_DECIDED = 0.05


def own_answer(name: Name, total: float, others: int, neighbours: int) -> str:
    """Answer for a territory: what its count would settle, here and around."""
    subject = f"Un comptage des MSU {name.of}"
    if total < LEAST_DECIDED:
        # Already on one side for the model: a count says whether it is the right one.
        text = f"{subject} dirait si le côté déjà probable est le bon"
    else:
        more = f"{number(total, 1)} {'département' if total < 2 else 'départements'} de plus"
        text = f"{subject} trancherait, en moyenne, {more}"
    if not others:
        return f"{text}."
    around = f", dont {plural(neighbours, 'voisin')}" if neighbours else ""
    return f"{text} et en éclairerait {plural(others, 'autre')}{around}."


def counted_answer(name: Name) -> str:
    """Answer for a territory that is counted."""
    text = "les MSU sont déjà comptés, un nouveau comptage apprendrait peu"
    return f"{capitalised(name.alone)} : {text}."


def today_here(detail: str) -> str:
    """Where the territory stands before its count."""
    return f"Aujourd’hui : {detail}." if detail else ""


def answers(n: int) -> str:
    """« 5 réponses »."""
    return plural(n, "réponse")


def definition(year: int, target: Target, key: Key) -> str:
    """What « décidé » means here, and of what year and target it is said."""
    return (
        "**Tranché** : compté, ou donné à 8 chances sur 10 au moins d’un même côté de sa part. Les "
        "nombres à venir sont ceux que le modèle attend en moyenne, comptages supposés justes à "
        f"2 % près ; ils valent pour {year}, la cible « {target.label_fr} » et la clé "
        f"« {key.label_fr} », et sont refaits à chaque import."
    )


NOT_PUBLISHED = (
    "Ce que chaque réponse déciderait n’est pas publié par cette construction. Que faire : "
    "demander à l’administrateur de reconstruire les données ; les courriers et le suivi restent "
    "disponibles."
)


def counted_bar(progress: Progress, year: int) -> str:
    """MSU counted, of the national count."""
    return (
        f"MSU comptés : {number(progress.counted_msu)} sur {number(progress.msu)} ({year}), "
        f"{number(100 * progress.counted_part, 1)} %"
    )


def decided_bar(progress: Progress) -> str:
    """Départements decided."""
    return (
        f"Départements tranchés : {number(progress.decided_n)} sur "
        f"{number(progress.departements_n)} ; comptés : {number(progress.covered_n)}"
    )


def answered_bar(faculties: int, councils: int) -> str:
    """Answers received, by kind of recipient."""
    return (
        f"Réponses : {plural(faculties, 'faculté')} sur 28, "
        f"{plural(councils, 'conseil', 'conseils')} sur 101"
    )


REGIONS_HEADER = (
    "Région",
    "MSU comptés",
    "MSU, comptés ou estimés",
    "Part comptée",
    "Départements comptés",
    "Départements tranchés",
)


def regions_caption(year: int) -> str:
    """Caption of the table of régions."""
    return f"Avancement par région, MSU de {year} et comptages depuis"


REGIONS_NOTE = (
    "Un département est compté quand son nombre de MSU est publié ou importé, pour lui seul ou "
    "dans celui de sa subdivision ou de sa région. Un comptage tenu secret n’en fait pas partie."
)

# Who to ask first.
WAY = "Ce qui est demandé"
FIRST_HEADER = (
    "À qui, dans l’ordre",
    "Nombres demandés",
    "Départements tranchés ensuite",
    "Mal classés, attendus",
    "État",
)
FIRST_CSV = (
    "rang",
    "territoire_id",
    "territoire",
    "departements_tranches_attendus",
    "departements_mal_classes_attendus",
    "cible_msu",
    "cle",
    "annee",
    "construction",
)
FIRST_NOTE = (
    "Chaque ligne suppose reçues les réponses de celles qui la précèdent : c’est l’ordre qui "
    "laisse, à chaque pas, le moins de départements mal classés. Ceux qui ont refusé n’y sont "
    "pas, ni ceux dont le comptage est importé. « Mal classés » : ceux que l’on mettrait du "
    "mauvais côté de leur part en suivant partout le côté le plus probable."
)
NOTHING_LEFT = "Il n’y a plus personne à solliciter de cette façon : tout y est compté ou refusé."


def first_caption(way: str, target: Target) -> str:
    """Caption of the list of who to ask first."""
    return f"{WAYS[way]} : ordre des demandes pour la cible de {number(target.value_msu)} MSU"


def now_line(outlook: Outlook) -> str:
    """Where things stand before any answer."""
    decided = plural(len(outlook.decided), "département tranché", "départements tranchés")
    wrong = number(outlook.misclassified)
    return f"Aujourd’hui : {decided}, {wrong} mal classés attendus parmi tous."


# Here and around.
HERE_WHOLE = (
    "Choisir un département ou une subdivision dans le menu pour voir ce que son comptage "
    "apporterait, à lui et à ceux qui l’entourent."
)
HERE_COUNTED = "Ce territoire est déjà compté : un nouveau comptage n’apprendrait presque rien."
HERE_HEADER = (
    "Département",
    "Aujourd’hui",
    "Chances d’être tranché ensuite",
)


def here_finding(label: str, total: float, others: int, neighbours: int) -> str:
    """What a count of the territory would bring in all, and to how many others."""
    around = (
        f" Il en éclairerait {plural(others, 'autre')}, dont {plural(neighbours, 'voisin')}."
        if others
        else " Il n’éclairerait que ce territoire."
    )
    if total < LEAST_DECIDED:
        return f"{label} : un comptage dirait si le côté déjà probable est le bon.{around}"
    more = f"{number(total, 1)} {'département' if total < 2 else 'départements'}"
    return f"{label} : un comptage trancherait, en moyenne, {more} de plus.{around}"


def here_caption(label: str) -> str:
    """Caption of the départements that a count would move."""
    return f"Ce qu’un comptage apporterait : {label} et les autres"


def decided_after(probability: float) -> str:
    """Chances of being decided: « 7 chances sur 10 », « moins d’1 chance sur 10 »."""
    return chances(probability) if probability >= 0.1 else "moins d’1 chance sur 10"


HERE_NOTE = (
    "Ne sont listés que les départements dont les chances changent de 2 points ou plus, et ceux "
    "qui seraient comptés. Elles peuvent baisser : un comptage rapproche parfois un voisin de sa "
    "part."
)


def clue(item: Clue, source: str) -> str:
    """An answer without an exact count, with its date, its status and its source."""
    value = {
        "range": f"entre {number(item.low_msu)} et {number(item.high_msu)} MSU",
        "share_of_gps": f"{number(item.share_pct, 1)} % des généralistes",
        "at_least": f"au moins {number(item.low_msu)} MSU",
    }[item.kind]
    status = STATUS_LABELS[item.status]
    return f"Indice {status}, sans comptage : {value} ({period(item.period)}). {source}."


# The letter.
RECIPIENT = "Destinataire"
DELAY = "Réponse demandée sous"
COUNTED_ON = "MSU comptés au"
SENDER = "Organisme qui écrit (facultatif)"
SENDER_HELP = "Il signe le courrier ; il n’est ni enregistré ni publié. Pas de nom de personne."
SENDER_MAX = 120


def recipient_option(recipient: Recipient, step_fr: str) -> str:
    """« Faculté : Dijon · sollicité »."""
    name = recipient.name if recipient.kind == FACULTY else recipient.label
    return f"{KINDS[recipient.kind][0]} : {name} · {step_fr}"


KINDS: dict[str, tuple[str, str]] = {
    FACULTY: ("Faculté", "Facultés"),
    COUNCIL: ("Conseil départemental", "Conseils départementaux"),
}


def weeks_option(weeks: str) -> str:
    """« 6 semaines »."""
    return f"{weeks}\u00a0semaines"


def deadline(terms: Terms) -> str:
    """The two days of the letter, in full."""
    return (
        f"Comptage au {day_fr(terms.counted_on)}, réponse avant le {day_fr(terms.answer_by)}. Le "
        "courrier se copie, s’ouvre dans la messagerie ou dans un traitement de texte ; le tableau "
        "à joindre a déjà les territoires du destinataire."
    )


LETTER_TEXT = "Texte du courrier, à copier"
OPEN_MAIL = "Ouvrir un message dans la messagerie"
MAIL_NOTE = (
    "Le message s’ouvre sans adresse : vous choisissez le destinataire, et joignez les deux "
    "fichiers."
)
DOCX, XLSX = "Courrier (.docx)", "Tableau à remplir (.xlsx)"
ALL_FACULTIES = "Les 28 courriers et tableaux des facultés (.zip)"
ALL_COUNCILS = "Les 101 courriers et tableaux des conseils (.zip)"
IMPORT_ANSWER = "Importer la réponse reçue"
POST_NOTE = (
    "Une réponse vaut pour le territoire entier. Une ligne laissée vide n’est pas importée et ne "
    "vaut jamais 0. Rien n’est envoyé par l’observatoire, et rien n’est noté au registre tant que "
    "vous ne l’importez pas."
)

# The requests.
LIST, STEP = "Destinataires", "État de la demande"
EVERY_STEP = "Tous les états"
REQUESTS_HEADER = ("Destinataire", "État", "Demande", "Envoi", "Relance", "Réponse reçue")
REQUESTS_CSV = (
    "territoire_id",
    "territoire",
    "destinataire",
    "etat",
    "demande",
    "comptage_au",
    "envoi",
    "relance",
    "reponse",
    "statut",
    "source",
    "version_donnees",
    "construction",
)
NO_SUCH = "Aucun destinataire n’est dans cet état."
DERIVED = "sans ligne au registre"
REQUESTS_NOTE = (
    "Un destinataire sans ligne au registre est « à solliciter ». Les échéances de relance, leur "
    "fichier pour l’agenda et les taux de réponse sont à la page « Suivi », registre "
    "« Sollicitations de la collecte »."
)
IMPORT_REGISTER = "Importer le registre des sollicitations"
CSV = "Les 129 destinataires (CSV)"


def requests_caption(kind: str, answered: int, n: int) -> str:
    """Caption of the table of recipients."""
    return f"{KINDS[kind][1]} : {plural(answered, 'réponse')} sur {number(n)}"


def part(value: float | None) -> str:
    """A part as a percentage."""
    return MISSING if value is None else f"{number(100 * value, 0)}\u00a0%"
