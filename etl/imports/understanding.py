"""How a table is understood: what its columns fill, what its file says elsewhere, how it is laid.

Nothing here is stored before its user confirms it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from etl.declared.columns import Column
from etl.declared.kinds import Kind
from etl.imports.clues import FORM, reads_clues
from etl.imports.file_values import column_named, may_hold_for_all, proposed_values
from etl.imports.lists import (
    LOCAL_ID,
    counted_by,
    identified,
    identity_columns,
    is_list,
    is_rank,
    without_rank,
)
from etl.imports.shapes import (
    DATES,
    GROUP_FR,
    Sections,
    Spread,
    filled_down,
    named_once,
    sections_of,
    spread_of,
    under_sections,
    without_sums,
)
from etl.reading.layout import Table, headers_of
from etl.reading.personal import scrubbed
from etl.reading.preview import RefusedFileError
from etl.reading.safety import check_span
from etl.reading.sorting import Line, Sorted, sort_lines
from etl.reading.text import cut
from etl.rows.cells import CellError
from etl.rows.convert import Converter, Lookup
from etl.rows.places import Places
from foundation.answers import FileValue, Header, Offer, Problem, SetAside, Shape
from foundation.choices import Choices, CountBy

FILLED_FR = "le nom d’un groupe est recopié sur les lignes au-dessous, à votre demande"
COUNTED_BY_FR = {
    "number": "chaque médecin est compté une fois, d’après son numéro, qui n’est pas gardé",
    "name": "chaque médecin est compté une fois, d’après ({headers}), sans les garder",
}


@dataclass(frozen=True)
class Reading:
    """Data lines as those of the template, and what was made of the others."""

    lines: tuple[Line, ...]
    aside: tuple[SetAside, ...] = ()
    faults: tuple[Problem, ...] = ()
    shapes: tuple[Shape, ...] = ()
    offers: tuple[Offer, ...] = ()
    doubts: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Understood:
    """A table, and all that is understood of it besides its columns."""

    table: Table
    kind: Kind
    choices: Choices
    places: Places
    values: tuple[FileValue, ...] = ()
    spread: Spread | None = None
    sections: Sections | None = None
    count_by: CountBy = ""

    @property
    def lacking(self) -> tuple[Column, ...]:
        """Required columns that nothing fills."""
        filled = {value.column_id for value in self.values if value.value}
        filled |= self.spread.fills if self.spread else set()
        filled |= {self.sections.column.column_id} if self.sections else set()
        filled |= {LOCAL_ID} if self.count_by else set()
        filled |= {FORM} if reads_clues(self.table, self.kind) else set()
        return tuple(c for c in self.table.missing(self.kind) if c.column_id not in filled)

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """How the table is laid out, one sentence each."""
        shapes = []
        if self.table.header_lines_n > 1:
            numbers = range(self.table.first_header, self.table.header_line + 1)
            *before, last = map(str, numbers)
            lines = f"{', '.join(before)} et {last}"
            sentence = f"les lignes {lines} sont lues ensemble comme en-têtes"
            shapes.append(Shape("entetes", sentence))
        if self.spread:
            left = [dropped.header for dropped in self.table.dropped if not dropped.personal]
            shapes.append(self.spread.shape(self.kind, left))
        if self.sections:
            shapes.append(self.sections.shape())
        return (*shapes, *_identity_shape(self.table, self.count_by))

    @property
    def headers(self) -> tuple[Header, ...]:
        """Every column of the file, with what it fills."""
        spread = {place.index: place for place in self.spread.places} if self.spread else {}
        return tuple(
            replace(header, column_id=spread[header.index].measure, is_spread=True)
            if header.index in spread
            else header
            for header in headers_of(self.table)
        )

    def read(self, lines: Sorted, file: str) -> Reading:
        """The data lines of the table as those of the template: whatever fills a column does.

        Nothing is repeated or turned without being told.
        """
        data = list(lines.data)
        aside: list[SetAside] = []
        shapes: list[Shape] = []
        offers: list[Offer] = []
        if self.sections:
            aside += [SetAside(n, GROUP_FR, "") for n in sorted(self.sections.numbers)]
            data = under_sections(data, self.table, self.sections)
        if self.choices.fill_down:
            filled = filled_down(data, lines.totals, self.table, self.kind)
            kept = {line.number for line in filled}
            aside += [SetAside(x.number, GROUP_FR, "") for x in data if x.number not in kept]
            data = filled
            shapes.append(Shape("recopie", FILLED_FR, needs_confirmation=False))
        elif named_once(data, self.table, self.kind):
            offers.append("fill_down")
        faults: list[Problem] = []
        doubts: list[Problem] = []
        if self.spread:
            doubts = self._doubts(data, self.spread, file)
            data, told, faults = self._spread(data, self.spread, file)
            aside += told
        return Reading(
            tuple(self._completed(data)),
            tuple(aside),
            tuple(faults),
            tuple(shapes),
            tuple(offers),
            tuple(doubts),
        )

    def _doubts(self, data: Sequence[Line], spread: Spread, file: str) -> list[Problem]:
        index = spread.sum_index(self.table)
        rows = self.table.sheet.cells
        return [
            doubt
            for line in (data if index is not None else ())
            for doubt in spread.doubts(line, rows[line.number - 1], index, file, self.table)
        ]

    def _spread(
        self, data: Sequence[Line], spread: Spread, file: str
    ) -> tuple[list[Line], list[SetAside], list[Problem]]:
        cells = self.table.sheet.cells
        check_span(file, self.table.sheet.name, len(data) * len(spread.places), 0)
        spread_lines: list[Line] = []
        aside: list[SetAside] = []
        faults: list[Problem] = []
        for line in data:
            row = cells[line.number - 1]
            spread_lines += spread.lines(line, row, with_blank=self.choices.adds_up)
            aside += spread.aside(line, row)
            faults += spread.faults(line, row, file, self.table.sheet.name)
        return spread_lines, aside, faults

    def _completed(self, lines: Iterable[Line]) -> Iterator[Line]:
        constants: dict[str, object] = {v.column_id: v.value for v in self.values if v.value}
        # A doctor without number is told apart by name.
        by: Sequence[CountBy] = (
            ("number", "name") if self.count_by == "number" else (self.count_by,)
        )
        for line in lines:
            whole = replace(line, cells=line.cells | constants) if constants else line
            yield identified(whole, self.table, by) if self.count_by else whole

    def totals(self, lines: Sorted) -> tuple[Line, ...]:
        """Total lines as they may be compared: those of a wide table, by date."""
        if self.spread is None:
            return lines.totals
        if not all(self.kind.column(name).type in DATES for name in self.spread.dimensions):
            return ()
        cells = self.table.sheet.cells
        return tuple(
            whole
            for line in lines.totals
            for whole in self.spread.lines(line, cells[line.number - 1])
        )


def understand(
    table: Table, kind: Kind, choices: Choices, file: str, lookup: Lookup, places: Places
) -> Understood:
    """A table as its user's choices, its layout, its title and the names of its file complete it.

    Raises
    ------
    RefusedFileError
        When a choice cannot be.
    """
    given = _given(table, kind, choices, file)
    if is_list(kind) and (choices.count_by or is_rank(table)):
        table = without_rank(table)
    spread = None
    if not choices.as_written:
        spread = spread_of(
            table, kind, given, choices.by_header, lookup, places, choices.of_two_years
        )
        table = without_sums(table, spread) if spread else table
    filled = spread.fills if spread else frozenset()
    filled |= {FORM} if reads_clues(table, kind) else set()
    missing = [c for c in table.missing(kind) if may_hold_for_all(c) and c.column_id not in filled]
    sections = None
    territory = next((c for c in missing if c.type == "territory"), None)
    if territory and territory.column_id not in given and not choices.as_written:
        sections = sections_of(
            territory, sort_lines(table, kind, places.is_place).data, table, places
        )
    if sections:
        missing.remove(sections.column)
    asked = [*missing, *(c for c in kind.columns if c.column_id in given and c not in missing)]
    values = proposed_values(asked, given, table, file, lookup, places)
    converter = Converter(kind, table, lookup, places, file)
    return Understood(
        table=table,
        kind=kind,
        choices=choices,
        places=places,
        values=tuple(_read(value, converter) for value in values),
        spread=spread,
        sections=sections,
        count_by=_count_by(table, kind, choices, file),
    )


def _given(table: Table, kind: Kind, choices: Choices, file: str) -> dict[str, str]:
    """Values that the user gave for the whole file, by column id."""
    given = {}
    for name, text in choices.values:
        column = column_named(kind, name)
        if column is None or not may_hold_for_all(column):
            allowed = ", ".join(c.header_fr for c in kind.columns if may_hold_for_all(c))
            expected = f"une colonne qui peut valoir pour tout le fichier : {allowed}"
            raise _refused(
                table, file, "", scrubbed(name), expected, "Choisir une de ces colonnes."
            )
        header = next((m.header for m in table.matches if m.column_id == column.column_id), "")
        if header and text.strip():
            raise _refused(
                table,
                file,
                header,
                scrubbed(text),
                f"une seule valeur par ligne : la colonne « {header} » donne déjà la sienne",
                "Laisser de côté cette colonne, ou retirer la valeur donnée pour tout le fichier.",
            )
        if text.strip():
            given[column.column_id] = " ".join(text.split())
    return given


def _read(value: FileValue, converter: Converter) -> FileValue:
    """A value of the file as it is stored; refused once, rather than on each line."""
    if not value.value:
        return value
    column = converter.kind.column(value.column_id)
    try:
        stored = converter.value(column, value.value)
    except CellError as error:
        if value.origin != "demande":
            return replace(value, value="", origin="")
        raise _refused(
            converter.table,
            converter.file,
            column.header_fr,
            scrubbed(value.value),
            error.expected_fr,
            error.remedy_fr,
        ) from error
    return value if column.type == "territory" else replace(value, value=str(stored))


def _count_by(table: Table, kind: Kind, choices: Choices, file: str) -> CountBy:
    """What tells the doctors of a list without identifier apart; '' for any other file."""
    if not is_list(kind) or (LOCAL_ID in table.matched and not choices.count_by):
        return ""
    if choices.count_by in ("number", "name") and not identity_columns(table, choices.count_by):
        what = "un numéro RPPS" if choices.count_by == "number" else "un nom"
        expected = f"une colonne qui annonce {what}"
        raise _refused(table, file, "", "", expected, "Compter plutôt chaque ligne pour un MSU.")
    return choices.count_by or counted_by(table)


def _identity_shape(table: Table, count_by: CountBy) -> Iterator[Shape]:
    if count_by in ("number", "name"):
        names = (table.names[index] for index in identity_columns(table, count_by))
        sentence = COUNTED_BY_FR[count_by].format(headers=", ".join(names))
        yield Shape("identite", sentence)


def _refused(
    table: Table, file: str, column: str, value: str, expected: str, remedy: str
) -> RefusedFileError:
    remedy_fr = remedy[:1].upper() + remedy[1:]
    place = (file, table.sheet.name, table.header_line, column, cut(value))
    return RefusedFileError([Problem(*place, expected, remedy_fr)])
