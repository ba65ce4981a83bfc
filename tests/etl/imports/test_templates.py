"""Templates: what a user finds in the table to fill in, and what it protects from."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation

from etl.declared.catalog import load_indicators, load_registers
from etl.declared.columns import Column
from etl.declared.kinds import Kind, load_kinds
from etl.extract.reference import extract_territories
from etl.imports.prepare import prepare
from etl.imports.templates import allowed_values, territory_label, write_templates
from etl.reading.preview import RefusedFileError
from etl.rows.convert import Lookup
from etl.rows.places import Places
from tests.support.paths import DATA

KINDS = load_kinds(DATA)
COLUMNS = [(kind_id, column) for kind_id, kind in KINDS.items() for column in kind.columns]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, copy_data: Callable[[Path], Path]) -> Path:
    copied = copy_data(tmp_path_factory.mktemp("templates") / "data")
    write_templates(copied)
    return copied / "templates"


@pytest.fixture(scope="module")
def books(folder) -> dict[str, Workbook]:
    return {kind_id: load_workbook(folder / f"{kind_id}.xlsx") for kind_id in KINDS}


def of_type(*types: str) -> list[tuple[str, Column]]:
    return [(kind_id, column) for kind_id, column in COLUMNS if column.type in types]


def named(value: str | Column) -> str:
    return value.column_id if isinstance(value, Column) else value


def validation(book: Workbook, column: Column) -> DataValidation | None:
    """The rule of one column of the sheet to fill in."""
    sheet = book["Données"]
    rank = [cell.value for cell in sheet[1]].index(column.header_fr) + 1
    cell = sheet.cell(2, rank).coordinate
    rules = [rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref]
    assert len(rules) <= 1
    return rules[0] if rules else None


def offered(book: Workbook, column: Column) -> list[str]:
    """Values of the drop-down list of a column."""
    rule = validation(book, column)
    assert rule is not None
    sheet, cells = rule.formula1.replace("$", "").split("!")
    return [row[0].value for row in book[sheet][cells]]


@pytest.mark.parametrize("kind_id", KINDS)
def test_a_csv_template_is_what_french_spreadsheets_expect(folder, kind_id):
    content = (folder / f"{kind_id}.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n") == 2
    header, example = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
    columns = KINDS[kind_id].columns
    assert header == [*(column.header_fr for column in columns), "commentaire"]
    assert example[:-1] == [column.example for column in columns]
    assert "EXEMPLE FICTIF" in example[-1]


@pytest.mark.parametrize("kind_id", KINDS)
def test_a_workbook_shows_the_same_header_and_the_same_example(books, kind_id):
    sheet = books[kind_id]["Données"]
    assert books[kind_id].sheetnames == ["Données", "Définitions", "Listes"]
    header, example = sheet.iter_rows(values_only=True)
    columns = KINDS[kind_id].columns
    assert header == (*(column.header_fr for column in columns), "commentaire")
    assert [str(value) for value in example[:-1]] == [column.example for column in columns]
    assert sheet.freeze_panes == "A2"
    assert all(cell.font.italic for cell in sheet[2])


@pytest.mark.parametrize(
    ("kind_id", "column"),
    of_type("territory", "code", "period", "semester", "text", "source"),
    ids=named,
)
def test_codes_and_dates_stay_as_typed_in_a_spreadsheet(books, kind_id, column):
    sheet = books[kind_id]["Données"]
    cell = next(cell for cell in sheet[1] if cell.value == column.header_fr)
    assert sheet.column_dimensions[cell.column_letter].number_format == "@"
    below = sheet.cell(2, cell.column)
    assert (below.number_format, below.data_type) == ("@", "s")


@pytest.mark.parametrize(("kind_id", "column"), of_type("integer"), ids=named)
def test_a_count_is_checked_as_a_whole_number_of_zero_or_more(books, kind_id, column):
    rule = validation(books[kind_id], column)
    assert (rule.type, rule.operator, rule.formula1) == ("whole", "greaterThanOrEqual", "0")
    assert rule.error.startswith("Un nombre entier, 0 ou plus, est attendu")
    assert rule.allow_blank
    assert rule.showErrorMessage
    assert rule.errorStyle in (None, "stop")
    assert str(rule.sqref).endswith("2001")


@pytest.mark.parametrize(("kind_id", "column"), of_type("code"), ids=named)
def test_the_list_of_a_column_of_codes_offers_every_code(books, kind_id, column):
    assert offered(books[kind_id], column) == list(column.codes)


@pytest.mark.parametrize(("kind_id", "column"), of_type("territory"), ids=named)
def test_the_list_of_territories_holds_the_levels_of_the_column_and_no_other(
    books, kind_id, column
):
    territories = extract_territories(DATA / "reference")
    kept = territories[territories["level"].isin(column.levels)]
    labels = {territory_label(row.level, row.code, row.name_fr) for row in kept.itertuples()}
    found = offered(books[kind_id], column)
    assert set(found) == labels
    assert len(found) == len(kept)


@pytest.mark.parametrize(("kind_id", "column"), of_type("indicator"), ids=named)
def test_only_indicators_that_hold_published_figures_are_offered(books, kind_id, column):
    indicators = load_indicators(DATA / "indicators.yml")
    published = {one.indicator_id for one in indicators if one.publishes == "figures"}
    assert set(offered(books[kind_id], column)) == published
    assert len(published) < len(indicators)


@pytest.mark.parametrize(
    ("kind_id", "column"), of_type("code", "territory", "indicator"), ids=named
)
def test_a_value_out_of_a_list_is_questioned_and_not_forbidden(books, kind_id, column):
    assert validation(books[kind_id], column).errorStyle == "warning"


def test_every_territory_offered_is_read_as_that_territory():
    territories = extract_territories(DATA / "reference")
    places = Places(territories)
    levels = ("national", "region", "departement", "subdivision")
    read = [
        places.resolve(territory_label(row.level, row.code, row.name_fr), levels)
        for row in territories.itertuples()
    ]
    assert read == list(territories["territory_id"])


def test_names_of_territories_are_those_users_know():
    values = allowed_values(DATA)
    assert values["national"] == ("France",)
    assert "Aveyron (12)" in values["departement"]
    assert "Occitanie (région)" in values["region"]
    assert "Toulouse (subdivision)" in values["subdivision"]


@pytest.mark.parametrize("kind_id", KINDS)
def test_the_definitions_say_what_not_to_fill_in_and_describe_every_column(books, kind_id):
    rows = list(books[kind_id]["Définitions"].iter_rows(values_only=True))
    kind = KINDS[kind_id]
    assert kind.label_fr in rows[0][0]
    told = " ".join(str(row[0]) for row in rows)
    assert all(word in told for word in ("nom", "RPPS", "e-mail", "téléphone"))
    described = {row[0]: row[1:] for row in rows}
    for column in kind.columns:
        required, definition, possible, headers = described[column.header_fr]
        assert required == ("oui" if column.required else "non")
        assert definition == column.definition_fr
        assert possible
        assert all(header in headers for header in column.headers)


def test_writing_twice_gives_the_same_bytes(folder):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    written = write_templates(folder.parent)
    assert {path.name: path.read_bytes() for path in written} == before


def stored_kind(kind: Kind) -> Kind:
    """The kind of rows a layout becomes."""
    return next(
        one
        for one in KINDS.values()
        if one.stores == kind.stores and all(column.use == "stored" for column in one.columns)
    )


@pytest.fixture(scope="module")
def lookup() -> Lookup:
    registers = load_registers(DATA)
    return Lookup(
        territories=extract_territories(DATA / "reference"),
        indicators={one.indicator_id: one.label_fr for one in registers.indicators},
        sources=frozenset(one.source_id for one in registers.sources),
        today=datetime.date(2026, 11, 21),
    )


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("kind_id", KINDS)
def test_a_template_left_as_it_is_holds_no_data(folder, lookup, kind_id, suffix):
    kind = KINDS[kind_id]
    with pytest.raises(RefusedFileError, match="aucune ligne de données"):
        prepare(folder / f"{kind_id}{suffix}", kind, stored_kind(kind), lookup)


@pytest.mark.parametrize("kind_id", KINDS)
def test_a_workbook_filled_in_under_its_example_is_read_from_the_right_sheet(
    books, lookup, tmp_path, kind_id
):
    kind = KINDS[kind_id]
    path = tmp_path / "rempli.xlsx"
    books[kind_id].save(path)
    book = load_workbook(path)
    example = [cell.value for cell in book["Données"][2]][:-1]
    book["Données"].append(example)
    book.save(path)
    preview = prepare(path, kind, stored_kind(kind), lookup)
    assert preview.refusals == ()
    assert (preview.sheet, len(preview.rows), len(preview.set_aside)) == ("Données", 1, 1)
    assert preview.proposals == ()
    assert [column.header for column in preview.dropped] == ["commentaire"]
