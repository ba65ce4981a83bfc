"""A number of MSU that its territory gives without a file: what is typed, and the file it makes.

Pure. The file goes the way of every import: one line, read and checked by the same commands.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.core.catalog import Territory
from dashboard.core.formatting import number, typography

KIND = "msu"
FILE_NAME = "comptage_saisi.csv"
HEADER = ("territoire", "date", "total", "origine", "fonction")
MSU_MAX = 20_000
OLDEST_YEARS = 5
TEXT_MAX = 60
# Who may speak for a count, by what they do: a person is never named.
FUNCTIONS = (
    "Secrétariat du conseil départemental",
    "Élu du conseil départemental",
    "Département de médecine générale",
    "Agence régionale de santé",
    "URPS médecins libéraux",
    "Collège local d’enseignants",
)
OWN_SOURCE = "Notre comptage"
WRITTEN_DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
# « Marie Dupont », « DUPONT Marie »: two words that both begin with a capital.
A_PERSON = re.compile(
    r"(?:\b(?:Dr|Docteure?|Pr|M|Mme|Monsieur|Madame)\b\.?\s+)?"
    r"[A-ZÀ-Ý][\w’'-]+\s+[A-ZÀ-Ý][\w’'-]+"
)
TITLED = re.compile(r"\b(?:Dr|Docteure?|Pr|Mme|Monsieur|Madame|Mlle)\b\.?\s+[A-ZÀ-Ý]")


@dataclass(frozen=True)
class OwnCount:
    """A count as it will be stored: whole MSU of a territory on a day."""

    territory: Territory
    msu_n: int
    day: date
    source: str
    function: str

    @property
    def label_fr(self) -> str:
        """Name of the data set; typing the same territory and day again replaces it."""
        return f"{self.territory.name_fr}, comptage saisi au {self.day:%d/%m/%Y}"

    def file(self) -> bytes:
        """The file of one line that carries it."""
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=";")
        writer.writerow(HEADER)
        writer.writerow(
            (self.territory.code, f"{self.day:%d/%m/%Y}", self.msu_n, self.source, self.function)
        )
        return text.getvalue().encode()


def read_own_count(
    territory: Territory, typed: Mapping[str, str], today: date
) -> tuple[OwnCount | None, tuple[str, ...]]:
    """A count from what was typed (``msu``, ``day``, ``source``, ``function``).

    Returns
    -------
    (count, problems), the count being None as soon as there is a problem, each a French sentence
    """
    problems = []
    msu_n = whole_number(typed["msu"])
    if msu_n is None or msu_n > MSU_MAX:
        problems.append(
            f"Nombre de MSU : un nombre entier de 0 à {number(MSU_MAX)} est attendu, sans texte "
            "autour (21)."
        )
    day = read_day(typed["day"])
    if day is None:
        problems.append("Date du comptage : écrire jour/mois/année (15/11/2026).")
    elif day > today:
        problems.append(f"Date du comptage : au plus tard aujourd’hui, le {today:%d/%m/%Y}.")
    elif day < today - timedelta(days=365 * OLDEST_YEARS):
        problems.append(
            f"Date du comptage : à moins de {OLDEST_YEARS} ans ; un comptage plus ancien "
            "s’importe en fichier."
        )
    source, function = (" ".join(typed[name].split()) for name in ("source", "function"))
    for label, text in (("Source", source), ("Qui le dit", function)):
        if problem := _text_problem(label, text):
            problems.append(problem)
    if problems or msu_n is None or day is None:
        return None, tuple(typography(text) for text in problems)
    return OwnCount(territory, msu_n, day, source, function), ()


def whole_number(text: str) -> int | None:
    """A whole number, spaces between thousands allowed; None for anything else."""
    digits = re.sub(r"[\s\u00a0\u202f]", "", text)
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else None


def read_day(text: str) -> date | None:
    """A day written day/month/year; None for anything else."""
    match = WRITTEN_DAY.fullmatch(text.strip())
    if match is None:
        return None
    day, month, year = map(int, match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _text_problem(label: str, text: str) -> str:
    if not text:
        return f"{label} : à remplir, c’est ce qui permet de citer ce nombre."
    if len(text) > TEXT_MAX:
        return f"{label} : {TEXT_MAX} caractères au plus."
    if text not in FUNCTIONS and (A_PERSON.fullmatch(text) or TITLED.search(text)):
        return f"{label} : une fonction ou un organisme, jamais le nom d’une personne."
    return ""
