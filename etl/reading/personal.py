"""Personal data: recognised by header or by value, never kept, never shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from etl.reading.text import NAMED_MAX, cell_text, plain

MASKED = "(masqué)"
MASKED_ID = "identifiant masqué"
# Each part of an address has its greatest length (RFC 5321): a long text is read once, not once
# for each of its characters.
EMAIL = re.compile(r"[^\s@;,]{1,64}@[^\s@;,]{1,255}\.[a-z]{2,}", re.IGNORECASE)
PHONE = re.compile(r"(?<![\d/-])(?:(?:\+|00)\d{2,3}[ .]?(?:\(0\))?|0)[1-9](?:[ .-]?\d{2}){4}(?!\d)")
# What is written as a number of a person: RPPS of 11 digits, the first two being 10, after an 8 in
# the national identification; social security, 13 digits, or 15 with their key. The digits after
# a decimal mark are none.
NUMBER = re.compile(
    r"(?<!\d)(?<!\d[.,])(?:8?\d{11}|(?:8 ?)?10(?: ?\d){9}"
    r"|[1-478](?: ?\d\d){2} ?\d[\dAB] ?\d{3} ?\d{3}(?: ?\d\d)?)(?!\d)"
)
RPPS_LONG = 12
NIR, NIR_WITH_KEY = 13, 15
# Months of the social security number: those of the year, and those that say « not known ».
NIR_MONTHS = frozenset({*range(1, 13), *range(20, 43), *range(50, 100)})
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
# Numbers of organisations: nine digits for FINESS and SIREN, fourteen for SIRET.
ORGANISATION_NUMBER = r"n ?finess\w*|nofiness\w*|finess\w*|siren|siret|uai|rna|code ape"

OF_A_PLACE = (
    "territoire|departement|dept?|region|commune|ville|subdivision|zone|indicateur|source|fichier"
    "|faculte|ufr|etablissement|organisme|structure|(?:type|lieu|terrain) de stage|colonne|feuille"
)
ORGANISATION = (
    "c[dnr]om|ars|ors|urps|dumg|chu?|cnge|ufr|cpts|msp|cpam|conseil|ordre|faculte|universite|college"
    "|departement|agence|observatoire|union|association|comite|service|direction|centre|dmg|region"
    "|epci|ccas?|communaute|commune|mairie|msa|gip|ght|fondation|mutualite|maison|pole|guichet"
)
# Numbers of nine digits and more: a column of smaller ones counts who has them.
LONG_NUMBERS = (
    (r"rpps", "numéro RPPS ou ordinal"),
    (r"adeli", "numéro ADELI"),
    (r"nir|securite sociale|num secu|n secu", "numéro de sécurité sociale"),
)
COUNT = re.compile(r"\d{1,7}(?:[.,]\d+)?")
HEADERS = (
    (r"n ordre|numero (d )?ordre|numero ordinal|n ordinal", "numéro RPPS ou ordinal"),
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
    text, values = plain(header), list(values)
    texts = [written for value in values if (written := "".join(cell_text(value).split()))]
    counts = bool(texts) and all(COUNT.fullmatch(written) for written in texts)
    for pattern, what in HEADERS if counts else (*LONG_NUMBERS, *HEADERS):
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
    if _has(text, LONG_NUMBERS[0][0]) or _has(text, HEADERS[0][0]):
        return "number"
    return "name" if _has(text, r"noms?|prenoms?|patronyme") and not _has(text, OF_A_PLACE) else ""


def is_of_persons(header: str) -> bool:
    """Whether a header announces persons (« Médecin »), by their names or by how many they are."""
    return _has(plain(header), PERSONS)


def personal_values(values: Iterable[object], is_place: IsPlace, header: str = "") -> str:
    """What personal data the cells of a column that is not kept hold, '' when none.

    Nine digits are a phone number that lost its zero, unless the column is one of numbers of
    organisations: its header says so, or every number has the check digit of a SIREN.
    """
    texts = {cell_text(value) for value in values if value is not None} - {""}
    is_of_organisations = _has(plain(header), ORGANISATION_NUMBER) or all(map(_is_siren, texts))
    phones = () if is_of_organisations else [text for text in texts if BARE_PHONE.fullmatch(text)]
    if phones or any(map(holds_contact, texts)):
        return _never("coordonnées ou numéro")
    if _mostly(texts, lambda cell: _is_name(cell, NAME, is_place)):
        return _never("noms, semble-t-il")
    return ""


def holds_contact(text: str) -> bool:
    """Whether a text holds an e-mail, a phone number, or a number that identifies a person."""
    if "@" in text and EMAIL.search(text):
        return True
    return PHONE.search(text) is not None or any(True for _ in _numbers_of_persons(text))


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
    for start, end in reversed(list(_numbers_of_persons(text))):
        text = text[:start] + MASKED + text[end:]
    for pattern in (PHONE, TITLES):
        text = pattern.sub(MASKED, text)
    return text


def scrubbed_cell(cell: object) -> object:
    """A cell without what identifies a person; numbers, dates and harmless text are unchanged."""
    if isinstance(cell, str):
        return scrubbed(cell)
    if isinstance(cell, int | float) and abs(cell) > 10**9 and holds_contact(cell_text(cell)):
        return MASKED
    return cell


def _numbers_of_persons(text: str) -> Iterator[tuple[int, int]]:
    """Where a text holds the number of a person: an RPPS, or that of the social security."""
    for match in NUMBER.finditer(text):
        digits = match[0].replace(" ", "")
        if _is_rpps(digits) or _is_nir(digits):
            yield match.span()


def _is_rpps(digits: str) -> bool:
    """Eleven digits: 10 and nine others, mistyped or not, or any whose check digit is right.

    The national identification puts an 8 before them.
    """
    if len(digits) == RPPS_LONG and digits.startswith("8"):
        digits = digits[1:]
    if len(digits) != RPPS_LONG - 1 or not digits.isdigit():
        return False
    return digits.startswith("10") or _luhn(digits)


def _is_nir(digits: str) -> bool:
    """Thirteen digits that say a sex, a year and a month, with their key if it is there."""
    if len(digits) not in (NIR, NIR_WITH_KEY) or digits[0] not in "1234578":
        return False
    number = digits[:NIR].replace("2A", "19").replace("2B", "18")
    if not (number + digits[NIR:]).isdigit() or int(number[3:5]) not in NIR_MONTHS:
        return False
    return len(digits) == NIR or 97 - int(number) % 97 == int(digits[NIR:])


def _is_siren(text: str) -> bool:
    return re.fullmatch(r"\d{9}|\d{14}", text, re.ASCII) is not None and _luhn(text)


def _luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others (ISO/IEC 7812)."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0


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
