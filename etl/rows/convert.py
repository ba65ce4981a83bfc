"""Data lines become typed records, or refusals that say what was expected."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from etl.declared.columns import Column
from etl.declared.domains import DOMAINS, Domain
from etl.declared.kinds import Kind
from etl.reading.layout import CODES, Table
from etl.reading.personal import (
    MASKED,
    MASKED_ID,
    holds_contact,
    holds_title,
    names_a_person,
    scrubbed,
)
from etl.reading.sorting import Line
from etl.reading.text import cell_text, cut, plain
from etl.rows import cells
from etl.rows.numbers import CellError, Marks, is_untold, marks_of, note_of, says_none
from etl.rows.places import ORDER, Places
from etl.rows.remarks import Remark, conventions_of, remarks_of
from foundation.answers import Match, Problem, Shape
from foundation.choices import OfTwoYears

LINES = "msu_lignes"
# More problems of one file than a person reads: the others are counted.
PROBLEMS_MAX = 200
EXCESS = (
    "autant de cellules que l’en-tête",
    "mettre entre guillemets les cellules qui contiennent le séparateur.",
)
FILL_DOWN = (
    " Si le nom du groupe n’est écrit qu’une fois, choisir « recopier la valeur du dessus »."
)
LEFT_OUT = "rien d’obligatoire : la cellule est mise de côté, la ligne est gardée."
INDICATOR_FR = "un indicateur que l’on peut importer, par son identifiant ou son libellé"
SOURCE_FR = "l’identifiant d’une source du registre"
ADD_UP_FR = ", ou les additionner si chacune est une partie (en ligne de commande : --add-up)"
SUM_AMONG_PARTS = (
    "une partie : ce nombre est la somme des autres lignes du même territoire",
    "vérifier que ce n’est pas leur total, qui serait compté deux fois ; si c’en est un, retirer "
    "sa ligne.",
)
LACKING_SUM = (
    "un nombre, puisque les lignes d’un même territoire sont additionnées",
    "sans lui, la somme de cette colonne n’est pas connue : elle est laissée vide.",
)
DATES = ("period", "day", "published_period", "semester", "year")
# Days of a workbook may be counted from 1904: a bare serial is then short of four years.
SERIAL, DAYS_TO_1904 = re.compile(r"\d{5}(?:\.\d+)?"), 1_462
# As few lines as may all be wrong.
FEW = 2
Record = dict[str, object]
# Forms of a clue whose columns do not mean the same.
RANGE, SHARE = "fourchette", "part"
# Kinds that hold the value of any indicator, and the column that does.
VALUED = {"valeurs": "value", "corrections": "corrected_value"}
PERCENTAGES = (DOMAINS["percent"], DOMAINS["change"])
SETTLED = ("settled_departement_n", "settled_region_n", "settled_elsewhere_n")


@dataclass(frozen=True)
class Lookup:
    """How names are recognised.

    ``territories`` has territory_id, level, code, name_fr, region_id; ``indicators`` maps the
    indicators a file may carry to their labels, ``domains`` what the values of each may be; no
    period may be later than ``today``.
    """

    territories: pd.DataFrame
    indicators: Mapping[str, str]
    sources: frozenset[str]
    today: datetime.date
    domains: Mapping[str, Domain] = field(default_factory=dict)


@dataclass
class Converter:
    """Converts the cells of one table; the same cell is converted once.

    ``doubts`` tells the first cells that were left out without refusing their line, ``doubts_n``
    how many they are. ``may_fill_down`` says that an empty cell may stand under its group’s name.
    """

    kind: Kind
    table: Table
    lookup: Lookup
    places: Places
    file: str
    doubts: list[Problem] = field(default_factory=list)
    doubts_n: int = 0
    may_fill_down: bool = False
    of_two_years: OfTwoYears = ""
    _remarks: list[Remark] = field(default_factory=list)
    _known: dict[tuple[str, type, object, Marks | None], object] = field(default_factory=dict)
    _marks: dict[tuple[str, str], Marks] = field(default_factory=dict)
    _indices: dict[str, int] = field(default_factory=dict)
    _written: dict[int, frozenset[str]] = field(default_factory=dict)
    _same: dict[int, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Where each column of the kind stands in the sheet."""
        self._indices = {match.column_id: match.index for match in self.table.matches}

    def record(self, line: Line) -> tuple[Record, list[Problem]]:
        """Values of a line by column id, ``line`` included, and what is wrong in it."""
        record: Record = {"line": line.number}
        problems = []
        if line.excess:
            problems.append(self.problem(line, None, *EXCESS))
        for column in self.kind.columns:
            cell = line.cells.get(column.column_id)
            try:
                record[column.column_id] = self.value(column, cell, self._marks_for(column, line))
                self._remark(line, column, cell)
            except CellError as error:
                if may_be_left_out(column):
                    record[column.column_id] = None
                    self._doubt(line, column, error.expected_fr)
                    continue
                problems.append(self.problem(line, column, error.expected_fr, error.remedy_fr))
        if not problems:
            problems = (
                self._shares(line, record)
                or [
                    self.problem(line, self.kind.column(column_id), expected, remedy)
                    for column_id, expected, remedy in inconsistencies(
                        self.kind, record, self.lookup
                    )
                ]
                or self._contradictions(line, record)
            )
        return record, problems

    @property
    def remarks(self) -> tuple[Problem, ...]:
        """What was understood of cells that say more than a value, each writing told once."""
        place = (self.file, self.table.sheet.name)
        return tuple(remarks_of(self._remarks, *place))

    @property
    def conventions(self) -> tuple[Shape, ...]:
        """How writings that could mean something else were read, to confirm once for the file."""
        return tuple(conventions_of(self._remarks))

    def silent(self, lines: Sequence[Line]) -> dict[int, str]:
        """Lines whose count is withheld or not given, by rank, with why they are set aside.

        A line of a wide table is several. Empty when every line is so: nothing of the file would
        then be told.
        """
        required = [column for column in self.kind.columns if column.required and column.measure]
        found: dict[int, str] = {}
        for rank, line in enumerate(lines):
            for column in required:
                text = cell_text(cell := line.cells.get(column.column_id))
                if text and self._is_blank(column, cell) and rank not in found:
                    header = line.headers.get(column.column_id) or self._header(column)
                    found[rank] = f"valeur tue ou non donnée (« {header} » : « {cut(text)} »)"
        return found if len(found) < len(lines) else {}

    def _remark(self, line: Line, column: Column, cell: object) -> None:
        """What a cell says beside its value, to be told once for the file."""
        text = cell_text(cell)
        if not isinstance(cell, str) or not text:
            return
        what: Literal["untold", "none", "note", "semester"] | None = None
        mark = text
        if column.type in ("integer", "decimal"):
            if is_untold(cell) and _may_be_missing(column):
                what = "untold"
            elif says_none(cell):
                what = "none"
            elif note := note_of(cell):
                what, mark = "note", note
        elif column.type == "semester" and cells.numbered_semester(cell):
            what = "semester"
        if what:
            self._remarks.append(Remark(what, self._header(column), mark, text, line.number))

    def _contradictions(self, line: Line, record: Record) -> list[Problem]:
        """What another column of the line says again, otherwise."""
        if not self.table.rivals:
            return []
        problems = []
        row = self.table.sheet.cells[line.number - 1]
        for rival in self.table.rivals:
            cell = row[rival.index] if rival.index < len(row) else None
            column = self.kind.column(rival.column_id)
            read = record.get(column.column_id)
            if not cell_text(cell) or read is None or self._agrees(column, read, cell, rival):
                continue
            if self._says_the_same(column, rival):
                problems.append(
                    self.problem(
                        line,
                        column,
                        f"la même chose que « {cut(rival.header)} » : « {cut(cell_text(cell))} »",
                        "corriger celle des deux cellules qui se trompe, ou laisser de côté l’une "
                        "des deux colonnes.",
                    )
                )
        return problems

    def _says_the_same(self, column: Column, rival: Match) -> bool:
        """Whether a column of codes is one of the territories: most lines agree, or few are there.

        Any number may pass for the code of a département.
        """
        if rival.how != "approchant" or plain(rival.header) not in CODES:
            return True
        if rival.index not in self._same:
            index = self._indices[column.column_id]
            below = self.table.sheet.cells[self.table.header_line :]
            pairs = [
                (row[index], row[rival.index])
                for row in below
                if max(index, rival.index) < len(row) and cell_text(row[rival.index])
            ]
            agreed = sum(self._agree(column, one, other, rival) for one, other in pairs)
            self._same[rival.index] = len(pairs) <= FEW or 2 * agreed >= len(pairs)
        return self._same[rival.index]

    def _agree(self, column: Column, one: object, other: object, rival: Match) -> bool:
        try:
            read = self.value(column, one)
        except CellError:
            return False
        return self._agrees(column, read, other, rival)

    def _agrees(self, column: Column, read: object, cell: object, rival: Match) -> bool:
        """Whether a cell of another column agrees with the value read; what it holds if any.

        A cell that cannot be read says nothing.
        """
        try:
            if column.type == "territory":
                postal = self.kind.kind_id == LINES
                other = self.places.resolve(cell, ORDER, header=rival.header, postal=postal)
                return self.places.agree(str(read), other)
            if column.type in ("period", "year", "semester"):
                told = cells.period(self._dated(column, cell), self.lookup.today, future=True)
                # A semester and the day it was counted are of the same year, no more.
                length = 4 if column.type == "semester" else min(len(told), len(str(read)))
                return str(read)[:length] == told[:length]
        except CellError:
            return True
        return self._same_count(column, read, cell, rival)

    def _same_count(self, column: Column, read: object, cell: object, rival: Match) -> bool:
        """Whether a rival count is the same; a column that the user or the template names wins."""
        how = next((m.how for m in self.table.matches if m.column_id == column.column_id), "exact")
        if column.type != "integer" or how in ("exact", "choisi"):
            return True
        try:
            return cells.integer(cell) == read
        except CellError:
            return True

    def _header(self, column: Column) -> str:
        named = [m.header for m in self.table.matches if m.column_id == column.column_id]
        return named[0] if named else column.header_fr

    def _marks_for(self, column: Column, line: Line) -> Marks | None:
        """What the column settles of its marks; the values of each indicator apart."""
        if column.type not in ("integer", "decimal") or column.column_id not in self._indices:
            return None
        by = self._indices.get("indicator_id") if self.kind.kind_id in VALUED else None
        named = cell_text(line.cells.get("indicator_id")) if by is not None else ""
        key = (column.column_id, named)
        if key not in self._marks:
            index = self._indices[column.column_id]
            below = self.table.sheet.cells[self.table.header_line :]
            self._marks[key] = marks_of(
                row[index]
                for row in below
                if index < len(row)
                and (by is None or (by < len(row) and cell_text(row[by]) == named))
            )
        return self._marks[key]

    def _is_blank(self, column: Column, cell: object) -> bool:
        """Whether a cell gives no value: blank or, where it may be, withheld or not known."""
        if not _may_be_missing(column):
            return not cell_text(cell)
        if cells.is_missing(cell):
            return True
        is_number = column.type in ("integer", "decimal")
        return is_number and is_untold(cell) and not self._is_ticked(column, cell)

    def _is_ticked(self, column: Column, cell: object) -> bool:
        """Whether a cross may say yes rather than « unknown »: all its column, or a needed one."""
        if cell_text(cell).casefold() != "x":
            return False
        return column.required or self._texts(column) <= {"", "x", "X"}

    def _texts(self, column: Column) -> frozenset[str]:
        """What the cells of a column write, each writing once."""
        index = self._indices.get(column.column_id)
        if index is None:
            return frozenset()
        if index not in self._written:
            below = self.table.sheet.cells[self.table.header_line :]
            self._written[index] = frozenset(
                cell_text(row[index]) for row in below if index < len(row)
            )
        return self._written[index]

    def _doubt(self, line: Line, column: Column, expected: str) -> None:
        self.doubts_n += 1
        if self.doubts_n <= PROBLEMS_MAX:
            self.doubts.append(self.problem(line, column, expected, LEFT_OUT))

    def value(self, column: Column, cell: object, marks: Marks | None = None) -> object:
        """Value of a cell, None when it is missing and may be; ``marks`` is of its column.

        Raises
        ------
        CellError
            When the cell is not what the column holds, or is missing and required.
        """
        if self._is_blank(column, cell):
            if column.required:
                remedy = _fill(column, cell)
                if self.may_fill_down and not cell_text(cell):
                    remedy += FILL_DOWN
                raise CellError(f"{_what(column)} (colonne obligatoire)", remedy)
            return self._default(column)
        key = (column.column_id, type(cell), cell, marks)
        if key not in self._known:
            try:
                self._known[key] = self._converted(column, cell, marks)
            except CellError as error:
                self._known[key] = error
        known = self._known[key]
        if isinstance(known, CellError):
            raise known
        return known

    def _default(self, column: Column) -> object:
        return None if column.default is None else self._converted(column, column.default)

    def _dated(self, column: Column, cell: object) -> object:
        """A date as it is read: the year chosen of two, a serial counted from 1904."""
        if self.of_two_years and column.type in ("period", "year"):
            cell = cells.of_two_years(cell, self.of_two_years)
        is_short = self.table.sheet.is_1904 and column.type in DATES
        if is_short and SERIAL.fullmatch(text := cell_text(cell)):
            return int(float(text)) + DAYS_TO_1904
        return cell

    def _converted(self, column: Column, cell: object, marks: Marks | None = None) -> object:
        cell = self._dated(column, cell)
        convert: Mapping[str, Callable[[], object]] = {
            "territory": lambda: self._territory(column, cell),
            "territories": lambda: _joined(
                self._territory(column, part) for part in cells.several(cell)
            ),
            "list": lambda: _joined(self._item(column, part) for part in cells.several(cell)),
            "period": lambda: cells.period(cell, self.lookup.today, future=column.may_be_future),
            "day": lambda: cells.day(cell, self.lookup.today),
            "published_period": lambda: cells.published_period(cell, self.lookup.today),
            "semester": lambda: cells.semester(cell, self.lookup.today),
            "year": lambda: cells.year(cell, self.lookup.today),
            "integer": lambda: cells.integer(cell, marks),
            "decimal": lambda: self._decimal(cell, marks),
            "code": lambda: cells.code(cell, column.codes),
            "text": lambda: self._text(column, cell_text(cell)),
            "indicator": lambda: cells.one_of(cell, self.lookup.indicators, INDICATOR_FR),
            "source": lambda: cells.one_of(cell, _itself(self.lookup.sources), SOURCE_FR),
        }
        return convert[column.type]()

    def _territory(self, column: Column, cell: object) -> str:
        named = (m.header for m in self.table.matches if m.column_id == column.column_id)
        header = next(named, column.header_fr)
        if self.places.is_ambiguous(cell, column.levels, header) and not self._on_three(column):
            code = cell_text(cell)
            raise CellError(
                f"un code qui n’a qu’une lecture : le département {code[1:]}, ou la subdivision",
                f"écrire DEP-{code[1:]} ou SUB-{code}.",
            )
        if self.places.is_ambiguous(cell, column.levels, header):
            header = "département"
        return self.places.resolve(
            cell, column.levels, header=header, postal=self.kind.kind_id == LINES
        )

    def _decimal(self, cell: object, marks: Marks | None) -> float:
        """A number; « 48 % » is 48, where the other columns of the line say that it is a share."""
        read = cells.percentage(cell, marks)
        return cells.decimal(cell, marks=marks) if read is None else read

    def _shares(self, line: Line, record: Record) -> list[Problem]:
        """Percentages where the line gives no share: their unit is another."""
        domain = self.lookup.domains.get(str(record.get("indicator_id")))
        is_share = domain in PERCENTAGES or record.get("form") == SHARE
        return [
            self.problem(line, column, "un nombre, dans l’unité de la colonne", remedy)
            for column in self.kind.columns
            if column.type == "decimal" and not is_share
            for text in [cell_text(line.cells.get(column.column_id))]
            if text.endswith("%")
            for remedy in [cells.number_remedy(text)]
        ]

    def _on_three(self, column: Column) -> bool:
        """Whether a column writes the codes of départements on three digits (« 001 »)."""
        return any(map(self.places.is_departement_on_three, self._texts(column)))

    def _text(self, column: Column, text: str) -> str:
        if column.use == "distinct":
            # The annotated copy masks them all alike: taken again, it would count one MSU.
            if text == MASKED_ID:
                raise CellError(
                    "le repère d’origine",
                    "importer le fichier d’origine corrigé, et non sa copie annotée.",
                )
            return text
        if holds_contact(text):
            raise CellError(
                "un texte sans adresse électronique, téléphone ni numéro de personne",
                "retirer ces coordonnées : aucune donnée personnelle n’est gardée.",
            )
        if column.body and names_a_person(text, self.places.is_place):
            raise CellError(
                "un organisme (« CDOM de l’Aveyron »), jamais une personne",
                "écrire le nom de l’organisme.",
            )
        if holds_title(text):
            raise CellError(
                "un texte sans nom de personne",
                "retirer le nom : aucune donnée personnelle n’est gardée.",
            )
        return text

    def _item(self, column: Column, text: str) -> str:
        return cells.code(text, column.codes) if column.codes else self._text(column, text)

    def problem(self, line: Line, column: Column | None, expected: str, remedy: str) -> Problem:
        """What is wrong in a line, without what identifies a person."""
        value = header = ""
        if column is not None:
            header = line.headers.get(column.column_id) or self._header(column)
            value = cell_text(line.cells.get(column.column_id))
            if value and column.use == "distinct":
                value = MASKED_ID
            elif names_a_person(value, self.places.is_place):
                value = MASKED
        return Problem(
            self.file,
            self.table.sheet.name,
            line.number,
            header,
            cut(scrubbed(value)),
            expected,
            remedy[:1].upper() + remedy[1:],
        )


