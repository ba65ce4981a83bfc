import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.msu.shortfall import shortfall


def compare(msu, low, high, target):
    return shortfall(np.array([msu]), np.array([low]), np.array([high]), np.array([target]))


def test_a_shortfall_computed_by_hand():
    result = compare(30, 20, 60, 40)
    assert result.gap_msu.tolist() == [10]
    assert (result.gap_low_msu.tolist(), result.gap_high_msu.tolist()) == ([-20], [20])
    assert result.coverage_pct.tolist() == [75.0]
    assert (result.coverage_low_pct.tolist(), result.coverage_high_pct.tolist()) == (
        [50.0],
        [150.0],
    )


@pytest.mark.parametrize(
    ("low", "high", "class_id"),
    [
        (20, 39, "manque"),
        (20, 40, "indetermine"),
        (39, 60, "indetermine"),
        (40, 60, "atteint"),
    ],
)
def test_the_class_never_says_more_than_the_interval(low, high, class_id):
    assert compare((low + high) // 2, low, high, 40).class_id == [class_id]


def test_a_count_without_interval_is_never_undetermined():
    assert compare(39, 39, 39, 40).class_id == ["manque"]
    assert compare(40, 40, 40, 40).class_id == ["atteint"]


def test_coverage_of_a_share_of_zero_is_unknown_not_infinite():
    assert np.isnan(compare(3, 3, 3, 0).coverage_pct[0])


def test_a_value_outside_its_interval_is_refused():
    with pytest.raises(ValueError, match="interval"):
        compare(10, 11, 12, 5)


@given(
    msu=st.integers(0, 500),
    below=st.integers(0, 500),
    above=st.integers(0, 500),
    target=st.integers(0, 500),
)
def test_the_gap_lies_inside_its_interval(msu, below, above, target):
    result = compare(msu, max(msu - below, 0), msu + above, target)
    assert result.gap_low_msu[0] <= result.gap_msu[0] <= result.gap_high_msu[0]
