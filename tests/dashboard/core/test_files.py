"""Names of files: without accent nor space, dated, the same way everywhere."""

from __future__ import annotations

import pytest

from dashboard.core.files import dated_name, exact_decimal, slug


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Corse-du-Sud", "corse-du-sud"),
        ("2A", "2a"),
        ("Échéances · Agréments de MSU", "echeances-agrements-de-msu"),
        ("Val-d’Oise", "val-d-oise"),
        (" ../é/ ", "e"),
        ("…", ""),
    ],
)
def test_a_part_of_a_name_has_no_accent_no_space_and_no_path(text, part):
    assert slug(text) == part


def test_the_name_of_a_column_joins_its_words_otherwise():
    assert slug("Date de l’effet", "_") == "date_de_l_effet"


def test_a_name_leaves_out_what_is_empty_and_ends_with_its_day():
    assert dated_name("2026-11-25", "msu", "", "2A", "…") == "msu_2a_2026-11-25"


@pytest.mark.parametrize(
    ("value", "text"),
    [(42.0, "42"), (0.5, "0,5"), (12345678.0, "12345678"), (1234.56789, "1234,56789")],
)
def test_a_number_keeps_all_its_digits(value, text):
    assert exact_decimal(value) == text
