"""From a file to what its import would do: read, mapped, sorted, converted, checked."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import pandas as pd
from pandera.errors import SchemaErrors

from etl.declared.columns import Column
from etl.declared.kinds import Kind
from etl.imports.clues import FORM, all_apart, as_clues, clues_apart, holds_clues, reads_clues
from etl.imports.file_values import may_hold_for_all
from etl.imports.hidden import told_hidden, told_hidden_columns, without_hidden
from etl.imports.layouts import Layouts, layout_key, proposed
from etl.imports.lists import as_agreements, each_stage, namesakes, unidentified
from etl.imports.understanding import Reading, Understood, understand
from etl.reading.book import Book, Sheet, read_book
from etl.reading.delimited import Cells
from etl.reading.layout import Table, drawn, headers_of, locate
from etl.reading.personal import MASKED, names_a_person, scrubbed
from etl.reading.preview import Preview, RefusedFileError
from etl.reading.safety import refused, thousands
from etl.reading.sorting import (
    Line,
    Sorted,
    example_left,
    masked_cells,
    sort_lines,
    summarised,
)
from etl.reading.text import cell_text, cut, file_name, plain
from etl.rows.cells import holds_two_years, is_missing, of_two_years
from etl.rows.contract import frame, validated
from etl.rows.convert import (
    LEFT_OUT,
    LINES,
    PROBLEMS_MAX,
    Converter,
    Lookup,
    Record,
    added_up,
    adds_up,
    doubtful_sums,
    duplicates,
    fractions,
)
from etl.rows.counts import (
    count_lines,
    doctors_of,
    lines_not_counted,
    other_periods,
    stated_totals,
)
from etl.rows.numbers import CellError
from etl.rows.places import Places
from foundation.answers import FileValue, Header, Match, Problem, SetAside, Shape
from foundation.choices import Choices
from foundation.french import counted

__all__ = ["Lookup", "prepare", "to_confirm", "visible_sheets"]

NO_CHOICE = Choices()
NO_LAYOUTS: Layouts = {}
ORIGINS_FR = {
    "titre": "lu dans le titre",
    "feuille": "lu dans le nom de la feuille",
    "nom": "lu dans le nom du fichier",
    "retenu": "comme pour le dernier fichier de cette forme",
}

NO_IDENTITY = (
    "id_local",
    "aucun repère",
    "un repère par médecin",
    "Chaque ligne est comptée pour un médecin : vérifier qu’aucun n’a deux lignes.",
)
EXAMPLE_LEFT = (
    "une valeur à vous : celle-ci est encore celle de l’exemple fictif du modèle",
    "Écrire la vôtre ou vider la cellule, puis effacer « EXEMPLE FICTIF » au bout de la ligne.",
)
UNIDENTIFIED = (
    "",
    "un numéro ou un nom qui distingue le médecin",
    "Chacune est comptée pour un médecin : vérifier qu’il n’est pas aussi sur une autre ligne, "
    "et que les numéros ne sont pas coupés par le tableur (1,05E+10).",
)
ADDED_FR = ("ligne additionnée", "lignes additionnées")
ADDED_INTO_FR = ("ligne par territoire et par date", "lignes par territoire et par date")
UNKNOWN_SUM = (
    "un nombre, puisque les lignes d’un même territoire sont additionnées",
    "la somme n’est pas connue sans lui : l’écrire, ou retirer les lignes de ce territoire.",
)
TWO_YEARS_FR = {
    "first": "la première de ses deux années, à votre demande",
    "last": "la dernière de ses deux années, à votre demande",
}
NAMESAKES = (
    "",
    "un seul médecin : même nom, même département",
    "Vérifier que ce ne sont pas des homonymes ; s’ils le sont, compter chaque ligne pour un MSU "
    "(en ligne de commande : --count-by=ligne).",
)
HEADERS_MAX, LINES_LISTED = 20, 10
# An annotated copy is made to be read by somebody.
COPIED_MAX = 500_000
# What a user needs to see of a sheet to say where its columns are.
DATA_SHOWN, COLUMNS_SHOWN = 5, 60


def prepare(
    path: Path,
    kind: Kind,
    stored: Kind,
    lookup: Lookup,
    *,
    name: str | None = None,
    choices: Choices = NO_CHOICE,
    list_kind: Kind | None = None,
    layouts: Layouts = NO_LAYOUTS,
    for_copy: bool = True,
) -> Preview:
    """Read a file as ``kind`` and say what storing it would do; nothing is written.

    Parameters
    ----------
    path : Path
        The file, ``name`` being what its user calls it.
    kind, stored : Kind
        Its layout, and the kind of rows it becomes.
    lookup : Lookup
        Territories, indicators and sources a file may name, and today's date.
    choices : Choices
        What its user says of the file.
    list_kind : Kind or None
        Kind of the lists whose lines may be read as those of the register ``kind``.
    layouts : mapping
        What was said of the layouts of earlier files, proposed for one of the same layout.
    for_copy : bool
        Keep the cells of the sheet, for an annotated copy; the first ones of a large sheet only.

    Raises
    ------
    RefusedFileError
        When the whole file is refused. Lines refused are listed in the preview, whose rows are
        then empty.
    """
    places = Places(lookup.territories)
    book = read_book(path, file_name(name or path.name))
    if list_kind is not None:
        book = _as_register(book, list_kind, choices, lookup, places)
        choices = NO_CHOICE
    desk = _remembering(
        _Desk(book, kind, stored, choices, lookup, places, for_copy=for_copy), layouts
    )
    tables = _chosen_tables(desk)
    previews = [_prepared(desk, table) for table in tables]
    return previews[0] if len(previews) == 1 else _together(desk, previews)


@dataclass(frozen=True)
class _Desk:
    """What reading a file needs, whatever its sheet.

    ``retained`` are those of the choices that come from an earlier file of the same layout.
    """

    book: Book
    kind: Kind
    stored: Kind
    choices: Choices
    lookup: Lookup
    places: Places
    retained: Choices = NO_CHOICE
    for_copy: bool = False

    def understood(self, table: Table) -> Understood:
        """A table as it is understood."""
        return understand(table, self.kind, self.choices, self.book.file, self.lookup, self.places)


def _remembering(desk: _Desk, layouts: Layouts) -> _Desk:
    """The desk with what was said of an earlier file whose headers are those of this one."""
    for sheet in _sheets(desk.book, desk.choices) if layouts else ():
        line = min(desk.choices.header_line, len(sheet.cells))
        chosen, is_place = desk.choices.by_header, desk.places.is_place
        table = locate(sheet, desk.kind, chosen, is_place, line)
        table = table or drawn(sheet, desk.kind, chosen, is_place, line)
        kept = layouts.get(layout_key(desk.kind, table.names))
        if kept is not None:
            together, alone = proposed(kept, desk.kind, table.headers, desk.choices)
            return replace(desk, choices=together, retained=alone)
    return desk


def _prepared(desk: _Desk, table: Table) -> Preview:
    """What storing one table would do."""
    kind, file = desk.kind, desk.book.file
    preview = _empty(desk, table)
    problem = _choice_problem(table, kind, desk.choices.by_header, file)
    if problem:
        raise RefusedFileError([problem], replace(preview, refusals=(problem,)))
    try:
        understood = desk.understood(table)
    except RefusedFileError as error:
        raise RefusedFileError(error.problems, replace(preview, refusals=error.problems)) from error
    preview = replace(
        preview,
        matches=tuple(_retained(match, desk) for match in understood.table.matches),
        dropped=understood.table.dropped,
        headers=tuple(_retained(header, desk) for header in understood.headers),
        values=tuple(
            replace(value, origin="retenu")
            if value.column_id in dict(desk.retained.values)
            else value
            for value in understood.values
        ),
        shapes=understood.shapes,
        count_by=understood.count_by,
    )
    problem = _columns_problem(understood, file)
    if any(map(holds_two_years, understood.table.names)):
        preview = replace(preview, offers=("of_two_years",))
    if problem:
        raise RefusedFileError([problem], replace(preview, refusals=(problem,)))
    lines = sort_lines(understood.table, kind, desk.places.is_place)
    hidden = told_hidden(lines, table.sheet, file)
    if desk.choices.leaves_hidden:
        lines = without_hidden(lines, table.sheet)
    reading = understood.read(lines, file)
    reading = replace(reading, faults=(*_examples_left(lines, understood, file), *reading.faults))
    reading = _with_clues(reading, understood, desk)
    if not (reading.lines or reading.faults):
        raise refused(
            file,
            "au moins une ligne de données sous l’en-tête",
            "remplir le tableau : les titres, les totaux et les exemples ne sont pas gardés.",
            value="aucune ligne de données",
            sheet=table.sheet.name,
            line=table.header_line,
        )
    converter = Converter(kind, understood.table, desk.lookup, desk.places, file)
    converter.of_two_years = desk.choices.of_two_years
    converter.may_fill_down = "fill_down" in reading.offers
    if understood.count_by == "line" and not desk.choices.count_by:
        place = (file, table.sheet.name, table.header_line)
        converter.doubts.append(Problem(*place, *NO_IDENTITY))
    if hidden and not desk.choices.leaves_hidden:
        converter.doubts += hidden
    converter.doubts += reading.doubts[:PROBLEMS_MAX]
    converter.doubts += told_hidden_columns(understood.headers, understood.table, file)
    reading = _with_years(reading, desk)
    preview = replace(
        preview,
        read_n=lines.read_n,
        set_aside=summarised((*lines.set_aside, *reading.aside)),
        shapes=(*understood.shapes, *reading.shapes),
        offers=(*preview.offers, *reading.offers, *(("leaves_hidden",) if hidden else ())),
    )
    lines = replace(lines, data=reading.lines, totals=understood.totals(lines))
    return _converted(preview, lines, converter, desk, reading.faults)


def _with_clues(reading: Reading, understood: Understood, desk: _Desk) -> Reading:
    """Counts and clues told apart, where the user asks for it or one cell holds a clue."""
    kind, table = desk.kind, understood.table
    is_given = any(value.column_id == FORM and value.value for value in understood.values)
    if reads_clues(table, kind) and not is_given:
        data, aside = as_clues(reading.lines)
    elif holds_clues(reading.lines, kind) and understood.spread is None:
        if not desk.choices.ranges_apart:
            return replace(reading, offers=(*reading.offers, "ranges_apart"))
        data, aside = clues_apart(reading.lines)
        if not data:
            fault = all_apart(table, desk.book.file)
            return replace(reading, lines=(), faults=(*reading.faults, fault))
    else:
        return reading
    return replace(reading, lines=tuple(data), aside=(*reading.aside, *aside))


def _with_years(reading: Reading, desk: _Desk) -> Reading:
    """What two years in a cell are read as, or that one of them may be chosen."""
    dates = [c.column_id for c in desk.kind.columns if c.type in ("period", "year")]
    cells = (line.cells.get(name) for line in reading.lines for name in dates)
    cell = next(filter(holds_two_years, cells), None)
    if cell is None:
        return reading
    which = desk.choices.of_two_years
    if not which:
        return replace(reading, offers=(*reading.offers, "of_two_years"))
    told = f"« {cell_text(cell)} » vaut {of_two_years(cell, which)}, {TWO_YEARS_FR[which]}"
    shape = Shape("recopie", told, needs_confirmation=False)
    return replace(reading, shapes=(*reading.shapes, shape))


def _examples_left(lines: Sorted, understood: Understood, file: str) -> list[Problem]:
    """Lines whose example was typed over in part: what is left of it is fictitious."""
    table, problems = understood.table, []
    for line in lines.data:
        row = table.sheet.cells[line.number - 1]
        for match in example_left(row, table, understood.kind):
            place = (file, table.sheet.name, line.number, match.header)
            problems.append(Problem(*place, cell_text(row[match.index]), *EXAMPLE_LEFT))
    return problems


Named = TypeVar("Named", Match, Header)


def _retained(named: Named, desk: _Desk) -> Named:
    """A header as it was read, said to be that of an earlier file when it is."""
    is_retained = named.how == "choisi" and named.header in desk.retained.by_header
    return replace(named, how="retenu") if is_retained else named


def _together(desk: _Desk, previews: Sequence[Preview]) -> Preview:
    """Several sheets as one file: refused whole if one is, or if two give the same row."""
    first = previews[0]
    kind = desk.stored
    refusals = [problem for preview in previews for problem in preview.refusals]
    rows = pd.concat([preview.rows for preview in previews], ignore_index=True)
    seen: dict[tuple[object, ...], str] = {}
    for preview in previews:
        for row in preview.rows.to_dict("records"):
            key = tuple(row[name] for name in kind.keys)
            sheet = seen.setdefault(key, preview.sheet)
            if sheet != preview.sheet and len(refusals) <= PROBLEMS_MAX:
                names = ", ".join(kind.column(name).header_fr for name in kind.keys)
                expected = f"une seule ligne pour un même ensemble ({names})"
                remedy = f"La feuille « {sheet} » porte déjà sur le même ensemble : en garder une."
                place = (preview.file, preview.sheet, int(row["line"]), kind.keys[0])
                refusals.append(Problem(*place, "", expected, remedy))
    return replace(
        first,
        sheet=", ".join(preview.sheet for preview in previews),
        read_n=sum(preview.read_n for preview in previews),
        rows=rows if not refusals else rows.head(0),
        set_aside=tuple(
            replace(line, text=f"feuille « {preview.sheet} » ; {line.text}")
            for preview in previews
            for line in preview.set_aside
        ),
        refusals=first_problems(refusals, first),
        warnings=tuple(problem for preview in previews for problem in preview.warnings),
        values=_shared_values(previews),
        shapes=tuple(dict.fromkeys(shape for preview in previews for shape in preview.shapes)),
        offers=tuple(dict.fromkeys(offer for preview in previews for offer in preview.offers)),
        doctors=None,
    )


def _shared_values(previews: Sequence[Preview]) -> tuple[FileValue, ...]:
    """Values of several sheets: one that each sheet says for itself is listed with the others."""
    by_column: dict[str, list[FileValue]] = {}
    for preview in previews:
        for value in preview.values:
            by_column.setdefault(value.column_id, []).append(value)
    return tuple(
        replace(values[0], value=", ".join(dict.fromkeys(value.value for value in values)))
        for values in by_column.values()
    )


def to_confirm(preview: Preview, kind: Kind) -> list[str]:
    """What the user of a file has to confirm, one sentence each."""
    headers = [
        f"« {match.header} » → {kind.column(match.column_id).header_fr}"
        for match in preview.proposals
    ]
    values = [
        f"{kind.column(value.column_id).header_fr} : {value.value} ({ORIGINS_FR[value.origin]})"
        for value in preview.values
        if value.origin in ORIGINS_FR
    ]
    shapes = [f"lu ainsi : {s.sentence_fr}" for s in preview.shapes if s.needs_confirmation]
    return headers + values + shapes


def _converted(
    preview: Preview,
    lines: Sorted,
    converter: Converter,
    desk: _Desk,
    faults: Sequence[Problem],
) -> Preview:
    stored = desk.stored
    kind = converter.kind
    refusals: list[Problem] = list(faults[:PROBLEMS_MAX])
    records: list[tuple[Line, Record]] = []
    unread = 0
    silent = converter.silent(lines.data)
    told, untold = _told_or_not(lines.data, silent, desk)
    for line in _each(told, kind):
        if len(refusals) > PROBLEMS_MAX:
            # Nothing of the file will be kept: no more of it is worth the time.
            unread = sum(other.number >= line.number for other in told)
            break
        record, problems = converter.record(line)
        refusals += problems
        if not problems:
            records.append((line, record))
    if not unread and desk.choices.adds_up and adds_up(kind):
        refusals += _unknown_sums(kind, records, untold, converter)
        converter.doubts += doubtful_sums(kind, records, converter)[:PROBLEMS_MAX]
        before, records = len(records), added_up(kind, records)
        sentence = f"{counted(before, *ADDED_FR)} en {counted(len(records), *ADDED_INTO_FR)}"
        preview = replace(preview, shapes=(*preview.shapes, Shape("somme", sentence)))
    elif not unread:
        alike = _between_lines(kind, records, converter)
        if alike and adds_up(kind):
            preview = replace(preview, offers=(*preview.offers, "adds_up"))
        refusals += alike
    refusals.sort(key=lambda problem: problem.line)
    if refusals:
        listed = tuple(refusals[:PROBLEMS_MAX])
        more = _unlisted(preview, len(refusals) - len(listed), unread)
        return replace(preview, refusals=listed, warnings=more)
    values = [record for _, record in records]
    aside = [
        *preview.set_aside,
        *(SetAside(lines.data[rank].number, why, "") for rank, why in silent.items()),
    ]
    if kind.kind_id == LINES:
        aside += lines_not_counted(values)
        preview = replace(preview, doctors=doctors_of(values))
        converter.doubts += _of_doctors(records, preview)
        values = count_lines(values)
    warnings = (
        *converter.remarks,
        *converter.doubts,
        *_uncounted(preview, converter.doubts_n),
        *fractions(kind, records, converter),
        *stated_totals(lines.totals, values, converter),
    )
    rows = _checked(frame(values, stored), stored, preview)
    return replace(
        preview,
        rows=rows,
        set_aside=summarised(aside),
        warnings=warnings,
        shapes=(*preview.shapes, *converter.conventions),
    )


def _told_or_not(
    lines: Sequence[Line], silent: Container[int], desk: _Desk
) -> tuple[list[Line], list[Line]]:
    """Lines that give a count, and those that do not where counts are added up.

    These withhold it, or are a blank cell of a wide table.
    """
    told: list[Line] = []
    untold: list[Line] = []
    for rank, line in enumerate(lines):
        is_cell = desk.choices.adds_up and bool(line.headers)
        is_blank = is_cell and all(is_missing(line.cells.get(n)) for n in desk.kind.measures)
        (untold if rank in silent or is_blank else told).append(line)
    return told, untold


def _unknown_sums(
    kind: Kind,
    records: Sequence[tuple[Line, Record]],
    silent: Sequence[Line],
    converter: Converter,
) -> list[Problem]:
    """Lines whose count is withheld where others of the same row are to be added to it."""
    keys = [kind.column(name) for name in kind.keys]
    rows = {tuple(record[name] for name in kind.keys) for _, record in records}
    problems = []
    for line in silent:
        try:
            row = tuple(
                converter.value(column, line.cells.get(column.column_id)) for column in keys
            )
        except CellError:
            continue
        if row in rows:
            column = next(kind.column(name) for name in kind.measures if kind.column(name).required)
            problems.append(converter.problem(line, column, *UNKNOWN_SUM))
    return problems


def _of_doctors(records: Sequence[tuple[Line, Record]], preview: Preview) -> list[Problem]:
    """Doubts on who is who in a list: lines of one name, lines of nobody in particular."""
    if preview.count_by not in ("number", "name"):
        return []
    doubts = [_on_lines(numbers, NAMESAKES, preview) for numbers in namesakes(records)]
    if alone := unidentified(records):
        doubts.append(_on_lines(alone, UNIDENTIFIED, preview))
    return doubts[:PROBLEMS_MAX]


def _on_lines(numbers: Sequence[int], doubt: tuple[str, str, str], preview: Preview) -> Problem:
    """A doubt on several lines, told once with their numbers."""
    listed = ", ".join(map(str, numbers[:LINES_LISTED]))
    more = f" et {len(numbers) - LINES_LISTED} autres" if len(numbers) > LINES_LISTED else ""
    seen = f"{'lignes' if len(numbers) > 1 else 'ligne'} {listed}{more}"
    return Problem(preview.file, preview.sheet, numbers[0], doubt[0], seen, doubt[1], doubt[2])


def _each(lines: Sequence[Line], kind: Kind) -> Iterator[Line]:
    """Lines of a file; those of a list once for each stage they name."""
    if kind.kind_id != LINES:
        yield from lines
        return
    column = kind.column("stage_type")
    for line in lines:
        yield from each_stage(line, column)


def _as_register(
    book: Book, list_kind: Kind, choices: Choices, lookup: Lookup, places: Places
) -> Book:
    """The book of a list with its lines as those of the register of agréments."""
    tables = _tables(_Desk(book, list_kind, list_kind, choices, lookup, places))
    if not tables:
        raise refused(book.file, "une liste de médecins", "choisir un autre fichier.")
    table = max(tables, key=lambda table: len(table.matched))
    lines = sort_lines(table, list_kind, places.is_place)
    if choices.leaves_hidden:
        lines = without_hidden(lines, table.sheet)
    return replace(book, sheets=(as_agreements(table, lines.data, list_kind, places),))


def _between_lines(
    kind: Kind, records: Sequence[tuple[Line, Record]], converter: Converter
) -> list[Problem]:
    """Lines that contradict each other."""
    if kind.kind_id != LINES:
        return duplicates(kind, records, converter)
    by_number = {line.number: line for line, _ in records}
    return [
        converter.problem(
            by_number[number],
            kind.column("period"),
            f"une seule date par département : {first}, comme sur sa première ligne",
            "importer une liste par date, ou corriger la date de la ligne.",
        )
        for number, first in other_periods([record for _, record in records])
    ]


def _unlisted(preview: Preview, more: int, unread: int) -> tuple[Problem, ...]:
    """What is said of the faults that are not listed, and of the lines that were not checked."""
    if more <= 0:
        return ()
    seen = f"plus de {PROBLEMS_MAX} cellules ou lignes refusées"
    lines = f"et {thousands(unread)} {'autres lignes' if unread > 1 else 'autre ligne'}"
    rest = f" {lines}, non contrôlées" if unread else f" {more} autres ne sont pas listées"
    remedy = f"corriger ces premières erreurs, puis recommencer :{rest}."
    return (Problem(preview.file, preview.sheet, 0, "", seen, "aucune erreur", remedy),)


def _uncounted(preview: Preview, doubts_n: int) -> tuple[Problem, ...]:
    """What is said of the cells left out that are not listed."""
    more = doubts_n - PROBLEMS_MAX
    if more <= 0:
        return ()
    seen = f"et {thousands(more)} {'autres cellules' if more > 1 else 'autre cellule'}"
    return (Problem(preview.file, preview.sheet, 0, "", seen, "une valeur lisible", LEFT_OUT),)


def _checked(rows: pd.DataFrame, stored: Kind, preview: Preview) -> pd.DataFrame:
    try:
        return validated(rows, stored)
    except SchemaErrors as error:
        case = error.failure_cases.iloc[0]
        raise refused(
            preview.file,
            f"des lignes conformes au type « {stored.label_fr} »",
            "comparer le fichier au modèle proposé, puis signaler l’anomalie.",
            value=str(case["check"]),
            sheet=preview.sheet,
            column=str(case["column"] or ""),
        ) from error


def _chosen_tables(desk: _Desk) -> list[Table]:
    """The tables to read: of each sheet asked for, else of the only one that holds a whole one."""
    book = desk.book
    tables = _tables(desk)
    if len(desk.choices.sheets) > 1:
        unread = [name for name in desk.choices.sheets if name not in _sheet_names(tables)]
        if unread:
            raise _unknown(desk, unread[0])
        return tables
    whole = [table for table in tables if _is_whole(desk, table)]
    if len(whole) > 1:
        names = ", ".join(f"« {name} »" for name in _sheet_names(whole))
        raise refused(
            book.file,
            "une seule feuille à importer, ou plusieurs choisies ensemble",
            "choisir la feuille avec --sheet, ou dans la liste des feuilles ; plusieurs feuilles "
            "choisies sont lues ensemble.",
            value=f"plusieurs feuilles conviennent : {names}",
            sheets=_sheet_names(whole),
        )
    if whole:
        return whole
    if not tables:
        raise _unknown(desk)
    return [max(tables, key=lambda table: len(table.matched))]


def _sheet_names(tables: Sequence[Table]) -> list[str]:
    return [table.sheet.name for table in tables]


def _is_whole(desk: _Desk, table: Table) -> bool:
    if not table.missing(desk.kind):
        return True
    try:
        return not desk.understood(table).lacking
    except RefusedFileError:
        return False


def _tables(desk: _Desk) -> list[Table]:
    """The table of each sheet to read whose header names a column, or is pointed at."""
    book, kind, choices, places = desk.book, desk.kind, desk.choices, desk.places
    tables = []
    for sheet in _sheets(book, choices):
        line = choices.header_line
        if line > len(sheet.cells):
            raise refused(
                book.file,
                f"une ligne du tableau, de 1 à {len(sheet.cells)}",
                "choisir la ligne des en-têtes.",
                value=f"ligne {line}",
                sheet=sheet.name,
            )
        chosen = choices.by_header
        table = locate(sheet, kind, chosen, places.is_place, line)
        if table is None:
            table = drawn(sheet, kind, chosen, places.is_place, line)
            is_told = bool(line) or any(match.how == "choisi" for match in table.matches)
            table = table if is_told or _lacks_values_only(desk, table) else None
        if table is not None:
            tables.append(table)
    return tables


def _lacks_values_only(desk: _Desk, table: Table) -> bool:
    """Whether likeness names all that has to be in a column: the rest may be given once."""
    territories = {c.column_id for c in desk.kind.columns if c.type == "territory" and c.required}
    try:
        lacking = desk.understood(table).lacking
    except RefusedFileError:
        return False
    return territories <= table.matched and all(map(may_hold_for_all, lacking))


def _unknown(desk: _Desk, sheet: str = "") -> RefusedFileError:
    """The refusal of a file that names no column, with what shows where they may be."""
    book, kind = desk.book, desk.kind
    sheets = [s for s in _sheets(book, desk.choices) if not sheet or s.name == sheet]
    headers = ", ".join(column.header_fr for column in kind.columns if column.required)
    error = refused(
        book.file,
        f"une ligne d’en-tête avec les colonnes : {headers}",
        "dire quelle ligne est l’en-tête et ce que contient chaque colonne, ajouter la ligne "
        "d’en-tête du modèle, ou choisir un autre type de fichier.",
        value="aucun en-tête reconnu",
        sheet=sheets[0].name if len(sheets) == 1 else "",
        sheets=[s.name for s in sheets] if len(sheets) > 1 else (),
    )
    is_place = desk.places.is_place
    table = drawn(sheets[0], kind, desk.choices.by_header, is_place, desk.choices.header_line)
    preview = replace(_empty(desk, table), refusals=error.problems)
    try:
        understood = desk.understood(table)
    except RefusedFileError:
        return RefusedFileError(error.problems, preview, error.sheets)
    preview = replace(
        preview,
        values=understood.values,
        headers=understood.headers,
        shapes=understood.shapes,
        count_by=understood.count_by,
    )
    return RefusedFileError(error.problems, preview, error.sheets)


def _sheets(book: Book, choices: Choices) -> list[Sheet]:
    """Sheets asked for, in the order of the book, else those that are shown and hold something."""
    known = {sheet.name for sheet in book.sheets}
    for wanted in choices.sheets:
        if wanted not in known and known <= {""}:
            raise refused(
                book.file,
                "un classeur : ce fichier n’a pas de feuilles",
                "ne pas donner de feuille (--sheet) pour un fichier CSV.",
                value=wanted,
            )
        if wanted not in known:
            raise refused(
                book.file,
                f"une feuille parmi : {', '.join(sheet.name for sheet in book.sheets) or 'aucune'}",
                "choisir une de ces feuilles.",
                value=wanted,
            )
    if choices.sheets:
        return [sheet for sheet in book.sheets if sheet.name in choices.sheets]
    filled = visible_sheets(book)
    if not filled:
        raise refused(
            book.file,
            "une feuille visible qui contient un tableau",
            "vérifier que le bon fichier est choisi.",
            value="classeur vide",
        )
    return filled


def visible_sheets(book: Book) -> list[Sheet]:
    """Sheets that are shown and hold something."""
    return [
        sheet
        for sheet in book.sheets
        if not sheet.hidden and any(any(map(cell_text, row)) for row in sheet.cells)
    ]


def _columns_problem(understood: Understood, file: str) -> Problem | None:
    """The required columns that nothing fills, in one problem."""
    table, missing = understood.table, understood.lacking
    if not missing:
        return None
    whole = any(map(may_hold_for_all, missing))
    remedy = "indiquer l’en-tête qui la remplace, ou la valeur qui vaut pour tout le fichier."
    return Problem(
        file,
        table.sheet.name,
        table.header_line,
        ", ".join(column.header_fr for column in missing),
        f"en-têtes lus : {_listed(table)}",
        " et ".join(_wanted(column) for column in missing),
        "Renommer la colonne comme dans le modèle, ou indiquer l’en-tête qui la remplace."
        if not whole
        else f"Renommer la colonne comme dans le modèle, {remedy}",
    )


def _choice_problem(
    table: Table, kind: Kind, chosen: Mapping[str, str], file: str
) -> Problem | None:
    """The first choice of the user that cannot be."""
    for header, column in chosen.items():
        fault = _choice_fault(header, column, table, kind)
        if column and list(chosen.values()).count(column) > 1:
            fault = ("un seul en-tête par colonne", "Laisser de côté un des en-têtes choisis.")
        if fault:
            place = (file, table.sheet.name, table.header_line, scrubbed(header))
            return Problem(*place, column, *fault)
    return None


def _choice_fault(header: str, column: str, table: Table, kind: Kind) -> tuple[str, str] | None:
    """What was expected of a choice, and what to do; None when it can be."""
    known = [candidate.column_id for candidate in kind.columns]
    if column and column not in known:
        named = ", ".join(candidate.header_fr for candidate in kind.columns)
        return f"une colonne parmi {named}", "Choisir une de ces colonnes."
    if plain(header) not in {plain(read.header) for read in headers_of(table)}:
        return f"un en-tête du fichier : {_listed(table)}", "Choisir un de ces en-têtes."
    if column and plain(header) in {plain(left.header) for left in table.dropped if left.personal}:
        expected = "une colonne sans donnée personnelle"
        return expected, "Choisir un autre en-tête : celui-ci annonce une donnée personnelle."
    return None


def _listed(table: Table) -> str:
    personal = {column.header for column in table.dropped if column.personal}
    headers = [cut(scrubbed(header)) for header in table.headers if header not in personal]
    more = f" et {len(headers) - HEADERS_MAX} autres" if len(headers) > HEADERS_MAX else ""
    return ", ".join(f"« {header} »" for header in headers[:HEADERS_MAX]) + more


def _wanted(column: Column) -> str:
    others = ", ".join(column.headers[:4])
    return f"une colonne « {column.header_fr} »" + (f" (ou {others})" if others else "")


def _width(table: Table) -> int:
    return max(map(len, table.sheet.cells), default=0)


def _empty(desk: _Desk, table: Table) -> Preview:
    """What is read before any line: the columns of the file and its first lines."""
    book, kind = desk.book, desk.kind
    width = _width(table)
    return Preview(
        kind_id=kind.kind_id,
        stores=kind.stores,
        file=book.file,
        sha256=book.sha256,
        sheet=table.sheet.name,
        sheets=tuple(sheet.name for sheet in book.sheets if sheet.name),
        encoding=book.encoding,
        separator=book.separator,
        header_line=table.header_line,
        matches=table.matches,
        dropped=table.dropped,
        read_n=0,
        rows=frame([], desk.stored),
        cells=_copied(table, kind, width) if desk.for_copy else (),
        lines=_first_lines(table, kind, desk.places.is_place),
        header_lines_n=table.header_lines_n,
        headers=headers_of(table),
        layout=layout_key(kind, table.names),
        choices=desk.choices,
    )


def _first_lines(
    table: Table, kind: Kind, is_place: Callable[[str], bool]
) -> tuple[tuple[str, ...], ...]:
    """The first lines of a sheet as text, to the first ones of data, without personal data."""
    rows = masked_cells(table, kind, table.header_line + DATA_SHOWN)
    texts = [[cell_text(cell) for cell in row[:COLUMNS_SHOWN]] for row in rows]
    return tuple(
        tuple(MASKED if names_a_person(text, is_place) else cut(text) for text in row)
        for row in texts
    )


def _copied(table: Table, kind: Kind, width: int) -> Cells:
    """Cells of the sheet that an annotated copy repeats, and a word for those that it does not."""
    lines_n = max(COPIED_MAX // max(width, 1), table.header_line)
    cells = tuple(row[:width] for row in masked_cells(table, kind, lines_n))
    more = len(table.sheet.cells) - lines_n
    return cells if more <= 0 else (*cells, (f"… et {thousands(more)} autres lignes",))


def first_problems(problems: Sequence[Problem], preview: Preview) -> tuple[Problem, ...]:
    """The first problems, and how many others there are: nobody reads more of them."""
    more = len(problems) - PROBLEMS_MAX - 1
    if more <= 0:
        return tuple(problems)
    seen = f"et {thousands(more + 1)} autres"
    remedy = "Corriger les premières, puis recommencer."
    rest = Problem(preview.file, preview.sheet, 0, "", seen, "rien de tel", remedy)
    return (*problems[:PROBLEMS_MAX], rest)
