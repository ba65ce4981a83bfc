"""The APL by commune: means by standardised population, inhabitants under the threshold."""

from __future__ import annotations

import pytest

from etl.connectors import apl
from etl.connectors.faults import ShapeError
from etl.connectors.reading import Context
from etl.extract.reference import extract_territories
from tests.support.official_files import DEPARTEMENTS, AplBook
from tests.support.official_sites import connector
from tests.support.paths import DATA

NIEVRE = next(place for place in DEPARTEMENTS if place.code == "58")
INSIDE = [place for place in DEPARTEMENTS if place.region == "REG-27"]
CODE, MEAN, WEIGHT, PEOPLE = 0, 2, 4, 5


@pytest.fixture(scope="module")
def context():
    territories = extract_territories(DATA / "reference")
    return Context.of(connector("drees-apl"), territories, "2026-07-02")


@pytest.fixture
def read(context, tmp_path):
    """Read a workbook: its values by territory, year and indicator, and what it says."""

    def values(book: AplBook):
        path = tmp_path / "apl.xlsx"
        path.write_bytes(book.content())
        tables = apl.read(path, context)
        rows = tables.observation.itertuples()
        told = {(row.territory_id, row.year, row.indicator_id): row.value for row in rows}
        return told, " ".join(tables.notes_fr)

    return values


def commune_row(book: AplBook, code: str) -> list:
    """The row of a commune in the newest sheet."""
    return next(row for row in book.sheets["APL 2024"] if row and row[0] == code)


def test_a_territory_is_the_mean_of_its_communes_by_standardised_population(read):
    book = AplBook()
    values, _ = read(book)
    for territory_id, places in (("DEP-58", [NIEVRE]), ("REG-27", INSIDE), ("FR", DEPARTEMENTS)):
        rows = [row for place in places for row in book.communes(place, 2024)]
        mean = sum(row[MEAN] * row[WEIGHT] for row in rows) / sum(row[WEIGHT] for row in rows)
        assert values[territory_id, 2024, apl.MEAN] == pytest.approx(mean, abs=0.005)
        under = sum(row[PEOPLE] for row in rows if row[MEAN] < 2.5)
        assert values[territory_id, 2024, apl.UNDER] == under
        whole = sum(row[PEOPLE] for row in rows)
        assert values[territory_id, 2024, apl.SHARE] == pytest.approx(100 * under / whole, abs=0.05)


def test_each_sheet_is_a_year_and_mayotte_has_none(read):
    values, _ = read(AplBook(years=(2023, 2025)))
    assert {year for _, year, _ in values} == {2023, 2025}
    assert not any(territory_id == "DEP-976" for territory_id, _, _ in values)
    assert len({territory_id for territory_id, _, _ in values}) == 100 + 17 + 1


def test_arrondissements_are_of_their_commune_and_numbers_of_codes_are_codes(read):
    book = AplBook()
    before, _ = read(book)
    commune_row(book, "01001")[CODE] = 1001
    assert read(book)[0] == before
    assert before["DEP-75", 2024, apl.MEAN] > 0


def test_a_commune_without_a_value_is_out_of_the_means_and_told(read):
    book = AplBook()
    row, other = book.communes(NIEVRE, 2024)
    commune_row(book, row[CODE])[MEAN] = "ND"
    values, notes = read(book)
    assert values["DEP-58", 2024, apl.MEAN] == round(other[MEAN], 2)
    assert "1 commune(s) sans valeur" in notes


def test_communes_of_a_collectivity_are_left_out_and_told(read):
    book = AplBook()
    book.sheets["APL 2024"].append(["97502", "Saint-Pierre", 3, 3, 100, 100])
    assert "1 commune(s) hors des 101 départements" in read(book)[1]


def spoiled(code: str, column: int, value: object) -> AplBook:
    book = AplBook()
    commune_row(book, code)[column] = value
    return book


def without_sheets() -> AplBook:
    book = AplBook()
    book.sheets = {"Lisez-moi": [["x"]], "Feuil1": [["x"]]}
    return book


def without(departement: str) -> AplBook:
    book = AplBook()
    rows = book.sheets["APL 2024"]
    rows[:] = [row for row in rows if not (row and str(row[0]).startswith(departement))]
    return book


FAULTS = {
    "no sheet": (without_sheets, "aucune feuille « APL AAAA »"),
    "text for a number": (lambda: spoiled("58001", MEAN, "beaucoup"), "« beaucoup » lu"),
    "below nothing": (lambda: spoiled("58001", PEOPLE, -5), "un nombre positif attendu"),
    "an illegible code": (lambda: spoiled("58001", CODE, "Nevers"), "code de commune illisible"),
    "a commune of nowhere": (lambda: spoiled("58001", CODE, "99001"), "d’aucun département"),
    "a commune twice": (lambda: spoiled("58001", CODE, "58002"), "ligne en double (58002)"),
    "a département less": (lambda: without("58"), "aucune commune dans 1 département(s), DEP-58"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_workbook_that_is_not_as_known_is_refused(read, fault):
    make, message = FAULTS[fault]
    with pytest.raises(ShapeError) as refused:
        read(make())
    assert message in str(refused.value)
