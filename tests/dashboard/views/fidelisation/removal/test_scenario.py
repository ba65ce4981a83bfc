"""Scenario of one place: what it removes, and the densities that it leaves."""

from __future__ import annotations

import pytest

from dashboard.views.fidelisation.removal.scenario import EFFECT, latest_cohorts, zone_losses
from models.retention.removal import HOLDS
from tests.support.removal import CELLS, DENSITIES, NATIONAL, by_effect, counted, imported


def test_the_average_effect_removes_the_same_part_all_over_the_subdivision():
    # 1 cohort x 0.4 x 10 % x 1 000 = 40 GPs of 400: a tenth
    scenario = by_effect()
    assert scenario.total.value == pytest.approx(40)
    assert [one.removed.value for one in scenario.departements] == pytest.approx([10, 30, 0])
    assert [one.after.value for one in scenario.departements] == [63, 81, 50]
    assert [one.status for one in scenario.departements] == ["estimated", "estimated", "observed"]


def test_more_cohorts_never_leave_more_gps():
    left = [by_effect(promotions).departements[0].after.value for promotions in range(1, 13)]
    assert left == sorted(left, reverse=True)


def test_every_subdivision_loses_its_part_of_its_own_gps():
    first, second = zone_losses(CELLS, DENSITIES, NATIONAL, promotions=1)
    assert (first.gps, first.part_pct.value) == (400, pytest.approx(10))
    assert second.loss.value == pytest.approx(360)


def test_a_withheld_count_too_small_to_matter_leaves_the_departement_above():
    scenario = counted(imported({"DEP-B": 30}, "DEP-A", settled=35))
    assert [one.verdict for one in scenario.touched] == [HOLDS, HOLDS]


def test_the_latest_cohorts_of_one_delay_are_removed_each_once():
    cohorts = [
        imported({}, cohort=year, delay=delay) for year in (2018, 2019, 2020) for delay in (3, 5)
    ]
    latest = latest_cohorts(cohorts, 3, 2)
    assert [(one.cohort, one.delay_years) for one in latest] == [(2019, 3), (2020, 3)]
    assert {one.delay_years for one in latest_cohorts(cohorts, 10, 12)} == {5}
    assert latest_cohorts([], 5, 10) == ()


def test_the_scenario_says_what_it_rests_on():
    assert by_effect().basis == EFFECT
    assert by_effect().footprint is None
    assert counted(imported({"DEP-A": 8})).footprint is not None