def duplicates(
    kind: Kind, records: Sequence[tuple[Line, Record]], converter: Converter
) -> list[Problem]:
    """Lines that name the same row as a line above, both numbers told."""
    first: dict[tuple[object, ...], int] = {}
    problems: list[Problem] = []
    for line, record in records:
        key = tuple(record[column_id] for column_id in kind.keys)
        number = first.setdefault(key, line.number)
        if number != line.number and len(problems) <= PROBLEMS_MAX:
            names = ", ".join(kind.column(column_id).header_fr for column_id in kind.keys)
            problems.append(
                converter.problem(
                    line,
                    kind.column(kind.keys[0]),
                    f"une seule ligne pour un même ensemble ({names})",
                    f"les lignes {number} et {line.number} portent sur le même ensemble : "
                    f"en garder une{ADD_UP_FR if adds_up(kind) else ''}.",
                )
            )
    return problems


def adds_up(kind: Kind) -> bool:
    """Whether the lines of one row may be added: all that it measures is counted."""
    measures = [kind.column(name) for name in kind.measures]
    return bool(measures) and all(column.type == "integer" for column in measures)


def added_up(kind: Kind, records: Sequence[tuple[Line, Record]]) -> list[tuple[Line, Record]]:
    """Lines of the same row as one, on the first of them.

    What a line does not give is not known of the sum either, nor a note that is not theirs all.
    """
    return [_sum_of(kind, group) for group in _by_row(kind, records)]


