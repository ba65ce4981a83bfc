"""Departures expected from the GPs aged 60 or more, computed by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.retention.departures import departures


def test_five_years_computed_by_hand():
    found = departures(100, 400, 0.14, 0.02, 5)
    assert found.value == pytest.approx(5 * 0.14 * 100)
    assert found.low == pytest.approx(100 * (1 - 0.88**5))
    assert found.high == pytest.approx(5 * 0.16 * 100)
    assert found.share_pct == pytest.approx(17.5)
    assert found.share_high_pct == pytest.approx(20.0)


def test_ten_years_may_exceed_those_already_60_but_their_low_bound_never_does():
    found = departures(100, 400, 0.14, 0.02, 10)
    assert found.value == pytest.approx(140)
    assert found.low < 100


def test_without_anyone_of_60_nobody_is_expected_to_leave():
    found = departures(0, 12, 0.14, 0.02, 5)
    assert (found.value, found.low, found.high, found.share_pct) == (0, 0, 0, 0)


def test_an_unknown_stock_is_unknown():
    assert departures(None, 400, 0.14, 0.02, 5) is None


@pytest.mark.parametrize("gps", [None, 0])
def test_an_unknown_or_empty_denominator_gives_no_share(gps):
    found = departures(10, gps, 0.14, 0.02, 5)
    assert found.value == pytest.approx(7)
    assert (found.share_pct, found.share_low_pct, found.share_high_pct) == (None, None, None)


@given(
    older=st.integers(0, 3000),
    rate=st.floats(0.05, 0.3),
    margin=st.floats(0, 0.05),
    years=st.integers(1, 15),
)
def test_the_interval_contains_the_value(older, rate, margin, years):
    found = departures(older, None, rate, margin, years)
    assert found.low <= found.value + 1e-9
    assert found.value <= found.high + 1e-9
