"""Crossing two indicators: classes computed by hand, quadrants no surer than their chances."""

from __future__ import annotations

from dataclasses import replace

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
    return list(zip(found.quadrant.tolist(), found.is_decided.tolist(), strict=True))


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
    ("across", "decided"),
    [
        # An interval at 95 % that ends on the reference leaves 2.5 chances in 100 beyond it.
        ((80, 60, 100.0), True),
        # Two thirds of the way to the reference: 1.96 / 2 deviations, 16 chances in 100 beyond.
        ((80, 60, 120.0), True),
        # 0.82 deviation: 20.6 chances in 100.
        ((80, 60, 127.8), False),
        ((120, 100.0, 140), True),
        ((120, 60.0, 140), False),
    ],
)
def test_a_quadrant_is_decided_from_eight_chances_in_ten_on_each_axis(across, decided):
    found = judged(measured([across], is_exact=False), exact(90))
    assert [sure for _, sure in found] == [decided]


def test_the_chances_of_a_law_go_before_the_interval():
    wide = measured([(80, 20, 300), (80, 20, 300), (80, 20, 300)], is_exact=False)
    law = replace(wide, p_unfavourable=np.array([0.9, 0.1, NONE]))
    found = quadrants(law, exact(90, 90, 90), COVERAGE, ENTRIES)
    assert found.quadrant.tolist() == [2, 3, 2]
    assert found.is_decided.tolist() == [True, True, False]
    assert found.p_wrong[:2] == pytest.approx([0.1, 0.1])
    assert found.expected_errors == pytest.approx(0.2)


def test_a_counted_value_is_never_expected_to_be_wrong():
    found = quadrants(exact(80), exact(90), COVERAGE, ENTRIES)
    assert found.p_wrong.tolist() == [0.0]


def test_an_estimate_without_interval_is_never_certain_and_a_counted_value_is():
    bare = measured([(80, NONE, NONE)], is_exact=False)
    assert judged(bare, exact(90)) == [(2, False)]
    assert judged(exact(80), exact(90)) == [(2, True)]


def test_a_reference_that_is_estimated_is_as_near_as_its_interval():
    wide = Axis(81.0, 8.0, more_is_better=True, reference_low=75.0, reference_high=92.0)
    estimates = measured([(94, 84, 111), (115, 93, 134), (60, 50, 74)], is_exact=False)
    across = exact(80, 80, 80)
    assert [sure for _, sure in judged(across, estimates)] == [True, True, True]
    assert [sure for _, sure in judged(across, estimates, y=wide)] == [False, True, True]


def test_a_missing_value_gives_no_quadrant_and_no_certainty():
    assert judged(exact(80, NONE), exact(NONE, 90)) == [(MISSING, False), (MISSING, False)]


@given(
    st.lists(st.tuples(*[st.floats(-200, 400)] * 3), min_size=1, max_size=20),
    st.booleans(),
)
def test_an_interval_wholly_on_one_side_always_decides(rows, more_is_better):
    axis = Axis(100.0, 20.0, more_is_better)
    ordered = [sorted(row) for row in rows]
    one = measured([(middle, low, high) for low, middle, high in ordered], is_exact=False)
    found = quadrants(one, exact(*[90.0] * len(rows)), axis, ENTRIES)
    clear = [high < 100.0 or low > 100.0 for low, _, high in ordered]
    assert found.is_decided[clear].all()
    assert (found.p_wrong[clear] < 0.03).all()


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