def doubtful_sums(
    kind: Kind, records: Sequence[tuple[Line, Record]], converter: Converter
) -> list[Problem]:
    """Doubts on lines to add up: one that is the sum of the others, a count that some lack."""
    doubts = []
    for group in _by_row(kind, records):
        for name in kind.measures if len(group) > 1 else ():
            counts = [record[name] for _, record in group]
            known = [count for count in counts if isinstance(count, int)]
            column = kind.column(name)
            if known and len(known) < len(counts):
                lacking = next(line for line, record in group if record[name] is None)
                doubts.append(converter.problem(lacking, column, *LACKING_SUM))
            elif column.required and len(group) > 2:
                doubts += [
                    converter.problem(line, column, *SUM_AMONG_PARTS)
                    for (line, _), count in zip(group, known, strict=True)
                    if count and 2 * count == sum(known)
                ]
    return doubts


def _by_row(kind: Kind, records: Sequence[tuple[Line, Record]]) -> list[list[tuple[Line, Record]]]:
    """Lines of the same row together, in the order of the first ones."""
    groups: dict[tuple[object, ...], list[tuple[Line, Record]]] = {}
    for line, record in records:
        groups.setdefault(tuple(record[name] for name in kind.keys), []).append((line, record))
    return list(groups.values())


def _sum_of(kind: Kind, group: Sequence[tuple[Line, Record]]) -> tuple[Line, Record]:
    line, first = group[0]
    if len(group) == 1:
        return line, first
    whole: Record = {}
    for name, value in first.items():
        values = [record[name] for _, record in group]
        if name in kind.measures:
            counts = [count for count in values if isinstance(count, int)]
            whole[name] = sum(counts) if len(counts) == len(values) else None
        else:
            whole[name] = value if name == "line" or len(set(values)) == 1 else None
    return line, whole


