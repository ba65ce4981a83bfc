import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.territories.apportionment import largest_remainder, split_between_cells

weights = st.lists(st.floats(min_value=0, max_value=1e7), min_size=1, max_size=120).filter(
    lambda values: sum(values) > 0
)


def test_a_share_computed_by_hand():
    # quotas 4.5, 3.0, 1.5, 1.0 of 10: floors 4, 3, 1, 1, one unit left, first of the two halves
    assert largest_remainder(10, [9, 6, 3, 2]).tolist() == [5, 3, 1, 1]


def test_equal_remainders_are_served_in_the_order_given():
    assert largest_remainder(2, [1, 1, 1]).tolist() == [1, 1, 0]


def test_a_quota_that_is_whole_is_given_whole_despite_binary_noise():
    assert largest_remainder(10, [0.1, 0.2, 0.7]).tolist() == [1, 2, 7]


@given(total=st.integers(0, 100_000), weights=weights)
def test_shares_sum_exactly_to_the_target(total, weights):
    assert int(largest_remainder(total, weights).sum()) == total


@given(total=st.integers(0, 100_000), weights=weights)
def test_no_share_is_a_unit_away_from_its_quota(total, weights):
    quotas = total * np.array(weights) / sum(weights)
    assert (np.abs(largest_remainder(total, weights) - quotas) < 1 + 1e-6).all()


@given(weights=weights)
def test_a_target_of_zero_gives_zero_everywhere(weights):
    assert largest_remainder(0, weights).sum() == 0


@pytest.mark.parametrize(
    ("total", "weights", "message"),
    [
        (-1, [1.0], "at least 0"),
        (1, [-1.0, 2.0], "non-negative"),
        (1, [float("nan"), 2.0], "finite"),
        (1, [0.0, 0.0], "every weight is 0"),
    ],
)
def test_what_cannot_be_shared_is_refused_with_the_reason(total, weights, message):
    with pytest.raises(ValueError, match=message):
        largest_remainder(total, weights)


def test_a_departement_on_two_subdivisions_is_split_in_whole_units():
    cells = split_between_cells(
        np.array([101, 40]), np.array([0, 0, 1]), np.array([0.58, 0.42, 1.0])
    )
    assert cells.tolist() == [59, 42, 40]
