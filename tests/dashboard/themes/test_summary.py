"""The situation in words says no more than the intervals allow."""

from __future__ import annotations

import re

import pytest

from dashboard.core.catalog import Target
from dashboard.core.values import LevelValues
from dashboard.themes.situation import Situation, first_passing, headline, sentences, situation
from tests.support.series import point

# value, low, high: missing, short for sure, short, balanced, reached, reached for sure, observed.
GAPS = [
    (None, None, None),
    (10, 2, 18),
    (5, -3, 12),
    (0, -4, 6),
    (-5, -20, 3),
    (-9, -20, -1),
    (7, None, None),
    (-7, None, None),
]
TARGET = Target("t", "10 000 MSU", 10_000, "2018", "France entière", "S", None)
SERIES = tuple(
    point(period, value)
    for period, value in [("2018-01-01", 9_440), ("2019-01-01", 10_736), ("2024", 13_908)]
)


def gap_values(rows=GAPS, level="departement") -> LevelValues:
    size = len(rows)
    values, low, high = (tuple(column) for column in zip(*rows, strict=True))
    nothing = (None,) * size
    return LevelValues(
        indicator_id="gap_msu",
        level=level,
        period="2024",
        ids=tuple(f"DEP-{rank:02}" for rank in range(1, size + 1)),
        values=values,
        low=low,
        high=high,
        status=tuple("estimated" if bound is not None else "observed" for bound in low),
        notes=nothing,
        source_ids=nothing,
        locators=nothing,
        method_ids=nothing,
    )


def words(text: str) -> str:
    """The text without emphasis, every kind of space as an ordinary one."""
    return re.sub(r"\s+", " ", text.replace("*", ""))


def test_territories_are_counted_by_what_their_interval_allows():
    assert situation(gap_values()) == Situation(
        territories=7, short=3, short_for_sure=2, reached_for_sure=2, undetermined=3
    )


def test_every_territory_is_short_reached_or_undetermined():
    state = situation(gap_values())
    parts = state.short_for_sure + state.reached_for_sure + state.undetermined
    assert parts == state.territories


def test_a_gap_of_zero_is_a_share_reached():
    assert situation(gap_values([(0, None, None)])) == Situation(1, 0, 0, 1, 0)


def test_an_interval_that_ends_on_the_target_is_read_the_same_way_as_the_gap():
    assert situation(gap_values([(5, 0, 9)])).short_for_sure == 0
    assert situation(gap_values([(-5, -9, 0)])).reached_for_sure == 1


def test_missing_everywhere_is_a_situation_without_territory():
    nothing = gap_values([(None, None, None)] * 3)
    assert situation(nothing) == Situation(0, 0, 0, 0, 0)
    sentence = headline(situation(nothing), TARGET, 2024, "departement")
    assert "Aucun" in sentence
    assert "0" not in sentence.replace("10", "")


@pytest.mark.parametrize(
    ("level", "one", "many"),
    [
        ("departement", "département", "départements"),
        ("region", "région", "régions"),
        ("subdivision", "subdivision", "subdivisions"),
    ],
)
def test_the_headline_counts_territories_of_the_level_shown(level, one, many):
    several = words(headline(situation(gap_values(level=level)), TARGET, 2024, level))
    assert f"3 {many}" in several
    assert "2024" in several
    assert "10 000" in several
    single = words(headline(Situation(7, 1, 0, 0, 7), TARGET, 2024, level))
    assert re.search(rf"1 {one}\b", single)


def test_the_headline_of_a_year_partly_counted_says_out_of_how_many():
    one = Situation(1, 1, 1, 0, 0)
    said = words(headline(one, TARGET, 2026, "departement", everywhere=False))
    assert "sur 1 compté " in said
    said = words(headline(Situation(3, 0, 0, 3, 0), TARGET, 2026, "region", everywhere=False))
    assert "sur 3 comptées" in said


@pytest.mark.parametrize(("sure", "said"), [(0, "aucun"), (1, "qu’un"), (4, "4")])
def test_the_headline_says_how_many_the_interval_confirms(sure, said):
    sentence = words(headline(Situation(101, 12, sure, 0, 101 - sure), TARGET, 2024, "departement"))
    assert said in sentence.rpartition("intervalle")[2]


def test_an_estimate_is_never_called_significant():
    said = [headline(situation(gap_values()), TARGET, 2024, "departement")]
    said += sentences(SERIES, TARGET, gap_values(), 2024)
    assert "significati" not in " ".join(said)


def test_the_crossing_is_between_two_consecutive_counts():
    before, after = first_passing(SERIES, 10_000)
    assert (before.value, after.value) == (9_440, 10_736)


def test_a_count_equal_to_the_target_has_reached_it():
    before, after = first_passing(SERIES, 10_736)
    assert (before.value, after.value) == (9_440, 10_736)


@pytest.mark.parametrize("target", [9_000, 20_000])
def test_a_target_passed_before_the_first_count_or_never_has_no_crossing(target):
    assert first_passing(SERIES, target) is None


def test_the_sentences_tell_count_target_crossing_and_territories():
    count, target, passing, local, sure = map(words, sentences(SERIES, TARGET, gap_values(), 2024))
    assert "13 908 MSU" in count
    assert "9 440" in count
    assert "3 908 MSU" in target
    assert "9 440" in passing
    assert "10 736" in passing
    assert "estimation" in local
    assert "3 départements sur 7" in local
    assert "2 départements" in sure
    assert "indéterminés" in sure


@pytest.mark.parametrize(
    ("value", "said", "crossing"),
    [
        (9_000, "dépassée de 4 908", "depuis"),
        (10_000, "dépassée de 3 908", "entre"),
        (20_000, "encore à 6 092", "pas encore"),
    ],
)
def test_the_sentences_follow_the_target(value, said, crossing):
    target = Target("libre", f"{value} MSU", value, "sans échéance", "", None, None)
    _, goal, passing, *_ = map(words, sentences(SERIES, target, gap_values(), 2024))
    assert said in goal
    assert crossing in passing


def test_a_target_exactly_met_is_not_said_to_be_missed_nor_passed_by_zero():
    target = Target("libre", "13 908 MSU", 13_908, "sans échéance", "", None, None)
    goal = words(sentences(SERIES, target, gap_values(), 2024)[1])
    assert "0 MSU" not in goal.replace("13 908 MSU", "")


def test_the_sentences_of_a_past_year_do_not_speak_of_the_latest_count():
    target = Target("libre", "12 000 MSU", 12_000, "sans échéance", "", None, None)
    count, goal, *_ = map(words, sentences(SERIES, target, gap_values(), 2019))
    assert "10 736 MSU" in count
    assert "encore à 1 264" in goal


def test_a_past_year_does_not_deny_a_crossing_that_the_series_shows():
    target = Target("libre", "12 000 MSU", 12_000, "sans échéance", "", None, None)
    passing = words(sentences(SERIES, target, gap_values(), 2019)[2])
    assert "10 736" in passing
    assert "13 908" in passing


def test_one_territory_takes_singular_verbs():
    *_, local, sure = map(
        words, sentences(SERIES, TARGET, gap_values([(10, -2, 18), (-9, -20, -1)]), 2024)
    )
    assert "1 département sur 2 serait" in local
    assert "1 département reste indéterminé" in sure
    assert "indéterminés" not in sure


def test_counts_deduced_from_a_difference_are_not_presented_as_published():
    derived = point("2022", 12_500, "derived")
    count, *_ = map(words, sentences((*SERIES[:2], derived, SERIES[2]), TARGET, gap_values(), 2024))
    assert "12 500" not in count