def inconsistencies(kind: Kind, record: Record, lookup: Lookup) -> list[tuple[str, str, str]]:
    """Values of a record that contradict each other: column id, expected, remedy."""
    if kind.kind_id in VALUED:
        fault = _out_of_domain(record, VALUED[kind.kind_id], lookup)
        if fault:
            return fault
    checks: dict[str, Callable[[Record, datetime.date], list[tuple[str, str, str]]]] = {
        "msu": _above_total,
        "msu_indices": _clue,
        "cohortes": _cohort,
        "cohortes_flux": _horizon,
        "corrections": _correction,
    }
    check = checks.get(kind.kind_id)
    return check(record, lookup.today) if check else []


def _out_of_domain(record: Record, column_id: str, lookup: Lookup) -> list[tuple[str, str, str]]:
    """A value that its indicator cannot have, whoever says so."""
    domain = lookup.domains.get(str(record["indicator_id"]))
    value = record[column_id]
    if domain is None or not isinstance(value, int | float) or domain.holds(value):
        return []
    label = lookup.indicators.get(str(record["indicator_id"]), "")
    expected = f"{domain.expected_fr} (« {label} »)" if label else domain.expected_fr
    return [(column_id, expected, "vérifier la valeur, son unité et l’indicateur de la ligne.")]


