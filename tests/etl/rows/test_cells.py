"""Cells as spreadsheets write them, and the values they become."""

from __future__ import annotations

import datetime

import pytest

from etl.reading.text import cell_text, plain
from etl.rows import cells
from etl.rows.cells import CellError
from tests.support.imports import KINDS, TODAY


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("61", 61),
        (" 61 ", 61),
        (61.0, 61),
        ("61.0", 61),
        ("61,00", 61),
        ("0", 0),
        ("1 234", 1234),
        ("1\u00a0234", 1234),
        ("1\u202f234\u202f567", 1234567),
        ("+5", 5),
        (10_000_000, 10_000_000),
    ],
)
def test_whole_numbers_are_read(cell, value):
    assert cells.integer(cell) == value


@pytest.mark.parametrize(
    "cell",
    ["61,5", 61.5, "-1", -1, "1.234", "12 34", "1e3", "soixante", "61 MSU", "<5", True, "1 2345"]
    + ["10000001", "061", "nan", "inf", datetime.date(2024, 1, 1), "", None, "#REF!", "٣"],
)
def test_what_is_no_count_is_refused(cell):
    with pytest.raises(CellError):
        cells.integer(cell)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1 234,5", 1234.5),
        ("1\u202f234,5", 1234.5),
        ("1.234.567,5", 1234567.5),
        ("-0,25", -0.25),
        ("−3", -3.0),
        ("12.75", 12.75),
        (0.1, 0.1),
    ],
)
def test_decimals_are_read_with_a_comma_or_a_point(cell, value):
    assert cells.decimal(cell) == value


@pytest.mark.parametrize("cell", ["12 %", "1,2,3", "environ 3", True, None, 1e9])
def test_what_is_no_number_is_refused(cell):
    with pytest.raises(CellError):
        cells.decimal(cell)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("31/12/2024", "2024-12-31"),
        ("31/12/24", "2024-12-31"),
        ("1/2/99", "1999-02-01"),
        ("31-12-2024", "2024-12-31"),
        ("31.12.2024", "2024-12-31"),
        ("2024-12-31", "2024-12-31"),
        ("2024-12-31 00:00:00", "2024-12-31"),
        ("2024-12-31T00:00:00", "2024-12-31"),
        ("2024/12/31", "2024-12-31"),
        ("20241231", "2024-12-31"),
        ("1er janvier 2024", "2024-01-01"),
        ("31 décembre 2024", "2024-12-31"),
        ("3 FÉVR. 2024", "2024-02-03"),
        ("Août 2024", "2024-08"),
        ("déc. 2024", "2024-12"),
        ("12/2024", "2024-12"),
        ("2024-12", "2024-12"),
        ("202412", "2024-12"),
        ("2024", "2024"),
        ("2024.0", "2024"),
        (2024.0, "2024"),
        (2024, "2024"),
        ("situation au 31/12/2024", "2024-12-31"),
        ("Année 2024", "2024"),
        (45657.0, "2024-12-31"),
        ("45657", "2024-12-31"),
        (datetime.date(2024, 12, 31), "2024-12-31"),
        (datetime.datetime(2024, 12, 31, 10, 30), "2024-12-31"),
        ("2026-11", "2026-11"),
        ("22/11/2026", "2026-11-22"),
        ("sept-24", "2024-09"),
        ("nov. 2024", "2024-11"),
        ("fin 2024", "2024-12"),
        ("Au 1er janvier 2025", "2025-01-01"),
        ("mercredi 1er janvier 2025", "2025-01-01"),
        ("12/11/2024 18:32:08", "2024-11-12"),
        ("2024-11-12T18:32:08+01:00", "2024-11-12"),
        (45657.77, "2024-12-31"),
    ],
)
def test_dates_of_every_writing_are_read(cell, value):
    assert cells.period(cell, TODAY) == value


@pytest.mark.parametrize(
    "cell",
    ["31/02/2024", "12/31/2024", "T4 2024", "S1 2024", "2024-2025", "hier", "24", "1953", "2024.12"]
    + ["23/11/2026", "2026-12", "2027", 46350, 99999, 12, True, datetime.time(10), "31/12", None],
)
def test_what_is_no_past_date_is_refused(cell):
    with pytest.raises(CellError):
        cells.period(cell, TODAY)


def test_the_end_of_an_approval_may_be_to_come():
    assert cells.period("29/04/2029", TODAY, future=True) == "2029-04-29"


@pytest.mark.parametrize("cell", ["2010-11", "2011-12", "2009/10", "2023", "2023-2025", None])
@pytest.mark.parametrize("which", ["first", "last"])
def test_a_month_or_a_year_is_never_one_of_two_years(cell, which):
    assert not cells.holds_two_years(cell)
    assert cells.of_two_years(cell, which) == cell


