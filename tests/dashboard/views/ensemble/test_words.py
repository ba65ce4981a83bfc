"""The sentences of « Vue d’ensemble » that frame the curve."""

from __future__ import annotations

import pytest

from dashboard.core.catalog import Target
from dashboard.themes.situation import Situations
from dashboard.views.ensemble.words import (
    first_calls,
    first_passing,
    named_caption,
    named_note,
    sentences,
    trend_note,
    trend_title,
)
from tests.support.series import point
from tests.support.situations import situation, words

TARGET = Target("t", "10 000 MSU", 10_000, "2018", "France entière", "S", None)
LATER = Target("g", "15 000 MSU", 15_000, "novembre 2026", "France entière", "S", None)
SERIES = tuple(
    point(period, value)
    for period, value in [("2018-01-01", 9_440), ("2019-01-01", 10_736), ("2024", 13_908)]
)


def of(*below: tuple[str, float | None], level: str = "departement") -> Situations:
    """Situations of a level, in order."""
    by_id = {f"T{rank}": situation(*item, f"T{rank}") for rank, item in enumerate(below)}
    return Situations(level, tuple(by_id), by_id)


def said(target: Target = TARGET, year: int = 2024, series=SERIES, later=()) -> list[str]:
    return [words(text) for text in sentences(series, target, year, later)]


def test_the_count_is_said_with_the_first_one_and_the_target_with_what_is_left():
    count, target = said()
    assert count == (
        "Le CNGE compte 13 908 MSU de médecine générale en France en 2024, contre 9 440 au 1er "
        "janvier 2018."
    )
    assert "est dépassée de 3 908 MSU" in target
    assert "a franchi 10 000 entre le 1er janvier 2018 (9 440) et" in target


@pytest.mark.parametrize(
    ("value", "goal", "crossing"),
    [
        (9_000, "dépassée de 4 908", "depuis son premier recensement"),
        (13_908, "exactement atteinte", "entre"),
        (20_000, "encore à 6 092", "n’a pas encore atteint"),
    ],
)
def test_the_sentence_follows_the_target(value, goal, crossing):
    target = Target("libre", f"{value} MSU", value, "sans échéance", "", None, None)
    assert goal in said(target)[1]
    assert crossing in said(target)[1]


def test_the_label_of_a_target_says_its_horizon_once():
    target = Target("libre", "12 000 MSU", 12_000, "sans échéance", "", None, None)
    assert "La cible affichée, 12 000 MSU, est" in said(target)[1]


def test_a_past_year_speaks_of_its_own_count_and_does_not_deny_a_later_crossing():
    target = Target("libre", "12 000 MSU", 12_000, "sans échéance", "", None, None)
    count, goal = said(target, 2019)
    assert "10 736 MSU" in count
    assert "encore à 1 264" in goal
    assert "(13 908)" in goal
    assert "premier recensement" in said(year=2018)[0]


def test_counts_deduced_from_a_difference_are_not_presented_as_published():
    derived = point("2022", 12_500, "derived")
    assert not any("12 500" in text for text in said(series=(*SERIES[:2], derived, SERIES[2])))


def test_a_later_target_says_who_would_be_below_and_above():
    some = of(("probably_below", 0.9), ("counted_below", None), ("probably_above", 0.1))
    assert said(later=[(LATER, some)])[2] == (
        "Face à 15 000 MSU, 2 départements seraient sous leur part, probablement, et 1 au-dessus."
    )
    one = of(("probably_below", 0.9), level="region")
    assert (
        "1 région serait sous sa part, probablement, et aucune au-dessus"
        in (said(later=[(LATER, one)])[2])
    )


def test_a_later_target_that_nobody_is_below_is_denied_and_counts_are_not_called_probable():
    none = of(("probably_above", 0.1))
    assert (
        "aucun département ne serait sous sa part, probablement, et 1"
        in (said(later=[(LATER, none)])[2])
    )
    facts = of(("counted_below", None), ("counted_above", None))
    assert said(later=[(LATER, facts)])[2] == (
        "Face à 15 000 MSU, 1 département serait sous sa part et 1 au-dessus."
    )


def test_a_year_with_a_total_and_no_national_count_speaks_of_the_last_one():
    assert said(year=2026) == said(year=2024)


def test_the_first_calls_say_the_year_they_would_settle():
    several = words(first_calls(["Tours", "Dijon"], 56, 64.2, 2024))
    assert several.endswith("de quel côté de leur part ils sont en 2024.")
    assert "(facultés) : Tours et Dijon. Leurs comptages" in several
    assert "(faculté) : Tours. Ses comptages" in words(first_calls(["Tours"], 56, 64.2, 2024))


def test_a_count_equal_to_a_target_has_reached_it():
    before, after = first_passing(SERIES, 10_736)
    assert (before.value, after.value) == (9_440, 10_736)
    assert first_passing(SERIES, 9_000) is first_passing(SERIES, 20_000) is None


def test_the_table_of_the_named_gives_the_errors_to_expect_among_them():
    some = of(("probably_below", 0.9), ("probably_below", 0.85), ("probably_above", 0.01))
    assert words(named_caption(some, TARGET)) == (
        "Départements sous leur part de la cible : 10 000 MSU"
    )
    assert words(named_note(some)) == (
        "Parmi 2 départements nommés « probablement sous sa part », moins d’une erreur est "
        "attendue."
    )
    assert named_note(of(("counted_below", None))) == ""
    one = of(("probably_below", 0.9), level="region")
    assert words(named_note(one)).startswith("Parmi 1 région nommée « probablement")


def test_the_title_of_the_curve_goes_from_the_first_count_to_the_last():
    first = point("2010-05", 4_739)
    last = point("2024-01-01", 13_908)
    assert trend_title(first, last).replace("\u202f", " ") == (
        "De 4 739 MSU en mai 2010 à 13 908 en 1er janvier 2024 : les comptages nationaux et les "
        "cibles"
    )


def test_the_note_of_the_curve_names_the_dotted_target():
    assert "Pointillés : 10 000 MSU." in trend_note("10 000 MSU")
