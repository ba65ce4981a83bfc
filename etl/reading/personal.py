"""Personal data: recognised by header or by value, never kept, never shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Literal

from etl.reading.text import NAMED_MAX, cell_text, plain

MASKED = "(masqué)"
MASKED_ID = "identifiant masqué"
# Each part of an address has its greatest length (RFC 5321): a long text is read once, not once
# for each of its characters.
EMAIL = re.compile(r"[^\s@;,]{1,64}@[^\s@;,]{1,255}\.[a-z]{2,}", re.IGNORECASE)
PHONE = re.compile(r"(?<![\d/-])(?:(?:\+|00)\d{2,3}[ .]?(?:\(0\))?|0)[1-9](?:[ .-]?\d{2}){4}(?!\d)")
# RPPS: 11 digits, the first two being 10. Social security: 13 digits, or 15 with their key.
NUMBER = re.compile(
    r"(?<!\d)(?:\d{11}|10(?: ?\d){9}|[12](?: ?\d\d){2} ?\d[\dAB] ?\d{3} ?\d{3}(?: ?\d\d)?)(?!\d)"
)
TITLES = re.compile(
    r"(?<!\w)(?:[Dd]rs?|DR|[Dd]octeure?s?|DOCTEURE?|[Pp]r|PR|[Pp]rofesseure?|[Mm]me|MME|[Mm]adame"
    r"|MADAME|[Mm]lle|MLLE|M|[Mm]r|MR|[Mm]onsieur|MONSIEUR)(?:\.\s*|\s+)"
    r"[A-ZÀ-Ý][\w’'.-]*(?:\s+[A-ZÀ-Ý][\w’'.-]+)*"
)
GIVEN = r"[A-ZÀ-Ý][a-zà-ÿ]+(?:-[A-ZÀ-Ý][a-zà-ÿ]+)*"
FAMILY = r"[A-ZÀ-Ý][A-ZÀ-Ý’'-]+(?:\s[A-ZÀ-Ý][A-ZÀ-Ý’'-]+)*"
FULL_NAME = rf"{FAMILY},?\s{GIVEN}|{GIVEN}\s{FAMILY}"
NAME = re.compile(rf"{FULL_NAME}|{GIVEN}\s{GIVEN}")
LONE_NAME = re.compile(rf"{NAME.pattern}|{FAMILY}|{GIVEN}")
TITLE_ALONE = re.compile(
    r"(?:le |la )?(?:dr|docteure?|pr|professeure?|mme|madame|mlle|monsieur|mr)\b"
)
SUSPECT = re.compile(r"@|\d(?:[ .-]?\d){8}|\b(?:d|pr|m)", re.IGNORECASE)
BARE_PHONE = re.compile(r"0?[1-79]\d{8}")

OF_A_PLACE = (
    "territoire|departement|dept?|region|commune|ville|subdivision|zone|indicateur|source|fichier"
    "|faculte|ufr|etablissement|organisme|structure|(?:type|lieu|terrain) de stage|colonne|feuille"
)
ORGANISATION = (
    "c[dnr]om|ars|ors|urps|dumg|chu?|cnge|ufr|cpts|msp|cpam|conseil|ordre|faculte|universite|college"
    "|departement|agence|observatoire|union|association|comite|service|direction|centre|dmg|region"
    "|epci|ccas?|communaute|commune|mairie|msa|gip|ght|fondation|mutualite|maison|pole|guichet"
)
HEADERS = (
    (r"rpps|n ordre|numero (d )?ordre|numero ordinal|n ordinal", "numéro RPPS ou ordinal"),
    (r"adeli", "numéro ADELI"),
    (r"nir|securite sociale|num secu|n secu", "numéro de sécurité sociale"),
    (r"e ?mails?|mail|mel|courriels?|adresse electronique|messagerie|mss", "adresse électronique"),
    (r"tel|tels|telephones?|portable|mobile|gsm|fax|telecopie", "numéro de téléphone"),
    (r"naissance|date naiss|ddn|nee? le|ne e", "date de naissance"),
    (r"adresses?|rue|voie|lieu dit|domicile", "adresse postale"),
    (r"prenoms?|patronyme|civilite|identite|signataire", "nom ou prénom"),
)
PERSONS = (
    "medecins?|praticiens?|docteurs?|dr|maitres? de stage|msu|internes?|contact|referent|tuteur"
)
IsPlace = Callable[[str], bool]


def personal_header(header: str, values: Iterable[object], is_place: IsPlace) -> str:
    """What personal data a column announces by its header, '' when none.

    A column of persons (« médecin ») is personal when its cells look like names: it may also
    count them. A column of names of places is not personal.
    """
    text = plain(header)
    for pattern, what in HEADERS:
        if _has(text, pattern):
            return _never(what)
    if _has(text, r"noms?") and not _has(text, OF_A_PLACE):
        return "" if _mostly(values, is_place) else _never("nom")
    if _has(text, PERSONS) and _mostly(values, lambda cell: _is_name(cell, LONE_NAME, is_place)):
        return _never("nom")
    return ""


def identity(header: str) -> Literal["number", "name", ""]:
    """Whether a header announces what tells persons apart: their number, or their name."""
    text = plain(header)
    if _has(text, HEADERS[0][0]):
        return "number"
    return "name" if _has(text, r"noms?|prenoms?|patronyme") and not _has(text, OF_A_PLACE) else ""


def personal_values(values: Iterable[object], is_place: IsPlace) -> str:
    """What personal data the cells of a column that is not kept hold, '' when none."""
    texts = {cell_text(value) for value in values if value is not None}
    if any(holds_contact(text) or BARE_PHONE.fullmatch(text) for text in texts):
        return _never("coordonnées ou numéro")
    if _mostly(texts, lambda cell: _is_name(cell, NAME, is_place)):
        return _never("noms, semble-t-il")
    return ""


def holds_contact(text: str) -> bool:
    """Whether a text holds an e-mail, a phone number, or a number that identifies a person."""
    if "@" in text and EMAIL.search(text):
        return True
    return any(pattern.search(text) is not None for pattern in (PHONE, NUMBER))


def holds_title(text: str) -> bool:
    """Whether a text names somebody by a title (« Dr Machin »)."""
    return TITLES.search(text) is not None


def names_a_person(text: str, is_place: IsPlace | None = None) -> bool:
    """Whether a text names a person: by a title or, told what a place is, by a full name.

    « CDOM Aveyron » reads as a full name: only what a place or an organisation is tells.
    """
    if holds_title(text) or TITLE_ALONE.match(plain(text)):
        return True
    if is_place is None or re.fullmatch(FULL_NAME, text) is None:
        return False
    return not _has(plain(text), ORGANISATION) and not any(map(is_place, text.split()))


def identifies(row: Iterable[object]) -> bool:
    """Whether a line says who somebody is: a number, an e-mail or a phone number of theirs.

    Such a line is data: it is never a header nor a title, and none of it is shown.
    """
    return any(holds_contact(text) for cell in row if (text := cell_text(cell)))


def scrubbed(text: str) -> str:
    """A text without what identifies a person."""
    if SUSPECT.search(text) is None:
        return text
    if "@" in text:
        text = EMAIL.sub(MASKED, text)
    for pattern in (NUMBER, PHONE, TITLES):
        text = pattern.sub(MASKED, text)
    return text


def scrubbed_cell(cell: object) -> object:
    """A cell without what identifies a person; numbers, dates and harmless text are unchanged."""
    if isinstance(cell, str):
        return scrubbed(cell)
    if isinstance(cell, int | float) and abs(cell) > 10**9 and holds_contact(cell_text(cell)):
        return MASKED
    return cell


def _is_name(text: str, pattern: re.Pattern[str], is_place: IsPlace) -> bool:
    if len(text) > NAMED_MAX:
        return False
    named = TITLES.match(text) or pattern.fullmatch(text)
    return named is not None and not is_place(text)


def _never(what: str) -> str:
    return f"donnée personnelle ({what}) : jamais gardée"


def _has(text: str, pattern: str) -> bool:
    return re.search(rf"\b(?:{pattern})\b", text) is not None


def _mostly(values: Iterable[object], test: IsPlace) -> bool:
    texts = [text for value in values if (text := cell_text(value))]
    return bool(texts) and 2 * sum(test(text) for text in texts) >= len(texts)
