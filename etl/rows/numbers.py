"""Numbers as people write them: one rule, which reads a writing or says why it is not sure.

A number that the spreadsheet stores as a number is what it is. A written one is read when it has
one reading only:

- digits, a sign, a decimal comma or point, spaces or apostrophes between groups of three digits;
- « 1.234,5 » and « 1,234.5 »: two marks, the last one is that of the decimals;
- « 1.234.567 »: a mark met twice separates thousands; « 0,123 » and « 1234,567 » are decimals.

« 1.234 », « 12.000 » and « 61,000 » have two readings: a mark, then exactly three digits, zeros or
not. They are refused, unless the other cells of a column of decimals settle what the mark is: one
that writes « 12,75 » writes decimals with a comma. A column of whole numbers settles nothing so.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from etl.reading.text import cell_text, plain

SIGN = r"[+-]?"
PLAIN = re.compile(rf"{SIGN}\d+(?:[.,]\d+)?", re.ASCII)
# Spaces of every width, or apostrophes: the same between every group.
SPACED = re.compile(rf"({SIGN}\d{{1,3}})(?:([ '’])\d{{3}}(?:\2\d{{3}})*)((?:[.,]\d+)?)", re.ASCII)
TWO_MARKS = re.compile(rf"{SIGN}\d{{1,3}}(?:([.,])\d{{3}})(?:\1\d{{3}})*(?!\1)[.,]\d+", re.ASCII)
SAME_MARK = re.compile(rf"{SIGN}\d{{1,3}}(?:([.,])\d{{3}})(?:\1\d{{3}})+", re.ASCII)
AMBIGUOUS = re.compile(rf"({SIGN})([1-9]\d{{0,2}})([.,])(\d{{3}})", re.ASCII)
# A call for a note: « 12* », « 12 (1) », « 12 [a] », « 12¹ ».
NOTE_CALL = re.compile(
    r"(?P<number>.*[0-9])\s*(?P<note>\*{1,3}|[†‡]|[¹²³⁴-⁹]|[(\[](?:\d|[a-z])[)\]])"
)
ESTIMATE_CALL = re.compile(r"[(\[]e[)\]]", re.IGNORECASE)
# A count kept silent: no more than the highest threshold of the statistical secrecy.
SILENT = re.compile(r"(?:<|≤|<=|moins de|inferieure? a|inf a|au plus) ?(\d{1,2})")
SILENT_MAX = 11
UNTOLD = frozenset(
    {
        "?",
        "??",
        "???",
        "x",
        "nsp",
        "n s p",
        "ne sait pas",
        "ne sais pas",
        "non renseigne",
        "non renseignee",
    }
    | {"confidentiel", "confidentielle", "donnee confidentielle", "non diffuse", "non diffusable"}
    | {"non significatif", "sans reponse", "pas de reponse", "pas de donnee", "sans objet"}
)
# A count that is none, said in a word: it is information, and never a blank.
NONE_AT_ALL = frozenset(
    {"aucun", "aucune", "neant", "zero", "ø", "aucun msu", "pas de msu", "0 msu"}
)
RANGE = re.compile(
    r"(?:entre |de )?\d[\d ]*(?: ?(?:à|a|-|–|—|et|/) ?)\d[\d ]*(?: msu)?", re.IGNORECASE
)
ABOUT = re.compile(
    r"(?:environ|env|à peu près|autour de|près de|presque|une? |quelque|au moins|au minimum|minimum"
    r"|plus de|moins de|au plus|au maximum|maximum|[~≈≃><≥≤±]|\+ ?/ ?-)",
    re.IGNORECASE,
)
CLUES = (
    # « 12 et 15 » may be a sum.
    ("fourchette", re.compile(r"entre (\d+) (?:et|à) (\d+)|(?:de )?(\d+) ?(?:à|a|-|–|—) ?(\d+)")),
    ("ecart", re.compile(r"(\d+) ?(?:±|\+ ?/ ?-) ?(\d+)")),
    ("minimum", re.compile(r"(?:au moins|au minimum|minimum|≥|>=) ?(\d+)")),
    ("plus", re.compile(r"(?:plus de|>) ?(\d+)")),
    ("part", re.compile(r"(\d+(?:[.,]\d{1,2})?)%")),
)
WORDS_MAX = 40
SPACES_FR = "les milliers se séparent par une espace"


class CellError(ValueError):
    """A cell is not what its column holds: what was expected, and what to do."""

    def __init__(self, expected_fr: str, remedy_fr: str) -> None:
        self.expected_fr = expected_fr
        self.remedy_fr = remedy_fr
        super().__init__(expected_fr)


@dataclass(frozen=True)
class Marks:
    """What the cells of a column settle: the mark of its decimals, that of its thousands."""

    decimal: str = ""
    thousands: str = ""


@dataclass(frozen=True)
class Written:
    """A number as it is written: its digits, and the call for a note beside it, '' without."""

    digits: str
    note: str = ""


def marks_of(cells: Iterable[object]) -> Marks:
    """What the texts of a column say of its marks; nothing when they contradict each other."""
    decimals, thousands = set(), set()
    for cell in cells:
        if not isinstance(cell, str):
            continue
        text = _without_note(_text(cell)).digits
        if match := TWO_MARKS.fullmatch(text) or SAME_MARK.fullmatch(text):
            thousands.add(match[1])
            decimals |= set(re.findall(r"[.,]", text)) - {match[1]}
        elif PLAIN.fullmatch(bare := _unspaced(text)) and not AMBIGUOUS.fullmatch(text):
            decimals |= set(re.findall(r"[.,]", bare))
    return Marks(_only(decimals - thousands, decimals), _only(thousands - decimals, thousands))


def _only(settled: set[str], every: set[str]) -> str:
    return next(iter(settled)) if len(settled) == 1 and settled == every else ""


def number(value: object, marks: Marks | None = None) -> float | None:
    """The number that a cell holds, None when it holds none.

    Parameters
    ----------
    marks : Marks or None
        What the other cells of a column of decimals settle.

    Raises
    ------
    CellError
        When the number has two readings; both are told.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value) if math.isfinite(value) else None
    if not isinstance(value, str):
        return None
    if says_none(value):
        return 0.0
    text = _without_note(_text(value)).digits
    if TWO_MARKS.fullmatch(text) or SAME_MARK.fullmatch(text):
        return _joined(text)
    bare = _unspaced(text)
    if not bare or not PLAIN.fullmatch(bare):
        return None
    ambiguous = AMBIGUOUS.fullmatch(bare) if bare == text else None
    if ambiguous is None:
        return float(bare.replace(",", "."))
    sign, whole, mark, last = ambiguous.groups()
    if marks is not None and marks.decimal == mark:
        return float(f"{sign}{whole}.{last}")
    if marks is not None and marks.thousands == mark:
        return float(f"{sign}{whole}{last}")
    raise CellError(*_two_readings(f"{sign}{whole}", last))


