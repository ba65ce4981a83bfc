"""French numbers, counts and periods."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.formatting import (
    MISSING,
    interval,
    last_year,
    number,
    period,
    period_in,
    period_noun,
    plural,
    quantity,
    typography,
)

THIN = "\u202f"
NO_BREAK = "\u00a0"
MINUS = "\u2212"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, 0, "0"),
        (999, 0, "999"),
        (12_790, 0, f"12{THIN}790"),
        (1_234_567.89, 1, f"1{THIN}234{THIN}567,9"),
        (45.3, 1, "45,3"),
        (-12, 0, f"{MINUS}12"),
        (-1_234.5, 1, f"{MINUS}1{THIN}234,5"),
    ],
)
def test_numbers_have_thin_spaces_a_comma_and_a_true_minus(value, decimals, text):
    assert number(value, decimals) == text


@given(st.floats(-1e9, 1e9), st.integers(0, 3))
def test_no_number_holds_an_ordinary_space_a_point_or_a_hyphen(value, decimals):
    assert not set(number(value, decimals)) & set(" .-")


def test_what_rounds_to_zero_has_no_sign():
    assert number(-0.2) == "0"
    assert number(0.2, signed=True) == "0"


def test_a_signed_number_shows_its_plus():
    assert number(12, signed=True) == "+12"
    assert number(-12, signed=True) == f"{MINUS}12"


@pytest.mark.parametrize("value", [None, math.nan])
def test_a_missing_value_is_n_d_and_never_zero(value):
    assert number(value).split() == ["n.", "d."]
    assert quantity(value, "MSU") == MISSING


def test_a_unit_does_not_leave_its_number():
    assert quantity(45.3, "%", 1) == f"45,3{NO_BREAK}%"


def test_n_d_is_not_cut_at_the_end_of_a_line():
    assert f"n.{NO_BREAK}d." == MISSING


@pytest.mark.parametrize(("low", "high"), [(None, 3), (3, None), (math.nan, 3), (3, math.nan)])
def test_half_an_interval_is_no_interval(low, high):
    assert interval(low, high) == ""


def test_an_interval_gives_its_two_bounds():
    assert interval(12, 1_048) == f"12 à 1{THIN}048"
    assert interval(-3, 4.25, 1) == f"{MINUS}3,0 à 4,2"


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, f"0{NO_BREAK}région"),
        (1, f"1{NO_BREAK}région"),
        (2, f"2{NO_BREAK}régions"),
        (1_000, f"1{THIN}000{NO_BREAK}régions"),
    ],
)
def test_the_plural_starts_at_two(count, text):
    assert plural(count, "région") == text


def test_an_irregular_plural_can_be_given():
    assert plural(3, "généraliste libéral", "généralistes libéraux").endswith("libéraux")


@pytest.mark.parametrize(
    ("text", "plainly", "after_a_verb", "as_a_noun"),
    [
        ("2014-01-01", "1er janvier 2014", "au 1er janvier 2014", "le 1er janvier 2014"),
        ("2021-03-31", "31 mars 2021", "au 31 mars 2021", "le 31 mars 2021"),
        ("2010-05", "mai 2010", "en mai 2010", "mai 2010"),
        ("2023", "2023", "en 2023", "2023"),
        ("2022/2026", "2022 à 2026", "de 2022 à 2026", "2022 à 2026"),
        ("2023/2024", "2023-2024", "en 2023-2024", "2023-2024"),
        ("2024-T1", "1er trimestre 2024", "au 1er trimestre 2024", "1er trimestre 2024"),
        ("2024-T3", "3e trimestre 2024", "au 3e trimestre 2024", "3e trimestre 2024"),
    ],
)
def test_periods_read_as_french_dates(text, plainly, after_a_verb, as_a_noun):
    assert period(text) == plainly
    assert period_in(text) == after_a_verb
    assert period_noun(text) == as_a_noun


@pytest.mark.parametrize(
    ("text", "tied"),
    [
        ("passé de 9 440 à 10 736", f"passé de 9{THIN}440 à 10{THIN}736"),
        ("237 214 médecins", f"237{THIN}214 médecins"),
        ("en 2026 100 postes", "en 2026 100 postes"),
        ("taux 0,5 100", "taux 0,5 100"),
        ("Reste : « rien »", f"Reste{NO_BREAK}: «{NO_BREAK}rien{NO_BREAK}»"),
    ],
)
def test_no_line_can_cut_a_number_or_a_guillemet(text, tied):
    assert typography(text) == tied


@pytest.mark.parametrize("text", ["2026", "2026-05", "2026-01-01", "2022/2026", "2026-T3"])
def test_a_period_ends_in_its_last_year(text):
    assert last_year(text) == 2026
