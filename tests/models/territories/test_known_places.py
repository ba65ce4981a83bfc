import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.territories.known_places import KnownCount, left_over, settle

# Cells: A, B, and the two pieces of a straddling département. Territories: the nation, A, B, the
# straddling département, a subdivision A + first piece, a subdivision B + second piece.
MEMBERSHIP = np.array(
    [
        [1, 1, 1, 1],
        [1, 0, 0, 0],
        [0, 1, 0, 0],
        [0, 0, 1, 1],
        [1, 0, 1, 0],
        [0, 1, 0, 1],
    ],
    dtype=float,
)
WEIGHTS = np.array([10.0, 20.0, 6.0, 2.0])
HALF_TO_TWICE = (0.5, 1.0)


def exactly(cells, value):
    return KnownCount(cells, value, value, value)


def test_a_known_departement_is_exact_and_the_nation_is_not():
    settled = settle([exactly((0,), 7)], WEIGHTS, HALF_TO_TWICE, MEMBERSHIP)
    assert settled.values.tolist() == [7, 0, 0, 0]
    assert settled.exact.tolist() == [False, True, False, False, False, False]


def test_a_straddling_departement_is_exact_and_its_pieces_are_shared():
    settled = settle([exactly((2, 3), 8)], WEIGHTS, HALF_TO_TWICE, MEMBERSHIP)
    assert settled.values.tolist() == [0, 0, 6, 2]
    assert settled.exact.tolist() == [False, False, False, True, False, False]
    assert (settled.low[3], settled.high[3]) == (8, 8)
    assert (settled.low[4], settled.high[4]) == (3, 12)
    assert (settled.low[0], settled.high[0]) == (8, 8)


def test_the_rest_of_a_wide_count_goes_to_the_cells_that_are_not_known():
    settled = settle(
        [exactly((0, 1, 2, 3), 50), exactly((0,), 14)], WEIGHTS, HALF_TO_TWICE, MEMBERSHIP
    )
    assert settled.values == pytest.approx([14, 36 * 20 / 28, 36 * 6 / 28, 36 * 2 / 28])
    assert settled.exact.tolist() == [True, True, False, False, False, False]
    assert (settled.low[0], settled.high[0]) == pytest.approx((50, 50))


def test_a_certain_wide_count_wins_over_a_narrow_one_that_is_deduced():
    deduced = KnownCount((1,), 30, 27, 34)
    settled = settle([deduced, exactly((0, 1, 2, 3), 50)], WEIGHTS, HALF_TO_TWICE, MEMBERSHIP)
    assert settled.values[1] == pytest.approx(50 * 20 / 38)
    assert settled.exact[0]
    alone = settle([deduced], WEIGHTS, HALF_TO_TWICE, MEMBERSHIP)
    assert (alone.values[1], alone.low[2], alone.high[2]) == (30, 27, 34)
    assert not alone.exact[2]
    assert alone.complete[2]


def test_narrow_counts_that_exceed_a_wide_one_are_kept():
    settled = settle([exactly((0,), 9), exactly((0, 2), 5)], WEIGHTS, HALF_TO_TWICE, MEMBERSHIP)
    assert settled.values.tolist() == [9, 0, 0, 0]


def test_cells_without_weight_share_equally():
    settled = settle([exactly((2, 3), 8)], np.zeros(4), HALF_TO_TWICE, MEMBERSHIP)
    assert settled.values.tolist() == [0, 0, 4, 4]


def test_the_error_of_the_rest_is_bounded_by_the_lesser_of_two_sums():
    of_cell = np.array([5.0, 10.0, 3.0, 1.0])
    of_territory = np.array([0.0, 5.0, 10.0, 4.0, 7.0, 10.0])
    free = np.array([False, True, True, True])
    value, deviation = left_over(WEIGHTS, free, free, (of_cell, of_territory), MEMBERSHIP)
    assert value.tolist() == [28, 0, 20, 8, 6, 22]
    # The nation is counted: what is left of it errs by no more than the cell taken away.
    assert deviation.tolist() == [5, 0, 10, 4, 3, 10]


def test_a_territory_of_which_nothing_is_taken_away_has_its_own_error():
    # Its cells err by 3 + 5, but the shares of a straddling département err more than it does.
    of_cell = np.array([5.0, 10.0, 3.0, 1.0])
    of_territory = np.array([0.0, 5.0, 10.0, 4.0, 20.0, 10.0])
    everything = np.ones(4, dtype=bool)
    _, deviation = left_over(WEIGHTS, everything, everything, (of_cell, of_territory), MEMBERSHIP)
    assert deviation.tolist() == of_territory.tolist()


def test_a_cell_may_err_more_as_a_part_of_one_territory_than_of_another():
    # The first piece of the straddling département: 3 within it, 6 in the subdivision A + first.
    of_cell = np.tile([5.0, 10.0, 3.0, 1.0], (6, 1))
    of_cell[4, 2] = 6.0
    of_territory = np.array([0.0, 5.0, 10.0, 4.0, 20.0, 10.0])
    without_a = np.array([False, True, True, True])
    _, deviation = left_over(WEIGHTS, without_a, without_a, (of_cell, of_territory), MEMBERSHIP)
    assert deviation.tolist() == [5, 0, 10, 4, 6, 10]


@given(
    counts=st.lists(st.floats(0, 1000), min_size=4, max_size=4),
    wide=st.floats(0, 5000),
    spread=st.tuples(st.floats(0, 1), st.floats(0, 5)),
)
def test_bounds_contain_the_value_and_nothing_is_negative(counts, wide, spread):
    known = [exactly((0,), counts[0]), exactly((2, 3), counts[1]), exactly((0, 1, 2, 3), wide)]
    settled = settle(known, WEIGHTS, spread, MEMBERSHIP)
    total = MEMBERSHIP @ settled.values
    assert (settled.low >= 0).all()
    assert (settled.low <= total + 1e-9).all()
    assert (settled.high >= total - 1e-9).all()
