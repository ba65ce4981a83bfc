"""The lines of a table: data, and those set aside (titles, totals, notes, examples)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from etl.declared.columns import Column
from etl.declared.kinds import Kind
from etl.reading.delimited import Cells
from etl.reading.layout import Table
from etl.reading.personal import MASKED, MASKED_ID, identifies, scrubbed, scrubbed_cell
from etl.reading.text import cell_text, cut, plain
from foundation.answers import Match, SetAside

IsPlace = Callable[[str], bool]
LISTED_MAX = 50
TOTALS = re.compile(
    r"(?:sous |s )?(?:total|totaux|ensemble)(?: (?!d internat).*)?|.* total|total.*"
    r"|france(?: (?:entiere|metropolitaine|hors .*|total))?"
)
# What the template writes beside its example, and what a cell that says nothing else holds.
TEMPLATE_MARK = re.compile(r"exemple fictif.*ligne a supprimer")
ONLY_EXAMPLE = re.compile(r"(?:ligne d )?exemples?(?: fictifs?)?(?: \d+)?")
# Places that a table adds up, or that are no part of what is followed.
AGGREGATE = re.compile(
    r"(?:total |ensemble |moyenne )?(?:des? )?(?:doms?|droms?|drom? (?:tom|com)|tom|com|drom com"
    r"|outre mer|metropole|province|hors (?:france|ile de france|metropole)|(?:pays )?etrangers?"
    r"|regions? de france)"
    r"|moyennes?(?: .*)?|moy|medianes?(?: .*)?|niveau national|national"
    r"|(?:departement |region |territoire )?(?:inconnue?s?|indeterminee?s?"
    r"|non (?:localise|precise|renseigne|determine|reparti|ventile)e?s?)"
    r"|saint pierre et miquelon|saint martin"
    r"|saint barthelemy|wallis et futuna|polynesie francaise|nouvelle caledonie|monaco"
)
LEADING_CODE = re.compile(r"(?:0{1,3}|99|999|9[78]\d) ")
NO_PLACE = frozenset({"000", "999"})
EXAMPLE_FR = "ligne d’exemple"
AGGREGATE_FR = "agrégat, ou territoire qui n’est pas suivi : mis de côté"
# What a formula that failed shows is not a comment.
COMMENT = re.compile(r"#(?!N/A|(?:REF|DIV/0|VALUE|NUM|NULL|VALEUR|NOMBRE)!|(?:NAME|NOM)\?)")
NOTE = re.compile(
    r"(?:sources?|notes?|lecture|champ|nb|n b|avertissement|remarques?|legende|extraction"
    r"|mise? a jour|donnees|document|nd|ns|edite|edition|traitement|auteur|contact|precisions?)\b"
)
NOTE_LENGTH = 40
UNITS = frozenset(
    {"en", "de", "du", "des", "nb", "nombre", "effectif", "effectifs", "unite", "unites", "valeur"}
    | {"places", "place", "postes", "poste", "medecins", "praticiens", "msu", "personnes", "total"}
    | {"pourcentage", "pour", "cent", "entier", "numerique"}
)
UNITS_FR = "ligne d’unités, sous l’en-tête"
NOTE_FR = "note au bas du tableau"
# Three words at least, the first of which begins with a letter.
SENTENCE = re.compile(r"^[^\W\d]\S* +\S+ +\S")
# What a table made for its recipient says of a line to fill in.
TO_FILL = re.compile(r"\bà remplir\b", re.IGNORECASE)
EXAMPLE_FR = "ligne d’exemple"
TOTAL_FR = "ligne de total : vérifiée, jamais enregistrée"


@dataclass(frozen=True)
class Line:
    """A line kept as data: its number in the file and its cells, by column id.

    ``headers`` names the columns of the file whose cells they are, where another line of the same
    number has its cells from others.
    """

    number: int
    cells: dict[str, object]
    excess: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sorted:
    """Data lines, total lines (compared to the sums, never stored), and what was set aside."""

    data: tuple[Line, ...]
    totals: tuple[Line, ...]
    set_aside: tuple[SetAside, ...]
    read_n: int


@dataclass(frozen=True)
class _Layout:
    """What sorting needs to know of a table, worked out once."""

    header: tuple[str, ...]
    columns: dict[int, Column]
    totals_in: frozenset[int]
    national: bool
    example: Mapping[int, str]
    is_place: IsPlace


def sort_lines(table: Table, kind: Kind, is_place: IsPlace) -> Sorted:
    """Sort the lines of a table.

    A word decides nothing alone: a line that gives a territory and what its kind needs is data
    whatever it says, and so is one that gives a count, unless its territory is a total.
    """
    cells = _unmerged(table, kind)
    layout, hidden = _layout(table, kind, _remembered(is_place)), _hidden(table, kind)
    data, totals, aside = [], [], []
    told: Counter[str] = Counter()
    read = blank_from = 0
    for number, row in enumerate(cells, start=1):
        texts = [cell_text(cell) for cell in row]
        if any(texts):
            blank_from = number + 1
        if table.first_header <= number <= table.header_line or not row:
            continue
        why = _why_aside(texts, layout) if number > table.header_line else _why_above(texts)
        if not why and number == table.header_line + 1 and _is_units(texts, layout):
            why = UNITS_FR
        if number > table.header_line:
            read += any(texts)
            line = _line(number, row, texts, layout)
            if why == TOTAL_FR:
                totals.append(line)
            elif not why:
                data.append(line)
        if why:
            told[why] += 1
            # A reason met more often is told once, with its first line: the others are counted.
            is_listed = told[why] <= LISTED_MAX
            masks = hidden if number > table.header_line else {}
            aside.append(SetAside(number, why, _line_text(row, masks) if is_listed else ""))
    told_below = list(_notes_below(data, cells, layout))
    data = data[: len(data) - len(told_below)]
    for line in told_below:
        aside.append(SetAside(line.number, NOTE_FR, _line_text(cells[line.number - 1], hidden)))
    aside.sort(key=lambda line: line.line)
    # Blank lines below the table are no part of it.
    aside = [line for line in aside if line.line < blank_from]
    return Sorted(tuple(data), tuple(totals), summarised(aside), read)


def _notes_below(data: Sequence[Line], cells: Cells, layout: _Layout) -> Iterator[Line]:
    """The last lines, when they hold one sentence and nothing else: there is nothing to count.

    Above other lines, such a sentence may be the name of their group.
    """
    measures = {index for index, column in layout.columns.items() if column.measure}
    if not measures:
        return
    for line in reversed(data):
        texts = {
            at: text for at, cell in enumerate(cells[line.number - 1]) if (text := cell_text(cell))
        }
        (at, text), *others = texts.items()
        is_sentence = SENTENCE.search(text) is not None and at not in measures
        if others or not is_sentence or layout.is_place(text):
            return
        yield line


def _remembered(is_place: IsPlace) -> IsPlace:
    """The same question asked once of each text: territories come back from line to line."""
    answers: dict[str, bool] = {}

    def asked(text: str) -> bool:
        if text not in answers:
            answers[text] = is_place(text)
        return answers[text]

    return asked


def _layout(table: Table, kind: Kind, is_place: IsPlace) -> _Layout:
    header = tuple(map(plain, table.names))
    columns = {match.index: kind.column(match.column_id) for match in table.matches}
    territories = {index for index, column in columns.items() if column.type == "territory"}
    national = any("national" in columns[index].levels for index in territories)
    example = {index: plain(column.example) for index, column in columns.items()}
    return _Layout(header, columns, frozenset(territories), national, example, is_place)


def _why_above(texts: Sequence[str]) -> str:
    return "titre, au-dessus de l’en-tête" if any(texts) else ""


def _why_aside(texts: Sequence[str], layout: _Layout) -> str:
    """Why a line below the header is not data, '' when it is."""
    written = [text for text in texts if text]
    if not written:
        return "ligne vide"
    if COMMENT.match(written[0]) and len(written) == 1:
        return "commentaire"
    if _is_example(texts, layout):
        return EXAMPLE_FR
    if _is_left_blank(texts, layout):
        return "ligne à remplir, laissée vide"
    named = [text for text in zip(texts, layout.header, strict=False) if text[0]]
    if len(written) > 1 and all(plain(text) == header for text, header in named):
        return "en-tête répété"
    if _is_said_of_a_place(texts, layout):
        return ""
    if _is_total(texts, layout):
        return TOTAL_FR
    if _is_aggregate(texts, layout):
        return AGGREGATE_FR
    if not _gives_count(texts, layout) and _is_note(written):
        return NOTE_FR
    return ""


def _is_units(texts: Sequence[str], layout: _Layout) -> bool:
    """Whether the line below the header says what its columns hold (« nb de places », « en % »).

    Without any digit nor place, and with units alone for counts, it gives nothing.
    """
    measures = [
        texts[index]
        for index, column in layout.columns.items()
        if column.measure and index < len(texts) and texts[index]
    ]
    places = [texts[index] for index in layout.totals_in if index < len(texts)]
    return (
        bool(measures)
        and not any(map(str.isdigit, "".join(texts)))
        and all(set(plain(text).split()) <= UNITS for text in measures)
        and all(plain(text) or "%" in text for text in measures)
        and not any(map(layout.is_place, filter(None, places)))
    )


def _is_example(texts: Sequence[str], layout: _Layout) -> bool:
    """Whether a line is the example of the template, or says so and nothing else in a cell.

    The example that was typed over is data, whatever still stands beside it.
    """
    written = [plain(text) for text in texts if text]
    if any(ONLY_EXAMPLE.fullmatch(text) for text in written):
        return True
    if not any(TEMPLATE_MARK.fullmatch(text) for text in written):
        return False
    own = {index: plain(texts[index]) for index in layout.columns if index < len(texts)}
    is_template = all(_is_alike(text, layout.example[index]) for index, text in own.items())
    return is_template or not _is_said_of_a_place(texts, layout)


def example_left(row: Sequence[object], table: Table, kind: Kind) -> list[Match]:
    """Counts that are still those of the example, in a line whose example was typed over in part.

    Empty where the mark of the example is gone, or when less than half of the counts are its own:
    two counts may be alike.
    """
    if not any(isinstance(cell, str) and "exemple" in cell.casefold() for cell in row):
        return []
    texts = [cell_text(cell) for cell in row]
    if not any(TEMPLATE_MARK.fullmatch(plain(text)) for text in texts):
        return []
    counts = [
        match
        for match in table.matches
        if kind.column(match.column_id).measure and match.index < len(texts) and texts[match.index]
    ]
    left = [m for m in counts if plain(texts[m.index]) == plain(kind.column(m.column_id).example)]
    return left if 2 * len(left) >= len(counts) else []


def _is_alike(text: str, example: str) -> bool:
    """Whether a cell is blank or still holds its example, a date being written in any order."""
    return text in ("", example) or (
        re.fullmatch(r"[\d ]+", text) is not None
        and sorted(map(int, text.split())) == sorted(map(int, re.findall(r"\d+", example)))
    )


def _is_said_of_a_place(texts: Sequence[str], layout: _Layout) -> bool:
    """Whether a line names a territory and gives what its kind cannot do without."""
    places = [texts[index] for index in layout.totals_in if index < len(texts)]
    if not any(_is_named(text, layout) for text in places):
        return False
    if any(column.measure for column in layout.columns.values()):
        return _gives_count(texts, layout)
    needed = [index for index, column in layout.columns.items() if column.required]
    return all(index < len(texts) and texts[index] for index in needed)


def _is_named(text: str, layout: _Layout) -> bool:
    """Whether a text is a territory that a line may be about: France is a total for most kinds."""
    is_france = plain(text).startswith("france")
    return bool(text) and layout.is_place(text) and (layout.national or not is_france)


def _is_nation(text: str, layout: _Layout) -> bool:
    """Whether a text is France where its values are taken: « France métropolitaine » is not it."""
    is_france = "france" in plain(text).split()
    return layout.national and is_france and layout.is_place(text)


def _gives_count(texts: Sequence[str], layout: _Layout) -> bool:
    """Whether a line has a number where the table has counts."""
    measures = [index for index, column in layout.columns.items() if column.measure]
    return any(texts[index][:1].isdigit() for index in measures if index < len(texts))


def _is_aggregate(texts: Sequence[str], layout: _Layout) -> bool:
    """Whether a line is said of an aggregate of places (« DOM », « Moyenne », « Étranger »)."""
    for index in layout.totals_in:
        text = plain(texts[index]) if index < len(texts) else ""
        bare = LEADING_CODE.sub("", text)
        if text in NO_PLACE or AGGREGATE.fullmatch(bare) or TOTALS.fullmatch(bare):
            return not _is_nation(texts[index], layout)
    return False


def _is_left_blank(texts: Sequence[str], layout: _Layout) -> bool:
    """Whether a line asks to be filled in, beside its columns, and has no count."""
    measures = [index for index, column in layout.columns.items() if column.measure]
    if not measures or any(texts[index] for index in measures if index < len(texts)):
        return False
    beside = (text for index, text in enumerate(texts) if index not in layout.columns)
    return any(TO_FILL.search(text) for text in beside)


def _is_total(texts: Sequence[str], layout: _Layout) -> bool:
    """Whether a line says « total » where it says its territory, or in its first cell."""
    first = next(index for index, text in enumerate(texts) if text)
    places = (
        layout.totals_in if _is_value(layout.columns.get(first)) else {first, *layout.totals_in}
    )
    for index in places:
        text = plain(texts[index]) if index < len(texts) else ""
        if text and TOTALS.fullmatch(text):
            return not _is_nation(texts[index], layout)
    return False


def _is_value(column: Column | None) -> bool:
    """Whether « ensemble » or « total » may be a value of a column."""
    if column is None or column.use == "distinct":
        return False
    return column.type in ("code", "indicator", "text")


def _is_note(written: Sequence[str]) -> bool:
    if len(written) > 2 or re.fullmatch(r"[\d\s.,]+", written[0]):
        return False
    starts = NOTE.match(plain(written[0])) or re.match(r"[*(¹²³†]", written[0])
    if len(written) == 2:
        return bool(starts) and ":" in written[0]
    return bool(starts) or len(written[0]) > NOTE_LENGTH


def _line(number: int, row: Sequence[object], texts: Sequence[str], layout: _Layout) -> Line:
    cells = {
        column.column_id: row[index] if index < len(row) else None
        for index, column in layout.columns.items()
    }
    return Line(number, cells, excess=any(texts[len(layout.header) :]))


def _unmerged(table: Table, kind: Kind) -> Cells:
    """Cells where a range merged downwards repeats its value, in the columns that name a row.

    A merged measure is left blank below: repeated, it would be counted twice.
    """
    if not table.sheet.merged:
        return table.sheet.cells
    spread = {
        match.index
        for match in table.matches
        if kind.column(match.column_id).key or not kind.column(match.column_id).measure
    }
    cells = [list(row) for row in table.sheet.cells]
    for (top, left), (bottom, _) in table.sheet.merged:
        if left in spread and top >= table.header_line and top < len(cells):
            for row in cells[top + 1 : bottom + 1]:
                if left < len(row):
                    row[left] = cells[top][left]
    return tuple(tuple(row) for row in cells)


def _line_text(row: Sequence[object], hidden: Mapping[int, str]) -> str:
    """A line as one text, without what identifies a person."""
    if not hidden and identifies(row):
        return MASKED
    masked = _masked(row, hidden)
    return cut(scrubbed(" ; ".join(text for cell in masked if (text := cell_text(cell)))))


def _masked(row: Sequence[object], hidden: Mapping[int, str]) -> tuple[object, ...]:
    return tuple(
        hidden[index] if index in hidden and cell not in (None, "") else scrubbed_cell(cell)
        for index, cell in enumerate(row)
    )


def _hidden(table: Table, kind: Kind) -> dict[int, str]:
    """What stands for the cells of a personal column, or of identifiers, by index."""
    counted = {m.index for m in table.matches if kind.column(m.column_id).use == "distinct"}
    return dict.fromkeys(counted, MASKED_ID) | dict.fromkeys(table.personal, MASKED)


def masked_cells(table: Table, kind: Kind, lines_n: int) -> Cells:
    """Cells of the first lines of a sheet as an annotated copy may show them.

    Above the header, where there are no columns, only what betrays a person by itself is hidden.
    """
    hidden = _hidden(table, kind)
    return tuple(
        _masked(row, hidden) if line > table.header_line or table.is_drawn else _masked_above(row)
        for line, row in enumerate(table.sheet.cells[:lines_n], start=1)
    )


def _masked_above(row: Sequence[object]) -> tuple[object, ...]:
    """Cells above the header: all are masked in a line that says who somebody is."""
    if not identifies(row):
        return _masked(row, {})
    return tuple(MASKED if cell_text(cell) else cell for cell in row)


def summarised(aside: Sequence[SetAside]) -> tuple[SetAside, ...]:
    """What was set aside, line by line; a reason met more than 50 times is listed once."""
    counts: dict[str, int] = {}
    for line in aside:
        counts[line.why_fr] = counts.get(line.why_fr, 0) + 1
    listed, told_once = [], set()
    for line in aside:
        if counts[line.why_fr] <= LISTED_MAX:
            listed.append(line)
        elif line.why_fr not in told_once:
            told_once.add(line.why_fr)
            text = f"{counts[line.why_fr]} lignes, dont la première est la ligne {line.line}"
            listed.append(SetAside(line.line, line.why_fr, text, counts[line.why_fr]))
    return tuple(listed)
