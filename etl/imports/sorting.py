"""The lines of a table: data, and those set aside (titles, totals, notes, examples)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from etl.imports.delimited import Cells
from etl.imports.kinds import Kind
from etl.imports.layout import Table
from etl.imports.personal import MASKED, MASKED_ID, scrubbed, scrubbed_cell
from etl.imports.preview import SetAside
from etl.imports.text import cut, plain, shown

LISTED_MAX = 50
TOTALS = re.compile(
    r"(?:sous |s )?(?:total|totaux|ensemble)(?: (?!d internat).*)?|.* total|total.*"
    r"|france(?: (?:entiere|metropolitaine|hors .*|total))?|hexagone"
)
EXAMPLE = re.compile(r"(?<!par )\bexemples?\b")
# What a formula that failed shows is not a comment.
COMMENT = re.compile(r"#(?!N/A|(?:REF|DIV/0|VALUE|NUM|NULL|VALEUR|NOMBRE)!|(?:NAME|NOM)\?)")
NOTE = re.compile(
    r"(?:sources?|notes?|lecture|champ|nb|n b|avertissement|remarques?|legende|extraction"
    r"|mise? a jour|donnees|document|nd|ns|edite|edition|traitement|auteur|contact|precisions?)\b"
)
NOTE_LENGTH = 40
TOTAL_FR = "ligne de total : vérifiée, jamais enregistrée"


@dataclass(frozen=True)
class Line:
    """A line kept as data: its number in the file and its cells, by column id."""

    number: int
    cells: dict[str, object]
    excess: bool = False


@dataclass(frozen=True)
class Sorted:
    """Data lines, total lines (compared to the sums, never stored), and what was set aside."""

    data: tuple[Line, ...]
    totals: tuple[Line, ...]
    set_aside: tuple[SetAside, ...]
    read_n: int


def sort_lines(table: Table, kind: Kind, national: bool) -> Sorted:
    """Sort the lines of a table; ``national`` when « France » may be a territory of the file."""
    cells = _unmerged(table, kind)
    header = [plain(shown(cell)) for cell in cells[table.header_line - 1]]
    data, totals, aside = [], [], []
    read = 0
    last = max((i for i, row in enumerate(cells) if not _blank(row)), default=0)
    for index, row in enumerate(cells[: last + 1]):
        if index + 1 == table.header_line or not row:
            continue
        if index + 1 < table.header_line:
            why = "" if _blank(row) else "titre, au-dessus de l’en-tête"
        else:
            read += not _blank(row)
            why = _why_aside(row, header, table, kind, national)
            line = _line(index + 1, row, table, len(header))
            if why is TOTAL_FR:
                totals.append(line)
            elif not why and not _blank(row):
                data.append(line)
        if why:
            aside.append(SetAside(index + 1, why, told(row, table, kind)))
    return Sorted(tuple(data), tuple(totals), summarised(aside), read)


def _why_aside(
    row: Sequence[object], header: Sequence[str], table: Table, kind: Kind, national: bool
) -> str:
    """Why a line below the header is not data, '' when it is."""
    texts = [shown(cell) for cell in row]
    written = [text for text in texts if text]
    if not written:
        return "ligne vide"
    if COMMENT.match(written[0]):
        return "commentaire"
    if any(EXAMPLE.search(plain(text)) for text in written):
        return "ligne d’exemple"
    if len(written) > 1 and all(plain(t) == h for t, h in zip(texts, header, strict=False) if t):
        return "en-tête répété"
    if _is_total(texts, table, kind, national):
        return TOTAL_FR
    if _is_note(texts, written):
        return "note au bas du tableau"
    return ""


def _is_total(texts: Sequence[str], table: Table, kind: Kind, national: bool) -> bool:
    types = {match.index: kind.column(match.column_id).type for match in table.matches}
    first = next(index for index, text in enumerate(texts) if text)
    for index, text in enumerate(texts):
        looked_at = types.get(index) == "territory" or (
            index == first and not _is_value(types.get(index), table, index, kind)
        )
        if looked_at and text and TOTALS.fullmatch(plain(text)):
            return not (national and plain(text).startswith(("france", "hexagone")))
    return False


def _is_value(column_type: str | None, table: Table, index: int, kind: Kind) -> bool:
    """Whether a column may say « total » or « ensemble » as a value of its own."""
    if column_type is None or column_type == "territory":
        return False
    match = next(match for match in table.matches if match.index == index)
    return kind.column(match.column_id).use != "distinct" and column_type in ("code", "indicator")


def _is_note(texts: Sequence[str], written: Sequence[str]) -> bool:
    if len(written) > 2 or re.fullmatch(r"[\d\s.,]+", written[0]):
        return False
    starts = NOTE.match(plain(written[0])) or re.match(r"[*(¹²³†]", written[0])
    if len(written) == 2:
        return bool(starts) and ":" in written[0]
    return bool(starts) or len(written[0]) > NOTE_LENGTH


def _line(number: int, row: Sequence[object], table: Table, width: int) -> Line:
    cells = {
        match.column_id: row[match.index] if match.index < len(row) else None
        for match in table.matches
    }
    return Line(number, cells, excess=any(shown(cell) for cell in row[width:]))


def _unmerged(table: Table, kind: Kind) -> Cells:
    """Cells where a range merged downwards repeats its value, in the columns that name a row.

    A merged measure is left blank below: repeated, it would be counted twice.
    """
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


def told(row: Sequence[object], table: Table, kind: Kind) -> str:
    """A line as one text, without what identifies a person."""
    masked = masked_row(row, table, kind)
    return cut(scrubbed(" ; ".join(text for cell in masked if (text := shown(cell)))))


def masked_row(row: Sequence[object], table: Table, kind: Kind) -> tuple[object, ...]:
    """Cells of a line below the header, personal columns and identifiers hidden."""
    counted = {m.index for m in table.matches if kind.column(m.column_id).use == "distinct"}
    hidden = dict.fromkeys(counted, MASKED_ID) | dict.fromkeys(table.personal, MASKED)
    return tuple(
        hidden[index] if index in hidden and cell is not None else scrubbed_cell(cell)
        for index, cell in enumerate(row)
    )


def masked_cells(table: Table, kind: Kind) -> Cells:
    """Cells of the whole sheet as an annotated copy may show them."""
    return tuple(
        masked_row(row, table, kind)
        if line > table.header_line
        else tuple(scrubbed_cell(cell) for cell in row)
        for line, row in enumerate(table.sheet.cells, start=1)
    )


def summarised(aside: Sequence[SetAside]) -> tuple[SetAside, ...]:
    """What was set aside, line by line; a reason met more than 50 times is told once."""
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
            listed.append(SetAside(line.line, line.why_fr, text))
    return tuple(listed)


def _blank(row: Sequence[object]) -> bool:
    return not any(shown(cell) for cell in row)