@pytest.mark.parametrize("cell", ["2023-2024", "AU 2023-2024", "2023/24", "Année 2023-2024"])
def test_two_years_in_a_cell_are_asked_which(cell):
    for read in (cells.period, cells.year):
        with pytest.raises(CellError) as refusal:
            read(cell, TODAY)
        assert "choisir 2023 ou 2024" in refusal.value.remedy_fr


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("2026-11", "2026-11"),
        ("novembre 2026", "2026-11"),
        ("Nov. 2026", "2026-11"),
        ("hiver 2026", "2026-11"),
        ("Hiver 2026-2027", "2026-11"),
        ("semestre d’été 2026", "2026-05"),
        ("mai 2026", "2026-05"),
        ("05/2026", "2026-05"),
        ("01/11/2026", "2026-11"),
        (datetime.date(2026, 5, 2), "2026-05"),
        ("mai 2027", "2027-05"),
        ("nov-25", "2025-11"),
        ("S1 2025-2026", "2025-11"),
        ("S2 2025/26", "2026-05"),
        ("1er semestre 2025-2026", "2025-11"),
        ("hiver 2024-2025", "2024-11"),
        ("novembre 2025 - avril 2026", "2025-11"),
    ],
)
def test_semesters_are_read(cell, value):
    assert cells.semester(cell, TODAY) == value


@pytest.mark.parametrize(
    "cell",
    ["2026", "mars 2026", "été", "hiver 2026-2028", "nov. 2027", None]
    + ["S3 2025-2026", "S1 2025", "2025-2026", "novembre 2025 - avril 2027"],
)
def test_what_is_no_semester_is_refused(cell):
    with pytest.raises(CellError):
        cells.semester(cell, TODAY)


@pytest.mark.parametrize("cell", ["2024", 2024.0, "exercice 2024", "31/12/2024", 45657])
def test_years_are_read(cell):
    assert cells.year(cell, TODAY) == 2024


@pytest.mark.parametrize("cell", ["2027", "24", "deux mille", 1900])
def test_what_is_no_past_year_is_refused(cell):
    with pytest.raises(CellError):
        cells.year(cell, TODAY)


@pytest.mark.parametrize(
    "cell",
    [
        None,
        "",
        " ",
        "-",
        "–",
        "n. d.",
        "nd",
        "ND",
        "N.C.",
        "nc",
        "s.",
        "NS",
        "n.s.",
        "…",
        "***",
        ".",
    ],
)
def test_marks_of_absence_are_no_value(cell):
    assert cells.is_missing(cell)


@pytest.mark.parametrize("cell", ["0", 0, 0.0, "#N/A", "?", "x", "<5", "Nord"])
def test_zero_and_faults_are_not_taken_for_absence(cell):
    assert not cells.is_missing(cell)


@pytest.mark.parametrize(
    ("cell", "value"),
    [("n1", "N1"), ("Niveau 1", "N1"), ("PRAT.", "N1"), ("Femme-Enfant", "SFE"), ("dj", "DJ")],
)
def test_codes_are_read_by_code_or_label(cell, value):
    assert cells.code(cell, KINDS["msu_lignes"].column("stage_type").codes) == value


@pytest.mark.parametrize(("cell", "value"), [(5.0, "5"), ("5", "5"), ("5 ans", "5"), ("10", "10")])
def test_numeric_codes_are_read(cell, value):
    assert cells.code(cell, KINDS["cohortes"].column("delay_years").codes) == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [("<40", "moins_40"), ("60+", "60_plus"), (">60", "60_plus"), ("-40 ans", "moins_40")],
)
def test_age_classes_written_with_signs_are_told_apart(cell, value):
    assert cells.code(cell, KINDS["installations"].column("age_class").codes) == value


def test_an_unknown_code_is_refused_with_the_nearest_one():
    with pytest.raises(CellError) as refusal:
        cells.code("gynecolgie", KINDS["stages"].column("level_id").codes)
    assert "vouliez-vous dire « gynécologie »" in refusal.value.remedy_fr


def test_an_indicator_is_read_by_identifier_or_label():
    known = {"mg_rpps": "Généralistes (RPPS)"}
    assert cells.one_of("MG_RPPS", known, "") == "mg_rpps"
    assert cells.one_of("generalistes RPPS", known, "") == "mg_rpps"


def test_text_is_compared_without_accents_case_or_punctuation():
    assert plain("  Côtes-d’Armor\u00a0") == plain("COTES D'ARMOR") == "cotes d armor"
    assert plain("cœur") == "coeur"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (12.0, "12"),
        (1.5, "1.5"),
        (True, "VRAI"),
        ("\ufeffa\u200b\n b", "a b"),
        (datetime.datetime(2024, 1, 2), "2024-01-02"),
    ],
)
def test_cells_are_shown_on_one_line(cell, text):
    assert cell_text(cell) == text
