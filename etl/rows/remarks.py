"""What was understood of cells that say more than a value: each writing is told once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from etl.reading.text import cut
from foundation.answers import Problem, Shape
from foundation.french import counted

# A reader checks a few lines; the others are counted.
LINES_LISTED = 10
EXPECTED_FR = {
    "untold": "un nombre ; ce qui est tu ou inconnu est lu comme une valeur manquante",
    "none": "un nombre ; ce qui dit « aucun » est lu 0",
    "note": "un nombre seul ; l’appel de note est mis de côté, le nombre est gardé",
    "semester": "un mois : S1 est lu comme le semestre de novembre, S2 comme celui de mai",
}
# Notes change no value: they are told, and nothing is to confirm.
READ_AS_FR = {
    "untold": "comme valeur manquante",
    "none": "comme un zéro",
    "semester": "comme semestre (S1 : novembre, S2 : mai)",
}
CELLS_FR = ("cellule lue", "cellules lues")
REMEDY_FR = {
    "untold": "Rien à faire si c’est bien ce que le fichier veut dire ; un zéro s’écrit 0.",
    "none": "Vérifier que c’est bien zéro ; une valeur inconnue se laisse vide.",
    "note": "Vérifier que la note ne change pas le sens du nombre.",
    "semester": "Vérifier que S1 commence bien en novembre.",
}


@dataclass(frozen=True)
class Remark:
    """A cell that says more than a value: its header, its line, its text, and what is told of it.

    ``mark`` is what is alike in the cells that are told together.
    """

    what: Literal["untold", "none", "note", "semester"]
    header: str
    mark: str
    text: str
    line: int


def remarks_of(remarks: Iterable[Remark], file: str, sheet: str) -> list[Problem]:
    """A warning for each writing of each column, with its lines."""
    alike: dict[tuple[str, str, str], list[Remark]] = {}
    for remark in remarks:
        alike.setdefault((remark.what, remark.header, remark.mark), []).append(remark)
    return [
        Problem(
            file,
            sheet,
            first.line,
            first.header,
            f"{first.mark} ({_lines_fr([first, *others])})" if others else first.text,
            EXPECTED_FR[first.what],
            REMEDY_FR[first.what],
        )
        for first, *others in alike.values()
    ]


def conventions_of(remarks: Iterable[Remark]) -> list[Shape]:
    """How marks of absence and numbered semesters were read, one sentence for the whole file."""
    alike: dict[str, dict[str, int]] = {}
    for remark in remarks:
        if remark.what in READ_AS_FR:
            marks = alike.setdefault(remark.what, {})
            marks[remark.mark] = marks.get(remark.mark, 0) + 1
    return [
        Shape(
            "conventions",
            f"{', '.join(f'« {cut(mark)} »' for mark in list(marks)[:LINES_LISTED])} : "
            f"{counted(sum(marks.values()), *CELLS_FR)} {READ_AS_FR[what]}",
        )
        for what, marks in alike.items()
    ]


def _lines_fr(remarks: list[Remark]) -> str:
    listed = ", ".join(str(remark.line) for remark in remarks[:LINES_LISTED])
    more = len(remarks) - LINES_LISTED
    return f"lignes {listed}" + (f" et {more} autres" if more > 0 else "")
