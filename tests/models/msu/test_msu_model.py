import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.msu.estimate import (
    LocalCount,
    blend_cell_weights,
    reconcile,
    round_cells,
)


def test_the_blend_moves_between_gps_and_interns():
    gp = np.array([30.0, 10.0, 60.0])
    subdivision = np.array([0, 0, 1])
    interns = np.array([60.0, 40.0])
    assert blend_cell_weights(gp, interns, subdivision, 0).tolist() == pytest.approx(
        [0.3, 0.1, 0.6]
    )
    # interns only: 0.6 to the first subdivision, shared 3 to 1 by GPs
    assert blend_cell_weights(gp, interns, subdivision, 1).tolist() == pytest.approx(
        [0.45, 0.15, 0.4]
    )
    assert blend_cell_weights(gp, interns, subdivision, 0.5).sum() == pytest.approx(1)


def test_a_blend_outside_0_to_1_is_refused():
    with pytest.raises(ValueError, match="blend"):
        blend_cell_weights(np.ones(2), np.ones(1), np.array([0, 0]), 1.2)


def test_a_local_count_replaces_the_estimate_and_the_rest_is_shared_again():
    weights = np.array([0.5, 0.3, 0.2])
    assert reconcile(100, weights, [LocalCount((1,), 10)]) == pytest.approx(
        [90 * 0.5 / 0.7, 10, 90 * 0.2 / 0.7]
    )


def test_a_departement_count_is_kept_inside_the_count_of_its_subdivision():
    weights = np.array([0.25, 0.25, 0.25, 0.25])
    known = [LocalCount((0, 1), 50), LocalCount((0,), 20)]
    assert reconcile(100, weights, known).tolist() == pytest.approx([20, 30, 25, 25])


def test_counts_that_exceed_the_nation_are_kept_and_the_others_get_nothing():
    weights = np.array([0.5, 0.5])
    assert reconcile(100, weights, [LocalCount((0,), 130)]).tolist() == [130, 0]
    assert round_cells(100, np.array([130.0, 0.0]), [LocalCount((0,), 130)]).tolist() == [130, 0]


@given(
    weights=st.lists(st.floats(0.01, 10), min_size=7, max_size=30),
    total=st.integers(100, 20_000),
    counts=st.lists(st.integers(0, 20), max_size=3),
)
def test_estimates_sum_exactly_to_the_national_figure(weights, total, counts):
    shares = np.array(weights)
    known = [LocalCount((2 * index, 2 * index + 1), count) for index, count in enumerate(counts)]
    whole = round_cells(total, reconcile(total, shares, known), known)
    assert whole.sum() == total
    for count in known:
        assert whole[list(count.cells)].sum() == count.value
