"""Colours keep their order in grey print; class limits ascend."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.palette import (
    CNGE,
    DGOS,
    DIVERGING,
    SEQUENTIAL_DOWN,
    SEQUENTIAL_UP,
    TARGET,
    diverging_breaks,
    ramp,
    sequential_breaks,
)
from models.comparison.readable import nice

RAMPS = {"diverging": DIVERGING, "up": SEQUENTIAL_UP, "down": SEQUENTIAL_DOWN}
NUMBERS = st.lists(st.floats(-1e5, 1e5).map(lambda value: round(value, 2)), min_size=1, max_size=60)
WHITE = "#ffffff"
DARK = "#12161c"


def luminance(color: str) -> float:
    channels = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def lightness(color: str) -> float:
    """L* of CIELAB, from 0 (black) to 100 (white)."""
    y = luminance(color)
    return 116 * y ** (1 / 3) - 16 if y > 216 / 24389 else y * 24389 / 27


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", RAMPS)
def test_lightness_falls_all_along_a_ramp_so_that_grey_print_keeps_its_order(name):
    levels = [lightness(color) for color in RAMPS[name]]
    assert all(light > dark for light, dark in pairwise(levels)), levels


@pytest.mark.parametrize("background", [WHITE, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("color", [CNGE, DGOS, TARGET], ids=["cnge", "dgos", "target"])
def test_marks_of_charts_stand_out_in_both_themes(color, background):
    assert contrast(color, background) >= 3


def test_a_ramp_of_fewer_classes_keeps_its_two_ends_and_its_order():
    for classes in range(2, 6):
        chosen = ramp(SEQUENTIAL_UP, classes)
        assert len(set(chosen)) == classes
        assert (chosen[0], chosen[-1]) == (SEQUENTIAL_UP[0], SEQUENTIAL_UP[-1])
        assert [lightness(color) for color in chosen] == sorted(
            map(lightness, chosen), reverse=True
        )


def test_a_ramp_of_one_class_is_one_colour():
    assert len(ramp(SEQUENTIAL_UP, 1)) == 1


@given(NUMBERS)
def test_sequential_limits_ascend_and_are_fewer_than_the_classes(values):
    breaks = sequential_breaks(values)
    assert all(low < high for low, high in pairwise(breaks))
    assert len(breaks) <= len(SEQUENTIAL_UP) - 1


def test_values_that_are_alike_get_fewer_classes():
    assert len(sequential_breaks([7.0] * 101)) == 1
    assert len(sequential_breaks([0.0] * 90 + [50.0] * 11)) < 4
    assert len(sequential_breaks([float(value) for value in range(101)])) == 4


def test_sequential_classes_hold_comparable_numbers_of_territories():
    values = [float(value) for value in range(100)]
    limits = [-1.0, *sequential_breaks(values), 1000.0]
    counts = [sum(low <= v < high for v in values) for low, high in pairwise(limits)]
    assert min(counts) >= 10


@given(NUMBERS, st.sampled_from([0.0, 100.0]))
def test_diverging_limits_ascend_around_their_centre(values, centre):
    breaks = diverging_breaks(values, centre)
    assert len(breaks) == len(DIVERGING) - 1
    assert breaks[2] == centre
    assert all(low < high for low, high in pairwise(breaks))
    assert breaks[3] - centre == pytest.approx(centre - breaks[1])
    assert breaks[4] - centre == pytest.approx(centre - breaks[0])


def test_diverging_limits_exist_even_when_every_value_is_the_centre():
    assert diverging_breaks([0.0] * 10, 0.0)[2] == 0.0


@given(st.floats(1e-3, 1e7))
def test_a_readable_number_is_near_and_never_zero(value):
    assert nice(value) > 0
    assert 0.7 < nice(value) / value < 1.4
