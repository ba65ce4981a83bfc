"""One cell: from what a spreadsheet holds to the value that is stored."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz

from etl.declared.periods import PERIOD
from etl.reading.text import NAMED_MAX, cell_text, plain, undecimal
from etl.rows.numbers import CellError, Marks, is_estimate, number
from foundation.choices import OfTwoYears

COUNT_MAX = 10_000_000
SEPARATOR = ";"
# What a comma between thousands leaves where it separates the cells too.
LEADING_ZERO = re.compile(r"0\d\d", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1954, 2064
MONTHS_N = 12
EXCEL_EPOCH = datetime.date(1899, 12, 30)
SUGGESTED_FROM, SUGGESTED_MARGIN = 85, 5
BEGINNING_FROM = 6
MISSING = frozenset(
    {"", "-", "–", "—", "−", ".", "..", "...", "…", "*", "**", "***", "/"}
    | {"nd", "n d", "nc", "n c", "s", "ns", "n s", "na", "n a", "nr", "n r"}
    | {"non disponible", "non communique", "non connu", "inconnu", "secret", "secret statistique"}
)
MONTHS = {
    "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8,
    "janvier": 1, "janv": 1, "jan": 1, "fevrier": 2, "fevr": 2, "fev": 2, "mars": 3, "avril": 4,
    "avr": 4, "mai": 5, "juin": 6, "juillet": 7, "juil": 7, "aout": 8, "septembre": 9, "sept": 9,
    "sep": 9, "octobre": 10, "oct": 10, "novembre": 11, "nov": 11, "decembre": 12, "dec": 12,
}  # fmt: skip
SEASONS = {"ete": "05", "hiver": "11"}
MONTH = "|".join(MONTHS)
DAYS = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
LEAD = (
    r"(?:situation )?(?:arretee? )?"
    r"(?:au |a |en |le |date du |mis a jour le |annee |exercice |mois d[e’'] ?"
    rf"|(?:{DAYS}) )*"
)
DATES = (
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"),
    re.compile(r"(?P<d>\d{1,2})(?:er)?[-/. ](?P<m>\d{1,2})[-/. ](?P<y>\d{4}|\d{2})"),
    re.compile(rf"(?P<d>\d{{1,2}})(?: ?er)?[ -](?P<name>{MONTH})\.?[ -](?P<y>\d{{4}}|\d{{2}})"),
    re.compile(rf"(?:(?:fin|debut) (?:de |d[’'])?)?(?P<name>{MONTH})\.?[ /-](?P<y>\d{{4}})"),
    # « nov-25 » is what a French Excel writes for a date shown by its month.
    re.compile(rf"(?P<name>{MONTH})\.?[ /-][’']?(?P<y>\d{{2}})"),
    re.compile(r"(?P<y>\d{4})[-/](?P<m>\d{1,2})"),
    re.compile(r"(?P<m>\d{1,2})[-/.](?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})(?P<m>0[1-9]|1[0-2])(?P<d>\d{2})?"),
    re.compile(r"(?P<y>\d{4})(?:[.,]0+)?"),
)  # fmt: skip
TIME = re.compile(
    r"(?<=\d)(?:t|,? (?:a )?)(?:[01]?\d|2[0-3])[:h][0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?"
    r"(?:z| ?[+-]\d{2}:?\d{2})?$"
)
EDGE = re.compile(r"(?P<edge>fin|debut) (?:d[e’'] ?)?(?:l[’']annee )?(?P<y>\d{4})")
EDGES = {"fin": "12", "debut": "01"}
# « 2023-2024 », « AU 2023/24 »: two years, whose one of them is not said.
TWO_YEARS = re.compile(
    r"(?:au |annee |universitaire |scolaire |promotion |saison |exercice |periode )*"
    r"(?P<y>(?:19|20)\d\d) ?[-–/ ] ?(?P<next>(?:19|20)\d\d|\d\d)"
)
YEARS = r"(?P<y>\d{4}|\d{2})(?: (?P<next>\d{4}|\d{2}))?"
SEASON = re.compile(rf"(?:semestre )?(?:d |de )?(?P<season>ete|hiver) {YEARS}")
# Semesters of interns: the first one of a university year begins in November, the second in May.
NUMBERED = re.compile(
    r"(?:semestre |sem |s) ?(?P<n>[12]) (?:de |d |au |annee universitaire )*"
    r"(?P<y>\d{4}) (?P<next>\d{4}|\d{2})"
    r"|(?P<nth>1er|1|2e|2eme|2nd|2d|2) (?:semestre|sem) (?:de |d |au |annee universitaire )*"
    r"(?P<y2>\d{4}) (?P<next2>\d{4}|\d{2})"
)
SPAN = re.compile(
    rf"(?:de )?(?P<from>{MONTH}) (?P<y>\d{{4}})(?: (?:a|au))? (?P<to>{MONTH}) (?P<next>\d{{4}})"
)
SPANS = {(11, 4): 1, (11, 5): 1, (5, 10): 0, (5, 11): 0}
DATE_FR = "une date passée : 31/12/2024, 2024-12 ou 2024"
DATE_REMEDY_FR = "écrire la date jour/mois/année (31/12/2024), le mois (2024-12) ou l’année (2024)."
SEMESTER_FR = "un début de semestre, mai ou novembre : 2026-11, « novembre 2026 » ou « hiver 2026 »"


def is_missing(value: object) -> bool:
    """Whether a cell says that the value is not known, or not told."""
    text = cell_text(value)
    # « #N/A » is a formula that failed, not an answer.
    return text in MISSING or (not text.startswith("#") and plain(text) in MISSING - {""})


def integer(value: object, marks: Marks | None = None) -> int:
    """A whole number, from 0 to 10 million.

    Raises
    ------
    CellError
        When the cell holds anything else, or a number that may be read in two ways.
    """
    if isinstance(value, str) and LEADING_ZERO.fullmatch(value.strip()):
        raise CellError(
            "un nombre entier, sans zéro devant",
            "vérifier la cellule : « 1,061 » coupé à sa virgule laisse 061.",
        )
    # Decimals elsewhere in a column of whole numbers are faults: they settle nothing.
    settled = Marks(thousands=marks.thousands) if marks else None
    read = decimal(value, "un nombre entier, 0 ou plus", settled)
    whole = round(read)
    if abs(read - whole) > 1e-9:
        raise CellError(
            "un nombre entier, sans décimales",
            "écrire le nombre entier ; les milliers se séparent par une espace.",
        )
    if whole < 0:
        raise CellError("un nombre entier, 0 ou plus", "vérifier le signe.")
    return whole


def decimal(value: object, expected: str = "un nombre", marks: Marks | None = None) -> float:
    """A number, as ``etl.rows.numbers`` reads it; ``marks`` is what its column settles.

    Raises
    ------
    CellError
        When the cell holds anything else, or more than 10 million.
    """
    read = number(value, marks)
    if read is None:
        raise CellError(expected, number_remedy(cell_text(value)))
    if not abs(read) <= COUNT_MAX:
        raise CellError("un nombre d’au plus 10 millions", "vérifier la valeur.")
    return read


def percentage(value: object, marks: Marks | None = None) -> float | None:
    """The number of « 48 % », None for a cell that is no percentage.

    Raises
    ------
    CellError
        When the number may be read in two ways.
    """
    text = cell_text(value)
    return number(text.removesuffix("%").rstrip(), marks) if text.endswith("%") else None


def number_remedy(text: str) -> str:
    """What to do with a text that is no number."""
    if text.startswith(("<", "≤")) or text.endswith("<"):
        return "une valeur tue pour le secret se laisse vide, ou s’écrit « n. d. »."
    if text.startswith("#"):
        return "corriger la formule du tableur, ou écrire la valeur."
    if is_estimate(text):
        return (
            "écrire le nombre seul : une fourchette, un minimum ou un nombre approché n’est pas un "
            "comptage. Pour des MSU, « prendre les fourchettes comme indices » (en ligne de "
            "commande : --ranges-apart)."
        )
    if "%" in text:
        return "écrire le nombre seul, sans « % », dans l’unité de la colonne."
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
        expected = DATE_FR if not future else DATE_FR.replace(" passée", "")
        raise CellError(expected, _which_year(value) or DATE_REMEDY_FR)
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
            f"une année entre {FIRST_YEAR} et {today.year}",
            _which_year(value) or "écrire l’année en quatre chiffres.",
        ) from error


def semester(value: object, today: datetime.date) -> str:
    """The month a semester begins, 'AAAA-05' or 'AAAA-11', at most six months ahead.

    Places of the semester to come are known before it begins.

    Raises
    ------
    CellError
        When the cell names no semester, or a later one.
    """
    text = _season(value) or _numbered(value) or _span(value) or _iso(value) or ""
    if text[5:7] not in SEASONS.values():
        which = TWO_YEARS.fullmatch(_bare(cell_text(value)[:NAMED_MAX])) is not None
        remedy = "dire lequel des deux semestres : S1 (novembre) ou S2 (mai)."
        raise CellError(
            SEMESTER_FR, remedy if which else "écrire l’année et le mois : 2026-05 ou 2026-11."
        )
    begins = datetime.date(int(text[:4]), int(text[5:7]), 1)
    if begins.year < FIRST_YEAR or begins > today + datetime.timedelta(days=183):
        raise CellError(
            f"un semestre qui commence au plus tard six mois après le {today:%d/%m/%Y}",
            "vérifier l’année.",
        )
    return text[:7]


def numbered_semester(value: object) -> bool:
    """Whether a cell names a semester by its number in a university year (« S1 2025-2026 »)."""
    return _numbered(value) is not None


def _season(value: object) -> str | None:
    match = SEASON.fullmatch(plain(cell_text(value)))
    if not match:
        return None
    first = _full(match["y"])
    crossed = match["next"]
    if crossed and (match["season"] == "ete" or _full(crossed) != first + 1):
        return None
    return f"{first}-{SEASONS[match['season']]}"


def _numbered(value: object) -> str | None:
    match = NUMBERED.fullmatch(plain(cell_text(value)))
    if not match:
        return None
    first = int(match["y"] or match["y2"])
    if _full(match["next"] or match["next2"]) != first + 1:
        return None
    is_first = (match["n"] or match["nth"])[0] == "1"
    return f"{first}-11" if is_first else f"{first + 1}-05"


def _span(value: object) -> str | None:
    """The month that begins « novembre 2025 - avril 2026 », None for any other span."""
    match = SPAN.fullmatch(plain(cell_text(value)))
    if not match:
        return None
    months = (MONTHS[match["from"]], MONTHS[match["to"]])
    if SPANS.get(months) != int(match["next"]) - int(match["y"]):
        return None
    return f"{match['y']}-{months[0]:02d}"


def of_two_years(value: object, which: OfTwoYears) -> object:
    """The first or the last of the two years of a cell (« 2023-2024 »); another cell as it is."""
    years = _two_years(value) if which else ()
    return str(years[0 if which == "first" else 1]) if years else value


def holds_two_years(value: object) -> bool:
    """Whether a cell holds two years that follow each other."""
    return bool(_two_years(value))


def _two_years(value: object) -> tuple[int, ...]:
    match = TWO_YEARS.fullmatch(_bare(cell_text(value)[:NAMED_MAX]))
    if not match or _full(match["next"]) != int(match["y"]) + 1:
        return ()
    # « 2010-11 » is a month.
    if len(match["next"]) == 2 and int(match["next"]) <= MONTHS_N:
        return ()
    return int(match["y"]), int(match["y"]) + 1


def _which_year(value: object) -> str:
    """What to do with two years in one cell, '' when it does not hold two."""
    years = _two_years(value)
    if not years:
        return ""
    return (
        f"choisir {years[0]} ou {years[1]} pour la ligne, ou pour tout le fichier (en ligne de "
        "commande : --of-two-years)."
    )


def _full(year: str) -> int:
    """A year in four digits; two digits are of this century, up to 2064."""
    short = int(year)
    if len(year) == 4:
        return short
    return short + (2000 if short <= LAST_YEAR % 100 else 1900)


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
    # A serial of a spreadsheet; its decimals are the time of the day.
    serial = re.fullmatch(r"(\d{5})(?:\.\d+)?", text)
    if serial:
        day = EXCEL_EPOCH + datetime.timedelta(days=int(serial[1]))
        return day.isoformat() if FIRST_YEAR <= day.year <= LAST_YEAR else None
    if edge := EDGE.fullmatch(text):
        return f"{edge['y']}-{EDGES[edge['edge']]}"
    for pattern in DATES:
        if match := pattern.fullmatch(text):
            return _assembled(match.groupdict())
    return None


def _latin(text: str) -> str:
    """Lower-case text without accents nor what leads to a date (« situation au »)."""
    return TIME.sub("", re.sub(rf"^{LEAD}", "", _bare(text)))


def _bare(text: str) -> str:
    """Lower-case text without accents, its punctuation kept."""
    folded = " ".join(plain(word) if word.isalpha() else word for word in text.split()).lower()
    return "".join(_unaccented(character) for character in folded)


def _unaccented(character: str) -> str:
    return plain(character) if character.isalpha() else character


def _assembled(parts: Mapping[str, str | None]) -> str | None:
    whole = _full(parts["y"] or "")
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
    """« Vouliez-vous dire… » with what the nearest name stands for, '' when none is near.

    Nothing is suggested when two names are about as near, nor for the plural of a name (« les
    Savoies »): who follows the advice must not write something else than what was meant.
    """
    written = plain(text[: NAMED_MAX + 1])
    if len(text) > NAMED_MAX or not written:
        return ""
    nearest: dict[str, float] = {}
    for name, target in names.items():
        score = _nearness(written, plain(name))
        nearest[target] = max(score, nearest.get(target, 0.0))
    best, *others = sorted(nearest, key=lambda target: -nearest[target])[:2] or [""]
    second = nearest[others[0]] if others else 0.0
    if not best or nearest[best] < SUGGESTED_FROM or nearest[best] - second < SUGGESTED_MARGIN:
        return ""
    return f"vouliez-vous dire « {best} » ? Corriger alors la cellule."


def _nearness(text: str, name: str) -> float:
    """Likeness in % of a text and a name, or the beginning of a longer name."""
    if text == f"{name}s":
        return 0.0
    whole = fuzz.ratio(text, name)
    if len(text) < BEGINNING_FROM or len(name) <= len(text) + 1:
        return float(whole)
    return float(max(whole, fuzz.ratio(text, name[: len(text) + 1]) - 1))
