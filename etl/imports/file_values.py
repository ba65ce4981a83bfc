"""A value that holds for a whole file: given by its user, or read where the file says it.

A date stands in the title or in the name of the sheet more often than in a column; so do the level
of a stage, the semester, the indicator, the only département of a list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from etl.declared.columns import Column
from etl.declared.kinds import Kind
from etl.reading.layout import Table
from etl.reading.personal import holds_contact, names_a_person, scrubbed
from etl.reading.text import cell_text, plain
from etl.rows import cells
from etl.rows.cells import MONTHS, CellError
from etl.rows.convert import Lookup
from etl.rows.places import Places
from foundation.answers import FileValue, Origin

# « au 15 novembre 2026 », « 15/11/2026 », « novembre 2026 », « en 2026 ».
DAY = re.compile(
    rf"\d{{1,2}}(?:er)?\s+(?:{'|'.join(MONTHS)})\.?\s+\d{{4}}|\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{4}}"
    r"|\d{4}-\d{2}-\d{2}",
    re.IGNORECASE,
)
MONTH = re.compile(
    rf"(?:{'|'.join(MONTHS)})\.?\s+\d{{4}}|(?<![\d/.-])\d{{4}}-\d{{2}}(?![\d-])", re.I
)
YEAR = re.compile(r"(?<![\d/.-])(?:19|20)\d{2}(?![\d/.-])")
SEASON = re.compile(r"(?:hiver|ete)\s+\d{4}(?:\s*[-/ ]\s*\d{4})?", re.IGNORECASE)
PLACE_WORDS_MAX = 6
# « date » is what everybody calls the column, whatever a kind does.
DATE = "date"
NEVER = ("integer", "decimal")


@dataclass(frozen=True)
class _Text:
    """A text of the file outside its table, and where it stands."""

    text: str
    origin: Origin


def column_named(kind: Kind, name: str) -> Column | None:
    """Column of a kind by its identifier, the header of its template or « date »; None if none."""
    for column in kind.columns:
        if name == column.column_id or plain(name) == plain(column.header_fr):
            return column
    return date_column(kind) if plain(name) == DATE else None


def date_column(kind: Kind) -> Column | None:
    """Required column that holds the date of each line; None for a kind that has none."""
    return next((c for c in kind.columns if c.type == "period" and c.required), None)


def may_hold_for_all(column: Column) -> bool:
    """Whether a column may have one value for a whole file: a count never has."""
    return not column.measure and column.type not in NEVER and column.use != "distinct"


def proposed_values(
    columns: Sequence[Column],
    given: Mapping[str, str],
    table: Table,
    file: str,
    lookup: Lookup,
    places: Places,
) -> tuple[FileValue, ...]:
    """Value of each column for the whole file: given, else read in the file, else empty.

    A value that two texts of the same place contradict is not proposed: it is asked for.
    """
    texts = list(_texts(table, file))
    values = []
    for column in columns:
        if column.column_id in given:
            value = FileValue(column.column_id, column.type, given[column.column_id], "demande")
        elif column.column_id == "locator":
            value = FileValue(column.column_id, column.type, _locator(table, file), "nom")
        else:
            text, origin = _read(column, texts, lookup, places)
            value = FileValue(column.column_id, column.type, text, origin)
        values.append(value)
    return tuple(values)


def _texts(table: Table, file: str) -> Iterator[_Text]:
    """Texts above the table, then the name of its sheet, then that of the file."""
    for row in table.sheet.cells[: table.first_header - 1]:
        for cell in row:
            if text := cell_text(cell):
                yield _Text(text, "titre")
    if table.sheet.name:
        yield _Text(table.sheet.name, "feuille")
    stem = file.rpartition(".")[0] or file
    yield _Text(stem.replace("_", " "), "nom")


def _read(
    column: Column, texts: Sequence[_Text], lookup: Lookup, places: Places
) -> tuple[str, Origin]:
    """What the nearest place that says something of a column says, when it says one thing.

    The title and the name of the sheet may not contradict each other; the name of a file is also
    that of its sending.
    """
    origins: tuple[Origin, ...] = ("titre", "feuille", "nom")
    told = []
    for origin in origins:
        written = [text.text for text in texts if text.origin == origin]
        if values := set(_values_in(column, written, lookup, places)):
            told.append((origin, values))
    if not told or len(told[0][1]) > 1:
        return "", ""
    origin, (value,) = told[0]
    beside = [other for name, others in told[1:] if name == "feuille" for other in others]
    if any(not (other.startswith(value) or value.startswith(other)) for other in beside):
        return "", ""
    return value, origin


def _values_in(
    column: Column, texts: Sequence[str], lookup: Lookup, places: Places
) -> Iterable[str]:
    dates: Mapping[str, tuple[Callable[[str], object], tuple[re.Pattern[str], ...]]] = {
        "period": (lambda text: cells.period(text, lookup.today), (DAY, MONTH, YEAR)),
        "day": (lambda text: cells.day(text, lookup.today), (DAY,)),
        "year": (lambda text: cells.year(text, lookup.today), (YEAR,)),
        "semester": (lambda text: cells.semester(text, lookup.today), (SEASON, MONTH, DAY)),
    }
    if column.type in dates:
        read, patterns = dates[column.type]
        return dates_in(texts, read, patterns)
    if column.type == "territory":
        return {name for text in texts for name in _places_in(text, column, places)}
    if column.type == "code":
        labels = {label: code for code, names in column.codes.items() for label in (*names, code)}
        return {code for text in texts for code in named_in(text, labels)}
    if column.type == "indicator":
        labels = {label: key for key, label in lookup.indicators.items()}
        labels |= {key: key for key in lookup.indicators}
        return {key for text in texts for key in named_in(text, labels)}
    return ()


def dates_in(
    texts: Iterable[str], read: Callable[[str], object], patterns: Iterable[re.Pattern[str]]
) -> list[str]:
    """Dates that the most precise of the patterns finds in some texts, each once."""
    folded = [_unaccented(text) for text in texts]
    for pattern in patterns:
        dates = []
        for text in folded:
            for match in pattern.finditer(text):
                try:
                    dates.append(str(read(match[0])))
                except CellError:
                    continue
        if dates:
            return list(dict.fromkeys(dates))
    return []


def named_in(text: str, labels: Mapping[str, str]) -> set[str]:
    """What a text names by one of its labels, whole words only; the longest labels win."""
    words = f" {plain(text)} "
    keys = set()
    for label in sorted(labels, key=len, reverse=True):
        name = plain(label)
        # A word of one or two letters, unless it has a digit, is a word of the sentence.
        if (len(name) > 2 or any(map(str.isdigit, name)) and len(name) > 1) and (
            f" {name} " in words
        ):
            keys.add(labels[label])
            words = words.replace(f" {name} ", "  ")
    return keys


def _places_in(text: str, column: Column, places: Places) -> set[str]:
    """Names of territories in a text: the longest ones, no word of which names another."""
    words = [word for word in re.split(r"[\s,;:()«»\"]+|\b[dlDL][’']", text) if word]
    found, at = set(), 0
    while at < len(words):
        for length in range(min(PLACE_WORDS_MAX, len(words) - at), 0, -1):
            name = " ".join(words[at : at + length])
            if not any(map(str.isdigit, name)) and _is_place(name, column, places):
                found.add(name)
                at += length
                break
        else:
            at += 1
    return found


def _is_place(name: str, column: Column, places: Places) -> bool:
    if not name[:1].isupper() or not places.is_place(name):
        return False
    try:
        places.resolve(name, column.levels)
    except CellError:
        return False
    return True


def _locator(table: Table, file: str) -> str:
    """Where a value stands: the file and its sheet; empty when their names name a person."""
    where = f"{file}, feuille « {table.sheet.name} »" if table.sheet.name else file
    is_personal = scrubbed(where) != where or names_a_person(where) or holds_contact(where)
    return "" if is_personal else where


def _unaccented(text: str) -> str:
    return "".join(plain(letter) or letter if letter.isalpha() else letter for letter in text)
