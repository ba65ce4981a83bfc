"""The rate of a cohort and its Wilson interval."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.uncertainty import wilson

NAN = math.nan


def test_a_rate_and_its_interval_are_those_worked_out_by_hand():
    # p = 8/20, z = 1.959964: (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n)
    rate, low, high = wilson(np.array([8.0]), np.array([20.0]))
    assert rate[0] == pytest.approx(40.0)
    assert low[0] == pytest.approx(21.88, abs=0.01)
    assert high[0] == pytest.approx(61.34, abs=0.01)


def test_all_or_none_settled_still_leave_an_interval():
    rate, low, high = wilson(np.array([0.0, 12.0]), np.array([12.0, 12.0]))
    assert rate.tolist() == [0, 100]
    assert low.tolist() == pytest.approx([0, 75.75], abs=0.01)
    assert high.tolist() == pytest.approx([24.25, 100], abs=0.01)


def test_nobody_trained_and_an_unknown_count_have_no_rate():
    settled, trained = np.array([0.0, NAN, 3.0]), np.array([0.0, 10.0, NAN])
    for values in wilson(settled, trained):
        assert np.isnan(values).all()


def test_more_settled_than_trained_is_refused():
    with pytest.raises(ValueError, match="more settled than trained"):
        wilson(np.array([11.0]), np.array([10.0]))


def test_an_empty_cohort_file_gives_no_rate():
    assert [len(values) for values in wilson(np.array([]), np.array([]))] == [0, 0, 0]


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=1, max_size=20))
def test_the_interval_holds_the_rate_between_none_and_all(pairs):
    trained = np.array([float(max(pair)) for pair in pairs])
    settled = np.array([float(min(pair)) for pair in pairs])
    rate, low, high = wilson(settled, trained)
    known = trained > 0
    assert (np.isnan(rate) == ~known).all()
    assert ((low[known] <= rate[known] + 1e-9) & (rate[known] <= high[known] + 1e-9)).all()
    assert ((low[known] >= 0) & (high[known] <= 100)).all()
