"""Where the table is in a sheet: its header, its columns, its data lines, the others."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz

from etl.declared.columns import Column
from etl.declared.kinds import Kind
from etl.reading.book import Sheet
from etl.reading.likeness import fits, names_identifier
from etl.reading.personal import (
    LONE_NAME,
    OF_A_PLACE,
    IsPlace,
    holds_contact,
    identifies,
    identity,
    personal_header,
    personal_values,
)
from etl.reading.text import NAMED_MAX, cell_text, plain, singular
from foundation.answers import Dropped, Header, How, Match

HEADER_WITHIN = 60
ALIKE_FROM = 85
SAMPLE = 500
# « Code dept » and « libellé du département » name the same column as « dept ».
WRITTEN_AS = frozenset({"code", "libelle", "nom", "numero", "n", "no", "du", "de", "la"})
# A day, a postal code, a number: only a year, of four digits, may be a header.
# Headers of codes that say no more: whether they are those of the places, the lines tell.
CODES = frozenset({"code", "codes", "code insee", "code geo", "codgeo", "code geographique"})
VALUE = re.compile(
    r"\d{1,3}(?:[.,]\d+)?|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{5,}|2[AB]\d{3}"
)
DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d{2}-\d{2}")
BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
SUM_OF_PLACES = re.compile(r"(?:total|totaux|ensemble|somme)\b")
MEN, WOMEN = frozenset({"homme", "hommes"}), frozenset({"femme", "femmes"})
ASIDE = frozenset(
    {"situation", "au", "a", "le", "en", "nombre", "nb", "effectif", "effectifs", "unite", "n"}
    | {"code", "nom", "libelle", "insee", "an", "ans", "annee", "date", "jour", "mois", "de", "du"}
    | {"janvier", "decembre", "1er", "provisoire", "p"}
)
# A table of places may have a total or a note among them.
PLACES_FROM = 0.6
OF_A_PLACE_NAME = re.compile(rf"\b(?:{OF_A_PLACE})")
PERHAPS_NAMES = "donnée personnelle (noms, semble-t-il) : jamais gardée"
RANKS: dict[How, int] = {"choisi": 0, "exact": 1, "synonyme": 2, "approchant": 3, "valeurs": 4}


@dataclass(frozen=True)
class Table:
    """A table found in a sheet.

    ``header_line`` counts from 1: the last one when several are joined, 0 without any. ``names``
    are the headers, by index. ``personal`` holds the indices of the columns to mask, ``rivals``
    columns that say again what another one is read for: both are compared. ``is_drawn`` says that
    no header was recognised: what stands above may be data.
    """

    sheet: Sheet
    header_line: int
    matches: tuple[Match, ...]
    dropped: tuple[Dropped, ...]
    personal: frozenset[int]
    names: tuple[str, ...] = ()
    rivals: tuple[Match, ...] = ()
    header_lines_n: int = 1
    is_drawn: bool = False

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
    sheet: Sheet,
    kind: Kind,
    chosen: Mapping[str, str],
    is_place: IsPlace,
    header_line: int = 0,
) -> Table | None:
    """The table of a sheet: under the line whose cells name the most columns of ``kind``.

    ``chosen`` maps headers of the file to column ids, '' to leave a column out; ``header_line`` is
    the line its user points at, from 1. None when no line names any column. A line of data is never
    a header, whatever its cells look like.
    """
    best: tuple[tuple[int, int, int], _Head] | None = None
    for head in _heads(sheet, is_place, header_line):
        read = match_headers(head.cells, kind, chosen, frozenset(), head.below)
        # A column without header, chosen by its place, tells nothing of where the header is.
        matches = [match for match in read if cell_text(head.cells[match.index])]
        column_ids = {match.column_id for match in matches}
        required = sum(c.required and c.column_id in column_ids for c in kind.columns)
        # « Nombre de MSU », alone above « Étiquettes de lignes » and its years, heads nothing.
        score = (required, len(column_ids), _filled_n(head.cells))
        if _is_header(matches, kind) and (best is None or score > best[0]):
            best = (score, head)
    return None if best is None else _table(sheet, best[1], kind, chosen, is_place)


def drawn(
    sheet: Sheet,
    kind: Kind,
    chosen: Mapping[str, str],
    is_place: IsPlace,
    header_line: int = 0,
) -> Table:
    """The table of a sheet that names no column of ``kind``, for its user to say where they are.

    The header is the line pointed at, else the first line that has several texts, unless it is
    data: the columns are then numbered. What looks like a name of a person is masked anywhere.
    """
    heads = list(_heads(sheet, is_place, header_line))
    top = next((i for i, row in enumerate(sheet.cells) if _filled_n(row) > 1), 0)
    first = (head for head in heads if head.index - head.lines_n < top <= head.index)
    head = heads[0] if header_line and heads else next(first, _Head(top - 1, (), lines_n=0))
    table = _table(sheet, head, kind, chosen, is_place)
    hidden = {
        index
        for index, name in enumerate(table.names)
        if index not in table.personal and _may_name_persons(table, index, kind, is_place)
    }
    names = tuple("" if index in hidden else name for index, name in enumerate(table.names))
    dropped = [left for left in table.dropped if left.header not in _at(table.names, hidden)]
    return replace(
        table,
        matches=tuple(match for match in table.matches if match.index not in hidden),
        dropped=(*dropped, *(Dropped(unnamed(i), PERHAPS_NAMES, True) for i in sorted(hidden))),
        personal=table.personal | hidden,
        names=names,
        is_drawn=True,
    )


def _at(names: Sequence[str], indices: set[int]) -> set[str]:
    return {names[index] or unnamed(index) for index in indices}


def _filled_n(row: Sequence[object]) -> int:
    return sum(bool(cell_text(cell)) for cell in row)


def _may_name_persons(table: Table, index: int, kind: Kind, is_place: IsPlace) -> bool:
    """Whether the cells of a column look like names, a lone word included."""
    if OF_A_PLACE_NAME.search(plain(table.names[index])):
        return False
    codes = {
        plain(name)
        for column in kind.columns
        for code, names in column.codes.items()
        for name in (code, *names)
    }
    rows = table.sheet.cells[table.header_line :][:SAMPLE]
    texts = [text for row in rows if index < len(row) and (text := cell_text(row[index]))]
    named = [
        text
        for text in texts
        if LONE_NAME.fullmatch(text[:NAMED_MAX]) and plain(text) not in codes and not is_place(text)
    ]
    return 2 * len(named) > len(texts)


@dataclass(frozen=True)
class _Head:
    """Lines that may be the header: index of the last one, what they name, how many they are.

    ``below`` holds the last line alone, by index, where its text is met once.
    """

    index: int
    cells: tuple[object, ...]
    below: tuple[str, ...] = ()
    lines_n: int = 1


def _heads(sheet: Sheet, is_place: IsPlace, header_line: int) -> Iterator[_Head]:
    """Lines that may be the header of a sheet; the line that names groups belongs to the next."""
    rows = sheet.cells[:HEADER_WITHIN]
    if header_line:
        rows = sheet.cells[:header_line]
    joined = {
        index: head
        for index in range(1, len(rows))
        if (head := _joined(sheet, index, is_place)) is not None
    }
    for index, row in enumerate(rows):
        if header_line and index != header_line - 1:
            continue
        if index in joined:
            # The two upper lines of a header of three are no header by themselves.
            following = joined.get(index + 1)
            if following is None or following.lines_n < 3 or header_line:
                yield joined[index]
        elif header_line or not (
            index + 1 in joined
            or is_data(row)
            or (_names_place(row, is_place) and not _heads_places(row, is_place))
        ):
            yield _Head(index, row)


def _names_place(row: Sequence[object], is_place: IsPlace) -> bool:
    """Whether a line names a place: it is data."""
    return any(isinstance(cell, str) and is_place(cell_text(cell)) for cell in row)


def _heads_places(row: Sequence[object], is_place: IsPlace) -> bool:
    """Whether a line names places from its second cell on, and nothing else but their sum.

    So does the header of a table that has a column for each of them.
    """
    texts = [text for cell in row if (text := cell_text(cell))]
    named = [text for text in texts[1:] if is_place(text)]
    others = [text for text in texts[1:] if text not in named]
    return (
        not _has_number(row)
        and len(set(named)) == len(named) > 1
        and not is_place(texts[0])
        and all(SUM_OF_PLACES.match(plain(text)) for text in others)
    )


def _joined(sheet: Sheet, index: int, is_place: IsPlace) -> _Head | None:
    """A header of two or three lines, groups above their columns; None when it is no such thing.

    Merged cells say so; else every column of a group, and no other one, has a name of its own.
    """
    width = max(len(sheet.cells[index - 1]), len(sheet.cells[index]))
    above, below = (_texts(sheet.cells[i], width) for i in (index - 1, index))
    merges = _merged_right(sheet, index - 1)
    titled = sum(map(bool, above)) + len(merges)
    if titled < 2 or sum(map(bool, below)) < 2 or not _may_head(below, is_place):
        return None
    if any(cell and _is_value(cell) for cell in above) or _says_who(above):
        return None
    groups = _spanned(above, merges) if merges else _filled_right(above, below)
    if groups is None or (merges and all(right - left + 1 >= width for left, right in merges)):
        return None
    names = tuple(
        f"{group} / {name}" if group and name else group or name
        for group, name in zip(groups, below, strict=True)
    )
    own = tuple(name if below.count(name) == 1 else "" for name in below)
    over = _over(sheet, index - 2, width) if merges else None
    if over is None:
        return _Head(index, names, own, 2)
    return _Head(
        index,
        tuple(" / ".join(filter(None, pair)) for pair in zip(over, names, strict=True)),
        own,
        3,
    )


def _over(sheet: Sheet, index: int, width: int) -> tuple[str, ...] | None:
    """Groups of groups: a third line above, whose cells are merged over several columns."""
    if index < 0:
        return None
    above = _texts(sheet.cells[index], width)
    merges = _merged_right(sheet, index)
    is_title = any(right - left + 1 >= width for left, right in merges)
    if not merges or is_title or _says_who(above):
        return None
    if any(cell and _is_value(cell) for cell in above):
        return None
    return _spanned(above, merges)


def _says_who(texts: Sequence[str]) -> bool:
    """Whether a line says who somebody is, or announces it: it groups no columns."""
    return identifies(texts) or any(map(identity, texts))


def _merged_right(sheet: Sheet, index: int) -> list[tuple[int, int]]:
    """First and last columns of the cells that a line merges to the right."""
    return [
        (left, right)
        for (top, left), (bottom, right) in sheet.merged
        if top == bottom == index and right > left
    ]


def _texts(row: Sequence[object], width: int) -> tuple[str, ...]:
    return tuple(map(cell_text, row)) + ("",) * (width - len(row))


def _may_head(texts: Sequence[str], is_place: IsPlace) -> bool:
    """Whether every text of a line may be a header: a year may, a count or a place may not."""
    return not any(
        text and (_is_value(text) or holds_contact(text) or is_place(text)) for text in texts
    )


def _spanned(above: Sequence[str], merges: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    groups = list(above)
    for left, right in merges:
        for index in range(left, min(right + 1, len(groups))):
            groups[index] = above[left]
    return tuple(groups)


def _filled_right(above: Sequence[str], below: Sequence[str]) -> tuple[str, ...] | None:
    """Groups repeated over the columns to their right; None when they are no groups."""
    groups, is_grouped = list(above), False
    for index, (group, name) in enumerate(zip(above, below, strict=True)):
        is_wide = index + 1 < len(above) and not above[index + 1] and bool(below[index + 1])
        if group and name and not is_wide:
            return None
        if not group and name and index and groups[index - 1] and below[index - 1]:
            groups[index] = groups[index - 1]
            is_grouped = True
    return tuple(groups) if is_grouped else None


def headers_of(table: Table) -> tuple[Header, ...]:
    """Every column of a table as its user may choose it, with what it fills."""
    filled = {match.index: match for match in table.matches}
    left = {dropped.header for dropped in table.dropped}
    headers = []
    for index, name in enumerate(table.names):
        header = name or unnamed(index)
        match = filled.get(index)
        if not (name or match or header in left):
            continue
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
    sheet: Sheet, head: _Head, kind: Kind, chosen: Mapping[str, str], is_place: IsPlace
) -> Table:
    below = sheet.cells[head.index + 1 :]
    width = max((len(row) for row in (head.cells, *below)), default=0)
    header = (*head.cells, *[None] * (width - len(head.cells)))
    counted = {c.column_id for c in kind.columns if c.use == "distinct"}
    samples = [[row[i] for row in below if i < len(row)] for i in range(width)]
    announced = {
        i: why
        for i, cell in enumerate(header)
        if _choice(cell_text(cell) or unnamed(i), chosen) not in counted
        and (why := personal_header(cell_text(cell), samples[i][:SAMPLE], is_place))
    }
    named = match_headers(header, kind, chosen, frozenset(announced), head.below)
    fitting = tuple(
        match
        for match in _meant(named, kind)
        if match.how != "approchant"
        or fits(kind.column(match.column_id), samples[match.index][:SAMPLE], is_place)
    )
    matches = _with_places(fitting, kind, chosen, header, samples, frozenset(announced), is_place)
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
    return Table(
        sheet=sheet,
        header_line=head.index + 1,
        matches=matches,
        dropped=tuple(dropped),
        personal=frozenset(personal),
        # A cell under no header at all is one too many, unless no line is a header.
        names=tuple(map(cell_text, head.cells if head.lines_n else header)),
        rivals=tuple(rivals),
        header_lines_n=head.lines_n,
    )


def _meant(matches: Sequence[Match], kind: Kind) -> list[Match]:
    """Matches without the headers that mean their column only beside others, when none is there."""
    sure = [match for match in matches if not _needs_others(match, kind.column(match.column_id))]
    columns = [kind.column(match.column_id) for match in sure]
    has_others = any(column.measure and not column.required for column in columns)
    return list(matches) if has_others else sure


def _needs_others(match: Match, column: Column) -> bool:
    is_ambiguous = singular(match.header) in {singular(header) for header in column.beside}
    return match.how == "synonyme" and is_ambiguous


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
    if (is_place or plain(header) in CODES) and len(places) == 1:
        return [Match(header, index, places[0], "approchant", 0)]
    return []


def _names_places(values: Sequence[object], is_place: IsPlace) -> bool:
    """Whether the cells of a column are names of places: numbers may be anything."""
    texts = [text for value in values if (text := cell_text(value))]
    return bool(texts) and all(not text.isdigit() and is_place(text) for text in texts)


def _with_places(
    matches: tuple[Match, ...],
    kind: Kind,
    chosen: Mapping[str, str],
    header: Sequence[object],
    samples: Sequence[Sequence[object]],
    without: frozenset[int],
    is_place: IsPlace,
) -> tuple[Match, ...]:
    """The matches, and for a territory that no header names the first column of places.

    Names tell more than codes: they name the totals too.
    """
    column = next((c for c in kind.columns if c.type == "territory" and c.required), None)
    filled = {match.column_id for match in matches} | set(chosen.values())
    if column is None or column.column_id in filled:
        return matches
    taken = without | {match.index for match in matches}
    columns = []
    for index, cells in enumerate(samples):
        name = cell_text(header[index]) or unnamed(index)
        # A place over places is one of them: this line is no header.
        is_free = index not in taken and _choice(name, chosen) is None and not is_place(name)
        if is_free and _holds_places(cells[:SAMPLE], is_place):
            are_codes = any(re.match(r"\d", cell_text(cell)) for cell in cells[:SAMPLE])
            columns.append((are_codes, index, name))
    if not columns:
        return matches
    _, index, name = min(columns)
    told = Match(name, index, column.column_id, "valeurs", 100)
    return tuple(sorted((*matches, told), key=lambda match: match.index))


def _holds_places(cells: Sequence[object], is_place: IsPlace) -> bool:
    """Whether nearly all the cells are places, and could not be counts as well."""
    texts = [cell_text(cell) for cell in cells if isinstance(cell, str) and cell_text(cell)]
    named = [text for text in texts if is_place(text)]
    sure = any(not text.isdecimal() or text.startswith("0") for text in named)
    return sure and len(named) >= PLACES_FROM * len(texts)


def _is_header(matches: Sequence[Match], kind: Kind) -> bool:
    """Whether what a line names makes it a header: likeness alone is not enough.

    « Anne » is like « année »: a required column is named for sure, or all of them are.
    """
    required = {column.column_id for column in kind.columns if column.required}
    sure = {match.column_id for match in matches if match.how != "approchant"}
    return bool(sure & required) or required <= {match.column_id for match in matches}


def is_data(row: Sequence[object]) -> bool:
    """Whether a line holds what no header holds: who somebody is, a day, a long number.

    Days that follow each other are headers, as years are: « 31/12/2023 », « 31/12/2024 ».
    """
    days = [cell_text(cell) for cell in row if _is_day(cell)]
    are_headers = len(days) > 1 and len(set(days)) == len(days) and not _has_number(row)
    return identifies(row) or any(
        _is_value(cell) and not (are_headers and _is_day(cell)) for cell in row
    )


def _has_number(row: Sequence[object]) -> bool:
    return any(isinstance(cell, int | float) for cell in row)


def _is_day(cell: object) -> bool:
    return isinstance(cell, datetime.date) or DAY.fullmatch(cell_text(cell)) is not None


def _is_value(cell: object) -> bool:
    if isinstance(cell, datetime.date):
        return True
    return VALUE.fullmatch(cell_text(cell).replace(" ", "")) is not None


def match_headers(
    row: Sequence[object],
    kind: Kind,
    chosen: Mapping[str, str],
    without: frozenset[int],
    below: Sequence[str] = (),
) -> tuple[Match, ...]:
    """Columns of ``kind`` that the cells of a line name, one header each, in file order.

    A header that the user chose wins over the template's, then over a declared synonym, then
    over a like one; declared synonyms rank as they are declared. ``below`` holds what the second
    line of a header says by itself.
    """
    claims = []
    known = {column.column_id for column in kind.columns}
    # Beside « Hommes », « Femmes » are no stage.
    by_sex = any(MEN & set(plain(cell_text(cell)).split()) for cell in row)
    for index, cell in enumerate(row):
        header = cell_text(cell) or unnamed(index)
        choice = _choice(header, chosen)
        if index in without or (choice is None and by_sex and WOMEN & set(plain(header).split())):
            continue
        if choice in known:
            claims.append(
                ((RANKS["choisi"], 0, 0), index, Match(header, index, choice, "choisi", 100))
            )
        elif choice is None and isinstance(cell, str) and cell_text(cell):
            own = below[index] if index < len(below) else ""
            for text in dict.fromkeys(filter(None, (header, own))):
                claims += [
                    (rank, index, replace(match, header=header))
                    for rank, match in _claims(text, index, kind.columns)
                ]
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
    """Columns a header may name, each with its rank: the least is the best.

    One that names none is compared without what it says in brackets, then word by word when it is
    a question.
    """
    claims = _named_by(header, index, columns)
    bare = BRACKETS.sub(" ", header).strip()
    beside = set(plain(" ".join(BRACKETS.findall(header))).split())
    # « MSU (femmes) » are not all of them: only what says nothing of what is counted goes.
    is_bare = bare and bare != header and all(w in ASIDE or w.isdecimal() for w in beside)
    if not claims and is_bare:
        claims = [
            ((RANKS["approchant"], 0, at), replace(match, how="approchant", header=header))
            for (_, _, at), match in _named_by(bare, index, columns)
        ]
    if not claims and header.endswith("?"):
        claims = _asked_by(header, index, columns)
    return claims


def _asked_by(
    header: str, index: int, columns: Sequence[Column]
) -> list[tuple[tuple[int, int, int], Match]]:
    """Columns that a question names by one of their words: « Dans quel département… ? »."""
    words = set(singular(header).split())
    return [
        ((RANKS["approchant"], 0, 0), Match(header, index, column.column_id, "approchant", 85))
        for column in columns
        if words
        & {
            name
            for name in _names(column.column_id, column.header_fr, column.headers).declared
            if len(name) > 3
        }
    ]


def _named_by(
    header: str, index: int, columns: Sequence[Column]
) -> list[tuple[tuple[int, int, int], Match]]:
    """Columns whose names are the whole of a header, or like it."""
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
        elif column.measure and names_identifier(header):
            continue
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
