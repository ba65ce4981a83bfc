import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.retention import EntryAssumptions, apparent_retention

ASSUMPTIONS = EntryAssumptions(
    cessation_rate=0.14, cessation_rate_margin=0.015, fill_low=0.95, fill_high=1.0, years=4
)


def measure(change, older, posts):
    return apparent_retention(
        np.array([float(change)]),
        np.array([float(older)]),
        np.array([float(posts)]),
        ASSUMPTIONS,
        draws=500,
    )


def test_a_ratio_computed_by_hand():
    # 40 / 4 + 0.14 x 500 = 80 entries a year, for 100 posts
    result = measure(40, 500, 100)
    assert result.entries_per_year[0] == pytest.approx(80)
    assert result.per_100_interns[0] == pytest.approx(80)


def test_the_ratio_can_exceed_100():
    assert measure(400, 500, 100).per_100_interns[0] == pytest.approx(170)


def test_losses_larger_than_departures_give_no_negative_entries():
    assert measure(-4000, 100, 100).entries_per_year[0] == 0


def test_without_interns_the_ratio_is_unknown():
    result = measure(40, 500, 0)
    assert np.isnan(result.per_100_interns[0])
    assert np.isnan(result.low[0])


def test_a_small_territory_is_less_certain_than_a_large_one():
    small, large = measure(4, 50, 10), measure(400, 5000, 1000)
    assert (small.high - small.low)[0] > (large.high - large.low)[0]


@settings(max_examples=30)
@given(change=st.integers(-500, 500), older=st.integers(0, 2000), posts=st.integers(1, 600))
def test_the_interval_contains_the_value(change, older, posts):
    result = measure(change, older, posts)
    assert result.low[0] <= result.per_100_interns[0] <= result.high[0]
