"""Where the table is in a sheet: its header, its columns, its data lines, the others."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz

from etl.declared.columns import Column
from etl.declared.kinds import Kind
from etl.reading.book import Sheet
from etl.reading.personal import identifies, personal_header, personal_values
from etl.reading.text import cell_text, plain, singular
from foundation.answers import Dropped, Header, How, Match

HEADER_WITHIN = 60
ALIKE_FROM = 85
SAMPLE = 500
# « Code dept » and « libellé du département » name the same column as « dept ».
WRITTEN_AS = frozenset({"code", "libelle", "nom", "numero", "n", "no", "du", "de", "la"})
# A day, a postal code, a number: only a year, of four digits, may be a header.
VALUE = re.compile(
    r"\d{1,3}(?:[.,]\d+)?|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{5,}|2[AB]\d{3}"
)
RANKS: dict[How, int] = {"choisi": 0, "exact": 1, "synonyme": 2, "approchant": 3}


@dataclass(frozen=True)
class Table:
    """A table found in a sheet.

    ``header_line`` counts from 1: the last one when several are joined. ``names`` are the headers,
    by index. ``personal`` holds the indices of the columns to mask, ``rivals`` columns that say
    again what another one is read for: both are compared.
    """

    sheet: Sheet
    header_line: int
    matches: tuple[Match, ...]
    dropped: tuple[Dropped, ...]
    personal: frozenset[int]
    names: tuple[str, ...] = ()
    rivals: tuple[Match, ...] = ()
    header_lines_n: int = 1

    @property
    def first_header(self) -> int:
        """First line of the header, from 1."""
        return self.header_line - self.header_lines_n + 1

    @property
    def matched(self) -> frozenset[str]:
        """Columns of the kind that the table fills."""
        return frozenset(match.column_id for match in self.matches)

    @property
    def headers(self) -> list[str]:
        """Headers as the file writes them, empty ones left out."""
        return [name for name in self.names if name]

    def missing(self, kind: Kind) -> list[Column]:
        """Required columns that no header fills."""
        return [c for c in kind.columns if c.required and c.column_id not in self.matched]


def locate(
    sheet: Sheet, kind: Kind, chosen: Mapping[str, str], is_place: Callable[[str], bool]
) -> Table | None:
    """The table of a sheet: under the line whose cells name the most columns of ``kind``.

    ``chosen`` maps headers of the file to column ids, '' to leave a column out. None when no
    line names any column. A line of data is never a header, whatever its cells look like.
    """
    best: tuple[tuple[int, int], int] | None = None
    for index, row in enumerate(sheet.cells[:HEADER_WITHIN]):
        if is_data(row):
            continue
        matches = match_headers(row, kind, chosen, frozenset())
        column_ids = {match.column_id for match in matches}
        required = sum(c.required and c.column_id in column_ids for c in kind.columns)
        score = (required, len(column_ids))
        if _is_header(matches, kind) and (best is None or score > best[0]):
            best = (score, index)
    return None if best is None else _table(sheet, best[1], kind, chosen, is_place)


def headers_of(table: Table) -> tuple[Header, ...]:
    """Every column of a table as its user may choose it, with what it fills."""
    filled = {match.index: match for match in table.matches}
    left = {dropped.header for dropped in table.dropped}
    headers = []
    for index, name in enumerate(table.names):
        header = name or unnamed(index)
        if not name and header not in left:
            continue
        match = filled.get(index)
        headers.append(
            Header(
                header,
                index,
                match.column_id if match else "",
                match.how if match else None,
                personal=index in table.personal,
            )
        )
    return tuple(headers)


def unnamed(index: int) -> str:
    """What a column without header is called."""
    return f"(sans en-tête, colonne {index + 1})"


def _table(
    sheet: Sheet,
    index: int,
    kind: Kind,
    chosen: Mapping[str, str],
    is_place: Callable[[str], bool],
) -> Table:
    below = sheet.cells[index + 1 :]
    width = max((len(row) for row in sheet.cells[index:]), default=0)
    header = sheet.cells[index] + (None,) * (width - len(sheet.cells[index]))
    counted = {c.column_id for c in kind.columns if c.use == "distinct"}
    samples = [[row[i] for row in below if i < len(row)] for i in range(width)]
    announced = {
        i: why
        for i, cell in enumerate(header)
        if _choice(cell_text(cell), chosen) not in counted
        and (why := personal_header(cell_text(cell), samples[i][:SAMPLE], is_place))
    }
    matches = match_headers(header, kind, chosen, frozenset(announced))
    kept = {match.index: match for match in matches}
    dropped, personal, rivals = [], set(announced), []
    for i, cell in enumerate(header):
        if i in kept or not (cell_text(cell) or any(v not in (None, "") for v in samples[i])):
            continue
        why = announced.get(i) or personal_values(samples[i], is_place, cell_text(cell))
        if why:
            personal.add(i)
        name = cell_text(cell) or unnamed(i)
        dropped.append(Dropped(name, why or _why_left(name, kind, chosen, matches), bool(why)))
        if not why and _choice(cell_text(cell), chosen) != "":
            sample = samples[i][:SAMPLE]
            rivals += _rivals(name, i, kind, matches, is_place=_names_places(sample, is_place))
    names = tuple(map(cell_text, header))
    hidden = frozenset(personal)
    return Table(sheet, index + 1, matches, tuple(dropped), hidden, names, tuple(rivals))


def _rivals(
    header: str, index: int, kind: Kind, matches: Sequence[Match], *, is_place: bool
) -> list[Match]:
    """What a column that is not kept says again: that of its header, or a territory by its cells.

    Likeness alone makes no rival.
    """
    taken = {match.column_id for match in matches}
    claims = sorted(_claims(header, index, kind.columns), key=lambda item: item[0])
    sure = [claim for _, claim in claims if claim.how != "approchant" and claim.column_id in taken]
    if sure:
        return sure[:1]
    places = [c.column_id for c in kind.columns if c.type == "territory" and c.column_id in taken]
    if is_place and len(places) == 1:
        return [Match(header, index, places[0], "approchant", 0)]
    return []


def _names_places(values: Sequence[object], is_place: Callable[[str], bool]) -> bool:
    """Whether the cells of a column are names of places: numbers may be anything."""
    texts = [text for value in values if (text := cell_text(value))]
    return bool(texts) and all(not text.isdigit() and is_place(text) for text in texts)


def _is_header(matches: Sequence[Match], kind: Kind) -> bool:
    """Whether what a line names makes it a header: likeness alone is not enough.

    « Anne » is like « année »: a required column is named for sure, or all of them are.
    """
    required = {column.column_id for column in kind.columns if column.required}
    sure = {match.column_id for match in matches if match.how != "approchant"}
    return bool(sure & required) or required <= {match.column_id for match in matches}


def is_data(row: Sequence[object]) -> bool:
    """Whether a line holds what no header holds: who somebody is, a day, a long number."""
    return identifies(row) or any(_is_value(cell) for cell in row)


def _is_value(cell: object) -> bool:
    if isinstance(cell, datetime.date):
        return True
    return VALUE.fullmatch(cell_text(cell).replace(" ", "")) is not None


def match_headers(
    row: Sequence[object], kind: Kind, chosen: Mapping[str, str], without: frozenset[int]
) -> tuple[Match, ...]:
    """Columns of ``kind`` that the cells of a line name, one header each, in file order.

    A header that the user chose wins over the template's, then over a declared synonym, then
    over a like one; declared synonyms rank as they are declared.
    """
    claims = []
    known = {column.column_id for column in kind.columns}
    for index, cell in enumerate(row):
        header = cell_text(cell)
        if not header or index in without or not isinstance(cell, str):
            continue
        choice = _choice(header, chosen)
        if choice is None:
            claims += [(rank, index, match) for rank, match in _claims(header, index, kind.columns)]
        elif choice in known:
            claims.append(
                ((RANKS["choisi"], 0, 0), index, Match(header, index, choice, "choisi", 100))
            )
    taken_columns: set[str] = set(chosen.values())
    taken_indices: set[int] = set()
    matches = []
    for _, index, match in sorted(claims, key=lambda claim: claim[:2]):
        free = match.how == "choisi" or match.column_id not in taken_columns
        if free and index not in taken_indices:
            taken_columns.add(match.column_id)
            taken_indices.add(index)
            matches.append(match)
    return tuple(sorted(matches, key=lambda match: match.index))


def _claims(
    header: str, index: int, columns: Sequence[Column]
) -> list[tuple[tuple[int, int, int], Match]]:
    """Columns a header may name, each with its rank: the least is the best."""
    text = singular(header)
    bare = " ".join(word for word in text.split() if word not in WRITTEN_AS)
    written = plain(header)
    claims = []
    for column in columns:
        names = _names(column.column_id, column.header_fr, column.headers)
        match = Match(header, index, column.column_id, "exact", 100)
        synonym = replace(match, how="synonyme")
        if written in names.own:
            claims.append(((RANKS["exact"], 0, 0), match))
        elif text == names.header or text in names.declared:
            declared = names.declared.index(text) if text in names.declared else 0
            claims.append(((RANKS["synonyme"], 0, declared), synonym))
        elif column.type == "territory" and bare in names.declared:
            rank = (RANKS["synonyme"], 1, names.declared.index(bare))
            claims.append((rank, synonym))
        elif score := _likeness(text, names.header, names.declared):
            rank = (RANKS["approchant"], -score, 0)
            claims.append((rank, replace(match, how="approchant", score=score)))
    return claims


@dataclass(frozen=True)
class _Names:
    """Names of a column as they are compared: its own, that of the template, those declared."""

    own: frozenset[str]
    header: str
    declared: tuple[str, ...]


@lru_cache(maxsize=1_024)
def _names(column_id: str, header_fr: str, headers: tuple[str, ...]) -> _Names:
    """Names of a column, worked out once rather than for each cell that may be a header."""
    own = frozenset({plain(header_fr), plain(column_id)})
    return _Names(own, singular(header_fr), tuple(map(singular, headers)))


def likeness(text: str, column: Column) -> int:
    """Likeness in % of a header and the nearest name of a column; 0 below 85.

    Numbers make the difference between headers that are otherwise alike (N1, N2): they must
    be the same.
    """
    names = _names(column.column_id, column.header_fr, column.headers)
    return _likeness(text, names.header, names.declared)


# Every kind is tried on every file: the same headers meet the same names again and again.
@lru_cache(maxsize=32_768)
def _likeness(text: str, header: str, declared: tuple[str, ...]) -> int:
    numbers = _digits(text)
    best = max(
        (
            max(fuzz.ratio(text, name), fuzz.token_sort_ratio(text, name))
            for name in (header, *declared)
            if len(name) > 3 and _digits(name) == numbers
        ),
        default=0.0,
    )
    return round(best) if best >= ALIKE_FROM else 0


def _digits(text: str) -> list[str]:
    return re.findall(r"\d+", text)


def _choice(header: str, chosen: Mapping[str, str]) -> str | None:
    """Column id chosen for a header, '' to leave it out, None when nothing was chosen."""
    if header in chosen:
        return chosen[header]
    return {plain(name): column for name, column in chosen.items()}.get(plain(header))


def _why_left(header: str, kind: Kind, chosen: Mapping[str, str], matches: Sequence[Match]) -> str:
    if _choice(header, chosen) == "":
        return "colonne laissée de côté, à votre demande"
    rivals = {match.column_id: match.header for match in matches}
    for _, claim in sorted(_claims(header, 0, kind.columns), key=lambda item: item[0]):
        if claim.column_id in rivals:
            wanted = kind.column(claim.column_id).header_fr
            return f"la colonne « {wanted} » est déjà lue sous « {rivals[claim.column_id]} »"
    return "colonne inconnue de ce type de fichier"
