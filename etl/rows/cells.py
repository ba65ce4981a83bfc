"""One cell: from what a spreadsheet holds to the value that is stored."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz, process

from etl.declared.periods import PERIOD
from etl.reading.text import NAMED_MAX, cell_text, plain, undecimal

COUNT_MAX = 10_000_000
SEPARATOR = ";"
FIRST_YEAR, LAST_YEAR = 1954, 2064
EXCEL_EPOCH = datetime.date(1899, 12, 30)
SUGGESTED_FROM = 70
MISSING = frozenset(
    {"", "-", "–", "—", "−", ".", "..", "...", "…", "*", "**", "***", "/"}
    | {"nd", "n d", "nc", "n c", "s", "ns", "n s", "na", "n a", "nr", "n r"}
    | {"non disponible", "non communique", "non connu", "inconnu", "secret", "secret statistique"}
)
SPACES = re.compile(r"(?<=\d)[\s\u00a0\u202f'’](?=\d{3}(?!\d))")
GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+", re.ASCII)
NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?", re.ASCII)
MONTHS = {
    "janvier": 1, "janv": 1, "jan": 1, "fevrier": 2, "fevr": 2, "fev": 2, "mars": 3, "avril": 4,
    "avr": 4, "mai": 5, "juin": 6, "juillet": 7, "juil": 7, "aout": 8, "septembre": 9, "sept": 9,
    "sep": 9, "octobre": 10, "oct": 10, "novembre": 11, "nov": 11, "decembre": 12, "dec": 12,
}  # fmt: skip
SEASONS = {"ete": "05", "hiver": "11"}
MONTH = "|".join(MONTHS)
LEAD = r"(?:situation )?(?:au |a |en |le |date du |mis a jour le |annee |exercice )*"
DATES = (
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"),
    re.compile(r"(?P<d>\d{1,2})(?:er)?[-/. ](?P<m>\d{1,2})[-/. ](?P<y>\d{4}|\d{2})"),
    re.compile(rf"(?P<d>\d{{1,2}})(?: ?er)?[ -](?P<name>{MONTH})\.?[ -](?P<y>\d{{4}}|\d{{2}})"),
    re.compile(rf"(?P<name>{MONTH})\.?[ -](?P<y>\d{{4}})"),
    re.compile(r"(?P<y>\d{4})[-/](?P<m>\d{1,2})"),
    re.compile(r"(?P<m>\d{1,2})[-/.](?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})(?P<m>0[1-9]|1[0-2])(?P<d>\d{2})?"),
    re.compile(r"(?P<y>\d{4})(?:[.,]0+)?"),
)  # fmt: skip
MIDNIGHT = re.compile(r"(?<=\d)[ t]0?0:00(?::00(?:\.0+)?)?$")
SEASON = re.compile(
    r"(?:semestre )?(?:d |de )?(?P<season>ete|hiver) (?P<y>\d{4})(?: (?P<next>\d{4}))?"
)
DATE_FR = "une date passée : 31/12/2024, 2024-12 ou 2024"
DATE_REMEDY_FR = "écrire la date jour/mois/année (31/12/2024), le mois (2024-12) ou l’année (2024)."
SEMESTER_FR = "un début de semestre, mai ou novembre : 2026-11, « novembre 2026 » ou « hiver 2026 »"


class CellError(ValueError):
    """A cell is not what its column holds: what was expected, and what to do."""

    def __init__(self, expected_fr: str, remedy_fr: str) -> None:
        self.expected_fr = expected_fr
        self.remedy_fr = remedy_fr
        super().__init__(expected_fr)


def is_missing(value: object) -> bool:
    """Whether a cell says that the value is not known, or not told."""
    text = cell_text(value)
    # « #N/A » is a formula that failed, not an answer.
    return text in MISSING or (not text.startswith("#") and plain(text) in MISSING - {""})


def integer(value: object) -> int:
    """A whole number, from 0 to 10 million.

    Raises
    ------
    CellError
        When the cell holds anything else.
    """
    number = decimal(value, "un nombre entier, 0 ou plus")
    whole = round(number)
    if abs(number - whole) > 1e-9:
        raise CellError(
            "un nombre entier, sans décimales",
            "écrire le nombre entier ; les milliers se séparent par une espace.",
        )
    if whole < 0:
        raise CellError("un nombre entier, 0 ou plus", "vérifier le signe.")
    return whole


def decimal(value: object, expected: str = "un nombre") -> float:
    """A number, with a decimal comma or point and possibly spaces between thousands.

    Raises
    ------
    CellError
        When the cell holds anything else, or more than 10 million.
    """
    number = _number(value)
    if number is None:
        raise CellError(expected, _number_remedy(cell_text(value)))
    if not abs(number) <= COUNT_MAX:
        raise CellError("un nombre d’au plus 10 millions", "vérifier la valeur.")
    return number


def _number(value: object) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    if not isinstance(value, str):
        return None
    text = SPACES.sub("", cell_text(value)).replace("−", "-")
    if GROUPED.fullmatch(text):
        text = text.replace(".", "")
    return float(text.replace(",", ".")) if NUMBER.fullmatch(text) else None


def _number_remedy(text: str) -> str:
    if text.startswith(("<", "≤")) or text.endswith("<"):
        return "une valeur tue pour le secret se laisse vide, ou s’écrit « n. d. »."
    if text.startswith("#"):
        return "corriger la formule du tableur, ou écrire la valeur."
    return "écrire le nombre seul, sans unité ni texte ; une valeur inconnue se laisse vide."


def period(value: object, today: datetime.date, *, future: bool = False) -> str:
    """A day, a month or a year in ISO form, no later than ``today`` unless ``future``.

    Raises
    ------
    CellError
        When the cell is not a date, or a later one.
    """
    text = _iso(value)
    if text is None:
        raise CellError(DATE_FR if not future else DATE_FR.replace(" passée", ""), DATE_REMEDY_FR)
    if not FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
        raise CellError(f"une date entre {FIRST_YEAR} et {LAST_YEAR}", "vérifier l’année.")
    if not future and text > today.isoformat()[: len(text)]:
        raise CellError(f"une date au plus tard le {today:%d/%m/%Y}", "vérifier la date.")
    return text


def day(value: object, today: datetime.date) -> str:
    """A day in ISO form, later than ``today`` or not.

    Raises
    ------
    CellError
        When the cell is not a date, or only a month or a year.
    """
    text = period(value, today, future=True)
    if len(text) < len("AAAA-MM-JJ"):
        raise CellError("une date au jour près : 31/12/2024", "écrire jour/mois/année.")
    return text


def several(value: object) -> list[str]:
    """The texts of a cell that holds several, separated by semicolons."""
    parts = (" ".join(part.split()) for part in cell_text(value).split(SEPARATOR))
    return list(dict.fromkeys(part for part in parts if part))


def published_period(value: object, today: datetime.date) -> str:
    """A period as a published figure writes it: also 2022/2023, 2012-T4 or n.d.

    Raises
    ------
    CellError
        When the cell is neither that nor a date.
    """
    text = cell_text(value).replace(" ", "")
    return text if PERIOD.fullmatch(text) else period(value, today)


def year(value: object, today: datetime.date) -> int:
    """A calendar year, no later than this one; the year of a date.

    Raises
    ------
    CellError
        When the cell holds no year.
    """
    try:
        return int(period(value, today)[:4])
    except CellError as error:
        raise CellError(
            f"une année entre {FIRST_YEAR} et {today.year}", "écrire l’année en quatre chiffres."
        ) from error


def semester(value: object, today: datetime.date) -> str:
    """The month a semester begins, 'AAAA-05' or 'AAAA-11', at most six months ahead.

    Places of the semester to come are known before it begins.

    Raises
    ------
    CellError
        When the cell names no semester, or a later one.
    """
    text = _season(value) or _iso(value) or ""
    if text[5:7] not in SEASONS.values():
        raise CellError(SEMESTER_FR, "écrire l’année et le mois : 2026-05 ou 2026-11.")
    begins = datetime.date(int(text[:4]), int(text[5:7]), 1)
    if begins.year < FIRST_YEAR or begins > today + datetime.timedelta(days=183):
        raise CellError(
            f"un semestre qui commence au plus tard six mois après le {today:%d/%m/%Y}",
            "vérifier l’année.",
        )
    return text[:7]


def _season(value: object) -> str | None:
    match = SEASON.fullmatch(plain(cell_text(value)))
    if not match:
        return None
    crossed = match["next"]
    if crossed and (match["season"] == "ete" or int(crossed) != int(match["y"]) + 1):
        return None
    return f"{match['y']}-{SEASONS[match['season']]}"


def _iso(value: object) -> str | None:
    """ISO form of a date, None when it is none."""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, bool | datetime.time | datetime.timedelta):
        return None
    text = cell_text(value)
    if len(text) > NAMED_MAX:
        return None
    text = _latin(text)
    serial = re.fullmatch(r"(\d{5})(?:\.0+)?", text)
    if serial:
        day = EXCEL_EPOCH + datetime.timedelta(days=int(serial[1]))
        return day.isoformat() if FIRST_YEAR <= day.year <= LAST_YEAR else None
    for pattern in DATES:
        if match := pattern.fullmatch(text):
            return _assembled(match.groupdict())
    return None


def _latin(text: str) -> str:
    """Lower-case text without accents nor what leads to a date (« situation au »)."""
    folded = " ".join(plain(word) if word.isalpha() else word for word in text.split()).lower()
    bare = "".join(_unaccented(character) for character in folded)
    return MIDNIGHT.sub("", re.sub(rf"^{LEAD}", "", bare))


def _unaccented(character: str) -> str:
    return plain(character) if character.isalpha() else character


def _assembled(parts: Mapping[str, str | None]) -> str | None:
    written = parts["y"] or ""
    short = int(written)
    whole = short if len(written) == 4 else short + (2000 if short <= LAST_YEAR % 100 else 1900)
    month = MONTHS[str(parts["name"])] if parts.get("name") else int(parts.get("m") or 0)
    if not month:
        return f"{whole:04d}"
    try:
        day = datetime.date(whole, month, int(parts.get("d") or 1))
    except ValueError:
        return None
    return day.isoformat() if parts.get("d") else day.isoformat()[:7]


def code(value: object, codes: Mapping[str, Sequence[str]]) -> str:
    """One of the codes of a column, by itself or by one of its labels.

    Raises
    ------
    CellError
        When the cell holds none; the remedy suggests the nearest.
    """
    names = {name: key for key, labels in codes.items() for name in (*labels, key)}
    expected = f"une valeur parmi {', '.join(codes)}"
    return _named(undecimal(cell_text(value)), names, expected, "choisir un de ces codes.")


def one_of(value: object, known: Mapping[str, str], expected: str) -> str:
    """An identifier, by itself or by its label; ``known`` maps identifiers to labels.

    Raises
    ------
    CellError
        When the cell holds none; the remedy suggests the nearest.
    """
    names = {label: key for key, label in known.items()} | {key: key for key in known}
    return _named(cell_text(value), names, expected, "vérifier l’orthographe.")


def _named(text: str, names: Mapping[str, str], expected: str, remedy: str) -> str:
    code = {plain(name): key for name, key in names.items()}.get(plain(text))
    if code is None:
        raise CellError(expected, suggestion(text, {name: name for name in names}) or remedy)
    return code


def suggestion(text: str, names: Mapping[str, str]) -> str:
    """« Vouliez-vous dire… » with what the nearest name stands for, '' when none is near."""
    if len(text) > NAMED_MAX:
        return ""
    best = process.extractOne(text, list(names), scorer=fuzz.ratio, processor=plain)
    if best is None or best[1] < SUGGESTED_FROM:
        return ""
    return f"vouliez-vous dire « {names[best[0]]} » ? Corriger alors la cellule."
