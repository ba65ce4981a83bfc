"""Bytes become cells: encodings, separators, physical lines, sheets, formulas without value."""

from __future__ import annotations

import datetime
import io
import zipfile

import openpyxl
import pytest

from etl.reading import book as reading
from etl.reading.archive import checked_archive
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


ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
    '<office:spreadsheet><table:table table:name="A">{}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)
CELL = '<table:table-cell office:value-type="float" office:value="1"{}><text:p>1</text:p>'
EMPTY = '<table:table-cell table:number-columns-repeated="16384"/>'


def open_document(path, rows, *, mime="application/vnd.oasis.opendocument.spreadsheet"):
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", mime)
        packed.writestr("content.xml", ODS.format(rows))
        packed.writestr("META-INF/manifest.xml", "<manifest/>")
    return path


def row(cells, repeated=1):
    return f'<table:table-row table:number-rows-repeated="{repeated}">{cells}</table:table-row>'


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (row(CELL.format("") + "</table:table-cell>", 1_000_000), "au plus 500 000 lignes"),
        (row(EMPTY, 900_000) + row(CELL.format("") + "</table:table-cell>"), "500 000 lignes"),
        (
            row(CELL.format(' table:number-columns-repeated="5000"') + "</table:table-cell>"),
            "au plus 200 colonnes",
        ),
        (
            row(
                CELL.format(' table:number-columns-repeated="199"') + "</table:table-cell>",
                100_000,
            ),
            "10 000 000 cellules",
        ),
        (row(CELL.format("") + "</table:table-cell>", "9" * 30), "classeur endommagé"),
    ],
)
def test_what_an_open_document_repeats_counts(tmp_path, rows, why):
    path = open_document(tmp_path / "repete.ods", rows)
    with pytest.raises(RefusedFileError) as refusal:
        read_book(path, path.name)
    assert why in str(refusal.value).replace("\u202f", " ")


def test_what_is_repeated_to_the_edge_of_an_open_document_is_nothing(tmp_path):
    rows = row(CELL.format("") + "</table:table-cell>" + EMPTY) + row(EMPTY, 1_048_000)
    book = read_book(open_document(tmp_path / "bord.ods", rows), "bord.ods")
    assert book.sheets[0].cells[0][0] == 1


def test_what_an_open_document_hides_and_shows_as_percentages_is_told(tmp_path):
    cell = CELL.format("") + "</table:table-cell>"
    share = (
        '<table:table-cell office:value-type="percentage" office:value="0.48"'
        ' table:number-columns-repeated="2"><text:p>48 %</text:p></table:table-cell>'
    )
    hidden = row(cell, 2).replace("<table:table-row", '<table:table-row table:visibility="filter"')
    rows = row(cell) + hidden + row(cell + share)
    (sheet,) = read_book(open_document(tmp_path / "parts.ods", rows), "parts.ods").sheets
    assert sheet.hidden_lines == {2, 3}
    assert sheet.cells[3] == (1, "48 %", "48 %")


def test_a_workbook_is_only_read_as_what_its_extension_says(tmp_path):
    path = open_document(tmp_path / "faux.xlsm", row(EMPTY))
    with pytest.raises(RefusedFileError, match="d’un autre format"):
        read_book(path, path.name)


def test_the_macros_of_a_workbook_never_reach_the_reader(tmp_path):
    path = tmp_path / "macros.xlsm"
    book = openpyxl.Workbook()
    book.active.append(["territoire"])
    book.save(path)
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 macros")
    checked = checked_archive(path.read_bytes(), path.name)
    with zipfile.ZipFile(io.BytesIO(checked.data)) as packed:
        assert "xl/vbaProject.bin" not in packed.namelist()
    assert read_book(path, path.name).sheets[0].cells == (("territoire",),)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig"])
def test_what_was_encoded_twice_is_decoded_twice(write, codec):
    twice = "".join(
        chr(byte) if byte in b"\x81\x8d\x8f\x90\x9d" else bytes([byte]).decode("cp1252")
        for byte in ROWS.encode()
    )
    book = write(twice.encode(codec))
    assert book.sheets[0].cells[1] == ("Ardèche", "décembre 2024", "61")
    assert book.encoding == f"{codec}, encodé deux fois"


@pytest.mark.parametrize("codec", ["cp1252", "cp850", "mac_roman"])
def test_one_letter_is_enough_to_tell_a_mac_from_dos(write, codec):
    assert write("déc;1\ndéc;2\n".encode(codec)).sheets[0].cells[0] == ("déc", "1")
