"""The sentences of « Vue d’ensemble » that frame the curve."""

from __future__ import annotations

from dashboard.views.ensemble.words import trend_note, trend_title
from tests.support.series import point


def test_the_title_of_the_curve_goes_from_the_first_count_to_the_last():
    first = point("2010-05", 4_739)
    last = point("2024-01-01", 13_908)
    assert trend_title(first, last).replace("\u202f", " ") == (
        "De 4 739 MSU en mai 2010 à 13 908 en 1er janvier 2024 : les comptages nationaux et les "
        "cibles"
    )


def test_the_note_of_the_curve_names_the_dotted_target():
    assert "Pointillés : 10 000 MSU." in trend_note("10 000 MSU")