def _above_total(record: Record, today: datetime.date) -> list[tuple[str, str, str]]:
    total = _count(record, "total_msu")
    return [
        (
            column_id,
            f"au plus le total de la ligne ({total})",
            "vérifier ce nombre et le total : chaque MSU n’est compté qu’une fois par colonne.",
        )
        for column_id in record
        if column_id.endswith("_msu") and _count(record, column_id) > total
    ]


def _clue(record: Record, today: datetime.date) -> list[tuple[str, str, str]]:
    """What is wrong for the form of a clue: a range has two ends, a share is a percentage."""
    form, value, high = record["form"], record["value"], record.get("high_value")
    number = value if isinstance(value, float) else 0.0
    if form != RANGE and high is not None:
        return [("high_value", f"rien, pour la forme « {form} »", "vider cette cellule.")]
    if form == SHARE:
        # No place has less than one MSU for a hundred GPs: 0.48 is 48 %, written as a fraction.
        if 1 <= number <= 100:
            return []
        remedy = "écrire 48 pour 48 % des généralistes."
        return [("value", "un pourcentage, de 1 à 100", remedy)]
    if not number.is_integer() or number < 1:
        return [("value", "un nombre entier de MSU, 1 ou plus", "vérifier la valeur et la forme.")]
    if form == RANGE and not (isinstance(high, int) and high > number):
        remedy = "vérifier les deux bornes ; un nombre exact s’importe comme comptage de MSU."
        return [("high_value", f"plus que le bas de la fourchette ({number:.0f})", remedy)]
    return []


