"""How a table is understood: what its columns fill, what its file says elsewhere, how it is laid.

Nothing here is stored before its user confirms it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from etl.declared.columns import Column
from etl.declared.kinds import Kind
from etl.imports.file_values import column_named, may_hold_for_all, proposed_values
from etl.imports.lists import counted_by, identified, identity_columns, is_list
from etl.reading.layout import Table
from etl.reading.personal import scrubbed
from etl.reading.preview import RefusedFileError
from etl.reading.sorting import Line
from etl.reading.text import cut
from etl.rows.cells import CellError
from etl.rows.convert import Converter, Lookup
from etl.rows.places import Places
from foundation.answers import FileValue, Problem, Shape
from foundation.choices import Choices, CountBy

LOCAL_ID = "local_id"
COUNTED_BY_FR = {
    "number": "chaque médecin est compté une fois, d’après son numéro, qui n’est pas gardé",
    "name": "chaque médecin est compté une fois, d’après ({headers}), sans les garder",
}


@dataclass(frozen=True)
class Understood:
    """A table, and all that is understood of it besides its columns."""

    table: Table
    kind: Kind
    values: tuple[FileValue, ...] = ()
    shapes: tuple[Shape, ...] = ()
    count_by: CountBy = ""

    @property
    def lacking(self) -> tuple[Column, ...]:
        """Required columns that nothing fills."""
        filled = {value.column_id for value in self.values if value.value}
        filled |= {LOCAL_ID} if self.count_by else set()
        return tuple(c for c in self.table.missing(self.kind) if c.column_id not in filled)

    def lines(self, lines: Iterable[Line]) -> Iterator[Line]:
        """Data lines as those of the template: every column is filled, whatever filled it."""
        constants: dict[str, object] = {v.column_id: v.value for v in self.values if v.value}
        indices = identity_columns(self.table, self.count_by)
        for line in lines:
            whole = replace(line, cells=line.cells | constants) if constants else line
            yield identified(whole, self.table, indices) if self.count_by else whole


def understand(
    table: Table, kind: Kind, choices: Choices, file: str, lookup: Lookup, places: Places
) -> Understood:
    """A table as its user's choices, its title and the names of its file complete it.

    Raises
    ------
    RefusedFileError
        When a choice cannot be.
    """
    given = _given(table, kind, choices, file)
    missing = [c for c in table.missing(kind) if may_hold_for_all(c)]
    asked = [*missing, *(c for c in kind.columns if c.column_id in given and c not in missing)]
    values = proposed_values(asked, given, table, file, lookup, places)
    converter = Converter(kind, table, lookup, places, file)
    count_by = _count_by(table, kind, choices, file)
    return Understood(
        table=table,
        kind=kind,
        values=tuple(_read(value, converter) for value in values),
        shapes=tuple(_identity_shape(table, count_by)),
        count_by=count_by,
    )


def _given(table: Table, kind: Kind, choices: Choices, file: str) -> dict[str, str]:
    """Values that the user gave for the whole file, by column id."""
    given = {}
    for name, text in choices.values:
        column = column_named(kind, name)
        if column is None or not may_hold_for_all(column):
            allowed = ", ".join(c.column_id for c in kind.columns if may_hold_for_all(c))
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
