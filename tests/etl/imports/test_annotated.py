"""The file given back says what to correct, where, and runs nothing."""

from __future__ import annotations

import datetime
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook

from etl.declared.kinds import load_kinds
from etl.extract.reference import extract_territories
from etl.imports.annotated import COMMENTS_MAX, DOUBTED, FILLS, REFUSED, SET_ASIDE, write_annotated
from etl.imports.prepare import prepare
from etl.reading.preview import Preview
from etl.rows.convert import Lookup
from foundation.answers import Match, Problem, SetAside
from tests.support.paths import DATA

HEADER = ("territoire", "Année", "nb MSU")
CELLS = (
    ("Tableau des MSU",),
    HEADER,
    ("12", 2024, 61),
    ("Aveyrom", 2024, 12.0),
    ("48", 2024, 4000),
    ("Total", 2024, 4073),
)


def problem(line: int, column: str, value: str = "", expected: str = "un nombre") -> Problem:
    return Problem("f.csv", "", line, column, value, expected, "corriger la cellule.")


def preview(**changes: object) -> Preview:
    given: dict[str, object] = {
        "kind_id": "msu",
        "stores": "msu",
        "file": "f.csv",
        "sha256": "0" * 64,
        "sheet": "",
        "sheets": (),
        "encoding": "utf-8",
        "separator": ";",
        "header_line": 2,
        "matches": (
            Match("territoire", 0, "territory_id", "exact", 100),
            Match("Année", 1, "period", "synonyme", 100),
            Match("nb MSU", 2, "total_msu", "synonyme", 100),
        ),
        "dropped": (),
        "read_n": 4,
        "rows": pd.DataFrame(),
        "cells": CELLS,
    }
    return Preview(**given | changes)


def written(path: Path, **changes: object) -> Workbook:
    target = path / "annotated.xlsx"
    write_annotated(preview(**changes), target)
    return load_workbook(target)


def colour(cell) -> str:
    return cell.fill.fgColor.rgb if cell.fill.fill_type else ""


def colour_of(level: str) -> str:
    return FILLS[level].fgColor.rgb


def test_the_copy_holds_the_file_line_by_line_after_a_column_of_remarks(tmp_path):
    sheet = written(tmp_path).worksheets[0]
    rows = [row[1:] for row in sheet.iter_rows(values_only=True)]
    assert rows == [(*row, *[None] * (3 - len(row))) for row in CELLS]
    assert [cell.value for cell in sheet["A"]] == [None, "Remarques", None, None, None, None]
    assert sheet.freeze_panes == "B3"


def test_a_refused_cell_is_red_with_a_comment_and_its_line_says_why(tmp_path):
    wrong = problem(4, "territoire", "Aveyrom", "un département")
    sheet = written(tmp_path, refusals=(wrong,)).worksheets[0]
    assert colour(sheet["B4"]) == colour_of(REFUSED)
    assert "un département" in sheet["B4"].comment.text
    assert sheet["A4"].value.startswith(
        "refusé — « territoire » : valeur attendue : un département"
    )
    assert "Que faire : corriger la cellule." in sheet["A4"].value
    assert [colour(cell) for cell in sheet[3]] == ["", "", "", ""]


def test_a_doubted_cell_is_orange(tmp_path):
    sheet = written(tmp_path, warnings=(problem(5, "nb MSU", "4000"),)).worksheets[0]
    assert colour(sheet["D5"]) == colour_of(DOUBTED)
    assert sheet["A5"].value.startswith("à vérifier — ")


def test_a_cell_refused_and_doubted_is_red_and_says_both(tmp_path):
    refused, doubted = (
        problem(5, "nb MSU", expected="moins"),
        problem(5, "nb MSU", expected="autre"),
    )
    sheet = written(tmp_path, refusals=(refused,), warnings=(doubted,)).worksheets[0]
    assert colour(sheet["D5"]) == colour_of(REFUSED)
    assert "moins" in sheet["D5"].comment.text
    assert "autre" in sheet["D5"].comment.text


def test_a_line_set_aside_is_grey_and_its_reason_is_in_the_sheet_of_remarks(tmp_path):
    aside = SetAside(6, "ligne de total", "Total ; 2024 ; 4073")
    book = written(tmp_path, set_aside=(aside,))
    sheet, remarks = book.worksheets
    assert {colour(cell) for cell in sheet[6]} == {colour_of(SET_ASIDE)}
    told = [cell.value for cell in remarks[2]]
    assert told[:5] == ["mis de côté", 6, None, "Total ; 2024 ; 4073", "ligne de total"]


