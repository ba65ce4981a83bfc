"""Bytes become cells: encodings, separators, physical lines, sheets, formulas without value."""

from __future__ import annotations

import datetime
import io
import zipfile

import openpyxl
import pytest

from etl.reading import book as reading
from etl.reading.book import read_book
from etl.reading.preview import RefusedFileError
from etl.reading.text import file_name

ROWS = "territoire;date;total\nArdèche;décembre 2024;61\n"


@pytest.fixture
def write(tmp_path):
    def write_file(content, name="msu.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_book(path, name)

    return write_file


@pytest.fixture
def save(tmp_path):
    def save_book(book, name="msu.xlsx"):
        path = tmp_path / name
        book.save(path)
        return read_book(path, name)

    return save_book


@pytest.mark.parametrize(
    ("codec", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("cp1252", "cp1252"),
        ("cp850", "cp850"),
        ("mac_roman", "mac_roman"),
    ],
)
def test_french_text_is_read_in_the_encodings_spreadsheets_write(write, codec, told):
    book = write(ROWS.encode(codec))
    assert book.sheets[0].cells[1] == ("Ardèche", "décembre 2024", "61")
    assert book.encoding == told


def test_one_accent_is_enough_to_tell_windows_1252(write):
    assert write("nom\nLozère’s\n".encode("cp1252")).encoding == "cp1252"


def test_a_foreign_letter_does_not_stop_the_reading(write):
    book = write("territoire;total\nPeña, Weiß, forêt de l’été;3\n".encode("cp1252"))
    assert book.sheets[0].cells[1][1] == "3"


@pytest.mark.parametrize("separator", [";", "\t", ",", "|"])
def test_the_separator_is_the_one_that_cuts_evenly(write, separator):
    text = "\n".join(["Titre, long; avec tout"] + [separator.join("abc")] * 5)
    book = write(text)
    assert book.separator == separator
    assert book.sheets[0].cells[1] == ("a", "b", "c")


def test_decimal_commas_do_not_pass_for_separators(write):
    assert write("dep;valeur\n12;1,5\n48;2,5\n46;3,5\n").separator == ";"


def test_lines_are_those_of_the_file_even_when_cells_hold_line_breaks(write):
    cells = write('a;b\n\n1;"deux\nlignes"\n2;x\n').sheets[0].cells
    assert cells == (("a", "b"), ("",), ("1", "deux\nlignes"), (), ("2", "x"))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_read(write, end):
    assert len(write(end.join(["a;b", "1;2", "3;4"])).sheets[0].cells) == 3


def test_quoted_separators_stay_in_their_cell(write):
    assert write('a,b\n"x, y","dit ""z"""\n').sheets[0].cells[1] == ("x, y", 'dit "z"')


def test_the_fingerprint_is_that_of_the_bytes(write):
    assert write("a;b\n").sha256 != write("a;b \n").sha256
    assert len(write("a;b\n").sha256) == 64


def test_a_workbook_gives_typed_cells_from_its_first_row(save):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Été"
    sheet["B3"], sheet["C3"], sheet["D3"] = 12, datetime.date(2024, 12, 31), "n. d."
    read = save(book).sheets[0]
    assert read.name == "Été"
    assert read.cells[2] == (None, 12.0, datetime.date(2024, 12, 31), "n. d.")
    assert read.cells[0] == (None,) * 4


def test_merged_ranges_and_hidden_sheets_are_told(save):
    book = openpyxl.Workbook()
    book.active["A2"] = "Aveyron"
    book.active.merge_cells("A2:A4")
    book.create_sheet("Listes").sheet_state = "hidden"
    read = save(book).sheets
    assert read[0].merged == (((1, 0), (3, 0)),)
    assert [sheet.hidden for sheet in read] == [False, True]


def test_a_formula_without_value_is_shown_not_lost(save):
    book = openpyxl.Workbook()
    first, second = book.active, book.create_sheet("A & B")
    first.append([1, 2])
    second.append(["dep", "total", "N1"])
    second.append([12, "=B9", "#N/A"])
    read = save(book).sheets
    assert read[1].cells[1] == (12.0, "#SANS VALEUR", "#N/A")
    assert read[0].cells == ((1.0, 2.0),)


def test_a_formula_computed_by_the_spreadsheet_gives_its_value(save, tmp_path):
    book = openpyxl.Workbook()
    book.active.append([12, "=30+31", '=""'])
    save(book)
    source = zipfile.ZipFile(tmp_path / "msu.xlsx")
    computed = io.BytesIO()
    with zipfile.ZipFile(computed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            content = content.replace(b"<f>30+31</f><v></v>", b"<f>30+31</f><v>61</v>")
            content = content.replace(b"<f>30+31</f><v />", b"<f>30+31</f><v>61</v>")
            content = content.replace(b'<c r="C1">', b'<c r="C1" t="str">')
            target.writestr(name, content)
    path = tmp_path / "calcul.xlsx"
    path.write_bytes(computed.getvalue())
    assert read_book(path, path.name).sheets[0].cells == ((12.0, 61.0, None),)


def test_a_panic_of_the_reader_is_told_as_a_damaged_workbook(save, monkeypatch):
    class PanicException(BaseException):
        pass

    def panic(*_):
        raise PanicException

    monkeypatch.setattr(reading, "_sheets", panic)
    with pytest.raises(RefusedFileError, match="classeur endommagé"):
        save(openpyxl.Workbook())


def test_an_interruption_is_not_taken_for_a_damaged_workbook(save, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(reading, "_sheets", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save(openpyxl.Workbook())


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("dossier/msu.csv", "msu.csv"),
        ("..\\..\\msu.xlsx", "msu.xlsx"),
        ("msu\x00\u202e.csv", "msu.csv"),
        ("..", "fichier"),
        ("", "fichier"),
        ("a" * 200 + ".csv", "a" * 116 + ".csv"),
    ],
)
def test_a_file_name_is_kept_without_its_tricks(name, kept):
    assert file_name(name) == kept
