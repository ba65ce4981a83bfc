"""From a file to what its import would do: read, mapped, sorted, converted, checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
from pandera.errors import SchemaErrors

from etl.declared.columns import Column
from etl.declared.kinds import Kind
from etl.imports.file_values import may_hold_for_all
from etl.imports.lists import as_agreements, each_stage
from etl.imports.understanding import Understood, understand
from etl.reading.book import Book, Sheet, read_book
from etl.reading.delimited import Cells
from etl.reading.layout import Table, headers_of, locate
from etl.reading.personal import scrubbed
from etl.reading.preview import Preview, RefusedFileError
from etl.reading.safety import refused, thousands
from etl.reading.sorting import Line, Sorted, masked_cells, sort_lines, summarised
from etl.reading.text import cell_text, cut, file_name, plain
from etl.rows.contract import frame, validated
from etl.rows.convert import (
    LEFT_OUT,
    LINES,
    PROBLEMS_MAX,
    Converter,
    Lookup,
    Record,
    duplicates,
)
from etl.rows.counts import (
    count_lines,
    doctors_of,
    lines_not_counted,
    other_periods,
    stated_totals,
)
from etl.rows.places import Places
from foundation.answers import Problem, SetAside
from foundation.choices import Choices

__all__ = ["Lookup", "prepare", "to_confirm", "visible_sheets"]

NO_CHOICE = Choices()
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
HEADERS_MAX = 20
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
        book = _as_register(book, list_kind, choices, places)
        choices = NO_CHOICE
    table = _table(book, kind, choices, places, lookup)
    return _prepared(book, table, kind, stored, choices, lookup, places, for_copy=for_copy)


def _prepared(
    book: Book,
    table: Table,
    kind: Kind,
    stored: Kind,
    choices: Choices,
    lookup: Lookup,
    places: Places,
    *,
    for_copy: bool,
) -> Preview:
    """What storing one table would do."""
    preview = _empty(book, table, kind, stored, for_copy=for_copy)
    problem = _choice_problem(table, kind, choices.by_header, book.file)
    if problem:
        raise RefusedFileError([problem], replace(preview, refusals=(problem,)))
    try:
        understood = understand(table, kind, choices, book.file, lookup, places)
    except RefusedFileError as error:
        raise RefusedFileError(error.problems, replace(preview, refusals=error.problems)) from error
    preview = replace(
        preview,
        values=understood.values,
        shapes=understood.shapes,
        count_by=understood.count_by,
    )
    problem = _columns_problem(understood, book.file)
    if problem:
        raise RefusedFileError([problem], replace(preview, refusals=(problem,)))
    lines = sort_lines(table, kind, places.is_place)
    if not lines.data:
        raise refused(
            book.file,
            "au moins une ligne de données sous l’en-tête",
            "remplir le tableau : les titres, les totaux et les exemples ne sont pas gardés.",
            value="aucune ligne de données",
            sheet=table.sheet.name,
            line=table.header_line,
        )
    preview = replace(preview, read_n=lines.read_n, set_aside=lines.set_aside)
    converter = Converter(kind, table, lookup, places, book.file)
    if understood.count_by == "line" and not choices.count_by:
        place = (book.file, table.sheet.name, table.header_line)
        converter.doubts.append(Problem(*place, *NO_IDENTITY))
    lines = replace(lines, data=tuple(understood.lines(lines.data)))
    return _converted(preview, lines, converter, stored)


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
    return headers + values + [s.sentence_fr for s in preview.shapes if s.needs_confirmation]


def _converted(preview: Preview, lines: Sorted, converter: Converter, stored: Kind) -> Preview:
    kind = converter.kind
    refusals: list[Problem] = []
    records: list[tuple[Line, Record]] = []
    unread = 0
    silent = converter.silent(lines.data)
    told = [line for line in lines.data if line.number not in silent]
    for line in _each(told, kind):
        if len(refusals) > PROBLEMS_MAX:
            # Nothing of the file will be kept: no more of it is worth the time.
            unread = sum(other.number >= line.number for other in told)
            break
        record, problems = converter.record(line)
        refusals += problems
        if not problems:
            records.append((line, record))
    if not unread:
        refusals += _between_lines(kind, records, converter)
    refusals.sort(key=lambda problem: problem.line)
    if refusals:
        listed = tuple(refusals[:PROBLEMS_MAX])
        more = _unlisted(preview, len(refusals) - len(listed), unread)
        return replace(preview, refusals=listed, warnings=more)
    values = [record for _, record in records]
    aside = [*preview.set_aside, *(SetAside(number, why, "") for number, why in silent.items())]
    if kind.kind_id == LINES:
        aside += lines_not_counted(values)
        preview = replace(preview, doctors=doctors_of(values))
        values = count_lines(values)
    warnings = (
        *converter.remarks,
        *converter.doubts,
        *_uncounted(preview, converter.doubts_n),
        *stated_totals(lines.totals, values, converter),
    )
    rows = _checked(frame(values, stored), stored, preview)
    return replace(preview, rows=rows, set_aside=summarised(aside), warnings=warnings)


def _each(lines: Sequence[Line], kind: Kind) -> Iterator[Line]:
    """Lines of a file; those of a list once for each stage they name."""
    if kind.kind_id != LINES:
        yield from lines
        return
    column = kind.column("stage_type")
    for line in lines:
        yield from each_stage(line, column)


def _as_register(book: Book, list_kind: Kind, choices: Choices, places: Places) -> Book:
    """The book of a list with its lines as those of the register of agréments."""
    tables = _tables(book, list_kind, choices, places)
    if not tables:
        raise _unknown(book, list_kind, choices)
    table = max(tables, key=lambda table: len(table.matched))
    lines = sort_lines(table, list_kind, places.is_place)
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


def _table(book: Book, kind: Kind, choices: Choices, places: Places, lookup: Lookup) -> Table:
    """The table to read: in the sheet asked for, else in the only one that holds one."""
    tables = _tables(book, kind, choices, places)
    whole = [table for table in tables if not table.missing(kind)]
    if len(whole) > 1:
        names = ", ".join(f"« {table.sheet.name} »" for table in whole)
        raise refused(
            book.file,
            "une seule feuille à importer",
            "choisir la feuille avec --sheet, ou dans la liste des feuilles.",
            value=f"plusieurs feuilles conviennent : {names}",
            sheets=[table.sheet.name for table in whole],
        )
    if whole:
        return whole[0]
    if not tables:
        raise _unknown(book, kind, choices)
    return max(tables, key=lambda table: len(table.matched))


def _tables(book: Book, kind: Kind, choices: Choices, places: Places) -> list[Table]:
    chosen = choices.by_header
    return [t for s in _sheets(book, choices) if (t := locate(s, kind, chosen, places.is_place))]


def _unknown(book: Book, kind: Kind, choices: Choices) -> RefusedFileError:
    sheets = _sheets(book, choices)
    headers = ", ".join(column.header_fr for column in kind.columns if column.required)
    return refused(
        book.file,
        f"une ligne d’en-tête avec les colonnes : {headers}",
        "ajouter la ligne d’en-tête du modèle, ou choisir un autre type de fichier.",
        value="aucun en-tête reconnu",
        sheet=sheets[0].name if len(sheets) == 1 else "",
    )


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
    if plain(header) not in {plain(read) for read in table.headers}:
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


def _empty(book: Book, table: Table, kind: Kind, stored: Kind, *, for_copy: bool) -> Preview:
    """What is read before any line: the columns of the file and its first lines."""
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
        rows=frame([], stored),
        cells=_copied(table, kind, width) if for_copy else (),
        lines=_first_lines(table, kind),
        header_lines_n=table.header_lines_n,
        headers=headers_of(table),
    )


def _first_lines(table: Table, kind: Kind) -> tuple[tuple[str, ...], ...]:
    """The first lines of a sheet as text, to the first ones of data, without personal data."""
    rows = masked_cells(table, kind, table.header_line + DATA_SHOWN)
    return tuple(tuple(cut(cell_text(cell)) for cell in row[:COLUMNS_SHOWN]) for row in rows)


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