def _cohort(record: Record, today: datetime.date) -> list[tuple[str, str, str]]:
    settled = sum(_count(record, part) for part in SETTLED)
    if settled > _count(record, "trained_n"):
        expected = f"au moins {settled}, la somme des médecins installés de la ligne"
        remedy = "vérifier l’effectif formé et les installés, chacun compté une seule fois."
        return [("trained_n", expected, remedy)]
    return _horizon(record, today)


def _horizon(record: Record, today: datetime.date) -> list[tuple[str, str, str]]:
    if _count(record, "cohort") + int(str(record["delay_years"])) <= today.year:
        return []
    expected = f"un délai écoulé en {today.year} : cohorte + délai au plus égal à {today.year}"
    return [("delay_years", expected, "vérifier la cohorte et le délai.")]


def fractions(
    kind: Kind, records: Sequence[tuple[Line, Record]], converter: Converter
) -> list[Problem]:
    """A doubt for each percentage whose every value is one at most: « 0,48 » may be 48 %."""
    if kind.kind_id != "valeurs":
        return []
    by_indicator: dict[str, list[tuple[Line, float]]] = {}
    for line, record in records:
        indicator_id, value = str(record["indicator_id"]), record["value"]
        if converter.lookup.domains.get(indicator_id) == DOMAINS["percent"]:
            by_indicator.setdefault(indicator_id, []).append((line, float(str(value))))
    expected = "un pourcentage : 48 pour 48 %"
    remedy = "vérifier l’unité : si ce sont des fractions, écrire 48 et non 0,48."
    return [
        converter.problem(held[0][0], kind.column("value"), expected, remedy)
        for held in by_indicator.values()
        if all(value <= 1 for _, value in held) and any(value % 1 for _, value in held)
    ]


