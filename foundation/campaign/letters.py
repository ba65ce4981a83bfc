"""What is written to a faculty or to a conseil départemental, as text and as a mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote

from foundation.campaign.recipients import AGENCY, COUNCIL, FACULTY, Recipient
from foundation.french import day_fr, typography

ANSWER_DAYS = 42
SITE_BLANK = "[adresse de l’observatoire]"
SENDER_BLANK = "[votre organisme]"
IMPORT_PAGE = "vos-donnees?type=msu"
# Beyond, some mail programs cut the address or refuse it.
MAILTO_CHARACTERS = 1800
SUBJECT = "Nombre de maîtres de stage des universités (MSU) de médecine générale : {name}"
GREETING = "Madame, Monsieur,"
CLOSING = (
    "Nous vous remercions de votre aide et vous prions d’agréer, Madame, Monsieur, l’expression "
    "de notre considération distinguée."
)


@dataclass(frozen=True)
class Terms:
    """Terms of the request, the same for every recipient.

    ``counted_on`` is the day the MSU are counted at, ``answer_by`` the last day to answer,
    ``threshold`` the count under which nothing is published. ``site`` and ``sender`` are left to
    be filled in when they are empty.
    """

    written_on: date
    counted_on: date
    answer_by: date
    threshold: int
    site: str = ""
    sender: str = ""


@dataclass(frozen=True)
class Outcome:
    """What an answer is expected to decide: territories decided before and after it."""

    before: float
    after: float
    target_msu: int


@dataclass(frozen=True)
class Paragraph:
    """A paragraph under its heading, and the lines of the list that follows it."""

    heading: str
    text: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Letter:
    """A letter, part by part."""

    address: tuple[str, ...]
    subject: str
    written_on: date
    sender: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def body(self) -> str:
        """The letter as text to paste, from its greeting on."""
        parts = [GREETING]
        for item in self.paragraphs:
            parts.append(
                "\n".join([f"{item.heading}. {item.text}".removeprefix(". "), *_dashed(item)])
            )
        return "\n\n".join([*parts, CLOSING, self.sender])


def _dashed(paragraph: Paragraph) -> list[str]:
    return [f"– {item}" for item in paragraph.items]


def default_terms(today: date, threshold: int, site: str = "", sender: str = "") -> Terms:
    """Terms of a letter written today: counts of 1 January, an answer within six weeks."""
    return Terms(
        written_on=today,
        counted_on=date(today.year, 1, 1),
        answer_by=today + timedelta(ANSWER_DAYS),
        threshold=threshold,
        site=site,
        sender=sender,
    )


def letter(recipient: Recipient, terms: Terms, outcome: Outcome | None = None) -> Letter:
    """The letter to a recipient; ``outcome`` is left out when it is not known."""
    paragraphs = [
        Paragraph("", _why(recipient)),
        _request(recipient, terms),
        Paragraph("Définition", DEFINITION),
        Paragraph("Ce qui sera publié, et ce qui ne le sera pas", _publication(terms)),
    ]
    if outcome:
        paragraphs.append(Paragraph("Ce que votre réponse apporterait", outcome_fr(outcome)))
    paragraphs += [
        Paragraph("Comment répondre", _answer(recipient, terms)),
        Paragraph("Délai", _delay(terms)),
    ]
    return Letter(
        address=_address(recipient),
        subject=typography(SUBJECT.format(name=recipient.name)),
        written_on=terms.written_on,
        sender=terms.sender or SENDER_BLANK,
        paragraphs=tuple(
            Paragraph(typography(item.heading), typography(item.text), item.items)
            for item in paragraphs
        ),
    )


def mailto(recipient: Recipient, terms: Terms) -> str:
    """Link that opens a mail with its subject and a short text; the address is the sender's.

    Shorter than ``MAILTO_CHARACTERS``: the list of the départements is in the table.
    """
    subject = SUBJECT.format(name=recipient.name)
    lines = [
        GREETING,
        _why(recipient),
        f"Pourriez-vous remplir le tableau joint (nombre de MSU au {day_fr(terms.counted_on)}) et "
        f"nous le renvoyer avant le {day_fr(terms.answer_by)} ? Aucun nom n’est demandé. Le "
        "courrier joint dit tout le reste.",
        "Avec nos remerciements,",
        terms.sender or SENDER_BLANK,
    ]
    link = _mailto(subject, lines)
    # A sender with a very long name is what could make it too long: the text then goes alone.
    return link if len(link) <= MAILTO_CHARACTERS else _mailto(subject, lines[:1] + lines[2:3])


def _mailto(subject: str, lines: list[str]) -> str:
    body = "\r\n\r\n".join(lines)
    return f"mailto:?subject={quote(subject, safe='')}&body={quote(body, safe='')}"


DEFINITION = (
    "Un MSU est un médecin généraliste en activité, agréé pour accueillir des étudiants de 2e ou "
    "de 3e cycle dans son cabinet ou sa structure. Chacun est compté une fois, là où il exerce, "
    "quel que soit le nombre de ses agréments ; un agrément suspendu, échu ou en cours "
    "d’instruction n’est pas compté."
)


def outcome_fr(outcome: Outcome) -> str:
    """What an answer is expected to decide, as a sentence of a letter."""
    target = f"{outcome.target_msu:,}".replace(",", " ")
    return (
        "D’après l’observatoire, votre réponse porterait, à elle seule, de "
        f"{outcome.before:.0f} à {outcome.after:.0f} environ le nombre de départements, sur 101, "
        "dont on peut dire s’ils ont probablement leur part de la cible nationale de "
        f"{target} MSU : elle éclaire votre territoire, et ceux dont l’estimation en dépend."
    )


def _address(recipient: Recipient) -> tuple[str, ...]:
    if recipient.kind == FACULTY:
        return ("Département de médecine générale", f"Subdivision d’internat : {recipient.name}")
    if recipient.kind == AGENCY:
        return ("Agence régionale de santé", recipient.name)
    return ("Conseil départemental de l’Ordre des médecins", recipient.label)


def _why(recipient: Recipient) -> str:
    who = WHO[recipient.kind]
    return (
        "Le nombre de MSU de chaque département n’est publié nulle part. L’observatoire "
        "territorial des MSU l’estime, avec un intervalle ; seul un comptage local peut trancher. "
        f"{who} : c’est pourquoi nous nous adressons à vous."
    )


WHO = {
    FACULTY: "Votre département de médecine générale suit ses MSU",
    COUNCIL: "Votre conseil connaît les médecins de son département",
    AGENCY: "Votre agence agrée les MSU et répartit les places de stage",
}
PLACES = (
    "Les places de stage agréées, ouvertes et pourvues, par niveau (2e cycle, niveau 1, SASPAS, "
    "santé de la femme et de l’enfant, docteur junior), si vous les tenez"
)


def _request(recipient: Recipient, terms: Terms) -> Paragraph:
    day = day_fr(terms.counted_on)
    if recipient.kind == AGENCY:
        text = f"Le nombre de MSU en activité au {day} dans chaque département :"
        return Paragraph("Ce qui est demandé", text, (*recipient.wholes, PLACES))
    if recipient.kind != FACULTY:
        text = f"Le nombre de MSU en activité au {day} dans votre département :"
        return Paragraph("Ce qui est demandé", text, recipient.wholes)
    total = f"{recipient.label}, total"
    text = (
        f"Le nombre de MSU en activité au {day} dans chaque département de votre subdivision, et "
        "leur total. Le total seul est déjà utile."
    )
    if recipient.pieces:
        shared = ", ".join(recipient.pieces)
        text += (
            f" Un département que vous partagez avec une autre subdivision ({shared}) n’a pas de "
            "ligne : votre part n’en est comptée que dans le total."
        )
    return Paragraph("Ce qui est demandé", text, (*recipient.wholes, total))


def _publication(terms: Terms) -> str:
    return (
        "Le nombre de chaque territoire, avec sa date et votre organisme pour source. "
        f"Un nombre inférieur à {terms.threshold} ne sera pas publié, ni ceux qui permettraient "
        "de le retrouver. Aucun nom, numéro RPPS ou coordonnée n’est demandé ni gardé."
    )


def _answer(recipient: Recipient, terms: Terms) -> str:
    site = terms.site.rstrip("/") or SITE_BLANK
    blank = "une ligne inconnue" if recipient.kind == FACULTY else "une case inconnue"
    return (
        "Remplir la colonne « total » du tableau joint et nous le renvoyer ; "
        f"{blank} se laisse vide, sans y mettre 0. Il peut aussi être déposé par un compte "
        f"autorisé : {site}/{IMPORT_PAGE}. À défaut de comptage, un ordre de grandeur nous serait "
        "utile : « entre 40 et 50 », « au moins 27 », « 48 % des généralistes »."
    )


def _delay(terms: Terms) -> str:
    return (
        f"Une réponse avant le {day_fr(terms.answer_by)} nous permettrait d’en tenir compte. Si ce "
        "délai ne convient pas, dites-nous celui qui vous conviendrait."
    )
