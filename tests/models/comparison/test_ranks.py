"""Ranks that intervals allow, by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.comparison.spine import RankRange, bounds_of, rank_ranges


def ranges(*bounds, ascending=False):
    found = rank_ranges(bounds, ascending=ascending)
    return [None if one is None else (one.best, one.worst) for one in found]


def test_exact_values_have_one_rank_and_equal_ones_share_theirs():
    assert ranges((9, 9), (7, 7), (7, 7), (1, 1)) == [(1, 1), (2, 3), (2, 3), (4, 4)]
    assert ranges((9, 9), (7, 7), (7, 7), (1, 1), ascending=True) == [
        (4, 4),
        (2, 3),
        (2, 3),
        (1, 1),
    ]


def test_intervals_that_meet_leave_every_rank_possible():
    assert ranges((0, 10), (5, 15), (9, 20)) == [(1, 3), (1, 3), (1, 3)]


def test_a_place_is_only_gained_on_what_is_wholly_on_the_other_side():
    assert ranges((20, 30), (5, 15), (10, 22), (0, 4)) == [(1, 2), (2, 3), (1, 3), (4, 4)]


def test_bounds_that_touch_do_not_tell_apart():
    assert ranges((10, 20), (20, 30)) == [(1, 2), (1, 2)]


def test_a_missing_value_has_no_rank_and_takes_none():
    assert ranges((9, 9), None, (7, 7)) == [(1, 1), None, (2, 2)]
    assert rank_ranges([(9.0, 9.0), None])[0] == RankRange(1, 1, 1)


def test_an_estimate_without_interval_may_have_any_rank_and_blurs_the_others():
    bare = bounds_of(8.0, None, None, is_estimate=True)
    assert bare == (-math.inf, math.inf)
    assert ranges((9, 9), bare, (7, 7)) == [(1, 2), (1, 3), (2, 3)]


def test_bounds_are_the_interval_the_count_itself_or_nothing():
    assert bounds_of(8.0, 2.0, 9.0, is_estimate=True) == (2.0, 9.0)
    assert bounds_of(8.0, None, None, is_estimate=False) == (8.0, 8.0)
    assert bounds_of(None, 1.0, 2.0, is_estimate=True) is None
    assert bounds_of(math.nan, None, None, is_estimate=False) is None


@given(
    st.lists(
        st.tuples(st.integers(0, 20), st.integers(0, 8)).map(lambda one: (one[0], sum(one))),
        min_size=1,
        max_size=12,
    ),
    st.booleans(),
    st.data(),
)
def test_the_rank_of_any_value_within_the_intervals_is_within_the_range(bounds, ascending, data):
    drawn = [data.draw(st.integers(low, high)) for low, high in bounds]
    for value, found in zip(drawn, rank_ranges(bounds, ascending=ascending), strict=True):
        before = sum(one < value if ascending else one > value for one in drawn)
        tied = sum(one == value for one in drawn)
        assert found is not None
        assert found.best <= before + 1
        assert before + tied <= found.worst


@pytest.mark.parametrize("ascending", [True, False])
def test_nothing_to_rank_is_no_error(ascending):
    assert rank_ranges([], ascending=ascending) == ()
