"""Ranks with ties and missing values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.values import rank_of

VALUES = [10.0, 30.0, None, 30.0, 20.0]


@pytest.mark.parametrize(
    ("index", "ascending", "rank"),
    [
        (0, True, (1, 1, 4)),
        (0, False, (4, 4, 4)),
        (1, False, (1, 2, 4)),
        (3, False, (1, 2, 4)),
        (1, True, (3, 4, 4)),
        (4, False, (3, 3, 4)),
    ],
)
def test_ties_share_their_places_and_missing_values_do_not_count(index, ascending, rank):
    assert rank_of(VALUES, index, ascending=ascending) == rank


def test_a_missing_value_has_no_rank():
    assert rank_of(VALUES, 2, ascending=True) is None


def test_alone_is_first_of_one():
    assert rank_of([None, 5.0], 1, ascending=True) == (1, 1, 1)


def test_all_equal_share_every_place():
    assert rank_of([0.0, 0.0, 0.0], 1, ascending=False) == (1, 3, 3)


@given(st.lists(st.one_of(st.none(), st.integers(-5, 5)), min_size=1), st.booleans())
def test_places_fill_1_to_n_exactly(values, ascending):
    taken = [rank_of(values, index, ascending=ascending) for index in range(len(values))]
    known = [rank for rank in taken if rank]
    covered = {place for best, worst, _ in known for place in range(best, worst + 1)}
    assert covered == set(range(1, len(known) + 1))
    assert all(total == len(known) for _, _, total in known)
