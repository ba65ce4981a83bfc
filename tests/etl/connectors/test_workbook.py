"""A large workbook is read row by row, as calamine reads it whole."""

from __future__ import annotations

import io
import re
import tracemalloc
import zipfile

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from etl.connectors.faults import ShapeError
from etl.connectors.workbook import open_workbook
from tests.support.official_faults import damaged_inside


def _book(path, rows):
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Effectifs")
        for index, row in enumerate(rows):
            sheet.write_row(index, 0, row)
        book.add_worksheet("Autre")
    return path


def test_its_rows_are_those_that_calamine_reads(tmp_path):
    rows = [["a", "b", "é « c »"], [], [1, 2.5, ""], ["075 -Paris", "", 12], ["", "", "", "z"]]
    path = _book(tmp_path / "b.xlsx", rows)
    expected = CalamineWorkbook.from_path(path).get_sheet_by_name("Effectifs").to_python()
    with open_workbook(path) as workbook:
        assert workbook.sheets == ("Effectifs", "Autre")
        read = list(workbook.rows("Effectifs"))
    padded = [["" if cell is None else cell for cell in row] for row in read]
    assert [row + [""] * (4 - len(row)) for row in padded] == expected


def test_a_sheet_is_never_whole_in_memory(tmp_path):
    rows = ([index, "Médecine générale", *range(20)] for index in range(20_000))
    path = _book(tmp_path / "b.xlsx", rows)
    with open_workbook(path) as workbook:
        tracemalloc.start()
        read_n = sum(1 for _ in workbook.rows("Effectifs"))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert read_n == 20_000
    # The rows together are thirty times that.
    assert peak < 4_000_000


@pytest.mark.parametrize("length", [10, 500, -400])
def test_a_damaged_workbook_says_so(tmp_path, length):
    path = _book(tmp_path / "b.xlsx", [["a", 1]] * 500)
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(ShapeError, match="n’est pas un classeur lisible"), open_workbook(path):
        pass


def test_a_sheet_damaged_inside_says_so(tmp_path):
    path = _book(tmp_path / "b.xlsx", [["a", 1]] * 500)
    path.write_bytes(damaged_inside(path.read_bytes(), "xl/worksheets/sheet1.xml"))
    with (
        pytest.raises(ShapeError, match="n’est pas un classeur lisible"),
        open_workbook(path) as workbook,
    ):
        list(workbook.rows("Effectifs"))


def test_a_workbook_with_entities_is_refused(tmp_path):
    path, spoiled = _book(tmp_path / "b.xlsx", [["a"]]), io.BytesIO()
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(spoiled, "w") as after:
        for entry in before.infolist():
            content = before.read(entry)
            if entry.filename == "xl/workbook.xml":
                declared = b'<!DOCTYPE w [<!ENTITY a "b">]><workbook'
                content = content.replace(b"<workbook", declared, 1)
            after.writestr(entry, content)
    path.write_bytes(spoiled.getvalue())
    with pytest.raises(ShapeError, match="entités"), open_workbook(path):
        pass


def _rewritten(path, change):
    """A workbook whose first sheet is written in another way."""
    content = io.BytesIO()
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(content, "w") as after:
        for entry in before.infolist():
            text = before.read(entry)
            after.writestr(entry, change(text) if "sheet1.xml" in entry.filename else text)
    path.write_bytes(content.getvalue())
    return path


def _prefixed(text):
    return re.sub(rb"<(/?)([a-zA-Z])", rb"<\1x:\2", text.replace(b" xmlns=", b" xmlns:x=")).replace(
        b"<?x:", b"<?"
    )


@pytest.mark.parametrize("change", [bytes, _prefixed], ids=["as it is", "with prefixes"])
def test_the_rows_that_are_needed_are_whole_and_keep_their_number(tmp_path, change):
    rows = [[f"{index % 7}-Spécialité", index, "x"] for index in range(5000)]
    path = _rewritten(_book(tmp_path / "b.xlsx", rows), change)
    with open_workbook(path) as workbook:
        read = list(workbook.rows("Effectifs", lambda text: text.startswith("3-")))
    assert [row for row in read[60:] if row and str(row[0]).startswith("3-")] == [
        row for row in rows[60:] if row[0].startswith("3-")
    ]
    assert all(row == rows[rank] for rank, row in enumerate(read) if row)
    if change is bytes:
        assert sum(map(bool, read)) < 1000


def test_a_row_beyond_the_last_of_a_sheet_is_refused(tmp_path):
    path = _book(tmp_path / "b.xlsx", [["a"]])
    _rewritten(path, lambda text: text.replace(b'<row r="1"', b'<row r="99999999"'))
    with pytest.raises(ShapeError, match="n’en a pas tant"), open_workbook(path) as workbook:
        list(workbook.rows("Effectifs"))
