"""Tables laid out for the eye: years or levels in columns, crosses, groups named once.

Each is read as the lines of the template, and says so in a sentence that its user confirms.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from etl.declared.columns import Column
from etl.declared.kinds import Kind
from etl.imports.file_values import named_in
from etl.reading.layout import Table, match_headers
from etl.reading.personal import identifies, scrubbed
from etl.reading.sorting import Line
from etl.reading.text import cell_text, cut, plain
from etl.rows import cells
from etl.rows.cells import CellError
from etl.rows.convert import LINES, Lookup
from etl.rows.places import Places
from foundation.answers import Dropped, Problem, SetAside, Shape
from foundation.choices import OfTwoYears

DATES = ("period", "year", "semester")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
# « 2023-2024 » is one academic year or a span: what a column of that name holds is not sure.
SPAN = re.compile(r"(?:19|20)\d{2}\s*(?:[-/–]|à)\s*(?:(?:19|20)\d{2}|\d{2}(?!\d))")
# Words beside a year that say nothing of what is counted.
NEUTRAL = frozenset(
    {"situation", "au", "a", "an", "annee", "en", "effectif", "effectifs", "nombre", "nb", "nbre"}
    | {"n", "valeur", "valeurs", "fin", "exercice", "millesime", "de", "du", "d", "des", "le", "la"}
    | {"et", "date", "periode", "p", "provisoire", "provisoires"}
)
# Beside years, such a column is their sum: no figure of its own.
SUMS = re.compile(r"(?:total|totaux|ensemble|somme|cumul|moyenne)\b")
# What a title says of numbers that count nothing.
RATE = re.compile(
    r"\b(?:densites?|taux|parts?|pourcentages?|proportions?|ratios?|indices?"
    r"|age moyen|pour (?:1 000|10 000|100 000|1000|10000|100000) hab\w*|nouveaux)\b"
)
CROSSES = frozenset({"x", "xx", "oui", "vrai", "1", "true"})
CROSS_SIGNS = frozenset("✓✔☑☒×●■X")
NO_CROSSES = frozenset({"non", "faux", "0", "false"})
NO_CROSS_SIGNS = frozenset("☐□○-–—.")
LISTED = 4
# Code of all ages: such a column is the whole of the others.
TOUS = "ensemble"
# « < 40 » and « <40 », « 60 + » and « 60+ » are the same class.
BOUND = re.compile(r"(?<=[<>+-])\s+(?=\d)|(?<=\d)\s+(?=[+-])")
SUM_FR = "somme des autres colonnes : jamais enregistrée"
EMPTY_FR = "case sans valeur du tableau : rien n’est enregistré"
NO_CROSS_FR = "aucune croix : aucun type de stage"
GROUP_FR = "nom de groupe, recopié sur les lignes qui suivent"


# Value of each dimension, by column id.
Keys = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Place:
    """One column of a wide table: the value of each dimension that its header says.

    ``measure`` is the column of the template that its cells fill, '' where they hold crosses.
    """

    index: int
    header: str
    keys: Keys
    measure: str


@dataclass(frozen=True)
class Spread:
    """Columns of a wide table, and the dimensions that they spread.

    ``title`` is what stands above them where no header says what is counted.
    """

    dimensions: tuple[str, ...]
    places: tuple[Place, ...]
    title: str = ""

    @property
    def has_crosses(self) -> bool:
        """Whether the cells are crosses, rather than counts."""
        return not self.places[0].measure

    @cached_property
    def _groups(self) -> list[tuple[Keys, list[Place], dict[str, str]]]:
        """Columns of each line that a wide line is, and the headers of what they fill."""
        groups: dict[Keys, list[Place]] = {}
        for place in self.places:
            groups.setdefault(place.keys, []).append(place)
        return [
            (
                keys,
                places,
                {name: p.header for p in places for name in (p.measure, *dict(keys)) if name},
            )
            for keys, places in groups.items()
        ]

    @property
    def fills(self) -> frozenset[str]:
        """Columns of the template that a wide table fills."""
        return frozenset(self.dimensions) | {p.measure for p in self.places if p.measure}

    def shape(self, kind: Kind, left: Sequence[str]) -> Shape:
        """What was understood, as a sentence; ``left`` are the columns that it leaves out."""
        told = [
            f"{_what(kind.column(name), values)}, {_listed(values)}"
            for at, name in enumerate(self.dimensions)
            for values in [self._values(kind.column(name), at)]
        ]
        what = " et par ".join(told)
        if self.has_crosses:
            return Shape("croix", f"une colonne de croix par {what}{_besides(left)}")
        measures = dict.fromkeys(_label(kind.column(p.measure)) for p in self.places)
        counts = ", ".join(f"« {name} »" for name in measures)
        title = f" (le titre dit « {self.title} »)" if self.title else ""
        sentence = f"une colonne par {what} ; nombres lus : {counts}{title}{_besides(left)}"
        return Shape("colonnes", sentence)

    def _values(self, column: Column, at: int) -> list[str]:
        """Values of a dimension, each once; places as the file names them."""
        is_place = column.type == "territory"
        return list(dict.fromkeys(p.header if is_place else p.keys[at][1] for p in self.places))

    def lines(
        self, line: Line, row: Sequence[object], *, with_blank: bool = False
    ) -> Iterator[Line]:
        """The lines of the template that one line of a wide table is.

        ``with_blank`` keeps those that give nothing: no sum is known without them.
        """
        for keys, places, headers in self._groups:
            held = {p.measure: _cell(row, p.index) for p in places if p.measure}
            if self.has_crosses:
                if is_crossed(_cell(row, places[0].index)):
                    yield replace(line, cells=line.cells | dict(keys))
            elif with_blank or not all(cells.is_missing(cell) for cell in held.values()):
                yield replace(line, cells=line.cells | dict(keys) | held, headers=headers)

    def sum_index(self, table: Table) -> int | None:
        """The column that sums those of one count; None when there is none, or nothing to sum."""
        measures = {place.measure for place in self.places}
        holds_whole = any(TOUS in dict(place.keys).values() for place in self.places)
        sums = [at for at, name in enumerate(table.names) if SUMS.match(plain(name))]
        spread = {place.index for place in self.places}
        is_sum = len(measures) == len(sums) == 1 and not holds_whole and not spread & set(sums)
        return sums[0] if is_sum and "moyenne" not in plain(table.names[sums[0]]) else None

    def doubts(
        self, line: Line, row: Sequence[object], index: int | None, file: str, table: Table
    ) -> Iterator[Problem]:
        """A sum that is not that of the columns beside it; said of nothing that is not known."""
        if index is None or not cell_text(_cell(row, index)):
            return
        try:
            parts = [cells.integer(_cell(row, place.index)) for place in self.places]
            stated = cells.integer(_cell(row, index))
        except CellError:
            return
        if sum(parts) != stated:
            yield Problem(
                file,
                table.sheet.name,
                line.number,
                table.names[index],
                cell_text(_cell(row, index)),
                f"{sum(parts)}, la somme des autres colonnes",
                "Vérifier qu’aucune colonne ne manque ; la somme n’est pas enregistrée.",
            )

    def aside(self, line: Line, row: Sequence[object]) -> list[SetAside]:
        """What a line of a wide table leaves out, told with the headers of its columns."""
        if self.has_crosses:
            is_bare = not any(is_crossed(_cell(row, p.index)) for p in self.places)
            return [SetAside(line.number, NO_CROSS_FR, "")] if is_bare else []
        empty = [p.header for p in self.places if cells.is_missing(_cell(row, p.index))]
        return [SetAside(line.number, EMPTY_FR, ", ".join(empty))] if empty else []

    def faults(self, line: Line, row: Sequence[object], file: str, sheet: str) -> Iterator[Problem]:
        """Cells of a column of crosses that are neither a cross nor empty."""
        if not self.has_crosses:
            return
        for place in self.places:
            cell = _cell(row, place.index)
            if is_crossed(cell) is None:
                yield Problem(
                    file,
                    sheet,
                    line.number,
                    place.header,
                    cell_text(cell)[: LISTED * 10],
                    "une croix (X), ou rien",
                    "Mettre une croix, ou vider la cellule.",
                )


def _besides(left: Sequence[str]) -> str:
    """The columns that a wide table leaves out, in a few words."""
    if not left:
        return ""
    names = ", ".join(f"« {name} »" for name in left[:LISTED])
    more = f" et {len(left) - LISTED} autres" if len(left) > LISTED else ""
    return f" ; colonnes laissées de côté : {names}{more}"


def _label(column: Column) -> str:
    return (column.label_fr or column.header_fr).replace("_", " ").lower()


def _what(column: Column, values: Sequence[str]) -> str:
    """What a dimension is called: « année » when its dates are years."""
    is_year = column.type in DATES and all(len(value) == len("2024") for value in values)
    return "année" if is_year else _label(column)


def _listed(values: Sequence[str]) -> str:
    """Values in a few words: « 2022 à 2024 » when none is missing between them."""
    if len(values) > 1 and all(value.isdecimal() for value in values):
        numbers = [int(value) for value in values]
        if numbers == list(range(numbers[0], numbers[0] + len(numbers))):
            return f"{values[0]} à {values[-1]}"
    return f"{', '.join(values[:LISTED])}{'…' if len(values) > LISTED else ''}"


def is_crossed(cell: object) -> bool | None:
    """Whether a cell holds a cross; None when it holds something else."""
    text = cell_text(cell)
    if not text or plain(text) in NO_CROSSES or set(text) <= NO_CROSS_SIGNS:
        return False
    return True if plain(text) in CROSSES or set(text) <= CROSS_SIGNS else None


def _cell(row: Sequence[object], index: int) -> object:
    return row[index] if index < len(row) else None


@dataclass(frozen=True)
class _Names:
    """What the values of dimensions are read with."""

    lookup: Lookup
    territories: Places
    of_two_years: OfTwoYears

    def read(self, text: str, column: Column) -> object:
        """Value of one dimension; raises CellError when the text is none."""
        today = self.lookup.today
        if column.type in ("period", "year"):
            text = str(cells.of_two_years(text, self.of_two_years))
        readers: Mapping[str, Callable[[], object]] = {
            "period": lambda: cells.period(text, today),
            "year": lambda: cells.year(text, today),
            "semester": lambda: cells.semester(text, today),
            "code": lambda: cells.code(BOUND.sub("", text), column.codes),
            "indicator": lambda: cells.one_of(text, self.lookup.indicators, ""),
            "territory": lambda: self.territories.resolve(text, column.levels),
        }
        return readers[column.type]()


def spread_of(
    table: Table,
    kind: Kind,
    given: Mapping[str, str],
    chosen: Mapping[str, str],
    lookup: Lookup,
    territories: Places,
    of_two_years: OfTwoYears = "",
) -> Spread | None:
    """The columns of a wide table; None when its headers are those of a long one.

    Only a dimension that no header fills may be spread, and only counts that no header names.
    """
    dimensions = [
        column
        for column in kind.columns
        if column.key
        and column.type in (*DATES, "code", "indicator", "territory")
        and column.column_id not in table.matched | set(given)
    ]
    if not dimensions:
        return None
    is_list = kind.kind_id == LINES
    names = _Names(lookup, territories, of_two_years)
    titles = _titles(table)
    default = "" if is_list else _default_measure(table, kind, titles)
    taken = {match.index for match in table.matches} | table.personal
    counted = {m.column_id for m in table.matches if not SUMS.match(plain(m.header))}
    places = []
    for index, name in enumerate(table.names):
        if not name or index in taken or name in chosen:
            continue
        keys, rest = _keys(name, dimensions, names)
        if not keys:
            continue
        measure = "" if is_list else _measure(rest, kind, default)
        if (is_list and not plain(rest)) or (measure and measure not in counted):
            places.append(Place(index, name, tuple(sorted(keys.items())), measure))
    spread = _agreeing(places, dimensions)
    if spread is None or not default or not any(_is_bare(p, dimensions, names) for p in places):
        return spread
    return replace(spread, title=cut(scrubbed(titles[-1])) if titles else "")


def _is_bare(place: Place, dimensions: Sequence[Column], names: _Names) -> bool:
    """Whether a header says nothing of what its column counts: « 2024 »."""
    return set(plain(_keys(place.header, dimensions, names)[1]).split()) <= NEUTRAL


def _titles(table: Table) -> list[str]:
    """Texts above a table; a line that says who somebody is says nothing else."""
    rows = table.sheet.cells[: table.first_header - 1]
    return [
        text for row in rows if not identifies(row) for cell in row if (text := cell_text(cell))
    ]


def _agreeing(places: Sequence[Place], dimensions: Sequence[Column]) -> Spread | None:
    """The columns that spread the same dimensions; None when two would fill the same cell."""
    if not places:
        return None
    named = Counter(tuple(name for name, _ in place.keys) for place in places)
    common = named.most_common(1)[0][0]
    kept = [p for p in places if tuple(name for name, _ in p.keys) == common]
    cells_of = Counter((place.keys, place.measure) for place in kept)
    types = {column.column_id: column.type for column in dimensions}
    # One date, or one indicator, is a column of its own; one code may be any word.
    named_alone = all(types[name] != "code" for name in common)
    is_sure = len({p.keys for p in kept}) > 1 or named_alone
    if max(cells_of.values()) > 1 or not is_sure:
        return None
    return Spread(common, tuple(kept))


def _default_measure(table: Table, kind: Kind, titles: Sequence[str]) -> str:
    """The count that numbers under bare years or levels are: the only one that the kind needs.

    A title that names another count, or a rate, is believed.
    """
    if any(RATE.search(plain(title)) for title in titles):
        return ""
    counted = {m.column_id for m in table.matches if not SUMS.match(plain(m.header))}
    measures = [c for c in kind.columns if c.measure and c.column_id not in counted]
    needed = [c.column_id for c in measures if c.required]
    labels = {
        label: column.column_id
        for column in measures
        for label in (column.header_fr, *column.headers)
        if len(label) > 4
    }
    named = {key for title in [*titles, table.sheet.name] for key in named_in(title, labels)}
    if named and not named & set(needed):
        return named.pop() if len(named) == 1 else ""
    return needed[0] if len(needed) == 1 else ""


def _measure(rest: str, kind: Kind, default: str) -> str:
    """The count that the rest of a header names; '' when it names something else."""
    if set(plain(rest).split()) <= NEUTRAL:
        return default
    matches = match_headers((rest,), kind, {}, frozenset())
    return next((m.column_id for m in matches if kind.column(m.column_id).measure), "")


def _keys(name: str, dimensions: Sequence[Column], names: _Names) -> tuple[dict[str, str], str]:
    """Values of dimensions that a header says, by column id, and what else it says."""
    keys: dict[str, str] = {}
    rest = []
    for part in name.split(" / "):
        left = part
        for column in dimensions:
            if column.column_id in keys:
                continue
            value, left_of = _value(left, column, names)
            if value:
                keys[column.column_id] = value
                left = left_of
        rest.append(left)
    return keys, " ".join(filter(None, map(str.strip, rest)))


def _value(text: str, column: Column, names: _Names) -> tuple[str, str]:
    """Value of one dimension that a text says, and the rest of the text."""
    try:
        # A bare number of one or two digits is no date, whatever a spreadsheet makes of it.
        is_bare_number = re.fullmatch(r"\d{1,3}|\d{5,}", text.strip()) is not None
        if not (is_bare_number and column.type in (*DATES, "territory")):
            return str(names.read(text, column)), ""
    except CellError:
        pass
    if column.type == "code":
        return _code_and_rest(text, column)
    if column.type in ("period", "year") and not SPAN.search(text):
        years = YEAR.findall(text)
        if len(years) == 1:
            try:
                return str(names.read(years[0], column)), YEAR.sub(" ", text).replace("_", " ")
            except CellError:
                pass
    return "", text


def without_sums(table: Table, spread: Spread) -> Table:
    """The table without the column that sums those of a wide one."""
    sums = [m for m in table.matches if m.column_id in spread.fills]
    dropped = tuple(Dropped(match.header, SUM_FR, personal=False) for match in sums)
    spreading = {place.header for place in spread.places}
    return replace(
        table,
        matches=tuple(match for match in table.matches if match not in sums),
        dropped=tuple(d for d in table.dropped if d.header not in spreading) + dropped,
    )


def _code_and_rest(text: str, column: Column) -> tuple[str, str]:
    """A code at one end of a text, and the rest: « N1 offertes », « Places N1 »."""
    words = text.split()
    for length in range(len(words) - 1, 0, -1):
        for code, rest in (
            (words[:length], words[length:]),
            (words[-length:], words[:-length]),
        ):
            try:
                return cells.code(BOUND.sub("", " ".join(code)), column.codes), " ".join(rest)
            except CellError:
                continue
    return "", text


@dataclass(frozen=True)
class Sections:
    """Lines that hold the name of a place alone, above the lines of that place."""

    column: Column
    numbers: frozenset[int]

    def shape(self) -> Shape:
        """What was understood, as a sentence."""
        what = self.column.header_fr
        return Shape(
            "sections",
            f"« {what} » est seul sur sa ligne, et vaut pour les lignes qui suivent",
        )


def sections_of(
    column: Column | None, lines: Sequence[Line], table: Table, places: Places
) -> Sections | None:
    """Lines that name a place alone; None when the table names its places in a column."""
    if column is None or column.type != "territory":
        return None
    numbers = set()
    for line in lines:
        texts = [text for cell in table.sheet.cells[line.number - 1] if (text := cell_text(cell))]
        if len(texts) == 1 and _is_place(texts[0], column, places):
            numbers.add(line.number)
    # Each place stands above lines of its own: a mere list of places has none.
    is_headed = bool(lines) and lines[0].number in numbers and 2 * len(numbers) <= len(lines)
    return Sections(column, frozenset(numbers)) if is_headed else None


def _is_place(text: str, column: Column, places: Places) -> bool:
    if text.isdecimal() or not places.is_place(text):
        return False
    try:
        places.resolve(text, column.levels)
    except CellError:
        return False
    return True


def under_sections(lines: Sequence[Line], table: Table, sections: Sections) -> list[Line]:
    """Lines with the place named above them; the lines that name it are left out."""
    current: object = None
    under = []
    for line in lines:
        if line.number in sections.numbers:
            row = table.sheet.cells[line.number - 1]
            current = next(cell for cell in row if cell_text(cell))
        else:
            under.append(replace(line, cells=line.cells | {sections.column.column_id: current}))
    return under


def named_once(lines: Sequence[Line], table: Table, kind: Kind) -> tuple[str, ...]:
    """Columns that name a group on its first line only: their first line is filled, others not."""
    columns = _naming(table, kind)
    if not lines:
        return ()
    return tuple(
        name
        for name in columns
        if cell_text(lines[0].cells.get(name))
        and any(not cell_text(line.cells.get(name)) for line in lines[1:])
    )


def _naming(table: Table, kind: Kind) -> list[str]:
    """Columns of a table that name its lines, from left to right."""
    named = [match.column_id for match in table.matches]
    return [name for name in named if kind.column(name).key and kind.column(name).use == "stored"]


def filled_down(
    lines: Sequence[Line], totals: Sequence[Line], table: Table, kind: Kind
) -> list[Line]:
    """Lines where the name of a group is repeated; a group ends at its total.

    Where a name changes, those to its right begin again: what was above is not theirs. A line that
    only names a group is no data.
    """
    columns = _naming(table, kind)
    naming = {match.index for match in table.matches if match.column_id in columns}
    ends = sorted(line.number for line in totals)
    current: dict[str, object] = {}
    filled = []
    for line in lines:
        if ends and ends[0] < line.number:
            current = {}
            ends = [number for number in ends if number > line.number]
        whole = dict(line.cells)
        for at, name in enumerate(columns):
            cell = whole.get(name)
            if cell_text(cell):
                if plain(cell_text(cell)) != plain(cell_text(current.get(name))):
                    current = {key: current.get(key) for key in columns[:at]}
                current[name] = cell
            else:
                whole[name] = current.get(name)
        row = table.sheet.cells[line.number - 1]
        others = [cell for index, cell in enumerate(row) if index not in naming]
        if any(map(cell_text, others)) or all(cell_text(line.cells.get(n)) for n in columns):
            filled.append(replace(line, cells=whole))
    return filled