def test_a_copy_taken_back_as_it_is_gives_the_same_rows(tmp_path):
    path = tmp_path / "msu.csv"
    lines = [
        "MSU de la région",
        "",
        "territoire;date;total",
        "12;2024;61",
        "48;2024;12",
        "99;Exemple;1",
        "Total;;73",
        "# relu",
        "Source : relevé local de fin d’année",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    kind = load_kinds(DATA)["msu"]
    territories = extract_territories(DATA / "reference")
    lookup = Lookup(territories, {}, frozenset(), datetime.date(2026, 11, 21))
    first = prepare(path, kind, kind, lookup)
    copy = tmp_path / "annotated.xlsx"
    write_annotated(first, copy)
    again = prepare(copy, kind, kind, lookup)
    assert again.refusals == ()
    assert list(first.rows["total_msu"]) == [61, 12]
    pd.testing.assert_frame_equal(again.rows, first.rows)
    assert [column.header for column in again.dropped] == ["Remarques"]


def test_a_problem_of_a_whole_column_marks_its_header(tmp_path):
    sheet = written(tmp_path, warnings=(problem(0, "Année"),)).worksheets[0]
    assert colour(sheet["C2"]) == colour_of(DOUBTED)


def test_a_missing_column_is_told_on_the_header_of_the_remarks(tmp_path):
    missing = problem(2, "total", "en-têtes lus : « territoire »", "une colonne « total »")
    sheet = written(tmp_path, refusals=(missing,)).worksheets[0]
    assert sheet["A2"].value == "Remarques"
    assert colour(sheet["A2"]) == colour_of(REFUSED)
    assert "une colonne « total »" in sheet["A2"].comment.text


def test_a_column_may_be_named_by_its_identifier(tmp_path):
    sheet = written(tmp_path, refusals=(problem(3, "total_msu"),)).worksheets[0]
    assert colour(sheet["D3"]) == colour_of(REFUSED)


def test_a_cell_missing_at_the_end_of_a_line_is_marked_too(tmp_path):
    sheet = written(tmp_path, cells=(*CELLS, ("81",)), refusals=(problem(7, "nb MSU"),))
    assert colour(sheet.worksheets[0]["D7"]) == colour_of(REFUSED)


def test_the_sheet_of_remarks_lists_every_problem(tmp_path):
    refusals = (
        problem(4, "territoire", "Aveyrom", "un département"),
        problem(0, "", "", "12 colonnes"),
    )
    remarks = written(tmp_path, refusals=refusals, warnings=(problem(5, "nb MSU", "4000"),))
    assert list(remarks["Remarques"].iter_rows(values_only=True)) == [
        ("niveau", "ligne", "colonne", "valeur lue", "attendu", "que faire"),
        ("refusé", 4, "territoire", "Aveyrom", "un département", "corriger la cellule."),
        ("refusé", None, None, None, "12 colonnes", "corriger la cellule."),
        ("à vérifier", 5, "nb MSU", "4000", "un nombre", "corriger la cellule."),
    ]


@pytest.mark.parametrize("text", ["=1+1", "+33", "-2+3", "@SUM(A1)", "\t=1", "=cmd|'/c calc'!A0"])
def test_a_text_that_looks_like_a_formula_stays_the_same_text(tmp_path, text):
    cells = (HEADER, (text, 2024, 1))
    refusals = (problem(2, "territoire", text, text),)
    book = written(tmp_path, cells=cells, header_line=1, refusals=refusals)
    for cell in (book.worksheets[0]["B2"], book["Remarques"]["D2"], book["Remarques"]["E2"]):
        assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_numbers_and_dates_keep_their_nature(tmp_path):
    day = datetime.datetime(2024, 12, 31)
    sheet = written(tmp_path, cells=(HEADER, (day, -3.5, True)), header_line=1).worksheets[0]
    assert [cell.value for cell in sheet[2]] == [None, day, -3.5, True]


def test_values_no_workbook_can_hold_become_text(tmp_path):
    cells = (HEADER, ("a\x00b", float("nan"), datetime.date(1850, 1, 1)))
    sheet = written(tmp_path, cells=cells, header_line=1).worksheets[0]
    assert [cell.value for cell in sheet[2]] == [None, "ab", "nan", "1850-01-01"]


def test_a_file_that_could_not_be_read_still_has_its_remarks(tmp_path):
    book = written(tmp_path, cells=(), header_line=0, refusals=(problem(0, "", "", "un tableau"),))
    assert "n’a pas pu être lu" in book.worksheets[0]["A1"].value
    assert book["Remarques"]["E2"].value == "un tableau"


@pytest.mark.parametrize(
    ("name", "title"),
    [("", "Données"), ("Feuil1", "Feuil1"), ("Remarques", "Données"), ("a" * 40, "a" * 31)],
)
def test_the_copy_bears_the_name_of_the_sheet_that_was_read(tmp_path, name, title):
    assert written(tmp_path, sheet=name).sheetnames == [title, "Remarques"]


def test_thousands_of_problems_are_all_told_with_a_bounded_number_of_comments(tmp_path):
    number = COMMENTS_MAX + 50
    cells = (HEADER, *[("12", 2024, "x")] * number)
    refusals = tuple(problem(line, "nb MSU", "x") for line in range(2, number + 2))
    book = written(tmp_path, cells=cells, header_line=1, refusals=refusals)
    sheet = book.worksheets[0]
    assert sum(cell.comment is not None for cell in sheet["D"]) == COMMENTS_MAX
    assert colour(sheet.cell(number + 1, 4)) == colour_of(REFUSED)
    assert book["Remarques"].max_row == number + 1
