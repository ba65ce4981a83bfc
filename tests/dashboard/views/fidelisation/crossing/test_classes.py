"""Groups of a crossing: those of the figures as they are published."""

from __future__ import annotations

import pytest

from dashboard.views.fidelisation.crossing.classes import cross_sides
from tests.support.crossing import CHANGE, RATES, chances, counted, side


def test_the_group_is_that_of_the_figures_shown_not_of_hidden_decimals():
    crossing = cross_sides(chances(0.9, 0.9), counted(RATES, 80.6, 80.4))
    assert crossing.upwards.values.values == (81, 80)
    assert crossing.upwards.axis.reference == 81
    assert crossing.quadrants.quadrant.tolist() == [2, 0]


def test_a_territory_is_of_a_group_from_eight_chances_in_ten_or_when_counted():
    crossing = cross_sides(
        chances(0.8, 0.79, 0.2, 0.21, 1.0, None, is_counted=(4,)),
        counted(CHANGE, 1.0, 1.0, 1.0, -1.0, -1.0, 1.0),
    )
    assert [crossing.members(quadrant) for quadrant in range(4)] == [(4,), (), (0,), (2,)]
    assert crossing.undecided == (1, 3)
    assert crossing.decided_n == 3
    assert crossing.quadrants.expected_errors == pytest.approx(0.2 + 0.2)


def test_chances_of_both_axes_make_those_of_the_group():
    wide, narrow = (90, 70, 110), (90, 85, 95)
    crossing = cross_sides(chances(0.9, 0.9), side(RATES, [wide, narrow], status="imported"))
    assert crossing.undecided == ()
    first, second = crossing.quadrants.p_wrong.tolist()
    assert first > second > 0.1


def test_the_classes_of_chances_are_the_verdicts():
    crossing = cross_sides(chances(0.8, 0.79, 0.2, 0.19), counted(CHANGE, 50, 50, 50, 50))
    assert [rank % 3 for rank in crossing.classes] == [2, 1, 1, 0]
