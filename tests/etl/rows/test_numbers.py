"""Numbers as people write them: read when they have one reading, refused with both otherwise."""

from __future__ import annotations

import math

import pytest

from etl.rows.numbers import (
    CellError,
    Marks,
    is_estimate,
    is_untold,
    marks_of,
    note_of,
    number,
    says_none,
)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1 234", 1234),
        ("1\u202f234", 1234),
        ("1\u00a0234\u00a0567", 1234567),
        ("1\u2009234", 1234),
        ("1’234", 1234),
        ("1'234'567", 1234567),
        ("1 234,5", 1234.5),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234,567", 1234.567),
        ("1.234.567", 1234567),
        ("1,234,567", 1234567),
        ("1 234,567", 1234.567),
        ("1234.567", 1234.567),
        ("0,123", 0.123),
        ("61,00", 61),
        ("12*", 12),
        ("12 (1)", 12),
        ("12¹", 12),
        ("1 234 (a)", 1234),
        (1.234, 1.234),
        (61000, 61000),
    ],
)
def test_what_has_one_reading_is_read(cell, value):
    assert number(cell) == value


@pytest.mark.parametrize(
    ("cell", "readings"),
    [
        ("1.000", "1, ou 1 000"),
        ("12.000", "12, ou 12 000"),
        ("61,000", "61, ou 61 000"),
        ("1.234", "1,234, ou 1 234"),
        ("-1,234", "-1,234, ou -1 234"),
        ("1.000*", "1, ou 1 000"),
    ],
)
def test_a_mark_and_three_digits_is_refused_with_its_two_readings(cell, readings):
    with pytest.raises(CellError) as refusal:
        number(cell)
    assert readings in refusal.value.expected_fr


@pytest.mark.parametrize(
    "cell",
    ["12 34", "1 2345", "1234 567", "1 234 56", "1,2,3", "12 %", "1e3", "1,2E+05", "٣", "１２"]
    + ["inf", "nan", "12 (13)", "50 (e)", "--5", "5-", "", None, True, math.inf, math.nan, "x"],
)
def test_what_is_no_number_gives_none(cell):
    assert number(cell) is None


@pytest.mark.parametrize(
    ("cells", "marks"),
    [
        (["12,75", "1,234"], Marks(decimal=",")),
        (["0,123", "1,234"], Marks(decimal=",")),
        (["1234,567", "1,234"], Marks(decimal=",")),
        (["1.234,5", "2.345"], Marks(decimal=",", thousands=".")),
        (["1.234.567", "1.234"], Marks(thousands=".")),
        (["1,234", "5,678"], Marks()),
        (["12,75", "12.5"], Marks()),
        (["1,234,567", "12,5"], Marks()),
        ([12.75, None, "61"], Marks()),
    ],
)
def test_a_column_settles_its_marks_by_its_other_cells(cells, marks):
    assert marks_of(cells) == marks


def test_what_a_column_settles_gives_the_reading():
    assert number("1,234", Marks(decimal=",")) == 1.234
    assert number("1.234", Marks(decimal=",", thousands=".")) == 1234
    with pytest.raises(CellError):
        number("1.234", Marks(decimal=","))


@pytest.mark.parametrize("cell", ["< 5", "<5", "≤ 4", "moins de 5", "NSP", "n.s.p.", "?", "<5*"])
def test_a_count_withheld_or_unknown_is_untold(cell):
    assert is_untold(cell)


@pytest.mark.parametrize("cell", ["< 200", "0", 0, 3.0, None, "Nord", "5", "moins de la moitié"])
def test_what_says_something_is_told(cell):
    assert not is_untold(cell)


@pytest.mark.parametrize("cell", ["aucun", "Néant", "zéro", "0 MSU", "Ø"])
def test_a_word_may_say_that_a_count_is_none(cell):
    assert says_none(cell)
    assert number(cell) == 0


@pytest.mark.parametrize("text", ["environ 50", "40 à 50", "40-50", "~50", "> 40", "50 (e)"])
def test_ranges_and_approximations_are_estimates(text):
    assert is_estimate(text)
    assert number(text) is None


def test_the_call_for_a_note_is_told_apart():
    assert [note_of(cell) for cell in ("12 (1)", "12*", "12", 12.0)] == ["(1)", "*", "", ""]