def _correction(record: Record, today: datetime.date) -> list[tuple[str, str, str]]:
    if record["published_value"] != record["corrected_value"]:
        return []
    expected = "une valeur différente de la valeur publiée"
    return [("corrected_value", expected, "retirer la ligne : elle ne corrige rien.")]


def _count(record: Record, column_id: str) -> int:
    value = record.get(column_id)
    return value if isinstance(value, int) else 0


def _may_be_missing(column: Column) -> bool:
    """Whether « n. d. » or « - » in a column says that nothing is known."""
    optional = not (column.required or column.key)
    return column.type in ("integer", "decimal") or (column.type == "period" and optional)


def may_be_left_out(column: Column) -> bool:
    """Whether a cell that cannot be read is left out, and told, rather than refusing its line.

    A date that may be empty: « à vérifier » says that it is not known.
    """
    return column.type in ("period", "day") and not (column.required or column.key)


def _what(column: Column) -> str:
    return {
        "integer": "un nombre entier",
        "decimal": "un nombre",
        "territory": "un territoire",
        "territories": "des territoires",
        "day": "une date",
        "period": "une date",
        "published_period": "la période affichée",
        "semester": "un semestre",
        "year": "une année",
    }.get(column.type, "une valeur")


def _fill(column: Column, cell: object) -> str:
    if is_untold(cell):
        return "une valeur tue pour le secret, ou inconnue, n’est pas importée : retirer la ligne."
    if cell_text(cell):
        return "sans cette valeur, retirer la ligne : rien n’est estimé à sa place."
    return f"remplir la cellule (par exemple {column.example}), ou retirer la ligne."


def _joined(parts: Iterable[str]) -> str | None:
    """Several values as one text, each once; None without any."""
    return cells.SEPARATOR.join(dict.fromkeys(parts)) or None


def _itself(names: frozenset[str]) -> dict[str, str]:
    return {name: name for name in names}
