"""Answers that are no count: a range, a share, a minimum, beside the counts of the same file.

Each is a clue of kind ``msu_indices``, with its own imprecision: it never passes for a count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from etl.declared.kinds import Kind
from etl.reading.layout import Table
from etl.reading.personal import scrubbed
from etl.reading.preview import Preview
from etl.reading.sorting import Line
from etl.reading.text import cell_text, cut
from etl.rows.numbers import CellError, clue, is_estimate, is_untold, number
from foundation.answers import Problem, SetAside
from foundation.french import counted

COUNTS, CLUES = "msu", "msu_indices"
COUNT, FORM, VALUE, HIGH = "total_msu", "form", "value", "high_value"
APART_START = "fourchette, part ou minimum ("
APART_FR = APART_START + "« {} ») : repris comme indice, non compté"
VAGUE_FR = "nombre approché (« {} »), sans ses bornes : ni compté, ni repris comme indice"
UNBOUNDED_FR = "nombre approché (« {} ») : écrire ses bornes pour le reprendre comme indice"
EXACT_FR = "nombre exact (« {} ») : à importer comme comptage de MSU"
LOST = (
    "un indice pour chaque fourchette mise de côté",
    "Mettre les fourchettes dans un fichier à part, du type « Indices sur le nombre de MSU ».",
)
ALL_APART = (
    "au moins un nombre exact de MSU",
    "Choisir le type « Indices sur le nombre de MSU » : aucune ligne n’est un comptage.",
)


def holds_clues(lines: Iterable[Line], kind: Kind) -> bool:
    """Whether counts of MSU stand beside answers that are none."""
    return kind.kind_id == COUNTS and any(_estimate(line) for line in lines)


def clues_apart(lines: Sequence[Line]) -> tuple[list[Line], list[SetAside]]:
    """The lines that give a count, and the others set aside."""
    apart = {rank: text for rank, line in enumerate(lines) if (text := _estimate(line))}
    return (
        [line for rank, line in enumerate(lines) if rank not in apart],
        [
            SetAside(
                lines[rank].number, (APART_FR if clue(text) else VAGUE_FR).format(_shown(text)), ""
            )
            for rank, text in apart.items()
        ],
    )


def apart_n(aside: Iterable[SetAside]) -> int:
    """How many lines are set aside as clues."""
    return sum(line.lines_n for line in aside if line.why_fr.startswith(APART_START))


def lost_clues(read: Preview, lost_n: int) -> Problem:
    """The refusal of a file in which clues would be neither counted nor taken."""
    seen = counted(lost_n, "fourchette non reprise", "fourchettes non reprises")
    return Problem(read.file, read.sheet, read.header_line, "", seen, *LOST)


def all_apart(table: Table, file: str) -> Problem:
    """The refusal of a file in which no line gives a count."""
    return Problem(file, table.sheet.name, table.header_line, "", "que des indices", *ALL_APART)


def reads_clues(table: Table, kind: Kind) -> bool:
    """Whether the form and the other end of a clue are to be read in one cell (« 40 à 50 »)."""
    return kind.kind_id == CLUES and VALUE in table.matched and not table.matched & {FORM, HIGH}


def as_clues(lines: Sequence[Line]) -> tuple[list[Line], list[SetAside]]:
    """Lines with the clue that a cell writes; those that give a count, or no bounds, set aside."""
    read, aside = [], []
    for line in lines:
        text = cell_text(line.cells.get(VALUE))
        told = clue(text)
        if told is not None:
            held = {FORM: told.form, VALUE: told.value, HIGH: told.high}
            read.append(replace(line, cells=line.cells | held))
        elif _is_count(text):
            aside.append(SetAside(line.number, EXACT_FR.format(_shown(text)), ""))
        elif is_estimate(text):
            aside.append(SetAside(line.number, UNBOUNDED_FR.format(_shown(text)), ""))
        else:
            read.append(line)
    return read, aside


def _shown(text: str) -> str:
    return cut(scrubbed(text))


def _is_count(text: str) -> bool:
    try:
        return number(text) is not None
    except CellError:
        return False


def _estimate(line: Line) -> str:
    """What a line writes for a count when it is none, '' when it may be one."""
    text = cell_text(line.cells.get(COUNT))
    is_told = text and not is_untold(text)
    return text if is_told and (clue(text) or is_estimate(text)) else ""
