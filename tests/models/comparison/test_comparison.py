"""Beside a reference, and along a spine: by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.comparison.spine import against, is_better, spine_of

# 1 to 9: quartiles 3 and 7 by linear interpolation.
KNOWN = [float(value) for value in range(1, 10)]


@pytest.mark.parametrize(
    ("value", "low", "high", "expected"),
    [
        (60.0, 52.0, 70.0, "over"),
        (40.0, 30.0, 49.0, "under"),
        (60.0, 45.0, 80.0, "undetermined"),
        (60.0, 50.0, 80.0, "undetermined"),
        (60.0, None, None, "over"),
        (50.0, None, None, "undetermined"),
        (None, None, None, None),
        (math.nan, None, None, None),
    ],
)
def test_a_value_is_over_or_under_a_reference_only_when_its_whole_interval_is(
    value, low, high, expected
):
    assert against(value, low, high, 50.0) == expected


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(84.0, 111.0, "undetermined"), (93.0, 111.0, "over"), (60.0, 74.0, "under")],
)
def test_two_intervals_that_meet_tell_nothing_apart(low, high, expected):
    middle = (low + high) / 2
    assert against(middle, low, high, 81.0, 75.0, 92.0) == expected


def test_without_a_reference_nothing_is_said():
    assert against(60.0, 52.0, 70.0, None) is None


def test_a_verdict_is_good_news_by_the_direction_of_the_indicator_and_no_news_without_one():
    assert is_better("over", "up") is True
    assert is_better("over", "down") is False
    assert is_better("under", "down") is True
    assert is_better("over", "none") is None
    assert is_better("undetermined", "up") is None
    assert is_better(None, "up") is None


def test_the_middle_half_of_a_spine_lies_between_known_quartiles():
    spine = spine_of([*KNOWN, None, math.nan], 5.0, "up")
    assert (spine.worst, spine.middle_low, spine.middle_high, spine.best) == (1, 3, 7, 9)
    places = [spine.position(value) for value in (1, 3, 5, 7, 9)]
    assert places == [-1.0, -0.5, 0.0, 0.5, 1.0]


def test_where_less_is_better_the_lowest_value_is_the_best_and_stands_to_the_right():
    spine = spine_of(KNOWN, 5.0, "down")
    assert (spine.worst, spine.best) == (9, 1)
    assert spine.position(1.0) == 1.0
    assert spine.position(9.0) == -1.0


def test_a_nation_off_the_middle_stays_at_the_centre_and_both_sides_keep_one_scale():
    spine = spine_of(KNOWN, 3.0, "up")
    assert spine.position(3.0) == 0.0
    assert spine.position(9.0) == 1.0
    assert spine.position(1.0) == pytest.approx(-1 / 3)


def test_values_that_are_all_alike_stand_at_the_centre():
    assert spine_of([4.0] * 5, 4.0, "up").position(4.0) == 0.0


def test_too_few_territories_or_no_nation_have_no_spine():
    assert spine_of([1.0, 2.0, 3.0, None], 2.0, "up") is None
    assert spine_of(KNOWN, None, "up") is None


@given(
    st.lists(st.floats(-1e4, 1e4), min_size=4, max_size=101),
    st.floats(-1e4, 1e4),
    st.sampled_from(["up", "down", "none"]),
)
def test_every_territory_stands_on_its_spine_and_better_is_never_to_the_left(
    values, nation, direction
):
    spine = spine_of(values, nation, direction)
    assert all(-1.0 <= spine.position(value) <= 1.0 for value in values)
    assert spine.position(spine.worst) <= spine.position(spine.best)
    assert spine.middle_low <= spine.middle_high
