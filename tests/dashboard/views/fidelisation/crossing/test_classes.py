"""Groups of a crossing: those of the figures as they are published."""

from __future__ import annotations

from dashboard.views.fidelisation.crossing.classes import cross_sides
from tests.support.crossing import COVERAGE, ENTRIES, counted


def test_the_group_is_that_of_the_figures_shown_not_of_hidden_decimals():
    crossing = cross_sides(counted(COVERAGE, 80.0, 80.0), counted(ENTRIES, 80.6, 80.4))
    assert crossing.upwards.values.values == (81, 80)
    assert crossing.upwards.axis.reference == 81
    assert crossing.quadrants.quadrant.tolist() == [2, 0]
