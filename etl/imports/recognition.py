"""Which kind of file a file is: each kind is tried, and judged by its headers and its values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from etl.declared.columns import Column
from etl.declared.kinds import Kind
from etl.imports.prepare import visible_sheets
from etl.imports.understanding import Understood, understand
from etl.reading.book import Book, read_book
from etl.reading.layout import Table, locate
from etl.reading.sorting import EXAMPLE_FR, sort_lines
from etl.reading.text import file_name
from etl.rows.cells import CellError
from etl.rows.convert import Converter, Lookup
from etl.rows.places import Places
from foundation.answers import KindGuess
from foundation.choices import Choices

SAMPLE = 40
# What a guess is worth: columns that the kind needs, cells that its columns can read, headers of
# the file that it explains.
NEEDED, READABLE, EXPLAINED = 0.5, 0.3, 0.2
# A kind that lacks a column it needs is no more than a hint.
INCOMPLETE = 0.5
LEAST_SCORE = 0.2
LISTED = 4


def recognise(
    path: Path, kinds: Mapping[str, Kind], lookup: Lookup, *, name: str | None = None
) -> tuple[KindGuess, ...]:
    """Kinds that a file may be, the likeliest first; nothing is written.

    Raises
    ------
    RefusedFileError
        When the file cannot be read.
    """
    return recognised(read_book(path, file_name(name or path.name)), kinds.values(), lookup)


def recognised(book: Book, kinds: Iterable[Kind], lookup: Lookup) -> tuple[KindGuess, ...]:
    """Kinds that a book may be, the likeliest first."""
    places = Places(lookup.territories)
    guesses = []
    for kind in kinds:
        tried = [
            guess
            for sheet in visible_sheets(book)
            if (table := locate(sheet, kind, {}, places.is_place))
            if (guess := _guess(table, kind, book, lookup, places))
        ]
        if tried:
            guesses.append(max(tried, key=lambda guess: guess.score))
    kept = [guess for guess in guesses if guess.score >= LEAST_SCORE]
    return tuple(sorted(kept, key=lambda guess: -guess.score)[:LISTED])


def _guess(table: Table, kind: Kind, book: Book, lookup: Lookup, places: Places) -> KindGuess:
    headers = len(table.headers) - sum(left.personal for left in table.dropped)
    understood = understand(table, kind, Choices(), book.file, lookup, places)
    table = understood.table
    named = len(table.matches) + (len(understood.spread.places) if understood.spread else 0)
    explained = min(1.0, named / headers) if headers else 0.0
    needed = [column for column in kind.columns if column.required]
    missing = [column for column in understood.lacking if not _is_date(column)]
    present = 1 - len(understood.lacking) / len(needed) if needed else 0.0
    readable = _readable(understood, book.file, lookup, places)
    score = NEEDED * present + READABLE * readable + EXPLAINED * explained
    return KindGuess(
        kind.kind_id,
        round(score * (INCOMPLETE if missing else 1.0), 3),
        is_whole=not missing,
        lacks_date=bool(understood.lacking) and not missing,
    )


def _is_date(column: Column) -> bool:
    """A date that no column gives is asked for: it tells nothing of the kind."""
    return column.type == "period"


def _readable(understood: Understood, file: str, lookup: Lookup, places: Places) -> float:
    """Part of the cells, of a sample, that the columns they would fill can read.

    A template left as it is holds the example of its own kind, and nothing else.
    """
    kind, table = understood.kind, understood.table
    lines = sort_lines(table, kind, places.is_place)
    if not lines.data and any(line.why_fr == EXAMPLE_FR for line in lines.set_aside):
        return 1.0
    converter = Converter(kind, table, lookup, places, file)
    tried = read = 0
    sample = replace(lines, data=lines.data[:SAMPLE])
    for line in understood.read(sample, file).lines[:SAMPLE]:
        for column_id, cell in line.cells.items():
            tried += 1
            try:
                converter.value(kind.column(column_id), cell)
            except CellError:
                continue
            read += 1
    return read / tried if tried else 0.0
