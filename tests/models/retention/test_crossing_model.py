"""Crossing two indicators: classes computed by hand, quadrants no surer than their intervals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.retention.crossing import (
    MISSING,
    Axis,
    Measured,
    classes,
    cross,
    frame,
    near_band,
    quadrants,
)

COVERAGE = Axis(reference=100.0, band=20.0, more_is_better=True)
ENTRIES = Axis(reference=81.0, band=8.0, more_is_better=True)
UNDER_SERVED = Axis(reference=67.8, band=20.0, more_is_better=False)
NONE = float("nan")
# Coverage (80 and 120 are limits), entries (73 and 89 are limits), class found by hand.
GRID = [
    (79.9, 72.9, 0),
    (80.0, 72.9, 1),
    (119.9, 72.9, 1),
    (120.0, 72.9, 2),
    (79.9, 73.0, 3),
    (100.0, 81.0, 4),
    (120.0, 88.9, 5),
    (0.0, 89.0, 6),
    (100.0, 140.0, 7),
    (300.0, 89.0, 8),
    (NONE, 89.0, MISSING),
    (100.0, NONE, MISSING),
    (NONE, NONE, MISSING),
]


def measured(rows, *, is_exact=True) -> Measured:
    value, low, high = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    return Measured(value, low, high, np.full(len(rows), is_exact))


def exact(*values: float) -> Measured:
    return measured([(value, NONE, NONE) for value in values])


def judged(across: Measured, upwards: Measured, x=COVERAGE, y=ENTRIES) -> list[tuple[int, bool]]:
    found = quadrants(across, upwards, x, y)
    return list(zip(found.quadrant.tolist(), found.is_certain.tolist(), strict=True))


def test_the_nine_classes_are_those_found_by_hand_limits_included():
    across, upwards, expected = (np.array(column) for column in zip(*GRID, strict=True))
    assert cross(across, upwards, COVERAGE, ENTRIES).tolist() == expected.tolist()


def test_a_value_on_a_limit_is_of_the_class_above_whatever_the_fractions():
    axis = Axis(reference=0.3, band=0.1, more_is_better=True)
    assert axis.limits == (0.2, 0.4)
    assert classes(np.array([0.2, 0.4, 0.19]), axis).tolist() == [1, 2, 0]


@pytest.mark.parametrize(
    ("coverage", "entries", "quadrant"),
    [(99.9, 80.9, 0), (100.0, 80.9, 1), (99.9, 81.0, 2), (100.0, 81.0, 3)],
)
def test_a_value_on_its_reference_is_on_the_favourable_side(coverage, entries, quadrant):
    assert judged(exact(coverage), exact(entries)) == [(quadrant, True)]


def test_where_less_is_better_the_sides_are_exchanged_and_the_reference_stays_favourable():
    values = exact(67.8, 67.9, 10.0)
    assert judged(values, exact(90, 90, 90), x=UNDER_SERVED) == [(3, True), (2, True), (3, True)]


@pytest.mark.parametrize(
    ("across", "upwards", "certain"),
    [
        ((80, 60, 99.9), (90, 82, 99), True),
        ((80, 60, 100.0), (90, 82, 99), False),
        ((80, 60, 99.9), (90, 80.9, 99), False),
        ((120, 100.0, 140), (90, 81, 99), True),
        ((120, 99.9, 140), (90, 81, 99), False),
    ],
)
def test_a_quadrant_is_certain_only_when_both_whole_intervals_are_on_one_side(
    across, upwards, certain
):
    found = judged(measured([across], is_exact=False), measured([upwards], is_exact=False))
    assert [sure for _, sure in found] == [certain]


def test_an_estimate_without_interval_is_never_certain_and_a_counted_value_is():
    bare = measured([(80, NONE, NONE)], is_exact=False)
    assert judged(bare, exact(90)) == [(2, False)]
    assert judged(exact(80), exact(90)) == [(2, True)]


def test_a_reference_that_is_estimated_must_be_cleared_with_its_own_interval():
    wide = Axis(81.0, 8.0, more_is_better=True, reference_low=75.0, reference_high=92.0)
    intervals = [(94, 84, 111), (115, 93, 134), (76, 66, 80), (60, 50, 74)]
    estimates = measured(intervals, is_exact=False)
    across = exact(80, 80, 80, 80)
    assert [sure for _, sure in judged(across, estimates)] == [True, True, True, True]
    assert [sure for _, sure in judged(across, estimates, y=wide)] == [False, True, False, True]


def test_a_missing_value_gives_no_quadrant_and_no_certainty():
    assert judged(exact(80, NONE), exact(NONE, 90)) == [(MISSING, False), (MISSING, False)]


@given(
    st.lists(st.tuples(*[st.floats(-200, 400)] * 6), min_size=1, max_size=20),
    st.booleans(),
)
def test_a_certain_quadrant_holds_wherever_the_values_lie_in_their_intervals(rows, more_is_better):
    x = Axis(100.0, 20.0, more_is_better)
    across = [sorted(row[:3]) for row in rows]
    upwards = [sorted(row[3:]) for row in rows]
    one = measured([(middle, low, high) for low, middle, high in across], is_exact=False)
    other = measured([(middle, low, high) for low, middle, high in upwards], is_exact=False)
    found = quadrants(one, other, x, ENTRIES)
    for end in (0, 2):
        at_end = quadrants(
            exact(*(row[end] for row in across)), exact(*(row[end] for row in upwards)), x, ENTRIES
        )
        same = at_end.quadrant == found.quadrant
        assert same[found.is_certain].all()


def test_the_middle_class_is_a_readable_number_near_the_first_tercile_of_the_distances():
    values = [100.0 + distance for distance in range(1, 91)]
    assert near_band(values, 100.0) == 30.0


@pytest.mark.parametrize(
    ("spread", "band"),
    [([], 1.0), ([5.0, 5.0], 1.0), ([5.0] * 9 + [9.0], 4.0), ([5.0, 5.5], 0.15)],
)
def test_the_middle_class_exists_whatever_the_spread(spread, band):
    assert near_band(spread, 5.0) == pytest.approx(band)


def test_an_extreme_territory_does_not_crush_the_others():
    values = [90.0 + rank for rank in range(20)] + [900.0]
    low, high = frame(values, COVERAGE)
    assert high < 200
    assert low < COVERAGE.limits[0]


@given(st.lists(st.floats(-1e4, 1e4), max_size=40), st.floats(-100, 100), st.floats(0.1, 50))
def test_a_frame_shows_a_part_of_each_class(values, reference, band):
    axis = Axis(reference, band, more_is_better=True)
    low, high = frame(values, axis)
    assert low < axis.limits[0] < axis.limits[1] < high


def test_a_frame_of_positive_values_does_not_go_under_zero():
    assert frame([1.0, 2.0, 100.0], Axis(20.0, 15.0, more_is_better=True))[0] == 0.0
    assert frame([-4.0, 2.0], Axis(0.0, 2.0, more_is_better=True))[0] < -4.0