def says_none(value: object) -> bool:
    """Whether a cell says in words that a count is none (« aucun », « néant »)."""
    return isinstance(value, str) and plain(value[:WORDS_MAX]) in NONE_AT_ALL


def note_of(value: object) -> str:
    """The call for a note beside a number (« (1) », « * »), '' without."""
    if not isinstance(value, str):
        return ""
    return _without_note(_text(value)).note


def is_untold(value: object) -> bool:
    """Whether a cell says that a count is withheld (« < 5 »), or not given (« NSP », « ? »).

    « < 200 » withholds nothing: it bounds an estimate.
    """
    if not isinstance(value, str):
        return False
    text = re.sub(r"\s*[*†‡]+$", "", cell_text(value).casefold())
    if text in UNTOLD or plain(text) in UNTOLD:
        return True
    words = " ".join(re.sub(r"[.]", " ", text.replace("é", "e").replace("à", "a")).split())
    silent = SILENT.fullmatch(words)
    return silent is not None and int(silent[1]) <= SILENT_MAX


def is_estimate(text: str) -> bool:
    """Whether a text gives a range, a minimum or an approximation rather than a count."""
    if RANGE.fullmatch(text) or ESTIMATE_CALL.search(text):
        return True
    return ABOUT.match(text) is not None and re.search(r"\d", text) is not None


@dataclass(frozen=True)
class Clue:
    """What a text says of a count without giving it: its form, its value, the other end."""

    form: str
    value: float
    high: float | None = None


def clue(value: object) -> Clue | None:
    """A range, a share of the GPs or a minimum, as a text writes it; None for anything else.

    « environ 50 » says no error: it is none.
    """
    text = _text(value).casefold() if isinstance(value, str) else ""
    text = re.sub(r"\s*(?:msu|%)$", lambda m: "%" if "%" in m[0] else "", text)
    for form, pattern in CLUES:
        if match := pattern.fullmatch(text):
            ends = [float(end.replace(",", ".")) for end in match.groups() if end]
            if form == "ecart":
                return Clue("fourchette", ends[0] - ends[1], ends[0] + ends[1])
            if form == "plus":
                return Clue("minimum", ends[0] + 1)
            return Clue(form, *ends)
    return None


def _text(value: str) -> str:
    return cell_text(value).replace("−", "-")


def _without_note(text: str) -> Written:
    match = NOTE_CALL.fullmatch(text)
    if match is None or ESTIMATE_CALL.fullmatch(match["note"]):
        return Written(text)
    return Written(match["number"].strip(), match["note"])


def _unspaced(text: str) -> str:
    """A text without what separates its thousands, '' when its groups are not of three digits."""
    if SPACED.fullmatch(text):
        return re.sub(r"[ '’]", "", text)
    return "" if re.search(r"[ '’]", text) else text


def _joined(text: str) -> float:
    """The value of a number whose first mark separates thousands."""
    first = next(character for character in text if character in ".,")
    return float(text.replace(first, "").replace(",", "."))


def _two_readings(whole: str, last: str) -> tuple[str, str]:
    small = whole if last == "000" else f"{whole},{last}"
    other = whole if last == "000" else f"{whole},{last}0 pour des décimales"
    remedy = f"écrire {whole}{last} ou « {whole} {last} » ({SPACES_FR}), ou bien {other}."
    return f"un nombre qui n’a qu’une lecture : {small}, ou {whole} {last}", remedy
